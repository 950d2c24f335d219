//! What was acknowledged survives SIGKILL, and nothing is half-done: time and again, the program is killed in the middle
//! of concurrent writes, which share transactions and of which some are refused, started again on the same data, and
//! compared with what its clients had been told.
//!
//! `LATCHKEY_SEED` repeats a run (its random choices, not the timing of the machine); `LATCHKEY_KILLS` says how often.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support {
    pub mod campaign;
    #[path = "mod.rs"]
    pub mod client;
    pub mod process;
}

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};
use support::campaign::{figure, length, seed};
use support::client::{Client, permission, text};
use support::process::{Process, serve};
use tempfile::TempDir;

const WRITERS: usize = 16;

/// What a client knows of a token. Both fields change together, so that half of a change would show.
#[derive(Clone, PartialEq, Debug)]
struct Token {
    description: String,
    status: &'static str,
}

/// What one writer was told, and the one request it was not told the outcome of.
#[derive(Default)]
struct Ledger {
    tokens: BTreeMap<String, Token>,
    deleted: Vec<String>,
    /// A secret that was told last, and its token.
    secret: Option<(String, String)>,
    pending: Option<Pending>,
    written: usize,
}

enum Pending {
    Create(Token),
    Change(String, Token),
    Delete(String),
    /// A change that the server refuses within the transaction it shares with others.
    Refused,
}

/// Numbers that look random and depend on the seed only.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

struct World {
    org: String,
    token: String,
}

fn permissions(world: &World) -> Value {
    json!([
        permission("read:tasks"),
        permission(&format!("write:orgs/{}/buckets", world.org))
    ])
}

/// Writes until the server does not answer any more.
fn write(client: &Client, world: &World, ledger: &mut Ledger, mut random: Random, writer: usize) {
    for number in 0.. {
        let status = ["active", "inactive"][number % 2];
        let token = Token {
            description: format!("writer {writer} number {number} {status}"),
            status,
        };
        let known = ledger
            .tokens
            .keys()
            .nth(random.below(ledger.tokens.len().max(1)))
            .cloned();
        let (method, path, body, pending) = match (random.below(12), known) {
            (0..4, _) | (_, None) => {
                let body = json!({
                    "orgID": world.org, "permissions": permissions(world),
                    "description": token.description, "status": status,
                });
                (
                    "POST",
                    "/api/v2/authorizations".to_owned(),
                    Some(body),
                    Pending::Create(token),
                )
            }
            (4..8, Some(id)) => {
                let body = json!({ "description": token.description, "status": status });
                (
                    "PATCH",
                    format!("/api/v2/authorizations/{id}"),
                    Some(body),
                    Pending::Change(id, token),
                )
            }
            (8..10, Some(id)) => {
                let body = json!({ "description": "never stored", "status": "unknown" });
                (
                    "PATCH",
                    format!("/api/v2/authorizations/{id}"),
                    Some(body),
                    Pending::Refused,
                )
            }
            (_, Some(id)) => (
                "DELETE",
                format!("/api/v2/authorizations/{id}"),
                None,
                Pending::Delete(id),
            ),
        };
        ledger.pending = Some(pending);
        let body = body.map(|body| body.to_string());
        let Ok(reply) = client.try_send(method, &path, body.as_deref()) else {
            return;
        };
        match ledger.pending.take().unwrap() {
            Pending::Create(token) => {
                let made = reply.ok(201);
                let id = text(&made, "id");
                ledger.secret = Some((text(&made, "token"), id.clone()));
                ledger.tokens.insert(id, token);
            }
            Pending::Change(id, token) => {
                reply.ok(200);
                ledger.tokens.insert(id, token);
            }
            Pending::Delete(id) => {
                reply.empty(204);
                ledger.tokens.remove(&id);
                ledger.deleted.push(id);
            }
            Pending::Refused => {
                reply.invalid("encodeAuthorization: unknown authorization status");
                continue;
            }
        }
        ledger.written += 1;
    }
}

