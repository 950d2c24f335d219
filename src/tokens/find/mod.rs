//! Finding tokens: search box, status filter, order. All of it is in the address.

mod explanation;
mod search;
mod sort;
mod status;
mod suggestions;

use leptos::prelude::*;
use tokens::Query;
use view_macro::view;

use self::search::Search;
use self::sort::SortChoice;
use self::status::StatusChoice;
use super::export::ExportMenu;
use super::generate::GenerateMenu;
use crate::routes::Nav;
use crate::shell::copy_link;
use crate::ui::context::expect_context;

/// The controls above the list.
#[component]
pub fn Toolbar() -> impl IntoView {
    let nav = expect_context::<Nav>();
    // A view is kept by its address: there is no more to it.
    let this_view = move || (nav.link(), String::new());
    view! {
        <div class="bar">
            <Search />
            <StatusChoice />
            <SortChoice />
            {copy_link("Copy link to this view", Box::new(this_view))}
            <ExportMenu />
            <GenerateMenu />
        </div>
    }
}

fn change(nav: Nav, edit: impl FnOnce(&mut Query)) {
    let mut query = nav.query.get_untracked();
    edit(&mut query);
    nav.set_query(&query);
}
