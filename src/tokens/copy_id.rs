//! Copying a token's id.

use influx_api::Id;
use leptos::prelude::*;

use crate::shell::Notifications;
use crate::ui::button::icon_button;
use crate::ui::context::expect_context;
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
        let text = id.to_string();
        let failed = ["The ID could not be copied: ", &text].concat();
        notes.copy(text, "ID copied to the clipboard".into(), failed);
    };
    icon_button(Icon::Copy, "", Some("Copy ID"), column, "Copy ID".into(), copy)
}
