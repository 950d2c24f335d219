//! What is asked of each row of a list again and again, by its place, close together and ready to be compared.

use std::sync::Arc;

use influx_api::{AccessKind, Id, Permission};

use crate::Token;
use crate::collate::sort_key;
use crate::find::fold;

/// About all rows of a list, hidden ones too.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) ids: Vec<Option<Id>>,
    marks: Vec<Marks>,
    /// The descriptions in lower case.
    texts: Pool<u8>,
    /// The sort keys of the descriptions.
    keys: Pool<u8>,
    /// The owners, by their place among all owners.
    owner: Vec<usize>,
    owners: Vec<Arc<str>>,
    /// The permissions, by their place among all permissions.
    grants: Pool<u32>,
    permissions: Distinct,
    /// Neighbours often share one list of permissions.
    last: Option<(Arc<[Permission]>, Span)>,
}

/// What a row counts as.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks {
    pub(crate) shown: bool,
    pub(crate) active: bool,
    pub(crate) all_access: bool,
}

impl Facts {
    pub(crate) const fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn marks(&self, at: usize) -> Marks {
        self.marks.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn text(&self, at: usize) -> &[u8] {
        self.texts.get(at)
    }

    pub(crate) fn key(&self, at: usize) -> &[u8] {
        self.keys.get(at)
    }

    /// The place of the owner among [`Self::owners`].
    pub(crate) fn owner(&self, at: usize) -> usize {
        self.owner.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn owners(&self) -> &[Arc<str>] {
        &self.owners
    }

    /// The places of the permissions among [`Self::permissions`].
    pub(crate) fn grants(&self, at: usize) -> &[u32] {
        self.grants.get(at)
    }

    pub(crate) fn permissions(&self) -> &[Permission] {
        &self.permissions.all
    }

    /// Tells the owners of the tokens shown, each once.
    pub(crate) fn owners_shown<'a>(&'a self, tell: &mut dyn FnMut(&'a str)) {
        let mut told = vec![false; self.owners.len()];
        for at in (0..self.len()).filter(|at| self.marks(*at).shown) {
            let owner = self.owner(at);
            if let Some(told @ false) = told.get_mut(owner) {
                *told = true;
                self.owners.get(owner).into_iter().for_each(|owner| tell(owner));
            }
        }
    }

    /// Tells the permissions of the tokens shown, each once.
    pub(crate) fn permissions_shown<'a>(&'a self, tell: &mut dyn FnMut(&'a Permission)) {
        let mut told = vec![false; self.permissions.all.len()];
        for at in (0..self.len()).filter(|at| self.marks(*at).shown) {
            for grant in self.grants(at) {
                if let Some(told @ false) = told.get_mut(*grant as usize) {
                    *told = true;
                    self.permissions
                        .all
                        .get(*grant as usize)
                        .into_iter()
                        .for_each(&mut *tell);
                }
            }
        }
    }

    /// Takes in a row at the end.
    pub(crate) fn push(&mut self, token: &Token, hidden: bool) {
        let at = self.len();
        self.make_room(at);
        let shared = self
            .last
            .as_ref()
            .filter(|(permissions, _)| Arc::ptr_eq(permissions, &token.permissions));
        if let (Some((_, span)), Some(grants)) = (shared, self.grants.spans.last_mut()) {
            *grants = *span;
        }
        self.replace(at, token, hidden);
        let span = self.grants.spans.last().copied().unwrap_or_default();
        self.last = Some((Arc::clone(&token.permissions), span));
    }

    /// Makes room for a row before another, or at the end.
    pub(crate) fn make_room(&mut self, at: usize) {
        self.ids.insert(at, None);
        self.marks.insert(at, Marks::default());
        self.texts.spans.insert(at, Span::default());
        self.keys.spans.insert(at, Span::default());
        self.owner.insert(at, 0);
        self.grants.spans.insert(at, Span::default());
    }

    /// Takes in what a row is, or has become.
    pub(crate) fn replace(&mut self, at: usize, token: &Token, hidden: bool) {
        if let Some(id) = self.ids.get_mut(at) {
            *id = Some(token.id);
        }
        if let Some(old) = self.marks.get_mut(at) {
            *old = marks(token, hidden);
        }
        let owner = self.owner_place(&token.owner);
        if let Some(old) = self.owner.get_mut(at) {
            *old = owner;
        }
        let start = self.grants.items.len();
        for one in token.permissions.iter() {
            let place = self.permissions.place(one);
            self.grants.items.push(place);
        }
        self.grants.renew(at, start);
        let start = self.texts.items.len();
        fold(&token.description, &mut self.texts.items);
        self.texts.renew(at, start);
        let start = self.keys.items.len();
        sort_key(&token.description, &mut self.keys.items);
        self.keys.renew(at, start);
    }

    /// Forgets a row.
    pub(crate) fn remove(&mut self, at: usize) {
        self.ids.remove(at);
        self.marks.remove(at);
        self.texts.spans.remove(at);
        self.keys.spans.remove(at);
        self.owner.remove(at);
        self.grants.spans.remove(at);
    }

    fn owner_place(&mut self, owner: &Arc<str>) -> usize {
        let same = |known: &Arc<str>| Arc::ptr_eq(known, owner) || known == owner;
        // There are far fewer owners than tokens, and the same ones come again soon.
        self.owners.iter().rposition(same).unwrap_or_else(|| {
            self.owners.push(Arc::clone(owner));
            self.owners.len() - 1
        })
    }
}

fn marks(token: &Token, hidden: bool) -> Marks {
    Marks {
        shown: !hidden,
        active: token.is_active(),
        all_access: token.access != AccessKind::Custom,
    }
}

/// From where to where.
#[derive(Clone, Copy, Default)]
struct Span(usize, usize);

/// A few items for each row, all in one block of memory. What a row no longer has stays behind there.
struct Pool<T> {
    items: Vec<T>,
    spans: Vec<Span>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            spans: Vec::new(),
        }
    }
}

impl<T: PartialEq> Pool<T> {
    fn get(&self, at: usize) -> &[T] {
        let span = self.spans.get(at);
        span.and_then(|Span(start, end)| self.items.get(*start..*end))
            .unwrap_or_default()
    }

    /// Gives a row all items from `start` on, unless it has the same already.
    fn renew(&mut self, at: usize, start: usize) {
        let new = self.items.get(start..).unwrap_or_default();
        if new == self.get(at) {
            self.items.truncate(start);
        } else if let Some(span) = self.spans.get_mut(at) {
            *span = Span(start, self.items.len());
        }
    }
}

/// Permissions, each once: those of one action on one resource under one name are not told apart.
#[derive(Default)]
struct Distinct {
    all: Vec<Permission>,
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
        self.all.push(permission.clone());
        if let Some(free) = self.slots.get_mut(slot) {
            *free = Some(place);
        }
        place
    }

    fn is(&self, known: u32, permission: &Permission) -> bool {
        let Some(known) = self.all.get(known as usize) else {
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
            let Some(permission) = self.all.get(place) else {
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
