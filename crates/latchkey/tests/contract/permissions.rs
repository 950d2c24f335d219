//! §3: who may do what. The rows of §3.3 for authorizations are beside their endpoints.

use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, SetUp, UNKNOWN, permission, text, texts};

#[test]
fn me_needs_to_read_oneself() {
    let world = SetUp::new();
    let own = format!("read:users/{}", world.user);
    let others = format!("read:users/{UNKNOWN}");
    world.holder(&[&own]).get("/api/v2/me").ok(200);
    world.holder(&["read:users"]).get("/api/v2/me").ok(200);
    for held in ["write:users", &others, &format!("read:orgs/{}/users", world.org)] {
        world
            .holder(&[held])
            .get("/api/v2/me")
            .unauthorized(&format!("{own} is unauthorized"));
    }
}

#[test]
fn lists_leave_out_and_single_items_refuse() {
    let world = SetUp::new();
    let (org, user, bucket) = (&world.org, &world.user, &world.bucket);
    let nobody = world.holder(&["read:tasks"]);
    for (list, field, one, missing) in [
        ("users", "users", user, format!("read:users/{user}")),
        ("orgs", "orgs", org, format!("read:orgs/{org}")),
        (
            "buckets",
            "buckets",
            bucket,
            format!("read:orgs/{org}/buckets/{bucket}"),
        ),
    ] {
        assert_eq!(
            nobody.get(&format!("/api/v2/{list}")).ok(200)[field],
            json!([]),
            "{list}"
        );
        nobody
            .get(&format!("/api/v2/{list}/{one}"))
            .unauthorized(&format!("{missing} is unauthorized"));
        let reader = world.holder(&[&missing]);
        assert_eq!(
            texts(&reader.get(&format!("/api/v2/{list}")).ok(200)[field], "id"),
            [one.as_str()],
            "{list}"
        );
        reader.get(&format!("/api/v2/{list}/{one}")).ok(200);
    }
}

#[test]
fn system_buckets_are_as_readable_as_their_organization() {
    let world = SetUp::new();
    let names = |held: &[&str]| {
        texts(
            &world.holder(held).get("/api/v2/buckets?org=acme").ok(200)["buckets"],
            "name",
        )
    };
    assert_eq!(names(&["read:buckets"]), ["metrics"]);
    assert_eq!(
        names(&[&format!("read:orgs/{}", world.org)]),
        ["_monitoring", "_tasks"]
    );
    assert_eq!(
        names(&["read:buckets", "read:orgs"]),
        ["_monitoring", "_tasks", "metrics"]
    );
}

#[test]
fn resources_need_no_permission_and_config_needs_all() {
    let world = SetUp::new();
    assert_eq!(world.holder(&["read:tasks"]).get("/api/v2/resources").status, 200);
    let config = "/api/v2/config";
    let refusal = "access to /api/v2/config requires operator permissions";
    world.holder(&["read:tasks"]).get(config).unauthorized(refusal);
    world.inactive().get(config).unauthorized(refusal);
    assert_eq!(
        world.operator.get(config).ok(200)["config"]["use-hashed-tokens"],
        true
    );
}

/// The 43 permissions of an all-access token (§3.4).
fn all_access(org: &str, user: &str) -> Value {
    let (org, user) = (org.parse().unwrap(), user.parse().unwrap());
    json!(influx_api::all_access_permissions(org, user))
}

#[test]
fn an_all_access_token_manages_its_user_in_its_organization_only() {
    let world = SetUp::new();
    let (org, admin) = (&world.org, &world.user);
    let (beta, mlee) = (world.add_org("beta"), world.add_user("mlee"));
    let made = world.create(&all_access(org, admin));
    assert_eq!(made["permissions"].as_array().unwrap().len(), 43);
    let client = world.operator.token(&text(&made, "token"));
    let own = text(&made, "id");
    world.create_with(json!({ "userID": mlee }));
    world.create_with(json!({ "orgID": beta }));
    assert_eq!(client.listed(""), [world.auth.clone(), own.clone()]);

    let post = |fields: Value| {
        let mut body =
            json!({ "orgID": org, "permissions": [permission(&format!("read:orgs/{org}/buckets"))] });
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        client.post("/api/v2/authorizations", body)
    };
    post(json!({})).ok(201);
    post(json!({ "permissions": all_access(org, admin) })).ok(201);
    post(json!({ "userID": mlee })).unauthorized(&format!("write:users/{mlee} is unauthorized"));
    post(json!({ "orgID": beta })).unauthorized(&format!("write:orgs/{beta}/authorizations is unauthorized"));
    for wider in [
        "read:buckets".to_owned(),
        format!("write:orgs/{org}"),
        format!("read:buckets/{}", world.bucket),
    ] {
        let message = format!("permission {wider} is not allowed: {wider} is unauthorized");
        post(json!({ "permissions": [permission(&wider)] })).error(403, "forbidden", &message);
    }
    client
        .patch(
            &format!("/api/v2/authorizations/{own}"),
            json!({ "description": "mine" }),
        )
        .ok(200);
}

