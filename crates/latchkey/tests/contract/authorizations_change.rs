//! §1.5 and §1.6: changing and deleting one.

use serde_json::{Value, json};

use crate::support::{SetUp, UNKNOWN, permission, text};

fn path(id: &str) -> String {
    format!("/api/v2/authorizations/{id}")
}

fn example(world: &SetUp) -> (Value, String) {
    let made = world.create_with(json!({ "description": "before", "status": "inactive" }));
    let path = path(&text(&made, "id"));
    (made, path)
}

#[test]
fn only_status_and_description_change() {
    let world = SetUp::new();
    let (made, path) = example(&world);
    let change = |body: Value, description: &str, status: &str| {
        let before = world.operator.get(&path).ok(200);
        let reply = world.operator.patch(&path, &body).ok(200);
        assert_eq!(reply, world.operator.get(&path).ok(200), "{body}");
        assert_eq!(
            (&reply["description"], &reply["status"]),
            (&json!(description), &json!(status)),
            "{body}"
        );
        // Every accepted change is dated, even an empty one.
        assert!(text(&reply, "updatedAt") > text(&before, "updatedAt"), "{body}");
        let rest = |mut value: Value| {
            for field in ["description", "status", "updatedAt"] {
                value.as_object_mut().unwrap().remove(field);
            }
            value
        };
        let mut made = made.clone();
        made["token"] = json!("");
        assert_eq!(rest(reply), rest(made), "{body}");
    };
    change(json!({}), "before", "inactive");
    change(json!(null), "before", "inactive");
    change(
        json!({ "description": null, "status": null }),
        "before",
        "inactive",
    );
    change(json!({ "description": "after" }), "after", "inactive");
    change(json!({ "status": "active" }), "after", "active");
    change(json!({ "description": "" }), "", "active");
    change(
        json!({ "status": "inactive", "description": "both" }),
        "both",
        "inactive",
    );
    // An empty status activates.
    change(json!({ "status": "" }), "both", "active");
    change(
        json!({ "Status": "inactive", "DESCRIPTION": "case" }),
        "case",
        "inactive",
    );
    // The stock page sends the whole object.
    change(
        json!({
            "id": UNKNOWN, "token": "x", "orgID": UNKNOWN, "userID": UNKNOWN, "createdAt": "x",
            "permissions": [permission("write:buckets")], "description": "whole", "status": "active",
        }),
        "whole",
        "active",
    );
}

#[test]
fn a_bad_body_is_the_servers_fault() {
    let world = SetUp::new();
    let (_, path) = example(&world);
    let patch = |body: &str| world.operator.patch(&path, body);
    patch("").error(500, "internal error", "EOF");
    patch("{\"status\":").error(500, "internal error", "unexpected EOF");
    for body in ["{\"status\":1}", "[]", "no", "{\"description\":{}}"] {
        let reply = patch(body);
        assert_eq!(reply.status, 500, "{body}");
        assert_eq!(reply.json()["code"], "internal error");
    }
    assert_eq!(world.operator.get(&path).ok(200)["description"], "before");
}

#[test]
fn a_bad_status_changes_nothing() {
    let world = SetUp::new();
    let (_, path) = example(&world);
    let before = world.operator.get(&path).ok(200);
    for body in [
        json!({ "status": "x" }),
        json!({ "status": "Active", "description": "after" }),
    ] {
        world
            .operator
            .patch(&path, body)
            .invalid("encodeAuthorization: unknown authorization status");
    }
    assert_eq!(world.operator.get(&path).ok(200), before);
}

#[test]
fn the_checks_of_a_change_come_in_order() {
    let world = SetUp::new();
    let (made, one) = example(&world);
    let (id, org, user) = (text(&made, "id"), &world.org, &world.user);
    let nothing = world.holder(&["read:tasks"]);
    nothing
        .patch(&path("12"), "")
        .invalid("id must have a length of 16 bytes");
    nothing
        .patch(&path(UNKNOWN), "")
        .error(500, "internal error", "EOF");
    nothing
        .patch(&path(UNKNOWN), json!({ "status": "x" }))
        .not_found("authorization not found");
    let needs = |held: &[&str], missing: &str| {
        world
            .holder(held)
            .patch(&one, json!({ "status": "x" }))
            .unauthorized(&format!("{missing} is unauthorized"));
    };
    let item = format!("orgs/{org}/authorizations/{id}");
    needs(&["read:tasks"], &format!("read:{item}"));
    needs(&["write:authorizations", "write:users"], &format!("read:{item}"));
    needs(
        &["read:authorizations", "write:authorizations", "write:users"],
        &format!("read:users/{user}"),
    );
    needs(&["read:authorizations", "read:users"], &format!("write:{item}"));
    needs(
        &["read:authorizations", "read:users", "write:authorizations"],
        &format!("write:users/{user}"),
    );
    let all = world.holder(&[
        "read:authorizations",
        "read:users",
        "write:authorizations",
        "write:users",
    ]);
    all.patch(&one, json!({ "status": "x" }))
        .invalid("encodeAuthorization: unknown authorization status");
    all.patch(&one, json!({ "status": "active" })).ok(200);
    world
        .inactive()
        .patch(&one, json!({}))
        .unauthorized("token is inactive");
    world
        .inactive()
        .patch(&path(UNKNOWN), json!({}))
        .not_found("authorization not found");
}

