//! Which tokens a search finds.

use std::ops::Range;
use std::sync::Arc;

use influx_api::{AccessKind, Id, Permission, ResourceType};

use super::words::{begins, contains, has, traits};
use super::{Condition, Filter, Midnight, Search, Term};
use crate::TokenList;
use crate::facts::{Facts, Row, Sieve, State};

/// A search at work on one token after the other.
#[derive(Default)]
pub(crate) struct Finder {
    asked: Vec<Asked>,
    /// Which terms are left to the permissions of the token at hand: those that have to fit, by what of a permission
    /// they are about, and those that must not.
    wanted: [Vec<Option<usize>>; 3],
    unwanted: Vec<usize>,
}

/// A term, and what is known about it before any token is looked at.
struct Asked {
    term: Term,
    /// Which owners and which permissions fit it, of those that have been met.
    owners: Vec<bool>,
    permissions: Vec<bool>,
    /// What of a row's sieve it needs: all bits of a text, one of those of permissions.
    sieve: Sieve,
    /// Whether a description with those bits has the text for certain.
    sure: bool,
    /// What part of an id it may be.
    digits: Option<Digits>,
    /// Whether it fits tokens that are active, and those that are inactive.
    active: bool,
    inactive: bool,
    /// The times that it fits.
    times: Vec<Range<i64>>,
}

impl Finder {
    /// A search with this text. `midnight` tells when the days begin that it names.
    pub(crate) fn new(text: &str, midnight: Midnight) -> Self {
        let terms = Search::parse(text).terms.into_iter();
        Self {
            asked: terms.map(|term| Asked::new(term, midnight)).collect(),
            ..Self::default()
        }
    }

    /// Whether everything that this finds is found by `other`, too, as far as that is easily told: each of the other's
    /// terms is here, or a longer text in its place.
    pub(crate) fn narrows(&self, other: &Self) -> bool {
        let narrows = |(new, old): (&Asked, &Asked)| match (&new.term.condition, &old.term.condition) {
            // "active" is not found in "inactive", but "actives" is in "inactives".
            (Condition::Text(new_text), Condition::Text(text)) if !new.term.negated && !old.term.negated => {
                new_text == text || (new_text.contains(&**text) && text != "active")
            }
            _ => new.term == old.term,
        };
        self.asked.len() >= other.asked.len() && self.asked.iter().zip(&other.asked).all(narrows)
    }

    /// Whether the row at a place of the list is found. Its owner and its permissions must have been [met](Self::meet).
    pub(crate) fn finds(&mut self, list: &TokenList, facts: &Facts, at: usize) -> bool {
        // By far the most searches are one word.
        match &self.asked[..] {
            [] => return true,
            [asked] => {
                let fits = asked.fits(list, facts, at);
                let fits = fits.unwrap_or_else(|| asked.permits(facts.grants(facts.row(at))));
                return fits != asked.term.negated;
            }
            _ => {}
        }
        self.wanted.iter_mut().for_each(Vec::clear);
        self.unwanted.clear();
        for (place, asked) in self.asked.iter().enumerate() {
            let Term { negated, condition } = &asked.term;
            match asked.fits(list, facts, at) {
                Some(fits) if fits == *negated => return false,
                Some(_) => {}
                None if *negated => self.unwanted.push(place),
                None => {
                    if let Some(wanted) = self.wanted.get_mut(Aspect::of(condition) as usize) {
                        wanted.push(Some(place));
                    }
                }
            }
        }
        self.in_permissions(facts.grants(facts.row(at)))
    }

    /// Looks at owners and permissions that have not been met yet.
    pub(crate) fn meet(&mut self, facts: &Facts) {
        for asked in &mut self.asked {
            asked.meet(facts);
        }
    }

