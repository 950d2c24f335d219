//! "Generate All Access API Token".

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use tokens::all_access;

use super::catalog::{Reading, read_types, reading_failed};
use super::creation::{Creation, failure_alert};
use super::draft::{NewToken, description_field};
use crate::api::Api;
use crate::routes::Nav;
use crate::session::Session;
use crate::tokens::docs::{Subject, docs_link};
use crate::ui::button::button;
use crate::ui::dialog::{Dialog, header};

/// The dialog.
#[component]
pub fn AllAccess() -> impl IntoView {
    let (api, nav) = (expect_context::<Api>(), expect_context::<Nav>());
    let (session, form) = (expect_context::<Session>(), expect_context::<NewToken>());
    let busy = expect_context::<Creation>().busy;
    let types = RwSignal::new(Reading::Loading);
    read_types(api, types);
    let close = Callback::new(move |()| nav.close_dialog());
    let ready = Memo::new(move |_| {
        session.signed_in() && types.with(|types| matches!(types, Reading::Loaded(_))) && !busy.get()
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(org) = nav.org().filter(|_| ready.get_untracked()) else {
            return;
        };
        if let Reading::Loaded(types) = types.get_untracked() {
            let permissions = all_access(&types, org, session.user_id());
            form.generate(org, form.description.get_untracked(), permissions);
        }
    };
    let failed = move || {
        types.with(|reading| match reading {
            Reading::Failed(error) => Some(reading_failed(error, move || read_types(api, types))),
            _ => None,
        })
    };
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
                {unnamed}
                {failed}
                {failure_alert(form.failure)}
                <div class="buttons">
                    <span class="first">{docs_link(Subject::Create)}</span>
                    {button("button", "Cancel", move || form.cancel())}
                    <button type="submit" class="button primary" aria-disabled=move || (!ready.get()).to_string()>"Save"</button>
                </div>
            </form>
        </Dialog>
    }
}
