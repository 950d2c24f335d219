//! Connections that say nothing, or one byte at a time.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};

use crate::campaign::{figure, length};
use crate::victim::{Victim, median, not_slowed};

/// Raises this process's own limit on open files, and says how many of so many sockets it allows.
fn allowed(wanted: usize) -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
    let room = limit.current.map_or(wanted, |files| {
        usize::try_from(files).unwrap_or(wanted).saturating_sub(200)
    });
    if room < wanted {
        println!("{room} sockets instead of {wanted}: this process may open no more files");
    }
    room.min(wanted)
}

/// Sockets of which each has sent the beginning of a request.
fn slow(victim: &Victim, count: usize, beginning: &str) -> Vec<TcpStream> {
    (0..count)
        .map(|_| {
            let mut stream = victim.connect().unwrap();
            stream.write_all(beginning.as_bytes()).unwrap();
            stream
        })
        .collect()
}

/// More than the server has places for.
#[test]
fn a_thousand_slow_sockets_keep_nobody_out() {
    let victim = Victim::new();
    let times = || (median(30, || victim.read()), median(9, || victim.sign_in()));
    let count = allowed(length("LATCHKEY_SOCKETS", 1_500));
    let peace = times();
    let elsewhere = attacked(&victim.decoy(), count, times);
    let during = attacked(&victim, count, times);
    not_slowed(
        "read with slow sockets around",
        peace.0.max(elsewhere.0),
        during.0,
    );
    not_slowed(
        "sign in with slow sockets around",
        peace.1.max(elsewhere.1),
        during.1,
    );
    figure("slow sockets withstood", count);
    victim.stands("slow sockets");
}

/// Says that something is over when this is dropped, also by a failing test.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What `act` returns while so many slow sockets are connected to this server.
fn attacked<T>(victim: &Victim, count: usize, act: impl FnOnce() -> T) -> T {
    let mut sockets = slow(victim, count / 2, "GET /health HTTP/1.1\r\nX: ");
    sockets.extend(slow(victim, count / 4, ""));
    // A body that never comes.
    let post = "POST /api/v2/setup HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{";
    sockets.extend(slow(victim, count - count / 2 - count / 4, post));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for stream in &mut sockets {
                    // Those that the server closed are as good as silent.
                    let _ = stream.write(b"x");
                }
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        let _over = Over(&done);
        act()
    })
}
