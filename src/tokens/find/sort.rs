//! The order of the list.

use leptos::prelude::*;
use tokens::Sort;
use view_macro::view;

use super::change;
use crate::routes::Nav;
use crate::ui::context::expect_context;
use crate::ui::live::memo;
use crate::ui::menu::{Choice, ChoiceMenu};

/// The choice of an order.
#[component]
pub fn SortChoice() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let sort = memo(move || nav.query.with(|query| query.sort));
    let choices = move || {
        Sort::ALL
            .iter()
            .map(|other| Choice {
                label: other.label().into(),
                chosen: *other == sort.get(),
            })
            .collect::<Vec<_>>()
    };
    let choose = Callback::new(move |at: usize| {
        if let Some(chosen) = Sort::ALL.get(at) {
            change(nav, |query| query.sort = *chosen);
        }
    });
    view! {
        <ChoiceMenu
            label=memo(move || ["Sort by ", sort.get().label()].concat())
            class="button"
            choices=memo(choices)
            choose
        />
    }
}
