//! All tokens, the active ones or the inactive ones.

use leptos::prelude::*;
use tokens::StatusFilter;
use view_macro::view;

use super::change;
use crate::routes::Nav;
use crate::ui::button::toggle_button;
use crate::ui::context::expect_context;
use crate::ui::live::memo;

/// The choice by status.
#[component]
pub fn StatusChoice() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let choice = move |status: StatusFilter, word| {
        let chosen = memo(move || nav.query.with(|query| query.status == status));
        toggle_button(word, chosen, move || change(nav, |query| query.status = status))
    };
    view! {
        <div class="segments" role="group" aria-label="Status">
            {choice(StatusFilter::All, "All")}
            {choice(StatusFilter::Active, "Active")}
            {choice(StatusFilter::Inactive, "Inactive")}
        </div>
    }
}
