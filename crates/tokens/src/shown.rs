//! What is shown of a list, kept in step with it: a change to one token costs what it changes, not a look at all.

use std::cmp::Ordering;
use std::sync::Arc;

use influx_api::{AccessKind, Id};

use crate::collate::order;
use crate::facts::{Facts, Row, State};
use crate::find::{Finder, Midnight};
use crate::list::Step;
use crate::{Counts, Query, Sort, StatusFilter, TokenList};

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
    /// The same for queries before this one, the latest last, as long as the list does not change.
    before: Vec<(Query, Vec<bool>)>,
    /// The orders that have been asked for, and that by description.
    orders: Vec<Order>,
    view: Arc<Vec<Id>>,
}

/// The places of all rows in an order; equal ones by place, which is by id.
struct Order {
    sort: Sort,
    places: Vec<usize>,
}

/// What so many queries have found is kept at most, for when the person takes a key back.
const BEFORE: usize = 20;

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
                finder: Finder::new(&query.search, midnight),
                ..Self::default()
            };
            self.followed = list.steps();
            for sort in [Sort::default(), query.sort] {
                self.want(list, sort);
            }
            self.append(list);
            self.show();
            return;
        };
        let mut stale = false;
        self.followed = list.steps();
        // A place means the one at the time of the step, so rows are read when all steps have been taken.
        let mut changed: Vec<usize> = Vec::new();
        for step in steps {
            self.before.clear();
            stale |= self.step(*step, &mut changed);
        }
        stale |= self.renew(list, &changed);
        stale |= self.append(list);
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
                self.each_place(changed, &|place| *place += usize::from(*place >= at));
                self.facts.make_room(at);
                self.found.insert(at, false);
                changed.push(at);
            }
            Step::Removed(_) => {
                self.count(at, false);
                for order in &mut self.orders {
                    order.places.retain(|place| *place != at);
                }
                changed.retain(|place| *place != at);
                self.each_place(changed, &|place| *place -= usize::from(*place > at));
                self.facts.remove(at);
                self.found.remove(at);
            }
        }
        !matches!(step, Step::Changed(_))
    }

    fn each_place(&mut self, changed: &mut [usize], shift: &dyn Fn(&mut usize)) {
        changed.iter_mut().for_each(shift);
        for order in &mut self.orders {
            order.places.iter_mut().for_each(shift);
        }
    }

    /// Reads rows again; gives whether that shows in the view.
    fn renew(&mut self, list: &TokenList, changed: &[usize]) -> bool {
        let Some(first) = changed.first().copied() else {
            return false;
        };
        let was = self.found.get(first).copied();
        for at in changed {
            self.count(*at, false);
            if let Some((token, hidden)) = list.row(*at) {
                self.facts.replace(*at, token, hidden);
            }
            self.count(*at, true);
            self.finder.meet(&self.facts);
            let found = self.finds(list, *at);
            if let Some(old) = self.found.get_mut(*at) {
                *old = found;
            }
        }
        let mut moved = false;
        let Self {
            facts, orders, query, ..
        } = self;
        for order in orders {
            if changed.len() > 1 || !order.has_in_place(first, list, facts) {
                order.take_out(changed);
                order.put_in(changed, list, facts);
                moved |= order.sort == query.sort;
            }
        }
        moved || was != self.found.get(first).copied()
    }

    /// Reads the rows that have come at the end; gives whether there are any.
    fn append(&mut self, list: &TokenList) -> bool {
        let start = self.facts.len();
        while let Some((token, hidden)) = list.row(self.facts.len()) {
            let at = self.facts.len();
            self.facts.push(token, hidden);
            self.count(at, true);
            self.finder.meet(&self.facts);
            let found = self.finds(list, at);
            self.found.push(found);
        }
        let new: Vec<usize> = (start..self.facts.len()).collect();
        if new.is_empty() {
            return false;
        }
        self.before.clear();
        for order in &mut self.orders {
            order.put_in(&new, list, &self.facts);
        }
        true
    }

    /// Takes in what is asked for; gives whether that is something else than before.
    fn ask(&mut self, list: &TokenList, query: &Query, midnight: Midnight) -> bool {
        if *query == self.query {
            return false;
        }
        let before = std::mem::replace(&mut self.query, query.clone());
        self.want(list, query.sort);
        if !finds_the_same(&before, query) {
            self.find(list, before, midnight);
        }
        true
    }

    /// Looks for what the query finds.
    fn find(&mut self, list: &TokenList, before: Query, midnight: Midnight) {
        let finder = Finder::new(&self.query.search, midnight);
        let is_known = |(known, _): &(Query, Vec<bool>)| finds_the_same(known, &self.query);
        let known = self.before.iter().position(is_known);
        // Who types on looks among what has been found so far.
        let same = (before.status, before.access) == (self.query.status, self.query.access);
        let narrows = same && finder.narrows(&self.finder);
        self.finder = finder;
        self.finder.meet(&self.facts);
        if let Some(known) = known {
            self.before.truncate(known + 1);
            self.found = self.before.pop().map(|(_, found)| found).unwrap_or_default();
            return;
        }
        let mut found = vec![false; self.facts.len()];
        for (at, found) in found.iter_mut().enumerate() {
            *found = (!narrows || self.found.get(at) == Some(&true)) && self.finds(list, at);
        }
        if self.before.len() == BEFORE {
            self.before.clear();
        }
        let old = std::mem::replace(&mut self.found, found);
        self.before.push((before, old));
    }

    /// Writes down what is found, in order.
    fn show(&mut self) {
        let order = self.orders.iter().find(|order| order.sort == self.query.sort);
        let places = order.map(|order| &order.places[..]).unwrap_or_default();
        let found = places.iter().filter(|at| self.found.get(**at) == Some(&true));
        let mut view = Vec::with_capacity(places.len());
        view.extend(found.filter_map(|at| self.facts.ids.get(*at).copied().flatten()));
        self.view = Arc::new(view);
    }

    fn finds(&mut self, list: &TokenList, at: usize) -> bool {
        let Row {
            shown, state, access, ..
        } = *self.facts.row(at);
        let status = match self.query.status {
            StatusFilter::All => true,
            StatusFilter::Active => state == State::Active,
            StatusFilter::Inactive => state == State::Inactive,
        };
        shown
            && status
            && self.query.access.is_none_or(|asked| asked == access)
            && self.finder.finds(list, &self.facts, at)
    }

    fn count(&mut self, at: usize, here: bool) {
        let Row {
            shown, state, access, ..
        } = *self.facts.row(at);
        let Counts {
            tokens,
            active,
            all_access,
        } = &mut self.counts;
        for (count, counts) in [
            (tokens, shown),
            (active, shown && state == State::Active),
            (all_access, shown && access != AccessKind::Custom),
        ] {
            match here {
                true => *count += usize::from(counts),
                false => *count -= usize::from(counts),
            }
        }
    }

    /// Sees to it that there is an order.
    fn want(&mut self, list: &TokenList, sort: Sort) {
        if self.orders.iter().any(|order| order.sort == sort) {
            return;
        }
        let forward = match sort {
            Sort::DescriptionDesc => Some(Sort::DescriptionAsc),
            Sort::CreatedNewest => Some(Sort::CreatedOldest),
            _ => None,
        };
        if let Some(forward) = forward {
            self.want(list, forward);
        }
        let mut order = Order {
            sort,
            places: Vec::new(),
        };
        let all = 0..self.facts.len();
        let other = self.orders.iter().find(|order| Some(order.sort) == forward);
        if let Some(other) = other {
            order.places = other.turned(list, &self.facts);
        } else if matches!(sort, Sort::StatusActive | Sort::StatusInactive) {
            for rank in 0..3 {
                for at in all.clone() {
                    if order.rank(at, &self.facts) == rank {
                        order.places.push(at);
                    }
                }
            }
        } else {
            order.put_in(&all.collect::<Vec<_>>(), list, &self.facts);
        }
        self.orders.push(order);
    }
}