/// Compares what is there with what the writers were told, and takes the outcome of pending requests into the ledgers.
fn check(client: &Client, world: &World, ledgers: &mut [Ledger]) {
    let list = client.get("/api/v2/authorizations").ok(200);
    let mut found: BTreeMap<String, Value> = list["authorizations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (text(item, "id"), item.clone()))
        .collect();
    found.retain(|_, item| item["description"] != "admin's Token");
    let is = |item: &Value, token: &Token| {
        item["description"] == token.description.as_str() && item["status"] == token.status
    };
    for (writer, ledger) in ledgers.iter_mut().enumerate() {
        for id in &ledger.deleted {
            assert!(
                !found.contains_key(id),
                "writer {writer}: {id} was deleted and is back"
            );
        }
        let pending = ledger.pending.take();
        let mut gone = None;
        for (id, token) in &mut ledger.tokens {
            let item = found.remove(id);
            match (&pending, item) {
                (Some(Pending::Delete(maybe)), None) if maybe == id => gone = Some(id.clone()),
                (Some(Pending::Change(maybe, changed)), Some(item)) if maybe == id && is(&item, changed) => {
                    *token = changed.clone();
                }
                (_, Some(item)) => assert!(
                    is(&item, token),
                    "writer {writer} was told {token:?}, there is {item}"
                ),
                (_, None) => panic!("writer {writer}: {id} {token:?} was acknowledged and is gone"),
            }
        }
        if let Some(id) = gone {
            ledger.tokens.remove(&id);
            ledger.deleted.push(id);
        }
        if let Some(Pending::Create(token)) = pending
            && let Some(id) = found
                .iter()
                .find(|(_, item)| is(item, &token))
                .map(|(id, _)| id.clone())
        {
            let item = found.remove(&id).unwrap();
            // Made without its maker knowing, but whole.
            let plain: Vec<_> = item["permissions"]
                .as_array()
                .unwrap()
                .iter()
                .map(without_names)
                .collect();
            assert_eq!(json!(plain), permissions(world));
            ledger.tokens.insert(id, token);
        }
        if let Some((secret, id)) = ledger.secret.take()
            && ledger.tokens.contains_key(&id)
        {
            assert_eq!(
                client.token(&secret).get("/api/v2/resources").status,
                200,
                "the secret of {id}"
            );
        }
    }
    assert!(found.is_empty(), "nobody made {found:?}");
}

fn without_names(permission: &Value) -> Value {
    let mut permission = permission.clone();
    let resource = permission["resource"].as_object_mut().unwrap();
    resource.remove("name");
    resource.remove("org");
    permission
}

fn set_up(client: &Client) -> World {
    let made = client
        .post(
            "/api/v2/setup",
            json!({ "username": "admin", "org": "acme", "bucket": "b" }),
        )
        .ok(201);
    World {
        org: text(&made["org"], "id"),
        token: text(&made["auth"], "token"),
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_a_kill() {
    let seed = seed();
    let rounds = length("LATCHKEY_KILLS", 25);
    let mut random = Random(seed);
    let directory = TempDir::new().unwrap();
    let start = || Process::start(&mut serve(directory.path()));
    let mut server = start();
    let world = set_up(&Client::of(&server.url));
    let mut ledgers: Vec<_> = (0..WRITERS).map(|_| Ledger::default()).collect();
    let began = Instant::now();
    for round in 0..rounds {
        let client = Client::of(&server.url).token(&world.token);
        let pause = Duration::from_millis(20 + random.below(400) as u64);
        std::thread::scope(|scope| {
            for (writer, ledger) in ledgers.iter_mut().enumerate() {
                let random = Random(seed ^ (round * WRITERS + writer) as u64);
                let (client, world) = (Client::of(&client.url).token(&world.token), &world);
                scope.spawn(move || write(&client, world, ledger, random, writer));
            }
            std::thread::sleep(pause);
            server.kill();
        });
        server = start();
        check(&Client::of(&server.url).token(&world.token), &world, &mut ledgers);
    }
    server.kill();
    sound(&directory.path().join("latchkey.sqlite"));
    let written: usize = ledgers.iter().map(|ledger| ledger.written).sum();
    println!("{:?}", began.elapsed());
    figure("kills survived", rounds);
    figure("writes acknowledged", written);
    // Anything else would have ended the test.
    figure("lost writes", 0);
    assert!(
        written > rounds * WRITERS,
        "too few writes to prove anything: {written}"
    );
}

/// The file itself, and what its parts say of each other.
fn sound(file: &Path) {
    latchkey::store::check(file).unwrap();
    let conn = Connection::open(file).unwrap();
    let verdict: String = conn
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(verdict, "ok");
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let unused =
        "SELECT count(*) FROM permission_sets WHERE id NOT IN (SELECT permission_set FROM authorizations)";
    assert_eq!(count(unused), 0);
}
