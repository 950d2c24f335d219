//! "Change permissions": a token with other permissions in place of one whose permissions the API cannot change.

use influx_api::{Id, Permission};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use tokens::Token;
use tokens::grant::{Catalog, Difference, Grants, diff, label};
use tokens::succession::{replacing, without_note};
use tokens::text::visible_text;
use view_macro::view;

use super::rotate::{replacement_note, replacement_steps};
use super::{Replacing, answered};
use crate::tokens::clone::same_permissions;
use crate::tokens::docs::{Subject, docs_link};
use crate::tokens::generate::{
    Choices, Creation, PermissionTree, Why, description_field, failure_alert, refused_permission,
    submit_button,
};
use crate::tokens::row::name_of;
use crate::tokens::store::Tokens;
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::dialog::{Dialog, header};
use crate::ui::live::{live, memo};
use crate::ui::state::{State, Stored};

/// The dialog, while the permissions of a token are to be changed.
#[component]
pub fn ChangeDialog() -> impl IntoView {
    let (replacing, tokens) = (expect_context::<Replacing>(), expect_context::<Tokens>());
    live(move || {
        let token = tokens.peek(replacing.change.get()?)?;
        Some(view! { <Change token asked=replacing.change /> })
    })
}

#[component]
fn Change(token: Token, asked: State<Option<Id>>) -> impl IntoView {
    let creation = expect_context::<Creation>();
    let (id, org, name) = (token.id, token.org_id, name_of(&token));
    let choices = Choices::new();
    choices.read_all(org);
    let close = Callback::new(move |()| asked.set(None));
    let again = Callback::new(move |()| choices.read_all(org));
    let catalog = memo(move || choices.catalog(org));
    let before = Stored::new(same_permissions(&token));
    let grants = State::new(Grants::of(&token.permissions));
    let description = State::new(without_note(&token.description).to_owned());
    let (failure, sent) = (State::new(None), State::new(Vec::new()));
    let changes = memo(move || {
        let after = grants.with(Grants::permissions);
        before.with_value(|before| diff(before, &after))
    });
    let changed = memo(move || {
        let kept = |(difference, _): &_| *difference == Difference::Kept;
        changes.with(|changes| !changes.iter().all(kept)) && !grants.with(Grants::is_empty)
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !changed.get_untracked() {
            return;
        }
        let permissions = grants.with_untracked(Grants::permissions);
        sent.set(permissions.clone());
        failure.set(None);
        creation.create_like(
            id,
            replacing(&description.get_untracked(), id),
            permissions,
            Why::Replacement,
            answered(failure, close),
        );
    };
    let access = move || {
        let Some(catalog) = catalog.get() else {
            return choices.progress(again);
        };
        let catalog = State::new(catalog);
        let difference = move || {
            let changes = changes.get();
            catalog.with_untracked(|catalog| changes_view(&changes, catalog))
        };
        view! {
            <PermissionTree
                catalog=catalog.into()
                grants
                refused=memo(move || refused_permission(failure, sent))
            />
            <section class="changes" aria-label="Changes" aria-live="polite">{live(difference)}</section>
        }
        .into_any()
    };
    view! {
        <Dialog label="Change permissions" role="dialog" class="dialog form-dialog wide" close>
            {header("Change permissions", close)}
            <form on:submit=submit>
                <p>
                    "The permissions of a token cannot be edited. A second token like " <strong><bdi>{name}</bdi></strong>
                    ", with the same owner and status and the permissions below, is made and shown once. Nothing stops working."
                </p>
                {replacement_steps()}
                {description_field(description, "Describe this new API token")}
                {live(access)}
                {replacement_note(id)}
                {failure_alert(failure)}
                <div class="buttons">
                    <span class="first">{docs_link(Subject::Create)}</span>
                    {button("button", "Cancel", move || close.run(()))}
                    {submit_button("Create replacement", changed, creation.busy)}
                </div>
            </form>
        </Dialog>
    }
}

/// What the replacement may do that the old one may not, and the other way round.
fn changes_view(changes: &[(Difference, Permission)], catalog: &Catalog) -> AnyView {
    let kept = changes
        .iter()
        .filter(|(difference, _)| *difference == Difference::Kept)
        .count();
    let lines = changes.iter().filter_map(|(difference, permission)| {
        let (class, word) = match difference {
            Difference::Added => ("added", "Added: "),
            Difference::Removed => ("removed", "Removed: "),
            Difference::Kept => return None,
        };
        let what = label(&permission.resource, catalog).text();
        let text = [permission.action.as_str(), " ", &visible_text(&what)].concat();
        Some(view! { <li class=class><span>{word}</span> <bdi>{text}</bdi></li> })
    });
    let lines = lines.collect_view();
    let none = kept == changes.len();
    view! {
        <ul>{lines}</ul>
        <p class="note">
            {none.then_some("No changes yet. ")} {[&kept.to_string(), " unchanged"].concat()}
        </p>
    }
    .into_any()
}
