//! What is asked of each row of a list again and again, by its place, close together and ready to be compared.

use std::sync::Arc;

use influx_api::{AccessKind, Id, Permission, Status};

use crate::Token;
use crate::collate::sort_key;
use crate::find::{fold, traits};

/// About all rows of a list, hidden ones too.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) ids: Vec<Option<Id>>,
    rows: Vec<Row>,
    /// The descriptions in lower case. What a row no longer has stays behind here, and in the next two.
    texts: Vec<u8>,
    /// The sort keys of the descriptions.
    keys: Vec<u8>,
    /// The permissions, by their place among all permissions.
    grants: Vec<u32>,
    /// The owners, and how many rows shown have each.
    owners: Vec<(Arc<str>, u32)>,
    permissions: Distinct,
    /// Lists of permissions met lately, which rows often share.
    recent: Vec<(Arc<[Permission]>, Span)>,
}

/// So many lists of permissions are remembered.
const RECENT: usize = 16;

/// What is known of one row.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) sieve: Sieve,
    text: Span,
    key: Span,
    grants: Span,
    /// The owner's place among [`Facts::owners`].
    pub(crate) owner: usize,
    pub(crate) shown: bool,
    pub(crate) state: State,
    pub(crate) access: AccessKind,
}

/// Most rows that a word is not found in are told by this alone.
#[derive(Clone, Copy)]
pub(crate) struct Sieve {
    /// The [`traits`] of the description.
    pub(crate) text: u64,
    /// The permissions, each as [`Self::grant`] has it.
    pub(crate) grants: u64,
}

impl Sieve {
    /// A bit for a permission; others have the same.
    pub(crate) const fn grant(place: usize) -> u64 {
        1 << (place % 64)
    }
}

/// A status, as far as it is one that this program knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Active,
    Inactive,
    Other,
}

/// From where to where.
#[derive(Clone, Copy)]
struct Span(usize, usize);

impl Span {
    fn of<T>(self, items: &[T]) -> &[T] {
        items.get(self.0..self.1).unwrap_or_default()
    }
}

/// A row that is not there yet.
const NONE: Row = Row {
    sieve: Sieve { text: 0, grants: 0 },
    text: Span(0, 0),
    key: Span(0, 0),
    grants: Span(0, 0),
    owner: 0,
    shown: false,
    state: State::Other,
    access: AccessKind::Custom,
};

impl Facts {
    pub(crate) const fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn row(&self, at: usize) -> &Row {
        self.rows.get(at).unwrap_or(&NONE)
    }

    pub(crate) fn text(&self, row: &Row) -> &[u8] {
        row.text.of(&self.texts)
    }

    pub(crate) fn key(&self, at: usize) -> &[u8] {
        self.row(at).key.of(&self.keys)
    }

    /// The owners, and how many rows shown have each.
    pub(crate) fn owners(&self) -> &[(Arc<str>, u32)] {
        &self.owners
    }

    /// The places of the permissions among [`Self::permissions`].
    pub(crate) fn grants(&self, row: &Row) -> &[u32] {
        row.grants.of(&self.grants)
    }

    /// The permissions, and how many rows shown have each.
    pub(crate) fn permissions(&self) -> &[(Permission, u32)] {
        &self.permissions.all
    }

    /// Takes in a row at the end.
    pub(crate) fn push(&mut self, token: &Token, hidden: bool) {
        let at = self.len();
        self.make_room(at);
        self.replace(at, token, hidden);
    }

    /// Makes room for a row before another, or at the end.
    pub(crate) fn make_room(&mut self, at: usize) {
        self.ids.insert(at, None);
        self.rows.insert(at, NONE);
    }

    /// Takes in what a row is, or has become.
    pub(crate) fn replace(&mut self, at: usize, token: &Token, hidden: bool) {
        let old = *self.row(at);
        self.count(&old, u32::MAX);
        let start = self.texts.len();
        fold(&token.description, &mut self.texts);
        let text = renewed(&mut self.texts, start, old.text);
        let start = self.keys.len();
        sort_key(&token.description, &mut self.keys);
        let grants = self.granted(&token.permissions, old.grants);
        let bits = grants.of(&self.grants).iter();
        let new = Row {
            sieve: Sieve {
                text: traits(text.of(&self.texts)),
                grants: bits.fold(0, |all, place| all | Sieve::grant(*place as usize)),
            },
            text,
            key: renewed(&mut self.keys, start, old.key),
            grants,
            owner: self.owner_place(&token.owner),
            shown: !hidden,
            state: match token.status {
                Status::Active => State::Active,
                Status::Inactive => State::Inactive,
                _ => State::Other,
            },
            access: token.access,
        };
        self.count(&new, 1);
        if let (Some(id), Some(row)) = (self.ids.get_mut(at), self.rows.get_mut(at)) {
            (*id, *row) = (Some(token.id), new);
        }
    }

