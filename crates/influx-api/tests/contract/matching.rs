use influx_api::{Action, Id, Permission, ResourceType, allows};
use proptest::prelude::*;

use super::permission;

const BUCKETS: ResourceType = ResourceType::Buckets;

fn kinds() -> Vec<ResourceType> {
    vec![
        BUCKETS,
        ResourceType::Users,
        ResourceType::Instance,
        "flows".into(),
    ]
}

/// §3.1 as four sentences, each alone.
fn satisfies(held: &Permission, needed: &Permission) -> bool {
    let (h, n) = (&held.resource, &needed.resource);
    let same_type = h.kind.as_str() == n.kind.as_str();
    let rules = [
        h.kind.as_str() == "instance",
        same_type && h.org_id.is_none() && h.id.is_none(),
        same_type && h.org_id.is_some() && h.id.is_none() && n.org_id == h.org_id,
        same_type && h.id.is_some() && n.id == h.id,
    ];
    held.action.as_str() == needed.action.as_str() && rules.contains(&true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_permission_allows_what_the_contract_says(held in permission(kinds()), needed in permission(kinds())) {
        prop_assert_eq!(held.allows(&needed), satisfies(&held, &needed));
        prop_assert_eq!(allows(std::slice::from_ref(&held), &needed), held.allows(&needed));
    }

    #[test]
    fn names_make_no_difference(held in permission(kinds()), needed in permission(kinds())) {
        let bare = |p: &Permission| Permission::new(p.action.clone(), p.resource.kind.clone(), p.resource.id, p.resource.org_id);
        prop_assert_eq!(bare(&held).allows(&bare(&needed)), held.allows(&needed));
        prop_assert!(bare(&held).same_grant(&held));
        prop_assert_eq!(held.same_grant(&needed), bare(&held) == bare(&needed));
    }

    #[test]
    fn any_of_several_is_enough(held in proptest::collection::vec(permission(kinds()), 0..4), needed in permission(kinds())) {
        prop_assert_eq!(allows(&held, &needed), held.iter().any(|one| satisfies(one, &needed)));
    }
}

#[test]
fn the_text_form_is_the_one_of_the_servers_messages() {
    let [org, id] = [1, 2].map(Id::new);
    let text = |action: &str, id, org| Permission::new(Action::from(action), BUCKETS, id, org).to_string();
    assert_eq!(text("read", None, org), "read:orgs/0000000000000001/buckets");
    assert_eq!(
        text("write", id, org),
        "write:orgs/0000000000000001/buckets/0000000000000002"
    );
    assert_eq!(text("write", id, None), "write:buckets/0000000000000002");
    assert_eq!(text("read", None, None), "read:buckets");
}
