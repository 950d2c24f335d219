#!/usr/bin/env bash
# Builds the page into dist/.
#
# usage: build-app.sh [BASE]     BASE: the path the page will live under, "/" or "/tokens/"
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"

# Trunk builds offline, so that it downloads no tool; the crates must be there by then.
cargo fetch --quiet --locked
say "building the page"
NO_COLOR=true RUST_BACKTRACE=0 trunk --quiet build --release --dist dist
node scripts/finish-dist.mjs dist "${1:-/}"
