//! "Generate All Access API Token".

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use tokens::all_access;
use view_macro::view;

use super::catalog::Choices;
use super::creation::{Creation, failure_alert, submit_button};
use super::draft::{NewToken, description_field, new_token};
use crate::routes::Nav;
use crate::session::Session;
use crate::tokens::commands::{creation, show_as_command};
use crate::tokens::docs::{Subject, docs_link};
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::dialog::{Dialog, header};
use crate::ui::live::{effect, live, memo};
use crate::ui::state::State;

/// The dialog.
#[component]
pub fn AllAccess() -> impl IntoView {
    let (session, nav) = (expect_context::<Session>(), expect_context::<Nav>());
    let form = expect_context::<NewToken>();
    let busy = expect_context::<Creation>().busy;
    let choices = Choices::new();
    choices.read_types();
    let close = Callback::new(move |()| nav.close_dialog());
    let types = memo(move || choices.types());
    let may_come = memo(move || types.with(Option::is_some) || !choices.has_failed());
    let wanted = memo(move || {
        let org = nav.org()?;
        let permissions = all_access(&types.get()?, org, session.user_id());
        Some(new_token(org, form.description.get(), permissions))
    });
    // Enter may be pressed before the types are here. What cannot be read then is not made when it can be read later.
    let asked = State::new(false);
    effect(move || {
        if !may_come.get() {
            asked.set(false);
        }
        if let Some(new) = wanted.get().filter(|_| asked.get()) {
            asked.set(false);
            form.generate(new);
        }
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        asked.set(true);
    };
    let as_command = memo(move || {
        let new = wanted.get();
        new.map(|new| creation(session, &new)).unwrap_or_default()
    });
    let again = Callback::new(move |()| choices.read_types());
    let waiting = move || types.with(Option::is_none).then(|| choices.progress(again));
    let unnamed = move || {
        (session.signed_in() && session.user_id().is_none()).then(|| {
            view! { <p class="note">"This page does not know its own user, so access to users is left out."</p> }
        })
    };
    view! {
        <Dialog label="Generate All Access API Token" role="dialog" class="dialog form-dialog" close>
            {header("Generate All Access API Token", close)}
            <form on:submit=save>
                <p class="warning">
                    "This token will be able to create, update, delete, read, and write to anything in this organization"
                </p>
                {description_field(form.description, "Describe this new API token")}
                {live(unnamed)}
                {live(waiting)}
                {show_as_command("Create", as_command)}
                {failure_alert(form.failure)}
                <div class="buttons">
                    <span class="first">{docs_link(Subject::Create)}</span>
                    {button("button", "Cancel", move || form.cancel())}
                    {submit_button("Save", may_come, busy)}
                </div>
            </form>
        </Dialog>
    }
}
