//! `latchkey check` and `latchkey backup`, and that no server starts on a damaged database.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support {
    #[path = "mod.rs"]
    pub mod client;
    pub mod process;
}

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use serde_json::json;
use support::client::{Client, permission, text};
use support::process::{Ended, Process, run, serve};
use tempfile::TempDir;

fn latchkey<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ended {
    run(Command::new(env!("CARGO_BIN_EXE_latchkey"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped()))
}

fn check(file: &Path) -> Ended {
    latchkey([OsStr::new("check"), file.as_os_str()])
}

fn backup(data: &Path, file: &Path) -> Ended {
    latchkey([
        OsStr::new("backup"),
        OsStr::new("--data"),
        data.as_os_str(),
        file.as_os_str(),
    ])
}

/// A data directory with a demo of so many tokens in it, closed in good order.
fn filled(tokens: u32) -> TempDir {
    let directory = TempDir::new().unwrap();
    let server = Process::start(serve(directory.path()).args(["--demo", &tokens.to_string()]));
    server.signal("TERM");
    assert!(server.wait().status.success());
    directory
}

#[track_caller]
fn says(ended: &Ended, sentence: &str) {
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    assert_eq!(ended.stdout, "");
    assert!(ended.stderr.starts_with("latchkey: "), "{ended:?}");
    assert!(ended.stderr.contains(sentence), "{sentence} is not in {ended:?}");
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
}

#[test]
fn a_sound_database_is_counted_and_left_as_it_is() {
    let directory = filled(40);
    let file = directory.path().join("latchkey.sqlite");
    let before = fs::read(&file).unwrap();
    for ended in [
        check(&file),
        latchkey([
            OsStr::new("check"),
            OsStr::new("--data"),
            directory.path().as_os_str(),
        ]),
    ] {
        assert!(ended.status.success(), "{ended:?}");
        assert!(
            ended
                .stdout
                .starts_with(&format!("{} is sound\n", file.display())),
            "{ended:?}"
        );
        assert!(ended.stdout.contains("\ntokens: 4"), "{ended:?}");
        assert!(ended.stdout.ends_with("\nof these not hashed: 0\n"), "{ended:?}");
    }
    assert!(before == fs::read(&file).unwrap());
}

#[test]
fn what_is_no_database_of_ours_is_said_to_be_none() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("file");
    says(&check(&file), "There is no database at ");
    fs::write(&file, "").unwrap();
    says(&check(&file), "There is no database at ");
    fs::write(&file, "mine").unwrap();
    says(&check(&file), "it is not an SQLite file");
    fs::remove_file(&file).unwrap();
    let other = Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE mine (x)").unwrap();
    other.pragma_update(None, "user_version", 1).unwrap();
    other.close().unwrap();
    says(&check(&file), "is a database of another program");
    says(
        &backup(directory.path(), &file),
        "is there already and was left as it is",
    );
    says(
        &backup(directory.path(), &directory.path().join("copy")),
        "There is no database at ",
    );
}

/// A page of the file, overwritten.
fn damage(whole: &[u8], page: usize, with: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    bytes[page * with.len()..(page + 1) * with.len()].copy_from_slice(with);
    bytes
}

