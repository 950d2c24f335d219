//! Where the focus is, and where it goes when what had it is gone.

use std::cell::Cell;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::timer::after_render;

thread_local! {
    /// How many are about to give the focus back.
    static RETURNING: Cell<u32> = const { Cell::new(0) };
}

/// Whether nothing on the page has the focus.
#[must_use]
pub fn is_lost() -> bool {
    document()
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY")
}

/// Gives the focus back with `back`, once what has just closed has left the page.
pub fn give_back(back: impl FnOnce() + 'static) {
    RETURNING.set(RETURNING.get() + 1);
    after_render(move || {
        RETURNING.set(RETURNING.get() - 1);
        back();
    });
}

/// Unless something has the focus or is about to get it back, gives it to where the page begins: the control that asks for
/// it, or the heading.
pub fn to_start() {
    // A browser that is busy runs this late: something else may be closing by then.
    if RETURNING.get() > 0 {
        return after_render(to_start);
    }
    let find = |what| document().query_selector(what).ok().flatten();
    let in_dialog = || find("dialog[open] :is([autofocus], button)");
    let start = in_dialog()
        .or_else(|| find("[autofocus]"))
        .or_else(|| find("h1"))
        .filter(|_| is_lost());
    if let Some(start) = start.and_then(|start| start.dyn_into::<HtmlElement>().ok()) {
        let _ = start.focus();
    }
}
