//! What can go wrong with an open store.

use std::fmt;

use rusqlite::ErrorCode;

/// A failure of the store itself, or of a rule of its schema.
#[derive(Debug)]
pub enum StoreError {
    /// A name or token that must be unique is already there.
    Taken,
    /// The store is shutting down.
    Closed,
    /// The transaction that a write was part of could not be committed; nothing of it was stored.
    NotCommitted(String),
    /// The disk does not take it, and why; nothing of it was stored.
    Disk(&'static str),
    /// The operating system gives no random numbers.
    Entropy,
    /// Something stored cannot be read back.
    Unreadable(&'static str),
    /// SQLite's own.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(inner)
                if inner.code == ErrorCode::ConstraintViolation
                    && matches!(
                        inner.extended_code,
                        rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                    ) =>
            {
                Self::Taken
            }
            _ => refusal(&error).map_or(Self::Sqlite(error), Self::Disk),
        }
    }
}

/// What the disk has against a write, if it is that.
pub(super) fn refusal(error: &rusqlite::Error) -> Option<&'static str> {
    match error.sqlite_error_code()? {
        ErrorCode::DiskFull => Some("the disk is full"),
        ErrorCode::ReadOnly => Some("the disk is read-only"),
        ErrorCode::SystemIoFailure => Some("the disk cannot be written to"),
        _ => None,
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("already exists"),
            Self::Closed => f.write_str("the server is stopping"),
            Self::NotCommitted(why) => write!(f, "nothing was stored: {why}"),
            Self::Disk(why) => write!(f, "nothing was stored: {why}"),
            Self::Entropy => f.write_str("the operating system gives no random numbers"),
            Self::Unreadable(what) => write!(f, "stored {what} cannot be read"),
            Self::Sqlite(error) => write!(f, "database: {error}"),
        }
    }
}

impl std::error::Error for StoreError {}
