//! The icons, drawn in lines of the text's colour on a grid of 16.

use super::element::Element;
use view_macro::view;

/// A picture beside or in place of a word; always hidden from assistive tools, which get the word.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Icon {
    Key,
    Search,
    Pencil,
    Trash,
    Copy,
    Clone,
    Link,
    Check,
    Chevron,
    Cross,
    Outside,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Key => "M2.5 10.5a3 3 0 1 0 6 0 3 3 0 1 0-6 0M7.7 8.3l5.8-5.8M11 5l2 2",
            Self::Search => "M2.5 7a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0m8 3.5 3 3",
            Self::Pencil => "M10.8 2.7 13.3 5.2 5.5 13H3v-2.5z",
            Self::Trash => "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5 5 13h6l.5-8.5",
            Self::Copy => {
                "M7 5.5h5A1.5 1.5 0 0 1 13.5 7v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.5M3.5 10.5h-1v-8h8v1"
            }
            Self::Clone => {
                "M8 5.5v5M5.5 8h5M4 2.5h8A1.5 1.5 0 0 1 13.5 4v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 12V4A1.5 1.5 0 0 1 4 2.5"
            }
            Self::Link => {
                "M7 9.5 9.5 7M7.5 5 9 3.5a2.5 2.5 0 0 1 3.5 3.5L11 8.5M8.5 11 7 12.5A2.5 2.5 0 0 1 3.5 9L5 7.5"
            }
            Self::Check => "m3 8.5 3.5 3.5L13 4.5",
            Self::Chevron => "m4 6 4 4 4-4",
            Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Outside => "M7 3.5H3v9.5h9.5V9M9.5 3H13v3.5M13 3 7.5 8.5",
        }
    }
}

/// Draws an icon.
pub fn icon(icon: Icon) -> Element {
    view! { <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=icon.path() /></svg> }
}
