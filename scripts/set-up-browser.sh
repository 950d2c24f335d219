#!/usr/bin/env bash
# Makes sure that there are a Chromium and a Firefox for the browser tests (tests/support/chromium.ts and firefox.ts look in
# the same places).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# found NAMED PROGRAM...: whether one of the programs is there, or the one that the variable NAMED names.
found() {
  local named=$1
  shift
  if [ -n "${!named:-}" ]; then
    [ -x "${!named}" ] || die "$named names ${!named}, which is not a program"
    return
  fi
  for candidate; do
    [ -x "$candidate" ] && return
  done
  return 1
}

found CHROMIUM /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome ||
  install_debian chromium "the browser for the tests; any Chromium will do, if CHROMIUM names it"
found FIREFOX /usr/bin/firefox-esr /usr/bin/firefox ||
  install_debian firefox-esr "the second browser for the tests; any Firefox will do, if FIREFOX names it"