#[test]
fn no_server_starts_on_any_damaged_page() {
    let directory = filled(60);
    let file = directory.path().join("latchkey.sqlite");
    let whole = fs::read(&file).unwrap();
    let size = 4096;
    let pages = whole.len() / size;
    let noise: Vec<u8> = (0..size as u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for page in 0..pages {
        let neighbour = (page + 1) % pages;
        let other = &whole[neighbour * size..(neighbour + 1) * size];
        for (what, with) in [
            ("zeroes", &vec![0; size][..]),
            ("noise", &noise),
            ("another page", other),
        ] {
            fs::write(&file, damage(&whole, page, with)).unwrap();
            let ended = check(&file);
            assert_eq!(ended.status.code(), Some(1), "page {page} with {what}: {ended:?}");
            assert!(
                ended.stderr.contains("is damaged ("),
                "page {page} with {what}: {ended:?}"
            );
            if page % 5 == 0 {
                let damaged = fs::read(&file).unwrap();
                let ended = run(&mut serve(directory.path()));
                says(&ended, "restore it from a backup or choose another directory");
                assert!(damaged == fs::read(&file).unwrap(), "it was left as it is");
                says(
                    &backup(directory.path(), &directory.path().join("copy")),
                    "is damaged (",
                );
            }
        }
    }
    fs::write(&file, whole).unwrap();
    assert!(check(&file).status.success());
}

/// Damage that leaves every page well-formed.
#[test]
fn no_server_starts_on_what_contradicts_itself() {
    for (change, fault) in [
        (
            "DELETE FROM permission_sets",
            "a row of authorizations belongs to one of permission_sets that is not there",
        ),
        (
            "UPDATE permission_sets SET permissions = replace(permissions, 'read:', 'write:')",
            "a set of permissions is not what was stored",
        ),
        (
            "UPDATE authorizations SET token_hash = 'x' || id",
            "the secret of a token is not a hash",
        ),
    ] {
        let directory = filled(20);
        let file = directory.path().join("latchkey.sqlite");
        let conn = Connection::open(&file).unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        conn.execute_batch(change).unwrap();
        conn.close().unwrap();
        says(&check(&file), fault);
        says(&run(&mut serve(directory.path())), fault);
    }
}

#[test]
fn no_server_starts_when_a_page_missed_a_write() {
    let directory = filled(20);
    let file = directory.path().join("latchkey.sqlite");
    let before = fs::read(&file).unwrap();
    let conn = Connection::open(&file).unwrap();
    let root: u32 = conn
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'authorizations_of_org'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    conn.execute_batch("UPDATE authorizations SET org_id = org_id + 1")
        .unwrap();
    conn.close().unwrap();
    let root = root as usize;
    let page = &before[(root - 1) * 4096..root * 4096];
    fs::write(&file, damage(&fs::read(&file).unwrap(), root - 1, page)).unwrap();
    says(&check(&file), "missing from index authorizations_of_org");
    says(
        &run(&mut serve(directory.path())),
        "missing from index authorizations_of_org",
    );
}

#[test]
fn a_backup_is_whole_and_nobody_elses() {
    let directory = filled(50);
    let copy = directory.path().join("copy.sqlite");
    let ended = backup(directory.path(), &copy);
    assert!(ended.status.success(), "{ended:?}");
    assert!(
        ended
            .stdout
            .starts_with(&format!("{} was written\n", copy.display())),
        "{ended:?}"
    );
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let report = |ended: Ended| ended.stdout.split_once('\n').unwrap().1.to_owned();
    assert_eq!(
        report(check(&copy)),
        report(check(&directory.path().join("latchkey.sqlite")))
    );
    // Nothing is overwritten, and nothing is left of the attempt.
    let before = fs::read(&copy).unwrap();
    says(
        &backup(directory.path(), &copy),
        "is there already and was left as it is; choose another name.",
    );
    assert!(before == fs::read(&copy).unwrap());
    says(
        &backup(directory.path(), &directory.path().join("nowhere/copy")),
        "cannot be written: ",
    );
    let names: Vec<_> = fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_str().unwrap().contains("backup"))
        .collect();
    assert_eq!(names, [""; 0]);
}

/// Says that something is over when this is dropped, also by a failing test.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_backup_of_a_running_server_is_of_one_moment_and_starts() {
    let directory = TempDir::new().unwrap();
    let server = Process::start(&mut serve(directory.path()));
    let nobody = Client::of(&server.url);
    let made = nobody
        .post(
            "/api/v2/setup",
            json!({ "username": "admin", "org": "acme", "bucket": "b" }),
        )
        .ok(201);
    let client = nobody.token(&text(&made["auth"], "token"));
    let org = text(&made["org"], "id");
    let body = json!({ "orgID": org, "permissions": [permission("read:tasks")] });
    let done = AtomicBool::new(false);
    let copies: Vec<_> = (0..4)
        .map(|number| directory.path().join(format!("copy {number}")))
        .collect();
    // Each token is known before the next is made, so a copy of one moment has the first so many.
    let (told, made) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut told = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let made = client.post("/api/v2/authorizations", &body).ok(201);
                told.push((text(&made, "id"), text(&made, "token")));
            }
            told
        });
        let over = Over(&done);
        let made: Vec<_> = copies
            .iter()
            .map(|copy| (client.listed("").len(), backup(directory.path(), copy)))
            .collect();
        drop(over);
        (writer.join().unwrap(), made)
    });
    for (_, ended) in &made {
        assert!(ended.status.success(), "{ended:?}");
    }
    assert!(check(&directory.path().join("latchkey.sqlite")).status.success());
    server.kill();
    for (copy, (before, _)) in copies.iter().zip(made) {
        let elsewhere = TempDir::new().unwrap();
        fs::copy(copy, elsewhere.path().join("latchkey.sqlite")).unwrap();
        let server = Process::start(&mut serve(elsewhere.path()));
        let client = client.at(&server.url);
        let found = &client.listed("")[1..];
        assert!(found.len() + 1 >= before, "{} of {before}", found.len());
        assert_eq!(
            found,
            told.iter()
                .take(found.len())
                .map(|(id, _)| id.clone())
                .collect::<Vec<_>>()
        );
        if let Some((_, secret)) = told.first().filter(|_| !found.is_empty()) {
            assert_eq!(client.token(secret).get("/api/v2/resources").status, 200);
            let bytes = fs::read(copy).unwrap();
            assert!(
                !bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes()),
                "the secret itself is in the backup"
            );
        }
        server.kill();
    }
}
