//! One change to many tokens on its way to the server: at most six at once, counted one by one, told as one.

use influx_api::{Id, Status};
use tokens::bulk::{Ending, Plan, Progress};
use tokens::{Bulk, Change, Outcome, TokenList};

use crate::api::ApiError;
use crate::tokens::store::Tokens;

/// What is done to many tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// They are accepted from now on.
    Activate,
    /// They are refused from now on.
    Deactivate,
    /// They go away.
    Delete,
}

impl Action {
    /// As a command.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Activate => "Activate",
            Self::Deactivate => "Deactivate",
            Self::Delete => "Delete",
        }
    }

    /// What tokens are called that need it no longer.
    #[must_use]
    pub const fn already(self) -> &'static str {
        match self {
            Self::Activate => " active already",
            Self::Deactivate => " inactive already",
            Self::Delete => " gone already",
        }
    }

    /// The change to each token.
    #[must_use]
    pub const fn change(self) -> Change {
        match self {
            Self::Activate => Change::Status(Status::Active),
            Self::Deactivate => Change::Status(Status::Inactive),
            Self::Delete => Change::Delete,
        }
    }
}

/// A change to many tokens, from its start until its results have been read.
pub struct Run {
    /// The organization the tokens belong to.
    pub org: Id,
    /// What is done.
    pub action: Action,
    /// How far it is.
    pub bulk: Bulk,
    /// Whether nothing is under way any more.
    pub over: bool,
    /// Whether the person has stopped it.
    pub stopped: bool,
    /// How many of the selected were as wanted before.
    already: usize,
    /// Whether the server may have acted without telling.
    unsure: bool,
}

/// `1 API token`, `2 API tokens`.
#[must_use]
pub fn so_many(count: usize) -> String {
    let word = if count == 1 { " API token" } else { " API tokens" };
    [&count.to_string(), word].concat()
}

/// How the request for one token ended, as the change to many counts it.
#[must_use]
pub fn ending(outcome: &Outcome, failure: Option<&ApiError>) -> Ending {
    match (outcome, failure) {
        (Outcome::Gone, _) => Ending::Gone,
        (_, None) => Ending::Done,
        (_, Some(ApiError::SignedOut)) => Ending::SignedOut,
        (_, Some(error)) => Ending::Failed(error.sentence()),
    }
}

impl Tokens {
    /// Starts to change many tokens of the organization shown. There is nothing to do while another such change is
    /// under way: its dialog is open.
    pub fn start_run(self, action: Action, plan: Plan) {
        let Some(org) = self.org_shown().filter(|_| !self.is_running()) else {
            return;
        };
        self.run.set(Some(Run {
            org,
            action,
            bulk: Bulk::new(action.change(), plan.ids),
            over: false,
            stopped: false,
            already: plan.already,
            unsure: false,
        }));
        self.advance_run();
    }

    /// Sends nothing more.
    pub fn stop_run(self) {
        self.change_run(true, Bulk::stop);
    }

    /// Sends again what has failed.
    pub fn retry_run(self) {
        self.change_run(false, Bulk::retry);
    }

    /// Sends what has not been sent.
    pub fn resume_run(self) {
        self.change_run(false, Bulk::resume);
    }

    /// Forgets a change to many tokens whose results have been read.
    pub fn close_run(self) {
        self.run.set(None);
    }

    /// Whether many tokens are being changed, at this moment.
    #[must_use]
    pub fn is_running(self) -> bool {
        self.run
            .with_untracked(|run| run.as_ref().is_some_and(|run| !run.over))
    }

    fn change_run(self, stopped: bool, change: fn(&mut Bulk)) {
        self.run.update_untracked(|run| {
            if let Some(run) = run {
                change(&mut run.bulk);
                run.stopped = stopped;
                run.over = false;
            }
        });
        self.advance_run();
    }

    /// Counts the end of a request, which the list has taken in, if it is part of the change to many tokens. Says
    /// whether it was.
    pub(in crate::tokens) fn count_in_run(
        self,
        list: &TokenList,
        id: Id,
        change: &Change,
        ending: Ending,
    ) -> bool {
        let count = |run: &mut Option<Run>| Some(run.as_mut()?.bulk.settled(list, id, change, ending));
        self.run.try_update_untracked(count).flatten() == Some(true)
    }

    /// Takes note that the server may have acted without telling.
    pub(in crate::tokens) fn doubt_run(self) {
        self.run.update_untracked(|run| {
            if let Some(run) = run {
                run.unsure = true;
            }
        });
    }

    /// Sends as much as may be under way; ends the change when nothing is left.
    pub(in crate::tokens) fn advance_run(self) {
        let org = self.run.with_untracked(|run| run.as_ref().map(|run| run.org));
        let Some(org) = org.filter(|_| self.is_running()) else {
            return;
        };
        let advance = |list: &mut TokenList| {
            let advance = |run: &mut Option<Run>| run.as_mut().map(|run| run.bulk.advance(list));
            self.run.try_update_untracked(advance).flatten()
        };
        for send in self.with_list(org, advance).flatten().unwrap_or_default() {
            self.transmit(org, send);
        }
        let over = |run: &mut Option<Run>| {
            let run = run.as_mut()?;
            run.over = !run.bulk.is_running();
            run.over.then_some(run.unsure)
        };
        let over = self.run.try_update_untracked(over).flatten();
        self.run.notify();
        if let Some(unsure) = over {
            self.end_run(org, unsure);
        }
    }

    fn end_run(self, org: Id, unsure: bool) {
        let finished = self.run.with_untracked(|run| {
            let run = run.as_ref()?;
            let ids: Vec<Id> = run.bulk.items().iter().map(|(id, _)| *id).collect();
            Some((ids, run.summary()))
        });
        let Some((ids, summary)) = finished else { return };
        if self.org_shown() == Some(org) {
            self.tell_at_once();
            ids.into_iter().for_each(|id| self.give_back(id));
            if unsure {
                // What the server really holds is what has to be shown.
                self.reload();
            }
        }
        if let Some(summary) = summary {
            self.run.set(None);
            self.notes.success(&summary);
        }
    }
}

impl Run {
    /// What to say when everything was done; `None` if something was not.
    fn summary(&self) -> Option<String> {
        let tally = self.bulk.tally();
        if tally.done < tally.total {
            return None;
        }
        let were = if tally.total == 1 { " was " } else { " were " };
        let done = match self.action {
            Action::Activate => "activated",
            Action::Deactivate => "deactivated",
            Action::Delete => "deleted",
        };
        let mut text = [&so_many(tally.total), were, done].concat();
        let mut also = |count: usize, what: &str| {
            if count > 0 {
                text.push_str(", ");
                text.push_str(&count.to_string());
                text.push_str(if count == 1 { " was" } else { " were" });
                text.push_str(what);
            }
        };
        also(tally.gone, " gone already");
        also(self.already, self.action.already());
        Some(text)
    }

    /// The tokens that failed, with the reason, or those that were not sent, with none.
    #[must_use]
    pub fn left(&self, failed: bool) -> Vec<(Id, String)> {
        let left = |(id, progress): &(Id, Progress)| match progress {
            Progress::Failed(reason) if failed => Some((*id, reason.clone())),
            Progress::Unsent if !failed => Some((*id, String::new())),
            _ => None,
        };
        self.bulk.items().iter().filter_map(left).collect()
    }
}
