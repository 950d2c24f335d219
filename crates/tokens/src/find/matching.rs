//! Which tokens a search finds.

use std::sync::Arc;

use influx_api::{AccessKind, Permission, ResourceType};

use super::words::{begins, contains};
use super::{Condition, Filter, Midnight, Search, Term};
use crate::Token;

/// A search at work on one token after the other.
pub(crate) struct Finder {
    terms: Vec<Term>,
    midnight: Midnight,
    /// Which terms are left to the permissions of the token at hand.
    open: Vec<bool>,
    /// The last permissions looked at, for which terms, and whether those fit: neighbours often share them.
    last: Option<(Arc<[Permission]>, Vec<bool>, bool)>,
}

impl Finder {
    pub(crate) fn new(text: &str, midnight: Midnight) -> Self {
        Self {
            terms: Search::parse(text).terms,
            midnight,
            open: Vec::new(),
            last: None,
        }
    }

    pub(crate) fn finds(&mut self, token: &Token) -> bool {
        self.open.clear();
        for Term { negated, condition } in &self.terms {
            let fits = match condition {
                Condition::Text(text) => in_texts(token, text).then_some(true),
                Condition::Created(spans) => Some(
                    token
                        .created
                        .is_some_and(|time| spans.iter().any(|span| span.has(time, self.midnight))),
                ),
                Condition::Filter(filter, values) => outside_permissions(token, *filter, values),
            };
            if fits == Some(*negated) {
                return false;
            }
            self.open.push(fits.is_none());
        }
        if !self.open.contains(&true) {
            return true;
        }
        if let Some((permissions, open, found)) = &self.last
            && Arc::ptr_eq(permissions, &token.permissions)
            && *open == self.open
        {
            return *found;
        }
        let found = self.in_permissions(&token.permissions);
        self.last = Some((Arc::clone(&token.permissions), self.open.clone(), found));
        found
    }

    /// Whether the open terms fit these permissions.
    fn in_permissions(&self, permissions: &[Permission]) -> bool {
        let open = || {
            let terms = self.terms.iter().zip(&self.open);
            terms.filter_map(|(term, open)| open.then_some(term))
        };
        let excluded = open().filter(|term| term.negated).any(|term| {
            permissions
                .iter()
                .any(|permission| fits(&term.condition, permission))
        });
        if excluded {
            return false;
        }
        let wanted = |aspect| -> Vec<Option<&Condition>> {
            let conditions = open().filter(|term| !term.negated).map(|term| &term.condition);
            let mut wanted: Vec<_> = conditions
                .filter(|wanted| Aspect::of(wanted) == aspect)
                .map(Some)
                .collect();
            if wanted.is_empty() {
                wanted.push(None);
            }
            wanted
        };
        let (words, actions, resources) = (
            wanted(Aspect::Word),
            wanted(Aspect::Action),
            wanted(Aspect::Resource),
        );
        if [&words, &actions, &resources]
            .into_iter()
            .all(|wanted| wanted.contains(&None))
        {
            return true;
        }
        let fits = |condition: &Option<&Condition>, permission| {
            condition.is_none_or(|condition| fits(condition, permission))
        };
        actions.iter().all(|action| {
            resources.iter().all(|resource| {
                permissions.iter().any(|permission| {
                    fits(action, permission)
                        && fits(resource, permission)
                        && words.iter().all(|word| fits(word, permission))
                })
            })
        })
    }
}

/// What of a permission a condition is about. One permission has one action and is about one kind of resource, so two
/// conditions on the same are met by two permissions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aspect {
    Word,
    Action,
    Resource,
}

impl Aspect {
    const fn of(condition: &Condition) -> Self {
        match condition {
            Condition::Filter(Filter::Can, _) => Self::Action,
            Condition::Filter(..) => Self::Resource,
            _ => Self::Word,
        }
    }
}

fn in_texts(token: &Token, text: &str) -> bool {
    let id = token.id.digits();
    let texts = [
        &*token.description,
        &*token.owner,
        std::str::from_utf8(&id).unwrap_or_default(),
    ];
    token.status.as_str().starts_with(text) || texts.iter().any(|place| contains(place, text))
}

/// Whether the token fits a filter; `None` if only its permissions can tell.
fn outside_permissions(token: &Token, filter: Filter, values: &[String]) -> Option<bool> {
    let kind = match token.access {
        AccessKind::Operator => "operator",
        AccessKind::AllAccess => "all",
        AccessKind::Custom => "custom",
    };
    let fits = |value: &String| match filter {
        Filter::Status => token.status.as_str().starts_with(&**value),
        Filter::Access => kind.starts_with(&**value),
        _ => contains(&token.owner, value),
    };
    match filter {
        Filter::Can | Filter::Type | Filter::Bucket => None,
        _ => Some(values.iter().any(fits)),
    }
}

/// Whether a permission fits a condition that is left to permissions.
fn fits(condition: &Condition, permission: &Permission) -> bool {
    let Permission { action, resource } = permission;
    let digits = resource.id.map(|id| id.digits());
    let id = digits
        .as_ref()
        .and_then(|digits| std::str::from_utf8(digits).ok())
        .unwrap_or_default();
    let name = resource
        .name
        .as_deref()
        .unwrap_or(if resource.id.is_none() { "all" } else { "" });
    match condition {
        Condition::Text(text) => [action.as_str(), resource.kind.as_str(), name, id]
            .iter()
            .any(|place| contains(place, text)),
        Condition::Filter(filter, values) => values.iter().any(|value| match filter {
            Filter::Can => begins(action.as_str(), value),
            Filter::Type => begins(resource.kind.as_str(), value),
            _ => resource.kind == ResourceType::Buckets && (contains(name, value) || id == value),
        }),
        Condition::Created(_) => false,
    }
}
