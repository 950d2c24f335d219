//! §1.1: how an authorization looks, and §1.3: reading one.

use influx_api::Timestamp;
use serde_json::json;

use crate::support::{SetUp, UNKNOWN, keys, permission, text};

#[test]
fn fields_stand_in_the_documented_order_and_are_all_there() {
    let world = SetUp::new();
    let made = world.create(&json!([permission(&format!(
        "read:orgs/{}/buckets/{}",
        world.org, world.bucket
    ))]));
    let id = text(&made, "id");
    let reply = world.operator.get(&format!("/api/v2/authorizations/{id}"));
    assert_eq!(
        reply.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    assert!(!reply.text.ends_with('\n'));
    let fields = [
        "id",
        "token",
        "status",
        "description",
        "orgID",
        "org",
        "userID",
        "user",
        "permissions",
        "links",
        "createdAt",
        "updatedAt",
    ];
    assert_eq!(keys(&reply.text, "\t"), fields);
    assert_eq!(
        keys(&reply.text, "\t\t\t\t"),
        ["type", "id", "orgID", "name", "org"]
    );
    let shown = reply.json();
    assert_eq!(
        shown,
        json!({
            "id": id,
            "token": "",
            "status": "active",
            "description": "",
            "orgID": world.org,
            "org": "acme",
            "userID": world.user,
            "user": "admin",
            "permissions": [{ "action": "read", "resource": {
                "type": "buckets", "id": world.bucket, "orgID": world.org, "name": "metrics", "org": "acme",
            } }],
            "links": {
                "self": format!("/api/v2/authorizations/{id}"),
                "user": format!("/api/v2/users/{}", world.user),
            },
            "createdAt": made["createdAt"],
            "updatedAt": made["createdAt"],
        })
    );
}

#[test]
fn an_id_holds_the_time_of_creation() {
    let world = SetUp::new();
    let made = world.create_with(json!({}));
    let created = Timestamp::parse(&text(&made, "createdAt")).unwrap();
    let millis = u64::from_str_radix(&text(&made, "id"), 16).unwrap() >> 22;
    let of_id = i64::try_from(millis + 1_491_696_000_000).unwrap();
    let of_field = created.seconds * 1_000 + i64::from(created.nanos / 1_000_000);
    assert!((of_id - of_field).abs() <= 5, "{of_id} against {of_field}");
}

#[test]
fn text_that_could_end_a_script_is_escaped() {
    let world = SetUp::new();
    let hostile = "</script>&\u{2028}\u{1f511}";
    let made = world.create_with(json!({ "description": hostile }));
    for path in [
        format!("/api/v2/authorizations/{}", text(&made, "id")),
        "/api/v2/authorizations".to_owned(),
    ] {
        let reply = world.operator.get(&path);
        assert!(
            reply
                .text
                .contains("\\u003c/script\\u003e\\u0026\\u2028\u{1f511}"),
            "{}",
            reply.text
        );
        reply.json();
    }
}

#[test]
fn permissions_keep_their_order_and_repetitions() {
    let world = SetUp::new();
    let asked: Vec<_> = [
        "write:tasks",
        "read:buckets",
        "write:tasks",
        "read:orgs/0000000000000007",
    ]
    .map(permission)
    .into();
    let made = world.create(&json!(asked));
    assert_eq!(made["permissions"], json!(asked));
}

#[test]
fn names_are_told_for_buckets_orgs_and_users_that_exist() {
    let world = SetUp::new();
    let (org, user, bucket) = (&world.org, &world.user, &world.bucket);
    let named = |text: &str, name: Option<&str>, org: Option<&str>| {
        let mut permission = permission(text);
        if let Some(name) = name {
            permission["resource"]["name"] = json!(name);
        }
        if let Some(org) = org {
            permission["resource"]["org"] = json!(org);
        }
        permission
    };
    let expected = [
        named(
            &format!("read:orgs/{org}/buckets/{bucket}"),
            Some("metrics"),
            Some("acme"),
        ),
        named(&format!("read:buckets/{bucket}"), Some("metrics"), None),
        named(&format!("read:orgs/{org}/buckets"), None, Some("acme")),
        named(&format!("read:orgs/{org}"), Some("acme"), None),
        named(&format!("read:users/{user}"), Some("admin"), None),
        // No name for other types.
        named(
            &format!("read:orgs/{org}/telegrafs/{UNKNOWN}"),
            None,
            Some("acme"),
        ),
        // What is gone takes the name of its organization with it.
        named(&format!("read:orgs/{org}/buckets/{UNKNOWN}"), None, None),
        named(&format!("read:orgs/{org}/users/{UNKNOWN}"), None, None),
    ];
    let asked: Vec<_> = expected
        .iter()
        .map(|permission| {
            let mut asked = permission.clone();
            // Whatever a client says of names is ignored.
            asked["resource"]["name"] = json!("made up");
            asked["resource"]["org"] = json!("made up");
            asked
        })
        .collect();
    let made = world.create(&json!(asked));
    assert_eq!(made["permissions"], json!(expected));
    let listed = world.operator.get("/api/v2/authorizations").ok(200);
    assert_eq!(listed["authorizations"][1]["permissions"], json!(expected));
}

#[test]
fn a_deleted_bucket_loses_its_name() {
    let world = SetUp::new();
    let bucket = world.add_bucket(&world.org, "short-lived");
    let asked = permission(&format!("write:orgs/{}/buckets/{bucket}", world.org));
    let made = world.create(&json!([asked]));
    assert_eq!(made["permissions"][0]["resource"]["name"], "short-lived");
    world
        .operator
        .delete(&format!("/api/v2/buckets/{bucket}"))
        .empty(204);
    let shown = world
        .operator
        .get(&format!("/api/v2/authorizations/{}", text(&made, "id")))
        .ok(200);
    assert_eq!(shown["permissions"], json!([asked]));
}

#[test]
fn reading_one_fails_as_documented() {
    let world = SetUp::new();
    let path = |id: &str| format!("/api/v2/authorizations/{id}");
    let operator = &world.operator;
    operator
        .get(&path("12"))
        .invalid("id must have a length of 16 bytes");
    operator
        .get(&path("12345678901234567"))
        .invalid("id must have a length of 16 bytes");
    operator.get(&path("zzzzzzzzzzzzzzzz")).invalid("invalid ID");
    operator.get(&path("0000000000000000")).invalid("invalid ID");
    operator.get(&path("%ff%ff")).invalid("invalid ID");
    operator.get(&path(UNKNOWN)).not_found("authorization not found");

    let (id, org, user) = (&world.auth, &world.org, &world.user);
    world
        .holder(&["read:tasks"])
        .get(&path(id))
        .unauthorized(&format!("read:orgs/{org}/authorizations/{id} is unauthorized"));
    let half = world.holder(&["read:authorizations"]);
    half.get(&path(id))
        .unauthorized(&format!("read:users/{user} is unauthorized"));
    // An unknown id is told even to those who may read nothing.
    half.get(&path(UNKNOWN)).not_found("authorization not found");
    world.inactive().get(&path(id)).unauthorized("token is inactive");
    world
        .inactive()
        .get(&path(UNKNOWN))
        .not_found("authorization not found");
    world
        .operator
        .nobody()
        .get(&path(id))
        .unauthorized("unauthorized access");
}

#[test]
fn reading_one_accepts_upper_case_and_a_trailing_slash() {
    let world = SetUp::new();
    let made = world.create_with(json!({}));
    let id = text(&made, "id");
    let same = |reply: crate::support::Reply| assert_eq!(reply.ok(200)["id"], json!(id));
    same(
        world
            .operator
            .get(&format!("/api/v2/authorizations/{}", id.to_uppercase())),
    );
    same(world.operator.get(&format!("/api/v2/authorizations/{id}/")));
}

#[test]
fn reading_an_orphan_is_404() {
    let world = SetUp::new();
    let user = world.add_user("gone");
    let org = world.add_org("gone");
    let of_user = text(&world.create_with(json!({ "userID": user })), "id");
    let of_org = text(&world.create_with(json!({ "orgID": org })), "id");
    world.operator.delete(&format!("/api/v2/users/{user}")).empty(204);
    world.operator.delete(&format!("/api/v2/orgs/{org}")).empty(204);
    world
        .operator
        .get(&format!("/api/v2/authorizations/{of_user}"))
        .not_found("user not found");
    world
        .operator
        .get(&format!("/api/v2/authorizations/{of_org}"))
        .not_found("organization not found");
}
