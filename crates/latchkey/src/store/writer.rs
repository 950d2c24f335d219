//! The thread that writes. It takes whatever writes are waiting into one transaction and answers them after the
//! commit, so that a hundred writers share one wait for the disk.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use rusqlite::{Connection, TransactionBehavior};

use super::{Reader, StoreError, Writer};

/// How many writes share a transaction at most: it bounds how long the first of them waits.
const GROUP: usize = 256;

type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;
type Job = Box<dyn FnOnce(&Connection) -> Answer + Send>;

pub(super) struct WriterThread {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    hash_tokens: bool,
}

impl WriterThread {
    pub(super) fn start(conn: Connection, hash_tokens: bool) -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let thread = Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(conn, &waiting))?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
            hash_tokens,
        })
    }

    /// Queues a write. `reply` is called with its result once it is on disk, or has been undone.
    pub(super) fn submit<T, E>(
        &self,
        write: impl FnOnce(&Writer<'_>) -> Result<T, E> + Send + 'static,
        reply: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), StoreError>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let hash_tokens = self.hash_tokens;
        let job: Job = Box::new(move |conn| {
            let result = apart(conn, || {
                write(&Writer {
                    reader: Reader { conn },
                    hash_tokens,
                })
            });
            Box::new(move |committed| {
                reply(match committed {
                    Ok(()) => result,
                    Err(why) => Err(StoreError::NotCommitted(why).into()),
                });
            })
        });
        self.jobs
            .as_ref()
            .and_then(|jobs| jobs.send(job).ok())
            .ok_or(StoreError::Closed)
    }
}

/// Waits for what is queued, so that the last commit is done when the store is closed.
impl Drop for WriterThread {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer thread had failed");
        }
    }
}

/// One write of a group: when it fails, it alone is undone.
fn apart<T, E: From<StoreError>>(conn: &Connection, write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let sql = |text| {
        conn.prepare_cached(text)
            .and_then(|mut statement| statement.execute([]))
            .map_err(StoreError::from)
    };
    sql("SAVEPOINT one")?;
    let result = write();
    if result.is_err() {
        sql("ROLLBACK TO one")?;
    }
    sql("RELEASE one")?;
    result
}

fn run(mut conn: Connection, waiting: &Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        let mut answers = Vec::new();
        // A write that panics takes its group with it, not the thread: unwinding rolls the transaction back.
        let attempt = AssertUnwindSafe(|| group(&mut conn, first, waiting, &mut answers));
        let outcome = catch_unwind(attempt)
            .unwrap_or_else(|_| Err("a write of the same transaction panicked".to_owned()))
            .inspect_err(|why| tracing::error!(why, "a transaction was not committed"));
        for answer in answers {
            answer(outcome.clone());
        }
    }
}

fn group(
    conn: &mut Connection,
    first: Job,
    waiting: &Receiver<Job>,
    answers: &mut Vec<Answer>,
) -> Result<(), String> {
    let text = |error: rusqlite::Error| error.to_string();
    let transaction = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(text)?;
    for job in std::iter::once(first).chain(waiting.try_iter()).take(GROUP) {
        answers.push(job(&transaction));
        // After some failures, such as a full disk, SQLite has undone everything by itself.
        if transaction.is_autocommit() {
            return Err("SQLite gave the transaction up".to_owned());
        }
    }
    transaction.commit().map_err(text)
}
