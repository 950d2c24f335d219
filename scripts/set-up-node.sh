#!/usr/bin/env bash
# Makes sure of Node and of the npm packages in tests/: wasm-opt for the build, Playwright and axe for the browser tests.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need node "Node 20 or newer is missing; install it from https://nodejs.org, then run this again"
need npm "npm is missing; it comes with Node (https://nodejs.org)"
found=$(node --version)
at_least 20 "${found#v}" || die "Node 20 or newer is needed, this is $found"

cd "$root/tests"
stamp=node_modules/.installed-lock
cmp -s package-lock.json "$stamp" && exit
say "installing the npm packages of tests/"
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error </dev/null ||
  die "the npm packages could not be installed; see above"
cp package-lock.json "$stamp"
