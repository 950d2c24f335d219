//! The one copy of the data: what the server said, and what the person changed that it has not yet confirmed.

use std::sync::Arc;
use std::sync::atomic::{self, AtomicU32};

use influx_api::Id;

use crate::change::Edit;
use crate::collate::sorted;
use crate::{Change, Outcome, Pending, Send, Settled, Token};

/// The tokens of one organization, by id, with every change shown from the moment it is made.
pub struct TokenList {
    rows: Vec<Row>,
    edits: Vec<Edit>,
    /// Settled deletions by id, and when they settled.
    deleted: Vec<(Id, u64)>,
    hidden: usize,
    /// Counts what the server told, so that older news is known from newer.
    clock: u64,
    refreshed: u64,
    /// No other list has the same.
    number: u32,
    /// What became of single rows lately. Rows that came at the end are not among them.
    steps: Vec<Step>,
    /// How many older steps are forgotten.
    forgotten: usize,
}

/// What became of a row, by its place at that time.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Changed(usize),
    Inserted(usize),
    Removed(usize),
}

/// So many steps are remembered at most; who has missed more looks at everything again.
const STEPS: usize = 1024;

/// A token as shown.
struct Row {
    token: Token,
    /// A delete is on its way.
    hidden: bool,
    /// When the server last told it.
    as_of: u64,
}

/// A re-read of the list, or of one token, that is under way, by when it began. One that fails is simply dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub struct Refresh(u64);

impl Default for TokenList {
    fn default() -> Self {
        static LISTS: AtomicU32 = AtomicU32::new(1);
        Self {
            rows: Vec::new(),
            edits: Vec::new(),
            deleted: Vec::new(),
            hidden: 0,
            clock: 0,
            refreshed: 0,
            number: LISTS.fetch_add(1, atomic::Ordering::Relaxed),
            steps: Vec::new(),
            forgotten: 0,
        }
    }
}

impl TokenList {
    /// Which list this is, from 1.
    pub(crate) const fn number(&self) -> u32 {
        self.number
    }

    /// How many steps have been taken so far.
    pub(crate) const fn steps(&self) -> usize {
        self.forgotten + self.steps.len()
    }

    /// The steps taken after the first so many; `None` if some of them are forgotten.
    pub(crate) fn steps_since(&self, taken: usize) -> Option<&[Step]> {
        self.steps.get(taken.checked_sub(self.forgotten)?..)
    }

    /// The row at a place, and whether it is hidden; `None` behind the last. Rows are in the order of their ids.
    pub(crate) fn row(&self, at: usize) -> Option<(&Token, bool)> {
        self.rows.get(at).map(|row| (&row.token, row.hidden))
    }

    fn note(&mut self, step: Step) {
        if self.steps.len() >= STEPS {
            self.steps.drain(..STEPS / 2);
            self.forgotten += STEPS / 2;
        }
        self.steps.push(step);
    }

