//! §2: secrets at rest.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{SetUp, TestServer, config, permission, text};

/// Whether any file of the store holds these bytes.
fn at_rest(directory: &Path, needle: &str) -> bool {
    fs::read_dir(directory).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        bytes
            .windows(needle.len())
            .any(|window| window == needle.as_bytes())
    })
}

#[test]
fn a_secret_is_stored_as_its_hash_only() {
    let world = SetUp::new();
    let secret = text(&world.create_with(json!({})), "token");
    let hash = latchkey::auth::token::hash(&secret);
    assert!(hash.starts_with("$influxdb2-sha256$"));
    assert!(at_rest(world.directory.path(), &hash));
    assert!(!at_rest(world.directory.path(), &secret));
    assert!(!at_rest(world.directory.path(), &world.token));
    // The hash is not a secret.
    world
        .operator
        .token(&hash)
        .get("/api/v2/resources")
        .unauthorized("unauthorized access");
}

#[test]
fn without_hashing_secrets_are_shown_again() {
    let world = SetUp::with(|config| config.store.hash_tokens = false, json!({}));
    assert_eq!(world.reply.json()["auth"].get("hashedToken"), None);
    let made = world.create_with(json!({}));
    let (id, secret) = (text(&made, "id"), text(&made, "token"));
    let path = format!("/api/v2/authorizations/{id}");
    assert_eq!(world.operator.get(&path).ok(200)["token"], json!(secret));
    assert_eq!(
        world.operator.patch(&path, json!({})).ok(200)["token"],
        json!(secret)
    );
    let list = world.operator.get("/api/v2/authorizations").ok(200);
    assert_eq!(list["authorizations"][1]["token"], json!(secret));
    assert_eq!(list["authorizations"][0]["token"], json!(world.token));
}

#[test]
fn starting_with_hashing_hashes_what_was_stored_raw() {
    let directory = TempDir::new().unwrap();
    let start = |hash_tokens: bool| {
        let mut config = config(directory.path());
        config.store.hash_tokens = hash_tokens;
        TestServer::start(config)
    };
    let list = |server: &TestServer, token: &str| -> Vec<Value> {
        let reply = server.client().token(token).get("/api/v2/authorizations").ok(200);
        reply["authorizations"].as_array().unwrap().clone()
    };
    let raw = start(false);
    let setup = raw
        .client()
        .post(
            "/api/v2/setup",
            json!({ "username": "a", "org": "o", "bucket": "b" }),
        )
        .ok(201);
    let operator = text(&setup["auth"], "token");
    let body = json!({ "orgID": setup["org"]["id"], "permissions": [permission("read:tasks")] });
    // More than one batch.
    let secrets: Vec<String> = (0..230)
        .map(|_| {
            text(
                &raw.client()
                    .token(&operator)
                    .post("/api/v2/authorizations", &body)
                    .ok(201),
                "token",
            )
        })
        .collect();
    let before = list(&raw, &operator);
    drop(raw);
    assert!(at_rest(directory.path(), &secrets[0]));

    let hashed = start(true);
    for secret in [&operator, &secrets[0], &secrets[229]] {
        assert!(!at_rest(directory.path(), secret), "left behind in the files");
        assert_eq!(hashed.client().token(secret).get("/api/v2/resources").status, 200);
    }
    let after = list(&hashed, &operator);
    assert_eq!(after.len(), 231);
    for (mut before, after) in before.into_iter().zip(after) {
        before["token"] = json!("");
        assert_eq!(before, after);
    }
    drop(hashed);

    // It is not undone by switching hashing off, and new ones are raw.
    let again = start(false);
    let client = again.client().token(&operator);
    assert_eq!(
        client.get("/api/v2/authorizations").ok(200)["authorizations"][7]["token"],
        ""
    );
    let made = client.post("/api/v2/authorizations", &body).ok(201);
    let path = format!("/api/v2/authorizations/{}", text(&made, "id"));
    assert_eq!(client.get(&path).ok(200)["token"], made["token"]);
}
