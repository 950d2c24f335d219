//! Disks that are full or read-only: clear errors, nothing acknowledged lost, reading goes on, and so does writing once
//! there is room.
//!
//! A small disk is a tmpfs in a mount namespace of the server's own, which takes root or unprivileged user namespaces;
//! where there are neither, that part is skipped and says so. A limit on the size of files needs nothing.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support {
    #[path = "mod.rs"]
    pub mod client;
    pub mod process;
}

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;
use support::client::{Client, Reply, permission, text};
use support::process::{Process, run, serve};
use tempfile::TempDir;

/// `latchkey serve`, started by a script that gets the program, the data directory and the address to listen on.
fn serve_by(script: &str, wrapper: &[&str], directory: &Path) -> Command {
    let mut line: Vec<&str> = wrapper.to_vec();
    line.extend(["bash", "-c", script, "bash"]);
    let mut command = Command::new(line[0]);
    command
        .args(&line[1..])
        .arg(env!("CARGO_BIN_EXE_latchkey"))
        .arg(directory)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// How to run something in a mount namespace of its own; `None` where that is not allowed.
fn namespace() -> Option<Vec<&'static str>> {
    let plain = vec!["unshare", "--mount"];
    let mapped = vec!["unshare", "--user", "--map-root-user", "--mount"];
    [plain, mapped].into_iter().find(|wrapper| {
        let tried = Command::new(wrapper[0])
            .args(&wrapper[1..])
            .args(["mount", "-t", "tmpfs", "none", "/mnt"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    })
}

/// A server that was set up, and what it acknowledged since.
struct Told {
    client: Client,
    org: String,
    ids: Vec<String>,
}

impl Told {
    fn set_up(url: &str) -> Self {
        let nobody = Client::of(url);
        let made = nobody
            .post(
                "/api/v2/setup",
                json!({ "username": "admin", "org": "acme", "bucket": "b" }),
            )
            .ok(201);
        Self {
            client: nobody.token(&text(&made["auth"], "token")),
            org: text(&made["org"], "id"),
            ids: vec![text(&made["auth"], "id")],
        }
    }

    fn create(&self) -> Reply {
        let body = json!({
            "orgID": self.org, "permissions": [permission("read:tasks")], "description": "x".repeat(2_000),
        });
        self.client.post("/api/v2/authorizations", body)
    }

    /// Makes tokens until one is refused; returns the refusal.
    fn fill(&mut self) -> Reply {
        for _ in 0..20_000 {
            let reply = self.create();
            if reply.status != 201 {
                return reply;
            }
            self.ids.push(text(&reply.json(), "id"));
        }
        panic!("it never fills up");
    }

    /// Checks that it answers with exactly what it acknowledged.
    #[track_caller]
    fn check(&self, url: &str) {
        assert!(
            self.client.at(url).listed("") == self.ids,
            "other tokens than acknowledged"
        );
    }
}

#[track_caller]
fn refused(reply: &Reply, why: &str) {
    reply.error(503, "unavailable", &format!("nothing was stored: {why}"));
}

/// Whatever changes something is refused alike, and the rest goes on.
#[track_caller]
fn only_reads(told: &Told, why: &str) {
    for _ in 0..3 {
        refused(&told.create(), why);
    }
    let path = format!("/api/v2/authorizations/{}", told.ids[1]);
    refused(&told.client.delete(&path), why);
    refused(
        &told
            .client
            .patch(&path, json!({ "description": "y".repeat(9_000) })),
        why,
    );
    assert_eq!(told.client.get(&path).ok(200)["description"], "x".repeat(2_000));
    assert_eq!(told.client.nobody().get("/health").status, 200);
    told.check(&told.client.url);
}

#[test]
fn a_file_that_may_not_grow_loses_nothing() {
    let directory = TempDir::new().unwrap();
    // In KiB. The signal would end the program before it could say anything.
    let script = r#"trap '' XFSZ; ulimit -f 1500; exec "$1" serve --listen 127.0.0.1:0 --data "$2""#;
    let server = Process::start(&mut serve_by(script, &[], directory.path()));
    let mut told = Told::set_up(&server.url);
    let why = "the disk cannot be written to";
    refused(&told.fill(), why);
    assert!(told.ids.len() > 20, "{}", told.ids.len());
    only_reads(&told, why);
    server.kill();
    let server = Process::start(&mut serve(directory.path()));
    told.check(&server.url);
    told.client = told.client.at(&server.url);
    told.ids.push(text(&told.create().ok(201), "id"));
    told.check(&server.url);
    server.kill();
}

#[test]
fn a_full_disk_loses_nothing_and_is_used_again_when_there_is_room() {
    let Some(wrapper) = namespace() else {
        println!("skipped: neither root nor user namespaces, so no small disk can be made");
        return;
    };
    let directory = TempDir::new().unwrap();
    let script = r#"mount -t tmpfs -o size=3m,mode=0700 none "$2" && head -c 1m /dev/zero > "$2/ballast" &&
        exec "$1" serve --listen 127.0.0.1:0 --data "$2""#;
    let server = Process::start(&mut serve_by(script, &wrapper, directory.path()));
    let inside = PathBuf::from(format!(
        "/proc/{}/root{}",
        server.id(),
        directory.path().canonicalize().unwrap().display()
    ));
    let mut told = Told::set_up(&server.url);
    let why = "the disk is full";
    refused(&told.fill(), why);
    only_reads(&told, why);

    // As a crash at this moment would leave it.
    server.signal("STOP");
    let elsewhere = TempDir::new().unwrap();
    for name in ["latchkey.sqlite", "latchkey.sqlite-wal"] {
        fs::copy(inside.join(name), elsewhere.path().join(name)).unwrap();
    }
    server.signal("CONT");
    let other = Process::start(&mut serve(elsewhere.path()));
    told.check(&other.url);
    other.kill();

    fs::remove_file(inside.join("ballast")).unwrap();
    told.ids.push(text(&told.create().ok(201), "id"));
    told.check(&server.url);
    server.signal("TERM");
    assert!(server.wait().status.success());
}

#[test]
fn a_read_only_disk_is_said_to_be_one() {
    let Some(wrapper) = namespace() else {
        println!("skipped: neither root nor user namespaces, so no disk can be made read-only");
        return;
    };
    let directory = TempDir::new().unwrap();
    let server = Process::start(&mut serve(directory.path()));
    let told = Told::set_up(&server.url);
    server.signal("TERM");
    assert!(server.wait().status.success());
    let before = fs::read(directory.path().join("latchkey.sqlite")).unwrap();
    let script =
        r#"mount --bind "$2" "$2" && mount -o remount,bind,ro "$2" && exec "$1" COMMAND --data "$2""#;
    let with = |command: &str| script.replace("COMMAND", command);
    let ended = run(&mut serve_by(&with("serve"), &wrapper, directory.path()));
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    let sentence = format!(
        "latchkey: The data directory {} cannot be written to: Read-only file system (os error 30).\n",
        directory.path().display()
    );
    assert_eq!(ended.stderr, sentence);
    // What is there can be looked at.
    let ended = run(&mut serve_by(&with("check"), &wrapper, directory.path()));
    assert!(ended.status.success(), "{ended:?}");
    assert!(before == fs::read(directory.path().join("latchkey.sqlite")).unwrap());
    let server = Process::start(&mut serve(directory.path()));
    told.check(&server.url);
    server.kill();
}
