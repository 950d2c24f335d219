//! §1.2: the list.

use serde_json::json;

use crate::support::{SetUp, UNKNOWN, ids, permission, text};

/// Tokens of two users in two organizations, by id: the operator's own, then one of each pair.
fn four_pairs() -> (SetUp, String, String, Vec<String>) {
    let world = SetUp::new();
    let (user, org) = (world.add_user("mlee"), world.add_org("beta"));
    let mut tokens = vec![world.auth.clone()];
    for (user, org) in [
        (&world.user, &world.org),
        (&user, &world.org),
        (&world.user, &org),
        (&user, &org),
    ] {
        tokens.push(text(
            &world.create_with(json!({ "userID": user, "orgID": org })),
            "id",
        ));
    }
    (world, user, org, tokens)
}

#[test]
fn the_envelope_is_there_even_when_nothing_is_in_it() {
    let world = SetUp::new();
    let reply = world
        .holder(&["read:tasks"])
        .get("/api/v2/authorizations?orgID=00000000deadbeef&limit=3");
    assert_eq!(reply.status, 200);
    let expected =
        "{\n\t\"links\": {\n\t\t\"self\": \"/api/v2/authorizations\"\n\t},\n\t\"authorizations\": []\n}";
    assert_eq!(reply.text, expected);
    assert_eq!(
        reply.header("content-type"),
        Some("application/json; charset=utf-8")
    );
}

#[test]
fn an_element_is_what_reading_it_gives() {
    let world = SetUp::new();
    world.create_with(json!({ "description": "one\n\"two\"", "status": "inactive" }));
    let list = world.operator.get("/api/v2/authorizations");
    let listed = list.json();
    for element in listed["authorizations"].as_array().unwrap() {
        let one = world
            .operator
            .get(&format!("/api/v2/authorizations/{}", text(element, "id")));
        assert_eq!(element, &one.json());
        let indented = one.text.replace('\n', "\n\t\t");
        assert!(list.text.contains(&indented), "{indented}");
    }
}

#[test]
fn filters_are_combined() {
    let (world, user, org, all) = four_pairs();
    let admin = &world.user;
    let acme = &world.org;
    let pick = |places: &[usize]| places.iter().map(|place| all[*place].clone()).collect::<Vec<_>>();
    let expected = [
        (String::new(), pick(&[0, 1, 2, 3, 4])),
        (format!("?orgID={org}"), pick(&[3, 4])),
        (format!("?userID={user}"), pick(&[2, 4])),
        (format!("?orgID={acme}&userID={admin}"), pick(&[0, 1])),
        (format!("?orgID={org}&userID={user}"), pick(&[4])),
        ("?org=beta".to_owned(), pick(&[3, 4])),
        ("?user=mlee".to_owned(), pick(&[2, 4])),
        ("?org=acme&user=mlee".to_owned(), pick(&[2])),
        // An id decides over the name beside it, and `id` over everything.
        (format!("?orgID={org}&org=acme"), pick(&[3, 4])),
        (format!("?userID={user}&user=nobody"), pick(&[2, 4])),
        (format!("?id={}&orgID={org}&user=nobody", all[1]), pick(&[1])),
        // Empty is absent, the first of two counts.
        (
            "?org=&user=&orgID=&userID=&id=".to_owned(),
            pick(&[0, 1, 2, 3, 4]),
        ),
        (format!("?orgID={org}&orgID={acme}"), pick(&[3, 4])),
        (format!("?orgID={UNKNOWN}"), pick(&[])),
        (format!("?userID={UNKNOWN}"), pick(&[])),
        // Nothing else is looked at.
        (
            format!(
                "?limit=1&offset=1&after={}&sortBy=id&descending=true&status=inactive&token={}",
                all[1], world.token
            ),
            pick(&[0, 1, 2, 3, 4]),
        ),
    ];
    for (query, ids) in expected {
        assert_eq!(world.operator.listed(&query), ids, "{query}");
    }
}

#[test]
fn unknown_names_and_malformed_ids_fail() {
    let world = SetUp::new();
    let get = |query: &str| world.operator.get(&format!("/api/v2/authorizations?{query}"));
    get("user=nobody").not_found("user not found");
    get("org=nowhere").not_found("organization name \"nowhere\" not found");
    get(&format!("id={UNKNOWN}")).not_found("authorization not found");
    for name in ["id", "orgID", "userID"] {
        get(&format!("{name}=12")).invalid("id must have a length of 16 bytes");
        get(&format!("{name}=zzzzzzzzzzzzzzzz")).invalid("invalid ID");
    }
    // Names are looked up for everyone, even with a token that is switched off.
    world
        .inactive()
        .get("/api/v2/authorizations?user=nobody")
        .not_found("user not found");
}

