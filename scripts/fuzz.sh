#!/usr/bin/env bash
# Fuzzes the decoder of the list with cargo-fuzz, from the corpus in fuzz/, and stops at the first input that is read otherwise than
# serde_json reads it.
#
# usage: fuzz.sh [SECONDS]     600 unless told otherwise
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"

rustc +nightly --version >/dev/null 2>&1 || die "fuzzing needs nightly Rust: rustup toolchain install nightly"
if ! command -v cargo-fuzz >/dev/null; then
  say "installing cargo-fuzz"
  CARGO_PROFILE_RELEASE_LTO=off cargo install --quiet --locked --root "$tools" cargo-fuzz
fi
target=${CARGO_TARGET_DIR:-$root/target}
# New inputs go here; the corpus of the repository changes only on purpose.
found=$target/fuzz-corpus
mkdir -p "$found" "$target/fuzz-artifacts"
say "fuzzing for ${1:-600} s"
cargo +nightly fuzz run --target-dir "$target/fuzz" list "$found" fuzz/corpus/list -- \
  -max_total_time="${1:-600}" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
  -artifact_prefix="$target/fuzz-artifacts/"
