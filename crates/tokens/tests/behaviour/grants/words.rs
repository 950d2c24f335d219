use influx_api::{Permission, all_access_permissions, operator_permissions};
use proptest::prelude::*;
use tokens::grant::{Preset, default_description, label, refused, summary};

use super::*;

fn told(of: &[&str]) -> String {
    summary(&permissions(of), &catalog())
}

#[test]
fn a_summary_counts_by_type() {
    assert_eq!(told(&[]), "nothing yet");
    assert_eq!(
        told(&[
            "read buckets 1",
            "read buckets 2",
            "read buckets 3",
            "write buckets 1"
        ]),
        "read 3 buckets, write 1"
    );
    assert_eq!(
        told(&["read buckets 1", "write buckets 2"]),
        "read 1 bucket, write 1"
    );
    assert_eq!(
        told(&["read buckets 1", "write buckets 1"]),
        "read and write 1 bucket"
    );
    assert_eq!(told(&["read buckets"]), "read all buckets");
    assert_eq!(
        told(&["read buckets", "write buckets"]),
        "read and write all buckets"
    );
    assert_eq!(
        told(&["write buckets 1", "read buckets"]),
        "read all buckets, write 1"
    );
    assert_eq!(told(&["write flows"]), "write all flows");
    assert_eq!(
        told(&["read *buckets", "write buckets"]),
        "read all buckets in every organization, write all"
    );
    assert_eq!(told(&["read *instance"]), "read everything on the whole server");
    assert_eq!(
        told(&["read buckets 1", "write buckets 1", "fly buckets 2"]),
        "read and write 1 bucket, fly 1"
    );
}

#[test]
fn a_summary_says_what_is_meant_by_organizations_and_users() {
    assert_eq!(told(&["read orgs 10"]), "read this organization");
    assert_eq!(
        told(&["read users 11", "write users 11"]),
        "read and write your own user"
    );
    assert_eq!(told(&["read users 9"]), "read 1 user");
}

#[test]
fn a_summary_is_short() {
    assert_eq!(
        told(&["read tasks", "read buckets 1", "write telegrafs", "read dbrp"]),
        "read 1 bucket; read all DBRP mappings; read all tasks; write all telegrafs"
    );
    assert_eq!(
        told(&[
            "read tasks",
            "read buckets 1",
            "write telegrafs",
            "read dbrp",
            "read flows"
        ]),
        "read 1 bucket; read all DBRP mappings; read all flows; read all tasks; and 1 more type"
    );
    assert_eq!(
        summary(&all_access_permissions(id(0xa), id(0xb)), &catalog()),
        "read and write everything in this organization"
    );
    assert_eq!(
        summary(&operator_permissions(), &catalog()),
        "read and write everything, in every organization"
    );
}

#[test]
fn a_token_without_a_description_gets_the_stock_pages_words() {
    let of = |texts: &[&str]| default_description(&permissions(texts), &catalog());
    assert_eq!(
        of(&["write buckets 4", "read buckets 4"]),
        "Read buckets _tasks Write buckets _tasks"
    );
    assert_eq!(
        of(&["read telegrafs", "write telegrafs"]),
        "Read telegrafs Write telegrafs"
    );
    assert_eq!(of(&["write buckets"]), "Write buckets");
    assert_eq!(of(&["read orgs 10", "read users 11"]), "Read orgs Read users");
    assert_eq!(of(&["read telegrafs 5"]), "Read telegrafs");
    let read = ["read buckets 1", "read buckets 2", "read tasks"];
    assert_eq!(of(&read), "Read Multiple");
    assert_eq!(
        of(&read
            .map(|text| text.replace("read", "write"))
            .each_ref()
            .map(|text| &**text)),
        "Write Multiple"
    );
    assert_eq!(
        of(&["read buckets 1", "read buckets 2", "write tasks"]),
        "Read Multiple Write Multiple"
    );
    assert_eq!(of(&[]), "");
}

