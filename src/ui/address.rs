//! The address bar, and the history behind it.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::state::State;
use super::timer::on_window;

/// The address shown: path and query.
#[derive(Clone, Copy)]
pub struct Address(State<String>);

impl Address {
    /// Follows the address for as long as the surrounding component is there.
    #[must_use]
    pub fn watch() -> Self {
        let address = Self(State::new(shown()));
        on_window(ev::popstate, move |_| address.0.set(shown()));
        address
    }

    /// The path; reactive.
    #[must_use]
    pub fn path(self) -> String {
        self.0.with(|address| split(address).0.to_owned())
    }

    /// The query, without its question mark; reactive.
    #[must_use]
    pub fn search(self) -> String {
        self.0.with(|address| split(address).1.to_owned())
    }

    /// Goes to an address of this page; `replace` puts it in place of the one shown, so that Back does not return there.
    pub fn go(self, to: &str, replace: bool) {
        if let Ok(history) = window().history() {
            let (state, to) = (JsValue::NULL, Some(to));
            // Fails only when the browser limits the rate; the page itself moves on all the same.
            let _ = if replace {
                history.replace_state_with_url(&state, "", to)
            } else {
                history.push_state_with_url(&state, "", to)
            };
        }
        self.0.set(to.to_owned());
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
