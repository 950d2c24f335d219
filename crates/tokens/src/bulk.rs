//! One change to many tokens: which of them need it, how many are sent at once, how each ended, and what can be
//! tried again.

use influx_api::Id;

use crate::collate::sorted;
use crate::{Change, Pending, Send, Token, TokenList};

/// So many tokens are under way at most. A browser opens about as many connections to one server.
pub const AT_ONCE: usize = 6;

/// Which of some tokens a change is for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// Those that it changes, ascending by id.
    pub ids: Vec<Id>,
    /// How many are as wanted already.
    pub already: usize,
}

/// How far one token is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Progress {
    /// It will be sent.
    Waiting,
    /// It was not sent, and will not be unless asked for again.
    Unsent,
    /// Its request is out, or queued behind an earlier one for the same token.
    UnderWay,
    /// The server did it, or it was so already.
    Done,
    /// The token no longer existed, which counts as done.
    Gone,
    /// It did not happen, for this reason.
    Failed(String),
}

/// How the request for one token ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// The server did it.
    Done,
    /// The server has no such token.
    Gone,
    /// It did not happen, for this reason.
    Failed(String),
    /// The server does not know who asks: nothing happened, and nothing more can until the person signs in again.
    SignedOut,
}

/// How many tokens are how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// All.
    pub total: usize,
    /// Done, the ones that were gone included.
    pub done: usize,
    /// Were gone before.
    pub gone: usize,
    /// Failed.
    pub failed: usize,
    /// Will not be sent unless asked for again.
    pub unsent: usize,
    /// Under way or still to be sent.
    pub open: usize,
}

/// One change on its way to many tokens.
#[derive(Clone, Debug)]
pub struct Bulk {
    change: Change,
    /// Ascending by id.
    items: Vec<(Id, Progress)>,
    under_way: usize,
    /// Nothing waits before this place.
    next: usize,
}

/// Which of these tokens a change is for. Tokens that are not in the list are left out.
#[must_use]
pub fn plan(list: &TokenList, ids: &[Id], change: &Change) -> Plan {
    let mut plan = Plan::default();
    for id in ids {
        match list.get(*id) {
            Some(token) if change.changes(token) => plan.ids.push(*id),
            Some(_) => plan.already += 1,
            None => {}
        }
    }
    plan
}

impl Bulk {
    /// A change for these tokens, none of them twice. Nothing is under way yet.
    #[must_use]
    pub fn new(change: Change, ids: Vec<Id>) -> Self {
        let items = sorted(ids, &|a, b| a.cmp(b));
        Self {
            change,
            items: items.into_iter().map(|id| (id, Progress::Waiting)).collect(),
            under_way: 0,
            next: 0,
        }
    }

    /// Each token, ascending by id, and how far it is.
    #[must_use]
    pub fn items(&self) -> &[(Id, Progress)] {
        &self.items
    }

    /// How many tokens are how far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally {
            total: self.items.len(),
            ..Tally::default()
        };
        for (_, progress) in &self.items {
            match progress {
                Progress::Waiting | Progress::UnderWay => tally.open += 1,
                Progress::Unsent => tally.unsent += 1,
                Progress::Done => tally.done += 1,
                Progress::Gone => {
                    tally.done += 1;
                    tally.gone += 1;
                }
                Progress::Failed(_) => tally.failed += 1,
            }
        }
        tally
    }

    /// Whether something is under way or will be.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.under_way > 0 || self.next < self.items.len()
    }

    /// Begins as many as may be under way, and gives the requests to make now. A token with an earlier change in
    /// flight has its turn after that.
    pub fn advance(&mut self, list: &mut TokenList) -> Vec<Send> {
        let mut sends = Vec::new();
        while self.under_way < AT_ONCE
            && let Some((id, progress)) = self.items.get_mut(self.next)
        {
            self.next += 1;
            if *progress != Progress::Waiting {
                continue;
            }
            let send = list.change(*id, self.change.clone());
            *progress = if send.is_some() || self.change.waits_in(list.pending(*id)) {
                self.under_way += 1;
                Progress::UnderWay
            } else if list.get(*id).is_some() {
                Progress::Done
            } else {
                Progress::Gone
            };
            sends.extend(send);
        }
        sends
    }

    /// A request for a token ended, and the list has taken that in. Says whether the request was one of these.
    pub fn settled(&mut self, list: &TokenList, id: Id, change: &Change, ending: Ending) -> bool {
        let item = self.items.binary_search_by_key(&id, |(id, _)| *id);
        let Some((_, progress)) = item
            .ok()
            .and_then(|at| self.items.get_mut(at))
            .filter(|(_, progress)| *progress == Progress::UnderWay)
        else {
            return false;
        };
        let ours = *change == self.change;
        let shown = list.get(id);
        let as_wanted = |token: &Token| !self.change.changes(token);
        if self.change.waits_in(list.pending(id)) && shown.is_none_or(as_wanted) {
            return ours;
        }
        self.under_way -= 1;
        let signed_out = ours && ending == Ending::SignedOut;
        *progress = match (ours, ending, shown) {
            (true, Ending::Done, _) => Progress::Done,
            (true, Ending::Gone, _) => Progress::Gone,
            (true, Ending::Failed(reason), _) => Progress::Failed(reason),
            (true, Ending::SignedOut, _) => Progress::Unsent,
            (false, _, None) => Progress::Gone,
            (false, _, Some(token)) if as_wanted(token) => Progress::Done,
            (false, _, Some(_)) => Progress::Failed("Changed again meanwhile.".to_owned()),
        };
        if signed_out {
            self.stop();
        }
        ours
    }

    /// Sends nothing more. What is under way cannot be called back.
    pub fn stop(&mut self) {
        self.next = self.items.len();
        for (_, progress) in &mut self.items {
            if *progress == Progress::Waiting {
                *progress = Progress::Unsent;
            }
        }
    }

    /// Those that failed will be sent again.
    pub fn retry(&mut self) {
        self.again(|progress| matches!(progress, Progress::Failed(_)));
    }

    /// Those that were not sent will be.
    pub fn resume(&mut self) {
        self.again(|progress| *progress == Progress::Unsent);
    }

    fn again(&mut self, which: fn(&Progress) -> bool) {
        self.next = 0;
        for (_, progress) in &mut self.items {
            if which(progress) {
                *progress = Progress::Waiting;
            }
        }
    }
}

impl Change {
    /// Whether a change of this kind is among those that wait for the server.
    const fn waits_in(&self, pending: Pending) -> bool {
        match self {
            Self::Description(_) => pending.description,
            Self::Status(_) => pending.status,
            Self::Delete => pending.delete,
        }
    }
}