#[test]
fn rows_say_what_they_really_are() {
    let catalog = catalog();
    let words = |text: &str| {
        let mut permission = super::permission(text);
        if text.ends_with("10") || text.ends_with("11") {
            permission.resource.org_id = None;
        }
        let label = label(&permission.resource, &catalog);
        (label.text(), label.hint)
    };
    for (text, expected, hint) in [
        ("read buckets", "All buckets", "all, future ones too"),
        ("read buckets 1", "Bucket metrics_raw", ""),
        ("read buckets 1 renamed", "Bucket metrics_raw", ""),
        ("read buckets 8", "Bucket 0000000000000008, deleted", ""),
        // The server tells its name, so it exists; the catalog may lack what the caller may not list.
        ("read buckets 8 hidden", "Bucket hidden", ""),
        ("read *buckets 1", "Bucket metrics_raw by its ID alone", ""),
        ("read *buckets", "All buckets in every organization", ""),
        ("read orgs 10", "This organization", "no other organization"),
        ("read users 11", "Your own user", "no other user"),
        ("read *users 9", "User 0000000000000009, deleted", ""),
        (
            "read users",
            "All users",
            "grants nothing: the server asks for them by ID",
        ),
        ("read tasks 9", "Task 0000000000000009", ""),
        ("read *instance", "Everything on the whole server", ""),
        ("read telegrafs 5", "Telegraf 0000000000000005", ""),
        ("read telegrafs 9", "Telegraf 0000000000000009, deleted", ""),
    ] {
        assert_eq!(words(text), (expected.to_owned(), hint), "{text}");
    }
    let mut elsewhere = super::permission("read buckets").resource;
    elsewhere.org_id = Some(id(0xc));
    assert_eq!(
        label(&elsewhere, &catalog).text(),
        "All buckets 000000000000000c in another organization"
    );
}

#[test]
fn presets_tick_what_they_say() {
    let one = catalog_of(&[(1, "metrics_raw"), (4, "_tasks")]);
    let ticked = |preset: Preset, catalog: &Catalog, filter: &str| {
        preset
            .permissions(catalog, filter)
            .map(|permissions| set(&permissions))
    };
    let expect = |texts: &[&str]| Ok(set(&permissions(texts)));
    assert_eq!(ticked(Preset::ReadOne, &one, ""), expect(&["read buckets 1"]));
    assert_eq!(ticked(Preset::WriteOne, &one, ""), expect(&["write buckets 1"]));
    assert_eq!(
        ticked(Preset::ReadOne, &catalog(), "_raw"),
        expect(&["read buckets 1"])
    );
    assert!(ticked(Preset::ReadOne, &catalog(), "").is_err_and(|hint| hint.starts_with("Which bucket?")));
    assert_eq!(
        ticked(Preset::WriteOne, &catalog_of(&[(4, "_tasks")]), ""),
        Err("There is no bucket yet.")
    );
    assert_eq!(
        ticked(Preset::AllBuckets, &catalog(), "nothing"),
        expect(&["read buckets", "write buckets"])
    );
    assert_eq!(
        ticked(Preset::ManageTokens, &catalog(), ""),
        expect(&[
            "read authorizations",
            "write authorizations",
            "read users 11",
            "write users 11"
        ])
    );
    assert!(ticked(Preset::ManageTokens, &without_user(), "").is_err_and(|hint| hint.contains("which user")));
}

#[test]
fn a_refusal_that_names_no_permission_asked_for_has_no_row() {
    let asked = permissions(&["write authorizations", "read users 11"]);
    for message in [
        "write:orgs/000000000000000a/authorizations is unauthorized",
        "authorization must include permissions",
        "authorizations cannot be created with the instance type, it is only used during setup",
        "permission write:orgs/000000000000000a/authorizations/0000000000000001 is not allowed",
        "",
    ] {
        assert_eq!(refused(message, &asked), None, "{message}");
    }
    let message = "authorizations cannot be created with the instance type, it is only used during setup";
    assert_eq!(
        refused(message, &permissions(&["read buckets", "read *instance"])),
        Some(1)
    );
}

proptest! {
    #[test]
    fn the_permission_that_a_refusal_names_is_found(of in any_permissions(), at: proptest::sample::Index, foreign: bool) {
        prop_assume!(!of.is_empty());
        let named = &of[at.index(of.len())];
        let message = if foreign {
            format!("permission {named} is not for org id 000000000000000a")
        } else {
            format!("permission {named} is not allowed: {named} is unauthorized")
        };
        let expected = of.iter().position(|permission| permission.same_grant(named));
        prop_assert_eq!(refused(&message, &of), expected);
    }

    #[test]
    fn no_summary_is_silent(of in any_permissions()) {
        prop_assert_eq!(summary(&of, &catalog()) == "nothing yet", of.is_empty());
        let named = of.iter().any(|permission: &Permission| matches!(permission.action, Action::Read | Action::Write));
        prop_assert!(default_description(&of, &catalog()).is_empty() != named || of.len() <= 2);
    }
}
