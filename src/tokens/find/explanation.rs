//! What is malformed in the text of the search box, and what becomes of it.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use tokens::find::{Problem, Search};
use view_macro::view;

use crate::routes::Nav;
use crate::ui::live::{Derived, live, memo};
use crate::ui::state::{State, Stored};

/// The id of the line, for `aria-describedby`.
pub const LINE: &str = "search-explanation";
/// Somebody who has typed nothing for so long may be waiting for a word.
const PAUSE: Duration = Duration::from_secs(1);

/// The problems of the search text. Those that typing on may solve are told when the person pauses.
#[derive(Clone, Copy)]
pub struct Explanation {
    problems: Derived<Vec<Problem>>,
    typing: State<bool>,
    offered: Derived<bool>,
    pause: Stored<Option<TimeoutHandle>>,
}

impl Explanation {
    /// Explains the text in the address. While `offered` is true, there are suggestions to type on with.
    pub fn new(nav: Nav, offered: Derived<bool>) -> Self {
        let pause: Stored<Option<TimeoutHandle>> = Stored::new(None);
        on_cleanup(move || pause.with_value(|pause| pause.iter().for_each(TimeoutHandle::clear)));
        Self {
            problems: memo(move || nav.query.with(|query| Search::parse(&query.search).problems)),
            typing: State::new(false),
            offered,
            pause,
        }
    }

    /// The person types.
    pub fn wait(self) {
        self.stop();
        self.typing.set(true);
        let pause = set_timeout_with_handle(move || self.typing.set(false), PAUSE);
        // Without a timer the line waits until the box is left.
        self.pause.set_value(pause.ok());
    }

    /// The person has done typing.
    pub fn tell(self) {
        self.stop();
        self.typing.set(false);
    }

    fn stop(self) {
        self.pause.update_value(|pause| {
            if let Some(pause) = pause.take() {
                pause.clear();
            }
        });
    }

    /// Whether something told is left out of the search; reactive.
    pub fn invalid(self) -> bool {
        self.told().iter().any(|problem| problem.left_out)
    }

    fn told(self) -> Vec<Problem> {
        let mut problems = self.problems.get();
        let typing = self.typing.get() || self.offered.get();
        problems.retain(|problem| !(typing && problem.unfinished));
        problems
    }

    /// The line, a polite live region.
    pub fn line(self) -> AnyView {
        let sentences = move || {
            let told = self.told().into_iter();
            told.map(|problem| view! { <span class:left-out=problem.left_out>{problem.sentence}</span> })
                .collect_view()
        };
        view! { <p id=LINE class="explanation" role="status">{live(sentences)}</p> }.into_any()
    }
}
