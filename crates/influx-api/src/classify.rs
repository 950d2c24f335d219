//! What kind of credential a set of permissions is (§3.4, §3.5).

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
    permissions(OPERATOR, &|_| (None, None))
}

/// The 43 permissions of an all-access token of this organization and user, in the order the stock page sends
/// them less its sorting: `orgs` is read-only and by id, `users` by id.
#[must_use]
pub fn all_access_permissions(org: Id, user: Id) -> Vec<Permission> {
    permissions(ALL_ACCESS, &as_one_user(org, user))
}

impl AccessKind {
    /// The kind of a token of this organization and user with these permissions.
    #[must_use]
    pub fn of(permissions: &[Permission], org: Id, user: Id) -> Self {
        if is_exactly(permissions, OPERATOR, &|_| (None, None)) {
            Self::Operator
        } else if is_exactly(permissions, ALL_ACCESS, &as_one_user(org, user)) {
            Self::AllAccess
        } else {
            Self::Custom
        }
    }
}

/// Every type but `instance`, the last one, with both actions: a bit for each, as [`bit`] has them.
const OPERATOR: u64 = (1 << (2 * (ResourceType::ALL.len() - 1))) - 1;
const ALL_ACCESS: u64 = OPERATOR & !bit(&Action::Write, &ResourceType::Orgs);

/// The `id` and the `orgID` of a permission.
type Scope = (Option<Id>, Option<Id>);

/// The scope, as `id` and `orgID`, in which all resources of a type are of use in one organization: `orgs` and `users` are
/// asked for by id alone (§3.1), so theirs is the organization itself and one user. `None` for what cannot be granted:
/// `instance`, and `users` while no user is known.
#[must_use]
pub const fn whole_scope(kind: &ResourceType, org: Id, user: Option<Id>) -> Option<Scope> {
    match kind {
        ResourceType::Instance => None,
        ResourceType::Orgs => Some((Some(org), None)),
        ResourceType::Users => match user {
            Some(_) => Some((user, None)),
            None => None,
        },
        _ => Some((None, Some(org))),
    }
}

fn as_one_user(org: Id, user: Id) -> impl Fn(&ResourceType) -> Scope {
    // `instance`, which has no such scope, is in none of the sets.
    move |kind| whole_scope(kind, org, Some(user)).unwrap_or_default()
}

/// The bit of an action on a type; 0 if either is unknown.
const fn bit(action: &Action, kind: &ResourceType) -> u64 {
    let read = match kind.place() {
        Some(place) => 1 << (2 * place),
        None => 0,
    };
    match action {
        Action::Read => read,
        Action::Write => read << 1,
        Action::Other(_) => 0,
    }
}

fn permissions(wanted: u64, scope: &dyn Fn(&ResourceType) -> Scope) -> Vec<Permission> {
    let mut permissions = Vec::new();
    for kind in ResourceType::ALL {
        for action in [Action::Read, Action::Write] {
            if wanted & bit(&action, &kind) != 0 {
                let (id, org) = scope(&kind);
                permissions.push(Permission::new(action, kind.clone(), id, org));
            }
        }
    }
    permissions
}

/// Whether the permissions are, as a set, exactly the wanted ones in this scope.
fn is_exactly(permissions: &[Permission], wanted: u64, scope: &dyn Fn(&ResourceType) -> Scope) -> bool {
    let mut seen = 0;
    for Permission { action, resource } in permissions {
        let bit = wanted & bit(action, &resource.kind);
        if bit == 0 || (resource.id, resource.org_id) != scope(&resource.kind) {
            return false;
        }
        seen |= bit;
    }
    seen == wanted
}
