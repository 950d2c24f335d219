#!/usr/bin/env bash
# Makes sure of Trunk and of the wasm-bindgen command that matches the crate. One of the right version on PATH is used as it is.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

trunk_version=0.22.1
wasm_bindgen_version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p;}' "$root/Cargo.lock")

# Built for a quick installation: the tools themselves run for seconds.
install_crate() {
  local name=$1 version=$2
  shift 2
  say "installing $name $version into $tools (a few minutes, once)"
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_DEBUG=0 \
    CARGO_TARGET_DIR="$tools/build" cargo install --quiet --force --root "$tools" "$name@$version" "$@" ||
    die "$name $version could not be built from crates.io; see above"
  rm -rf "$tools/build"
}

is_there() { [ "$("$1" --version 2>/dev/null | cut -d' ' -f2)" = "$2" ]; }

# Without --locked: the lock file it is published with names a crate version that is gone.
is_there wasm-bindgen "$wasm_bindgen_version" || install_crate wasm-bindgen-cli "$wasm_bindgen_version"
# Trunk declares a newer Rust than it needs. Only one TLS library, and no self-update.
is_there trunk "$trunk_version" || install_crate trunk "$trunk_version" --locked --ignore-rust-version --no-default-features --features rustls
