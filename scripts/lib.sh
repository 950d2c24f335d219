# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, and how to say what is going on.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Tools are kept per user, so that a fresh clone finds them.
tools=${LATCHKEY_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/latchkey-tools}
export PATH="$tools/bin:$root/tests/node_modules/.bin:$PATH"

say() { printf '==> %s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# need COMMAND SENTENCE: stops with the sentence unless the command is there.
need() { command -v "$1" >/dev/null 2>&1 || die "$2"; }

# at_least WANTED FOUND: compares dotted versions.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# install_debian PACKAGE WHAT_FOR: with apt-get if that is possible here, otherwise says what to install.
install_debian() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $1 ($2)"
    if apt-get update -qq </dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" </dev/null; then
      return
    fi
    die "$1 could not be installed with apt-get (needed as $2); install it, then run this again"
  fi
  die "$2 is missing; install the package $1 (Debian, Ubuntu: sudo apt-get install $1), then run this again"
}
