//! §1.4: making one.

use serde_json::{Value, json};

use crate::support::{Client, SetUp, UNKNOWN, permission, text};

const PATH: &str = "/api/v2/authorizations";

fn body(world: &SetUp, change: impl FnOnce(&mut Value)) -> Value {
    let mut body = json!({ "orgID": world.org, "permissions": [permission("read:tasks")] });
    change(&mut body);
    body
}

#[test]
fn the_secret_is_in_this_reply_and_in_no_other() {
    let world = SetUp::new();
    let made = world.create_with(json!({}));
    let secret = text(&made, "token");
    assert!(secret.len() == 88 && secret.ends_with("=="), "{secret}");
    assert!(
        secret[..86]
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    );
    let id = text(&made, "id");
    let path = format!("{PATH}/{id}");
    assert_eq!(world.operator.get(&path).ok(200)["token"], "");
    assert_eq!(world.operator.patch(&path, json!({})).ok(200)["token"], "");
    let list = world.operator.get(PATH);
    assert!(!list.text.contains(&secret) && !list.text.contains("hashedToken"));
    assert_eq!(world.operator.token(&secret).get("/api/v2/resources").status, 200);
}

#[test]
fn absent_fields_have_their_defaults() {
    let world = SetUp::new();
    let made = world.create_with(json!({ "userID": null, "status": null, "description": null }));
    assert_eq!(
        (&made["status"], &made["description"], &made["userID"]),
        (&json!("active"), &json!(""), &json!(world.user))
    );
    assert_eq!(made["createdAt"], made["updatedAt"]);
    assert_eq!(world.create_with(json!({ "status": "" }))["status"], "active");
    assert_eq!(
        world.create_with(json!({ "status": "inactive" }))["status"],
        "inactive"
    );
}

#[test]
fn a_client_chooses_neither_secret_nor_id() {
    let world = SetUp::new();
    let made = world.create_with(json!({
        "token": "mine", "id": UNKNOWN, "createdAt": "2001-01-01T00:00:00Z", "hashedToken": "x", "user": "x",
    }));
    assert_ne!(made["token"], "mine");
    assert_ne!(made["id"], UNKNOWN);
    assert!(text(&made, "createdAt").as_str() > "2020");
    world
        .operator
        .token("mine")
        .get("/api/v2/resources")
        .unauthorized("unauthorized access");
}

#[test]
fn descriptions_may_be_anything() {
    let world = SetUp::new();
    let long = "é".repeat(100_000);
    for description in [
        "",
        "same",
        "same",
        "<script>alert(1)</script>",
        "\u{202e}abc",
        "a\u{300}\n\t\0",
        &long,
    ] {
        let made = world.create_with(json!({ "description": description }));
        assert_eq!(made["description"], description);
        let read = world
            .operator
            .get(&format!("{PATH}/{}", text(&made, "id")))
            .ok(200);
        assert_eq!(read["description"], description);
    }
}

#[test]
fn decoding_is_lenient() {
    let world = SetUp::new();
    let text_of = |body: &Value| body.to_string();
    let odd = format!(
        r#"  {{"ORGid":"{}","Permissions":[{{"ACTION":"read","Resource":{{"Type":"tasks","id":null,"what":1}}}}],"UNKNOWN":[],"Description":"d"}} trailing {{"#,
        world.org.to_uppercase()
    );
    let reply = world.operator.with("Content-Type", "text/plain").post(PATH, odd);
    let made = reply.ok(201);
    assert_eq!(made["description"], "d");
    assert_eq!(made["permissions"], json!([permission("read:tasks")]));
    let form = world
        .operator
        .with("Content-Type", "application/x-www-form-urlencoded");
    form.post(PATH, text_of(&body(&world, |_| {}))).ok(201);
}

