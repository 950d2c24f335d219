use std::collections::BTreeSet;

use influx_api::{AccessKind, Id, Permission, ResourceType, all_access_permissions, operator_permissions};
use proptest::prelude::*;

use super::permission;

fn org() -> Id {
    Id::new(1).unwrap()
}

fn user() -> Id {
    Id::new(2).unwrap()
}

/// The grants as texts; exact set equality is what the contract (§3.5) asks for.
fn texts(permissions: &[Permission]) -> BTreeSet<String> {
    permissions.iter().map(ToString::to_string).collect()
}

/// The two sets of §3.4, spelt out.
fn spelt(kind: AccessKind) -> BTreeSet<String> {
    let types = "authorizations buckets dashboards orgs sources tasks telegrafs users variables scrapers secrets labels \
                 views documents notificationRules notificationEndpoints checks dbrp notebooks annotations remotes \
                 replications";
    let both = |action: &'static str| types.split_whitespace().map(move |kind| (action, kind));
    let all = both("read").chain(both("write"));
    match kind {
        AccessKind::Operator => all.map(|(action, kind)| format!("{action}:{kind}")).collect(),
        AccessKind::AllAccess => all
            .filter(|pair| *pair != ("write", "orgs"))
            .map(|(action, kind)| match kind {
                "orgs" => format!("{action}:orgs/{}", org()),
                "users" => format!("{action}:users/{}", user()),
                _ => format!("{action}:orgs/{}/{kind}", org()),
            })
            .collect(),
        AccessKind::Custom => BTreeSet::new(),
    }
}

fn whole(kind: AccessKind) -> Vec<Permission> {
    match kind {
        AccessKind::Operator => operator_permissions(),
        _ => all_access_permissions(org(), user()),
    }
}

fn kinds() -> impl Strategy<Value = AccessKind> {
    prop_oneof![Just(AccessKind::Operator), Just(AccessKind::AllAccess)]
}

#[test]
fn the_sets_are_those_of_the_contract() {
    assert_eq!(
        (operator_permissions().len(), whole(AccessKind::AllAccess).len()),
        (44, 43)
    );
    for kind in [AccessKind::Operator, AccessKind::AllAccess] {
        assert_eq!(texts(&whole(kind)), spelt(kind));
    }
}

proptest! {
    #[test]
    fn order_repetition_and_names_do_not_matter(
        (kind, mut permissions) in kinds().prop_flat_map(|kind| (Just(kind), Just(whole(kind)).prop_shuffle())),
        repeated in proptest::collection::vec(any::<prop::sample::Index>(), 0..20),
        name in "[a-z]{0,3}",
    ) {
        for index in repeated {
            let mut again = index.get(&permissions).clone();
            again.resource.name = Some(name.clone());
            permissions.push(again);
        }
        prop_assert_eq!(AccessKind::of(&permissions, org(), user()), kind);
    }

    #[test]
    fn anything_less_or_more_is_custom(
        kind in kinds(),
        removed in any::<prop::sample::Index>(),
        added in permission(ResourceType::ALL.to_vec()),
    ) {
        let mut less = whole(kind);
        less.remove(removed.index(less.len()));
        prop_assert_eq!(AccessKind::of(&less, org(), user()), AccessKind::Custom);
        let mut more = whole(kind);
        more.push(added);
        let expected = if texts(&more) == spelt(kind) { kind } else { AccessKind::Custom };
        prop_assert_eq!(AccessKind::of(&more, org(), user()), expected);
    }

    #[test]
    fn all_access_is_of_this_organization_and_user(other in 3..9_u64) {
        let other = Id::new(other).unwrap();
        let permissions = all_access_permissions(org(), user());
        prop_assert_eq!(AccessKind::of(&permissions, other, user()), AccessKind::Custom);
        prop_assert_eq!(AccessKind::of(&permissions, org(), other), AccessKind::Custom);
    }
}

#[test]
fn no_permissions_and_unknown_types_are_custom() {
    assert_eq!(AccessKind::of(&[], org(), user()), AccessKind::Custom);
    let mut permissions = operator_permissions();
    permissions.push(Permission::new("read".into(), "flows".into(), None, None));
    assert_eq!(AccessKind::of(&permissions, org(), user()), AccessKind::Custom);
}
