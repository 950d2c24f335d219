//! The frame around the pages of a signed-in person: rail on the left, or on top in a narrow window.

use leptos::html;
use leptos::prelude::*;
use view_macro::view;

use super::health::ServerHealth;
use super::org_switcher::OrgSwitcher;
use super::shortcuts::Shortcuts;
use super::theme::ThemeChoice;
use crate::routes::{Nav, Route};
use crate::session::{Session, SignOut};
use crate::tokens::Tokens;
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::icon::{Icon, icon};
use crate::ui::live::live;

/// Rail and main part.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let (session, nav, tokens) = (
        expect_context::<Session>(),
        expect_context::<Nav>(),
        expect_context::<Tokens>(),
    );
    let main = NodeRef::<html::Main>::new();
    let skip = move || {
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    // The list as it is filtered, without an open summary.
    let list = move || nav.org().map(|org| Route::Tokens { org, open: None });
    let count = move || {
        let count = tokens.counts().tokens;
        (count > 0).then(|| view! { <span class="count" aria-hidden="true">{count.to_string()}</span> })
    };
    let initial = move || {
        session
            .user_name()
            .chars()
            .next()
            .map(|c| c.to_uppercase().to_string())
            .unwrap_or_default()
    };
    let name = move || match session.user_name() {
        name if name.is_empty() && session.signed_in() => "API token".to_owned(),
        name => name,
    };
    view! {
        {button("skip", "Skip to content", skip)}
        <div class="app">
            <header class="rail">
                <p class="brand"><span class="logo">{icon(Icon::Key)}</span><span>"Latchkey"</span></p>
                <OrgSwitcher />
                <nav aria-label="Main">
                    <p class="group" id="load-data">"Load Data"</p>
                    <ul aria-labelledby="load-data">
                        <li>
                            <a
                                href=move || list().map(|list| nav.href(&list))
                                aria-current="page"
                                on:click=move |event| {
                                    event.prevent_default();
                                    if let Some(list) = untrack(list) {
                                        nav.go(&list);
                                    }
                                }
                            >
                                {icon(Icon::Key)}
                                <span>"API Tokens"</span>
                                {live(count)}
                            </a>
                        </li>
                    </ul>
                </nav>
                <div class="rail-end">
                    <ServerHealth />
                    <ThemeChoice />
                    <Shortcuts />
                    <div class="user">
                        <span class="avatar" aria-hidden="true">{live(initial)}</span>
                        <bdi>{live(name)}</bdi>
                        <SignOut />
                    </div>
                </div>
            </header>
            <main id="main" tabindex="-1" node_ref=main>{children()}</main>
        </div>
    }
}
