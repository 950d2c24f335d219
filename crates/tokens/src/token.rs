//! A token as the page keeps it.

use std::sync::Arc;

use influx_api::{AccessKind, Authorization, Id, Permission, Status, Timestamp};

use crate::decode::time;

/// An API token: what an authorization says about itself, without the secret and without what is not shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its id.
    pub id: Id,
    /// Free text; may be empty, of any length, and hostile.
    pub description: String,
    /// Whether it is accepted.
    pub status: Status,
    /// The organization it belongs to.
    pub org_id: Id,
    /// Its owner.
    pub user_id: Id,
    /// The owner's name; tokens of one owner may share it.
    pub owner: Arc<str>,
    /// What it may do; tokens with equal permissions may share one list.
    pub permissions: Arc<[Permission]>,
    /// What kind of credential these permissions make it.
    pub access: AccessKind,
    /// When it was made; `None` if the server does not know or says nothing readable.
    pub created: Option<Timestamp>,
    /// When its description or status was last set. Not the time of last use.
    pub updated: Option<Timestamp>,
}

impl Token {
    /// Whether the server accepts it; an unknown status does not count.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }
}

impl From<Authorization> for Token {
    fn from(from: Authorization) -> Self {
        Self {
            id: from.id,
            access: AccessKind::of(&from.permissions, from.org_id, from.user_id),
            created: time(&from.created_at),
            updated: time(&from.updated_at),
            description: from.description,
            status: from.status,
            org_id: from.org_id,
            user_id: from.user_id,
            owner: from.user.into(),
            permissions: from.permissions.into(),
        }
    }
}
