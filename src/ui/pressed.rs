//! Telling a focus that a person moves with the pointer from one that is lost because the page moved an element.

use std::cell::Cell;

use leptos::ev;

use super::timer::{after_render, on_window};

thread_local! {
    static PRESSED: Cell<bool> = const { Cell::new(false) };
}

/// Begins to watch; call once, at the start of the app.
pub fn watch() {
    // Not pointerdown: on a touch screen the focus moves later, with the mouse event made from the touch.
    on_window(ev::mousedown, |_| {
        PRESSED.set(true);
        after_render(|| PRESSED.set(false));
    });
}

/// Whether a press of the pointer is being handled.
#[must_use]
pub fn now() -> bool {
    PRESSED.get()
}
