//! "Rotate API token": a new secret in place of an old one, without an interruption.

use influx_api::{AccessKind, Id, NewAuthorization};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use tokens::Token;
use tokens::command::{self, Command, Owner};
use tokens::succession::{replacing, without_note};
use view_macro::view;

use super::{Replacing, answered};
use crate::tokens::clone::same_permissions;
use crate::tokens::commands::{server, show_as_command};
use crate::tokens::confirm::Confirmation;
use crate::tokens::docs::{Subject, docs_link};
use crate::tokens::generate::{Creation, Why, description_field, failure_alert, submit_button};
use crate::tokens::row::name_of;
use crate::tokens::store::Tokens;
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::dialog::{Dialog, header};
use crate::ui::live::{live, memo};
use crate::ui::state::{State, Stored};

/// The dialog, while a token is to be rotated.
#[component]
pub fn RotateDialog() -> impl IntoView {
    let (replacing, tokens) = (expect_context::<Replacing>(), expect_context::<Tokens>());
    live(move || {
        let token = tokens.peek(replacing.rotate.get()?)?;
        Some(view! { <Rotate token asked=replacing.rotate /> })
    })
}

#[component]
fn Rotate(token: Token, asked: State<Option<Id>>) -> impl IntoView {
    let creation = expect_context::<Creation>();
    let id = token.id;
    let operator = token.access == AccessKind::Operator;
    let confirmation = Confirmation::new(&token);
    let description = State::new(without_note(&token.description).to_owned());
    let failure = State::new(None);
    let ready = memo(move || !operator || confirmation.given());
    let close = Callback::new(move |()| asked.set(None));
    let name = name_of(&token);
    let inactive = !token.is_active();
    let permissions = Stored::new(same_permissions(&token));
    let as_command = memo(move || rotation(&token, &description.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !ready.get_untracked() {
            return;
        }
        failure.set(None);
        creation.create_like(
            id,
            replacing(&description.get_untracked(), id),
            permissions.get_value(),
            Why::Replacement,
            answered(failure, close),
        );
    };
    view! {
        <Dialog label="Rotate API token" role="dialog" class="dialog form-dialog" close>
            {header("Rotate API token", close)}
            <form on:submit=submit>
                <p>
                    "A second token like " <strong><bdi>{name}</bdi></strong>
                    " is made, with the same owner, status and permissions, and shown once. Nothing stops working."
                </p>
                {replacement_steps()}
                {inactive.then(|| view! { <p class="note">"The old one is inactive, so the new one will be, too."</p> })}
                {description_field(description, "Describe this new API token")}
                {replacement_note(id)}
                {operator.then(|| confirmation.field())}
                {show_as_command("Rotate", as_command)}
                {failure_alert(failure)}
                <div class="buttons">
                    <span class="first">{docs_link(Subject::Create)}</span>
                    {button("button", "Cancel", move || close.run(()))}
                    {submit_button("Create replacement", ready, creation.busy)}
                </div>
            </form>
        </Dialog>
    }
}

/// Rotating a token as a command, with this description for the new one. The influx CLI names the owner.
#[must_use]
pub fn rotation(token: &Token, description: &str) -> Command {
    let new = NewAuthorization {
        org_id: token.org_id,
        user_id: Some(token.user_id),
        status: token.status.clone(),
        description: replacing(description, token.id),
        permissions: same_permissions(token),
    };
    let owner = Owner {
        id: token.user_id,
        name: &token.owner,
    };
    command::rotate(&server(), token.id, &new, Some(owner))
}

/// What comes after the replacement has been made.
pub(super) fn replacement_steps() -> AnyView {
    view! {
        <ol class="steps">
            <li>"Copy the new token into everything that uses the old one."</li>
            <li>"Deactivate the old one, and look whether something breaks; if so, reactivate it."</li>
            <li>"Delete the old one."</li>
        </ol>
    }
    .into_any()
}

/// How the replacement is recognised.
pub(super) fn replacement_note(id: Id) -> AnyView {
    view! {
        <p class="note">
            "The description will end with " <code>"(replaces " {id.to_string()} ")"</code>
            ", by which it is recognised later and elsewhere. You can stop at any step."
        </p>
    }
    .into_any()
}
