//! Telling a focus that a person moves, with the pointer or with Tab, from one that is lost because the page moved an element.

use std::cell::Cell;

use leptos::ev;

use super::timer::{after_render, on_window};

thread_local! {
    static PRESSED: Cell<bool> = const { Cell::new(false) };
}

/// Begins to watch; call once, at the start of the app.
pub fn watch() {
    // Not pointerdown: on a touch screen the focus moves later, with the mouse event made from the touch.
    on_window(ev::mousedown, |_| note());
    // Also at the end of the page, where Tab leads to nothing on it.
    on_window(ev::keydown, |event| {
        if event.key() == "Tab" {
            note();
        }
    });
}

fn note() {
    PRESSED.set(true);
    after_render(|| PRESSED.set(false));
}

/// Whether a press of the pointer, or of Tab, is being handled.
#[must_use]
pub fn now() -> bool {
    PRESSED.get()
}
