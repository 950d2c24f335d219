//! §4.4: the first user.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{SetUp, TestServer, config, keys, text};

const PATH: &str = "/api/v2/setup";

#[test]
fn setup_is_allowed_once() {
    let directory = TempDir::new().unwrap();
    let server = TestServer::start(config(directory.path()));
    let client = server.client();
    assert_eq!(client.get(PATH).ok(200), json!({ "allowed": true }));
    let body = json!({ "username": "admin", "org": "acme", "bucket": "metrics" });
    client.post(PATH, &body).ok(201);
    assert_eq!(client.get(PATH).ok(200), json!({ "allowed": false }));
    client
        .post(PATH, &body)
        .error(422, "conflict", "onboarding has already been completed");
    client
        .post(PATH, "{}")
        .error(422, "conflict", "onboarding has already been completed");
}

#[test]
fn the_reply_has_a_shape_of_its_own() {
    let world = SetUp::new();
    let reply = world.reply.json();
    assert_eq!(keys(&world.reply.text, "\t"), ["user", "bucket", "org", "auth"]);
    let auth = &reply["auth"];
    let text_of_auth = &world.reply.text[world.reply.text.find("\"auth\"").unwrap()..];
    let expected = [
        "id",
        "token",
        "hashedToken",
        "status",
        "description",
        "orgID",
        "userID",
        "permissions",
        "createdAt",
        "updatedAt",
        "links",
    ];
    assert_eq!(keys(text_of_auth, "\t\t"), expected);
    assert_eq!(auth["description"], "admin's Token");
    assert_eq!(auth["status"], "active");
    assert_eq!(
        auth["hashedToken"],
        json!(latchkey::auth::token::hash(&world.token))
    );
    assert_eq!(auth["permissions"], json!(influx_api::operator_permissions()));
    assert_eq!(auth["permissions"].as_array().unwrap().len(), 44);
    assert_eq!(reply["user"], world.operator.get("/api/v2/me").ok(200));
    assert_eq!(
        reply["org"],
        world.operator.get(&format!("/api/v2/orgs/{}", world.org)).ok(200)
    );
    assert_eq!(
        reply["bucket"],
        world
            .operator
            .get(&format!("/api/v2/buckets/{}", world.bucket))
            .ok(200)
    );
}

#[test]
fn the_token_and_the_retention_may_be_chosen() {
    let world = SetUp::with(
        |_| {},
        json!({ "token": "my-very-own", "retentionPeriodSeconds": 7200 }),
    );
    assert_eq!(world.token, "my-very-own");
    assert_eq!(
        world.reply.json()["bucket"]["retentionRules"][0]["everySeconds"],
        7200
    );
    let world = SetUp::with(|_| {}, json!({ "retentionPeriodHrs": 3_600_000_000_000_i64 }));
    assert_eq!(
        world.reply.json()["bucket"]["retentionRules"][0]["everySeconds"],
        3600
    );
}

#[test]
fn setup_fails_as_documented_and_leaves_nothing() {
    let directory = TempDir::new().unwrap();
    let server = TestServer::start(config(directory.path()));
    let post = |body: &str| server.client().post(PATH, body);
    let missing = |body: Value, fields: &str| {
        let message = format!("onboarding failed: missing required fields [{fields}]");
        post(&body.to_string()).error(422, "unprocessable entity", &message);
    };
    missing(json!({}), "username,org,bucket");
    missing(json!(null), "username,org,bucket");
    missing(json!({ "username": "a", "org": "", "bucket": "b" }), "org");
    missing(json!({ "org": "o" }), "username,bucket");
    for body in ["", "{", "[]", "{\"username\":1}"] {
        let reply = post(body);
        assert_eq!(
            (reply.status, text(&reply.json(), "code").as_str()),
            (500, "internal error"),
            "{body}"
        );
    }
    for password in ["1234567", &"x".repeat(73), &"é".repeat(37)] {
        let body = json!({ "username": "a", "org": "o", "bucket": "b", "password": password });
        post(&body.to_string()).invalid("passwords must be between 8 and 72 characters long");
    }
    assert_eq!(server.client().get(PATH).ok(200), json!({ "allowed": true }));
}

#[test]
fn of_two_at_once_one_wins() {
    let directory = TempDir::new().unwrap();
    let server = TestServer::start(config(directory.path()));
    let mut statuses: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..6)
            .map(|number| {
                let client = server.client();
                let body = json!({ "username": format!("user{number}"), "org": format!("org{number}"), "bucket": "b" });
                scope.spawn(move || client.post(PATH, body).status)
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422, 422, 422, 422, 422]);
}
