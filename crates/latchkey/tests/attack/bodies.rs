//! Bodies of 100 MB, announced and not.

use std::io::{Read, Write};

use crate::campaign::figure;
use crate::victim::{Victim, median, not_slowed};

const SIZE: usize = 100_000_000;
const AT_ONCE: usize = 6;

/// Sends as much of it as the server takes, and returns how much, and what it said.
fn send(victim: &Victim, path: &str, credential: &str, chunked: bool) -> (usize, String) {
    let mut stream = victim.connect().unwrap();
    let length = if chunked {
        "Transfer-Encoding: chunked".to_owned()
    } else {
        format!("Content-Length: {SIZE}")
    };
    let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\n{credential}{length}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let piece = if chunked {
        format!("10000\r\n{}\r\n", "x".repeat(0x10000))
    } else {
        "x".repeat(0x10000)
    };
    let mut sent = 0;
    while sent < SIZE && stream.write_all(piece.as_bytes()).is_ok() {
        sent += piece.len();
    }
    let mut said = Vec::new();
    // A reset after the reply, because more was under way, takes nothing from it.
    let _ = stream.read_to_end(&mut said);
    (sent, String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn bodies_without_end_are_refused_and_not_kept() {
    let victim = Victim::new();
    let reading = median(30, || victim.read());
    let elsewhere = attacked(&victim.decoy(), || median(30, || victim.read()));
    let during = attacked(&victim, || median(30, || victim.read()));
    not_slowed("read while endless bodies come", reading.max(elsewhere), during);
    figure("bodies of 100 MB refused", 4 * AT_ONCE);
    victim.stands("large bodies");
}

/// What `act` returns while bodies are sent to this server.
fn attacked<T>(victim: &Victim, act: impl FnOnce() -> T) -> T {
    let credential = format!("Authorization: Token {}\r\n", victim.token);
    std::thread::scope(|scope| {
        for number in 0..AT_ONCE {
            let credential = &credential;
            scope.spawn(move || {
                let chunked = number % 2 == 0;
                for (path, credential) in [
                    ("/api/v2/setup", ""),
                    ("/api/v2/signin", ""),
                    ("/api/v2/authorizations", ""),
                    ("/api/v2/authorizations", credential.as_str()),
                ] {
                    let (sent, said) = send(victim, path, credential, chunked);
                    assert!(sent < SIZE, "all of it was taken by {path}");
                    // The connection may be reset before the reply is read.
                    let status = said.get(9..12).unwrap_or("413");
                    assert!(matches!(status, "413" | "401"), "{path}: {said}");
                }
            });
        }
        act()
    })
}
