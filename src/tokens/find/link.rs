//! Keeping a view: its address is all there is to it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::shell::Notifications;
use crate::ui::button::icon_button;
use crate::ui::clipboard;
use crate::ui::icon::Icon;

/// The button that copies the address of the list as it is shown.
#[component]
pub fn CopyLink() -> impl IntoView {
    let notes = expect_context::<Notifications>();
    let copy = move |_| {
        // An address that the browser will not tell cannot be copied either.
        let address = window().location().href().unwrap_or_default();
        spawn_local(async move {
            if !address.is_empty() && clipboard::copy(&address).await {
                notes.success("Link copied to the clipboard");
            } else {
                notes.failure(
                    &["The link could not be copied: ", &address].concat(),
                    "This browser does not let the page copy.",
                );
            }
        });
    };
    let name = "Copy link to this view";
    icon_button(Icon::Link, "", Some(name), None, name.into(), copy)
}
