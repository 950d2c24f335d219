//! A text with a longer one that shows on hover: it can be hovered itself and dismissed with Escape (WCAG 1.4.13).

use leptos::ev;
use view_macro::view;

use super::element::Element;
use super::live::live;
use super::state::State;
use super::timer::on_window;

/// A short text and its tip. The tip is not the only place of what it says: it cannot be reached by keyboard.
pub fn tip(
    short: impl Fn() -> String + Send + 'static,
    long: impl Fn() -> String + Send + Sync + 'static,
) -> Element {
    let shown = State::new(false);
    let tip = move || {
        on_window(ev::keydown, move |event| {
            if event.key() == "Escape" {
                shown.set(false);
            }
        });
        view! { <span class="tip" role="tooltip">{long()}</span> }
    };
    view! {
        <b class="tipped" on:mouseenter=move |_| shown.set(true) on:mouseleave=move |_| shown.set(false)>
            {short}
            {live(move || shown.get().then(&tip))}
        </b>
    }
}
