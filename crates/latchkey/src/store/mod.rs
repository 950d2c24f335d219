//! The embedded store: one SQLite file, one thread that writes, a few connections that read.
//!
//! Reads go through a [`Reader`], writes through a [`Writer`], both borrowed from [`Store`] for the length of a
//! closure, which sees one consistent state. A write has reached the disk before its result is handed back.

mod authorizations;
mod backup;
mod buckets;
mod check;
mod error;
pub mod ids;
mod key;
mod lock;
mod names;
mod open;
mod orgs;
mod permissions;
mod readers;
mod records;
mod schema;
mod telegrafs;
#[cfg(test)]
mod tests;
mod time;
mod users;
mod writer;

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::Connection;

pub use authorizations::{AuthorizationFilter, ListedAuthorization};
pub use backup::{BackupError, backup};
pub use buckets::BucketPage;
pub use check::{Contents, check};
pub use error::StoreError;
pub use names::{Names, ResourceNames};
pub use open::{FILE, OpenError, Options};
pub use records::{Authorization, Bucket, NewAuthorization, Org, Role, Telegraf, User};
pub use time::Time;

use lock::DirectoryLock;
use readers::Readers;
use writer::WriterThread;

/// An open store. Clones are the same store; it closes with the last of them.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

// The fields are dropped in this order: the directory stays locked until every connection is closed.
struct Inner {
    writer: WriterThread,
    readers: Readers,
    grants: Arc<AtomicU64>,
    hash_tokens: bool,
    _lock: DirectoryLock,
}

/// Read access to one consistent state of the store.
pub struct Reader<'a> {
    conn: &'a Connection,
}

/// Write access within one transaction, which also reads what it wrote.
pub struct Writer<'a> {
    reader: Reader<'a>,
    hash_tokens: bool,
}

/// Write access to what authorizations say of themselves, which nothing but their own use depends on.
pub struct DetailWriter<'a> {
    reader: Reader<'a>,
}

impl<'a> Deref for DetailWriter<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

impl Writer<'_> {
    /// Whether secrets are stored as hashes only (§2).
    #[must_use]
    pub fn hashes_tokens(&self) -> bool {
        self.hash_tokens
    }
}

impl Store {
    /// Whether secrets are stored as hashes only (§2).
    #[must_use]
    pub fn hashes_tokens(&self) -> bool {
        self.0.hash_tokens
    }

    /// Runs `read` on one of a few connections, away from the async threads.
    ///
    /// # Errors
    /// Whatever `read` fails with, and [`StoreError`] when no connection can be had.
    pub async fn read<T, E>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.0.readers.run(read).await
    }

    /// Runs `read` on a connection of its own, for as long as it likes; meant for a blocking thread.
    ///
    /// # Errors
    /// Whatever `read` fails with, and [`StoreError`] when no connection can be had.
    pub fn read_at_length<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.readers.run_apart(read)
    }

    /// Which state of users, of who belongs where, and of what their authorizations permit it is: another number once a
    /// [`write`](Self::write) is answered, whatever it wrote. What is read after this was asked for is at least that
    /// state.
    #[must_use]
    pub fn grants(&self) -> u64 {
        self.0.grants.load(Ordering::Acquire)
    }

    /// Runs `write` in a transaction and returns after it is on disk. When `write` fails, nothing of it stays.
    ///
    /// # Errors
    /// Whatever `write` fails with, and [`StoreError`] when the transaction cannot be committed.
    pub async fn write<T, E>(
        &self,
        write: impl FnOnce(&Writer<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, result) = tokio::sync::oneshot::channel();
        self.submit(write, move |result| {
            // The one who asked may have gone away; what was written stays.
            let _ = reply.send(result);
        })?;
        result.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// [`write`](Self::write) of what leaves [`grants`](Self::grants) as they are.
    ///
    /// # Errors
    /// The same.
    pub async fn write_details<T, E>(
        &self,
        write: impl FnOnce(&DetailWriter<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, result) = tokio::sync::oneshot::channel();
        let write = |conn: &Connection| {
            write(&DetailWriter {
                reader: Reader { conn },
            })
        };
        self.0.writer.submit(write, move |result| {
            let _ = reply.send(result);
        })?;
        result.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// [`write`](Self::write) for a thread that may block.
    ///
    /// # Errors
    /// The same.
    pub fn write_blocking<T, E>(
        &self,
        write: impl FnOnce(&Writer<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, result) = std::sync::mpsc::sync_channel(1);
        self.submit(write, move |result| {
            let _ = reply.send(result);
        })?;
        result.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    fn submit<T, E>(
        &self,
        write: impl FnOnce(&Writer<'_>) -> Result<T, E> + Send + 'static,
        reply: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), StoreError>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let grants = Arc::clone(&self.0.grants);
        let hash_tokens = self.0.hash_tokens;
        let write = move |conn: &Connection| {
            write(&Writer {
                reader: Reader { conn },
                hash_tokens,
            })
        };
        self.0.writer.submit(write, move |result| {
            grants.fetch_add(1, Ordering::Release);
            reply(result);
        })
    }
}
