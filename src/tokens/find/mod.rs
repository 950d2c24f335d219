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

/// The controls above the list.
#[component]
pub fn Toolbar() -> impl IntoView {
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

/// A view is kept by its address: there is no more to it.
fn this_view() -> (String, String) {
    // An address that the browser will not tell cannot be copied either.
    (window().location().href().unwrap_or_default(), String::new())
}

fn change(nav: Nav, edit: impl FnOnce(&mut Query)) {
    let mut query = nav.query.get_untracked();
    edit(&mut query);
    nav.set_query(&query);
}
