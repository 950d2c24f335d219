//! What changes between two lists of permissions.

use influx_api::Permission;

use super::grants::by_place;
use crate::collate::sorted;

/// What becomes of a permission.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Difference {
    /// Only afterwards.
    Added,
    /// Only before.
    Removed,
    /// Before and afterwards.
    Kept,
}

/// Each permission of either list once, with what becomes of it, in the order of the tree.
#[must_use]
pub fn diff(before: &[Permission], after: &[Permission]) -> Vec<(Difference, Permission)> {
    let once = |permissions: &[Permission]| {
        let mut all = sorted(permissions.to_vec(), &by_place);
        all.dedup_by(|again, first| again.same_grant(first));
        all
    };
    let (before, after) = (once(before), once(after));
    let held =
        |list: &[Permission], one: &Permission| list.binary_search_by(|other| by_place(other, one)).is_ok();
    let mut rows = Vec::new();
    for permission in &after {
        if !held(&before, permission) {
            rows.push((Difference::Added, permission.clone()));
        }
    }
    for permission in before {
        let difference = if held(&after, &permission) {
            Difference::Kept
        } else {
            Difference::Removed
        };
        rows.push((difference, permission));
    }
    sorted(rows, &|(_, a), (_, b)| by_place(a, b))
}
