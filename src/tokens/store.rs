//! The tokens of the organization shown: the one copy of the data, and the way changes go to the server.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use influx_api::{AuthorizationUpdate, Id, NewAuthorization, Secret, Status, request};
use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tokens::bulk::{Plan, plan};
use tokens::export::Format;
use tokens::find::{Suggestion, suggest};
use tokens::{Change, Counts, Outcome, Send, Shown, Token, TokenList, Unreadable};

use super::bulk::{Run, ending};
use super::drafts::{Draft, Drafts, Place};
use super::pace::Pace;
use super::row::name_of;
use super::tabs::{Changed, News, Tabs};
use crate::api::{Api, ApiError};
use crate::routes::{Nav, Open};
use crate::shell::Notifications;
use crate::ui::clock::{midnight, today};
use crate::ui::context::provide_context;
use crate::ui::live::{Derived, effect, memo};
use crate::ui::state::{State, Stored};
use crate::ui::timer::after_render;

/// So many tokens that another tab has changed are asked for one by one; more are read with the list.
const FEW: usize = 4;
/// Batches of a long list are shown this far apart at least, and no more than a quarter of the time is spent on it.
const SHOW_EVERY_MS: f64 = 100.0;

/// The id and the secret of a token that was made, or why it could not be.
pub type Made = Result<(Id, Secret), ApiError>;

/// How far the list has been read.
#[derive(Clone, PartialEq, Eq)]
pub enum Load {
    /// Tokens arrive.
    Loading,
    /// All are here.
    Loaded,
    /// Reading failed; what is here stays.
    Failed(ApiError),
}

/// The tokens of one organization. A context of the whole app, so that what the server has confirmed and what a person
/// has typed outlives every component.
#[derive(Clone, Copy)]
pub struct Tokens {
    /// How far the list has been read.
    pub load: State<Load>,
    /// Entries of the list that could not be read.
    pub unreadable: State<Vec<Unreadable>>,
    /// The ids to show, filtered and in order.
    pub view: Derived<Arc<Vec<Id>>>,
    list: State<TokenList>,
    /// What follows from list and query; `view` and `counts` keep it in step.
    shown: Stored<Shown>,
    counts: Derived<Counts>,
    org: State<Option<Id>>,
    /// Lists of other organizations whose last changes are still under way.
    aside: Stored<Vec<(Id, TokenList)>>,
    /// Counts the readings of the list, so that an old one cannot add to a new one.
    reading: Stored<u32>,
    pace: Pace,
    /// One change to many tokens, under way or with results to be read.
    pub(super) run: State<Option<Run>>,
    /// How long readers of the list may have to wait for news while many tokens change, in ms, and whether they do.
    wait: Stored<(f64, bool)>,
    api: Api,
    nav: Nav,
    pub(super) notes: Notifications,
    drafts: Drafts,
    tabs: Tabs,
}

impl Tokens {
    /// Puts the store into context.
    pub fn provide(api: Api, nav: Nav, notes: Notifications, drafts: Drafts, tabs: Tabs) -> Self {
        let list = State::new(TokenList::default());
        let shown = Stored::new(Shown::default());
        let followed = memo(move || {
            let mut seen = (Arc::default(), Counts::default());
            shown.update_value(|shown| {
                list.with(|list| nav.query.with(|query| shown.follow(list, query, midnight)));
                seen = (shown.view(), shown.counts());
            });
            seen
        });
        let view = memo(move || {
            let view = followed.with(|(view, _)| Arc::clone(view));
            // A filter never takes an open text box away.
            let mut open = drafts.in_rows();
            open.retain(|id| list.with_untracked(|list| list.get(*id).is_some()) && !view.contains(id));
            if open.is_empty() {
                return view;
            }
            Arc::new(view.iter().copied().chain(open).collect())
        });
        let store = Self {
            load: State::new(Load::Loading),
            unreadable: State::new(Vec::new()),
            view,
            list,
            counts: memo(move || followed.with(|(_, counts)| *counts)),
            shown,
            org: State::new(None),
            aside: Stored::new(Vec::new()),
            reading: Stored::new(0),
            pace: Pace::new(),
            run: State::new(None),
            wait: Stored::new((SHOW_EVERY_MS, false)),
            api,
            nav,
            notes,
            drafts,
            tabs,
        };
        effect(move || {
            list.with(|list| {
                for token in drafts.all().into_iter().filter_map(|id| list.get(id)) {
                    drafts.follow(token.id, &token.description);
                }
            });
        });
        provide_context(store);
        store
    }

    /// How many tokens there are, filters aside.
    #[must_use]
    pub fn counts(self) -> Counts {
        self.counts.get()
    }

