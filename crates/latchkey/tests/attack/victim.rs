//! The server that is attacked, and how it fares.

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::campaign::{figure, is_torture};
use crate::client::{Client, PASSWORD, text};
use crate::process::{Process, serve};

/// How much more memory than at rest the worst attack may cost, in KiB.
const MOST_MEMORY: u64 = 256 << 10;
/// Below this no time is too long: a loaded machine takes it for nothing at all.
const FLOOR: Duration = Duration::from_millis(400);
const STRICT_FLOOR: Duration = Duration::from_millis(20);

/// One attack at a time: they would disturb each other.
static ALONE: Mutex<()> = Mutex::new(());

pub(crate) struct Victim {
    pub(crate) process: Process,
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    at_rest: u64,
    _directory: TempDir,
    _alone: Option<MutexGuard<'static, ()>>,
}

impl Victim {
    /// A server that believes what its clients say of their addresses, so that attackers and others can have several.
    pub(crate) fn new() -> Self {
        Self::start(Some(ALONE.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Another, to be attacked in its place.
    pub(crate) fn decoy(&self) -> Self {
        Self::start(None)
    }

    fn start(alone: Option<MutexGuard<'static, ()>>) -> Self {
        let directory = TempDir::new().unwrap();
        let mut command = serve(directory.path());
        let process = Process::start(command.args(["--trusted-proxy", "127.0.0.1"]));
        let setup = json!({ "username": "admin", "org": "acme", "bucket": "b", "password": PASSWORD });
        let made = Client::of(&process.url).post("/api/v2/setup", setup).ok(201);
        let mut victim = Self {
            address: process.url.strip_prefix("http://").unwrap().parse().unwrap(),
            token: text(&made["auth"], "token"),
            process,
            at_rest: 0,
            _directory: directory,
            _alone: alone,
        };
        // What it takes for every kind of request is taken once.
        for _ in 0..5 {
            victim.read();
            victim.sign_in();
        }
        victim.at_rest = victim.memory();
        victim
    }

    /// A connection to it.
    pub(crate) fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(5))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.set_write_timeout(Some(Duration::from_secs(10)))?;
        Ok(stream)
    }

    /// Someone else's client, each time with a connection of its own.
    pub(crate) fn somebody(&self) -> Client {
        Client::of(&self.process.url).with("X-Forwarded-For", "198.51.100.7")
    }

    /// Reads the list of tokens.
    pub(crate) fn read(&self) {
        let client = self
            .somebody()
            .with("Authorization", &format!("Token {}", self.token));
        client.get("/api/v2/authorizations").ok(200);
    }

    /// Signs in.
    pub(crate) fn sign_in(&self) {
        let (name, value) = self.somebody().basic("admin", PASSWORD).headers.remove(0);
        self.somebody()
            .with(&name, &value)
            .post("/api/v2/signin", "")
            .empty(204);
    }

    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Checks that it is up and has not grown much.
    #[track_caller]
    pub(crate) fn stands(&self, attack: &str) {
        self.read();
        let more = self.memory().saturating_sub(self.at_rest);
        figure(&format!("KiB more under {attack}"), more);
        assert!(more < MOST_MEMORY, "{more} KiB more than at rest");
    }
}

/// The median time that `act` takes.
pub(crate) fn median(times: usize, act: impl Fn()) -> Duration {
    let mut took: Vec<_> = (0..times)
        .map(|_| {
            let start = Instant::now();
            act();
            start.elapsed()
        })
        .collect();
    took.sort();
    took[times / 2]
}

/// Checks that something takes at most twice as long under attack as otherwise: in peace or, if the attackers need much of
/// the machine for themselves, while another server is attacked.
#[track_caller]
pub(crate) fn not_slowed(what: &str, peace: Duration, attacked: Duration) {
    let ratio = attacked.as_secs_f64() / peace.as_secs_f64();
    println!("{what}: {attacked:?} under attack, otherwise {peace:?}");
    figure(&format!("times as long to {what}"), format!("{ratio:.2}"));
    let floor = if is_torture() { STRICT_FLOOR } else { FLOOR };
    assert!(
        attacked < (2 * peace).max(peace + floor),
        "{what}: {attacked:?} under attack, otherwise {peace:?}"
    );
}