impl Order {
    /// Compares two rows, their places aside.
    fn compare(&self, a: usize, b: usize, list: &TokenList, facts: &Facts) -> Ordering {
        let created = |at: usize| list.row(at).and_then(|(token, _)| token.created);
        let order = match self.sort {
            Sort::StatusActive | Sort::StatusInactive => {
                return self.rank(a, facts).cmp(&self.rank(b, facts));
            }
            Sort::DescriptionAsc | Sort::DescriptionDesc => facts.key(a).cmp(facts.key(b)),
            Sort::CreatedOldest | Sort::CreatedNewest => match (created(a), created(b)) {
                (Some(a), Some(b)) => a.cmp(&b),
                (a, b) => return b.is_some().cmp(&a.is_some()),
            },
        };
        match self.sort {
            Sort::DescriptionDesc | Sort::CreatedNewest => order.reverse(),
            _ => order,
        }
    }

    /// Of which third a row is in an order by status.
    fn rank(&self, at: usize, facts: &Facts) -> u8 {
        match (facts.row(at).state, self.sort) {
            (State::Other, _) => 2,
            (State::Inactive, Sort::StatusInactive) | (State::Active, Sort::StatusActive) => 0,
            _ => 1,
        }
    }

    /// The opposite order: equal rows stay in place, and so do those that are last in both.
    fn turned(&self, list: &TokenList, facts: &Facts) -> Vec<usize> {
        let is_known = |at: &usize| {
            self.sort == Sort::DescriptionAsc
                || list.row(*at).is_some_and(|(token, _)| token.created.is_some())
        };
        let (known, last) = self.places.split_at(self.places.partition_point(is_known));
        let mut turned = Vec::with_capacity(self.places.len());
        for equal in known
            .chunk_by(|a, b| self.compare(*a, *b, list, facts).is_eq())
            .rev()
        {
            turned.extend_from_slice(equal);
        }
        turned.extend_from_slice(last);
        turned
    }

