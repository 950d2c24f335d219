//! What is shown of a list, kept in step with it: a change to one token costs what it changes, not a look at all.

use std::cmp::Ordering;
use std::sync::Arc;

use influx_api::{Id, Status};

use crate::collate::order;
use crate::facts::{Facts, Marks};
use crate::find::{Finder, Midnight};
use crate::list::Step;
use crate::{Counts, Query, Sort, TokenList};

/// What a query shows of a list, and in which order. It follows one list and one query after the other.
#[derive(Default)]
pub struct Shown {
    /// Which list, and how many of its steps have been followed.
    list: u32,
    followed: usize,
    facts: Facts,
    counts: Counts,
    query: Query,
    finder: Finder,
    /// Whether the query finds the row at each place of the list.
    found: Vec<bool>,
    /// The places of all rows, in the order asked for; equal ones by place, which is by id.
    order: Vec<usize>,
    view: Arc<Vec<Id>>,
}

impl Shown {
    /// Follows what has become of the list and of the query. `midnight` tells when the days begin that the search names.
    pub fn follow(&mut self, list: &TokenList, query: &Query, midnight: Midnight) {
        let steps = list
            .steps_since(self.followed)
            .filter(|_| list.number() == self.list);
        let Some(steps) = steps else {
            *self = Self {
                list: list.number(),
                query: query.clone(),
                finder: Finder::new(&query.search),
                ..Self::default()
            };
            self.followed = list.steps();
            self.append(list, midnight);
            self.show();
            return;
        };
        let mut stale = false;
        self.followed = list.steps();
        // A place means the one at the time of the step, so rows are read when all steps have been taken.
        let mut changed: Vec<usize> = Vec::new();
        for step in steps {
            stale |= self.step(*step, &mut changed);
        }
        stale |= self.renew(list, &changed, midnight);
        stale |= self.append(list, midnight);
        stale |= self.ask(list, query, midnight);
        if stale {
            self.show();
        }
    }

    /// The ids of the tokens that the query asks for, in its order. Tokens with an unknown status or time of creation come
    /// last in both directions.
    #[must_use]
    pub fn view(&self) -> Arc<Vec<Id>> {
        Arc::clone(&self.view)
    }

    /// Counts of the tokens of the list, whatever filter is set.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    pub(crate) const fn facts(&self) -> &Facts {
        &self.facts
    }
}

impl Shown {
    /// Takes one step; rows that it leaves to be read are noted in `changed`. Gives whether others have moved.
    fn step(&mut self, step: Step, changed: &mut Vec<usize>) -> bool {
        // Rows beyond are read when they are appended.
        let (Step::Changed(at) | Step::Inserted(at) | Step::Removed(at)) = step;
        if at >= self.facts.len() {
            return false;
        }
        match step {
            Step::Changed(_) if changed.contains(&at) => {}
            Step::Changed(_) => changed.push(at),
            Step::Inserted(_) => {
                let places = self.order.iter_mut().chain(changed.iter_mut());
                places.filter(|place| **place >= at).for_each(|place| *place += 1);
                self.facts.make_room(at);
                self.found.insert(at, false);
                changed.push(at);
            }
            Step::Removed(_) => {
                self.count(at, false);
                self.order.retain(|place| *place != at);
                changed.retain(|place| *place != at);
                let places = self.order.iter_mut().chain(changed.iter_mut());
                places.filter(|place| **place > at).for_each(|place| *place -= 1);
                self.facts.remove(at);
                self.found.remove(at);
            }
        }
        !matches!(step, Step::Changed(_))
    }

    /// Reads rows again; gives whether that shows in the view.
    fn renew(&mut self, list: &TokenList, changed: &[usize], midnight: Midnight) -> bool {
        let Some(first) = changed.first().copied() else {
            return false;
        };
        let mut is_changed = vec![false; self.facts.len()];
        for at in changed {
            is_changed[*at] = true;
        }
        let was = (self.place(first), self.found.get(first).copied());
        self.order.retain(|place| !is_changed[*place]);
        let several = changed.len() > 1;
        for at in changed {
            self.count(*at, false);
            if let Some((token, hidden)) = list.row(*at) {
                self.facts.replace(*at, token, hidden);
            }
            self.count(*at, true);
            self.finder.meet(&self.facts);
            let found = self.finds(list, *at, midnight);
            if let Some(old) = self.found.get_mut(*at) {
                *old = found;
            }
        }
        self.put_in_order(list, changed);
        several || was != (self.place(first), self.found.get(first).copied())
    }

    /// Reads the rows that have come at the end; gives whether there are any.
    fn append(&mut self, list: &TokenList, midnight: Midnight) -> bool {
        let start = self.facts.len();
        while let Some((token, hidden)) = list.row(self.facts.len()) {
            let at = self.facts.len();
            self.facts.push(token, hidden);
            self.count(at, true);
            self.finder.meet(&self.facts);
            let found = self.finds(list, at, midnight);
            self.found.push(found);
        }
        let new: Vec<usize> = (start..self.facts.len()).collect();
        self.put_in_order(list, &new);
        self.facts.len() > start
    }

