//! Starting and stopping the real program: what it says and leaves behind when it cannot start, and that it stops.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support {
    pub mod process;
}

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use rusqlite::Connection;
use support::process::{Process, run, serve};
use tempfile::TempDir;

/// Checks that it ends with an error and exactly this one sentence.
#[track_caller]
fn refuses(command: &mut Command, sentence: &str) {
    let ended = run(command);
    assert!(!ended.status.success(), "{ended:?}");
    assert_eq!(ended.stderr, format!("latchkey: {sentence}\n"));
    assert_eq!(ended.stdout, "");
}

/// Every file of a directory but the lock, with its bytes.
fn content(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap() != "latchkey.lock")
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// A data directory with a demo in it, closed in good order.
fn filled() -> (TempDir, PathBuf) {
    let directory = TempDir::new().unwrap();
    let server = Process::start(serve(directory.path()).args(["--demo", "300"]));
    server.signal("TERM");
    assert!(server.wait().status.success());
    let file = directory.path().join("latchkey.sqlite");
    (directory, file)
}

/// Checks that a server refuses this directory with a sentence that begins and ends so, and leaves it as it was.
#[track_caller]
fn refuses_untouched(directory: &Path, begin: &str, end: &str) {
    let before = content(directory);
    let ended = run(&mut serve(directory));
    assert!(!ended.status.success(), "{ended:?}");
    assert!(
        ended.stderr.starts_with(&format!("latchkey: {begin}")),
        "{ended:?}"
    );
    assert!(ended.stderr.ends_with(&format!("{end}\n")), "{ended:?}");
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
    let after = content(directory);
    assert!(
        before == after,
        "changed: {:?}",
        after.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
}

#[test]
fn a_busy_port() {
    let directory = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command
        .args(["serve", "--listen", &address.to_string(), "--data"])
        .arg(directory.path());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let sentence =
        format!("The address {address} is already in use by another program; choose another with --listen.");
    refuses(&mut command, &sentence);
    assert_eq!(content(directory.path()), []);
}

#[test]
fn a_directory_that_cannot_be_written_to() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "mine").unwrap();
    for path in [file.clone(), file.join("below"), PathBuf::from("/proc/latchkey")] {
        let ended = run(&mut serve(&path));
        assert!(!ended.status.success());
        let begin = format!(
            "latchkey: The data directory {} cannot be written to: ",
            path.display()
        );
        assert!(
            ended.stderr.starts_with(&begin) && ended.stderr.ends_with(".\n"),
            "{ended:?}"
        );
        assert_eq!(ended.stderr.lines().count(), 1);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_file_that_is_no_database() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("latchkey.sqlite");
    for content in [
        "x",
        "something else altogether, and longer than the head of a database would be",
    ] {
        fs::write(&path, content).unwrap();
        let begin = format!(
            "The database {} is damaged (it is not an SQLite file) and was left as it is; ",
            path.display()
        );
        refuses_untouched(directory.path(), &begin, "choose another directory with --data.");
    }
}

#[test]
fn a_damaged_database() {
    let (directory, path) = filled();
    let whole = fs::read(&path).unwrap();
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage); 3] = [
        ("cut off", |bytes| bytes.truncate(bytes.len() / 2)),
        ("only its head", |bytes| bytes.truncate(100)),
        ("overwritten in the middle", |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle..middle + 20_000].fill(0xa5);
        }),
    ];
    for (what, damage) in damages {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        fs::write(&path, bytes).unwrap();
        println!("{what}");
        let begin = format!("The database {} is damaged (", path.display());
        refuses_untouched(
            directory.path(),
            &begin,
            "restore it from a backup or choose another directory with --data.",
        );
    }
    fs::write(&path, whole).unwrap();
    let server = Process::start(&mut serve(directory.path()));
    server.signal("TERM");
    assert!(server.wait().status.success(), "undamaged it is opened");
}

