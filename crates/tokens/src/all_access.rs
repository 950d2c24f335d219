//! What an all-access token may do.

use influx_api::{Action, Id, Permission, ResourceType, whole_scope};

use crate::collate::sorted;

/// The permissions of an all-access token, as the stock page and `influx auth create --all-access` define it (§3.4): for
/// every type that the server knows, by name, read and write in the organization; but only read on the organization itself,
/// and of users only `user`, if that is known. `instance` is never granted.
#[must_use]
pub fn all_access(types: &[ResourceType], org: Id, user: Option<Id>) -> Vec<Permission> {
    let types = sorted(types.iter().collect(), &|a, b| {
        let lower = |kind: &ResourceType| kind.as_str().to_ascii_lowercase();
        lower(a).cmp(&lower(b))
    });
    let mut permissions = Vec::new();
    for kind in types {
        let Some((id, of)) = whole_scope(kind, org, user) else {
            continue;
        };
        permissions.push(Permission::new(Action::Read, kind.clone(), id, of));
        if *kind != ResourceType::Orgs {
            permissions.push(Permission::new(Action::Write, kind.clone(), id, of));
        }
    }
    permissions
}

#[cfg(test)]
mod tests {
    use influx_api::{AccessKind, Id, ResourceType};

    use super::all_access;

    #[test]
    fn it_is_what_the_server_calls_all_access() {
        let [org, user] = [1, 2].map(|id| Id::new(id).unwrap_or_else(|| unreachable!()));
        let granted = all_access(&ResourceType::ALL, org, Some(user));
        assert_eq!(granted.len(), 43);
        assert_eq!(AccessKind::of(&granted, org, user), AccessKind::AllAccess);
        assert_eq!(all_access(&ResourceType::ALL, org, None).len(), 41);
    }

    #[test]
    fn types_that_this_program_does_not_know_are_granted_too() {
        let org = Id::new(1).unwrap_or_else(|| unreachable!());
        let granted = all_access(&[ResourceType::from("flows"), ResourceType::Instance], org, None);
        let texts: Vec<String> = granted.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "read:orgs/0000000000000001/flows",
                "write:orgs/0000000000000001/flows"
            ]
        );
    }
}
