#!/usr/bin/env bash
# Builds the page into dist/.
#
# usage: build-app.sh [BASE]     BASE: the path the page will live under, "/" or "/tokens/"
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"

# Components without a type of their own are a seventh less to download.
flags=(--cfg erase_components)
# So is a standard library that is compiled for size and whose panics are traps, without texts (web/boot.js says what has
# happened). That takes its source and compiler options that are not stable yet; the page works without.
library=$(rustc --print sysroot)/lib/rustlib/src/rust/library
if [ -d "$library" ]; then
  export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
  flags+=(-Zunstable-options -Cpanic=immediate-abort)
  cargo fetch --quiet --locked --manifest-path "$library/Cargo.toml"
else
  say "the standard library's source is missing (rustup component add rust-src): the page will be about 20 KB larger"
fi

# Trunk builds offline, so that it downloads no tool; the crates must be there by then.
cargo fetch --quiet --locked
say "building the page"
# Panic messages name source files; without the folders of this machine they say no more than they need to,
# and the same source gives the same files, under the same names, anywhere.
flags+=("--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src/=" "--remap-path-prefix=$root/=")
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}")
export CARGO_ENCODED_RUSTFLAGS
NO_COLOR=true RUST_BACKTRACE=0 trunk --quiet build --release --dist dist
node scripts/finish-dist.mjs dist "${1:-/}"
