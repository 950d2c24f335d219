#!/usr/bin/env bash
# Makes sure that Rust can build the server and the page: compiler, WebAssembly target, rustfmt, clippy, a C compiler for SQLite.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
need cargo "Rust is missing; install it from https://rustup.rs, then run this again"
need cc "a C compiler is missing (SQLite is compiled from source); install gcc or clang, then run this again"
found=$(rustc --version | cut -d' ' -f2)
at_least "$wanted" "$found" || die "Rust $wanted or newer is needed, this is $found; run: rustup update stable"

if [ ! -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ]; then
  need rustup "Rust's wasm32-unknown-unknown target is missing and there is no rustup to add it; install the target as you installed Rust"
  say "adding the WebAssembly target"
  rustup target add wasm32-unknown-unknown ||
    die "the WebAssembly target could not be added; it comes from static.rust-lang.org: try 'rustup target add wasm32-unknown-unknown' where that can be reached"
fi

# The page is smaller with it (scripts/build-app.sh), and is built without it where it cannot be had.
if [ ! -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] && command -v rustup >/dev/null; then
  say "adding the standard library's source"
  rustup component add rust-src || say "rust-src could not be added; the page will be larger"
fi

for part in fmt:rustfmt clippy:clippy; do
  cargo "${part%:*}" --version >/dev/null 2>&1 && continue
  need rustup "${part#*:} is missing and there is no rustup to add it; install it as you installed Rust"
  say "adding ${part#*:}"
  rustup component add "${part#*:}" || die "${part#*:} could not be added; try 'rustup component add ${part#*:}'"
done
