#!/usr/bin/env bash
# Long campaigns against server and page. Each prints its seed and figures; the figures are also in
# target/torture/figures.txt, one `name value` a line.
#
# usage: torture.sh [CAMPAIGN…]     all of them, or only those named
#
# LATCHKEY_SEED repeats a run; the variables below make campaigns longer or shorter.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"

mkdir -p target/torture
export LATCHKEY_FIGURES=$root/target/torture/figures.txt
: >"$LATCHKEY_FIGURES"

# native TEST: a test program of the server, built as it is shipped.
native() {
  cargo test --quiet --release --locked --package latchkey --test "$1" -- --nocapture
}

# SIGKILL under sixteen writers.
kills() { LATCHKEY_KILLS=${LATCHKEY_KILLS:-300} native durability; }
# Random sequences of requests on the server and on a model of the contract.
model() { LATCHKEY_SEQUENCES=${LATCHKEY_SEQUENCES:-3000} native model; }
# Sockets that say nothing, guessed passwords, endless bodies, noise.
attacks() {
  LATCHKEY_SOCKETS=${LATCHKEY_SOCKETS:-4000} LATCHKEY_GUESSES=${LATCHKEY_GUESSES:-30000} \
    LATCHKEY_NOISES=${LATCHKEY_NOISES:-20000} native attack
}
# Full and read-only disks, and secrets in files and logs: as long as in `make test`, for their figures.
disks() { native disk; }
secrets() { native secrets; }
# A person who does things at random while a proxy fails; the figures of each seed are in target/torture/faults/.
faults() {
  (cd tests && SEEDS=${SEEDS:-1..200} STEPS=${STEPS:-2000} FIGURES=$root/target/torture/faults npx playwright test --config faults)
}
# The decoder of the list against serde_json.
decoder() { scripts/fuzz.sh "${LATCHKEY_FUZZ_SECONDS:-600}"; }

campaigns=(kills model attacks disks secrets faults decoder)
[ $# -gt 0 ] && campaigns=("$@")
failed=()
for campaign in "${campaigns[@]}"; do
  say "torture: $campaign"
  "$campaign" || failed+=("$campaign")
done
say "figures (target/torture/figures.txt):"
cat "$LATCHKEY_FIGURES"
[ ${#failed[@]} = 0 ] || die "failed: ${failed[*]}"
