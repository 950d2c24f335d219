//! What a person does to a token, from the click to the server's answer.

use influx_api::{Id, Status};

use crate::Token;

/// A change to one token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A new description.
    Description(String),
    /// Active or inactive.
    Status(Status),
    /// The token goes away.
    Delete,
}

/// A request to make now: a PATCH of only the changed field, or a DELETE.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Send {
    /// Of which token.
    pub id: Id,
    /// What.
    pub change: Change,
}

/// How a request ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The server accepted the change; the token as it is now.
    Updated(Token),
    /// The server deleted the token.
    Deleted,
    /// The server has no such token (404).
    Gone,
    /// The change did not happen: refused, or never arrived.
    Refused,
}

/// What follows from the end of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// The change that was in flight.
    pub done: Option<Change>,
    /// The next request to make for this token.
    pub next: Option<Send>,
}

/// Which parts of a token are shown as the person left them and not yet confirmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pending {
    /// The description.
    pub description: bool,
    /// The status.
    pub status: bool,
    /// The token is being deleted.
    pub delete: bool,
}

/// The changes to one token that the server has not confirmed.
pub(crate) struct Edit {
    /// The token as the server last told it.
    pub(crate) base: Token,
    /// Whether the last re-read of the list still had it.
    pub(crate) listed: bool,
    pub(crate) in_flight: Change,
    /// At most one of a kind; nothing behind a delete.
    pub(crate) queue: Vec<Change>,
}

impl Change {
    pub(crate) fn apply(&self, token: &mut Token) {
        match self {
            Self::Description(text) => token.description.clone_from(text),
            Self::Status(status) => token.status.clone_from(status),
            Self::Delete => {}
        }
    }

    pub(crate) fn changes(&self, token: &Token) -> bool {
        match self {
            Self::Description(text) => *text != token.description,
            Self::Status(status) => *status != token.status,
            Self::Delete => true,
        }
    }

    pub(crate) fn same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl Edit {
    /// The first change to a token, to be sent at once.
    pub(crate) const fn new(base: Token, in_flight: Change) -> Self {
        Self {
            base,
            listed: true,
            in_flight,
            queue: Vec::new(),
        }
    }

    pub(crate) fn changes(&self) -> impl Iterator<Item = &Change> {
        std::iter::once(&self.in_flight).chain(&self.queue)
    }

    /// The token with all its changes, and whether one of them is the delete.
    pub(crate) fn shown(&self) -> (Token, bool) {
        let mut token = self.base.clone();
        self.changes().for_each(|change| change.apply(&mut token));
        (token, self.changes().any(|change| *change == Change::Delete))
    }

    /// Which parts of the token are not confirmed.
    pub(crate) fn pending(&self) -> Pending {
        let mut pending = Pending::default();
        for change in self.changes() {
            match change {
                Change::Description(_) => pending.description = true,
                Change::Status(_) => pending.status = true,
                Change::Delete => pending.delete = true,
            }
        }
        pending
    }
}