    /// Whether tokens are here, or it is known that there are none; reactive.
    #[must_use]
    pub fn begun(self) -> bool {
        self.counts().tokens > 0 || self.load.with(|load| *load != Load::Loading)
    }

    /// A token as shown; reactive.
    #[must_use]
    pub fn get(self, id: Id) -> Option<Token> {
        self.list.with(|list| list.get(id).cloned())
    }

    /// A token as shown, at this moment.
    #[must_use]
    pub fn peek(self, id: Id) -> Option<Token> {
        self.list.with_untracked(|list| list.get(id).cloned())
    }

    /// These tokens, in this order, as the content of a file.
    #[must_use]
    pub fn written(self, ids: &[Id], format: Format) -> String {
        self.list.with_untracked(|list| format.write(list, ids))
    }

    /// Whether the description shown still waits for the server; reactive.
    #[must_use]
    pub fn renaming(self, id: Id) -> bool {
        self.list.with(|list| list.pending(id).description)
    }

    /// What the search text may become at the caret, given in UTF-16 code units; see [`tokens::find::suggest`].
    #[must_use]
    pub fn suggest(self, text: &str, caret: usize, asked: bool) -> Vec<Suggestion> {
        // In step with the list first.
        self.counts.with_untracked(|_| ());
        self.shown
            .with_value(|shown| suggest(text, caret, shown, today(), asked))
    }

    /// Those of some tokens that are in the list; reactive.
    #[must_use]
    pub fn existing(self, ids: &[Id]) -> Vec<Id> {
        let exists = |list: &TokenList, id: &Id| list.get(*id).is_some();
        self.list
            .with(|list| ids.iter().copied().filter(|id| exists(list, id)).collect())
    }

    /// Which of some tokens a change is for, at this moment.
    #[must_use]
    pub fn plan(self, ids: &[Id], change: &Change) -> Plan {
        self.list.with_untracked(|list| plan(list, ids, change))
    }

    /// Whether a change is still on its way or to be sent, here or in an organization left meanwhile.
    #[must_use]
    pub fn has_pending(self) -> bool {
        let aside = |aside: &Vec<(Id, TokenList)>| aside.iter().any(|(_, list)| list.has_pending());
        self.is_running() || self.list.with_untracked(TokenList::has_pending) || self.aside.with_value(aside)
    }

    /// The organization shown, at this moment.
    #[must_use]
    pub fn org_shown(self) -> Option<Id> {
        self.org.get_untracked()
    }

    /// Shows an organization: reads its list, unless it is the one shown already.
    pub fn open(self, org: Id) {
        if self.org.get_untracked() == Some(org) {
            return;
        }
        self.set_aside();
        let mut waiting = None;
        self.aside.update_value(|aside| {
            let at = aside.iter().position(|(other, _)| *other == org);
            waiting = at.map(|at| aside.swap_remove(at).1);
        });
        self.org.set(Some(org));
        self.list.set(waiting.unwrap_or_default());
        self.reload();
    }

    /// Forgets everything, changes under way included.
    pub fn close(self) {
        self.close_run();
        self.set_aside();
        self.aside.set_value(Vec::new());
    }

    /// Empties the list, but keeps it aside as long as changes to its tokens are under way.
    fn set_aside(self) {
        self.next_reading();
        self.pace.forget();
        let list = self.list.try_update(std::mem::take).unwrap_or_default();
        if let Some(org) = self.org.get_untracked().filter(|org| self.is_needed(*org, &list)) {
            self.aside.update_value(|aside| aside.push((org, list)));
        }
        self.org.set(None);
        self.unreadable.set(Vec::new());
        self.load.set(Load::Loading);
    }

    /// Whether a list must be kept although its organization is not shown: its changes are under way, or can be tried
    /// again.
    fn is_needed(self, org: Id, list: &TokenList) -> bool {
        let runs = |run: &Option<Run>| run.as_ref().is_some_and(|run| run.org == org);
        list.has_pending() || self.run.with_untracked(runs)
    }

    /// Works on the list of an organization, the one shown or one set aside; `None` if it has been forgotten.
    pub(super) fn with_list<T>(self, org: Id, work: impl FnOnce(&mut TokenList) -> T) -> Option<T> {
        if self.org.get_untracked() == Some(org) {
            let result = self.list.try_update_untracked(work);
            self.tell();
            return result;
        }
        let mut result = None;
        self.aside.update_value(|aside| {
            if let Some((_, list)) = aside.iter_mut().find(|(other, _)| *other == org) {
                result = Some(work(list));
            }
            aside.retain(|(org, list)| self.is_needed(*org, list));
        });
        result
    }

