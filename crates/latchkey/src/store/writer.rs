//! The thread that writes. It takes whatever writes are waiting into one transaction and answers them after the
//! commit, so that a hundred writers share one wait for the disk.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;
use super::error::refusal;

/// How many writes share a transaction at most: it bounds how long the first of them waits.
const GROUP: usize = 256;
/// Which part of the time that a commit takes a transaction is held open for more writes, and how long at most.
const PATIENCE: u32 = 4;
const LONGEST_PATIENCE: Duration = Duration::from_millis(5);

type Answer = Box<dyn FnOnce(Result<(), Undone>) + Send>;

/// Why a transaction was not committed.
#[derive(Clone)]
enum Undone {
    Disk(&'static str),
    Otherwise(String),
}

impl From<rusqlite::Error> for Undone {
    fn from(error: rusqlite::Error) -> Self {
        refusal(&error).map_or_else(|| Self::Otherwise(error.to_string()), Self::Disk)
    }
}

impl From<Undone> for StoreError {
    fn from(why: Undone) -> Self {
        match why {
            Undone::Disk(why) => Self::Disk(why),
            Undone::Otherwise(why) => Self::NotCommitted(why),
        }
    }
}
type Job = Box<dyn FnOnce(&Connection) -> Answer + Send>;

pub(super) struct WriterThread {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl WriterThread {
    pub(super) fn start(conn: Connection) -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let thread = Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(conn, &waiting))?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    /// Queues a write. `reply` is called with its result once it is on disk, or has been undone.
    pub(super) fn submit<T, E>(
        &self,
        write: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        reply: impl FnOnce(Result<T, E>) + Send + 'static,
    ) -> Result<(), StoreError>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let job: Job = Box::new(move |conn| {
            let result = apart(conn, || write(conn));
            Box::new(move |committed| {
                reply(match committed {
                    Ok(()) => result,
                    Err(why) => Err(StoreError::from(why).into()),
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

/// One write of a group: when it fails or panics, it alone is undone.
fn apart<T, E: From<StoreError>>(conn: &Connection, write: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let sql = |text| {
        conn.prepare_cached(text)
            .and_then(|mut statement| statement.execute([]))
            .map_err(StoreError::from)
    };
    sql("SAVEPOINT one")?;
    let result = catch_unwind(AssertUnwindSafe(write))
        .unwrap_or_else(|_| Err(StoreError::NotCommitted("the write panicked".to_owned()).into()));
    if result.is_err() {
        sql("ROLLBACK TO one")?;
    }
    sql("RELEASE one")?;
    result
}

fn run(mut conn: Connection, jobs: &Receiver<Job>) {
    let mut waiting = Waiting {
        jobs,
        queue: VecDeque::new(),
        expected: 0,
        patience: Duration::ZERO,
    };
    while let Some(first) = waiting.next() {
        let mut answers = Vec::new();
        let outcome = group(&mut conn, first, &mut waiting, &mut answers).inspect_err(
            |why| tracing::error!(why = %StoreError::from(why.clone()), "a transaction was undone"),
        );
        waiting.expect(answers.len());
        for answer in answers {
            answer(outcome.clone());
        }
    }
}

/// The writes that wait for a transaction. Those whose clients write one after the other come back when the last
/// group is answered, a moment too late for the next one; without waiting that moment, half the clients would wait
/// for the commit of the other half in turn, and a slow disk would take half as many writes.
struct Waiting<'a> {
    jobs: &'a Receiver<Job>,
    queue: VecDeque<Job>,
    /// How many writes there will be when everyone who was answered comes back.
    expected: usize,
    /// How long the next group may be held open for them.
    patience: Duration,
}

impl Waiting<'_> {
    /// The first write of a group, as soon as there is one; `None` when the store is closed.
    fn next(&mut self) -> Option<Job> {
        self.queue.pop_front().or_else(|| self.jobs.recv().ok())
    }

    /// One more for a group that has `count` and was begun then; `None` when it should be committed.
    fn more(&mut self, count: usize, begun: Instant) -> Option<Job> {
        if count >= GROUP {
            return None;
        }
        self.queue.pop_front().or_else(|| {
            if count >= self.expected {
                return self.jobs.try_recv().ok();
            }
            self.jobs
                .recv_timeout(self.patience.saturating_sub(begun.elapsed()))
                .ok()
        })
    }

    /// Says that a group of so many is about to be answered.
    fn expect(&mut self, answered: usize) {
        self.queue.extend(self.jobs.try_iter());
        self.expected = self.queue.len() + answered;
    }
}

fn group(
    conn: &mut Connection,
    first: Job,
    waiting: &mut Waiting<'_>,
    answers: &mut Vec<Answer>,
) -> Result<(), Undone> {
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let begun = Instant::now();
    let mut next = Some(first);
    while let Some(job) = next {
        answers.push(job(&transaction));
        // After some failures, such as a full disk, SQLite has undone everything by itself.
        if transaction.is_autocommit() {
            return Err(Undone::Otherwise("SQLite gave the transaction up".to_owned()));
        }
        next = waiting.more(answers.len(), begun);
    }
    let committing = Instant::now();
    let result = transaction.commit().map_err(Undone::from);
    waiting.patience = (committing.elapsed() / PATIENCE).min(LONGEST_PATIENCE);
    result
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn job() -> Job {
        Box::new(|_| Box::new(|_| ()))
    }

    fn waiting(jobs: &Receiver<Job>, patience: Duration) -> Waiting<'_> {
        Waiting {
            jobs,
            queue: VecDeque::new(),
            expected: 0,
            patience,
        }
    }

    #[test]
    fn a_group_waits_for_those_who_were_just_answered_and_no_longer() {
        let (send, jobs) = channel();
        let mut waiting = waiting(&jobs, Duration::from_secs(3600));
        send.send(job()).unwrap();
        waiting.expect(1);
        assert!(waiting.next().is_some(), "who waited for the last group to end");
        let comes_back = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            send.send(job()).unwrap();
            send
        });
        assert!(waiting.more(1, Instant::now()).is_some(), "who was answered");
        assert!(
            waiting.more(2, Instant::now()).is_none(),
            "nobody else is expected"
        );
        comes_back.join().unwrap().send(job()).unwrap();
        assert!(waiting.more(2, Instant::now()).is_some(), "but may come");
    }

    #[test]
    fn a_group_ends_when_patience_does_or_when_it_is_full() {
        let (send, jobs) = channel();
        let mut waiting = waiting(&jobs, Duration::ZERO);
        waiting.expect(GROUP);
        assert!(waiting.more(1, Instant::now()).is_none());
        send.send(job()).unwrap();
        assert!(waiting.more(GROUP, Instant::now()).is_none());
        assert!(waiting.more(GROUP - 1, Instant::now()).is_some());
        drop(send);
        assert!(waiting.next().is_none(), "closed");
    }
}
