#!/usr/bin/env bash
# Makes sure of the npm packages in benches/: Lighthouse, which only `make bench` needs.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need npm "npm is missing; it comes with Node (https://nodejs.org)"
cd "$root/benches"
stamp=node_modules/.installed-lock
cmp -s package-lock.json "$stamp" && exit
say "installing the npm packages of benches/ (Lighthouse, about 190 MB)"
npm ci --no-audit --no-fund --loglevel=error </dev/null || die "Lighthouse could not be installed from npm; see above. Without it: make bench ONLY=\"...\" with the other parts of benches/run.mjs"
cp package-lock.json "$stamp"
