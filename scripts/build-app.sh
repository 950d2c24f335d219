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
# Panic messages name source files; without the folders of this machine they say no more than they need to,
# and the same source gives the same files, under the same names, anywhere.
CARGO_ENCODED_RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src/="$'\x1f'"--remap-path-prefix=$root/="
export CARGO_ENCODED_RUSTFLAGS
NO_COLOR=true RUST_BACKTRACE=0 trunk --quiet build --release --dist dist
node scripts/finish-dist.mjs dist "${1:-/}"
