//! The last net: a page that has stopped says so, instead of looking alive.

use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;

/// Installs a hook that reports a panic on the console and puts a sentence with a way out on the page.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        // Nothing more can be done if even this fails.
        let _ = show();
    }));
}

fn show() -> Option<()> {
    let document = document();
    let banner = document.create_element("div").ok()?;
    banner.set_class_name("crashed");
    banner.set_attribute("role", "alert").ok()?;
    banner.set_text_content(Some(
        "The page has stopped because of a mistake in it. Nothing more is sent or saved. ",
    ));
    let button = document.create_element("button").ok()?;
    button.set_class_name("button");
    button.set_text_content(Some("Reload"));
    let reload = Closure::once_into_js(|| window().location().reload());
    button
        .add_event_listener_with_callback("click", reload.unchecked_ref())
        .ok()?;
    banner.append_child(&button).ok()?;
    document.body()?.append_child(&banner).ok()?;
    Some(())
}
