//! The places for connections, of which there are only so many. When all are taken, a newcomer gets the place of whoever
//! has waited longest without asking for anything: those who open connections and then say nothing, or say it one byte at
//! a time, keep nobody out but each other.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// How many connections are open at once, if the system allows so many files.
const MOST: u32 = 1024;
/// How many files are kept for all else: the database's, several for each connection to it, and the page's.
const OTHER_FILES: u64 = 128;
/// How long a request may take before its connection, too, can be given to a newcomer.
const LONGEST: Duration = Duration::from_secs(10);

/// All places.
#[derive(Clone)]
pub(super) struct Slots {
    count: u32,
    free: Arc<Semaphore>,
    taken: Arc<Mutex<BTreeMap<u64, Arc<State>>>>,
    next: Arc<AtomicU64>,
    start: Instant,
}

/// One place, free again when this is dropped.
pub(super) struct Slot {
    id: u64,
    state: Arc<State>,
    all: Slots,
    _permit: OwnedSemaphorePermit,
}

struct State {
    /// Whether a request is being answered.
    busy: AtomicBool,
    /// Whether one ever was.
    used: AtomicBool,
    /// Since when it is busy, or is not, in milliseconds since the start.
    since: AtomicU64,
    leave: Notify,
}

impl Slots {
    /// As many as the system's limit on open files leaves room for, after raising that as far as is allowed.
    pub(super) fn new() -> Self {
        let room = open_files().map_or(u64::from(MOST), |files| files.saturating_sub(OTHER_FILES));
        let count = u32::try_from(room).unwrap_or(MOST).clamp(16, MOST);
        if count < MOST {
            tracing::warn!(
                connections = count,
                "the limit on open files allows fewer connections than usual"
            );
        }
        Self::of(count)
    }

    fn of(count: u32) -> Self {
        Self {
            count,
            free: Arc::new(Semaphore::new(count as usize)),
            taken: Arc::default(),
            next: Arc::default(),
            start: Instant::now(),
        }
    }

    /// Waits until a newcomer could have a place, making room if there is none.
    pub(super) async fn take(&self) -> Option<Slot> {
        let permit = loop {
            if let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() {
                break permit;
            }
            // Whoever was told to leave may have begun a request at that moment, and stays to finish it.
            self.make_room();
            let wait =
                tokio::time::timeout(Duration::from_millis(50), Arc::clone(&self.free).acquire_owned());
            match wait.await {
                Ok(permit) => break permit.ok()?,
                Err(_) => continue,
            }
        };
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let state = Arc::new(State {
            busy: AtomicBool::new(false),
            used: AtomicBool::new(false),
            since: AtomicU64::new(self.now()),
            leave: Notify::new(),
        });
        self.lock().insert(id, Arc::clone(&state));
        Some(Slot {
            id,
            state,
            all: self.clone(),
            _permit: permit,
        })
    }

    /// Waits until every place is free.
    pub(super) async fn all_free(&self) {
        // It is never closed.
        let _ = self.free.acquire_many(self.count).await;
    }

    fn make_room(&self) {
        let longest = u64::try_from(LONGEST.as_millis()).unwrap_or(u64::MAX);
        let now = self.now();
        let taken = self.lock();
        let least = taken
            .values()
            .filter_map(|state| {
                let since = state.since.load(Ordering::Relaxed);
                let rank = match (
                    state.busy.load(Ordering::Relaxed),
                    state.used.load(Ordering::Relaxed),
                ) {
                    (false, false) => 0,
                    (false, true) => 1,
                    (true, _) if now.saturating_sub(since) > longest => 2,
                    (true, _) => return None,
                };
                Some((rank, since, state))
            })
            .min_by_key(|(rank, since, _)| (*rank, *since));
        if let Some((_, _, state)) = least {
            state.leave.notify_one();
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<State>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    /// Says that a request is under way until what this returns is dropped.
    pub(super) fn work(&self) -> Work {
        self.state.used.store(true, Ordering::Relaxed);
        let work = Work {
            state: Arc::clone(&self.state),
            start: self.all.start,
        };
        work.note(true);
        work
    }

    /// Returns when the place is wanted for somebody else.
    pub(super) async fn leave(&self) {
        self.state.leave.notified().await;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.all.lock().remove(&self.id);
    }
}

/// A request under way.
pub(super) struct Work {
    state: Arc<State>,
    start: Instant,
}

impl Work {
    fn note(&self, busy: bool) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.state.since.store(now, Ordering::Relaxed);
        self.state.busy.store(busy, Ordering::Relaxed);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.note(false);
    }
}

/// How many files this process may open, after raising that as far as is allowed without being root.
fn open_files() -> Option<u64> {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    let before = limit.current;
    limit.current = limit.maximum;
    match setrlimit(Resource::Nofile, limit) {
        Ok(()) => limit.current,
        Err(error) => {
            tracing::debug!(%error, "the limit on open files stays as it is");
            before
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Takes a place from whoever has to leave.
    async fn taken_from(slots: &Slots, from: Vec<&mut Option<Slot>>) -> (Slot, usize) {
        let mut leaving = tokio::task::JoinSet::new();
        let mut states = Vec::new();
        for (number, slot) in from.iter().enumerate() {
            let state = Arc::clone(&slot.as_ref().unwrap().state);
            states.push(Arc::clone(&state));
            leaving.spawn(async move {
                state.leave.notified().await;
                number
            });
        }
        tokio::task::yield_now().await;
        let taking = tokio::spawn({
            let slots = slots.clone();
            async move { slots.take().await.unwrap() }
        });
        let gone = leaving.join_next().await.unwrap().unwrap();
        for (number, slot) in from.into_iter().enumerate() {
            if number == gone {
                *slot = None;
            }
        }
        (taking.await.unwrap(), gone)
    }

    #[tokio::test]
    async fn the_silent_leave_first_then_the_idle_and_nobody_at_work() {
        let slots = Slots::of(3);
        let mut at_work = slots.take().await;
        let work = at_work.as_ref().unwrap().work();
        let mut idle = slots.take().await;
        drop(idle.as_ref().unwrap().work());
        let mut silent = slots.take().await;
        let (next, gone) = taken_from(&slots, vec![&mut at_work, &mut idle, &mut silent]).await;
        assert_eq!(gone, 2, "the silent one");
        let next_work = next.work();
        let mut next = Some(next);
        let (last, gone) = taken_from(&slots, vec![&mut at_work, &mut idle, &mut next]).await;
        assert_eq!(gone, 1, "the idle one");
        let _last_work = last.work();
        let all_at_work = tokio::time::timeout(Duration::from_millis(300), slots.take()).await;
        assert!(all_at_work.is_err(), "nobody at work has to leave");
        drop((work, at_work, next_work));
        assert!(slots.take().await.is_some(), "a free place needs nobody to leave");
    }
}
