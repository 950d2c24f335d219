//! The threads that hash passwords. They are few and always the same: each hash takes a core and 19 MiB, which the
//! allocator keeps for the thread that had them.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use tokio::sync::oneshot;

/// How many passwords are hashed at once.
const AT_ONCE: usize = 2;

type Job = Box<dyn FnOnce() + Send>;

/// Where work with passwords is done, in the order it comes. The threads end after the last clone of this is gone.
#[derive(Clone)]
pub struct Hashing(Sender<Job>);

impl Hashing {
    /// Starts the threads.
    ///
    /// # Errors
    /// The operating system's, when there can be no more threads.
    pub fn start() -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..AT_ONCE {
            let waiting = Arc::clone(&waiting);
            Builder::new()
                .name("hashing".to_owned())
                .spawn(move || while take(&waiting).map(|job| job()).is_some() {})?;
        }
        Ok(Self(jobs))
    }

    /// Does `work` on one of the threads; `None` if they are gone.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (reply, result) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Whoever went away in the meantime needs no answer, and no work.
            if !reply.is_closed() {
                let _ = reply.send(work());
            }
        });
        self.0.send(job).ok()?;
        result.await.ok()
    }
}

/// The next work; `None` when there will be no more.
fn take(waiting: &Mutex<Receiver<Job>>) -> Option<Job> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
