//! The permissions a caller holds, arranged so that one question costs the same however many they are.

use std::collections::{HashMap, HashSet};

use influx_api::{Action, Id, Permission, ResourceType};

/// A set of held permissions.
#[derive(Default)]
pub struct Grants(HashMap<(Action, ResourceType), Scope>);

#[derive(Default)]
struct Scope {
    everywhere: bool,
    orgs: HashSet<Id>,
    ids: HashSet<Id>,
}

impl Scope {
    fn covers(&self, id: Option<Id>, org: Option<Id>) -> bool {
        self.everywhere
            || org.is_some_and(|org| self.orgs.contains(&org))
            || id.is_some_and(|id| self.ids.contains(&id))
    }
}

impl Grants {
    /// Whether any held permission satisfies `needed` (§3.1).
    #[must_use]
    pub fn allow(&self, needed: &Permission) -> bool {
        let resource = &needed.resource;
        self.0
            .contains_key(&(needed.action.clone(), ResourceType::Instance))
            || self
                .0
                .get(&(needed.action.clone(), resource.kind.clone()))
                .is_some_and(|scope| scope.covers(resource.id, resource.org_id))
    }
}

impl Extend<Permission> for Grants {
    fn extend<I: IntoIterator<Item = Permission>>(&mut self, permissions: I) {
        for Permission { action, resource } in permissions {
            let scope = self.0.entry((action, resource.kind)).or_default();
            match (resource.id, resource.org_id) {
                (Some(id), _) => {
                    scope.ids.insert(id);
                }
                (None, Some(org)) => {
                    scope.orgs.insert(org);
                }
                (None, None) => scope.everywhere = true,
            }
        }
    }
}

impl FromIterator<Permission> for Grants {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let mut grants = Self::default();
        grants.extend(permissions);
        grants
    }
}

#[cfg(test)]
mod tests {
    use influx_api::{Action, Id, Permission, ResourceType, allows};
    use proptest::prelude::*;

    use super::Grants;

    fn permission() -> impl Strategy<Value = Permission> {
        let kinds = vec![ResourceType::Buckets, ResourceType::Users, ResourceType::Instance];
        let id = || prop::option::of((1..4_u64).prop_filter_map("not zero", Id::new));
        let action = prop::sample::select(vec![Action::Read, Action::Write]);
        (action, prop::sample::select(kinds), id(), id())
            .prop_map(|(action, kind, id, org)| Permission::new(action, kind, id, org))
    }

    proptest! {
        #[test]
        fn the_answer_is_that_of_the_matching_rule(
            held in prop::collection::vec(permission(), 0..8),
            needed in permission(),
        ) {
            let grants: Grants = held.iter().cloned().collect();
            prop_assert_eq!(grants.allow(&needed), allows(&held, &needed));
        }
    }
}
