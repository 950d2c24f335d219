//! Finding tokens: search box, status filter, order. All of it is in the address.

mod explanation;
mod link;
mod search;
mod sort;
mod status;
mod suggestions;

use leptos::prelude::*;
use tokens::Query;

use self::link::CopyLink;
use self::search::Search;
use self::sort::SortChoice;
use self::status::StatusChoice;
use super::export::ExportMenu;
use super::generate::GenerateMenu;
use crate::routes::Nav;

/// The controls above the list.
#[component]
pub fn Toolbar() -> impl IntoView {
    view! {
        <div class="bar">
            <Search />
            <StatusChoice />
            <SortChoice />
            <CopyLink />
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
