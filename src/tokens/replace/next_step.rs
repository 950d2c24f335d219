//! What is next while one token replaces another, in the summaries of both. All of it is read from the list.

use influx_api::Id;
use leptos::html;
use leptos::prelude::*;
use tokens::Token;
use tokens::succession::{replaces, without_note};
use view_macro::view;

use crate::routes::{Nav, Open, Route};
use crate::tokens::delete::Deletion;
use crate::tokens::row::name_of;
use crate::tokens::store::{Load, Tokens};
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::focus;
use crate::ui::live::{Derived, live, memo};
use crate::ui::node::there;
use crate::ui::state::Stored;

/// Where the old token of a replacement is.
#[derive(Clone, PartialEq, Eq)]
enum Old {
    Active(String),
    Inactive(String),
    Gone,
}

/// The section, if this token replaces one or is being replaced.
#[component]
pub fn NextStep(
    /// The token.
    id: Id,
    /// The same, as it is now.
    token: Derived<Option<Token>>,
) -> impl IntoView {
    let tokens = expect_context::<Tokens>();
    let replaced = memo(move || token.with(|token| replaces(&token.as_ref()?.description)));
    let old = memo(move || {
        let old = replaced.get()?;
        match tokens.get(old) {
            Some(old) if old.is_active() => Some(Old::Active(name_of(&old))),
            Some(old) => Some(Old::Inactive(name_of(&old))),
            None if tokens.load.with(|load| *load == Load::Loaded) => Some(Old::Gone),
            None => None,
        }
    });
    let successor = memo(move || tokens.successor(id));
    let begun = Stored::new(false);
    view! {
        {live(move || {
            let (old_id, old) = (replaced.get()?, old.get()?);
            let next = begun.get_value();
            begun.set_value(true);
            Some(view! { <Replaces id old_id old token next /> })
        })}
        {live(move || {
            let (new, name) = successor.get()?;
            Some(view! {
                <section class="replacement" aria-label="Replacement">
                    <p>"Is being replaced by " {link(new, name)}</p>
                </section>
            })
        })}
    }
}

#[component]
fn Replaces(
    id: Id,
    old_id: Id,
    old: Old,
    token: Derived<Option<Token>>,
    /// Another step was shown before, and may have taken the button along that had the focus.
    next: bool,
) -> impl IntoView {
    let tokens = expect_context::<Tokens>();
    let node = NodeRef::<html::Section>::new();
    if next {
        focus::give_back(move || {
            if let Some(section) = there(node).filter(|_| focus::is_lost()) {
                let _ = section.focus();
            }
        });
    }
    let deletion = expect_context::<Deletion>();
    let step = match old {
        Old::Active(name) => view! {
            <p>"Replaces " {link(old_id, name)}</p>
            <p class="note">"Both work. Once the new one is in use everywhere, deactivate the old one and look whether something breaks."</p>
            <div class="buttons">
                {button("button", "Deactivate the old one", move || tokens.set_active(old_id, false))}
            </div>
        }
        .into_any(),
        Old::Inactive(name) => view! {
            <p>"Replaces " {link(old_id, name)}</p>
            <p class="note">"The old one is off. If something broke, reactivate it; if all is well, delete it."</p>
            <div class="buttons">
                {button("button", "Reactivate the old one", move || tokens.set_active(old_id, true))}
                <button type="button" class="button danger-text" on:click=move |event| deletion.ask(old_id, &event)>
                    "Delete the old one"
                </button>
            </div>
        }
        .into_any(),
        Old::Gone => {
            let finish = move || {
                let text = token.with_untracked(|token| {
                    token.as_ref().map(|token| without_note(&token.description).to_owned())
                });
                if let Some(text) = text {
                    tokens.rename(id, text);
                }
            };
            view! {
                <p>"Replaced " <code>{old_id.to_string()}</code> ", which is deleted or not visible to you."</p>
                <div class="buttons">{button("button", "Remove the note from the description", finish)}</div>
            }
            .into_any()
        }
    };
    view! { <section node_ref=node class="replacement" aria-label="Replacement" tabindex="-1">{step}</section> }
}

/// A link to the summary of the other token.
fn link(id: Id, name: String) -> AnyView {
    let nav = expect_context::<Nav>();
    let href = untrack(|| {
        let org = nav.org()?;
        let open = Some(Open::Summary(id));
        Some(nav.href(&Route::Tokens { org, open }))
    });
    view! {
        <a
            href=href
            on:click=move |event| {
                if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                    event.prevent_default();
                    nav.open_dialog(Open::Summary(id));
                }
            }
        >
            <bdi>{name}</bdi>
        </a>
    }
    .into_any()
}
