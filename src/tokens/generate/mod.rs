//! Making a token: the menu, the dialogs at their own addresses, and the one time its secret is shown.

mod all_access;
mod catalog;
mod creation;
mod custom;
mod draft;
mod menu;
mod reveal;
mod tree;

use leptos::prelude::*;
use view_macro::view;

use crate::routes::{Nav, Open};
use crate::ui::context::expect_context;
use crate::ui::live::{live, memo};
use all_access::AllAccess;
use custom::Custom;

pub use catalog::Choices;
pub use creation::{Creation, Then, creation_failed, failure_alert, submit_button};
pub use custom::refused_permission;
pub use draft::{NewToken, description_field};
pub use menu::GenerateMenu;
pub use reveal::{Reveal, RevealDialog, Why};
pub use tree::PermissionTree;

/// The dialog that the address names, if it is one of these.
#[component]
pub fn GenerateDialog() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let open = memo(move || nav.open());
    live(move || match open.get() {
        Some(Open::AllAccess) => view! { <AllAccess /> }.into_any(),
        Some(Open::Custom) => match nav.org() {
            Some(org) => view! { <Custom org /> }.into_any(),
            None => ().into_any(),
        },
        _ => ().into_any(),
    })
}
