//! Finding tokens: search box, status filter, order. All of it is in the address.

use leptos::html;
use leptos::prelude::*;
use tokens::{Query, Sort, StatusFilter};

use super::generate::GenerateMenu;
use crate::routes::Nav;
use crate::ui::button::toggle_button;
use crate::ui::icon::{Icon, icon};
use crate::ui::keys::CharacterKeys;
use crate::ui::menu::{Choice, ChoiceMenu};

/// The controls above the list.
#[component]
pub fn Toolbar() -> impl IntoView {
    view! {
        <div class="bar">
            <Search />
            <StatusChoice />
            <SortChoice />
            <GenerateMenu />
        </div>
    }
}

fn change(nav: Nav, edit: impl FnOnce(&mut Query)) {
    let mut query = nav.query.get_untracked();
    edit(&mut query);
    nav.set_query(&query);
}

#[component]
fn Search() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let node = NodeRef::<html::Input>::new();
    let keys = expect_context::<CharacterKeys>();
    keys.listen("/", move || {
        if let Some(input) = node.get_untracked() {
            let _ = input.focus();
            input.select();
        }
    });
    let set = move |text: String| change(nav, |query| query.search = text);
    view! {
        <label class="search">
            {icon(Icon::Search)}
            <input
                type="search"
                node_ref=node
                aria-label="Filter Tokens"
                aria-keyshortcuts=move || keys.on().then_some("/")
                placeholder="Filter Tokens..."
                autocomplete="off"
                spellcheck="false"
                prop:value=move || nav.query.with(|query| query.search.clone())
                on:input:target=move |event| set(event.target().value())
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.prevent_default();
                        set(String::new());
                    }
                }
            />
            {move || keys.on().then(|| view! { <kbd aria-hidden="true">"/"</kbd> })}
        </label>
    }
}

#[component]
fn StatusChoice() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let choice = move |status: StatusFilter, word| {
        let chosen = Signal::derive(move || nav.query.with(|query| query.status == status));
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

#[component]
fn SortChoice() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let sort = Memo::new(move |_| nav.query.with(|query| query.sort));
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
            label=Signal::derive(move || ["Sort by ", sort.get().label()].concat())
            class="button"
            choices=Signal::derive(choices)
            choose
        />
    }
}
