//! When the list may be read again: one reading at a time, a rest after each, and no wish for one forgotten.

use std::time::Duration;

use crate::ui::state::Stored;
use js_sys::Date;
use leptos::prelude::*;

/// Coming back to a tab is told twice, by its visibility and by its focus; in ms.
const GATHER: f64 = 100.0;
/// A list may be large, so the server is left alone for a while after each reading; in ms.
const REST: f64 = 2000.0;

/// What begins a reading.
type Read = Box<dyn FnOnce()>;

/// When the list may be read again.
#[derive(Clone, Copy)]
pub struct Pace(Stored<Progress>);

#[derive(Clone, Copy, Default)]
struct Progress {
    reading: bool,
    /// A reading is wanted that begins after now.
    wanted: bool,
    rest_until: f64,
}

impl Pace {
    /// Nothing is being read.
    #[must_use]
    pub fn new() -> Self {
        Self(Stored::new(Progress::default()))
    }

    /// Whether a reading is under way or about to begin.
    #[must_use]
    pub fn busy(self) -> bool {
        let state = self.0.get_value();
        state.reading || state.wanted
    }

    /// A reading begins, which grants every wish so far.
    pub fn begin(self) {
        self.0.update_value(|state| {
            state.reading = true;
            state.wanted = false;
        });
    }

    /// The reading is over; `read` begins another, if one is wanted.
    pub fn end(self, read: Read) {
        self.0.update_value(|state| {
            state.reading = false;
            state.rest_until = Date::now() + REST;
        });
        self.wake(read);
    }

    /// Whatever is under way is of no interest any more.
    pub fn forget(self) {
        self.0.set_value(Progress::default());
    }

    /// Wishes for a reading that begins after now, as soon as may be.
    pub fn want(self, read: Read) {
        let before = self.0.get_value();
        self.0.update_value(|state| state.wanted = true);
        if !before.wanted && !before.reading {
            self.after(GATHER, read);
        }
    }

    fn after(self, wait: f64, read: Read) {
        set_timeout(move || self.wake(read), Duration::from_millis(wait as u64));
    }

    fn wake(self, read: Read) {
        let state = self.0.get_value();
        // A clock that was set back does not make a rest longer.
        let rest = (state.rest_until - Date::now()).min(REST);
        if !state.wanted || state.reading {
            return;
        }
        if rest > 0.0 {
            self.after(rest, read);
        } else {
            self.0.update_value(|state| state.wanted = false);
            read();
        }
    }
}
