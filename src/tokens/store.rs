//! The tokens of the organization shown: the one copy of the data, and the way changes go to the server.

use std::sync::Arc;
use std::time::Duration;

use influx_api::{AuthorizationUpdate, Id, Status, request};
use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tokens::{Change, Counts, Outcome, Send, Token, TokenList, Unreadable};

use super::drafts::{Draft, Drafts, Place};
use super::row::name_of;
use crate::api::{Api, ApiError};
use crate::routes::{Nav, Route};
use crate::shell::Notifications;

/// A list older than this is read again when its tab becomes visible.
const STALE_AFTER: Duration = Duration::from_secs(60);
/// Batches of a long list are shown this far apart at least, and no more than a quarter of the time is spent on it.
const SHOW_EVERY_MS: f64 = 100.0;

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
    pub load: RwSignal<Load>,
    /// Entries of the list that could not be read.
    pub unreadable: RwSignal<Vec<Unreadable>>,
    /// The ids to show, filtered and in order.
    pub view: Memo<Arc<Vec<Id>>>,
    list: RwSignal<TokenList>,
    counts: Memo<Counts>,
    org: RwSignal<Option<Id>>,
    /// Counts the readings of the list, so that an old one cannot add to a new one.
    reading: StoredValue<u32>,
    read_at: StoredValue<f64>,
    api: Api,
    nav: Nav,
    notes: Notifications,
    drafts: Drafts,
}

impl Tokens {
    /// Puts the store into context.
    pub fn provide(api: Api, nav: Nav, notes: Notifications, drafts: Drafts) -> Self {
        let list = RwSignal::new(TokenList::default());
        let view =
            Memo::new(move |_| list.with(|list| nav.query.with(|query| Arc::new(tokens::view(list, query)))));
        let store = Self {
            load: RwSignal::new(Load::Loading),
            unreadable: RwSignal::new(Vec::new()),
            view,
            list,
            counts: Memo::new(move |_| list.with(tokens::counts)),
            org: RwSignal::new(None),
            reading: StoredValue::new(0),
            read_at: StoredValue::new(0.0),
            api,
            nav,
            notes,
            drafts,
        };
        provide_context(store);
        store
    }

    /// How many tokens there are, filters aside.
    #[must_use]
    pub fn counts(self) -> Counts {
        self.counts.get()
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

    /// Whether the description shown still waits for the server; reactive.
    #[must_use]
    pub fn renaming(self, id: Id) -> bool {
        self.list.with(|list| list.pending(id).description)
    }

    /// Whether a change is still on its way, and might yet be refused.
    #[must_use]
    pub fn has_pending(self) -> bool {
        self.list.with_untracked(TokenList::has_pending)
    }

    /// Shows an organization: reads its list, unless it is the one shown already.
    pub fn open(self, org: Id) {
        if self.org.get_untracked() != Some(org) {
            self.close();
            self.org.set(Some(org));
            self.reload();
        }
    }

    /// Forgets everything about the organization shown.
    pub fn close(self) {
        self.next_reading();
        self.org.set(None);
        self.list.set(TokenList::default());
        self.unreadable.set(Vec::new());
        self.load.set(Load::Loading);
    }

    /// Reads the list again. Rows that are here stay until the new list is complete.
    pub fn reload(self) {
        let Some(org) = self.org.get_untracked() else {
            return;
        };
        let reading = self.next_reading();
        let first = self.list.with_untracked(TokenList::is_empty);
        if first {
            self.load.set(Load::Loading);
        }
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
                    self.unreadable.set(unreadable);
                    self.read_at.set_value(Date::now());
                    self.load.set(Load::Loaded);
                }
                // The dialog that asks to sign in again says it; afterwards the list is read again.
                Err(ApiError::Abandoned) => {}
                Err(error) => self.load.set(Load::Failed(error)),
            }
        });
    }

    /// Reads the list again if it has been here for a while.
    pub fn reload_if_stale(self) {
        let age = Date::now() - self.read_at.get_value();
        if self.load.with_untracked(|load| *load == Load::Loaded) && age >= STALE_AFTER.as_secs_f64() * 1000.0
        {
            self.reload();
        }
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
            .stream_tokens(org, |batch| {
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
            .stream_tokens(org, |batch| {
                all.extend(batch);
                current()
            })
            .await?;
        if current()
            && let Some(refresh) = refresh
        {
            self.list.update(|list| list.finish_refresh(refresh, all));
        }
        Ok(unreadable)
    }

    fn change(self, id: Id, change: Change) {
        let mut send = None;
        self.list.update(|list| send = list.change(id, change));
        if let Some(send) = send {
            self.transmit(send);
        }
    }

    /// Sends changes to one token, one after the other, until none is left.
    fn transmit(self, first: Send) {
        spawn_local(async move {
            let mut next = Some(first);
            while let Some(send) = next {
                let name = self.name(send.id);
                let outcome = self.request(&send).await;
                next = self.settle(send, &name, outcome);
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
    fn settle(self, send: Send, name: &str, outcome: Result<Outcome, ApiError>) -> Option<Send> {
        let Send { id, change } = send;
        let (outcome, failure) = match outcome {
            Ok(outcome) => (outcome, None),
            Err(error @ ApiError::Gone(_)) => (Outcome::Gone, Some(error)),
            Err(error) => (Outcome::Refused, Some(error)),
        };
        let mut next = None;
        self.list.update(|list| next = list.settle(id, outcome).next);
        // After the rollback, so that a token is called what it is called on the page.
        let name = Some(self.name(id))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| name.into());
        match failure {
            None if change == Change::Delete => self.notes.success("API token was deleted successfully"),
            None => self.notes.success("API token was updated successfully"),
            Some(error) => self.failed(id, &name, change, &error),
        }
        next
    }

    fn failed(self, id: Id, name: &str, change: Change, error: &ApiError) {
        let verb = if change == Change::Delete {
            "delete"
        } else {
            "update"
        };
        self.notes.failure(
            &["Failed to ", verb, " API token: \"", name, "\""].concat(),
            &error.sentence(),
        );
        match (change, self.peek(id)) {
            // What has been typed since is newer than what failed.
            (Change::Description(text), Some(token)) if self.drafts.peek(id).is_none() => {
                let open =
                    matches!(self.nav.route.get_untracked(), Route::Tokens { open, .. } if open == Some(id));
                let place = if open { Place::Summary } else { Place::Row };
                self.drafts.put(
                    id,
                    Draft {
                        text,
                        was: token.description,
                        reason: error.sentence(),
                        place,
                    },
                );
            }
            _ => {}
        }
        if error.outcome_unknown() {
            // The server may have acted: what it really holds is what has to be shown.
            self.reload();
        }
    }

    /// What a token is called in messages, shortened; empty if it is not in the list.
    fn name(self, id: Id) -> String {
        let name = self.list.with_untracked(|list| list.get(id).map(name_of));
        tokens::text::clip(&name.unwrap_or_default(), 60).into_owned()
    }
}
