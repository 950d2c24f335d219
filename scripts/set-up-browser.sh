#!/usr/bin/env bash
# Makes sure that there is a Chromium for the browser tests (tests/support/chromium.ts looks in the same places).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

if [ -n "${CHROMIUM:-}" ]; then
  [ -x "$CHROMIUM" ] || die "CHROMIUM names $CHROMIUM, which is not a program"
  exit
fi
for candidate in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
  [ -x "$candidate" ] && exit
done
install_debian chromium "the browser for the tests; any Chromium will do, if CHROMIUM names it"
