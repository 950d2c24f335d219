//! Copying a text, and saying whether it is on the clipboard.

use leptos::task::spawn_local;

use super::Notifications;
use crate::ui::button::icon_button;
use crate::ui::clipboard;
use crate::ui::context::expect_context;
use crate::ui::element::Element;
use crate::ui::icon::Icon;

impl Notifications {
    /// Copies a text; says `done`, or `failed` and why. There is nothing to copy in an empty one.
    pub fn copy(self, text: String, done: String, failed: String) {
        spawn_local(async move {
            if !text.is_empty() && clipboard::copy(&text).await {
                self.success(&done);
            } else {
                self.failure(&failed, "This browser does not let the page copy.");
            }
        });
    }
}

/// A button with this name. `link` gives the address, and what to add to the message that it has been copied.
pub fn copy_link(name: &'static str, link: Box<dyn Fn() -> (String, String)>) -> Element {
    let notes = expect_context::<Notifications>();
    let copy = move |_| {
        let (address, remark) = link();
        let done = ["Link copied to the clipboard", &remark].concat();
        let failed = ["The link could not be copied: ", &address].concat();
        notes.copy(address, done, failed);
    };
    icon_button(Icon::Link, "", Some(name), None, name, copy)
}
