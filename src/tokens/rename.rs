//! Renaming: a text box in place of the description. Enter, Tab and a click anywhere else save, Escape cancels,
//! an unchanged text sends nothing.

use influx_api::Id;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use tokens::text::visible_text;
use view_macro::view;
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, Node};

use super::cursor::DESCRIPTION;
use super::drafts::{Draft, Drafts, Place};
use super::store::Tokens;
use crate::ui::context::expect_context;
use crate::ui::focus;
use crate::ui::live::{live, memo};
use crate::ui::node::there;
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

/// The text box "Description" of one token, and beside it why saving failed, or what somebody else has made of it.
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
        // Before the next key, which is the first of the new text; or, if it has closed the box again, not at all.
        queue_microtask(move || {
            if let Some(input) = there(node) {
                let _ = input.focus();
                input.select();
            }
        });
    }
    let draft = memo(move || drafts.get(id, place));
    let shown = move || tokens.get(id).map(|token| token.description).unwrap_or_default();
    let text = move || {
        draft
            .with(|draft| draft.as_ref().map(|draft| draft.text.clone()))
            .unwrap_or_else(shown)
    };
    let failed = move || draft.with(|draft| draft.as_ref().is_some_and(|draft| !draft.reason.is_empty()));
    let overtaken = memo(move || draft.with(|draft| draft.as_ref().is_some_and(Draft::overtaken)));
    let into_box = move || {
        if let Some(input) = there(node) {
            let _ = input.focus();
        }
    };
    let key = move |event: KeyboardEvent| {
        let in_box = event.target().as_ref() == there(node).as_deref().map(AsRef::as_ref);
        match event.key().as_str() {
            // Nothing to cancel: this Escape is for the dialog around the box.
            "Escape" if drafts.peek(id).is_none() => return,
            _ if event.is_composing() => return event.stop_propagation(),
            "Enter" if in_box => save(tokens, drafts, id),
            "Escape" => drop(drafts.close(id)),
            "Tab" => return,
            _ => return event.stop_propagation(),
        }
        event.prevent_default();
        event.stop_propagation();
        done.run(());
    };
    let leave = move |event: FocusEvent| {
        if goes_within(&event) {
            return;
        }
        if event.related_target().is_some() || pressed::now() {
            if drafts.peek(id).is_some_and(|draft| !draft.tried) {
                save(tokens, drafts, id);
            }
            return;
        }
        // Nobody left: another window came to the front, or the row moved on the page, which takes the focus away.
        after_render(move || {
            if let Some(input) = there(node)
                && focus::is_lost()
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
        <span class="rename" on:keydown=key on:focusout=leave>
            <input
                node_ref=node
                aria-label="Description"
                data-col=(place == Place::Row).then(|| DESCRIPTION.to_string())
                aria-describedby=described
                aria-invalid=move || failed().to_string()
                autocomplete="off"
                spellcheck="false"
                dir="auto"
                placeholder="Describe this API Token"
                prop:value=text
                on:input=move |event| {
                    if drafts.peek(id).is_none()
                        && let Some(token) = tokens.peek(id)
                    {
                        drafts.open(&token, place);
                    }
                    drafts.set_text(id, event_target_value(&event));
                }
            />
            <small id=note aria-live="polite" class:failure=failed class:overtaken=move || overtaken.get()>
                {live(move || draft.with(beside))}
            </small>
            {live(move || overtaken.get().then(|| view! {
                <button
                    type="button"
                    class="button small"
                    // The box keeps the focus: losing it would save.
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| {
                        into_box();
                        drafts.use_theirs(id);
                    }
                >
                    "Use this"
                </button>
            }))}
        </span>
    }
}

/// Whether the focus stays within what listens.
fn goes_within(event: &FocusEvent) -> bool {
    let node = |target: Option<EventTarget>| target.and_then(|target| target.dyn_into::<Node>().ok());
    let to = node(event.related_target());
    to.is_some() && node(event.current_target()).is_some_and(|around| around.contains(to.as_ref()))
}

/// What stands beside the box.
fn beside(draft: &Option<Draft>) -> String {
    let Some(draft) = draft
        .as_ref()
        .filter(|draft| !draft.reason.is_empty() || draft.overtaken())
    else {
        return "Enter or click away to save, Esc to cancel".to_owned();
    };
    let mut text = draft.reason.clone();
    if draft.overtaken() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(if draft.was.is_empty() {
            "Emptied meanwhile"
        } else {
            "Changed meanwhile to: "
        });
        text.push_str(&visible_text(&draft.was));
    }
    text
}
