#!/usr/bin/env bash
# Makes sure that Python can make a virtual environment, for the tests with InfluxDB's Python client.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

python3 -c 'import ensurepip, venv' 2>/dev/null || install_debian python3-venv "Python 3 with virtual environments"