#[test]
fn a_change_to_an_orphan_is_kept_though_the_reply_is_404() {
    let world = SetUp::new();
    let user = world.add_user("gone");
    let made = world.create_with(json!({ "userID": user }));
    let client = world.operator.token(&text(&made, "token"));
    let one = path(&text(&made, "id"));
    assert_eq!(client.get("/api/v2/resources").status, 200);
    world.operator.delete(&format!("/api/v2/users/{user}")).empty(204);
    world
        .operator
        .patch(&one, json!({ "status": "inactive", "description": "kept" }))
        .not_found("user not found");

    let org = world.add_org("gone");
    let made = world.create_with(json!({ "orgID": org }));
    let client = world.operator.token(&text(&made, "token"));
    let one = path(&text(&made, "id"));
    world.operator.delete(&format!("/api/v2/orgs/{org}")).empty(204);
    // Its organization is gone: it still authenticates (§0.1), until the change, which is stored.
    client
        .get("/api/v2/authorizations/1")
        .invalid("id must have a length of 16 bytes");
    client
        .get("/api/v2/me")
        .unauthorized(&format!("read:users/{} is unauthorized", world.user));
    world
        .operator
        .patch(&one, json!({ "status": "inactive" }))
        .not_found("organization not found");
    client.get("/api/v2/me").unauthorized("token is inactive");
}

#[test]
fn deleting_ends_a_token_at_once() {
    let world = SetUp::new();
    let made = world.create_with(json!({}));
    let client = world.operator.token(&text(&made, "token"));
    let one = path(&text(&made, "id"));
    assert_eq!(client.get("/api/v2/resources").status, 200);
    world.operator.delete(&one).empty(204);
    client
        .get("/api/v2/resources")
        .unauthorized("unauthorized access");
    world.operator.delete(&one).not_found("authorization not found");
    world.operator.get(&one).not_found("authorization not found");
    world
        .operator
        .patch(&one, json!({}))
        .not_found("authorization not found");
    assert_eq!(world.operator.listed(""), [world.auth.as_str()]);
}

#[test]
fn deleting_needs_to_write_only() {
    let world = SetUp::new();
    let (made, one) = example(&world);
    let (id, org, user) = (text(&made, "id"), &world.org, &world.user);
    world
        .operator
        .delete(&path("12"))
        .invalid("id must have a length of 16 bytes");
    world
        .operator
        .delete(&path(UNKNOWN))
        .not_found("authorization not found");
    let needs = |held: &[&str], missing: &str| {
        world
            .holder(held)
            .delete(&one)
            .unauthorized(&format!("{missing} is unauthorized"));
    };
    needs(
        &["read:authorizations", "read:users"],
        &format!("write:orgs/{org}/authorizations/{id}"),
    );
    needs(&["write:authorizations"], &format!("write:users/{user}"));
    world.inactive().delete(&one).unauthorized("token is inactive");
    world
        .holder(&["write:authorizations", "write:users"])
        .delete(&one)
        .empty(204);
}

#[test]
fn a_token_may_switch_itself_off_and_delete_itself() {
    let world = SetUp::new();
    let all = [
        "read:authorizations",
        "read:users",
        "write:authorizations",
        "write:users",
    ]
    .map(permission);
    let made = world.create(&json!(all));
    let client = world.operator.token(&text(&made, "token"));
    let one = path(&text(&made, "id"));
    assert_eq!(
        client.patch(&one, json!({ "status": "inactive" })).ok(200)["status"],
        "inactive"
    );
    client
        .patch(&one, json!({ "status": "active" }))
        .unauthorized("token is inactive");
    assert_eq!(client.listed(""), [""; 0]);
    world.operator.patch(&one, json!({ "status": "active" })).ok(200);
    client.delete(&one).empty(204);
    client.delete(&one).unauthorized("unauthorized access");
}

#[test]
fn an_orphan_can_be_deleted() {
    let world = SetUp::new();
    let (user, org) = (world.add_user("gone"), world.add_org("gone"));
    let one = text(&world.create_with(json!({ "userID": user, "orgID": org })), "id");
    world.operator.delete(&format!("/api/v2/users/{user}")).empty(204);
    world.operator.delete(&format!("/api/v2/orgs/{org}")).empty(204);
    world.operator.delete(&path(&one)).empty(204);
    world
        .operator
        .delete(&path(&one))
        .not_found("authorization not found");
}
