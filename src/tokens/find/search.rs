//! The search box.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use tokens::Query;
use tokens::find::Suggestion;
use view_macro::view;

use super::explanation::{Explanation, LINE};
use super::suggestions::{LIST, Suggestions};
use crate::routes::Nav;
use crate::ui::context::expect_context;
use crate::ui::icon::{Icon, icon};
use crate::ui::keys::CharacterKeys;
use crate::ui::live::{effect, live, memo};

/// The box with its suggestions, and what is to be said about its text. The language is that of [`tokens::find`].
#[component]
pub fn Search() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let keys = expect_context::<CharacterKeys>();
    let node = NodeRef::<html::Input>::new();
    let suggestions = Suggestions::new();
    let explanation = Explanation::new(nav, memo(move || suggestions.is_open()));

    let offer = move |asked: bool| {
        if let Some(input) = node.get_untracked() {
            suggestions.offer(&input, asked);
        }
    };
    effect(move || {
        if let Some(input) = node.get() {
            suggestions.complete(&input);
        }
    });
    let offer_if_empty = move || offer(nav.query.with_untracked(|query| query.search.is_empty()));
    keys.listen("/", move || {
        if let Some(input) = node.get_untracked() {
            let _ = input.focus();
            input.select();
            offer_if_empty();
        }
    });
    let set = move |search: String| {
        let before = nav.query.get_untracked();
        nav.type_query(&Query { search, ..before });
    };
    let typed = move |text: String| {
        explanation.wait();
        set(text);
        offer(false);
    };
    let leave = move || {
        suggestions.close();
        explanation.tell();
    };
    let take = move |suggestion: &Suggestion| {
        if let Some(input) = node.get_untracked() {
            let (text, caret) = suggestion.take(&input.value());
            input.set_value(&text);
            let caret = u32::try_from(caret).unwrap_or(u32::MAX);
            // Fails only on boxes that hold no text.
            let _ = input.set_selection_range(caret, caret);
            typed(text);
        }
    };
    let on_key = move |event: &KeyboardEvent| {
        let open = untrack(|| suggestions.is_open());
        match event.key().as_str() {
            _ if event.is_composing() => return,
            key @ ("ArrowDown" | "ArrowUp") => {
                if !open {
                    offer(true);
                }
                suggestions.step(key == "ArrowUp");
                if !untrack(|| suggestions.is_open()) {
                    return;
                }
            }
            "Enter" => match suggestions.chosen() {
                Some(suggestion) => take(&suggestion),
                None => leave(),
            },
            "Escape" if open => leave(),
            "Escape" => set(String::new()),
            "ArrowLeft" | "ArrowRight" | "Home" | "End" => return suggestions.close(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="search">
            {icon(Icon::Search)}
            <input
                type="search"
                role="combobox"
                node_ref=node
                aria-label="Filter Tokens"
                aria-keyshortcuts=move || keys.on().then_some("/")
                aria-autocomplete="list"
                aria-expanded=move || suggestions.is_open().to_string()
                aria-controls=LIST
                aria-activedescendant=move || suggestions.active_id()
                aria-describedby=LINE
                aria-invalid=move || explanation.invalid().to_string()
                placeholder="Filter Tokens..."
                autocomplete="off"
                spellcheck="false"
                prop:value=move || nav.query.with(|query| query.search.clone())
                on:input=move |event| typed(event_target_value(&event))
                on:keydown=move |event| on_key(&event)
                on:click=move |_| offer_if_empty()
                on:blur=move |_| leave()
            />
            {live(move || keys.on().then(|| view! { <kbd aria-hidden="true">"/"</kbd> }))}
            {suggestions.list(Callback::new(move |suggestion| take(&suggestion)))}
        </div>
        {explanation.line()}
    }
}
