//! "API Token Summary": everything about one token, in a drawer over the list.

use influx_api::Id;
use leptos::html;
use leptos::prelude::*;
use tokens::Token;
use tokens::command::{self, Command};
use tokens::succession::without_note;
use tokens::text::visible_text;
use view_macro::view;

use super::clone::Cloning;
use super::commands::{server, show_as_commands};
use super::copy_id::copy_id;
use super::cursor::{Cursor, DESCRIPTION};
use super::delete::Deletion;
use super::docs::{Subject, docs_link};
use super::drafts::{Drafts, Place};
use super::permissions::Permissions;
use super::rename::{DescriptionBox, save};
use super::replace::{NextStep, Replacing, rotation};
use super::store::{Load, Tokens};
use super::toggle::active_switch;
use crate::routes::{Nav, Open};
use crate::shell::Notifications;
use crate::ui::button::button;
use crate::ui::clock::{Now, local};
use crate::ui::context::expect_context;
use crate::ui::dialog::{Dialog, header};
use crate::ui::focus;
use crate::ui::live::{Derived, effect, live, memo};
use crate::ui::state::Stored;

/// The drawer, while the address names a token.
#[component]
pub fn Summary() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let open = memo(move || match nav.open() {
        Some(Open::Summary(id)) => Some(id),
        _ => None,
    });
    live(move || open.get().map(|id| view! { <Drawer id /> }))
}

#[component]
fn Drawer(id: Id) -> impl IntoView {
    let (nav, drafts) = (expect_context::<Nav>(), expect_context::<Drafts>());
    let (tokens, cursor) = (expect_context::<Tokens>(), expect_context::<Cursor>());
    let token = memo(move || tokens.get(id));
    let known = memo(move || token.with(Option::is_some));
    // A text that could not be saved is seen here, too: the next one typed takes its place.
    drafts.move_to(id, Place::Summary);
    on_cleanup(move || {
        // Closing is a click elsewhere; what could not be saved before stays open in the row.
        match drafts.peek(id) {
            Some(draft) if draft.place == Place::Summary && !draft.tried => save(tokens, drafts, id),
            _ => drafts.move_to(id, Place::Row),
        }
        focus::give_back(move || {
            if focus::is_lost() {
                cursor.focus(id, DESCRIPTION);
            }
        });
    });
    let close = Callback::new(move |()| nav.close_dialog());
    // The summary of another token may take this one's place, and its elements.
    let body = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(body) = body.get() {
            body.set_scroll_top(0);
        }
    });
    view! {
        <Dialog label="API Token Summary" role="dialog" class="dialog drawer" close>
            {header("API Token Summary", close)}
            <div class="drawer-body" node_ref=body>
                {live(move || {
                    if known.get() {
                        view! { <Content id token /> }.into_any()
                    } else {
                        view! { <Unknown /> }.into_any()
                    }
                })}
            </div>
        </Dialog>
    }
}

#[component]
fn Unknown() -> impl IntoView {
    let tokens = expect_context::<Tokens>();
    let text = move || match tokens.load.get() {
        Load::Loading => "Loading…",
        _ => "This API token does not exist, or you may not see it.",
    };
    view! { <p class="note" role="status">{live(text)}</p> }
}

#[component]
fn Content(id: Id, token: Derived<Option<Token>>) -> impl IntoView {
    let (deletion, cloning) = (expect_context::<Deletion>(), expect_context::<Cloning>());
    let replacing = expect_context::<Replacing>();
    let active = memo(move || token.with(|token| token.as_ref().is_some_and(Token::is_active)));
    let effect = move || {
        if active.get() {
            "Requests with this token are accepted"
        } else {
            "Requests with this token are refused"
        }
    };
    let name = memo(move || token.with(|token| token.as_ref().map(super::row::name_of).unwrap_or_default()));
    view! {
        <div class="state">
            {active_switch(expect_context::<Tokens>(), id, None, "Active", move || active.get())}
            <p>"Active" <small>{live(effect)}</small></p>
        </div>
        <div class="field">
            <span aria-hidden="true">"Description"</span>
            <DescriptionBox id place=Place::Summary focus=false done=Callback::new(|()| ()) />
        </div>
        <NextStep id token />
        <Facts id token />
        <Permissions token />
        {commands(id, token, active)}
        {docs_link(Subject::View)}
        <div class="buttons">
            {button("button", "Clone", move || cloning.ask(id))}
            {button("button", "Rotate", move || replacing.rotate(id))}
            {button("button", "Change permissions", move || replacing.change(id))}
            <button
                type="button"
                class="button danger-text last"
                aria-label=move || name.with(|name| ["Delete: ", name].concat())
                on:click=move |event| deletion.ask(id, &event)
            >
                "Delete"
            </button>
        </div>
    }
}

#[component]
fn Facts(id: Id, token: Derived<Option<Token>>) -> impl IntoView {
    let now = expect_context::<Now>();
    let read =
        move |field: fn(&Token) -> String| token.with(|token| token.as_ref().map(field).unwrap_or_default());
    let created = move || token.with(|token| token.as_ref().and_then(|token| token.created));
    let updated = move || token.with(|token| token.as_ref().and_then(|token| token.updated));
    let both = move |time| [&local(time), " (", &now.since(time), ")"].concat();
    // The whole text with its traps made visible; the box above shows as much as fits, as it is.
    let full = move || {
        token.with(|token| {
            let description = &token.as_ref()?.description;
            let shown = visible_text(description);
            (shown != *description || description.chars().count() > 40).then(|| shown.into_owned())
        })
    };
    view! {
        <dl>
            {live(move || full().map(|text| view! { <dt>"Full description"</dt> <dd class="long"><bdi>{text}</bdi></dd> }))}
            <dt>"ID"</dt>
            <dd class="with-button">
                <code>{id.to_string()}</code>
                {copy_id(expect_context::<Notifications>(), id, None)}
            </dd>
            <dt>"Token"</dt>
            <dd>"Stored as a hash; shown once, at creation"</dd>
            <dt>"Owner"</dt>
            <dd><bdi>{live(move || read(|token| visible_text(&token.owner).into_owned()))}</bdi></dd>
            <dt>"Created at"</dt>
            <dd>{live(move || both(created()))}</dd>
            <dt>"Last Modified"</dt>
            <dd>{live(move || both(updated()))}</dd>
        </dl>
    }
}

/// What can be done to the token, as commands. Renaming takes what is being typed.
fn commands(id: Id, token: Derived<Option<Token>>, active: Derived<bool>) -> AnyView {
    let drafts = expect_context::<Drafts>();
    let server = Stored::new(server());
    let command = move |write: fn(&str, Id) -> Command| server.with_value(|server| write(server, id));
    let rename = memo(move || {
        let typed = drafts.get(id, Place::Summary).map(|draft| draft.text);
        let shown = || token.with(|token| token.as_ref().map(|token| token.description.clone()));
        let text = typed.or_else(shown).unwrap_or_default();
        server.with_value(|server| command::rename(server, id, &text))
    });
    let switch = memo(move || {
        command(if active.get() {
            command::deactivate
        } else {
            command::activate
        })
    });
    let switch_verb = memo(move || if active.get() { "Deactivate" } else { "Activate" });
    let rotate = memo(move || {
        token.with(|token| {
            let old = token.as_ref();
            old.map(|old| rotation(old, without_note(&old.description)))
                .unwrap_or_default()
        })
    });
    show_as_commands(vec![
        (switch_verb, switch),
        ("Rename".into(), rename),
        ("Rotate".into(), rotate),
        ("Delete".into(), memo(move || command(command::delete))),
    ])
}
