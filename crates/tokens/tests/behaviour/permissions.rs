use influx_api::{Id, Permission};
use proptest::prelude::*;
use tokens::{PermissionRow, Scope, filter_rows, permission_rows};

use super::{id, permission};

fn rows(permissions: &[&str]) -> Vec<PermissionRow> {
    let permissions: Vec<Permission> = permissions.iter().map(|text| permission(text)).collect();
    permission_rows(&permissions, |_| None)
}

/// A row as `All buckets r`, `Bucket 3 name rw`, `User 3 deleted r`.
fn line(row: &PermissionRow) -> String {
    let mut parts = vec![row.resource.clone()];
    parts.extend(row.id.map(|id| id.get().to_string()));
    parts.extend(row.name.clone());
    parts.extend(row.deleted.then(|| "deleted".to_owned()));
    parts.push([if row.read { "r" } else { "" }, if row.write { "w" } else { "" }].concat());
    parts.extend(row.other.iter().cloned());
    parts.join(" ")
}

fn lines(permissions: &[&str]) -> Vec<String> {
    rows(permissions).iter().map(line).collect()
}

pub(crate) fn any_permission() -> impl Strategy<Value = Permission> {
    let kinds = proptest::sample::select(vec!["buckets", "telegrafs", "orgs", "tasks", "flows", "instance"]);
    let names = proptest::option::of("_?[a-c]");
    (
        proptest::sample::select(vec!["read", "write", "fly"]),
        kinds,
        0..4_u64,
        names,
        any::<bool>(),
    )
        .prop_map(|(action, kind, of, name, everywhere)| {
            let org = (!everywhere).then(|| id(0xa));
            let mut permission = Permission::new(action.into(), kind.into(), Id::new(of), org);
            permission.resource.name = name.filter(|_| of > 0);
            permission
        })
}

#[test]
fn actions_on_one_resource_share_a_row() {
    assert_eq!(
        lines(&["read buckets 3 b", "write buckets 3 b"]),
        ["Bucket 3 b rw"]
    );
    assert_eq!(
        lines(&["read buckets", "write *buckets"]),
        ["All buckets w", "All buckets r"]
    );
    assert_eq!(
        lines(&["write *buckets 3", "read buckets 3 b"]),
        ["Bucket 3 b rw"]
    );
    assert_eq!(
        lines(&["fly buckets 3 b", "fly buckets 3 b"]),
        ["Bucket 3 b  fly"]
    );
}

#[test]
fn buckets_come_first_then_telegrafs_then_the_others_by_name() {
    let permissions = [
        "read users 9 mlee",
        "read flows",
        "read tasks",
        "read orgs 10 acme",
        "write telegrafs 5",
        "read telegrafs",
        "read buckets 3 _tasks",
        "read buckets 8",
        "read buckets 1 raw 10",
        "read buckets 2 Raw",
        "read dbrp",
        "write buckets",
        "read instance",
    ];
    let expected = [
        "All buckets w",
        "Bucket 1 raw r",
        "Bucket 2 Raw r",
        "Bucket 3 _tasks r",
        "Bucket 8 deleted r",
        "All telegrafs r",
        "Telegraf 5 w",
        "All DBRP mappings r",
        "All flows r",
        "Everything r",
        "Organization 10 acme r",
        "All tasks r",
        "User 9 mlee r",
    ];
    assert_eq!(lines(&permissions), expected);
}

#[test]
fn scopes_are_told() {
    let scopes = |permissions: &[&str]| rows(permissions).iter().map(|row| row.scope).collect::<Vec<_>>();
    assert_eq!(
        scopes(&["read tasks 1", "read tasks", "read *tasks"]),
        [Scope::Everywhere, Scope::Organization, Scope::One]
    );
    assert_eq!(scopes(&["read *users 1"]), [Scope::One]);
}

#[test]
fn names_of_telegrafs_are_looked_up() {
    let permissions = ["read telegrafs 1", "read telegrafs 2", "read telegrafs 3"].map(permission);
    let rows = permission_rows(&permissions, |of| match of.get() {
        1 => None,
        2 => Some(None),
        _ => Some(Some("edge".into())),
    });
    let told: Vec<String> = rows.iter().map(line).collect();
    assert_eq!(
        told,
        ["Telegraf 3 edge r", "Telegraf 1 r", "Telegraf 2 deleted r"]
    );
}

