#!/usr/bin/env bash
# Makes sure of curl, for the tests that run the commands which the page shows.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

command -v curl >/dev/null 2>&1 || install_debian curl "curl"
