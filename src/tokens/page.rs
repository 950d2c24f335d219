//! The page "Load Data > API Tokens".

use leptos::ev;
use leptos::prelude::*;
use view_macro::view;

use super::bulk::{BulkQuestion, ListHead, Question, Selection};
use super::clone::{CloneDialog, Cloning};
use super::cursor::Cursor;
use super::delete::{DeleteDialog, Deletion};
use super::find::Toolbar;
use super::generate::GenerateDialog;
use super::grid::Grid;
use super::replace::{ChangeDialog, Replacing, RotateDialog};
use super::states::{ListState, Notes};
use super::store::Tokens;
use super::summary::Summary;
use crate::routes::{Nav, Route};
use crate::session::{Orgs, Session};
use crate::shell::set_title;
use crate::ui::context::expect_context;
use crate::ui::focus;
use crate::ui::live::{effect, live, memo};
use crate::ui::storage::Key;
use crate::ui::timer::{after_render, on_window};

/// The list, its controls and its dialogs, for the organization in the address.
#[component]
pub fn TokensPage() -> impl IntoView {
    let (tokens, nav, session) = (
        expect_context::<Tokens>(),
        expect_context::<Nav>(),
        expect_context::<Session>(),
    );
    let cursor = expect_context::<Cursor>();
    Selection::provide(tokens);
    Question::provide();
    Deletion::provide();
    Cloning::provide();
    Replacing::provide();

    let org = memo(move || nav.org());
    let org_name = memo(move || {
        session.orgs.with(|orgs| match orgs {
            // A token that may not read organizations is told of none, and still lists its tokens.
            Orgs::Loaded(orgs) if !orgs.is_empty() => Some(
                orgs.iter()
                    .find(|other| Some(other.id) == org.get())
                    .map(|org| org.name.clone()),
            ),
            _ => None,
        })
    });
    effect(move || {
        if let Some(org) = org.get() {
            Key::Organization.write(Some(&org.to_string()));
            // The first rows find their places known, instead of being made for a window of some height.
            cursor.measure();
            tokens.open(org);
        }
    });
    effect(move || {
        let name = org_name.get().flatten().unwrap_or_default();
        set_title(&["API Tokens", "Load Data", &name]);
    });
    on_window(ev::visibilitychange, move |_| {
        if !document().hidden() {
            tokens.refresh();
        }
    });
    on_window(ev::focus, move |_| tokens.refresh());
    after_render(focus::to_start);

    let missing = memo(move || org_name.with(|name| *name == Some(None)));
    view! {
        <h1 tabindex="-1">"Load Data"</h1>
        <div class="tabs"><h2>"API Tokens"</h2></div>
        {live(move || {
            if missing.get() {
                view! { <NoSuchOrganization /> }.into_any()
            } else {
                view! {
                    <Toolbar />
                    <ListHead />
                    <ListState />
                    <Grid />
                    <Notes />
                    <Summary />
                    <GenerateDialog />
                    <CloneDialog />
                    <RotateDialog />
                    <ChangeDialog />
                    <DeleteDialog />
                    <BulkQuestion />
                }
                .into_any()
            }
        })}
    }
}

#[component]
fn NoSuchOrganization() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let home = move |event: ev::MouseEvent| {
        event.prevent_default();
        Key::Organization.write(None);
        nav.go(&Route::Home);
    };
    view! {
        <div class="empty">
            <p>"This organization does not exist, or you may not see it."</p>
            <a class="button" href=move || nav.href(&Route::Home) on:click=home>"Go to your organizations"</a>
        </div>
    }
}
