//! Deleting a token: a question anchored to its row, and for the most dangerous ones its description typed first.

use influx_api::{AccessKind, Id};
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;
use tokens::Token;
use view_macro::view;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::commands::{server, show_as_command};
use super::confirm::Confirmation;
use super::cursor::{Cursor, TRASH};
use super::docs::{Subject, docs_link};
use super::row::name_of;
use super::store::Tokens;
use crate::routes::{Nav, Open};
use crate::session::Session;
use crate::ui::button::{button, first_button, icon_button};
use crate::ui::context::{expect_context, provide_context};
use crate::ui::dialog::Dialog;
use crate::ui::element;
use crate::ui::focus;
use crate::ui::icon::Icon;
use crate::ui::live::{Derived, live};
use crate::ui::state::State;
use crate::ui::timer::after_render;

/// The width of the question in px, as its style says; below this window width it is centred.
const WIDTH: f64 = 352.0;
const ANCHORED_FROM: f64 = 700.0;
/// About as high as it gets.
const HEIGHT: f64 = 290.0;

/// The token whose deletion is asked about, and where. A context of the page.
#[derive(Clone, Copy)]
pub struct Deletion(State<Option<(Id, Option<Corner>)>>);

/// Left and top in px of the window.
type Corner = (f64, f64);

impl Deletion {
    /// Puts it into context.
    pub fn provide() {
        provide_context(Self(State::new(None)));
    }

    /// Asks whether to delete a token, beside the element that was clicked.
    pub fn ask(self, id: Id, event: &MouseEvent) {
        let clicked = event
            .current_target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        self.0
            .set(Some((id, clicked.and_then(|clicked| beside(&clicked)))));
    }
}

/// Below an element and flush with its right edge, or above where there is no room.
fn beside(element: &Element) -> Option<Corner> {
    let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64());
    let (width, height) = (size(window().inner_width())?, size(window().inner_height())?);
    if width < ANCHORED_FROM {
        return None;
    }
    let rect = element.get_bounding_client_rect();
    let below = rect.bottom() + 6.0;
    let top = if below + HEIGHT > height {
        (rect.top() - 6.0 - HEIGHT).max(8.0)
    } else {
        below
    };
    Some(((rect.right() - WIDTH).max(8.0), top))
}

/// The trash button of a row.
pub fn delete_button(id: Id, name: String, deletion: Deletion) -> element::Element {
    icon_button(
        Icon::Trash,
        "trash",
        Some("Delete"),
        Some(TRASH),
        name,
        move |event| deletion.ask(id, &event),
    )
}

/// The question, while it is asked.
#[component]
pub fn DeleteDialog() -> impl IntoView {
    let (asked, tokens) = (expect_context::<Deletion>().0, expect_context::<Tokens>());
    live(move || {
        let (id, place) = asked.get()?;
        // As it was when the question came up: a list read meanwhile must not change what is confirmed.
        let token = tokens.peek(id)?;
        Some(view! { <Question token place /> })
    })
}

#[component]
fn Question(token: Token, place: Option<Corner>) -> impl IntoView {
    let asked = expect_context::<Deletion>().0;
    let (tokens, session) = (expect_context::<Tokens>(), expect_context::<Session>());
    let (cursor, nav) = (expect_context::<Cursor>(), expect_context::<Nav>());
    let id = token.id;
    let name = name_of(&token);
    let active = token.is_active();
    let danger = danger(&token, session);
    let confirmation = Confirmation::new(&token);
    let ready = move || danger.is_none() || confirmation.given();

    let command = Derived::from(tokens::command::delete(&server(), id));
    let close = Callback::new(move |()| asked.set(None));
    let deactivate = move || {
        close.run(());
        tokens.set_active(id, false);
    };
    let delete = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(ready) {
            return;
        }
        let next = cursor.neighbour(id);
        close.run(());
        if untrack(|| nav.open()) == Some(Open::Summary(id)) {
            nav.close_dialog();
        }
        tokens.delete(id);
        match next {
            Some(next) => focus::give_back(move || {
                if focus::is_lost() {
                    cursor.focus(next, TRASH);
                }
            }),
            None => after_render(focus::to_start),
        }
    };
    view! {
        <Dialog label="Delete API token" role="alertdialog" described_by="delete-question" class="dialog confirm" place close>
            <form on:submit=delete>
                <p id="delete-question">
                    "Delete " <strong><bdi>{name}</bdi></strong> "? Everything that uses it loses access at once."
                    {danger.map(|danger| view! { " " <span>{danger}</span> })}
                </p>
                {danger.is_some().then(|| confirmation.field())}
                {show_as_command("Delete", command)}
                {docs_link(Subject::Delete)}
                <div class="buttons">
                    {active.then(|| button("button small first", "Deactivate instead", deactivate))}
                    {first_button("button small", "Cancel", move || close.run(()))}
                    <button type="submit" class="button danger small" disabled=move || !ready()>"Delete"</button>
                </div>
            </form>
        </Dialog>
    }
}

/// Whether this page may be signed in with a token. The API does not tell which one a caller uses, so every one of the
/// caller's own might be it.
#[must_use]
pub fn may_be_in_use(token: &Token, session: Session) -> bool {
    session.by_token() && token.is_active() && session.user_id().is_none_or(|user| user == token.user_id)
}

/// Why deleting this token needs its description typed, if it does.
fn danger(token: &Token, session: Session) -> Option<&'static str> {
    if token.access == AccessKind::Operator {
        Some("It is an operator token: it may do everything, in every organization.")
    } else if may_be_in_use(token, session) {
        Some("This page may be signed in with it.")
    } else {
        None
    }
}
