//! A secret that is shown once, and copying it.

use influx_api::Secret;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_macro::view;

use super::button::button;
use super::clipboard;
use super::live::{effect, live};
use super::node::there;
use super::state::State;

/// A read-only field with the secret, selected when it takes the focus, and "Copy to Clipboard", which tells the truth.
#[component]
pub fn SecretField(
    /// What it is called.
    label: &'static str,
    /// The secret, which nothing but this signal and the field holds.
    secret: State<Option<Secret>>,
    /// Becomes true when it has been copied, by the button or by hand.
    copied: State<bool>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let outcome = State::new("");
    // Filled through the DOM, so that no attribute, signal or closure holds the secret as well.
    effect(move || {
        if let Some(input) = node.get() {
            secret.with_untracked(|secret| {
                if let Some(secret) = secret {
                    input.set_value(secret.expose());
                }
            });
            let _ = input.focus();
            input.select();
        }
    });
    on_cleanup(move || {
        if let Some(input) = there(node) {
            input.set_value("");
        }
    });
    let copy = move || {
        let text = secret.with_untracked(|secret| {
            secret
                .as_ref()
                .map(|secret| Secret::new(secret.expose().to_owned()))
        });
        spawn_local(async move {
            let Some(text) = text else { return };
            if clipboard::copy(text.expose()).await {
                copied.try_set(true);
                outcome.try_set("The token has been copied to the clipboard.");
            } else {
                outcome
                    .try_set("This browser does not let the page copy. The token is selected: press Ctrl+C.");
                if let Some(input) = there(node) {
                    let _ = input.focus();
                    input.select();
                }
            }
        });
    };
    view! {
        <div class="secret-field">
            <label class="field">
                <span>{label}</span>
                <input
                    node_ref=node
                    class="secret"
                    readonly
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    on:copy=move |_| copied.set(true)
                    on:focus=move |_| {
                        if let Some(input) = there(node) {
                            input.select();
                        }
                    }
                />
            </label>
            {button("button primary", "Copy to Clipboard", copy)}
            <p role="status" class="note">{live(move || outcome.get())}</p>
        </div>
    }
}
