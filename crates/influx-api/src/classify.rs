//! What kind of credential a set of permissions is (§3.4, §3.5).

use std::collections::HashSet;

use crate::{Action, Id, Permission, ResourceType};

/// The kinds a token page tells apart, by exact set equality, order and repetition ignored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum AccessKind {
    /// Read and write on everything, in every organization.
    Operator,
    /// Read and write on everything in one organization, as one user.
    AllAccess,
    /// Anything else.
    Custom,
}

/// The 44 permissions of an operator token.
#[must_use]
pub fn operator_permissions() -> Vec<Permission> {
    both_actions(|kind| Some((kind, None, None)))
}

/// The 43 permissions of an all-access token of this organization and user, in the order the stock page sends
/// them less its sorting: `orgs` is read-only and by id, `users` by id.
#[must_use]
pub fn all_access_permissions(org: Id, user: Id) -> Vec<Permission> {
    let mut permissions = both_actions(|kind| {
        Some(match kind {
            ResourceType::Orgs => (ResourceType::Orgs, Some(org), None),
            ResourceType::Users => (ResourceType::Users, Some(user), None),
            kind => (kind, None, Some(org)),
        })
    });
    permissions.retain(|p| p.resource.kind != ResourceType::Orgs || p.action == Action::Read);
    permissions
}

fn both_actions(
    scope: impl Fn(ResourceType) -> Option<(ResourceType, Option<Id>, Option<Id>)>,
) -> Vec<Permission> {
    ResourceType::ALL
        .into_iter()
        .filter(|kind| *kind != ResourceType::Instance)
        .filter_map(scope)
        .flat_map(|(kind, id, org)| {
            [Action::Read, Action::Write].map(|action| Permission::new(action, kind.clone(), id, org))
        })
        .collect()
}

impl AccessKind {
    /// The kind of a token of this organization and user with these permissions.
    #[must_use]
    pub fn of(permissions: &[Permission], org: Id, user: Id) -> Self {
        if permissions.len() >= 44 && same_set(permissions, &operator_permissions()) {
            Self::Operator
        } else if permissions.len() >= 43 && same_set(permissions, &all_access_permissions(org, user)) {
            Self::AllAccess
        } else {
            Self::Custom
        }
    }
}

fn same_set(a: &[Permission], b: &[Permission]) -> bool {
    let a: HashSet<_> = a.iter().map(Permission::grant).collect();
    let b: HashSet<_> = b.iter().map(Permission::grant).collect();
    a == b
}
