//! §4.8: buckets.

use serde_json::json;

use crate::support::{SetUp, UNKNOWN, keys, text, texts};

#[test]
fn a_bucket_looks_as_documented() {
    let world = SetUp::new();
    let (org, bucket) = (&world.org, &world.bucket);
    let reply = world.operator.get("/api/v2/buckets?name=metrics");
    let listed = reply.ok(200);
    let made = text(&listed["buckets"][0], "createdAt");
    let path = format!("/api/v2/buckets/{bucket}");
    assert_eq!(
        listed["buckets"],
        json!([{
            "id": bucket, "orgID": org, "type": "user", "name": "metrics",
            "retentionRules": [{ "type": "expire", "everySeconds": 0, "shardGroupDurationSeconds": 604_800 }],
            "createdAt": made, "updatedAt": made,
            "links": {
                "labels": format!("{path}/labels"), "members": format!("{path}/members"),
                "org": format!("/api/v2/orgs/{org}"), "owners": format!("{path}/owners"), "self": path,
                "write": format!("/api/v2/write?org={org}&bucket={bucket}"),
            },
            "labels": [],
        }])
    );
    let fields = [
        "id",
        "orgID",
        "type",
        "name",
        "retentionRules",
        "createdAt",
        "updatedAt",
        "links",
        "labels",
    ];
    assert_eq!(keys(&reply.text, "\t\t\t"), fields);
    assert_eq!(listed["buckets"][0], world.operator.get(&path).ok(200));
}

#[test]
fn system_buckets_are_in_every_organization() {
    let world = SetUp::new();
    let listed = world.operator.get("/api/v2/buckets?org=acme").ok(200);
    let buckets = &listed["buckets"];
    assert_eq!(texts(buckets, "name"), ["_monitoring", "_tasks", "metrics"]);
    assert_eq!(texts(buckets, "type"), ["system", "system", "user"]);
    let seconds = |place: usize| {
        buckets[place]["retentionRules"][0]["everySeconds"]
            .as_i64()
            .unwrap()
    };
    assert_eq!((seconds(0), seconds(1)), (7 * 86_400, 3 * 86_400));
    let id = text(&buckets[0], "id");
    world
        .operator
        .delete(&format!("/api/v2/buckets/{id}"))
        .invalid("system buckets cannot be deleted");
    world
        .operator
        .patch(&format!("/api/v2/buckets/{id}"), json!({ "name": "x" }))
        .invalid("system buckets cannot be renamed");
}

#[test]
fn order_and_pages_are_as_documented() {
    let world = SetUp::new();
    for name in ["alpha", "Zeta", "beta"] {
        world.add_bucket(&world.org, name);
    }
    let names = |query: &str| {
        texts(
            &world.operator.get(&format!("/api/v2/buckets{query}")).ok(200)["buckets"],
            "name",
        )
    };
    // Byte order: capitals, underscore, small letters.
    let by_name = ["Zeta", "_monitoring", "_tasks", "alpha", "beta", "metrics"];
    assert_eq!(names("?org=acme"), by_name);
    assert_eq!(names(&format!("?orgID={}&sortBy=anything", world.org)), by_name);
    assert_eq!(names("?org=acme&descending=true&limit=2"), ["metrics", "beta"]);
    assert_eq!(names("?org=acme&limit=2&offset=3"), ["alpha", "beta"]);
    let listed = world.operator.get("/api/v2/buckets").ok(200);
    let mut sorted = texts(&listed["buckets"], "id");
    sorted.sort();
    assert_eq!(
        texts(&listed["buckets"], "id"),
        sorted,
        "without an organization by id"
    );
    let after = world
        .operator
        .get(&format!("/api/v2/buckets?after={}", sorted[2]))
        .ok(200);
    assert_eq!(texts(&after["buckets"], "id"), sorted[3..]);

    let links = |query: &str| world.operator.get(&format!("/api/v2/buckets{query}")).ok(200)["links"].clone();
    assert_eq!(
        links(""),
        json!({ "self": "/api/v2/buckets?descending=false&limit=20&offset=0" })
    );
    let link = |offset: usize| {
        format!(
            "/api/v2/buckets?descending=false&limit=2&offset={offset}&orgID={}",
            world.org
        )
    };
    let page = format!("?orgID={}&limit=2&offset=2", world.org);
    assert_eq!(
        links(&page),
        json!({ "prev": link(0), "self": link(2), "next": link(4) })
    );
    let named = links("?org=acme&name=alpha");
    assert_eq!(
        named["self"],
        "/api/v2/buckets?bucket=alpha&descending=false&limit=20&offset=0&org=acme"
    );
    // Escaped in the text.
    assert!(
        world
            .operator
            .get("/api/v2/buckets")
            .text
            .contains("descending=false\\u0026limit=20\\u0026offset=0")
    );
}

