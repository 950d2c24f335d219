//! What is not HTTP, or nearly.

use std::io::{Read, Write};
use std::net::Shutdown;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

use crate::campaign::{figure, length};
use crate::victim::Victim;

/// Requests of which single bytes are changed, left out or repeated, between bytes of no meaning.
fn nearly_http() -> impl Strategy<Value = Vec<u8>> {
    let whole = select(
        &[
            "GET /health HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /api/v2/authorizations HTTP/1.1\r\nHost: x\r\nAuthorization: Token x\r\n\r\n",
            "POST /api/v2/setup HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
            "POST /api/v2/signin HTTP/1.1\r\nHost: x\r\nAuthorization: Basic !!\r\nContent-Length: 0\r\n\r\n",
            "POST /api/v2/authorizations HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n0\r\n\r\n",
            "GET http://[::1]:x/%ff%00/../.. HTTP/1.0\r\nCookie: influxdb-oss-session=\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nOrigin: null\r\nExpect: 100-continue\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ][..],
    );
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    let changed = (whole, vec(change, 0..4)).prop_map(|(whole, changes)| {
        let mut bytes = whole.as_bytes().to_vec();
        for (place, byte, kind) in changes {
            let place = place.index(bytes.len());
            match kind {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                2 => drop(bytes.drain(place..)),
                _ => {
                    let again = bytes[..place].to_vec();
                    bytes.extend(again);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        bytes
    });
    prop_oneof![
        4 => changed,
        1 => vec(any::<u8>(), 0..400),
        1 => (vec(any::<u8>(), 1..4), 1..3000_usize)
            .prop_map(|(bytes, times)| bytes.repeat(times)),
    ]
}

#[test]
fn noise_is_answered_as_such_or_not_at_all() {
    let victim = Victim::new();
    let count = length("LATCHKEY_NOISES", 600);
    let mut runner = TestRunner::new(Config {
        cases: u32::try_from(count).unwrap(),
        failure_persistence: None,
        ..Config::default()
    });
    let result = runner.run(&nearly_http(), |bytes| {
        let mut stream = victim.connect().unwrap();
        // It may have heard enough before the end.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        let said = String::from_utf8_lossy(&said);
        // Setup answers what is no JSON with 500 (§4.4), and says so; a fault of the server's own says nothing.
        let broken =
            |reply: &str| reply.contains(" 500 ") && !reply.contains("x-platform-error-code: internal error");
        prop_assert!(!said.split("HTTP/1.").any(broken), "{said} to {bytes:?}");
        prop_assert!(!said.contains("check server logs"), "{said} to {bytes:?}");
        prop_assert!(said.is_empty() || said.starts_with("HTTP/1."), "{said}");
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    figure("noises made", count);
    victim.stands("noise");
}
