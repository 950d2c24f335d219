//! Switching a token on and off: takes effect at once, and is undone with the reason if the server refuses.

use influx_api::Id;
use leptos::prelude::*;
use view_macro::view;

use super::store::Tokens;
use crate::ui::context::expect_context;
use crate::ui::live::{Derived, memo};
use crate::ui::switch::Switch;

/// The switch of one token.
#[component]
pub fn ActiveSwitch(
    /// The token.
    id: Id,
    /// The column of the grid, if it is in one.
    #[prop(optional_no_strip)]
    column: Option<usize>,
    /// The accessible name.
    #[prop(into)]
    label: Derived<String>,
) -> impl IntoView {
    let tokens = expect_context::<Tokens>();
    let on = memo(move || tokens.get(id).is_some_and(|token| token.is_active()));
    view! { <Switch label on column turn=Callback::new(move |active| tokens.set_active(id, active)) /> }
}
