//! Copying a token's id.

use influx_api::Id;

use crate::shell::Notifications;
use crate::ui::button::icon_button;
use crate::ui::element::Element;
use crate::ui::icon::Icon;

/// The button that copies the id; with its column, if it is in a grid.
pub fn copy_id(notes: Notifications, id: Id, column: Option<usize>) -> Element {
    let copy = move |_| {
        let text = id.to_string();
        let failed = ["The ID could not be copied: ", &text].concat();
        notes.copy(text, "ID copied to the clipboard".into(), failed);
    };
    icon_button(Icon::Copy, "", Some("Copy ID"), column, "Copy ID", copy)
}
