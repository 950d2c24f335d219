//! What a navigation tells assistive tools, which the router does not.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Sets the document's title: the given parts, most particular first, then the product.
pub fn set_title(parts: &[&str]) {
    let mut title = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        title.push_str(part);
        title.push_str(" | ");
    }
    title.push_str("Latchkey");
    document().set_title(&title);
}

/// Moves the focus to where the page begins, the control that asks for it or else the heading, unless something has
/// taken it already.
pub fn focus_heading() {
    let free = document()
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY");
    let find = |what| document().query_selector(what).ok().flatten();
    let first = find("[autofocus]").or_else(|| find("h1")).filter(|_| free);
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        let _ = first.focus();
    }
}
