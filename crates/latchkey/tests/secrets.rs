//! Nothing secret is left in the files or in the log at its most talkative: no token, password or session key, in
//! whatever form it was sent.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support {
    pub mod campaign;
    #[path = "mod.rs"]
    pub mod client;
    pub mod process;
}

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::json;
use support::campaign::figure;
use support::client::{Client, Reply, permission, text};
use support::process::{Process, serve};
use tempfile::TempDir;

/// Everything of a directory's files, as text, which secrets are, too.
fn content(directory: &Path) -> Vec<(String, String)> {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let bytes = fs::read(&path).unwrap();
            (
                path.display().to_string(),
                String::from_utf8_lossy(&bytes).into_owned(),
            )
        })
        .collect()
}

/// A secret as it is, and as it looks in headers and escapes.
fn forms(secret: &str) -> Vec<String> {
    vec![
        secret.to_owned(),
        STANDARD.encode(secret),
        URL_SAFE.encode(secret),
        secret.replace('=', "%3D"),
    ]
}

#[test]
fn neither_files_nor_log_hold_a_secret() {
    let directory = TempDir::new().unwrap();
    let log = TempDir::new().unwrap();
    let (first, second, wrong) = ("first-Secret-1", "second-Secret-2", "wrong-Secret-3");
    let chosen = "a-token-chosen-at-setup-Secret-4";
    let mut secrets: Vec<String> = [first, second, wrong, chosen].map(str::to_owned).to_vec();
    let start = |number: u8| {
        let file = log.path().join(number.to_string());
        Process::start_logging(serve(directory.path()).args(["--log-level", "trace"]), &file)
    };
    let server = start(1);
    let nobody = Client::of(&server.url);
    let setup =
        json!({ "username": "admin", "org": "acme", "bucket": "b", "password": first, "token": chosen });
    let made = nobody.post("/api/v2/setup", &setup).ok(201);
    // Once more, and with a mistake in it.
    assert_eq!(nobody.post("/api/v2/setup", &setup).status, 422);
    assert_eq!(
        nobody
            .post("/api/v2/setup", format!("{{\"password\": \"{first}\", x"))
            .status,
        500
    );
    let operator = nobody.token(chosen);
    let org = text(&made["org"], "id");
    let body = json!({ "orgID": org, "permissions": [permission("read:tasks")] });
    for _ in 0..20 {
        let made = operator.post("/api/v2/authorizations", &body).ok(201);
        secrets.push(text(&made, "token"));
        let holder = nobody.token(&text(&made, "token"));
        assert_eq!(holder.get("/api/v2/resources").status, 200);
        holder
            .get("/api/v2/me")
            .unauthorized(&format!("read:users/{} is unauthorized", text(&made, "userID")));
        let deleted = operator.delete(&format!("/api/v2/authorizations/{}", text(&made, "id")));
        deleted.empty(204);
        holder.get("/api/v2/me").unauthorized("unauthorized access");
    }
    let kept = operator.post("/api/v2/authorizations", &body).ok(201);
    secrets.push(text(&kept, "token"));

    let key = |reply: &Reply| {
        let cookie = reply.header("set-cookie").unwrap();
        cookie.split(['=', ';']).nth(1).unwrap().to_owned()
    };
    let reply = nobody.basic("admin", first).post("/api/v2/signin", "");
    secrets.push(key(&reply));
    let session = nobody.sign_in("admin", first);
    secrets.push(session.headers[0].1.split_once('=').unwrap().1.to_owned());
    session.get("/api/v2/me").ok(200);
    // A password in place of the name, and a token in place of the session.
    for (name, password) in [("admin", wrong), (first, first), ("nobody", chosen)] {
        let reply = nobody.basic(name, password).post("/api/v2/signin", "");
        assert_eq!(reply.status, 401);
    }
    let mistaken = nobody.with("Cookie", &format!("influxdb-oss-session={chosen}"));
    mistaken.get("/api/v2/me").unauthorized("unauthorized access");
    let user = text(&made["user"], "id");
    let password = format!("/api/v2/users/{user}/password");
    operator.post(&password, json!({ "password": second })).empty(204);
    let reply = operator.post(&password, format!("{{\"password\": \"{second}\", x"));
    assert!(reply.status == 400 && !reply.text.contains(second), "{reply:?}");
    let mut session = session;
    session.headers.extend(nobody.basic("admin", wrong).headers);
    let refused = session.send(
        "PUT",
        "/api/v2/me/password",
        Some(&json!({ "password": first }).to_string()),
    );
    assert_eq!(refused.status, 403);
    operator
        .get(&format!("/api/v2/authorizations?token={chosen}"))
        .ok(200);

    // While it runs, after a kill with all of it in the log of the database, and after a tidy end.
    let mut seen = content(directory.path());
    server.kill();
    seen.extend(content(directory.path()));
    let server = start(2);
    server.signal("TERM");
    assert!(server.wait().status.success());
    seen.extend(content(directory.path()));
    let logs = content(log.path());
    let said: usize = logs.iter().map(|(_, content)| content.len()).sum();
    assert!(
        said > 5_000,
        "the log says too little to prove anything: {said} bytes"
    );
    seen.extend(logs);
    for secret in &secrets {
        for form in forms(secret) {
            for (name, content) in &seen {
                assert!(!content.contains(&form), "{form} is in {name}");
            }
        }
    }
    figure("secrets looked for", secrets.len());
    figure("leaks found", 0);
}
