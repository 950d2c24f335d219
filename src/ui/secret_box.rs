//! A box to type a secret into.

use influx_api::Secret;
use leptos::html;
use leptos::prelude::*;
use view_macro::view;

use super::live::{Derived, live};
use super::node::there;

/// A box whose content is in the browser's field and nowhere else, until it is read: memory that held a copy is not
/// overwritten when it is given up.
#[derive(Clone, Copy)]
pub struct SecretBox(NodeRef<html::Input>);

impl SecretBox {
    /// An empty box.
    pub fn new() -> Self {
        Self(NodeRef::new())
    }

    /// What has been typed.
    #[must_use]
    pub fn read(self) -> Secret {
        Secret::new(there(self.0).map(|input| input.value()).unwrap_or_default())
    }

    /// Empties it.
    pub fn clear(self) {
        if let Some(input) = there(self.0) {
            input.set_value("");
        }
    }

    /// The box with its label, and what browsers may fill in (`autocomplete`); the first one of a form has the focus.
    pub fn field(
        self,
        label: Derived<String>,
        autocomplete: Derived<String>,
        first: Derived<bool>,
    ) -> AnyView {
        view! {
            <label class="field">
                <span>{live(move || label.get())}</span>
                <input
                    type="password"
                    node_ref=self.0
                    autocomplete=move || autocomplete.get()
                    autocapitalize="none"
                    spellcheck="false"
                    dir="auto"
                    required
                    autofocus=move || first.get()
                />
            </label>
        }
        .into_any()
    }
}
