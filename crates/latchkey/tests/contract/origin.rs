//! What this server adds to §4 and §5.1: no page of another origin changes anything in the name of who is signed in, and
//! the cookie is `Secure` where TLS is.

use serde_json::json;

use crate::support::{Client, PASSWORD, Reply, SetUp, TestServer, config};

const SIGN_IN: &str = "/api/v2/signin";

#[track_caller]
fn refused(reply: &Reply) {
    reply.error(
        403,
        "forbidden",
        "a page of another origin cannot sign in or use a session; it has to send a token",
    );
}

/// Each header by which a browser says that a page is not ours.
fn foreign(client: &Client, own: &str) -> Vec<Client> {
    let site = |site: &str| client.with("Sec-Fetch-Site", site);
    let origin = |origin: &str| client.with("Origin", origin);
    vec![
        site("cross-site"),
        site("same-site"),
        site(""),
        site("cross-site").with("Origin", own),
        origin("https://example.org"),
        origin("null"),
        origin(""),
        origin("http://localhost:1"),
        origin(&format!("{own}.example.org")),
        origin(&own.replace("http:", "ftp:")),
        origin("https://example.org").with("Origin", own),
    ]
}

/// Each way in which the own page, or a program that is no browser, says where it comes from.
fn own(client: &Client, own: &str) -> Vec<Client> {
    vec![
        client.clone(),
        client.with("Origin", own),
        client.with("Sec-Fetch-Site", "same-origin").with("Origin", own),
        client.with("Sec-Fetch-Site", "none"),
        // A proxy that changes `Host` on the way.
        client
            .with("Sec-Fetch-Site", "same-origin")
            .with("Origin", "https://tokens.example.org"),
    ]
}

#[test]
fn a_session_changes_things_from_its_own_origin_only() {
    let world = SetUp::with_password();
    let session = world.operator.sign_in("admin", PASSWORD);
    let path = format!("/api/v2/authorizations/{}", world.auth);
    let body = json!({ "description": "changed" });
    for client in foreign(&session, &world.operator.url) {
        refused(&client.patch(&path, &body));
        refused(&client.delete(&path));
        refused(&client.post("/api/v2/authorizations", "{}"));
        refused(&client.send("PUT", "/api/v2/me/password", Some("{}")));
        refused(&client.post("/api/v2/signout", ""));
        refused(&client.delete("/api/v2/nothing"));
    }
    assert_eq!(
        world.operator.get(&path).ok(200)["description"],
        "admin's Token",
        "nothing was changed"
    );
    for client in own(&session, &world.operator.url) {
        client.patch(&path, &body).ok(200);
    }
    // Reading has no effect, and its answer stays with the browser (§5.1).
    session.with("Origin", "https://example.org").get(&path).ok(200);
}

#[test]
fn a_token_is_taken_from_anywhere() {
    let world = SetUp::new();
    let path = format!("/api/v2/authorizations/{}", world.auth);
    for client in foreign(&world.operator, &world.operator.url) {
        client.patch(&path, json!({})).ok(200);
        // Also beside a cookie, since the token decides (§4.3).
        client
            .with("Cookie", "influxdb-oss-session=x")
            .patch(&path, json!({}))
            .ok(200);
    }
    for client in foreign(&world.operator.nobody(), &world.operator.url) {
        client.patch(&path, json!({})).unauthorized("unauthorized access");
    }
}

#[test]
fn nobody_is_signed_in_or_set_up_from_elsewhere() {
    let directory = tempfile::TempDir::new().unwrap();
    let server = TestServer::start(config(directory.path()));
    let client = server.client();
    let setup = json!({ "username": "admin", "org": "acme", "bucket": "b", "password": PASSWORD });
    for client in foreign(&client, &client.url) {
        refused(&client.post("/api/v2/setup", &setup));
    }
    client
        .with("Origin", &client.url)
        .post("/api/v2/setup", &setup)
        .ok(201);
    let known = client.basic("admin", PASSWORD);
    for client in foreign(&known, &client.url) {
        refused(&client.post(SIGN_IN, ""));
    }
    for client in own(&known, &client.url) {
        client.post(SIGN_IN, "").empty(204);
    }
}

/// Signs in with these headers.
fn signed_in(with: &Client) -> Reply {
    let (name, value) = with.basic("admin", PASSWORD).headers.remove(0);
    with.with(&name, &value).post(SIGN_IN, "")
}

/// The attributes of the cookie that a sign-in sets, after its key, path and time.
fn cookie(with: &Client) -> Vec<String> {
    let reply = signed_in(with);
    assert_eq!(reply.status, 204, "{reply:?}");
    let cookie = reply.header("set-cookie").unwrap();
    cookie.split("; ").skip(3).map(str::to_owned).collect()
}

#[test]
fn the_cookie_is_secure_where_tls_is() {
    let plain = ["HttpOnly", "SameSite=Strict"];
    let secure = ["HttpOnly", "SameSite=Strict", "Secure"];
    let with_password = json!({ "password": PASSWORD });
    let over_tls = |client: &Client| client.nobody().with("X-Forwarded-Proto", "https");

    let stranger = SetUp::with(|_| {}, with_password.clone());
    assert_eq!(cookie(&over_tls(&stranger.operator)), plain, "anyone can say so");

    let trusting = |config: &mut latchkey::serve::Config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    };
    let behind = SetUp::with(trusting, with_password.clone());
    assert_eq!(cookie(&over_tls(&behind.operator)), secure);
    assert_eq!(
        cookie(&behind.operator.nobody().with("X-Forwarded-Proto", "http")),
        plain
    );
    // The proxy's word counts for the origin, too.
    let seen = over_tls(&behind.operator).with("X-Forwarded-Host", "tokens.example.org");
    let seen = |origin: &str| signed_in(&seen.with("Origin", origin));
    seen("https://tokens.example.org").empty(204);
    refused(&seen("http://tokens.example.org"));
    refused(&seen(&behind.operator.url));

    let always = SetUp::with(|config| config.secure_cookie = true, with_password);
    assert_eq!(cookie(&always.operator.nobody()), secure);
}
