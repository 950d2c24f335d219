//! What stands above the list and stays in view: the box that selects all, how many there are and are selected, and
//! what can be done with those.

use influx_api::Id;
use leptos::prelude::*;
use view_macro::view;

use super::confirm::Question;
use super::run::Action;
use super::selection::{Selected, Selection};
use crate::session::Session;
use crate::shell::Notifications;
use crate::tokens::export::export_selected;
use crate::tokens::states::CountLine;
use crate::tokens::store::Tokens;
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::live::{Derived, live, memo};

/// The line above the list.
#[component]
pub fn ListHead() -> impl IntoView {
    let (selection, tokens) = (expect_context::<Selection>(), expect_context::<Tokens>());
    let count = memo(move || selection.count());
    // Tokens on their way out are hidden, and may come back: the button that sent them off keeps its place, and
    // gets the focus back.
    let any = memo(move || count.with(|count| count.all > 0) || tokens.run.with(Option::is_some));
    let number = move |count: usize, what: &'static str| {
        (count > 0).then(|| view! { <span>{[&count.to_string(), what].concat()}</span> })
    };
    view! {
        <div class="list-head" class:selecting=move || any.get()>
            <SelectAll count />
            <CountLine />
            <p class="selected-count" aria-live="polite">
                {live(move || number(count.get().all, " selected"))}
                {live(move || {
                    let Selected { all, shown } = count.get();
                    number(all.saturating_sub(shown), " not shown")
                })}
            </p>
            {live(move || any.get().then(bar))}
        </div>
    }
}

/// The box that selects every token the filter shows, not only those on screen.
#[component]
fn SelectAll(count: Derived<Selected>) -> impl IntoView {
    let (selection, tokens) = (expect_context::<Selection>(), expect_context::<Tokens>());
    let total = memo(move || tokens.view.with(|view| view.len()));
    let shown = move || count.with(|count| count.shown);
    let all = move || shown() == total.get();
    view! {
        <label class="select-all" hidden=move || total.get() == 0>
            <input
                type="checkbox"
                prop:checked=all
                prop:indeterminate=move || { shown() > 0 && !all() }
                on:click=move |_| selection.set_shown(!untrack(all))
            />
            {live(move || ["Select all ", &total.get().to_string(), " that match"].concat())}
        </label>
    }
}

/// What can be done with the selected tokens.
fn bar() -> AnyView {
    let (selection, question) = (expect_context::<Selection>(), expect_context::<Question>());
    let (tokens, session) = (expect_context::<Tokens>(), expect_context::<Session>());
    let notes = expect_context::<Notifications>();
    let act = move |class: &'static str, action: Action| {
        button(class, action.verb(), move || {
            question.ask(action, selection, tokens, session, notes);
        })
    };
    view! {
        <div class="selection" role="group" aria-label="Selected API tokens">
            {act("button small", Action::Activate)}
            {act("button small", Action::Deactivate)}
            {act("button danger-text small", Action::Delete)}
            {export_selected(selection)}
            {button("button small", "Copy IDs", move || copy(selection, notes))}
            {button("button ghost small", "Clear selection", move || selection.clear())}
        </div>
    }
    .into_any()
}

fn copy(selection: Selection, notes: Notifications) {
    let ids: Vec<String> = selection.existing().iter().map(Id::to_string).collect();
    let done = [&ids.len().to_string(), " IDs copied to the clipboard"].concat();
    notes.copy(ids.join("\n"), done, "The IDs could not be copied".into());
}
