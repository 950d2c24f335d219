//! First run: the first user, organization and bucket, then the operator token, shown once.

use influx_api::{Id, Secret, Setup, request};
use leptos::ev::{self, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Session;
use crate::api::Api;
use crate::routes::{Nav, Route};
use crate::shell::SoloPage;
use crate::ui::button::{button, text_field};
use crate::ui::clipboard;
use crate::ui::timer::on_window;

/// What the operator token leaves behind once it has been shown: where to go.
struct Revealed {
    token: Secret,
    org: Id,
}

/// The set-up page.
#[component]
pub fn Onboarding() -> impl IntoView {
    let revealed = RwSignal::new(None::<Revealed>);
    let done = RwSignal::new(false);
    let (session, nav) = (expect_context::<Session>(), expect_context::<Nav>());
    Effect::new(move || {
        if session.signed_in() && !done.get_untracked() {
            nav.replace(&Route::Home);
        }
    });
    view! {
        <SoloPage title="Welcome to Latchkey">
            {move || {
                if done.get() {
                    view! { <Reveal revealed /> }.into_any()
                } else {
                    view! { <SetupForm revealed done /> }.into_any()
                }
            }}
        </SoloPage>
    }
}

#[component]
fn SetupForm(revealed: RwSignal<Option<Revealed>>, done: RwSignal<bool>) -> impl IntoView {
    let api = expect_context::<Api>();
    let [user, password, again, org, bucket] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(String::new());

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if let Some(reason) = password_fault(&password.get_untracked(), &again.get_untracked()) {
            return failure.set(reason.into());
        }
        busy.set(true);
        failure.set(String::new());
        spawn_local(async move {
            let (name, secret) = (user.get_untracked(), Secret::new(password.get_untracked()));
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
                    password.try_set(String::new());
                    again.try_set(String::new());
                    // Should this fail, "Continue" leads to the sign-in page, which says why.
                    let _ = api.perform_as(request::sign_in(), &name, secret.expose()).await;
                    revealed.try_set(Some(Revealed {
                        token: set_up.auth.token,
                        org: set_up.org.id,
                    }));
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
            {text_field("Username".into(), "text", "username", user, true)}
            {text_field("Password".into(), "password", "new-password", password, false)}
            {text_field("Confirm Password".into(), "password", "new-password", again, false)}
            {text_field("Initial Organization Name".into(), "text", "organization", org, false)}
            {text_field("Initial Bucket Name".into(), "text", "off", bucket, false)}
            <p role="alert" class="failure" hidden=move || failure.with(String::is_empty)>{move || failure.get()}</p>
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
fn Reveal(revealed: RwSignal<Option<Revealed>>) -> impl IntoView {
    let (session, nav) = (expect_context::<Session>(), expect_context::<Nav>());
    let node = NodeRef::<html::Input>::new();
    let outcome = RwSignal::new("");
    let copied = RwSignal::new(false);
    let asked = RwSignal::new(false);
    // The field is filled through the DOM, so that no signal or closure holds the secret besides `revealed`.
    Effect::new(move || {
        if let Some(input) = node.get() {
            revealed.with_untracked(|revealed| {
                if let Some(revealed) = revealed {
                    input.set_value(revealed.token.expose());
                }
            });
        }
    });
    let copy = move || {
        let text =
            revealed.with_untracked(|revealed| revealed.as_ref().map(|it| it.token.expose().to_owned()));
        spawn_local(async move {
            let text = Secret::new(text.unwrap_or_default());
            if clipboard::copy(text.expose()).await {
                copied.try_set(true);
                outcome.try_set("The token has been copied to the clipboard.");
            } else {
                outcome
                    .try_set("This browser does not let the page copy. The token is selected: press Ctrl+C.");
                if let Some(input) = node.try_get_untracked().flatten() {
                    let _ = input.focus();
                    input.select();
                }
            }
        });
    };
    on_window(ev::beforeunload, move |event| {
        if !copied.get_untracked() {
            event.prevent_default();
        }
    });
    let leave = move || {
        if !copied.get_untracked() && !asked.get_untracked() {
            asked.set(true);
            return outcome.set("The token has not been copied, and will never be shown again. Press Continue once more to go on.");
        }
        let org = revealed.with_untracked(|revealed| revealed.as_ref().map(|it| it.org));
        if let Some(input) = node.get_untracked() {
            input.set_value("");
        }
        revealed.set(None);
        session.restart();
        nav.replace(&org.map_or(Route::Home, |org| Route::Tokens { org, open: None }));
    };
    view! {
        <h2>"Your operator API token"</h2>
        <p class="warning">
            "Make sure to copy your operator API token now. This token enables superuser privileges like creating users, orgs, etc. You won't be able to see it again!"
        </p>
        <label class="field">
            <span>"Operator API token"</span>
            <input
                node_ref=node
                class="secret"
                readonly
                autofocus
                autocomplete="off"
                spellcheck="false"
                on:copy=move |_| copied.set(true)
                on:focus:target=move |event| event.target().select()
            />
        </label>
        <p role="status" class="note">{move || outcome.get()}</p>
        <div class="buttons">
            {button("button", "Copy to Clipboard", copy)}
            {button("button primary", "Continue", leave)}
        </div>
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
