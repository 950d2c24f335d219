//! The other replies a token console reads: only the fields it shows.

use serde::Deserialize;

use crate::Id;

/// A user (§4.6).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct User {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// An organization (§4.7).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Org {
    /// Its id; random, so the order of ids means nothing.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// A page of organizations.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Orgs {
    /// At most as many as asked for.
    pub orgs: Vec<Org>,
}

/// A bucket (§4.8).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Bucket {
    /// Its id.
    pub id: Id,
    /// Its name; a bucket deleted and made again has the same name and another id.
    pub name: String,
}

/// A page of buckets.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Buckets {
    /// At most as many as asked for.
    pub buckets: Vec<Bucket>,
}

/// A telegraf configuration (§4.10).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Telegraf {
    /// Its id.
    pub id: Id,
    /// Its name; left out when empty.
    #[serde(default)]
    pub name: String,
}

/// Every telegraf configuration the caller may read; the endpoint has no pages.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Telegrafs {
    /// The configurations.
    pub configurations: Vec<Telegraf>,
}

/// The server's health (§4.11); only these fields are stable between versions.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Health {
    /// `pass` or `fail`.
    pub status: String,
    /// Such as `v2.9.1`.
    #[serde(default)]
    pub version: String,
}

/// The one field that everything with an id has: enough to name a thing whose other fields cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub struct Identity {
    /// Its id.
    pub id: Id,
}
