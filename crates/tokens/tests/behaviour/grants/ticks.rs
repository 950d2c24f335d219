use influx_api::{Action, Permission};
use proptest::prelude::*;
use tokens::grant::{Difference, Grants, Section, Tick, diff, groups, label};

use super::*;

fn all_rows(grants: &Grants, filter: &str) -> Vec<Group> {
    let mut all = groups(&catalog(), filter, usize::MAX);
    all.push(grants.kept(&catalog(), filter));
    all
}

/// The rows of a part as `All buckets`, `metrics_raw`.
fn names(section: Section, filter: &str) -> Vec<String> {
    let catalog = catalog();
    groups(&catalog, filter, usize::MAX)
        .iter()
        .filter(|group| group.section == section)
        .flat_map(|group| group.all.iter().chain(&group.rows))
        .map(|row| {
            let label = label(&row.resource, &catalog);
            if label.name.is_empty() {
                label.what
            } else {
                label.name
            }
        })
        .collect()
}

#[test]
fn buckets_are_listed_by_name_and_the_servers_own_last() {
    assert_eq!(
        names(Section::Buckets, ""),
        ["All buckets", "metrics_9", "metrics_10", "metrics_raw", "_tasks"]
    );
    assert_eq!(
        names(Section::Telegrafs, ""),
        ["All telegrafs", "0000000000000005", "edge"]
    );
}

#[test]
fn other_types_are_offered_as_they_are_but_never_the_whole_server() {
    assert_eq!(
        names(Section::Other, ""),
        [
            "All authorizations",
            "All DBRP mappings",
            "All flows",
            "All tasks",
            "This organization",
            "Your own user"
        ]
    );
    let without = groups(&without_user(), "", usize::MAX);
    assert!(
        rows(&without)
            .iter()
            .all(|row| row.resource.kind != ResourceType::Users)
    );
}

#[test]
fn types_have_the_one_shape_that_the_server_asks_for() {
    let expected = [
        "read:orgs/000000000000000a/authorizations",
        "read:orgs/000000000000000a/buckets",
        "read:orgs/000000000000000a/buckets/0000000000000001",
        "read:orgs/000000000000000a/buckets/0000000000000002",
        "read:orgs/000000000000000a/buckets/0000000000000003",
        "read:orgs/000000000000000a/buckets/0000000000000004",
        "read:orgs/000000000000000a/dbrp",
        "read:orgs/000000000000000a/flows",
        "read:orgs/000000000000000a/tasks",
        "read:orgs/000000000000000a/telegrafs",
        "read:orgs/000000000000000a/telegrafs/0000000000000005",
        "read:orgs/000000000000000a/telegrafs/0000000000000006",
        "read:orgs/000000000000000a",
        "read:users/000000000000000b",
    ];
    let mut reads = offered(&catalog());
    reads.retain(|permission| permission.action == Action::Read);
    let mut expected = expected.map(str::to_owned);
    expected.sort();
    assert_eq!(set(&reads), expected);
}

#[test]
fn a_bucket_that_came_on_two_pages_is_listed_once() {
    let groups = groups(&catalog_of(&[(1, "a"), (2, "b"), (1, "a")]), "", usize::MAX);
    assert_eq!(groups[0].found(), 2);
}

#[test]
fn a_filter_looks_at_names_ids_and_types() {
    assert_eq!(names(Section::Buckets, "METRICS 9"), ["metrics_9"]);
    assert_eq!(names(Section::Buckets, "0000000000000004"), ["_tasks"]);
    assert_eq!(names(Section::Buckets, "all buckets"), ["All buckets"]);
    assert_eq!(names(Section::Telegrafs, "metrics"), [""; 0]);
    assert_eq!(names(Section::Other, "tasks"), ["All tasks"]);
    assert_eq!(names(Section::Other, "orgs"), ["This organization"]);
}

#[test]
fn rows_beyond_the_limit_are_counted_and_can_be_ticked_together() {
    let groups = groups(&catalog(), "", 2);
    assert_eq!((groups[0].rows.len(), groups[0].found()), (2, 4));
    let mut grants = Grants::default();
    grants.set(groups[0].permissions(&Action::Read), true);
    assert_eq!(grants.permissions().len(), 4);
}

