//! A switch (APG pattern "Switch"): its name never changes with its state; Space, Enter and a click turn it.

use super::live::Derived;
use leptos::prelude::*;
use view_macro::view;

/// A switch named `label`.
#[component]
pub fn Switch(
    /// The accessible name.
    #[prop(into)]
    label: Derived<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Derived<bool>,
    /// The column of the grid, if it is in one: the grid gives the Tab stop.
    #[prop(optional_no_strip)]
    column: Option<usize>,
    /// Called with the state the person wants.
    turn: Callback<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            data-col=column.map(|column| column.to_string())
            tabindex=column.map(|_| "-1")
            aria-checked=move || if on.get() { "true" } else { "false" }
            aria-label=move || label.get()
            on:click=move |_| turn.run(!on.get_untracked())
        ></button>
    }
}
