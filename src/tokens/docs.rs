//! Links to what InfluxDB's own documentation says about a dialog's subject.

use leptos::prelude::*;
use view_macro::view;

use crate::ui::icon::{Icon, icon};

const MANAGE_TOKENS: &str = "https://docs.influxdata.com/influxdb/v2/admin/tokens/";

/// What a dialog is about, as the documentation divides it.
#[derive(Clone, Copy)]
pub enum Subject {
    /// Tokens in general.
    Tokens,
    /// Making tokens.
    Create,
    /// Looking at tokens.
    View,
    /// Deleting tokens.
    Delete,
}

impl Subject {
    /// The title of its page, and where that is below [`MANAGE_TOKENS`].
    const fn page(self) -> (&'static str, &'static str) {
        match self {
            Self::Tokens => ("Manage API tokens", ""),
            Self::Create => ("Create a token", "create-token/"),
            Self::View => ("View tokens", "view-tokens/"),
            Self::Delete => ("Delete a token", "delete-token/"),
        }
    }
}

/// A link to the page about a subject. It leads away, so it opens beside this page, and does not tell where from.
pub fn docs_link(subject: Subject) -> AnyView {
    let (title, place) = subject.page();
    view! {
        <a class="docs" href=[MANAGE_TOKENS, place].concat() target="_blank" rel="noopener noreferrer">
            <span>"InfluxDB docs: " {title} <span class="off-screen">" (opens in a new tab)"</span></span>
            {icon(Icon::Outside)}
        </a>
    }
    .into_any()
}
