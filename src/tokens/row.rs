//! One token in the list.

use influx_api::{AccessKind, Id, Status};
use leptos::prelude::*;
use tokens::Token;
use tokens::text::visible_text;
use view_macro::view;

use super::bulk::Selection;
use super::clone::{Cloning, clone_button};
use super::copy_id::copy_id;
use super::cursor::{COPY, Cursor, DESCRIPTION, PENCIL, SWITCH};
use super::delete::{Deletion, delete_button};
use super::drafts::{Drafts, Place};
use super::rename::DescriptionBox;
use super::store::Tokens;
use super::toggle::active_switch;
use crate::routes::{Nav, Open, Route};
use crate::shell::Notifications;
use crate::ui::button::icon_button;
use crate::ui::clock::{Now, local};
use crate::ui::context::expect_context;
use crate::ui::element::{Child, Element, IntoChild, kept};
use crate::ui::icon::Icon;
use crate::ui::length::px;
use crate::ui::live::{follow, live};
use crate::ui::state::State;
use crate::ui::tip::{Tipped, tip};

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

/// What all rows work with.
#[derive(Clone, Copy)]
pub struct Rows {
    tokens: Tokens,
    selection: Selection,
    drafts: Drafts,
    nav: Nav,
    cursor: Cursor,
    notes: Notifications,
    cloning: Cloning,
    deletion: Deletion,
    now: Now,
    tipped: Tipped,
    /// The distance between rows in px.
    pitch: State<f64>,
}

/// All that a row shows; nothing else makes it be drawn again, but the time that passes.
#[derive(Clone, PartialEq)]
struct Face {
    id: Id,
    /// Its place in the order shown.
    index: usize,
    pitch: f64,
    token: Option<Token>,
    /// The organization in the address.
    org: Option<Id>,
    selected: bool,
    saving: bool,
    editing: bool,
    tipped: bool,
}

impl Rows {
    /// From the contexts of the page.
    pub fn new(pitch: State<f64>) -> Self {
        Self {
            tokens: expect_context(),
            selection: expect_context(),
            drafts: expect_context(),
            nav: expect_context(),
            cursor: expect_context(),
            notes: expect_context(),
            cloning: expect_context(),
            deletion: expect_context(),
            now: expect_context(),
            tipped: Tipped::new(),
            pitch,
        }
    }

    /// A row that shows the token that `at` gives, at that place in the order; once it gives none, the last one.
    pub fn row(self, at: impl Fn() -> Option<(usize, Id)> + Send + Sync + 'static) -> Child {
        let face = follow(Box::new(move |before: Option<&Option<Face>>| match at() {
            Some((index, id)) => Some(self.face(index, id)),
            None => before.cloned().flatten(),
        }));
        // What is typed lasts as long as the row, not only until it is drawn again.
        let owner = Owner::current().unwrap_or_default();
        live(move || face.with(|face| face.as_ref().map(|face| self.draw(face, &owner)))).into_child()
    }

    fn face(self, index: usize, id: Id) -> Face {
        Face {
            id,
            index,
            pitch: self.pitch.get(),
            token: self.tokens.get(id),
            org: match self.nav.route.get() {
                Route::Tokens { org, .. } => Some(org),
                _ => None,
            },
            selected: self.selection.has(id),
            saving: self.tokens.renaming(id),
            editing: self.drafts.get(id, Place::Row).is_some(),
            tipped: self.tipped.is(id.get()),
        }
    }

