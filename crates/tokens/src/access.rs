//! The short summary of what a token may do.

use influx_api::{AccessKind, Action, Id, Permission, ResourceType};

use crate::Token;
use crate::collate::sorted;

/// A short text about a token's access.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chip {
    /// The kind of the token.
    pub kind: AccessKind,
    /// The text, such as `read 3, write 1 bucket`.
    pub text: String,
}

/// How many resource types are told before `+N more`.
const TYPES: usize = 3;

/// What may be done to the resources of one type.
pub(crate) struct Group<'a> {
    pub(crate) kind: &'a ResourceType,
    /// By action.
    pub(crate) actions: Vec<(&'a Action, Reach)>,
}

/// To how much of a type.
#[derive(PartialEq, Eq)]
pub(crate) enum Reach {
    /// All of them, in one organization or in every one.
    All { everywhere: bool },
    /// Single ones, each once.
    Some(Vec<Id>),
}

/// The summary on a row: `Operator`, `All access`, `no permissions`, or what may be done by resource type, at most
/// three types and `+N more`, and how many of the resources are deleted. Types that may be read come first, among them
/// buckets, then telegrafs.
#[must_use]
pub fn chips(token: &Token) -> Vec<Chip> {
    let chip = |text: &str| Chip {
        kind: token.access,
        text: text.to_owned(),
    };
    match token.access {
        AccessKind::Operator => return vec![chip("Operator")],
        AccessKind::AllAccess => return vec![chip("All access")],
        AccessKind::Custom => {}
    }
    let groups = groups(&token.permissions);
    if groups.is_empty() {
        return vec![chip("no permissions")];
    }
    let mut chips: Vec<Chip> = groups
        .iter()
        .take(TYPES)
        .map(|group| chip(&describe(group, &token.permissions)))
        .collect();
    if let Some(more) = groups.len().checked_sub(TYPES).filter(|more| *more > 0) {
        chips.push(chip(&["+", &more.to_string(), " more"].concat()));
    }
    chips
}

/// What may be done, by type: those that may be read first, among them buckets, then telegrafs.
pub(crate) fn groups(permissions: &[Permission]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for Permission { action, resource } in permissions {
        let at = groups
            .iter()
            .position(|group| *group.kind == resource.kind)
            .unwrap_or_else(|| {
                groups.push(Group {
                    kind: &resource.kind,
                    actions: Vec::new(),
                });
                groups.len() - 1
            });
        let Some(Group { actions, .. }) = groups.get_mut(at) else {
            continue;
        };
        let at = actions
            .binary_search_by_key(&action, |(known, _)| known)
            .unwrap_or_else(|at| {
                actions.insert(at, (action, Reach::Some(Vec::new())));
                at
            });
        let Some((_, reach)) = actions.get_mut(at) else {
            continue;
        };
        match (&mut *reach, resource.id) {
            (Reach::All { everywhere }, None) => *everywhere |= resource.org_id.is_none(),
            (_, None) => {
                *reach = Reach::All {
                    everywhere: resource.org_id.is_none(),
                };
            }
            (Reach::Some(ids), Some(id)) => {
                if let Err(at) = ids.binary_search(&id) {
                    ids.insert(at, id);
                }
            }
            (Reach::All { .. }, Some(_)) => {}
        }
    }
    let key = |group: &Group<'_>| {
        let writes_only = group
            .actions
            .first()
            .is_none_or(|(action, _)| **action != Action::Read);
        (writes_only, rank(group.kind))
    };
    sorted(groups, &|a, b| {
        key(a)
            .cmp(&key(b))
            .then_with(|| a.kind.as_str().cmp(b.kind.as_str()))
    })
}

fn describe(group: &Group<'_>, permissions: &[Permission]) -> String {
    let mut text = String::new();
    let mut one = false;
    for (action, reach) in &group.actions {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(action.as_str());
        text.push(' ');
        match reach {
            Reach::All { .. } => text.push_str("all"),
            Reach::Some(ids) => text.push_str(&ids.len().to_string()),
        }
        one = matches!(reach, Reach::Some(ids) if ids.len() == 1);
    }
    text.push(' ');
    text.push_str(noun(group.kind));
    if !one && group.kind.is_known() {
        text.push('s');
    }
    let deleted = deleted(group, permissions);
    if deleted > 0 {
        text.push_str(&[" (", &deleted.to_string(), " deleted)"].concat());
    }
    text
}

/// How many resources of the group the server no longer knows.
fn deleted(group: &Group<'_>, permissions: &[Permission]) -> usize {
    if !is_named(group.kind) {
        return 0;
    }
    let mut ids: Vec<Id> = Vec::new();
    for (_, reach) in &group.actions {
        if let Reach::Some(some) = reach {
            ids.extend(some);
        }
    }
    let named = permissions
        .iter()
        .map(|permission| &permission.resource)
        .filter(|resource| resource.name.is_some() && resource.kind == *group.kind)
        .filter_map(|resource| resource.id)
        .collect();
    // In order, since a token may have a hundred thousand permissions.
    let (mut ids, named): (_, Vec<Id>) = (sorted(ids, &Id::cmp), sorted(named, &Id::cmp));
    ids.dedup();
    ids.retain(|id| named.binary_search(id).is_err());
    ids.len()
}

/// Whether the server tells the names of single resources of the type: then one without a name is deleted (§1.1).
pub(crate) const fn is_named(kind: &ResourceType) -> bool {
    matches!(
        kind,
        ResourceType::Buckets | ResourceType::Orgs | ResourceType::Users
    )
}

/// Buckets first, then telegrafs, then the others.
pub(crate) const fn rank(kind: &ResourceType) -> u8 {
    match kind {
        ResourceType::Buckets => 0,
        ResourceType::Telegrafs => 1,
        _ => 2,
    }
}

/// The word for one resource of a type; a type that this program does not know as it is. The plural has an `s`.
pub(crate) fn noun(kind: &ResourceType) -> &str {
    match kind {
        ResourceType::Orgs => "organization",
        ResourceType::NotificationRules => "notification rule",
        ResourceType::NotificationEndpoints => "notification endpoint",
        ResourceType::Dbrp => "DBRP mapping",
        ResourceType::Other(name) => name,
        kind => kind.as_str().trim_end_matches('s'),
    }
}