    /// Whether these permissions fit the terms that are left to them.
    fn in_permissions(&mut self, grants: &[u32]) -> bool {
        let Self {
            asked,
            wanted,
            unwanted,
        } = self;
        let permits =
            |place: usize, grants: &[u32]| asked.get(place).is_some_and(|asked| asked.permits(grants));
        if unwanted.iter().any(|place| permits(*place, grants)) {
            return false;
        }
        let [words, actions, resources] = wanted;
        match (&words[..], &actions[..], &resources[..]) {
            ([], [], []) => return true,
            ([Some(place)], [], []) => return permits(*place, grants),
            _ => {}
        }
        // Nothing asked of an aspect is one thing that every permission fits.
        for asked in [&mut *actions, &mut *resources] {
            if asked.is_empty() {
                asked.push(None);
            }
        }
        let fits = |grant: u32, wanted: &Option<usize>| wanted.is_none_or(|place| permits(place, &[grant]));
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

impl Asked {
    fn new(term: Term, midnight: Midnight) -> Self {
        let text = match &term.condition {
            Condition::Text(text) => text,
            _ => "",
        };
        Self {
            owners: Vec::new(),
            permissions: Vec::new(),
            sieve: Sieve {
                text: traits(text.as_bytes()),
                grants: 0,
            },
            sure: text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_lowercase()),
            digits: Digits::parse(text),
            active: is_of(&term.condition, "active"),
            inactive: is_of(&term.condition, "inactive"),
            times: match &term.condition {
                Condition::Created(spans) => spans.iter().map(|span| span.seconds(midnight)).collect(),
                _ => Vec::new(),
            },
            term,
        }
    }

    /// Looks at owners and permissions that have not been met yet.
    fn meet(&mut self, facts: &Facts) {
        let condition = &self.term.condition;
        let owns = |(owner, _): &(Arc<str>, u32)| match condition {
            Condition::Text(text) => contains(owner, text),
            Condition::Filter(Filter::Owner, values) => values.iter().any(|value| contains(owner, value)),
            _ => false,
        };
        let new = facts.owners().get(self.owners.len()..).unwrap_or_default();
        self.owners.extend(new.iter().map(owns));
        for (permission, _) in facts
            .permissions()
            .get(self.permissions.len()..)
            .unwrap_or_default()
        {
            let fits = fits(condition, permission);
            if fits {
                self.sieve.grants |= Sieve::grant(self.permissions.len());
            }
            self.permissions.push(fits);
        }
    }

    /// Whether the condition fits the row at a place; `None` if only its permissions can tell.
    fn fits(&self, list: &TokenList, facts: &Facts, at: usize) -> Option<bool> {
        let row = facts.row(at);
        let token = || list.row(at).map(|(token, _)| token);
        let is_owner = || self.owners.get(row.owner) == Some(&true);
        let is_status = || match row.state {
            State::Active => self.active,
            State::Inactive => self.inactive,
            State::Other => token().is_some_and(|token| is_of(&self.term.condition, token.status.as_str())),
        };
        let fits = match &self.term.condition {
            Condition::Text(text) => {
                is_owner() || is_status() || self.describes(facts, row, text) || self.is_in_id(facts, at)
            }
            Condition::Created(_) => {
                let created = token().and_then(|token| token.created);
                created.is_some_and(|time| self.times.iter().any(|times| times.contains(&time.seconds)))
            }
            Condition::Filter(Filter::Owner, _) => is_owner(),
            Condition::Filter(Filter::Status, _) => is_status(),
            Condition::Filter(Filter::Access, values) => {
                let kind = match row.access {
                    AccessKind::Operator => "operator",
                    AccessKind::AllAccess => "all",
                    AccessKind::Custom => "custom",
                };
                values.iter().any(|value| kind.starts_with(&**value))
            }
            Condition::Filter(..) => false,
        };
        let open = !fits && self.sieve.grants & row.sieve.grants != 0;
        (!open).then_some(fits)
    }

    /// Whether the description has the text.
    fn describes(&self, facts: &Facts, row: &Row, text: &str) -> bool {
        let needed = self.sieve.text;
        row.sieve.text & needed == needed && (self.sure || has(facts.text(row), text.as_bytes()))
    }

    fn is_in_id(&self, facts: &Facts, at: usize) -> bool {
        let id = facts.ids.get(at).copied().flatten();
        matches!((self.digits, id), (Some(digits), Some(id)) if digits.are_in(id))
    }

    /// Whether one of these permissions fits.
    fn permits(&self, grants: &[u32]) -> bool {
        grants
            .iter()
            .any(|grant| self.permissions.get(*grant as usize) == Some(&true))
    }
}

/// Some successive digits of an id.
#[derive(Clone, Copy)]
struct Digits {
    value: u64,
    count: u32,
}

impl Digits {
    /// Reads lower-case digits; `None` if an id cannot have this text in it.
    fn parse(text: &str) -> Option<Self> {
        let mut value = 0;
        for byte in text.bytes() {
            if byte.is_ascii_uppercase() {
                return None;
            }
            value = value << 4 | u64::from((byte as char).to_digit(16)?);
        }
        let count = u32::try_from(text.len()).ok()?;
        (1..=16).contains(&count).then_some(Self { value, count })
    }

    fn are_in(self, id: Id) -> bool {
        let Self { value, count } = self;
        let last = u64::MAX >> (64 - 4 * count);
        (0..=16 - count).any(|place| id.get() >> (4 * place) & last == value)
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

/// Whether tokens of a status fit a condition for it.
fn is_of(condition: &Condition, status: &str) -> bool {
    match condition {
        Condition::Text(text) => status.starts_with(&**text),
        Condition::Filter(Filter::Status, values) => values.iter().any(|value| status.starts_with(&**value)),
        _ => false,
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
            Filter::Bucket => {
                resource.kind == ResourceType::Buckets && (contains(name, value) || id == value)
            }
            _ => false,
        }),
        Condition::Created(_) => false,
    }
}
