//! The address bar, and the history behind it.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::state::{State, Stored};
use super::timer::on_window;

/// The bar follows changes of the query at least so far apart: browsers allow only so many (Safari 100 in 30 s), and a
/// person who types would wait for each.
const FOLLOW: Duration = Duration::from_millis(300);

/// The address shown: path and query.
#[derive(Clone, Copy)]
pub struct Address {
    shown: State<String>,
    /// What the bar does not say yet.
    ahead: Stored<Option<String>>,
}

impl Address {
    /// Follows the address for as long as the surrounding component is there.
    #[must_use]
    pub fn watch() -> Self {
        let address = Self {
            shown: State::new(shown()),
            ahead: Stored::new(None),
        };
        on_window(ev::popstate, move |_| {
            // It was for the place that has been left.
            address.ahead.set_value(None);
            address.shown.set(shown());
        });
        on_window(ev::beforeunload, move |_| address.catch_up());
        address
    }

    /// The path; reactive.
    #[must_use]
    pub fn path(self) -> String {
        self.shown.with(|address| split(address).0.to_owned())
    }

    /// The query, without its question mark; reactive.
    #[must_use]
    pub fn search(self) -> String {
        self.shown.with(|address| split(address).1.to_owned())
    }

    /// Path and query, at this moment.
    #[must_use]
    pub fn here(self) -> String {
        self.shown.get_untracked()
    }

    /// The same as a link that can be given to others.
    #[must_use]
    pub fn link(self) -> String {
        absolute(&self.here())
    }

    /// Goes to an address of this page; `replace` puts it in place of the one shown, so that Back does not return there.
    pub fn go(self, to: &str, replace: bool) {
        if replace {
            // What it would have said is replaced, too.
            self.ahead.set_value(None);
        } else {
            self.catch_up();
        }
        write(to, replace);
        self.shown.set(to.to_owned());
    }

    /// Puts an address in place of the one shown, as [`Self::go`] does, but the bar follows a little later.
    pub fn amend(self, to: &str) {
        if self.ahead.with_value(Option::is_none) {
            set_timeout(move || self.catch_up(), FOLLOW);
        }
        self.ahead.set_value(Some(to.to_owned()));
        self.shown.set(to.to_owned());
    }

    fn catch_up(self) {
        if let Some(to) = self.ahead.get_value() {
            self.ahead.set_value(None);
            write(&to, true);
        }
    }
}

/// A path of this server as a link for others. Without an origin, which every browser tells, it is one for this server only.
#[must_use]
pub fn absolute(path: &str) -> String {
    [window().location().origin().unwrap_or_default().as_str(), path].concat()
}

/// Puts an address into the bar.
fn write(to: &str, replace: bool) {
    if let Ok(history) = window().history() {
        let (state, to) = (JsValue::NULL, Some(to));
        // Fails only when the browser limits the rate; the page itself moves on all the same.
        let _ = if replace {
            history.replace_state_with_url(&state, "", to)
        } else {
            history.push_state_with_url(&state, "", to)
        };
    }
}

fn shown() -> String {
    let location = window().location();
    [
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default(),
    ]
    .concat()
}

fn split(address: &str) -> (&str, &str) {
    address.split_once('?').unwrap_or((address, ""))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_question_mark_parts_path_and_query() {
        assert_eq!(split("/a/b"), ("/a/b", ""));
        assert_eq!(split("/a?x=1?"), ("/a", "x=1?"));
    }
}
