//! Small preferences that outlive the page. Never secrets.

use leptos::prelude::window;
use web_sys::Storage;

/// A preference's name in the browser's local storage.
#[derive(Clone, Copy)]
pub enum Key {
    /// `dark` or `light`; absent means as the system says. Also read by `boot.js`.
    Theme,
    /// The id of the organization shown last.
    Organization,
    /// `off` if single-character keys do not work.
    CharacterKeys,
}

impl Key {
    const fn name(self) -> &'static str {
        match self {
            Self::Theme => "latchkey.theme",
            Self::Organization => "latchkey.organization",
            Self::CharacterKeys => "latchkey.characterKeys",
        }
    }

    /// The value, if there is one and the browser lets the page have storage at all.
    #[must_use]
    pub fn read(self) -> Option<String> {
        storage()?.get_item(self.name()).ok().flatten()
    }

    /// Stores a value, or removes it. Without storage the preference lasts as long as the page.
    pub fn write(self, value: Option<&str>) {
        if let Some(storage) = storage() {
            // A full or forbidden storage costs only the preference.
            let _ = match value {
                Some(value) => storage.set_item(self.name(), value),
                None => storage.remove_item(self.name()),
            };
        }
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
