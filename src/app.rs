//! The app: contexts that live as long as the page, and the page that the address names.

use leptos::ev;
use leptos::prelude::*;
use view_macro::view;

use crate::api::Api;
use crate::routes::{Nav, Route, base_path};
use crate::session::{Onboarding, Session, SignIn, SignInAgain, SigningOut, Who, follow_sign_out};
use crate::shell::{Frame, Messages, Notifications, SoloPage};
use crate::tokens::{
    BulkProgress, Creation, Cursor, Drafts, Home, NewToken, Reveal, RevealDialog, Tabs, Tokens, TokensPage,
    Unsaved,
};
use crate::ui::button::button;
use crate::ui::clock::Now;
use crate::ui::context::expect_context;
use crate::ui::keys::CharacterKeys;
use crate::ui::live::{effect, live, memo};
use crate::ui::pressed;
use crate::ui::timer::on_window;

/// What fills the window; the open summary is not part of it, so opening one keeps the list.
#[derive(Clone, PartialEq, Eq)]
enum Page {
    Waiting,
    SignIn,
    Onboarding,
    Home,
    Tokens,
    NotFound,
    Unknown(String),
}

/// Everything inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    let nav = Nav::provide();
    let api = Api::provide();
    let notes = Notifications::provide();
    Now::provide();
    pressed::watch();
    CharacterKeys::provide();
    let drafts = Drafts::provide();
    let tabs = Tabs::provide(&base_path());
    let tokens = Tokens::provide(api, nav, notes, drafts, tabs);
    Cursor::provide(tokens);
    let reveal = Reveal::provide();
    let new_token = NewToken::provide(Creation::provide(tokens, reveal), nav);
    let unsaved = Unsaved::provide(drafts, tokens, new_token, reveal);
    on_window(ev::beforeunload, move |event| {
        if unsaved.any() {
            event.prevent_default();
        }
    });
    SigningOut::provide();
    let session = Session::provide(api, nav);
    tabs.listen(move |news| tokens.heard(news), follow_sign_out());

    // Back, after logging out, leads to a page for nobody.
    effect(move || {
        let elsewhere = !matches!(nav.route.get(), Route::SignIn | Route::Onboarding);
        if elsewhere && session.who.with(|who| *who == Who::Nobody) {
            nav.sign_in();
        }
    });
    let page = memo(move || {
        let who = session.who.get();
        match (nav.route.get(), who) {
            (Route::SignIn, _) => Page::SignIn,
            (Route::Onboarding, _) => Page::Onboarding,
            (_, Who::Unknown(error)) => Page::Unknown(error.sentence()),
            (_, Who::Nobody) => Page::Waiting,
            (Route::Home, _) => Page::Home,
            (Route::NotFound, _) => Page::NotFound,
            (Route::Tokens { .. }, _) => Page::Tokens,
        }
    });
    view! {
        {live(move || match page.get() {
            Page::Waiting => view! { <main aria-busy="true"></main> }.into_any(),
            Page::SignIn => view! { <SignIn /> }.into_any(),
            Page::Onboarding => view! { <Onboarding /> }.into_any(),
            Page::Home => view! { <Frame><Home /></Frame> }.into_any(),
            Page::Tokens => view! { <Frame><TokensPage /></Frame> }.into_any(),
            Page::NotFound => view! { <NotFound /> }.into_any(),
            Page::Unknown(reason) => view! { <Unreachable reason /> }.into_any(),
        })}
        <RevealDialog />
        <BulkProgress />
        <SignInAgain />
        <Messages />
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let nav = expect_context::<Nav>();
    view! {
        <SoloPage title="404: Page Not Found">
            <p class="note">"There is nothing at this address."</p>
            <a
                class="button primary wide"
                href=move || nav.href(&Route::Home)
                on:click=move |event| {
                    event.prevent_default();
                    nav.go(&Route::Home);
                }
            >
                "Go to API Tokens"
            </a>
        </SoloPage>
    }
}

#[component]
fn Unreachable(reason: String) -> impl IntoView {
    let session = expect_context::<Session>();
    let again = move || {
        session.who.set(Who::Starting);
        session.restart();
    };
    view! {
        <SoloPage title="Latchkey could not start">
            <p role="alert" class="failure">{reason}</p>
            {button("button primary wide", "Try again", again)}
        </SoloPage>
    }
}
