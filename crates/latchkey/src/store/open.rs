//! Opening a data directory, and the sentences for why that cannot be done. Until everything has been checked,
//! nothing is written to an existing database.

use std::fmt;
use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::check::{examine, probe};
use super::lock::DirectoryLock;
use super::readers::Readers;
use super::schema::{self, VERSION};
use super::writer::WriterThread;
use super::{Inner, Reader, Store, StoreError, Writer};

/// The database's name in its directory.
pub const FILE: &str = "latchkey.sqlite";

/// How to open a store.
#[derive(Clone, Debug)]
pub struct Options {
    /// The directory that holds the database; made if it is not there.
    pub directory: PathBuf,
    /// Whether secrets are stored as hashes only (§2.1).
    pub hash_tokens: bool,
}

/// Why a store cannot be opened; its `Display` is a sentence for the person who started the server.
#[derive(Debug)]
pub enum OpenError {
    /// The directory cannot be made or written to.
    Directory(PathBuf, io::Error),
    /// Another server has it.
    InUse(PathBuf),
    /// There is no database, or none that anything was stored in.
    Missing(PathBuf),
    /// The file is not a database, or not a sound one.
    Damaged(PathBuf, String),
    /// The file is a database of some other program.
    Foreign(PathBuf),
    /// A later version of this program wrote it.
    Newer(PathBuf, u32),
    /// Anything else that failed.
    Store(PathBuf, StoreError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(path, error) => {
                write!(
                    f,
                    "The data directory {} cannot be written to: {error}.",
                    path.display()
                )
            }
            Self::InUse(path) => {
                write!(
                    f,
                    "The data directory {} is already in use by another latchkey server.",
                    path.display()
                )
            }
            Self::Missing(path) => write!(f, "There is no database at {}.", path.display()),
            Self::Damaged(path, why) => write!(
                f,
                "The database {} is damaged ({why}) and was left as it is; restore it from a backup or choose another directory with --data.",
                path.display()
            ),
            Self::Foreign(path) => write!(
                f,
                "The file {} is a database of another program and was left as it is; choose another directory with --data.",
                path.display()
            ),
            Self::Newer(path, version) => write!(
                f,
                "The database {} was written by a newer latchkey (format {version}, this one knows {VERSION}) and was left as it is; use that version.",
                path.display()
            ),
            Self::Store(path, error) => {
                write!(f, "The database {} cannot be opened: {error}.", path.display())
            }
        }
    }
}

impl std::error::Error for OpenError {}

impl Store {
    /// Opens the store of a directory, making both if they are not there, and brings it up to date: its schema, and,
    /// with hashing on, any secret still stored raw (§2.4).
    ///
    /// # Errors
    /// [`OpenError`]; an existing database is then as it was.
    pub fn open(options: &Options) -> Result<Self, OpenError> {
        let directory = &options.directory;
        let unwritable = |error| OpenError::Directory(directory.clone(), error);
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)
            .map_err(unwritable)?;
        let lock = DirectoryLock::take(directory)
            .map_err(unwritable)?
            .ok_or_else(|| OpenError::InUse(directory.clone()))?;
        let path = directory.join(FILE);
        if let Some(old) = probe(&path)? {
            examine(&path, &old, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        } else {
            // SQLite gives its own companion files the mode of this one.
            OpenOptions::new()
                .create(true)
                .append(true)
                .mode(0o600)
                .open(&path)
                .map_err(unwritable)?;
        }
        fs::set_permissions(&path, Permissions::from_mode(0o600)).map_err(unwritable)?;

        let failed = |error: StoreError| OpenError::Store(path.clone(), error);
        let mut conn =
            connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|error| failed(error.into()))?;
        prepare(&mut conn).map_err(|error| failed(error.into()))?;
        if options.hash_tokens {
            hash_raw_tokens(&mut conn).map_err(failed)?;
        }
        let writer = WriterThread::start(conn).map_err(unwritable)?;
        let readers = Readers::new(path);
        Ok(Self(Arc::new(Inner {
            writer,
            readers,
            grants: Arc::default(),
            hash_tokens: options.hash_tokens,
            _lock: lock,
        })))
    }
}

/// A connection as this program uses them.
pub(super) fn connect(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

fn prepare(conn: &mut Connection) -> rusqlite::Result<()> {
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // Deleted secrets leave no trace in the file.
    conn.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    conn.pragma_update_and_check(None, "journal_size_limit", 64 << 20, |_| Ok(()))?;
    schema::migrate(conn)
}

fn hash_raw_tokens(conn: &mut Connection) -> Result<(), StoreError> {
    let mut count = 0;
    loop {
        let transaction = conn.transaction()?;
        let hashed = Writer {
            reader: Reader { conn: &transaction },
            hash_tokens: true,
        }
        .hash_some_tokens()?;
        transaction.commit()?;
        if hashed == 0 {
            break;
        }
        count += hashed;
    }
    if count > 0 {
        // The log still holds them.
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        tracing::info!(count, "Migrating raw tokens to hashed tokens");
    }
    Ok(())
}