#[test]
fn the_order_is_that_of_creation() {
    let world = SetUp::new();
    let mut made = vec![world.auth.clone()];
    made.extend((0..30).map(|_| text(&world.create_with(json!({})), "id")));
    assert_eq!(world.operator.listed(""), made);
    let mut sorted = made.clone();
    sorted.sort();
    assert_eq!(made, sorted);
}

#[test]
fn rows_the_caller_may_not_read_are_left_out() {
    let (world, user, org, all) = four_pairs();
    let admin = &world.user;
    let sees = |permissions: &[&str], places: &[usize]| {
        let client = world.holder(permissions);
        let mine: Vec<_> = client
            .listed("")
            .into_iter()
            .filter(|id| all.contains(id))
            .collect();
        let expected: Vec<_> = places.iter().map(|place| all[*place].clone()).collect();
        assert_eq!(mine, expected, "{permissions:?}");
    };
    sees(&["read:authorizations"], &[]);
    sees(&["read:users"], &[]);
    sees(&["write:authorizations", "write:users"], &[]);
    sees(&["read:authorizations", "read:users"], &[0, 1, 2, 3, 4]);
    sees(&["read:authorizations", &format!("read:users/{user}")], &[2, 4]);
    sees(&[&format!("read:authorizations/{}", all[1]), "read:users"], &[1]);
    // A users permission with an organization only is of no use.
    sees(
        &["read:authorizations", &format!("read:orgs/{}/users", world.org)],
        &[],
    );
    let of_acme = format!("read:orgs/{}/authorizations", world.org);
    sees(&[&of_acme, "read:users"], &[0, 1, 2]);
    sees(&[&of_acme, &format!("read:users/{admin}")], &[0, 1]);

    assert_eq!(world.inactive().listed(""), [""; 0]);
    let one = world.holder(&["read:authorizations"]);
    assert_eq!(one.listed(&format!("?id={}", all[1])), [""; 0]);
    assert_eq!(world.operator.listed(&format!("?orgID={org}")).len(), 2);
}

#[test]
fn orphans_are_left_out() {
    let (world, user, org, all) = four_pairs();
    world.operator.delete(&format!("/api/v2/users/{user}")).empty(204);
    assert_eq!(
        world.operator.listed(""),
        [0, 1, 3].map(|place: usize| all[place].clone())
    );
    assert_eq!(world.operator.listed(&format!("?userID={user}")), [""; 0]);
    world.operator.delete(&format!("/api/v2/orgs/{org}")).empty(204);
    assert_eq!(world.operator.listed(""), all[..2]);
    assert_eq!(world.operator.listed(&format!("?id={}", all[3])), [""; 0]);
    let deleted = world
        .operator
        .delete(&format!("/api/v2/authorizations/{}", all[4]));
    deleted.empty(204);
}

#[test]
fn a_long_list_is_whole() {
    let world = SetUp::new();
    let description = "x".repeat(10_000);
    let mut made = vec![world.auth.clone()];
    for _ in 0..60 {
        made.push(text(
            &world.create_with(json!({ "description": description })),
            "id",
        ));
    }
    let reply = world.operator.get("/api/v2/authorizations");
    assert!(reply.text.len() > 600_000);
    assert_eq!(ids(&reply.json()["authorizations"]), made);
}

#[test]
fn a_list_that_cannot_be_finished_is_not_passed_off_as_whole() {
    let world = SetUp::new();
    let long = "x".repeat(200_000);
    world.create_with(json!({ "description": long }));
    world.create(&json!([permission("write:dashboards")]));
    // Something that this program did not write.
    let conn = rusqlite::Connection::open(world.directory.path().join("latchkey.sqlite")).unwrap();
    let sql = "UPDATE permission_sets SET permissions = 'garbage' WHERE permissions = 'write:dashboards'";
    assert_eq!(conn.execute(sql, []).unwrap(), 1);
    let reply = world.operator.try_send("GET", "/api/v2/authorizations", None);
    assert!(reply.is_err(), "{:?}", reply.map(|reply| reply.text.len()));
    // What comes before it, and the rest of the server, is as it was.
    assert_eq!(
        world.operator.listed(&format!("?id={}", world.auth)),
        [world.auth.as_str()]
    );
}
