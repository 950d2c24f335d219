//! §4.5 and §4.6: users and oneself.

use serde_json::json;

use crate::support::{PASSWORD, SetUp, UNKNOWN, keys, texts};

#[test]
fn a_user_looks_as_documented() {
    let world = SetUp::new();
    let reply = world.operator.get("/api/v2/users");
    let user = json!({
        "links": { "self": format!("/api/v2/users/{}", world.user) },
        "id": world.user, "name": "admin", "status": "active",
    });
    assert_eq!(
        reply.ok(200),
        json!({ "links": { "self": "/api/v2/users" }, "users": [user] })
    );
    assert_eq!(keys(&reply.text, "\t\t\t"), ["links", "id", "name", "status"]);
    assert_eq!(world.operator.get("/api/v2/me").ok(200), user);
    assert_eq!(
        world
            .operator
            .get(&format!("/api/v2/users/{}", world.user))
            .ok(200),
        user
    );
}

#[test]
fn users_are_paged_by_id() {
    let world = SetUp::new();
    let mut all = vec![world.user.clone()];
    all.extend((0..24).map(|number| world.add_user(&format!("user{}", 24 - number))));
    let page = |query: &str| {
        texts(
            &world.operator.get(&format!("/api/v2/users{query}")).ok(200)["users"],
            "id",
        )
    };
    assert_eq!(page(""), all[..20]);
    assert_eq!(page("?limit=100"), all);
    assert_eq!(page("?limit=3&offset=2"), all[2..5]);
    assert_eq!(page(&format!("?limit=3&after={}", all[4])), all[5..8]);
    let reversed: Vec<_> = all.iter().rev().cloned().collect();
    assert_eq!(page("?descending=true&limit=2"), reversed[..2]);
    assert_eq!(
        page(&format!("?descending=1&limit=2&after={}", reversed[1])),
        reversed[2..4]
    );
    assert_eq!(page("?offset=100"), [""; 0]);
    assert_eq!(page("?name=user7").len(), 1);
    assert_eq!(page(&format!("?id={}", all[3])), all[3..4]);
    let fails = |query: &str, message: &str| {
        world
            .operator
            .get(&format!("/api/v2/users?{query}"))
            .invalid(message);
    };
    fails("limit=0", "limit must be between 1 and 100");
    fails("limit=101", "limit must be between 1 and 100");
    fails("limit=x", "limit is invalid");
    fails("offset=x", "offset is invalid");
    fails("descending=x", "descending is invalid");
    fails("after=12", "decoding after: id must have a length of 16 bytes");
    fails("id=12", "id must have a length of 16 bytes");
    world
        .operator
        .get("/api/v2/users?name=nobody")
        .not_found("user not found");
    world
        .operator
        .get(&format!("/api/v2/users?id={UNKNOWN}"))
        .not_found("user not found");
}

#[test]
fn users_are_made_changed_and_deleted() {
    let world = SetUp::new();
    let post = |body: serde_json::Value| world.operator.post("/api/v2/users", body);
    let made = post(json!({ "name": "mlee" })).ok(201);
    assert_eq!(
        (&made["name"], &made["status"]),
        (&json!("mlee"), &json!("active"))
    );
    assert_eq!(
        post(json!({ "name": "off", "status": "inactive" })).ok(201)["status"],
        "inactive"
    );
    post(json!({ "name": "mlee" })).error(422, "conflict", "user with name mlee already exists");
    post(json!({ "name": "x", "status": "x" })).invalid("invalid status: must be active or inactive");
    assert_eq!(post(json!({})).status, 400);
    let path = format!("/api/v2/users/{}", crate::support::text(&made, "id"));
    assert_eq!(
        world.operator.patch(&path, json!({ "name": "lee" })).ok(200)["name"],
        "lee"
    );
    world.operator.patch(&path, json!({ "name": "off" })).error(
        422,
        "conflict",
        "user with name off already exists",
    );
    world
        .operator
        .patch(&path, json!({ "status": "x" }))
        .invalid("invalid status: must be active or inactive");
    let renamed = world.operator.get(&path).ok(200);
    assert_eq!(
        (&renamed["name"], &renamed["status"]),
        (&json!("lee"), &json!("active"))
    );
    world.operator.delete(&path).empty(204);
    world.operator.delete(&path).not_found("user not found");
    world.operator.get(&path).not_found("user not found");
    world.operator.patch(&path, json!({})).not_found("user not found");
    let reader = world.holder(&["read:users"]);
    reader
        .post("/api/v2/users", json!({ "name": "x" }))
        .unauthorized("write:users is unauthorized");
    let own = format!("/api/v2/users/{}", world.user);
    for reply in [
        reader.patch(&own, json!({})),
        reader.delete(&own),
        reader.post(&format!("{own}/password"), json!({})),
    ] {
        reply.unauthorized(&format!("write:users/{} is unauthorized", world.user));
    }
}

#[test]
fn passwords_are_set_and_changed() {
    let world = SetUp::new();
    let path = format!("/api/v2/users/{}/password", world.user);
    world
        .operator
        .post(&path, json!({ "password": "short" }))
        .invalid("passwords must be between 8 and 72 characters long");
    world
        .operator
        .post(
            &format!("/api/v2/users/{UNKNOWN}/password"),
            json!({ "password": PASSWORD }),
        )
        .not_found("user not found");
    world
        .operator
        .post(&path, json!({ "password": PASSWORD }))
        .empty(204);
    let session = world.operator.sign_in("admin", PASSWORD);
    let with_old = |old: &str| {
        let basic = world.operator.basic("admin", old).headers.remove(0).1;
        session.with("Authorization", &basic).send(
            "PUT",
            "/api/v2/me/password",
            Some(r#"{"password":"battery staple"}"#),
        )
    };
    assert_eq!(with_old("wrong").status, 403);
    with_old(PASSWORD).empty(204);
    world.operator.sign_in("admin", "battery staple");
    world
        .operator
        .basic("admin", PASSWORD)
        .post("/api/v2/signin", "")
        .unauthorized("unauthorized access");
}
