//! What the list says when it is not simply there: loading, empty, no match, failed, not permitted, incomplete.

use leptos::prelude::*;
use tokens::Query;
use view_macro::view;

use super::docs::{Subject, docs_link};
use super::generate::GenerateMenu;
use super::store::{Load, Tokens};
use crate::api::ApiError;
use crate::routes::Nav;
use crate::session::Session;
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::live::{effect, live, memo};

/// How many tokens there are; a polite live region, so that the result of a filter is heard (WCAG 4.1.3).
#[component]
pub fn CountLine() -> impl IntoView {
    let tokens = expect_context::<Tokens>();
    let parts = move || {
        let counts = tokens.counts();
        let shown = tokens.view.with(|view| view.len());
        let number = |count: usize, what: &str| [&count.to_string(), what].concat();
        let all = number(
            counts.tokens,
            if counts.tokens == 1 { " token" } else { " tokens" },
        );
        let first = if shown == counts.tokens {
            all
        } else {
            [&shown.to_string(), " of ", &all].concat()
        };
        let mut parts = vec![first, [&counts.active.to_string(), " active"].concat()];
        parts.push([&counts.all_access.to_string(), " with all access"].concat());
        if tokens.load.with(|load| *load == Load::Loading) && counts.tokens > 0 {
            parts = vec![["Loaded ", &counts.tokens.to_string(), " tokens…"].concat()];
        }
        parts
            .into_iter()
            .map(|part| view! { <span>{part}</span> })
            .collect_view()
    };
    let known = move || tokens.counts().tokens > 0 || tokens.load.with(|load| *load == Load::Loaded);
    view! { <p class="counts" aria-live="polite">{live(move || known().then(parts))}</p> }
}

/// The list's state, where it is not told by rows.
#[component]
pub fn ListState() -> impl IntoView {
    let tokens = expect_context::<Tokens>();
    let total = memo(move || tokens.counts().tokens);
    let shown = memo(move || tokens.view.with(|view| view.len()));
    live(move || match tokens.load.get() {
        Load::Failed(error) => view! { <Failed error /> }.into_any(),
        Load::Loading if total.get() == 0 => view! { <Skeleton /> }.into_any(),
        Load::Loaded if total.get() == 0 => view! {
            <div class="empty">
                <p>"Looks like there aren't any " <strong>"API Tokens"</strong> ", why not generate one?"</p>
                <div class="buttons">
                    <GenerateMenu />
                    {button("button", "Refresh", move || tokens.reload())}
                </div>
                {docs_link(Subject::Create)}
            </div>
        }
        .into_any(),
        _ if shown.get() == 0 && total.get() > 0 => view! { <NoMatch /> }.into_any(),
        _ => ().into_any(),
    })
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="loading" role="progressbar" aria-label="Loading API tokens">
            {(0..6).map(|_| view! { <i></i> }).collect_view()}
        </div>
    }
}

#[component]
fn NoMatch() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let clear = move || {
        let sort = nav.query.with_untracked(|query| query.sort);
        nav.set_query(&Query {
            sort,
            ..Query::default()
        });
    };
    view! {
        <div class="empty">
            <p>"No API Tokens match your query"</p>
            {button("button", "Clear filters", clear)}
        </div>
    }
}

#[component]
fn Failed(error: ApiError) -> impl IntoView {
    let tokens = expect_context::<Tokens>();
    let what = match error {
        ApiError::NotPermitted(_) => "You may not see the API tokens of this organization",
        _ => "Failed to get API tokens",
    };
    view! {
        <div class="banner" role="alert">
            <p><strong>{what}</strong> <br /> <bdi>{error.sentence()}</bdi></p>
            {button("button small", "Try again", move || tokens.reload())}
        </div>
    }
}

/// Quiet notes about what the list leaves out.
#[component]
pub fn Notes() -> impl IntoView {
    let (tokens, session) = (expect_context::<Tokens>(), expect_context::<Session>());
    let unreadable = move || {
        let entries = tokens.unreadable.get();
        let first = entries.first()?;
        let count = entries.len().to_string();
        let whose = first
            .id
            .map(|id| [" (", &id.to_string(), ")"].concat())
            .unwrap_or_default();
        let what = if entries.len() == 1 {
            " token could not be read"
        } else {
            " tokens could not be read; the first"
        };
        Some(view! { <p class="note">{[&count, what, &whose, ": ", &first.reason].concat()}</p> })
    };
    // The list is more urgent.
    effect(move || {
        if session.signed_in() && tokens.load.with(|load| *load == Load::Loaded) {
            session.find_reach();
        }
    });
    let partial = move || {
        (session.sees_all.get() == Some(false) && tokens.load.with(|load| *load == Load::Loaded)).then(|| {
            view! { <p class="note">"Only the API tokens that you may read are listed."</p> }
        })
    };
    view! {
        {live(unreadable)}
        {live(partial)}
    }
}
