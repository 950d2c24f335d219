#!/usr/bin/env bash
# Serves the page with demo data and rebuilds it on every save; reload the browser to see it.
#
# The real server serves the files, so the page has the same headers and the same API as in production.
# Arguments go to `latchkey serve`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"

assets=${CARGO_TARGET_DIR:-target}/dev
cargo fetch --quiet --locked
trunk --quiet build --dist "$assets"
trunk --quiet watch --dist "$assets" &
watcher=$!
trap 'kill "$watcher" 2>/dev/null || true' EXIT
"${LATCHKEY_BIN:-target/release/latchkey}" serve --assets "$assets" --data "${CARGO_TARGET_DIR:-target}/dev-data" --demo "$@"