    /// Tells the readers of the list that it has changed; at intervals, while many tokens change one by one.
    fn tell(self) {
        if !self.is_running() {
            return self.tell_at_once();
        }
        let (wait, waiting) = self.wait.get_value();
        if waiting {
            return;
        }
        self.wait.set_value((wait, true));
        let tell = move || {
            let start = Date::now();
            self.tell_at_once();
            // A quarter of the time at most is spent on showing.
            after_render(move || {
                let wait = SHOW_EVERY_MS.max(3.0 * (Date::now() - start));
                self.wait.set_value((wait, false));
            });
        };
        set_timeout(tell, Duration::from_millis(wait as u64));
    }

    /// Tells the readers of the list that it has changed.
    pub(super) fn tell_at_once(self) {
        self.list.notify();
    }

    /// Reads the list again, as somebody has asked for. Rows that are here stay until the new list is complete.
    pub fn reload(self) {
        let first = self.list.with_untracked(TokenList::is_empty);
        if first {
            self.load.set(Load::Loading);
        }
        self.read(first);
    }

    /// Looks whether others have changed the list: soon, but not at once after the last reading. Nothing shows of it but
    /// what they have changed.
    pub fn refresh(self) {
        let nothing = self.list.with_untracked(TokenList::is_empty);
        let failed = self.load.with_untracked(|load| matches!(load, Load::Failed(_)));
        // Of a list that could not be read at all the page says so, and offers to try again.
        if self.org.get_untracked().is_some() && !(failed && nothing) {
            self.pace.want(Box::new(move || self.read(false)));
        }
    }

    fn read(self, first: bool) {
        let Some(org) = self.org.get_untracked() else {
            return;
        };
        let reading = self.next_reading();
        self.pace.begin();
        spawn_local(async move {
            let outcome = if first {
                self.read_first(org, reading).await
            } else {
                self.read_again(org, reading).await
            };
            if self.reading.get_value() != reading {
                return;
            }
            match outcome {
                Ok(unreadable) => {
                    // Tokens may have gone while another organization was shown.
                    self.drafts.of(org).into_iter().for_each(|id| self.give_back(id));
                    self.unreadable.maybe_update(|shown| {
                        let other = *shown != unreadable;
                        *shown = unreadable;
                        other
                    });
                    if self.load.with_untracked(|load| *load != Load::Loaded) {
                        self.load.set(Load::Loaded);
                    }
                }
                Err(error) => self.load.set(Load::Failed(error)),
            }
            self.pace.end(Box::new(move || self.read(false)));
        });
    }

    /// Takes in what other tabs have changed.
    pub fn heard(self, news: Vec<News>) {
        let org = self.org.get_untracked();
        let mut news = news;
        news.retain(|news| Some(news.org) == org);
        let (gone, other): (Vec<News>, Vec<News>) = news
            .into_iter()
            .partition(|news| news.changed == Changed::Deleted);
        self.take_in(|list| {
            let look = list.begin_refresh();
            let before = list.len();
            for news in gone {
                list.finish_look(look, news.id, None);
            }
            list.len() != before
        });
        if other.len() > FEW || self.pace.busy() {
            self.refresh();
        } else {
            other.into_iter().for_each(|news| self.look(news.id));
        }
    }

    /// Asks the server for one token of the list.
    fn look(self, id: Id) {
        let reading = self.reading.get_value();
        let mut look = None;
        self.list
            .update_untracked(|list| look = Some(list.begin_refresh()));
        spawn_local(async move {
            let token = match self.api.fetch(request::authorization(id)).await {
                Ok(reply) if reply.id == id => Some(reply.into()),
                Err(ApiError::Gone(_)) => None,
                // The list tells what is wrong.
                _ => return self.refresh(),
            };
            // A reading since then has told it already, and may be of another list.
            if let Some(look) = look.filter(|_| self.reading.get_value() == reading) {
                self.take_in(|list| list.finish_look(look, id, token));
            }
        });
    }

    /// Lets the server's word into the list that is shown; `tell` gives whether that shows.
    fn take_in(self, tell: impl FnOnce(&mut TokenList) -> bool) {
        // Only those that were in this list: others belong to another organization.
        let mut known = self.drafts.all();
        known.retain(|id| self.peek(*id).is_some());
        self.list.maybe_update(tell);
        known.into_iter().for_each(|id| self.give_back(id));
    }

