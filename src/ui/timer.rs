//! Time that passes, and listeners, with their ends: what Leptos 0.8 starts it does not stop by itself.

use std::time::Duration;

use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Runs once the changes made so far are on the page.
pub fn after_render(run: impl FnOnce() + 'static) {
    set_timeout(run, Duration::ZERO);
}

/// Runs once the changes made so far are on the page, in time for the frame that shows them: what it changes is seen with them.
pub fn before_paint(run: impl FnOnce() + 'static) {
    request_animation_frame(run);
}

/// Runs every `period` until the surrounding component goes.
pub fn every(period: Duration, run: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(run, period) {
        on_cleanup(move || handle.clear());
    }
}

/// Listens on the window until the surrounding component goes.
pub fn on_window<E>(event: E, run: impl Fn(E::EventType) + 'static)
where
    E: EventDescriptor + 'static,
    E::EventType: JsCast,
{
    let handle = window_event_listener(event, run);
    on_cleanup(move || handle.remove());
}
