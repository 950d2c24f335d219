//! Sets of permissions in their stored form: one a line, as the server's messages write them (§3.2).

use influx_api::{Action, Id, Permission, ResourceType};
use sha2::{Digest, Sha256};

use super::StoreError;

/// The stored form, without the names of resources: those are looked up when a permission is shown.
pub(super) fn to_text(permissions: &[Permission]) -> String {
    permissions
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What makes the set unique.
pub(super) fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// Reads the stored form.
///
/// # Errors
/// [`StoreError::Unreadable`] for a line this program would not have written.
pub(super) fn from_text(text: &str) -> Result<Vec<Permission>, StoreError> {
    text.lines()
        .map(|line| permission(line).ok_or(StoreError::Unreadable("permission")))
        .collect()
}

fn permission(line: &str) -> Option<Permission> {
    let (action, path) = line.split_once(':')?;
    let action = match Action::from(action) {
        Action::Other(_) => return None,
        known => known,
    };
    let mut parts = path.split('/');
    let first = parts.next()?;
    // `orgs/<id>` is an organization itself; with more behind it, the organization of something.
    let (kind, id, org) = match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => (first, None, None),
        (Some(id), None, _) => (first, Some(id), None),
        (Some(org), Some(kind), id) if first == "orgs" => (kind, id, Some(org)),
        _ => return None,
    };
    let kind = ResourceType::from(kind);
    let read = |text: Option<&str>| text.map(str::parse::<Id>).transpose().ok();
    (kind.is_known() && parts.next().is_none()).then_some(())?;
    Some(Permission::new(action, kind, read(id)?, read(org)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use influx_api::{Action, Id, Permission, ResourceType, all_access_permissions, operator_permissions};

    use super::{from_text, to_text};

    #[test]
    fn every_scope_is_read_back_as_written() {
        let (a, b) = (Id::new(1).unwrap(), Id::new(u64::MAX).unwrap());
        let mut set = operator_permissions();
        set.extend(all_access_permissions(a, b));
        for kind in ResourceType::ALL {
            for (id, org) in [(None, None), (Some(a), None), (None, Some(b)), (Some(a), Some(b))] {
                set.push(Permission::new(Action::Write, kind.clone(), id, org));
            }
        }
        assert_eq!(from_text(&to_text(&set)).unwrap(), set);
        assert_eq!(from_text("").unwrap(), []);
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "",
            "read",
            "look:buckets",
            "read:nothing",
            "read:buckets/1",
            "read:a/b/c",
            "read:buckets/x/y/z/w",
        ] {
            assert!(
                from_text(&format!("read:buckets\n{line}\nread:buckets")).is_err(),
                "{line}"
            );
        }
    }
}