    /// A token that is gone takes the box with its description along; what was typed there is told instead.
    pub(super) fn give_back(self, id: Id) {
        let is_gone = |list: &TokenList| list.get(id).is_none() && !list.pending(id).delete;
        if self.list.with_untracked(is_gone)
            && let Some(draft) = self.drafts.close(id)
            && draft.text != draft.was
        {
            self.notes.failure(
                "The API token you were describing is gone",
                &["You had typed: ", &draft.text].concat(),
            );
        }
    }

    /// The newest token that says it replaces this one, and what it is called; reactive.
    #[must_use]
    pub fn successor(self, id: Id) -> Option<(Id, String)> {
        self.list.with(|list| {
            let newest = list
                .iter()
                .filter(|token| tokens::succession::replaces(&token.description) == Some(id))
                .last()?;
            Some((newest.id, name_of(newest)))
        })
    }

    /// Makes a token; gives its id and its secret. Boxed, so that its code is in the download once.
    ///
    /// # Errors
    /// Any [`ApiError`]; after one with an unknown outcome the list is read again.
    pub fn create(self, new: NewAuthorization) -> Pin<Box<dyn Future<Output = Made>>> {
        Box::pin(async move {
            match self.api.create(&new).await {
                Ok((made, secret)) => {
                    let id = made.id;
                    self.tabs.tell(made.org_id, id, Changed::Updated);
                    self.with_list(made.org_id, |list| list.push(vec![made.into()]));
                    self.notes.success("API token was created successfully");
                    Ok((id, secret))
                }
                Err(error) => {
                    if error.outcome_unknown() && self.org.get_untracked() == Some(new.org_id) {
                        self.reload();
                    }
                    Err(error)
                }
            }
        })
    }

    /// Gives a token another description, at once here and then on the server.
    pub fn rename(self, id: Id, description: String) {
        self.change(id, Change::Description(description));
    }

    /// Switches a token on or off, at once here and then on the server.
    pub fn set_active(self, id: Id, active: bool) {
        self.change(
            id,
            Change::Status(if active { Status::Active } else { Status::Inactive }),
        );
    }

    /// Deletes a token, at once here and then on the server.
    pub fn delete(self, id: Id) {
        self.change(id, Change::Delete);
    }

    fn next_reading(self) -> u32 {
        let reading = self.reading.get_value().wrapping_add(1);
        self.reading.set_value(reading);
        reading
    }

    /// Reads into an empty list, showing rows as they come.
    async fn read_first(self, org: Id, reading: u32) -> Result<Vec<Unreadable>, ApiError> {
        let mut waiting = Vec::new();
        let mut show_at = 0.0;
        let current = move || self.reading.get_value() == reading;
        let outcome = self
            .api
            .stream_tokens(org, true, |batch| {
                waiting.extend(batch);
                let start = Date::now();
                if start >= show_at && current() {
                    self.list.update(|list| list.push(std::mem::take(&mut waiting)));
                    let end = Date::now();
                    show_at = end + SHOW_EVERY_MS.max(3.0 * (end - start));
                }
                current()
            })
            .await;
        if current() && !waiting.is_empty() {
            self.list.update(|list| list.push(waiting));
        }
        outcome
    }

    /// Reads beside the list that is shown, and puts the new one in its place when it is complete.
    async fn read_again(self, org: Id, reading: u32) -> Result<Vec<Unreadable>, ApiError> {
        let current = move || self.reading.get_value() == reading;
        let mut refresh = None;
        self.list
            .update_untracked(|list| refresh = Some(list.begin_refresh()));
        let mut all = Vec::new();
        let unreadable = self
            .api
            .stream_tokens(org, false, |mut batch| {
                if current() {
                    self.list.with_untracked(|list| list.share(&mut batch));
                }
                all.extend(batch);
                current()
            })
            .await?;
        if let Some(refresh) = refresh.filter(|_| current()) {
            self.take_in(|list| list.finish_refresh(refresh, all));
        }
        Ok(unreadable)
    }

    fn change(self, id: Id, change: Change) {
        let Some(org) = self.org.get_untracked() else {
            return;
        };
        if let Some(send) = self.list.try_update(|list| list.change(id, change)).flatten() {
            self.transmit(org, send);
        }
    }

    /// Sends changes to one token, one after the other, until none is left.
    pub(super) fn transmit(self, org: Id, first: Send) {
        spawn_local(async move {
            let mut next = Some(first);
            while let Some(send) = next {
                let name = self.name(org, send.id);
                let outcome = self.request(&send).await;
                next = self.settle(org, send, &name, outcome);
            }
        });
    }

