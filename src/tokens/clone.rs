//! Cloning a token: the same permissions, status and owner, and a secret of its own.

use influx_api::{AccessKind, Id, Permission};
use js_sys::Date;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use tokens::Token;
use tokens::succession::cloned;
use tokens::text::clip;
use view_macro::view;

use super::confirm::Confirmation;
use super::cursor::CLONE;
use super::docs::{Subject, docs_link};
use super::generate::{Creation, Why, creation_failed};
use super::row::name_of;
use super::store::Tokens;
use crate::shell::Notifications;
use crate::ui::button::{button, icon_button};
use crate::ui::context::{expect_context, provide_context};
use crate::ui::dialog::{Dialog, header};
use crate::ui::element::Element;
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::state::State;

/// Cloning, and the operator token whose cloning has to be confirmed. A context of the page.
#[derive(Clone, Copy)]
pub struct Cloning {
    asked: State<Option<Id>>,
    tokens: Tokens,
    creation: Creation,
    notes: Notifications,
}

impl Cloning {
    /// Puts it into context.
    pub fn provide() {
        provide_context(Self {
            asked: State::new(None),
            tokens: expect_context(),
            creation: expect_context(),
            notes: expect_context(),
        });
    }

    /// Clones a token; an operator token only after a typed confirmation.
    pub fn ask(self, id: Id) {
        match self.tokens.peek(id) {
            Some(token) if token.access == AccessKind::Operator => self.asked.set(Some(id)),
            Some(token) => self.clone(&token),
            None => {}
        }
    }

    fn clone(self, token: &Token) {
        let now = String::from(Date::new_0().to_iso_string());
        let (notes, name) = (self.notes, name_of(token));
        self.creation.create_like(
            token.id,
            cloned(&token.description, &now),
            same_permissions(token),
            Why::Clone,
            Box::new(move |failure| {
                if let Some(error) = failure {
                    let what = ["Failed to clone API token: \"", &clip(&name, 60), "\""].concat();
                    notes.failure(&what, &creation_failed(&error));
                }
            }),
        );
    }
}

/// A token's permissions as they are asked for: without the names that the server tells with them.
#[must_use]
pub fn same_permissions(token: &Token) -> Vec<Permission> {
    token.permissions.iter().map(Permission::without_names).collect()
}

/// The "Clone" button of a row.
pub fn clone_button(id: Id, name: String, cloning: Cloning) -> Element {
    icon_button(Icon::Clone, "", Some("Clone"), Some(CLONE), name, move |_| {
        cloning.ask(id);
    })
}

/// The question before an operator token is cloned, while it is asked.
#[component]
pub fn CloneDialog() -> impl IntoView {
    let cloning = expect_context::<Cloning>();
    live(move || {
        let token = cloning.tokens.peek(cloning.asked.get()?)?;
        Some(view! { <Question token cloning /> })
    })
}

#[component]
fn Question(token: Token, cloning: Cloning) -> impl IntoView {
    let confirmation = Confirmation::new(&token);
    let name = name_of(&token);
    let close = Callback::new(move |()| cloning.asked.set(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(|| confirmation.given()) {
            close.run(());
            cloning.clone(&token);
        }
    };
    view! {
        <Dialog label="Clone operator token" role="alertdialog" described_by="clone-question" class="dialog form-dialog" close>
            {header("Clone operator token", close)}
            <form on:submit=submit>
                <p id="clone-question" class="warning">
                    <strong><bdi>{name}</bdi></strong>
                    " is an operator token: it may do everything, in every organization. A clone is a second key to all of it."
                </p>
                {confirmation.field()}
                <div class="buttons">
                    <span class="first">{docs_link(Subject::Create)}</span>
                    {button("button", "Cancel", move || close.run(()))}
                    <button type="submit" class="button danger" disabled=move || !confirmation.given()>"Clone"</button>
                </div>
            </form>
        </Dialog>
    }
}
