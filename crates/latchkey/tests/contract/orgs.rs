//! §4.7: organizations.

use serde_json::json;

use crate::support::{SetUp, UNKNOWN, keys, text, texts};

#[test]
fn an_organization_looks_as_documented() {
    let world = SetUp::new();
    let reply = world.operator.get("/api/v2/orgs");
    let listed = reply.ok(200);
    assert_eq!(listed["links"], json!({ "self": "/api/v2/orgs" }));
    assert_eq!(
        keys(&reply.text, "\t\t\t"),
        ["links", "id", "name", "description", "createdAt", "updatedAt"]
    );
    let links = [
        "buckets",
        "dashboards",
        "labels",
        "logs",
        "members",
        "owners",
        "secrets",
        "self",
        "tasks",
    ];
    assert_eq!(keys(&reply.text, "\t\t\t\t"), links);
    assert_eq!(
        listed["orgs"][0],
        world.operator.get(&format!("/api/v2/orgs/{}", world.org)).ok(200)
    );
    assert_eq!(
        listed["orgs"][0]["links"]["self"],
        json!(format!("/api/v2/orgs/{}", world.org))
    );
}

#[test]
fn organizations_are_found_and_paged() {
    let world = SetUp::new();
    let mut all = vec![world.org.clone()];
    all.extend((0..22).map(|number| world.add_org(&format!("org {number}"))));
    all.sort();
    let page = |query: &str| {
        texts(
            &world.operator.get(&format!("/api/v2/orgs{query}")).ok(200)["orgs"],
            "id",
        )
    };
    assert_eq!(page(""), all[..20]);
    assert_eq!(page("?limit=100"), all);
    assert_eq!(page("?limit=5&offset=20"), all[20..]);
    assert_eq!(page("?org=acme"), [world.org.as_str()]);
    assert_eq!(page(&format!("?orgID={}", world.org)), [world.org.as_str()]);
    // Ids that are none are ignored, here only.
    assert_eq!(page("?orgID=12&limit=100"), all);
    assert_eq!(page("?userID=12&limit=100"), all);
    assert_eq!(
        page(&format!("?userID={}&limit=100", world.user)),
        all,
        "whoever makes one owns it"
    );
    assert_eq!(page(&format!("?userID={UNKNOWN}")), [""; 0]);
    world
        .operator
        .get("/api/v2/orgs?org=no%20such")
        .not_found("organization name \"no such\" not found");
    world
        .operator
        .get(&format!("/api/v2/orgs?orgID={UNKNOWN}"))
        .not_found("organization not found");
    world
        .operator
        .get("/api/v2/orgs?limit=101")
        .invalid("limit must be between 1 and 100");
}

#[test]
fn without_global_permission_only_ones_own_are_listed() {
    let world = SetUp::new();
    let user = world.add_user("mlee");
    let reader = |permissions: serde_json::Value| {
        let made = world.create_with(json!({ "userID": user, "permissions": permissions }));
        world.operator.token(&text(&made, "token"))
    };
    let one = reader(json!([{ "action": "read", "resource": { "type": "orgs", "id": world.org } }]));
    let all = reader(json!([{ "action": "read", "resource": { "type": "orgs" } }]));
    assert_eq!(
        one.get("/api/v2/orgs").ok(200)["orgs"],
        json!([]),
        "its user does not belong there"
    );
    assert_eq!(texts(&all.get("/api/v2/orgs").ok(200)["orgs"], "name"), ["acme"]);
    one.get(&format!("/api/v2/orgs/{}", world.org)).ok(200);
    world
        .operator
        .post(
            &format!("/api/v2/orgs/{}/members", world.org),
            json!({ "id": user }),
        )
        .ok(201);
    assert_eq!(texts(&one.get("/api/v2/orgs").ok(200)["orgs"], "name"), ["acme"]);
}

#[test]
fn organizations_are_made_changed_and_deleted() {
    let world = SetUp::new();
    let post = |body: serde_json::Value| world.operator.post("/api/v2/orgs", body);
    let made = post(json!({ "name": "beta", "description": "second" })).ok(201);
    assert_eq!(
        (&made["name"], &made["description"]),
        (&json!("beta"), &json!("second"))
    );
    let id = text(&made, "id");
    let buckets = world.operator.get(&format!("/api/v2/buckets?orgID={id}")).ok(200);
    assert_eq!(texts(&buckets["buckets"], "name"), ["_monitoring", "_tasks"]);
    post(json!({ "name": "beta" })).error(422, "conflict", "organization with name beta already exists");
    assert_eq!(post(json!({})).status, 400);
    let path = format!("/api/v2/orgs/{id}");
    assert_eq!(
        world.operator.patch(&path, json!({ "name": "gamma" })).ok(200)["description"],
        "second"
    );
    world.operator.patch(&path, json!({ "name": "acme" })).error(
        422,
        "conflict",
        "organization with name acme already exists",
    );
    world.operator.delete(&path).empty(204);
    world.operator.delete(&path).not_found("organization not found");
    assert_eq!(
        world.operator.get(&format!("/api/v2/buckets?orgID={id}")).ok(200)["buckets"],
        json!([])
    );
    world
        .holder(&["read:orgs"])
        .post("/api/v2/orgs", json!({ "name": "x" }))
        .unauthorized("write:orgs is unauthorized");
}
