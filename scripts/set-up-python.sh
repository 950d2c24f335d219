#!/usr/bin/env bash
# Makes sure of Python with virtual environments, for the tests with InfluxDB's Python client and the stand-in for its CLI.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

python3 -c 'import ensurepip, venv' 2>/dev/null || install_debian python3-venv "Python 3 with virtual environments"
