//! Which tokens a search finds.

use std::sync::Arc;

use influx_api::{AccessKind, Permission, ResourceType};

use super::words::{begins, contains, has};
use super::{Condition, Filter, Midnight, Search, Term};
use crate::Token;
use crate::facts::Facts;

/// A search at work on one token after the other.
#[derive(Default)]
pub(crate) struct Finder {
    terms: Vec<Term>,
    /// For each term, which owners and which permissions fit it, of those that have been met.
    owners: Vec<Vec<bool>>,
    permissions: Vec<Vec<bool>>,
    /// Whether each term may be part of an id.
    in_ids: Vec<bool>,
    /// Which terms are left to the permissions of the token at hand: those that have to fit, by what of a permission
    /// they are about, and those that must not.
    wanted: [Vec<Option<usize>>; 3],
    unwanted: Vec<usize>,
}

impl Finder {
    pub(crate) fn new(text: &str) -> Self {
        let terms = Search::parse(text).terms;
        let in_id = |term: &Term| match &term.condition {
            Condition::Text(text) => text.len() <= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
            _ => false,
        };
        Self {
            owners: vec![Vec::new(); terms.len()],
            permissions: vec![Vec::new(); terms.len()],
            in_ids: terms.iter().map(in_id).collect(),
            terms,
            ..Self::default()
        }
    }

    /// Whether everything that this finds is found by `other`, too, as far as that is easily told: each of the other's
    /// terms is here, or a longer text in its place.
    pub(crate) fn narrows(&self, other: &Self) -> bool {
        let narrows = |(new, old): (&Term, &Term)| match (&new.condition, &old.condition) {
            // "active" is not found in "inactive", but "actives" is in "inactives".
            (Condition::Text(new_text), Condition::Text(text)) if !new.negated && !old.negated => {
                new_text == text || (new_text.contains(&**text) && text != "active")
            }
            _ => new == old,
        };
        self.terms.len() >= other.terms.len() && self.terms.iter().zip(&other.terms).all(narrows)
    }

    /// Whether the row at a place of the list, with this token, is found. Its owner and its permissions must have been
    /// [met](Self::meet).
    pub(crate) fn finds(&mut self, facts: &Facts, at: usize, token: &Token, midnight: Midnight) -> bool {
        let owner = facts.owner(at);
        let Self {
            terms,
            owners,
            in_ids,
            wanted,
            unwanted,
            ..
        } = self;
        wanted.iter_mut().for_each(Vec::clear);
        unwanted.clear();
        for (place, Term { negated, condition }) in terms.iter().enumerate() {
            let owned = || owners.get(place).and_then(|owners| owners.get(owner)) == Some(&true);
            let fits = match condition {
                Condition::Text(text) => {
                    let found = has(facts.text(at), text.as_bytes())
                        || owned()
                        || (in_ids.get(place) == Some(&true) && has(&token.id.digits(), text.as_bytes()))
                        || token.status.as_str().starts_with(&**text);
                    found.then_some(true)
                }
                Condition::Created(spans) => {
                    let within = |time| spans.iter().any(|span| span.has(time, midnight));
                    Some(token.created.is_some_and(within))
                }
                Condition::Filter(Filter::Owner, _) => Some(owned()),
                Condition::Filter(filter, values) => outside_permissions(token, *filter, values),
            };
            match fits {
                Some(fits) if fits == *negated => return false,
                Some(_) => {}
                None if *negated => unwanted.push(place),
                None => {
                    if let Some(wanted) = wanted.get_mut(Aspect::of(condition) as usize) {
                        wanted.push(Some(place));
                    }
                }
            }
        }
        self.in_permissions(facts.grants(at))
    }

    /// Looks at owners and permissions that have not been met yet.
    pub(crate) fn meet(&mut self, facts: &Facts) {
        for ((term, owners), permissions) in
            self.terms.iter().zip(&mut self.owners).zip(&mut self.permissions)
        {
            let condition = &term.condition;
            let owns = |owner: &Arc<str>| match condition {
                Condition::Text(text) => contains(owner, text),
                Condition::Filter(Filter::Owner, values) => values.iter().any(|value| contains(owner, value)),
                _ => false,
            };
            let new = facts.owners().get(owners.len()..).unwrap_or_default();
            owners.extend(new.iter().map(owns));
            let new = facts.permissions().get(permissions.len()..).unwrap_or_default();
            permissions.extend(new.iter().map(|permission| fits(condition, permission)));
        }
    }

    /// Whether these permissions fit the terms that are left to them.
    fn in_permissions(&mut self, grants: &[u32]) -> bool {
        let Self {
            permissions,
            wanted,
            unwanted,
            ..
        } = self;
        let fitting = |place: usize| permissions.get(place).map(Vec::as_slice).unwrap_or_default();
        let any = |place: usize| {
            let fitting = fitting(place);
            grants
                .iter()
                .any(|grant| fitting.get(*grant as usize) == Some(&true))
        };
        if unwanted.iter().any(|place| any(*place)) {
            return false;
        }
        let [words, actions, resources] = wanted;
        // By far the most searches are one word.
        match (&words[..], &actions[..], &resources[..]) {
            ([], [], []) => return true,
            ([Some(place)], [], []) => return any(*place),
            _ => {}
        }
        // Nothing asked of an aspect is one thing that every permission fits.
        for asked in [&mut *actions, &mut *resources] {
            if asked.is_empty() {
                asked.push(None);
            }
        }
        let fits = |grant: u32, wanted: &Option<usize>| {
            wanted.is_none_or(|place| fitting(place).get(grant as usize) == Some(&true))
        };
        actions.iter().all(|action| {
            resources.iter().all(|resource| {
                grants.iter().any(|grant| {
                    fits(*grant, action)
                        && fits(*grant, resource)
                        && words.iter().all(|word| fits(*grant, word))
                })
            })
        })
    }
}

/// What of a permission a condition is about. One permission has one action and is about one kind of resource, so two
/// conditions on the same are met by two permissions.
#[derive(Clone, Copy)]
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

/// Whether the token fits a filter; `None` if only its permissions can tell.
fn outside_permissions(token: &Token, filter: Filter, values: &[String]) -> Option<bool> {
    let kind = match token.access {
        AccessKind::Operator => "operator",
        AccessKind::AllAccess => "all",
        AccessKind::Custom => "custom",
    };
    let fits = |value: &String| match filter {
        Filter::Access => kind.starts_with(&**value),
        _ => token.status.as_str().starts_with(&**value),
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
