//! What is granted, in words.

use influx_api::{AccessKind, Action, Permission, ResourceType};

use super::Catalog;
use super::grants::by_place;
use crate::access::{Reach, groups, noun};
use crate::collate::sorted;

/// How many types a summary tells before `and N more types`.
const TYPES: usize = 4;

/// What is granted, in words: `nothing yet`, `read 3 buckets, write 1`, `read and write all buckets; read all tasks`.
#[must_use]
pub fn summary(permissions: &[Permission], catalog: &Catalog) -> String {
    let kind = catalog
        .user
        .map(|user| AccessKind::of(permissions, catalog.org, user));
    match kind {
        _ if permissions.is_empty() => return "nothing yet".to_owned(),
        Some(AccessKind::Operator) => return "read and write everything, in every organization".to_owned(),
        Some(AccessKind::AllAccess) => return "read and write everything in this organization".to_owned(),
        Some(AccessKind::Custom) | None => {}
    }
    let groups = groups(permissions);
    let mut text = String::new();
    for group in groups.iter().take(TYPES) {
        if !text.is_empty() {
            text.push_str("; ");
        }
        clause(&mut text, group.kind, &group.actions, catalog);
    }
    if let Some(more) = groups.len().checked_sub(TYPES).filter(|more| *more > 0) {
        let types = if more == 1 { " more type" } else { " more types" };
        text.extend(["; and ", &more.to_string(), types]);
    }
    text
}

/// `read 3 buckets, write 1`; `read and write 1 bucket` if it is the same one.
fn clause(text: &mut String, kind: &ResourceType, actions: &[(&Action, Reach)], catalog: &Catalog) {
    let mut told: Option<&Reach> = None;
    for (at, (action, reach)) in actions.iter().enumerate() {
        let same_as_next = actions.get(at + 1).is_some_and(|(_, next)| next == reach);
        if at > 0 && !text.ends_with(" and ") {
            text.push_str(", ");
        }
        text.push_str(action.as_str());
        if same_as_next {
            text.push_str(" and ");
            continue;
        }
        text.push(' ');
        object(text, kind, reach, told.is_none(), catalog);
        told = Some(reach);
    }
}

/// How much of a type; what type it is, the first time.
fn object(text: &mut String, kind: &ResourceType, reach: &Reach, first: bool, catalog: &Catalog) {
    let mut plural = "s";
    match reach {
        _ if *kind == ResourceType::Instance => return text.push_str("everything on the whole server"),
        Reach::Some(ids) if *kind == ResourceType::Orgs && **ids == [catalog.org] => {
            return text.push_str("this organization");
        }
        Reach::Some(ids)
            if *kind == ResourceType::Users && ids.first() == catalog.user.as_ref() && ids.len() == 1 =>
        {
            return text.push_str("your own user");
        }
        Reach::All { .. } => text.push_str("all"),
        Reach::Some(ids) => {
            text.push_str(&ids.len().to_string());
            if ids.len() == 1 {
                plural = "";
            }
        }
    }
    if first {
        text.extend([" ", noun(kind), if kind.is_known() { plural } else { "" }]);
    }
    if let Reach::All { everywhere: true } = reach {
        text.push_str(" in every organization");
    }
}

/// The description of a token that was given none: the stock page's words.
#[must_use]
pub fn default_description(permissions: &[Permission], catalog: &Catalog) -> String {
    let permissions = sorted(permissions.iter().collect(), &|a, b| by_place(a, b));
    let mut parts = Vec::new();
    if permissions.len() > 2 {
        for (action, words) in [(Action::Read, "Read Multiple"), (Action::Write, "Write Multiple")] {
            if permissions.iter().any(|permission| permission.action == action) {
                parts.push(words);
            }
        }
        return parts.join(" ");
    }
    for Permission { action, resource } in permissions {
        parts.push(match action {
            Action::Read => "Read",
            Action::Write => "Write",
            Action::Other(name) => name,
        });
        parts.push(resource.kind.as_str());
        let named = resource.id.and_then(|id| catalog.named(&resource.kind, id));
        if resource.kind != ResourceType::Orgs {
            parts.extend(named.map(|named| &*named.name).or(resource.name.as_deref()));
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}