#[test]
fn buckets_are_found_as_documented() {
    let world = SetUp::new();
    let get = |query: &str| world.operator.get(&format!("/api/v2/buckets?{query}"));
    assert_eq!(
        texts(&get("org=acme&name=metrics").ok(200)["buckets"], "id"),
        [world.bucket.as_str()]
    );
    assert_eq!(
        texts(&get(&format!("id={}", world.bucket)).ok(200)["buckets"], "id"),
        [world.bucket.as_str()]
    );
    get("org=nowhere").not_found("organization name \"nowhere\" not found");
    get("org=acme&name=nothing").not_found("bucket \"nothing\" not found");
    assert_eq!(get("name=nothing").ok(200)["buckets"], json!([]));
    get(&format!("id={UNKNOWN}")).not_found("bucket not found");
    get("limit=0").invalid("limit must be between 1 and 100");
    get("limit=x").invalid("limit is invalid");
    get("offset=x").invalid("offset is invalid");
    get("descending=x").invalid("descending is invalid");
    get("after=x").invalid("decoding after: id must have a length of 16 bytes");
    get("orgID=x").invalid("id must have a length of 16 bytes");
}

#[test]
fn buckets_are_made_changed_and_deleted() {
    let world = SetUp::new();
    let post = |body: serde_json::Value| world.operator.post("/api/v2/buckets", body);
    let rules = |seconds: i64| json!([{ "type": "expire", "everySeconds": seconds }]);
    let made = post(
        json!({ "orgID": world.org, "name": "new", "description": "d", "retentionRules": rules(86_400) }),
    )
    .ok(201);
    assert_eq!(
        (&made["name"], &made["description"]),
        (&json!("new"), &json!("d"))
    );
    let shard = |seconds: i64| {
        let name = format!("shard {seconds}");
        let made =
            post(json!({ "orgID": world.org, "name": name, "retentionRules": rules(seconds) })).ok(201);
        made["retentionRules"][0]["shardGroupDurationSeconds"]
            .as_i64()
            .unwrap()
    };
    assert_eq!(
        [3_600, 2 * 86_400, 180 * 86_400].map(shard),
        [3_600, 86_400, 604_800]
    );
    post(json!({ "orgID": world.org, "name": "new" })).error(
        422,
        "conflict",
        "bucket with name new already exists",
    );
    assert_eq!(post(json!({ "name": "x" })).status, 400);
    assert_eq!(post(json!({ "orgID": world.org, "name": "_x" })).status, 400);
    post(json!({ "orgID": UNKNOWN, "name": "x" })).not_found("organization not found");
    let id = text(&made, "id");
    let path = format!("/api/v2/buckets/{id}");
    let changed = world
        .operator
        .patch(&path, json!({ "name": "newer", "retentionRules": rules(0) }))
        .ok(200);
    assert_eq!(
        (&changed["name"], &changed["retentionRules"][0]["everySeconds"]),
        (&json!("newer"), &json!(0))
    );
    let reader = world.holder(&["read:buckets"]);
    let missing = format!("write:orgs/{}/buckets/{id} is unauthorized", world.org);
    reader.patch(&path, json!({})).unauthorized(&missing);
    reader.delete(&path).unauthorized(&missing);
    reader
        .post("/api/v2/buckets", json!({ "orgID": world.org, "name": "x" }))
        .unauthorized(&format!("write:orgs/{}/buckets is unauthorized", world.org));
    world.operator.delete(&path).empty(204);
    world.operator.delete(&path).not_found("bucket not found");
}
