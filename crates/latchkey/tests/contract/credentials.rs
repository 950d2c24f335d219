//! §5.5: credentials.

use serde_json::json;

use crate::support::{Client, PASSWORD, SetUp, text};

#[test]
fn tokens_come_as_token_or_bearer_in_any_case() {
    let world = SetUp::new();
    let with = |value: &str| {
        world
            .operator
            .nobody()
            .with("Authorization", value)
            .get("/api/v2/me")
    };
    let token = &world.token;
    for scheme in ["Token", "token", "TOKEN", "Bearer", "bearer", "bEARER"] {
        with(&format!("{scheme} {token}")).ok(200);
    }
    with(&format!("Token {token}  ")).ok(200);
    for bad in [
        format!("Token  {token}"),
        format!("Token admin:{token}"),
        format!("Token {token}x"),
        format!("Token {}", &token[..87]),
        format!("Token {}", token.to_lowercase()),
        format!("Tokens {token}"),
        token.clone(),
        "Token".to_owned(),
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJraWQiOiJ4In0.c2ln".to_owned(),
    ] {
        with(&bad).unauthorized("unauthorized access");
    }
    world
        .operator
        .basic("admin", token)
        .get("/api/v2/me")
        .unauthorized("unauthorized access");
}

#[test]
fn a_token_decides_over_the_cookie() {
    let world = SetUp::with_password();
    let session = world.operator.sign_in("admin", PASSWORD);
    session.get("/api/v2/me").ok(200);
    session
        .with("Authorization", "Token wrong")
        .get("/api/v2/me")
        .unauthorized("unauthorized access");
    let reader = text(&world.create_with(json!({})), "token");
    let both = session.with("Authorization", &format!("Token {reader}"));
    both.get("/api/v2/me")
        .unauthorized(&format!("read:users/{} is unauthorized", world.user));
    // Any other scheme is passed over.
    session
        .with("Authorization", "Basic YTpi")
        .get("/api/v2/me")
        .ok(200);
    // Other cookies do no harm.
    let cookie = session.headers[0].1.clone();
    let among = world
        .operator
        .nobody()
        .with("Cookie", &format!("a=b; {cookie}; c"));
    among.get("/api/v2/me").ok(200);
}

#[test]
fn pages_of_other_origins_have_to_use_a_token() {
    let world = SetUp::with_password();
    let session = world.operator.sign_in("admin", PASSWORD);
    let from = |client: &Client, site: &str| client.with("Sec-Fetch-Site", site).get("/api/v2/me");
    for site in ["same-origin", "none"] {
        from(&session, site).ok(200);
    }
    for site in ["same-site", "cross-site"] {
        from(&session, site).unauthorized("unauthorized access");
        from(&world.operator, site).ok(200);
    }
}

#[test]
fn an_inactive_token_is_known_but_may_do_nothing() {
    let world = SetUp::new();
    let inactive = world.inactive();
    for (path, field) in [
        ("/api/v2/authorizations", "authorizations"),
        ("/api/v2/users", "users"),
        ("/api/v2/orgs", "orgs"),
        ("/api/v2/buckets", "buckets"),
        ("/api/v2/telegrafs", "configurations"),
    ] {
        assert_eq!(inactive.get(path).ok(200)[field], json!([]), "{path}");
    }
    assert_eq!(inactive.get("/api/v2/resources").status, 200);
    for path in [
        "/api/v2/me".to_owned(),
        format!("/api/v2/authorizations/{}", world.auth),
        format!("/api/v2/users/{}", world.user),
        format!("/api/v2/orgs/{}", world.org),
        format!("/api/v2/buckets/{}", world.bucket),
    ] {
        inactive.get(&path).unauthorized("token is inactive");
    }
    inactive.get("/api/v2/nothing").not_found("path not found");
}

#[test]
fn a_user_that_is_inactive_or_gone_is_403_everywhere() {
    let world = SetUp::new();
    let user = world.add_user("mlee");
    let permissions = influx_api::operator_permissions();
    let made = world.create_with(json!({ "userID": user, "permissions": permissions }));
    let client = world.operator.token(&text(&made, "token"));
    client.get("/api/v2/me").ok(200);
    let everywhere = || {
        for path in [
            "/api/v2/me",
            "/api/v2/authorizations",
            "/api/v2/authorizations/12",
            "/api/v2/resources",
            "/api/v2/nothing",
        ] {
            client.get(path).error(403, "forbidden", "User is inactive");
        }
        client
            .post("/api/v2/authorizations", "")
            .error(403, "forbidden", "User is inactive");
    };
    let path = format!("/api/v2/users/{user}");
    assert_eq!(
        world
            .operator
            .patch(&path, json!({ "status": "inactive" }))
            .ok(200)["status"],
        "inactive"
    );
    everywhere();
    world.operator.patch(&path, json!({ "status": "active" })).ok(200);
    client.get("/api/v2/me").ok(200);
    world.operator.delete(&path).empty(204);
    everywhere();
}
