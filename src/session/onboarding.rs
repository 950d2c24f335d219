//! First run: the first user, organization and bucket, then the operator token, shown once.

use influx_api::{Id, Secret, Setup, request};
use leptos::ev::{self, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_macro::view;

use super::Session;
use crate::api::Api;
use crate::routes::{Nav, Route};
use crate::shell::SoloPage;
use crate::ui::button::{button, text_field};
use crate::ui::context::expect_context;
use crate::ui::live::{effect, live};
use crate::ui::secret_box::SecretBox;
use crate::ui::secret_field::SecretField;
use crate::ui::state::State;
use crate::ui::timer::on_window;

/// The set-up page.
#[component]
pub fn Onboarding() -> impl IntoView {
    let secret = State::new(None::<Secret>);
    let org = State::new(None::<Id>);
    let done = State::new(false);
    let (session, nav) = (expect_context::<Session>(), expect_context::<Nav>());
    effect(move || {
        if session.signed_in() && !done.get_untracked() {
            nav.replace(&Route::Home);
        }
    });
    view! {
        <SoloPage title="Welcome to Latchkey">
            {live(move || {
                if done.get() {
                    view! { <Reveal secret org /> }.into_any()
                } else {
                    view! { <SetupForm revealed=secret made=org done /> }.into_any()
                }
            })}
        </SoloPage>
    }
}

#[component]
fn SetupForm(revealed: State<Option<Secret>>, made: State<Option<Id>>, done: State<bool>) -> impl IntoView {
    let api = expect_context::<Api>();
    let [user, org, bucket] = std::array::from_fn(|_| State::new(String::new()));
    let (password, again) = (SecretBox::new(), SecretBox::new());
    let busy = State::new(false);
    let failure = State::new(String::new());

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let secret = password.read();
        if let Some(reason) = password_fault(secret.expose(), again.read().expose()) {
            return failure.set(reason.into());
        }
        busy.set(true);
        failure.set(String::new());
        spawn_local(async move {
            let name = user.get_untracked();
            let (org, bucket) = (org.get_untracked(), bucket.get_untracked());
            let setup = Setup {
                username: &name,
                password: secret.expose(),
                org: &org,
                bucket: &bucket,
            };
            let outcome = api.fetch(request::set_up(&setup)).await;
            match outcome {
                Ok(set_up) => {
                    password.clear();
                    again.clear();
                    // Should this fail, "Continue" leads to the sign-in page, which says why.
                    let _ = api.perform_as(request::sign_in(), &name, secret.expose()).await;
                    revealed.try_set(Some(set_up.auth.token));
                    made.try_set(Some(set_up.org.id));
                    done.try_set(true);
                }
                Err(error) => {
                    failure.try_set(error.sentence());
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="note">"This server is new. Set up its first user, who may do everything."</p>
        <form class="form" on:submit=submit>
            {text_field("Username".into(), "username", user, true)}
            {password.field("Password".into(), "new-password".into(), false.into())}
            {again.field("Confirm Password".into(), "new-password".into(), false.into())}
            {text_field("Initial Organization Name".into(), "organization", org, false)}
            {text_field("Initial Bucket Name".into(), "off", bucket, false)}
            <p role="alert" class="failure" hidden=move || failure.with(String::is_empty)>{live(move || failure.get())}</p>
            <button type="submit" class="button primary wide" aria-disabled=move || busy.get().to_string()>"Continue"</button>
        </form>
    }
}

/// Why a password cannot be used (contract §4.4), before asking the server.
fn password_fault(password: &str, again: &str) -> Option<&'static str> {
    if !(8..=72).contains(&password.len()) {
        Some("Password must be between 8 and 72 characters")
    } else if password != again {
        Some("Passwords do not match")
    } else {
        None
    }
}

#[component]
fn Reveal(secret: State<Option<Secret>>, org: State<Option<Id>>) -> impl IntoView {
    let (session, nav) = (expect_context::<Session>(), expect_context::<Nav>());
    let copied = State::new(false);
    let asked = State::new(false);
    on_window(ev::beforeunload, move |event| {
        if !copied.get_untracked() {
            event.prevent_default();
        }
    });
    let leave = move || {
        if !copied.get_untracked() && !asked.get_untracked() {
            return asked.set(true);
        }
        secret.set(None);
        session.restart();
        nav.replace(
            &org.get_untracked()
                .map_or(Route::Home, |org| Route::Tokens { org, open: None }),
        );
    };
    let warned = move || {
        (asked.get() && !copied.get()).then_some(
            "The token has not been copied, and will never be shown again. Press Continue once more to go on.",
        )
    };
    view! {
        <h2>"Your operator API token"</h2>
        <p class="warning">
            "Make sure to copy your operator API token now. This token enables superuser privileges like creating users, orgs, etc. You won't be able to see it again!"
        </p>
        <SecretField label="Operator API token" secret copied />
        <p role="alert" class="failure">{live(warned)}</p>
        <div class="buttons">{button("button", "Continue", leave)}</div>
    }
}

#[cfg(test)]
mod tests {
    use super::password_fault;

    #[test]
    fn passwords_are_counted_in_bytes_and_compared() {
        assert!(password_fault("12345678", "12345678").is_none());
        assert!(password_fault("1234567", "1234567").is_some());
        assert!(password_fault(&"é".repeat(37), &"é".repeat(37)).is_some());
        assert_eq!(
            password_fault("12345678", "12345679"),
            Some("Passwords do not match")
        );
    }
}
