//! Giving up a request: when it takes too long, and when nobody waits for it any more.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use web_sys::{AbortController, AbortSignal};

/// Aborts its request when the deadline passes, and when it is dropped before it was [met](Self::met).
pub struct Deadline {
    controller: Option<AbortController>,
    passed: Rc<Cell<bool>>,
    timer: Cell<Option<TimeoutHandle>>,
    after: Duration,
}

impl Deadline {
    /// A deadline that passes `after` from now.
    #[must_use]
    pub fn new(after: Duration) -> Self {
        let deadline = Self {
            controller: AbortController::new().ok(),
            passed: Rc::default(),
            timer: Cell::default(),
            after,
        };
        deadline.extend();
        deadline
    }

    /// Starts the time anew, because something has arrived.
    pub fn extend(&self) {
        self.clear();
        let (controller, passed) = (self.controller.clone(), Rc::clone(&self.passed));
        let expire = move || {
            passed.set(true);
            // Without a reason: gloo-net cannot represent one that is not an Error.
            if let Some(controller) = &controller {
                controller.abort();
            }
        };
        self.timer.set(set_timeout_with_handle(expire, self.after).ok());
    }

    /// Says that the reply is here whole: there is nothing left to abort.
    pub fn met(mut self) {
        self.controller = None;
    }

    /// What the request listens to.
    #[must_use]
    pub fn signal(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }

    /// Whether the time ran out.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.passed.get()
    }

    fn clear(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        self.clear();
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}
