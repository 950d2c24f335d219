//! Signing in: with user name and password, or with an API token that stays in memory.

use influx_api::{Secret, request};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_macro::view;

use super::{Session, Who};
use crate::api::{Api, ApiError, fits_a_header};
use crate::routes::Nav;
use crate::shell::SoloPage;
use crate::tokens::Tokens;
use crate::ui::button::{button, text_field};
use crate::ui::context::expect_context;
use crate::ui::live::{effect, live, memo};
use crate::ui::secret_box::SecretBox;
use crate::ui::state::State;

/// The sign-in page.
#[component]
pub fn SignIn() -> impl IntoView {
    let (session, nav, tokens) = (
        expect_context::<Session>(),
        expect_context::<Nav>(),
        expect_context::<Tokens>(),
    );
    effect(move || {
        if session.signed_in() {
            nav.return_from_sign_in();
        }
    });
    let done = Callback::new(move |()| {
        // Whatever was read, or refused, belonged to another credential.
        tokens.close();
        session.restart();
    });
    view! {
        <SoloPage title="Sign in">
            <SignInForm user=String::new() done />
        </SoloPage>
    }
}

/// The form of the sign-in page and of the dialog that asks again.
#[component]
pub fn SignInForm(
    /// The user name to begin with.
    user: String,
    /// Called when the server has accepted the credentials.
    done: Callback<()>,
) -> impl IntoView {
    let (session, api) = (expect_context::<Session>(), expect_context::<Api>());
    let by_token = State::new(session.by_token());
    let known_user = !user.is_empty();
    let name = State::new(user);
    let secret = SecretBox::new();
    let busy = State::new(false);
    let failure = State::new(String::new());

    let with_password = move || {
        let password = secret.read();
        spawn_local(async move {
            let user = name.get_untracked();
            let outcome = api.perform_as(request::sign_in(), &user, password.expose()).await;
            // The page may have been left meanwhile.
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    secret.clear();
                    api.use_token(None);
                    done.try_run(());
                }
                Err(error) => {
                    failure.try_set(match error {
                        ApiError::SignedOut => "The username or the password is wrong.".into(),
                        error => error.sentence(),
                    });
                }
            }
        });
    };
    let with_token = move || {
        let token = Secret::new(secret.read().expose().trim().to_owned());
        if !fits_a_header(token.expose()) {
            busy.set(false);
            failure.set("An API token has only letters, digits and signs, and no spaces inside.".into());
            return;
        }
        spawn_local(async move {
            let outcome = api.try_token(&token).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    api.use_token(Some(token));
                    secret.clear();
                    session.who.set(Who::Starting);
                    done.try_run(());
                }
                Err(error) => {
                    failure.try_set(match error {
                        ApiError::SignedOut => "The server does not know this API token.".into(),
                        error => error.sentence(),
                    });
                }
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(String::new());
        if by_token.get_untracked() {
            with_token();
        } else {
            with_password();
        }
    };
    let switch = move || {
        by_token.update(|by_token| *by_token = !*by_token);
        secret.clear();
        failure.set(String::new());
    };
    let label = move || if by_token.get() { "API token" } else { "Password" }.to_owned();
    let complete = move || if by_token.get() { "off" } else { "current-password" }.to_owned();
    let first = move || known_user || by_token.get();

    view! {
        <form class="form" on:submit=submit>
            {live(move || {
                (!by_token.get()).then(|| text_field("Username".into(), "username", name, !known_user))
            })}
            {secret.field(memo(label), memo(complete), memo(first))}
            <p class="note" hidden=move || !by_token.get()>
                "The token stays in this page's memory only: a reload signs you out."
            </p>
            <p role="alert" class="failure" hidden=move || failure.with(String::is_empty)>{live(move || failure.get())}</p>
            <button type="submit" class="button primary wide" aria-disabled=move || busy.get().to_string()>
                {live(move || if busy.get() { "Signing in…" } else { "Sign In" })}
            </button>
            {live(move || {
                let other = if by_token.get() { "Use username and password" } else { "Use an API token instead" };
                button("button ghost wide", other, switch)
            })}
        </form>
    }
}