#[test]
fn a_newer_database() {
    let (directory, path) = filled();
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.close().unwrap();
    let sentence = format!(
        "The database {} was written by a newer latchkey (format 99, this one knows 1) and was left as it is; use that version.",
        path.display()
    );
    refuses_untouched(directory.path(), &sentence, "");
}

#[test]
fn a_newer_database_whose_last_changes_are_in_the_log() {
    let (directory, path) = filled();
    let newer = Connection::open(&path).unwrap();
    newer
        .set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.close().unwrap();
    assert!(
        fs::metadata(directory.path().join("latchkey.sqlite-wal"))
            .unwrap()
            .len()
            > 0
    );
    let before = fs::read(&path).unwrap();
    let log = fs::read(directory.path().join("latchkey.sqlite-wal")).unwrap();
    let ended = run(&mut serve(directory.path()));
    assert!(
        !ended.status.success() && ended.stderr.contains("a newer latchkey"),
        "{ended:?}"
    );
    assert!(fs::read(&path).unwrap() == before);
    assert!(fs::read(directory.path().join("latchkey.sqlite-wal")).unwrap() == log);
}

#[test]
fn a_database_of_another_program() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("latchkey.sqlite");
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE mine (x); INSERT INTO mine VALUES (1); PRAGMA user_version = 1")
        .unwrap();
    other.close().unwrap();
    let begin = format!(
        "The file {} is a database of another program and was left as it is; ",
        path.display()
    );
    refuses_untouched(directory.path(), &begin, "choose another directory with --data.");
}

#[test]
fn a_second_server_on_the_same_directory() {
    let directory = TempDir::new().unwrap();
    let first = Process::start(&mut serve(directory.path()));
    let sentence = format!(
        "The data directory {} is already in use by another latchkey server.",
        directory.path().display()
    );
    refuses(&mut serve(directory.path()), &sentence);
    assert_eq!(
        ureq::get(format!("{}/health", first.url))
            .call()
            .unwrap()
            .status(),
        200
    );
    first.kill();
    // Neither a kill nor anything else leaves the lock behind.
    Process::start(&mut serve(directory.path())).kill();
}

#[test]
fn a_demo_where_real_data_is() {
    let directory = TempDir::new().unwrap();
    let server = Process::start(&mut serve(directory.path()));
    let setup = r#"{"username":"me","org":"mine","bucket":"b"}"#;
    ureq::post(format!("{}/api/v2/setup", server.url))
        .send(setup)
        .unwrap();
    server.signal("INT");
    assert!(server.wait().status.success());
    let sentence = format!(
        "The data directory {} is in use for real data, so --demo left it as it is; name an empty one with --data.",
        directory.path().display()
    );
    refuses(serve(directory.path()).arg("--demo"), &sentence);
}

#[test]
fn assets_that_are_not_there() {
    let directory = TempDir::new().unwrap();
    let ended = run(serve(directory.path()).args(["--assets", "/nonexistent"]));
    assert!(
        !ended.status.success() && ended.stderr.contains("/nonexistent"),
        "{ended:?}"
    );
    assert_eq!(ended.stderr.lines().count(), 1);
}

#[test]
fn wrong_arguments() {
    let directory = TempDir::new().unwrap();
    for arguments in [
        ["--base-path", "tokens"],
        ["--listen", "here"],
        ["--session-length", "0"],
        ["--demo", "many"],
        ["--demo-kind", "all-access"],
        ["--trusted-proxy", "10.0.0.0/33"],
    ] {
        let ended = run(serve(directory.path()).args(arguments));
        assert_eq!(ended.status.code(), Some(2), "{ended:?}");
        assert!(ended.stderr.contains(arguments[0]), "{ended:?}");
    }
}

