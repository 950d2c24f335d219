//! The list of authorizations, as a reply and as the elements within one, against `serde_json`.
#![no_main]

#[path = "../../crates/tokens/tests/oracle/mod.rs"]
mod oracle;

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracle::check(data));
