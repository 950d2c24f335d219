//! Copying a token's id.

use influx_api::Id;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::shell::Notifications;
use crate::ui::button::icon_button;
use crate::ui::clipboard;
use crate::ui::icon::Icon;

/// The button that copies the id.
#[component]
pub fn CopyId(
    /// The token.
    id: Id,
    /// The column of the grid, if it is in one.
    #[prop(optional)]
    column: Option<usize>,
) -> impl IntoView {
    let notes = expect_context::<Notifications>();
    let copy = move |_| {
        spawn_local(async move {
            let text = id.to_string();
            if clipboard::copy(&text).await {
                notes.success("ID copied to the clipboard");
            } else {
                notes.failure(
                    &["The ID could not be copied: ", &text].concat(),
                    "This browser does not let the page copy.",
                );
            }
        });
    };
    icon_button(Icon::Copy, "", Some("Copy ID"), column, "Copy ID".into(), copy)
}