#[test]
fn only_types_whose_names_the_server_tells_can_be_known_as_deleted() {
    assert_eq!(
        lines(&["read buckets 1", "read orgs 2", "read users 3", "read tasks 4"]),
        [
            "Bucket 1 deleted r",
            "Organization 2 deleted r",
            "Task 4 r",
            "User 3 deleted r"
        ]
    );
}

#[test]
fn rows_are_found_by_every_word_they_show() {
    let rows = rows(&[
        "read buckets 1 Metrics_raw",
        "write buckets 2 metrics_old",
        "read tasks",
        "read users 3",
    ]);
    let found = |text: &str| filter_rows(&rows, text);
    assert_eq!(found(""), [0, 1, 2, 3]);
    assert_eq!(found("metrics"), [0, 1]);
    assert_eq!(
        found("METRICS write"),
        [rows.iter().position(|row| row.write).unwrap()]
    );
    assert_eq!(found("all tasks"), [2]);
    assert_eq!(found("deleted"), [3]);
    assert_eq!(found("0000000000000003"), [3]);
    assert_eq!(found("metrics tasks"), [0_usize; 0]);
}

proptest! {
    #[test]
    fn every_permission_is_in_exactly_one_row_and_order_does_not_matter(
        (permissions, shuffled) in proptest::collection::vec(any_permission(), 0..12)
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let rows = permission_rows(&permissions, |_| None);
        let mut shuffled = permission_rows(&shuffled, |_| None);
        // Names may differ between permissions on one resource; the first one counts.
        let facts = |row: &PermissionRow| (row.resource.clone(), row.id, row.scope, row.read, row.write);
        let mut facts_of_rows: Vec<_> = rows.iter().map(facts).collect();
        facts_of_rows.sort();
        shuffled.sort_by_key(facts);
        prop_assert_eq!(facts_of_rows, shuffled.iter().map(facts).collect::<Vec<_>>());
        for permission in &permissions {
            let resource = &permission.resource;
            let holding = rows.iter().filter(|row| {
                let scope = match (resource.id, resource.org_id) {
                    (Some(_), _) => Scope::One,
                    (None, Some(_)) => Scope::Organization,
                    (None, None) => Scope::Everywhere,
                };
                let words = row.resource.to_lowercase().replace("everything", "instances");
                let kind = resource.kind.as_str().trim_end_matches('s');
                row.id == resource.id && row.scope == scope && words.contains(if kind == "org" { "organization" } else { kind })
            });
            let holding: Vec<&PermissionRow> = holding.collect();
            prop_assert_eq!(holding.len(), 1, "{} in {:?}", permission, rows);
            let told = match permission.action.as_str() {
                "read" => holding[0].read,
                "write" => holding[0].write,
                other => holding[0].other == [other],
            };
            prop_assert!(told);
        }
    }
}

/// A server may tell any number of them. Looking through all the others for each would take minutes.
#[test]
fn a_hundred_thousand_permissions_take_seconds() {
    let many = 100_000_u64;
    let begun = std::time::Instant::now();
    let single = |n: u64| Permission::new("read".into(), "buckets".into(), Id::new(n), None);
    let read = (1..=many).map(single);
    let all: Vec<_> = read
        .clone()
        .chain(read.map(|mut one| {
            one.resource.name = Some("named".to_owned());
            one
        }))
        .collect();
    let mut token = super::token(1, "of many");
    token.permissions = all.into();
    assert_eq!(tokens::chips(&token)[0].text, "read 100000 buckets");
    let strange = |n: u64| Permission::new(format!("act {n}").as_str().into(), "tasks".into(), None, None);
    assert_eq!(
        permission_rows(&(1..=many).map(single).collect::<Vec<_>>(), |_| None).len(),
        100_000
    );
    let rows = permission_rows(&(1..=many).map(strange).collect::<Vec<_>>(), |_| None);
    assert_eq!((rows.len(), rows[0].other.len()), (1, 100_000));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