#[test]
fn the_setup_users_session_may_do_everything() {
    let world = SetUp::with_password();
    let session = world.operator.sign_in("admin", PASSWORD);
    let (beta, mlee) = (world.add_org("beta"), world.add_user("mlee"));
    world.create_with(json!({ "userID": mlee, "orgID": beta }));
    assert_eq!(session.listed("").len(), 2);
    let asked = json!({ "orgID": beta, "userID": mlee, "permissions": [permission("write:orgs")] });
    session.post("/api/v2/authorizations", asked).ok(201);
    // Except to pass that on.
    let asked = json!({ "orgID": world.org, "permissions": [permission("read:instance")] });
    session.post("/api/v2/authorizations", asked).error(
        500,
        "internal error",
        "authorizations cannot be created with the instance type, it is only used during setup",
    );
    let held = session
        .get(&format!("/api/v2/users/{}/permissions", world.user))
        .ok(200);
    let held = held.as_array().unwrap();
    for text in [
        "read:instance",
        "write:instance",
        &format!("write:orgs/{}", world.org),
        &format!("read:users/{}", world.user),
    ] {
        assert!(held.contains(&permission(text)), "{text}");
    }
}

/// Someone with a password and this role in the first organization.
fn person(world: &SetUp, name: &str, role: &str) -> (String, Client) {
    let id = world.add_user(name);
    world
        .operator
        .post(
            &format!("/api/v2/users/{id}/password"),
            json!({ "password": PASSWORD }),
        )
        .empty(204);
    world
        .operator
        .post(&format!("/api/v2/orgs/{}/{role}", world.org), json!({ "id": id }))
        .ok(201);
    let session = world.operator.sign_in(name, PASSWORD);
    (id, session)
}

#[test]
fn owners_and_members_see_what_their_roles_allow() {
    let world = SetUp::new();
    let org = &world.org;
    let (owner, as_owner) = person(&world, "owner", "owners");
    let (member, as_member) = person(&world, "member", "members");
    let of_owner = text(&world.create_with(json!({ "userID": owner })), "id");
    let of_member = text(&world.create_with(json!({ "userID": member })), "id");

    as_owner.get("/api/v2/me").ok(200);
    as_member.get("/api/v2/me").ok(200);
    assert_eq!(as_owner.listed(""), [of_owner.as_str()]);
    assert_eq!(as_member.listed(""), [of_member.as_str()]);
    for session in [&as_owner, &as_member] {
        assert_eq!(
            texts(&session.get("/api/v2/orgs").ok(200)["orgs"], "name"),
            ["acme"]
        );
        let buckets = session.get(&format!("/api/v2/buckets?orgID={org}")).ok(200);
        assert_eq!(
            texts(&buckets["buckets"], "name"),
            ["_monitoring", "_tasks", "metrics"]
        );
        session
            .get(&format!("/api/v2/users/{}", world.user))
            .unauthorized(&format!("read:users/{} is unauthorized", world.user));
    }

    let tasks = format!("read:orgs/{org}/tasks");
    let body = json!({ "orgID": org, "permissions": [permission(&tasks)] });
    as_owner.post("/api/v2/authorizations", &body).ok(201);
    as_member
        .post("/api/v2/authorizations", &body)
        .unauthorized(&format!("write:orgs/{org}/authorizations is unauthorized"));
    let path = |id: &str| format!("/api/v2/authorizations/{id}");
    as_owner
        .patch(&path(&of_owner), json!({ "description": "x" }))
        .ok(200);
    as_member
        .patch(&path(&of_member), json!({ "description": "x" }))
        .unauthorized(&format!(
            "write:orgs/{org}/authorizations/{of_member} is unauthorized"
        ));
    as_owner
        .patch(&format!("/api/v2/orgs/{org}"), json!({ "description": "x" }))
        .ok(200);
    as_member
        .patch(&format!("/api/v2/orgs/{org}"), json!({}))
        .unauthorized(&format!("write:orgs/{org} is unauthorized"));

    let held = as_member
        .get(&format!("/api/v2/users/{member}/permissions"))
        .ok(200);
    let mut expected: Vec<_> = influx_api::ResourceType::ALL
        .iter()
        .filter(|kind| kind.as_str() != "instance")
        .map(|kind| match kind.as_str() {
            "orgs" => permission(&format!("read:orgs/{org}")),
            kind => permission(&format!("read:orgs/{org}/{kind}")),
        })
        .collect();
    expected.push(permission(&format!("read:users/{member}")));
    expected.push(permission(&format!("write:users/{member}")));
    assert_eq!(held, json!(expected));
}