#[test]
fn all_buckets_are_not_the_same_as_each_bucket() {
    let all = permissions(&["read buckets"]);
    let each = permissions(&[
        "read buckets 1",
        "read buckets 2",
        "read buckets 3",
        "read buckets 4",
    ]);
    let mut grants = Grants::default();
    grants.set(&each, true);
    assert_eq!((grants.tick(&all[0]), grants.group(&each)), (Tick::Off, Tick::On));
    assert_eq!(set(&grants.permissions()), set(&each));

    grants.set(&all, true);
    assert_eq!(
        (grants.tick(&all[0]), grants.tick(&each[0]), grants.group(&each)),
        (Tick::On, Tick::Covered, Tick::Covered)
    );
    assert_eq!(set(&grants.permissions()), set(&all));

    grants.set(&each[..1], false);
    grants.set(&all, false);
    assert_eq!(grants.group(&each), Tick::Partly);
    assert_eq!(set(&grants.permissions()), set(&each[1..]));
}

#[test]
fn one_action_does_not_cover_the_other() {
    let mut grants = Grants::of(&permissions(&["read buckets"]));
    let write = permissions(&["write buckets 1"]);
    assert_eq!(grants.tick(&write[0]), Tick::Off);
    grants.set(&write, true);
    assert_eq!(grants.permissions().len(), 2);
}

#[test]
fn setting_some_sets_all_and_switches_none_off() {
    let catalog = catalog();
    let others = groups(&catalog, "", usize::MAX).pop().expect("the others");
    let mut grants = Grants::of(&permissions(&["read tasks", "read dbrp"]));
    assert_eq!(grants.group(others.permissions(&Action::Read)), Tick::Partly);
    assert_eq!(grants.group(others.permissions(&Action::Write)), Tick::Off);
    grants.set(others.permissions(&Action::Read), true);
    assert_eq!(grants.group(others.permissions(&Action::Read)), Tick::On);
    assert_eq!(set(&grants.permissions()), set(others.permissions(&Action::Read)));
}

#[test]
fn what_the_tree_does_not_offer_keeps_its_row_when_it_is_unticked() {
    let of = permissions(&[
        "read *buckets",
        "write buckets 7",
        "fly buckets 1",
        "read ghosts",
        "read buckets 1",
    ]);
    let mut grants = Grants::of(&of);
    let texts = |grants: &Grants, filter: &str| {
        let kept = grants.kept(&catalog(), filter);
        let text = |row: &Row| label(&row.resource, &catalog()).text();
        kept.rows.iter().map(text).collect::<Vec<_>>()
    };
    let expected = [
        "All buckets in every organization",
        "Bucket metrics_raw",
        "Bucket 0000000000000007, deleted",
        "All ghosts",
    ];
    assert_eq!(texts(&grants, ""), expected);
    grants.clear();
    assert!(grants.is_empty());
    assert_eq!(texts(&grants, ""), expected);
    assert_eq!(texts(&grants, "deleted"), ["Bucket 0000000000000007, deleted"]);
}

#[test]
fn a_wider_permission_of_another_shape_covers_too() {
    let one = permissions(&["read buckets 1"]);
    for wider in ["read *buckets", "read *buckets 1", "read *instance"] {
        let mut grants = Grants::of(&permissions(&[wider]));
        assert_eq!(grants.tick(&one[0]), Tick::Covered, "{wider}");
        grants.set(&permissions(&[wider]), false);
        assert_eq!(grants.tick(&one[0]), Tick::Off, "{wider}");
    }
}

#[test]
fn differences_are_told_once_each() {
    let before = permissions(&["read buckets 1", "read buckets 1", "read tasks"]);
    let after = permissions(&["write buckets 1", "read tasks"]);
    let told: Vec<String> = diff(&before, &after)
        .into_iter()
        .map(|(difference, permission)| format!("{difference:?} {}", permission.action.as_str()))
        .collect();
    assert_eq!(told, ["Removed read", "Added write", "Kept read"]);
}

/// One thing done to the tree: some of the boxes, by number, on or off.
fn presses() -> impl Strategy<Value = Vec<(Vec<usize>, bool)>> {
    proptest::collection::vec(
        (
            proptest::collection::vec(any::<proptest::sample::Index>(), 1..4),
            any::<bool>(),
        ),
        0..12,
    )
    .prop_map(|presses| {
        let count = offered(&catalog()).len();
        let places = |of: Vec<proptest::sample::Index>| of.iter().map(|at| at.index(count)).collect();
        presses.into_iter().map(|(of, on)| (places(of), on)).collect()
    })
}

