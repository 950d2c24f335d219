//! The menu "Generate API Token".

use leptos::prelude::*;
use view_macro::view;

use crate::routes::{Nav, Open};
use crate::ui::context::expect_context;
use crate::ui::live::memo;
use crate::ui::menu::{Choice, ChoiceMenu};

/// The button and its two choices.
#[component]
pub fn GenerateMenu() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let choice = |label: &str| Choice {
        label: label.to_owned(),
        chosen: false,
    };
    let choices = move || vec![choice("All Access API Token"), choice("Custom API Token")];
    let choose = Callback::new(move |at| {
        nav.open_dialog(if at == 0 { Open::AllAccess } else { Open::Custom });
    });
    view! {
        <ChoiceMenu
            label="Generate API Token"
            class="button primary"
            choices=memo(choices)
            actions=true
            choose
        />
    }
}
