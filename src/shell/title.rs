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

/// Moves the focus to the page's heading, unless something on the page has taken it already.
pub fn focus_heading() {
    let free = document()
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY");
    let heading = document().query_selector("h1").ok().flatten();
    if let Some(heading) = heading
        .filter(|_| free)
        .and_then(|heading| heading.dyn_into::<HtmlElement>().ok())
    {
        let _ = heading.focus();
    }
}
