#!/usr/bin/env bash
# Drives a real `latchkey serve` with InfluxData's own JavaScript and Python clients, each on a server of its own.
#
# LATCHKEY_BIN: the program, if not target/release/latchkey
set -euo pipefail
. "$(dirname "$0")/../../scripts/lib.sh"

need node "Node 20 or newer is missing; install it from https://nodejs.org, then run this again"
need npm "npm is missing; it comes with Node (https://nodejs.org)"
"$root/scripts/set-up-python.sh"
program=${LATCHKEY_BIN:-$root/target/release/latchkey}
[ -x "$program" ] || die "$program is missing; run make build first"
LATCHKEY_BIN=$(realpath "$program")
export LATCHKEY_BIN

cd "$root/tests/clients"
stamp=node_modules/.installed-lock
if ! cmp -s package-lock.json "$stamp"; then
  say "installing InfluxData's JavaScript client"
  npm ci --no-audit --no-fund --loglevel=error </dev/null || die "the npm packages could not be installed; see above"
  cp package-lock.json "$stamp"
fi

venv=$tools/influxdb-client
if ! cmp -s requirements.txt "$venv/requirements.txt" || ! "$venv/bin/python" -c 'import influxdb_client' 2>/dev/null; then
  say "installing InfluxData's Python client"
  rm -rf "$venv"
  python3 -m venv "$venv" || die "a Python virtual environment could not be made; see above"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement requirements.txt </dev/null ||
    die "the Python packages could not be installed; see above"
  cp requirements.txt "$venv/requirements.txt"
fi

failed=0
say "JavaScript: @influxdata/influxdb-client-apis"
node with-server.mjs node --test --test-reporter=spec influxdb-client.test.mjs || failed=1
say "Python: influxdb-client"
node with-server.mjs "$venv/bin/python" -B -m unittest --verbose test_influxdb_client || failed=1
exit "$failed"