    /// Whether a row, as it is now, is where it belongs among the others.
    fn has_in_place(&self, at: usize, list: &TokenList, facts: &Facts) -> bool {
        let Some(place) = self.places.iter().position(|other| *other == at) else {
            return false;
        };
        let next = self.places.get(place.saturating_sub(1)..).unwrap_or_default();
        let is_before = |a: &usize, b: &usize| self.compare(*a, *b, list, facts).then(a.cmp(b)).is_lt();
        next.iter().take(3).is_sorted_by(|a, b| is_before(a, b))
    }

    fn take_out(&mut self, places: &[usize]) {
        let last = places.iter().copied().max().unwrap_or_default();
        let mut out = vec![false; last + 1];
        for place in places {
            if let Some(out) = out.get_mut(*place) {
                *out = true;
            }
        }
        self.places.retain(|place| out.get(*place) != Some(&true));
    }

    /// Puts rows where they belong.
    fn put_in(&mut self, places: &[usize], list: &TokenList, facts: &Facts) {
        let compare = |a: usize, b: usize| self.compare(a, b, list, facts).then(a.cmp(&b));
        let new = order(places.len(), &|a, b| match (places.get(a), places.get(b)) {
            (Some(a), Some(b)) => compare(*a, *b),
            _ => Ordering::Equal,
        });
        let mut merged = Vec::with_capacity(self.places.len() + new.len());
        let mut rest = &self.places[..];
        for place in new.into_iter().filter_map(|at| places.get(at).copied()) {
            let (smaller, others) =
                rest.split_at(rest.partition_point(|other| compare(*other, place).is_lt()));
            merged.extend_from_slice(smaller);
            merged.push(place);
            rest = others;
        }
        merged.extend_from_slice(rest);
        self.places = merged;
    }
}

/// Whether two queries find the same, in whatever order.
fn finds_the_same(one: &Query, other: &Query) -> bool {
    (&one.search, one.status, one.access) == (&other.search, other.status, other.access)
}
