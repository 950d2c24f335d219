//! Renaming: a text box in place of the description. Enter, Tab and a click anywhere else save, Escape cancels,
//! an unchanged text sends nothing.

use influx_api::Id;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;

use super::cursor::DESCRIPTION;
use super::drafts::{Drafts, Place};
use super::store::Tokens;
use crate::ui::pressed;
use crate::ui::timer::after_render;

/// Sends what was typed, if it is new, and closes the box.
pub fn save(tokens: Tokens, drafts: Drafts, id: Id) {
    if let Some(draft) = drafts.close(id)
        && draft.text != draft.was
    {
        tokens.rename(id, draft.text);
    }
}

/// The text box "Description" of one token, and beside it why saving failed.
#[component]
pub fn DescriptionBox(
    /// The token.
    id: Id,
    /// Where the box is.
    place: Place,
    /// Whether it takes the focus, because the person has just asked for it.
    focus: bool,
    /// Called after Enter or Escape, to put the focus where it was.
    done: Callback<()>,
) -> impl IntoView {
    let (tokens, drafts) = (expect_context::<Tokens>(), expect_context::<Drafts>());
    let node = NodeRef::<html::Input>::new();
    if focus {
        after_render(move || {
            if let Some(input) = node.get_untracked() {
                let _ = input.focus();
                input.select();
            }
        });
    }
    let draft = Memo::new(move |_| drafts.get(id, place));
    let shown = move || tokens.get(id).map(|token| token.description).unwrap_or_default();
    let text = move || {
        draft
            .with(|draft| draft.as_ref().map(|draft| draft.text.clone()))
            .unwrap_or_else(shown)
    };
    let reason = move || {
        draft.with(|draft| {
            draft
                .as_ref()
                .map(|draft| draft.reason.clone())
                .unwrap_or_default()
        })
    };
    let key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            // Nothing to cancel: this Escape is for the dialog around the box.
            "Escape" if drafts.peek(id).is_none() => return,
            _ if event.is_composing() => return event.stop_propagation(),
            "Enter" => save(tokens, drafts, id),
            "Escape" => drop(drafts.close(id)),
            "Tab" => return,
            _ => return event.stop_propagation(),
        }
        event.prevent_default();
        event.stop_propagation();
        done.run(());
    };
    let leave = move |event: FocusEvent| {
        if event.related_target().is_some() || pressed::now() {
            if drafts.peek(id).is_some_and(|draft| !draft.tried) {
                save(tokens, drafts, id);
            }
            return;
        }
        // Nobody left: another window came to the front, or the row moved on the page, which takes the focus away.
        after_render(move || {
            if let Some(input) = node.try_get_untracked().flatten()
                && document().has_focus().unwrap_or(false)
            {
                let _ = input.focus();
            }
        });
    };
    let note = [
        if place == Place::Row { "row-" } else { "summary-" },
        &id.to_string(),
    ]
    .concat();
    let described = note.clone();
    view! {
        <span class="rename">
            <input
                node_ref=node
                aria-label="Description"
                data-col=(place == Place::Row).then(|| DESCRIPTION.to_string())
                aria-describedby=described
                aria-invalid=move || (!reason().is_empty()).to_string()
                autocomplete="off"
                spellcheck="false"
                dir="auto"
                placeholder="Describe this API Token"
                prop:value=text
                on:input:target=move |event| {
                    if drafts.peek(id).is_none() {
                        drafts.open(id, &untrack(shown), place);
                    }
                    drafts.set_text(id, event.target().value());
                }
                on:keydown=key
                on:blur=leave
            />
            <small id=note class:failure=move || !reason().is_empty()>
                {move || {
                    let reason = reason();
                    if reason.is_empty() { "Enter or click away to save, Esc to cancel".to_owned() } else { reason }
                }}
            </small>
        </span>
    }
}