proptest! {
    #[test]
    fn permissions_survive_the_tree(of in any_permissions()) {
        let grants = Grants::of(&of);
        let mut again: Vec<String> = grants.permissions().iter().map(Permission::to_string).collect();
        again.sort();
        prop_assert_eq!(again, set(&of));
        prop_assert_eq!(grants.is_empty(), of.is_empty());
    }

    #[test]
    fn each_permission_has_one_box_and_no_box_grants_more(of in any_permissions()) {
        let grants = Grants::of(&of);
        let all = all_rows(&grants, "");
        let boxes: Vec<Permission> = rows(&all).into_iter().flat_map(boxes).collect();
        for permission in &of {
            prop_assert_eq!(boxes.iter().filter(|one| one.same_grant(permission)).count(), 1, "{}", permission);
        }
        for one in &boxes {
            let held = of.iter().any(|permission| permission.same_grant(one));
            let others: Vec<Permission> = of.iter().filter(|other| !other.same_grant(one)).cloned().collect();
            let expected = match influx_api::allows(&others, one) {
                true => Tick::Covered,
                false if held => Tick::On,
                false => Tick::Off,
            };
            prop_assert_eq!(grants.tick(one), expected, "{}", one);
        }
    }

    #[test]
    fn ticks_are_what_was_pressed_less_what_all_of_a_type_make_needless(presses in presses()) {
        let boxes = offered(&catalog());
        let mut grants = Grants::default();
        let mut ticked = vec![false; boxes.len()];
        for (places, on) in presses {
            let pressed: Vec<Permission> = places.iter().map(|at| boxes[*at].clone()).collect();
            grants.set(&pressed, on);
            places.iter().for_each(|at| ticked[*at] = on);
        }
        let ticked: Vec<Permission> =
            boxes.iter().zip(&ticked).filter(|(_, on)| **on).map(|(one, _)| one.clone()).collect();
        let whole = |one: &Permission| Permission::new(one.action.clone(), one.resource.kind.clone(), None, one.resource.org_id);
        let needless = |one: &Permission| {
            one.resource.id.is_some() && ticked.iter().any(|other| other.same_grant(&whole(one)))
        };
        let expected: Vec<Permission> = ticked.iter().filter(|one| !needless(one)).cloned().collect();
        prop_assert_eq!(set(&grants.permissions()), set(&expected));
        prop_assert_eq!(grants.permissions().len(), expected.len());

        let again = Grants::of(&grants.permissions());
        for one in &boxes {
            prop_assert_eq!(again.tick(one), grants.tick(one), "{}", one);
        }
    }

    #[test]
    fn a_box_for_several_rows_tells_their_state_and_sets_them_all(of in any_permissions(), at in 0..3_usize, write: bool) {
        let action = if write { Action::Write } else { Action::Read };
        let groups = groups(&catalog(), "", 1);
        let each = groups[at].permissions(&action);
        let mut grants = Grants::of(&of);
        let ticks: Vec<Tick> = each.iter().map(|one| grants.tick(one)).collect();
        let off = ticks.iter().filter(|tick| **tick == Tick::Off).count();
        let expected = match off {
            0 if ticks.contains(&Tick::On) => Tick::On,
            0 => Tick::Covered,
            off if off == ticks.len() => Tick::Off,
            _ => Tick::Partly,
        };
        prop_assert_eq!(grants.group(each), expected);
        let before = grants.permissions();
        grants.set(each, true);
        prop_assert!(matches!(grants.group(each), Tick::On | Tick::Covered));
        for held in &before {
            prop_assert!(influx_api::allows(&grants.permissions(), held), "{} is lost", held);
        }
    }

    #[test]
    fn differences_lead_from_one_to_the_other(before in any_permissions(), after in any_permissions()) {
        let rows = diff(&before, &after);
        let of = |wanted: &[Difference]| {
            let some: Vec<Permission> =
                rows.iter().filter(|(is, _)| wanted.contains(is)).map(|(_, one)| one.clone()).collect();
            set(&some)
        };
        prop_assert_eq!(of(&[Difference::Kept, Difference::Removed]), set(&before));
        prop_assert_eq!(of(&[Difference::Kept, Difference::Added]), set(&after));
        prop_assert_eq!(rows.len(), set(&[before, after].concat()).len());
    }
}