    /// The token as shown; `None` if it is not in the list or its delete is pending or done.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&Token> {
        self.rows
            .get(self.find(id).ok()?)
            .filter(|row| !row.hidden)
            .map(|row| &row.token)
    }

    /// All tokens as shown, by ascending id.
    pub fn iter(&self) -> impl Iterator<Item = &Token> {
        self.rows.iter().filter(|row| !row.hidden).map(|row| &row.token)
    }

    /// How many are shown.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() - self.hidden
    }

    /// Whether none is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether some change has not been confirmed.
    #[must_use]
    pub fn has_pending(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Which parts of a token wait for the server.
    #[must_use]
    pub fn pending(&self, id: Id) -> Pending {
        let edit = self.find_edit(id).ok().and_then(|at| self.edits.get(at));
        edit.map(Edit::pending).unwrap_or_default()
    }

    /// Takes tokens as the server tells them, in any order: new ones are added, known ones replaced under their
    /// pending changes, deleted ones never brought back. Of one id twice the later counts.
    pub fn push(&mut self, tokens: Vec<Token>) {
        self.clock += 1;
        let mut tokens = by_id(tokens);
        tokens.retain(|token| self.deleted_at(token.id).is_none());
        self.merge(tokens, self.clock, false);
    }

    /// A re-read of the whole list, or of one token, starts now.
    pub fn begin_refresh(&mut self) -> Refresh {
        self.clock += 1;
        Refresh(self.clock)
    }

    /// Lets tokens share with those of the list what they have in common: when a list is read again, that is nearly
    /// everything, and need not be kept twice meanwhile.
    pub fn share(&self, tokens: &mut [Token]) {
        for token in tokens {
            let Some(Row { token: known, .. }) = self.find(token.id).ok().and_then(|at| self.rows.get(at))
            else {
                continue;
            };
            if known.permissions == token.permissions {
                token.permissions = Arc::clone(&known.permissions);
            }
            if known.owner == token.owner {
                token.owner = Arc::clone(&known.owner);
            }
        }
    }

    /// The re-read of the list is complete. It replaces everything, except that pending changes stay applied and
    /// what the server told of single tokens since the re-read began counts more. A re-read that was overtaken by
    /// a later one is ignored. Gives whether anything is shown differently now.
    pub fn finish_refresh(&mut self, refresh: Refresh, tokens: Vec<Token>) -> bool {
        let Refresh(began) = refresh;
        if began < self.refreshed {
            return false;
        }
        self.refreshed = began;
        let mut tokens = by_id(tokens);
        tokens.retain(|token| self.deleted_at(token.id).is_none_or(|when| when < began));
        self.merge(tokens, began, true)
    }

    /// The re-read of one token is complete: `None` if the server has no such token. What the server told of it since
    /// the re-read began counts more, and so does a pending change. Gives whether anything is shown differently now.
    pub fn finish_look(&mut self, look: Refresh, id: Id, token: Option<Token>) -> bool {
        let Refresh(began) = look;
        let told_since = self.find(id).ok().and_then(|at| self.rows.get(at));
        let overtaken = began < self.refreshed
            || told_since.is_some_and(|row| row.as_of > began)
            || self.deleted_at(id).is_some_and(|when| when >= began);
        match token {
            _ if overtaken => false,
            Some(token) => token.id == id && self.merge(vec![token], began, false),
            None => {
                self.note_deleted(id, began);
                match self.edit_mut(id) {
                    // Whether a token with a request in flight still exists is told by that request.
                    Some(edit) => {
                        edit.listed = false;
                        false
                    }
                    None => self.remove(id),
                }
            }
        }
    }

    /// Applies a change at once. `Some` is the request to make now; `None` means that there is nothing to send: the
    /// change changes nothing, the token is unknown, or an earlier request for it is still in flight.
    pub fn change(&mut self, id: Id, change: Change) -> Option<Send> {
        let edit = self.find_edit(id);
        let place = self.find(id).ok()?;
        let row = self
            .rows
            .get_mut(place)
            .filter(|row| !row.hidden && change.changes(&row.token))?;
        let base = edit.is_err().then(|| row.token.clone());
        change.apply(&mut row.token);
        row.hidden = change == Change::Delete;
        self.hidden += usize::from(row.hidden);
        self.note(Step::Changed(place));
        match (edit, base) {
            (Err(at), Some(base)) => {
                self.edits.insert(at, Edit::new(base, change.clone()));
                Some(Send { id, change })
            }
            (Ok(at) | Err(at), _) => {
                let queue = &mut self.edits.get_mut(at)?.queue;
                if change == Change::Delete {
                    // Before the others, which a token that goes does not need. Should it stay, they still count.
                    queue.insert(0, change);
                } else {
                    queue.retain(|queued| !queued.same_kind(&change));
                    queue.push(change);
                }
                None
            }
        }
    }

    /// The request in flight for a token ended. A refused change is undone exactly and changes made after it stay, unless
    /// a re-read no longer had the token: then it goes away.
    pub fn settle(&mut self, id: Id, outcome: Outcome) -> Settled {
        let Ok(at) = self.find_edit(id) else {
            return Settled {
                done: None,
                next: None,
            };
        };
        self.clock += 1;
        let mut edit = self.edits.remove(at);
        let gone = match outcome {
            // A reply about another token confirms nothing.
            Outcome::Updated(token) if token.id == id => {
                edit.base = token;
                if let Ok(row) = self.find(id)
                    && let Some(row) = self.rows.get_mut(row)
                {
                    row.as_of = self.clock;
                }
                false
            }
            Outcome::Deleted | Outcome::Gone => {
                self.note_deleted(id, self.clock);
                true
            }
            Outcome::Updated(_) | Outcome::Refused => !edit.listed,
        };
        let mut queue = std::mem::take(&mut edit.queue).into_iter();
        let next = queue.find(|change| !gone && change.changes(&edit.base));
        let done = match &next {
            Some(next) => std::mem::replace(&mut edit.in_flight, next.clone()),
            None => edit.in_flight.clone(),
        };
        if gone {
            self.remove(id);
        } else if next.is_some() {
            edit.queue = queue.collect();
            edit.listed = true;
            let (token, hidden) = edit.shown();
            self.show(token, hidden);
            self.edits.insert(at, edit);
        } else {
            self.show(edit.base, false);
        }
        Settled {
            done: Some(done),
            next: next.map(|change| Send { id, change }),
        }
    }

    fn find(&self, id: Id) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&id, |row| row.token.id)
    }

    fn find_edit(&self, id: Id) -> Result<usize, usize> {
        self.edits.binary_search_by_key(&id, |edit| edit.base.id)
    }

    fn edit_mut(&mut self, id: Id) -> Option<&mut Edit> {
        let at = self.find_edit(id).ok()?;
        self.edits.get_mut(at)
    }

    fn deleted_at(&self, id: Id) -> Option<u64> {
        let at = self.deleted.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.deleted.get(at).map(|(_, when)| *when)
    }

    fn show(&mut self, token: Token, hidden: bool) {
        if let Ok(at) = self.find(token.id)
            && let Some(row) = self.rows.get_mut(at)
        {
            self.hidden = self.hidden + usize::from(hidden) - usize::from(row.hidden);
            row.hidden = hidden;
            row.token = token;
            self.note(Step::Changed(at));
        }
    }

    fn note_deleted(&mut self, id: Id, when: u64) {
        let at = self.deleted.partition_point(|(deleted, _)| *deleted < id);
        let again = self.deleted.get(at).is_some_and(|(deleted, _)| *deleted == id);
        self.deleted.splice(at..at + usize::from(again), [(id, when)]);
    }

    fn remove(&mut self, id: Id) -> bool {
        let Ok(at) = self.find(id) else { return false };
        self.hidden -= usize::from(self.rows.remove(at).hidden);
        self.note(Step::Removed(at));
        true
    }

    /// Puts tokens that the server told at `as_of`, ascending by id, into the rows. With `all`, rows that the server
    /// had not told since and that are not among them go away. Gives whether anything is shown differently now.
    fn merge(&mut self, tokens: Vec<Token>, as_of: u64, all: bool) -> bool {
        let row = |token| Row {
            token,
            hidden: false,
            as_of,
        };
        if !all
            && self
                .rows
                .last()
                .is_none_or(|last| tokens.first().is_none_or(|first| last.token.id < first.id))
        {
            let any = !tokens.is_empty();
            self.rows.extend(tokens.into_iter().map(row));
            return any;
        }
        let before = self.steps();
        let mut merged = Vec::with_capacity(self.rows.len().max(tokens.len()));
        let mut rows = std::mem::take(&mut self.rows).into_iter().peekable();
        for token in tokens {
            while let Some(row) = rows.next_if(|row| row.token.id < token.id) {
                let kept = self.untold(row, as_of, all);
                self.note_unless(kept.is_some(), Step::Removed(merged.len()));
                merged.extend(kept);
            }
            merged.push(match rows.next_if(|row| row.token.id == token.id) {
                None => {
                    self.note(Step::Inserted(merged.len()));
                    row(token)
                }
                Some(row) if row.as_of > as_of => row,
                Some(row) => {
                    let token = self.rebase(token);
                    self.note_unless(token == row.token, Step::Changed(merged.len()));
                    Row {
                        token,
                        hidden: row.hidden,
                        as_of,
                    }
                }
            });
        }
        for row in rows {
            let kept = self.untold(row, as_of, all);
            self.note_unless(kept.is_some(), Step::Removed(merged.len()));
            merged.extend(kept);
        }
        self.hidden = merged.iter().filter(|row| row.hidden).count();
        self.rows = merged;
        self.steps() != before
    }

    fn note_unless(&mut self, same: bool, step: Step) {
        if !same {
            self.note(step);
        }
    }

    /// The token as shown, now that the server told it.
    fn rebase(&mut self, token: Token) -> Token {
        match self.edit_mut(token.id) {
            None => token,
            Some(edit) => {
                edit.base = token;
                edit.listed = true;
                edit.shown().0
            }
        }
    }

    /// What stays of a row that the server did not tell this time.
    fn untold(&mut self, row: Row, as_of: u64, all: bool) -> Option<Row> {
        if all && row.as_of <= as_of {
            // Whether a token with a request in flight still exists is told by that request.
            self.edit_mut(row.token.id)?.listed = false;
        }
        Some(row)
    }
}

/// The tokens ascending by id, the later one of two with the same id. A server gives them so already (§1.2).
fn by_id(tokens: Vec<Token>) -> Vec<Token> {
    if tokens.is_sorted_by(|a, b| a.id < b.id) {
        return tokens;
    }
    let mut once: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in sorted(tokens, &|a, b| a.id.cmp(&b.id)) {
        match once.last_mut().filter(|last| last.id == token.id) {
            Some(last) => *last = token,
            None => once.push(token),
        }
    }
    once
}
