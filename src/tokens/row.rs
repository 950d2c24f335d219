//! One token in the list.

use influx_api::{AccessKind, Id, Status};
use leptos::prelude::*;
use tokens::Token;
use tokens::text::visible_text;
use view_macro::view;

use super::bulk::Selection;
use super::clone::{Cloning, clone_button};
use super::copy_id::CopyId;
use super::cursor::{COPY, Cursor, DESCRIPTION, PENCIL, SWITCH};
use super::delete::{Deletion, delete_button};
use super::drafts::{Drafts, Place};
use super::rename::DescriptionBox;
use super::store::Tokens;
use super::toggle::ActiveSwitch;
use crate::routes::{Nav, Open, Route};
use crate::ui::button::icon_button;
use crate::ui::clock::{Now, local};
use crate::ui::context::expect_context;
use crate::ui::element::Element;
use crate::ui::icon::Icon;
use crate::ui::length::px;
use crate::ui::live::{Derived, live, memo};
use crate::ui::state::State;
use crate::ui::tip::tip;

/// What stands for an empty description.
pub const NO_DESCRIPTION: &str = "Describe this API Token";

/// What a token is called on the page: its description with its traps made visible, or else its id.
#[must_use]
pub fn name_of(token: &Token) -> String {
    if token.description.is_empty() {
        token.id.to_string()
    } else {
        visible_text(&token.description).into_owned()
    }
}

/// The row of one token.
#[component]
pub fn Row(
    /// The token.
    id: Id,
    /// Its place in the order shown.
    index: Derived<usize>,
    /// The distance between rows in px.
    pitch: State<f64>,
) -> impl IntoView {
    let (tokens, selection) = (expect_context::<Tokens>(), expect_context::<Selection>());
    let token = memo(move || tokens.get(id));
    let name = memo(move || token.with(|token| token.as_ref().map(name_of).unwrap_or_default()));
    let called = move |prefix: &'static str| memo(move || name.with(|name| [prefix, name].concat()));
    let off = move || token.with(|token| token.as_ref().is_some_and(|token| !token.is_active()));
    let selected = move || selection.has(id);
    view! {
        <div
            class="row"
            role="row"
            data-id=id.to_string()
            class:off=off
            class:selected=selected
            aria-selected=move || selected().to_string()
            aria-rowindex=move || (index.get() + 1).to_string()
            style:transform=move || ["translateY(", &px(index.get() as f64 * pitch.get()), ")"].concat()
        >
            <div role="gridcell">
                <input
                    type="checkbox"
                    data-col="0"
                    tabindex="-1"
                    aria-label=move || name.with(|name| ["Select: ", name].concat())
                    prop:checked=selected
                    on:click=move |event| selection.turn(id, event.shift_key())
                />
            </div>
            <div role="gridcell">
                <ActiveSwitch id column=Some(SWITCH) label=called("Active: ") />
            </div>
            <div role="gridcell" class="about">
                <Title id token name />
                <Meta token />
            </div>
            <div role="gridcell" class="chips" data-col="4" tabindex="-1">{live(move || access(token))}</div>
            <div role="gridcell" class="actions">
                <CopyId id column=COPY />
                {clone_button(id, called("Clone: "), expect_context::<Cloning>())}
                {delete_button(id, called("Delete: "), expect_context::<Deletion>())}
            </div>
        </div>
    }
}

/// The description, or the text box that changes it.
#[component]
fn Title(id: Id, token: Derived<Option<Token>>, name: Derived<String>) -> impl IntoView {
    let (tokens, drafts) = (expect_context::<Tokens>(), expect_context::<Drafts>());
    let (nav, cursor) = (expect_context::<Nav>(), expect_context::<Cursor>());
    let editing = memo(move || drafts.get(id, Place::Row).is_some());
    let target = memo(move || match nav.route.get() {
        Route::Tokens { org, .. } => Some(Route::Tokens {
            org,
            open: Some(Open::Summary(id)),
        }),
        _ => None,
    });
    let href = move || target.with(|target| target.as_ref().map(|target| nav.href(target)));
    let edit = move |_| {
        if let Some(token) = tokens.peek(id) {
            drafts.open(id, &token.description, Place::Row);
        }
    };
    let empty = move || token.with(|token| token.as_ref().is_none_or(|token| token.description.is_empty()));
    let text = move || {
        if empty() {
            NO_DESCRIPTION.to_owned()
        } else {
            name.get()
        }
    };
    let status = move || {
        token.with(|token| match token.as_ref().map(|token| &token.status) {
            Some(Status::Inactive) => Some("Inactive".to_owned()),
            Some(Status::Other(word)) => Some(word.to_string()),
            _ => None,
        })
    };
    let done = Callback::new(move |()| cursor.focus(id, PENCIL));
    live(move || {
        if editing.get() {
            // A box that opens again by itself, after a failure, must not take the focus from where the person is.
            let focus = drafts.peek(id).is_some_and(|draft| draft.reason.is_empty());
            return view! { <DescriptionBox id place=Place::Row focus done /> }.into_any();
        }
        view! {
            <div class="title">
                <a
                    class="description"
                    class:empty=empty
                    class:saving=move || tokens.renaming(id)
                    dir="auto"
                    data-col=DESCRIPTION.to_string()
                    tabindex="-1"
                    href=href
                    on:click=move |event| {
                        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                            event.prevent_default();
                            nav.open_dialog(Open::Summary(id));
                        }
                    }
                >
                    {live(text)}
                </a>
                {live(move || status().map(|word| view! { <span class="tag">{word}</span> }))}
                {icon_button(
                    Icon::Pencil,
                    "pencil",
                    Some("Edit description"),
                    Some(PENCIL),
                    memo(move || name.with(|name| ["Edit description: ", name].concat())),
                    edit,
                )}
            </div>
        }
        .into_any()
    })
}

/// When it was made, whose it is, when it was changed.
#[component]
fn Meta(token: Derived<Option<Token>>) -> impl IntoView {
    let now = expect_context::<Now>();
    let owner = move || {
        token.with(|token| {
            token
                .as_ref()
                .map(|token| visible_text(&token.owner).into_owned())
        })
    };
    let created = move || local(token.with(|token| token.as_ref().and_then(|token| token.created)));
    let updated = move || token.with(|token| token.as_ref().and_then(|token| token.updated));
    view! {
        <div class="meta">
            <span>"Created at: " <b>{live(created)}</b></span>
            <span>"Owner: " <b><bdi>{live(owner)}</bdi></b></span>
            <span>"Last Modified: " {tip(move || now.since(updated()), move || local(updated()))}</span>
        </div>
    }
}

/// The summary of what it may do.
fn access(token: Derived<Option<Token>>) -> Vec<Element> {
    let chips = token.with(|token| token.as_ref().map(tokens::chips).unwrap_or_default());
    chips
        .into_iter()
        .map(|chip| {
            let class = match chip.kind {
                AccessKind::Operator => "chip operator",
                AccessKind::AllAccess => "chip all",
                AccessKind::Custom => "chip",
            };
            view! { <span class=class>{chip.text}</span> }
        })
        .collect_view()
}
