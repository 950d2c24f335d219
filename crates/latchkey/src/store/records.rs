//! What the store keeps, as plain values.

use influx_api::{Id, Permission};

use super::Time;

/// An organization (§4.7).
#[derive(Clone, Debug)]
pub struct Org {
    /// Its id.
    pub id: Id,
    /// Its name, unique.
    pub name: String,
    /// Free text, often empty.
    pub description: String,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// A user (§4.6).
#[derive(Clone, Debug)]
pub struct User {
    /// Its id.
    pub id: Id,
    /// Its name, unique.
    pub name: String,
    /// Whether its tokens and sessions are accepted.
    pub active: bool,
    /// Whether its sessions may do everything (§3.4): the user made by setup.
    pub instance_owner: bool,
}

/// What a user is in an organization (§3.4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Reads and writes.
    Owner,
    /// Reads.
    Member,
}

/// A bucket (§4.8).
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Its id.
    pub id: Id,
    /// The organization it belongs to.
    pub org_id: Id,
    /// Its name, unique in its organization.
    pub name: String,
    /// Whether the server made it for itself (`_tasks`, `_monitoring`).
    pub system: bool,
    /// Free text, often empty.
    pub description: String,
    /// How long data is kept; 0 is for ever.
    pub retention_seconds: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// A telegraf configuration (§4.10).
#[derive(Clone, Debug)]
pub struct Telegraf {
    /// Its id.
    pub id: Id,
    /// The organization it belongs to.
    pub org_id: Id,
    /// Its name, not necessarily unique.
    pub name: String,
    /// Free text, often empty.
    pub description: String,
    /// The configuration file.
    pub config: String,
    /// The names of the buckets it writes to.
    pub buckets: Vec<String>,
}

/// An authorization to be stored (§1.1).
pub struct NewAuthorization {
    /// Its id.
    pub id: Id,
    /// The secret. Only its hash is stored, unless the store was opened with hashing off.
    pub token: String,
    /// Whether it is accepted.
    pub active: bool,
    /// Free text.
    pub description: String,
    /// The organization it belongs to; need not exist.
    pub org_id: Id,
    /// Its owner; need not exist.
    pub user_id: Id,
    /// What it may do, in order, repetitions kept.
    pub permissions: Vec<Permission>,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// An authorization as stored, without its permissions.
pub struct Authorization {
    /// Its id.
    pub id: Id,
    /// The secret, if it was stored while hashing was off.
    pub token: Option<String>,
    /// Whether it is accepted.
    pub active: bool,
    /// Free text.
    pub description: String,
    /// The organization it belongs to; may be gone.
    pub org_id: Id,
    /// Its owner; may be gone.
    pub user_id: Id,
    /// Which set of permissions it has.
    pub permission_set: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}