    fn draw(self, face: &Face, owner: &Owner) -> Element {
        let Face {
            id, index, selected, ..
        } = *face;
        let name = face.token.as_ref().map(name_of).unwrap_or_default();
        let called = |prefix: &str| [prefix, &name].concat();
        let active = face.token.as_ref().is_some_and(Token::is_active);
        let chips = face.token.as_ref().map(chips);
        let access = view! { <div role="gridcell" class="chips" data-col="4" tabindex="-1">{chips}</div> }
            .of(id.get());
        view! {
            <div
                class="row"
                role="row"
                data-id=id.to_string()
                class:off=face.token.is_some() && !active
                class:selected=selected
                aria-selected=if selected { "true" } else { "false" }
                aria-rowindex=(index + 1).to_string()
                style:transform=["translateY(", &px(index as f64 * face.pitch), ")"].concat()
            >
                <div role="gridcell">
                    <input
                        type="checkbox"
                        data-col="0"
                        tabindex="-1"
                        aria-label=called("Select: ")
                        prop:checked=selected
                        on:click=move |event| self.selection.turn(id, event.shift_key())
                    />
                </div>
                <div role="gridcell">{active_switch(self.tokens, id, Some(SWITCH), called("Active: "), active)}</div>
                <div role="gridcell" class="about">
                    {if face.editing { self.description_box(id, owner.clone()) } else { self.title(face, &name).into_child() }}
                    {self.meta(face)}
                </div>
                {access}
                <div role="gridcell" class="actions">
                    {copy_id(self.notes, id, Some(COPY))}
                    {clone_button(id, called("Clone: "), self.cloning)}
                    {delete_button(id, called("Delete: "), self.deletion)}
                </div>
            </div>
        }
    }

    /// The text box that changes the description.
    fn description_box(self, id: Id, owner: Owner) -> Child {
        kept(id.get(), owner, move || {
            // A box that opens again by itself, after a failure, must not take the focus from where the person is.
            let focus = self.drafts.peek(id).is_some_and(|draft| draft.reason.is_empty());
            let done = Callback::new(move |()| self.cursor.focus(id, PENCIL));
            view! { <DescriptionBox id place=Place::Row focus done /> }
        })
    }

    /// The description, which leads to the summary.
    fn title(self, face: &Face, name: &str) -> Element {
        let id = face.id;
        let empty = face
            .token
            .as_ref()
            .is_none_or(|token| token.description.is_empty());
        let text = if empty { NO_DESCRIPTION } else { name };
        let summary = |org| Route::Tokens {
            org,
            open: Some(Open::Summary(id)),
        };
        let status = match face.token.as_ref().map(|token| &token.status) {
            Some(Status::Inactive) => Some("Inactive".to_owned()),
            Some(Status::Other(word)) => Some(word.to_string()),
            _ => None,
        };
        let edit = move |_| {
            if let Some(token) = self.tokens.peek(id) {
                self.drafts.open(&token, Place::Row);
            }
        };
        view! {
            <div class="title">
                <a
                    class="description"
                    class:empty=empty
                    class:saving=face.saving
                    dir="auto"
                    data-col=DESCRIPTION.to_string()
                    tabindex="-1"
                    href=face.org.map(|org| self.nav.href(&summary(org)))
                    on:click=move |event| {
                        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                            event.prevent_default();
                            self.nav.open_dialog(Open::Summary(id));
                        }
                    }
                >
                    {text.to_owned()}
                </a>
                {status.map(|word| view! { <span class="tag">{word}</span> }.of(id.get()))}
                {icon_button(
                    Icon::Pencil,
                    "pencil",
                    Some("Edit description"),
                    Some(PENCIL),
                    ["Edit description: ", name].concat(),
                    edit,
                )
                .of(id.get())}
            </div>
        }
    }

    /// When it was made, whose it is, when it was changed.
    fn meta(self, face: &Face) -> Element {
        let token = face.token.as_ref();
        let owner = token.map(|token| visible_text(&token.owner).into_owned());
        let created = local(token.and_then(|token| token.created));
        let updated = token.and_then(|token| token.updated);
        view! {
            <div class="meta">
                <span>"Created at: " <b>{created}</b></span>
                <span>"Owner: " <b><bdi>{owner}</bdi></b></span>
                <span>
                    "Last Modified: "
                    {tip(self.now.since(updated), face.tipped.then(|| local(updated)), self.tipped, face.id.get())}
                </span>
            </div>
        }
        .of(face.id.get())
    }
}

/// The summary of what a token may do.
fn chips(token: &Token) -> Vec<Element> {
    let chip = |chip: tokens::Chip| {
        let class = match chip.kind {
            AccessKind::Operator => "chip operator",
            AccessKind::AllAccess => "chip all",
            AccessKind::Custom => "chip",
        };
        view! { <span class=class>{chip.text}</span> }
    };
    tokens::chips(token).into_iter().map(chip).collect()
}