#[test]
fn help_has_examples() {
    let ended = run(Command::new(env!("CARGO_BIN_EXE_latchkey"))
        .args(["serve", "--help"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped()));
    assert!(ended.status.success());
    for part in [
        "Examples:",
        "latchkey serve --demo",
        "--no-hashed-tokens",
        "--base-path",
        "[default: 127.0.0.1:8087]",
    ] {
        assert!(ended.stdout.contains(part), "{part} is not in\n{}", ended.stdout);
    }
}

#[test]
fn files_are_for_their_owner_only() {
    let parent = TempDir::new().unwrap();
    let directory = parent.path().join("a/b");
    let server = Process::start(&mut serve(&directory));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    for name in [
        "latchkey.sqlite",
        "latchkey.sqlite-wal",
        "latchkey.sqlite-shm",
        "latchkey.lock",
    ] {
        assert_eq!(mode(&directory.join(name)), 0o600, "{name}");
    }
    server.kill();
    fs::set_permissions(
        directory.join("latchkey.sqlite"),
        fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    let server = Process::start(&mut serve(&directory));
    assert_eq!(mode(&directory.join("latchkey.sqlite")), 0o600);
    server.kill();
}

#[test]
fn signals_stop_it_at_once_and_tidily() {
    for signal in ["TERM", "INT"] {
        let directory = TempDir::new().unwrap();
        let server = Process::start(&mut serve(directory.path()));
        assert_eq!(
            ureq::get(format!("{}/health", server.url))
                .call()
                .unwrap()
                .status(),
            200
        );
        let start = Instant::now();
        server.signal(signal);
        let ended = server.wait();
        assert!(ended.status.success(), "{ended:?}");
        assert!(start.elapsed().as_secs() < 3);
        assert_eq!(ended.stdout, "");
        // The log has been worked into the database.
        assert!(!directory.path().join("latchkey.sqlite-wal").exists());
    }
}

#[test]
fn a_demo_prints_who_signs_in_and_leaves_nothing() {
    let temporary = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--demo"])
        .env("TMPDIR", temporary.path());
    let server = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1);
    server.signal("TERM");
    let ended = server.wait();
    assert!(ended.status.success());
    let lines: Vec<_> = ended.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{ended:?}");
    assert!(
        lines[0].starts_with("user: ") && lines[1].starts_with("password: "),
        "{ended:?}"
    );
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0);
}

#[test]
fn a_kept_demo_is_taken_up_again() {
    let (directory, _) = filled();
    let server = Process::start(serve(directory.path()).arg("--demo"));
    server.signal("TERM");
    assert_eq!(server.wait().stdout.lines().count(), 2);
}

#[test]
fn the_log_can_be_json() {
    let directory = TempDir::new().unwrap();
    let taken = Process::start(&mut serve(directory.path()));
    taken.kill();
    let mut child = serve(directory.path())
        .args(["--log-format", "json"])
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut log = std::io::BufReader::new(child.stderr.take().unwrap());
    std::io::BufRead::read_line(&mut log, &mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let entry: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(entry["level"], "INFO");
    assert!(
        entry["message"]
            .as_str()
            .unwrap()
            .starts_with("Latchkey is at http://127.0.0.1:"),
        "{line}"
    );
}

#[test]
fn the_data_goes_to_the_usual_place() {
    let home = TempDir::new().unwrap();
    let start = |variables: &[(&str, PathBuf)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env_remove("XDG_DATA_HOME")
            .env_remove("HOME");
        command
            .envs(variables.iter().cloned())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    };
    Process::start(&mut start(&[("HOME", home.path().into())])).kill();
    assert!(home.path().join(".local/share/latchkey/latchkey.sqlite").exists());
    let variables = [
        ("HOME", home.path().into()),
        ("XDG_DATA_HOME", home.path().join("data")),
    ];
    Process::start(&mut start(&variables)).kill();
    assert!(home.path().join("data/latchkey/latchkey.sqlite").exists());
    refuses(
        &mut start(&[]),
        "There is no home directory to keep the data in; name one with --data.",
    );
}
