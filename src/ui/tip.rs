//! A text with a longer one that shows on hover: it can be hovered itself and dismissed with Escape (WCAG 1.4.13).

use leptos::ev;
use view_macro::view;

use super::element::Element;
use super::state::State;
use super::timer::on_window;

/// Whose tip shows.
#[derive(Clone, Copy)]
pub struct Tipped(State<Option<u64>>);

impl Tipped {
    /// Nobody's. Lasts as long as the surrounding component.
    pub fn new() -> Self {
        let tipped = Self(State::new(None));
        on_window(ev::keydown, move |event| {
            if event.key() == "Escape" {
                tipped.turn(None);
            }
        });
        tipped
    }

    /// Whether it is this one's; reactive.
    #[must_use]
    pub fn is(self, id: u64) -> bool {
        self.0.with(|shown| *shown == Some(id))
    }

    fn turn(self, to: Option<u64>) {
        self.0.maybe_update(|shown| std::mem::replace(shown, to) != to);
    }
}

/// A short text and, while it shows, its tip. `id` tells it from others of the page. The tip is not the only place of what it says: it cannot be reached by keyboard.
pub fn tip(short: String, long: Option<String>, tipped: Tipped, id: u64) -> Element {
    view! {
        <b class="tipped" on:mouseenter=move |_| tipped.turn(Some(id)) on:mouseleave=move |_| tipped.turn(None)>
            {short}
            {long.map(|long| view! { <span class="tip" role="tooltip">{long}</span> })}
        </b>
    }
}
