#!/usr/bin/env bash
# Serves the page at http://127.0.0.1:8088, rebuilt on every save (reload to see it), with the API of a real server
# full of demo data. Arguments go to `latchkey serve`; Trunk.toml expects it at its usual address.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"

target=${CARGO_TARGET_DIR:-target}
cargo fetch --quiet --locked
"${LATCHKEY_BIN:-$target/release/latchkey}" serve --data "$target/dev-data" --demo "$@" &
server=$!
trunk serve --dist "$target/dev" &
page=$!
trap 'kill "$server" "$page" 2>/dev/null || true' EXIT
# Neither is of use without the other.
wait -n