    async fn request(self, send: &Send) -> Result<Outcome, ApiError> {
        let outcome = match &send.change {
            Change::Description(text) => self.patch(send.id, Some(text.clone()), None).await,
            Change::Status(status) => self.patch(send.id, None, Some(status.clone())).await,
            Change::Delete => self
                .api
                .perform(request::delete_authorization(send.id))
                .await
                .map(|()| Outcome::Deleted),
        };
        match outcome {
            // Deleted already is what the person wanted.
            Err(ApiError::Gone(_)) if send.change == Change::Delete => Ok(Outcome::Gone),
            outcome => outcome,
        }
    }

    async fn patch(
        self,
        id: Id,
        description: Option<String>,
        status: Option<Status>,
    ) -> Result<Outcome, ApiError> {
        let update = AuthorizationUpdate { description, status };
        let reply = self.api.fetch(request::update_authorization(id, &update)).await?;
        if reply.id == id {
            Ok(Outcome::Updated(reply.into()))
        } else {
            Err(ApiError::Unreadable)
        }
    }

    /// Takes in how a change ended, says so, and gives the next one for the same token.
    fn settle(self, org: Id, send: Send, name: &str, outcome: Result<Outcome, ApiError>) -> Option<Send> {
        let Send { id, change } = send;
        let (outcome, failure) = match outcome {
            Ok(outcome) => (outcome, None),
            Err(error @ ApiError::Gone(_)) => (Outcome::Gone, Some(error)),
            Err(error) => (Outcome::Refused, Some(error)),
        };
        let ending = ending(&outcome, failure.as_ref());
        match &outcome {
            Outcome::Updated(_) => self.tabs.tell(org, id, Changed::Updated),
            Outcome::Deleted | Outcome::Gone => self.tabs.tell(org, id, Changed::Deleted),
            Outcome::Refused => {}
        }
        let settled = self.with_list(org, |list| {
            let next = list.settle(id, outcome).next;
            let counted = self.count_in_run(list, id, &change, ending);
            (next, list.get(id).cloned(), list.pending(id).description, counted)
        });
        let (next, token, renamed_again, counted) = settled?;
        if !counted && next.is_none() && self.org.get_untracked() == Some(org) {
            self.give_back(id);
        }
        if counted && failure.as_ref().is_some_and(ApiError::outcome_unknown) {
            self.doubt_run();
        }
        self.advance_run();
        if counted {
            return next;
        }
        // After the rollback, so that a token is called what it is called on the page.
        let name = token
            .as_ref()
            .map_or_else(|| name.to_owned(), |token| short(&name_of(token)));
        let Some(error) = failure else {
            self.notes.success(match change {
                Change::Delete => "API token was deleted successfully",
                _ => "API token was updated successfully",
            });
            return next;
        };
        let verb = if change == Change::Delete {
            "delete"
        } else {
            "update"
        };
        let what = ["Failed to ", verb, " API token: \"", &name, "\""].concat();
        let reason = match &error {
            ApiError::Gone(message) => ["It has been deleted meanwhile: ", message].concat(),
            error => error.sentence(),
        };
        match (change, token) {
            (Change::Description(text), None) => {
                self.notes
                    .failure(&what, &[&reason, ". You had typed: ", &text].concat());
            }
            (Change::Description(text), Some(token)) => {
                self.notes.failure(&what, &reason);
                // What has been typed or sent since is newer than what failed.
                let newer = self.drafts.peek(id).is_some_and(|draft| draft.text != text);
                if !renamed_again && !newer {
                    self.reopen(&token, text, &error);
                }
            }
            _ => self.notes.failure(&what, &reason),
        }
        if error.outcome_unknown() && self.org.get_untracked() == Some(org) {
            // The server may have acted: what it really holds is what has to be shown.
            self.reload();
        }
        next
    }

    /// Opens the box again with a text that could not be saved.
    fn reopen(self, token: &Token, text: String, error: &ApiError) {
        let open = untrack(|| self.nav.open()) == Some(Open::Summary(token.id));
        let draft = Draft {
            org: token.org_id,
            text,
            was: token.description.clone(),
            reason: error.sentence(),
            tried: true,
            changed: false,
            place: if open { Place::Summary } else { Place::Row },
        };
        self.drafts.put(token.id, draft);
    }

    /// What a token is called in messages; empty if it is not in the list.
    pub(super) fn name(self, org: Id, id: Id) -> String {
        let name_in = |list: &TokenList| list.get(id).map(name_of);
        // Looking must not tell every reader of the list that it has changed.
        let name = if self.org.get_untracked() == Some(org) {
            self.list.with_untracked(name_in)
        } else {
            self.with_list(org, |list| name_in(list)).flatten()
        };
        short(&name.unwrap_or_default())
    }
}

fn short(name: &str) -> String {
    tokens::text::clip(name, 60).into_owned()
}
