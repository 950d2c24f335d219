//! "Generate a Custom API Token".

use influx_api::{Id, Permission};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use tokens::grant::{Catalog, Grants, default_description, link, prefill, refused};
use view_macro::view;

use super::catalog::Choices;
use super::creation::{Creation, failure_alert, submit_button};
use super::draft::{NewToken, description_field, new_token};
use super::tree::PermissionTree;
use crate::api::ApiError;
use crate::routes::Nav;
use crate::session::Session;
use crate::shell::copy_link;
use crate::tokens::commands::{creation, show_as_command};
use crate::tokens::docs::{Subject, docs_link};
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::dialog::{Dialog, header};
use crate::ui::live::{live, memo};
use crate::ui::state::State;

/// The dialog.
#[component]
pub fn Custom(
    /// The organization.
    org: Id,
) -> impl IntoView {
    let (nav, form) = (expect_context::<Nav>(), expect_context::<NewToken>());
    let session = expect_context::<Session>();
    let choices = Choices::new();
    choices.read_all(org);
    form.enter(org);
    if let Some(description) = nav.parameters("description").pop() {
        form.description.set(description);
    }
    let close = Callback::new(move |()| nav.close_dialog());
    let again = Callback::new(move |()| choices.read_all(org));
    let catalog = memo(move || choices.catalog(org));
    let busy = expect_context::<Creation>().busy;
    let ready = memo(move || catalog.with(Option::is_some) && !form.grants.with(Grants::is_empty));
    let sent = State::new(Vec::new());
    let wanted = memo(move || {
        let permissions = form.grants.with(Grants::permissions);
        let typed = form.description.get();
        let description = if typed.trim().is_empty() {
            catalog.with(|catalog| Some(default_description(&permissions, catalog.as_ref()?)))?
        } else {
            typed
        };
        Some(new_token(org, description, permissions))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(new) = wanted.get_untracked().filter(|_| ready.get_untracked()) {
            sent.set(new.permissions.clone());
            form.generate(new);
        }
    };
    let as_command = memo(move || {
        let new = wanted.get();
        new.map(|new| creation(session, &new)).unwrap_or_default()
    });
    view! {
        <Dialog label="Generate a Custom API Token" role="dialog" class="dialog form-dialog wide" close>
            {header("Generate a Custom API Token", close)}
            <form on:submit=submit>
                {description_field(form.description, "Describe this new token")}
                {live(move || match catalog.get() {
                    Some(catalog) => view! { <Access catalog form sent /> }.into_any(),
                    None => choices.progress(again),
                })}
                {show_as_command("Create", as_command)}
                {failure_alert(form.failure)}
                <div class="buttons">
                    <span class="first">{docs_link(Subject::Create)}</span>
                    {button("button", "Cancel", move || form.cancel())}
                    {submit_button("Generate", ready, busy)}
                </div>
            </form>
        </Dialog>
    }
}

/// What the token is to have access to, filled in as the address asks.
#[component]
fn Access(catalog: Catalog, form: NewToken, sent: State<Vec<Permission>>) -> impl IntoView {
    let nav = expect_context::<Nav>();
    let asked = prefill(&nav.parameters("read"), &nav.parameters("write"), &catalog);
    if !asked.permissions.is_empty() {
        form.grants.set(Grants::of(&asked.permissions));
    }
    let catalog = State::new(catalog);
    view! {
        {problems(asked.problems)}
        <PermissionTree
            catalog=catalog.into()
            grants=form.grants
            refused=memo(move || refused_permission(form.failure, sent))
        />
        <div class="link-line note">
            "A link can fill this form in"
            {copy_link("Copy link to this form", Box::new(move || this_form(nav, form, catalog)))}
        </div>
    }
}

/// The link that fills the form in as it is.
fn this_form(nav: Nav, form: NewToken, catalog: State<Catalog>) -> (String, String) {
    let permissions = form.grants.with_untracked(Grants::permissions);
    catalog.with_untracked(|catalog| {
        let link = link(&permissions, catalog);
        let description = form.description.get_untracked();
        let remark = match link.left_out {
            0 => String::new(),
            1 => ", without 1 permission that a link cannot carry".to_owned(),
            more => [
                ", without ",
                &more.to_string(),
                " permissions that a link cannot carry",
            ]
            .concat(),
        };
        let address = nav.custom_link(catalog.org, &description, &link.read, &link.write);
        (address, remark)
    })
}

/// What of the address could not be filled in.
fn problems(problems: Vec<String>) -> AnyView {
    if problems.is_empty() {
        return ().into_any();
    }
    let lines = problems
        .into_iter()
        .map(|problem| view! { <li><bdi>{problem}</bdi></li> })
        .collect_view();
    view! {
        <div role="alert" class="warning">
            "Not everything in the address could be filled in:" <ul>{lines}</ul>
        </div>
    }
    .into_any()
}

/// The permission that the server's refusal names, and its words.
pub fn refused_permission(
    failure: State<Option<ApiError>>,
    sent: State<Vec<Permission>>,
) -> Option<(Permission, String)> {
    let reason = failure.with(|failure| failure.as_ref().map(ApiError::sentence))?;
    let sent = sent.get();
    let at = refused(&reason, &sent)?;
    Some((sent.get(at)?.clone(), reason))
}