#[test]
fn the_checks_come_in_order() {
    let world = SetUp::new();
    let post = |body: &dyn ToString| world.operator.post(PATH, body.to_string());
    let with = |change: &dyn Fn(&mut Value)| body(&world, |body| change(body));

    // 1: the types.
    let structure =
        |body: &dyn ToString, text: &str| post(body).invalid(&format!("invalid json structure: {text}"));
    structure(&"", "EOF");
    structure(&r#"{"orgID":"#, "unexpected EOF");
    structure(
        &with(&|body| body["orgID"] = json!("")),
        "id must have a length of 16 bytes",
    );
    structure(
        &with(&|body| body["orgID"] = json!("zzzzzzzzzzzzzzzz")),
        "invalid ID",
    );
    structure(
        &with(&|body| body["userID"] = json!("0000000000000000")),
        "invalid ID",
    );
    structure(
        &with(&|body| body["permissions"][0]["resource"]["id"] = json!("1")),
        "id must have a length of 16 bytes",
    );
    structure(
        &with(&|body| body["description"] = json!(1)),
        "json: cannot unmarshal number into Go struct field postAuthorizationRequest.description of type string",
    );
    for body in [
        "[]",
        "\"x\"",
        "<html>",
        r#"{"permissions":{}}"#,
        r#"{"permissions":[1]}"#,
    ] {
        let reply = post(&body);
        assert_eq!(reply.status, 400, "{body}");
        assert!(
            text(&reply.json(), "message").starts_with("invalid json structure: "),
            "{reply:?}"
        );
    }
    // 2: a permission; `null` and an empty object get that far.
    for body in [
        json!(null),
        json!({}),
        json!({ "permissions": [] }),
        json!({ "permissions": null, "status": "x" }),
    ] {
        post(&body).invalid("authorization must include permissions");
    }
    // 3: types and actions, the type first, before the organization.
    let unknown_type = "invalid resource type for permission: unknown resource type for permission";
    let unknown_action = "invalid action type for permission: unknown action for permission";
    for (permission, message) in [
        (permission("read:flows"), unknown_type),
        (permission("look:Buckets"), unknown_type),
        (permission("look:buckets"), unknown_action),
        (json!({}), unknown_type),
        (json!(null), unknown_type),
        (json!({ "resource": { "type": "buckets" } }), unknown_action),
    ] {
        post(&json!({ "permissions": [permission], "status": "x" })).invalid(message);
    }
    // 4: the organization.
    post(&json!({ "permissions": [permission("read:tasks")], "status": "x" }))
        .invalid("org id required: invalid ID");
    // 5: the status.
    post(&with(&|body| body["status"] = json!("Active")))
        .invalid("invalid status: must be active or inactive");
    // 5 before 7: of a caller who may nothing.
    let nobody = world.holder(&["read:tasks"]);
    nobody
        .post(PATH, with(&|body| body["status"] = json!("x")))
        .invalid("invalid status: must be active or inactive");
}

#[test]
fn a_caller_needs_to_write_authorizations_and_the_owner() {
    let world = SetUp::new();
    let (org, user) = (&world.org, &world.user);
    let other = world.add_user("mlee");
    let post = |client: &Client, body: &Value| client.post(PATH, body);
    let mine = body(&world, |_| {});
    let others = body(&world, |body| body["userID"] = json!(other));
    let no_authorizations = format!("write:orgs/{org}/authorizations is unauthorized");

    let client = world.holder(&["read:tasks", "read:authorizations", "write:users"]);
    post(&client, &mine).unauthorized(&no_authorizations);
    let client = world.holder(&["read:tasks", "write:authorizations"]);
    post(&client, &mine).unauthorized(&format!("write:users/{user} is unauthorized"));
    let client = world.holder(&[
        "read:tasks",
        "write:authorizations",
        &format!("write:users/{user}"),
    ]);
    post(&client, &mine).ok(201);
    post(&client, &others).unauthorized(&format!("write:users/{other} is unauthorized"));
    let client = world.holder(&[
        "read:tasks",
        &format!("write:orgs/{org}/authorizations"),
        "write:users",
    ]);
    assert_eq!(post(&client, &others).ok(201)["user"], "mlee");
    // In another organization.
    let beta = world.add_org("beta");
    let there = body(&world, |body| body["orgID"] = json!(beta));
    post(&client, &there).unauthorized(&format!("write:orgs/{beta}/authorizations is unauthorized"));

    let inactive = world.inactive();
    post(&inactive, &mine).unauthorized("token is inactive");
    inactive.post(PATH, "").invalid("invalid json structure: EOF");
}

#[test]
fn nobody_grants_more_than_they_hold() {
    let world = SetUp::new();
    let (org, bucket) = (&world.org, &world.bucket);
    let manage = ["write:authorizations", "write:users"];
    let try_grant = |held: &[&str], asked: &[&str]| {
        let permissions: Vec<_> = asked.iter().map(|text| permission(text)).collect();
        let held: Vec<_> = manage.iter().chain(held).copied().collect();
        world
            .holder(&held)
            .post(PATH, json!({ "orgID": org, "permissions": permissions }))
    };
    let refused = |held: &[&str], asked: &[&str], first: &str| {
        try_grant(held, asked).error(
            403,
            "forbidden",
            &format!("permission {first} is not allowed: {first} is unauthorized"),
        );
    };
    let of_org = format!("read:orgs/{org}/buckets");
    let one = format!("read:orgs/{org}/buckets/{bucket}");
    let bare = format!("read:buckets/{bucket}");
    refused(
        &["read:tasks"],
        &["read:tasks", "write:tasks", "read:buckets"],
        "write:tasks",
    );
    refused(&[&of_org], &["read:buckets"], "read:buckets");
    refused(&[&of_org], &[&bare], &bare);
    refused(&[&one], &[&of_org], &of_org);
    refused(&["read:tasks"], &["read:instance"], "read:instance");
    for (held, asked) in [
        ("read:buckets", &of_org),
        (&of_org, &one),
        (&one, &bare),
        (&bare, &one),
    ] {
        try_grant(&[held], &[asked]).ok(201);
    }
    // Operators hold no `instance` either.
    world
        .operator
        .post(
            PATH,
            body(&world, |body| {
                body["permissions"] = json!([permission("write:instance")]);
            }),
        )
        .error(
            403,
            "forbidden",
            "permission write:instance is not allowed: write:instance is unauthorized",
        );
}

#[test]
fn permissions_owner_and_organization_must_fit_together() {
    let world = SetUp::new();
    let beta = world.add_org("beta");
    let post = |body: Value| world.operator.post(PATH, body);
    let foreign = format!("read:orgs/{beta}/buckets");
    post(body(&world, |body| {
        body["permissions"] = json!([permission("read:tasks"), permission(&foreign)]);
    }))
    .invalid(&format!("permission {foreign} is not for org id {}", world.org));
    post(body(&world, |body| body["userID"] = json!(UNKNOWN))).invalid("unable to create token");
    post(body(&world, |body| body["orgID"] = json!(UNKNOWN))).invalid("unable to create token");
    // The resources themselves need not exist.
    let unknown = format!("read:orgs/{}/buckets/{UNKNOWN}", world.org);
    post(body(&world, |body| {
        body["permissions"] = json!([permission(&unknown)]);
    }))
    .ok(201);
}