#[test]
fn a_session_has_the_permissions_of_all_its_users_tokens() {
    let world = SetUp::new();
    let (member, session) = person(&world, "member", "members");
    let bucket = format!("/api/v2/buckets/{}", world.bucket);
    session.delete(&bucket).unauthorized(&format!(
        "write:orgs/{}/buckets/{} is unauthorized",
        world.org, world.bucket
    ));
    let made = world.create_with(json!({
        "userID": member, "status": "inactive", "permissions": [permission("write:buckets")],
    }));
    // At once, and although the token is inactive.
    assert_eq!(
        session.patch(&bucket, json!({ "description": "x" })).ok(200)["description"],
        "x"
    );
    world
        .operator
        .delete(&format!("/api/v2/authorizations/{}", text(&made, "id")))
        .empty(204);
    session.delete(&bucket).unauthorized(&format!(
        "write:orgs/{}/buckets/{} is unauthorized",
        world.org, world.bucket
    ));
    // Of the tokens' part nothing is told.
    let told = session
        .get(&format!("/api/v2/users/{member}/permissions"))
        .ok(200);
    assert!(!told.as_array().unwrap().contains(&permission("write:buckets")));
}

#[test]
fn a_session_in_use_notices_at_once_what_becomes_of_its_user() {
    let world = SetUp::new();
    let (user, session) = person(&world, "person", "members");
    let seen = || texts(&session.get("/api/v2/orgs").ok(200)["orgs"], "name").len();
    assert_eq!(seen(), 1);
    let members = format!("/api/v2/orgs/{}/members", world.org);
    world.operator.delete(&format!("{members}/{user}")).empty(204);
    assert_eq!(seen(), 0);
    world.operator.post(&members, json!({ "id": user })).ok(201);
    assert_eq!(seen(), 1);
    let path = format!("/api/v2/users/{user}");
    world.operator.patch(&path, json!({ "name": "renamed" })).ok(200);
    assert_eq!(session.get("/api/v2/me").ok(200)["name"], "renamed");
    for (status, expected) in [("inactive", 403), ("active", 200), ("inactive", 403)] {
        world.operator.patch(&path, json!({ "status": status })).ok(200);
        assert_eq!(session.get("/api/v2/me").status, expected, "{status}");
    }
    world.operator.patch(&path, json!({ "status": "active" })).ok(200);
    assert_eq!(seen(), 1);
    world.operator.delete(&path).empty(204);
    assert_ne!(session.get("/api/v2/me").status, 200, "deleted");
}

#[test]
fn leaving_an_organization_takes_its_permissions() {
    let world = SetUp::new();
    let (member, session) = person(&world, "member", "members");
    let path = format!("/api/v2/orgs/{}/members", world.org);
    let listed = world.operator.get(&path).ok(200);
    assert_eq!(listed["links"]["self"], json!(path));
    assert_eq!(listed["users"][0]["role"], "member");
    assert_eq!(texts(&listed["users"], "id"), [member.as_str()]);
    world.operator.delete(&format!("{path}/{member}")).empty(204);
    world
        .operator
        .delete(&format!("{path}/{member}"))
        .not_found("user to resource mapping not found");
    assert_eq!(session.get("/api/v2/orgs").ok(200)["orgs"], json!([]));
    world
        .operator
        .post(&path, json!({}))
        .invalid("user id missing or invalid");
    world
        .operator
        .post(&path, json!({ "id": UNKNOWN }))
        .not_found("user not found");
    session
        .post(&path, json!({ "id": member }))
        .unauthorized(&format!("write:orgs/{} is unauthorized", world.org));
}