    /// Takes in what is asked for; gives whether that is something else than before.
    fn ask(&mut self, list: &TokenList, query: &Query, midnight: Midnight) -> bool {
        if *query == self.query {
            return false;
        }
        let before = std::mem::replace(&mut self.query, query.clone());
        if before.sort != query.sort {
            let mut all = std::mem::take(&mut self.order);
            // The opposite of an order is nearly in order when it is read backwards, any other when it is read by id.
            if before.sort.keys().0 == query.sort.keys().0 {
                all.reverse();
            } else {
                all = (0..self.facts.len()).collect();
            }
            self.put_in_order(list, &all);
        }
        let same = (before.status, before.access) == (query.status, query.access);
        if !same || before.search != query.search {
            let old = std::mem::replace(&mut self.finder, Finder::new(&query.search));
            // Who types on looks among what has been found so far.
            let narrows = same && self.finder.narrows(&old);
            self.finder.meet(&self.facts);
            for at in 0..self.facts.len() {
                let found = (!narrows || self.found[at]) && self.finds(list, at, midnight);
                self.found[at] = found;
            }
        }
        true
    }

    /// Writes down what is found, in order.
    fn show(&mut self) {
        let ids = self.order.iter().filter(|at| self.found.get(**at) == Some(&true));
        self.view = Arc::new(
            ids.filter_map(|at| self.facts.ids.get(*at).copied().flatten())
                .collect(),
        );
    }

    fn finds(&mut self, list: &TokenList, at: usize, midnight: Midnight) -> bool {
        let Some((token, false)) = list.row(at) else {
            return false;
        };
        let Query { status, access, .. } = &self.query;
        status.admits(&token.status)
            && access.is_none_or(|access| access == token.access)
            && self.finder.finds(&self.facts, at, token, midnight)
    }

    fn count(&mut self, at: usize, here: bool) {
        let Marks {
            shown,
            active,
            all_access,
        } = self.facts.marks(at);
        let Counts {
            tokens,
            active: of_active,
            all_access: of_all,
        } = &mut self.counts;
        for (count, counts) in [
            (tokens, shown),
            (of_active, shown && active),
            (of_all, shown && all_access),
        ] {
            match here {
                true => *count += usize::from(counts),
                false => *count -= usize::from(counts),
            }
        }
    }

    /// Where a row is in the order.
    fn place(&self, at: usize) -> Option<usize> {
        self.order.iter().position(|place| *place == at)
    }

    /// Puts rows where they belong in the order.
    fn put_in_order(&mut self, list: &TokenList, places: &[usize]) {
        let Self {
            facts,
            order: before,
            query,
            ..
        } = self;
        let compare = |a: usize, b: usize| match query.sort {
            Sort::DescriptionAsc => facts.key(a).cmp(facts.key(b)),
            Sort::DescriptionDesc => facts.key(b).cmp(facts.key(a)),
            sort => by_value(list, sort, a, b),
        };
        let compare = |a: usize, b: usize| compare(a, b).then(a.cmp(&b));
        // The beginnings of the keys, close together, decide nearly always.
        let begin = |at: &usize| match query.sort {
            Sort::DescriptionAsc => beginning(facts.key(*at)),
            Sort::DescriptionDesc => !beginning(facts.key(*at)),
            _ => 0,
        };
        let begins: Vec<u128> = places.iter().map(begin).collect();
        let new = order(places.len(), &|a, b| {
            begins
                .get(a)
                .cmp(&begins.get(b))
                .then_with(|| match (places.get(a), places.get(b)) {
                    (Some(a), Some(b)) => compare(*a, *b),
                    _ => Ordering::Equal,
                })
        });
        let mut merged = Vec::with_capacity(before.len() + new.len());
        let mut rest = &before[..];
        for place in new.into_iter().filter_map(|at| places.get(at).copied()) {
            let (smaller, others) =
                rest.split_at(rest.partition_point(|other| compare(*other, place).is_lt()));
            merged.extend_from_slice(smaller);
            merged.push(place);
            rest = others;
        }
        merged.extend_from_slice(rest);
        *before = merged;
    }
}

/// The first bytes of a key, as a number that compares as they do.
fn beginning(key: &[u8]) -> u128 {
    let mut first = [0; 16];
    first.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    u128::from_be_bytes(first)
}

/// Compares two rows by status or time.
fn by_value(list: &TokenList, sort: Sort, a: usize, b: usize) -> Ordering {
    let token = |at: usize| list.row(at).map(|(token, _)| token);
    let created = |at: usize| token(at).and_then(|token| token.created);
    let rank = |at: usize, first: &Status| match token(at).map(|token| &token.status) {
        Some(status) if status == first => 0,
        Some(Status::Active | Status::Inactive) => 1,
        _ => 2,
    };
    match sort {
        Sort::StatusActive => rank(a, &Status::Active).cmp(&rank(b, &Status::Active)),
        Sort::StatusInactive => rank(a, &Status::Inactive).cmp(&rank(b, &Status::Inactive)),
        _ => match (created(a), created(b)) {
            (Some(a), Some(b)) if sort == Sort::CreatedNewest => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
    }
}
