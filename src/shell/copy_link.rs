//! Copying a link to the page as it is filled in.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Notifications;
use crate::ui::button::icon_button;
use crate::ui::clipboard;
use crate::ui::icon::Icon;

/// A button with this name. `link` gives the address, and what to add to the message that it has been copied.
pub fn copy_link(name: &'static str, link: Box<dyn Fn() -> (String, String)>) -> AnyView {
    let notes = expect_context::<Notifications>();
    let copy = move |_| {
        let (address, remark) = link();
        spawn_local(async move {
            if !address.is_empty() && clipboard::copy(&address).await {
                notes.success(&["Link copied to the clipboard", &remark].concat());
            } else {
                notes.failure(
                    &["The link could not be copied: ", &address].concat(),
                    "This browser does not let the page copy.",
                );
            }
        });
    };
    icon_button(Icon::Link, "", Some(name), None, name.into(), copy)
}