    /// Forgets a row.
    pub(crate) fn remove(&mut self, at: usize) {
        self.ids.remove(at);
        let row = self.rows.remove(at);
        self.count(&row, u32::MAX);
    }

    /// Where these permissions are; `old` is where the row had its own before.
    fn granted(&mut self, permissions: &Arc<[Permission]>, old: Span) -> Span {
        let known = self
            .recent
            .iter()
            .find(|(known, _)| Arc::ptr_eq(known, permissions));
        if let Some((_, span)) = known {
            return *span;
        }
        let start = self.grants.len();
        for one in permissions.iter() {
            let place = self.permissions.place(one);
            self.grants.push(place);
        }
        let span = renewed(&mut self.grants, start, old);
        if self.recent.len() == RECENT {
            self.recent.clear();
        }
        self.recent.push((Arc::clone(permissions), span));
        span
    }

    /// Counts a row among those shown: once, or once less if `by` is the largest number.
    fn count(&mut self, row: &Row, by: u32) {
        if !row.shown {
            return;
        }
        if let Some((_, rows)) = self.owners.get_mut(row.owner) {
            *rows = rows.wrapping_add(by);
        }
        for grant in row.grants.of(&self.grants) {
            if let Some((_, rows)) = self.permissions.all.get_mut(*grant as usize) {
                *rows = rows.wrapping_add(by);
            }
        }
    }

    fn owner_place(&mut self, owner: &Arc<str>) -> usize {
        let same = |(known, _): &(Arc<str>, u32)| Arc::ptr_eq(known, owner) || known == owner;
        // There are far fewer owners than tokens, and the same ones come again soon.
        self.owners.iter().rposition(same).unwrap_or_else(|| {
            self.owners.push((Arc::clone(owner), 0));
            self.owners.len() - 1
        })
    }
}

/// Where a row has the items from `start` on: there, unless it has the same already.
fn renewed<T: PartialEq>(items: &mut Vec<T>, start: usize, old: Span) -> Span {
    let new = Span(start, items.len());
    if new.of(items) != old.of(items) {
        return new;
    }
    items.truncate(start);
    old
}

/// Permissions, each once: those of one action on one resource under one name are not told apart.
#[derive(Default)]
struct Distinct {
    /// With how many rows shown have each.
    all: Vec<(Permission, u32)>,
    /// Places in `all`, where the hash says or at the next free slot behind it.
    slots: Vec<Option<u32>>,
}

impl Distinct {
    fn place(&mut self, permission: &Permission) -> u32 {
        if self.all.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mut slot = self.slot(permission);
        loop {
            match self.slots.get(slot).copied().flatten() {
                Some(known) if self.is(known, permission) => return known,
                Some(_) => slot = (slot + 1) % self.slots.len(),
                None => break,
            }
        }
        let place = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push((permission.clone(), 0));
        if let Some(free) = self.slots.get_mut(slot) {
            *free = Some(place);
        }
        place
    }

    fn is(&self, known: u32, permission: &Permission) -> bool {
        let Some((known, _)) = self.all.get(known as usize) else {
            return false;
        };
        known.resource.id == permission.resource.id
            && known.action == permission.action
            && known.resource.kind == permission.resource.kind
            && known.resource.name == permission.resource.name
    }

    fn slot(&self, permission: &Permission) -> usize {
        // FNV-1a, a whole number at a time where there is one.
        let mix = |hash: u64, value: u64| (hash ^ value).wrapping_mul(0x0100_0000_01b3);
        let text = |hash: u64, text: &str| text.bytes().fold(hash, |hash, byte| mix(hash, byte.into()));
        let Permission { action, resource } = permission;
        let mut hash = text(0xcbf2_9ce4_8422_2325, action.as_str());
        hash = text(hash, resource.kind.as_str());
        hash = mix(hash, resource.id.map_or(0, Id::get));
        // Buckets of one id have one name, nearly always.
        (hash ^ hash >> 32) as usize % self.slots.len().max(1)
    }

    fn grow(&mut self) {
        self.slots = vec![None; (self.slots.len() * 2).max(64)];
        for place in 0..self.all.len() {
            let Some((permission, _)) = self.all.get(place) else {
                continue;
            };
            let mut slot = self.slot(permission);
            while self.slots.get(slot).is_some_and(Option::is_some) {
                slot = (slot + 1) % self.slots.len();
            }
            if let Some(free) = self.slots.get_mut(slot) {
                *free = u32::try_from(place).ok();
            }
        }
    }
}
