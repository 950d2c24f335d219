//! Where the focus is, and where it goes when what had it is gone.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Whether nothing on the page has the focus.
#[must_use]
pub fn is_lost() -> bool {
    document()
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY")
}

/// Unless something has the focus, gives it to where the page begins: the control that asks for it, or the heading.
pub fn to_start() {
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
