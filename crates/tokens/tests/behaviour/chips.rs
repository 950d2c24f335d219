use influx_api::{AccessKind, all_access_permissions, operator_permissions};
use proptest::prelude::*;
use tokens::{Token, chips};

use super::{granted, id, token};

/// Of permissions on resources that all exist.
fn texts(permissions: &[&str]) -> Vec<String> {
    let mut token = granted(permissions);
    token.permissions = token
        .permissions
        .iter()
        .cloned()
        .map(|mut permission| {
            permission.resource.name = permission.resource.id.map(|_| "there".to_owned());
            permission
        })
        .collect();
    texts_of(&token)
}

fn texts_of(token: &Token) -> Vec<String> {
    chips(token).into_iter().map(|chip| chip.text).collect()
}

#[test]
fn what_the_server_cannot_name_is_deleted() {
    let texts = |permissions: &[&str]| texts_of(&granted(permissions));
    assert_eq!(
        texts(&["read buckets 1 b", "read buckets 2"]),
        ["read 2 buckets (1 deleted)"]
    );
    assert_eq!(
        texts(&[
            "read buckets 1",
            "write buckets 1",
            "write buckets 2",
            "write buckets 3 b"
        ]),
        ["read 1, write 3 buckets (2 deleted)"]
    );
    assert_eq!(texts(&["read orgs 1"]), ["read 1 organization (1 deleted)"]);
    assert_eq!(texts(&["read users 1"]), ["read 1 user (1 deleted)"]);
    // The server tells no names of these, and all of a type cannot be deleted.
    assert_eq!(texts(&["read telegrafs 1"]), ["read 1 telegraf"]);
    assert_eq!(texts(&["read tasks 1"]), ["read 1 task"]);
    assert_eq!(texts(&["read buckets", "read buckets 1"]), ["read all buckets"]);
}

#[test]
fn whole_kinds_are_told_in_words() {
    let of = |permissions: Vec<_>| {
        let access = AccessKind::of(&permissions, id(0xa), id(0xb));
        chips(&Token {
            access,
            permissions: permissions.into(),
            ..token(1, "")
        })
    };
    let [operator] = &of(operator_permissions())[..] else {
        panic!("one chip")
    };
    assert_eq!(
        (operator.kind, &*operator.text),
        (AccessKind::Operator, "Operator")
    );
    let [all] = &of(all_access_permissions(id(0xa), id(0xb)))[..] else {
        panic!("one chip")
    };
    assert_eq!((all.kind, &*all.text), (AccessKind::AllAccess, "All access"));
    assert_eq!(texts(&[]), ["no permissions"]);
}

#[test]
fn resources_are_counted_by_type() {
    assert_eq!(texts(&["read buckets 1", "read buckets 2"]), ["read 2 buckets"]);
    assert_eq!(texts(&["write buckets 1"]), ["write 1 bucket"]);
    assert_eq!(
        texts(&["write buckets 1", "write buckets 2", "read telegrafs 7"]),
        ["read 1 telegraf", "write 2 buckets"]
    );
    assert_eq!(
        texts(&["write buckets 1", "read buckets 2", "read buckets 1"]),
        ["read 2, write 1 bucket"]
    );
    assert_eq!(
        texts(&["read buckets 1", "write buckets 1", "write buckets 2"]),
        ["read 1, write 2 buckets"]
    );
    assert_eq!(
        texts(&["read orgs 1", "write notificationRules 3"]),
        ["read 1 organization", "write 1 notification rule"]
    );
}

#[test]
fn type_wide_permissions_outweigh_single_ones() {
    assert_eq!(
        texts(&["read buckets 1", "read buckets", "read buckets 2"]),
        ["read all buckets"]
    );
    assert_eq!(
        texts(&["read *buckets", "write buckets 2"]),
        ["read all, write 1 bucket"]
    );
    assert_eq!(
        texts(&["write buckets 2", "write dbrp"]),
        ["write 1 bucket", "write all DBRP mappings"]
    );
}

#[test]
fn unknown_types_and_actions_are_told_as_they_are() {
    assert_eq!(
        texts(&["read flows", "read flowers 1"]),
        ["read 1 flowers", "read all flows"]
    );
    assert_eq!(
        texts(&["fly buckets 1", "write buckets 1"]),
        ["write 1, fly 1 bucket"]
    );
}

#[test]
fn more_than_three_types_are_cut_short() {
    let three = ["read tasks", "read labels", "write buckets"];
    assert_eq!(
        texts(&three),
        ["read all labels", "read all tasks", "write all buckets"]
    );
    let five = [
        "read tasks",
        "read labels",
        "read views",
        "read telegrafs",
        "write users",
        "read buckets",
    ];
    assert_eq!(
        texts(&five),
        [
            "read all buckets",
            "read all telegrafs",
            "read all labels",
            "+3 more"
        ]
    );
}

proptest! {
    #[test]
    fn order_and_repetition_do_not_matter(
        permissions in proptest::collection::vec(super::permissions::any_permission(), 0..12).prop_flat_map(|all| {
            (Just(all.clone()), Just([all.clone(), all].concat()).prop_shuffle())
        }),
    ) {
        let of = |permissions: Vec<_>| chips(&Token { permissions: permissions.into(), ..token(1, "") });
        prop_assert_eq!(of(permissions.0), of(permissions.1));
    }
}
