//! A few read connections, opened when first needed and used again.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;

use super::open::connect;
use super::{Reader, StoreError};

/// How many short reads run at once; the others wait their turn.
const AT_ONCE: usize = 8;
/// How much of the database a long read keeps in memory, in KiB: it goes through in order and sees no page twice.
const LONG_READ_CACHE: i32 = 256;

pub(super) struct Readers {
    path: PathBuf,
    permits: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            idle: Arc::default(),
        }
    }

    pub(super) async fn run<T, E>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        let idle = Arc::clone(&self.idle);
        let path = self.path.clone();
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let conn = waiting.map_or_else(|| open(&path), Ok)?;
            let result = snapshot(&conn, read);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            result
        });
        work.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    pub(super) fn run_apart<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let conn = open(&self.path)?;
        conn.pragma_update(None, "cache_size", -LONG_READ_CACHE)
            .map_err(StoreError::from)?;
        snapshot(&conn, read)
    }
}

fn open(path: &Path) -> Result<Connection, StoreError> {
    Ok(connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// Everything `read` sees is of one moment.
fn snapshot<T, E: From<StoreError>>(
    conn: &Connection,
    read: impl FnOnce(&Reader<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = conn.unchecked_transaction().map_err(StoreError::from)?;
    read(&Reader { conn: &transaction })
}
