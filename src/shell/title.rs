//! The document's title, which the router does not set.

use leptos::prelude::*;

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
