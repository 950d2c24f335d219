//! What can be ticked and what becomes of it. Buckets have the ids 1 to 4, telegraf configurations 5 and 6; the
//! organization is 10, the caller's user 11.

mod links;
mod ticks;
mod words;

use influx_api::{Action, Bucket, Id, Permission, ResourceType, Telegraf};
use proptest::prelude::*;
use tokens::grant::{Catalog, Group, Row, groups};

use super::{id, permission};

const TYPES: [&str; 9] = [
    "authorizations",
    "buckets",
    "telegrafs",
    "orgs",
    "users",
    "tasks",
    "dbrp",
    "flows",
    "instance",
];

fn catalog_of(buckets: &[(u64, &str)]) -> Catalog {
    let buckets = buckets.iter().map(|(of, name)| Bucket {
        id: id(*of),
        name: (*name).to_owned(),
    });
    let telegrafs = [(6, "edge"), (5, "")].map(|(of, name)| Telegraf {
        id: id(of),
        name: name.to_owned(),
    });
    Catalog::new(
        id(0xa),
        Some(id(0xb)),
        TYPES.map(ResourceType::from).into(),
        buckets.collect(),
        telegrafs.into(),
    )
}

fn catalog() -> Catalog {
    catalog_of(&[
        (4, "_tasks"),
        (1, "metrics_raw"),
        (3, "metrics_10"),
        (2, "metrics_9"),
    ])
}

/// A catalog of which the caller's user is not known.
fn without_user() -> Catalog {
    let mut catalog = catalog();
    catalog.user = None;
    catalog
}

/// Permissions as [`permission`] reads them; `read users 11` and `read orgs 10` without an organization.
fn permissions(texts: &[&str]) -> Vec<Permission> {
    let bare = |text: &&str| {
        let mut permission = permission(text);
        if matches!(permission.resource.kind, ResourceType::Orgs | ResourceType::Users) {
            permission.resource.org_id = None;
        }
        permission
    };
    texts.iter().map(bare).collect()
}

/// Permissions of every shape, most of them offered by [`catalog`].
fn any_permission() -> impl Strategy<Value = Permission> {
    let kinds = prop_oneof![
        4 => proptest::sample::select(TYPES.to_vec()),
        2 => Just("buckets"),
        1 => Just("ghosts"),
    ];
    let action = proptest::sample::select(vec!["read", "write", "read", "write", "fly"]);
    let of = proptest::sample::select(vec![0, 1, 2, 3, 4, 5, 6, 7, 0xa, 0xb]);
    let org = proptest::sample::select(vec![0xa, 0xa, 0xa, 0, 0xc]);
    (action, kinds, of, org).prop_map(|(action, kind, of, org)| {
        Permission::new(action.into(), kind.into(), Id::new(of), Id::new(org))
    })
}

fn any_permissions() -> impl Strategy<Value = Vec<Permission>> {
    proptest::collection::vec(any_permission(), 0..12)
}

/// All rows of some groups.
fn rows(groups: &[Group]) -> Vec<&Row> {
    groups
        .iter()
        .flat_map(|group| group.all.iter().chain(&group.rows))
        .collect()
}

/// What the boxes of a row stand for.
fn boxes(row: &Row) -> Vec<Permission> {
    let permission = |action: &Action| row.permission(action).expect("it has this action");
    row.actions.iter().map(permission).collect()
}

/// The boxes that the catalog offers.
fn offered(catalog: &Catalog) -> Vec<Permission> {
    rows(&groups(catalog, "", usize::MAX))
        .into_iter()
        .flat_map(boxes)
        .collect()
}

/// As the server's messages have them, sorted, each once.
fn set(permissions: &[Permission]) -> Vec<String> {
    let mut set: Vec<String> = permissions.iter().map(Permission::to_string).collect();
    set.sort();
    set.dedup();
    set
}
