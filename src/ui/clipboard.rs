//! Copying that tells the truth. `navigator.clipboard` exists only on https and localhost; elsewhere a hidden,
//! selected field and `execCommand` do it, and where that fails too, nothing claims that it worked.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};

/// Puts a text onto the clipboard; says whether it is there.
pub async fn copy(text: &str) -> bool {
    let copied = match modern(text) {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    };
    copied || legacy(text).unwrap_or(false)
}

fn modern(text: &str) -> Option<Promise> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into())
        .ok()?
        .dyn_into()
        .ok()?;
    write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
}

fn legacy(text: &str) -> Option<bool> {
    let document = document();
    let focused = document.active_element();
    // Inside an open modal dialog, as everything outside is inert and cannot be selected.
    let home = focused
        .as_ref()
        .and_then(|element| element.closest("dialog").ok().flatten());
    let home = home.or_else(|| document.body().map(JsCast::unchecked_into))?;
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_class_name("off-screen");
    field.set_attribute("aria-hidden", "true").ok()?;
    field.set_value(text);
    home.append_child(&field).ok()?;
    field.select();
    let document: HtmlDocument = JsValue::from(document).dyn_into().ok()?;
    let copied = document.exec_command("copy").unwrap_or(false);
    field.set_value("");
    field.remove();
    if let Some(element) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot take the focus back leaves it on the page.
        let _ = element.focus();
    }
    Some(copied)
}
