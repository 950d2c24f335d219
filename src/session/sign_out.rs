//! Signing out.

use influx_api::request;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_macro::view;

use super::{Orgs, Session, Who};
use crate::api::{Api, ApiError};
use crate::routes::{Nav, Route};
use crate::shell::Notifications;
use crate::tokens::{Tabs, Tokens, Unsaved};
use crate::ui::button::{button, first_button};
use crate::ui::context::{expect_context, provide_context};
use crate::ui::dialog::Dialog;
use crate::ui::state::State;
use crate::ui::storage::Key;

/// Whether the person is being asked if unsaved text may be dropped. A context of the whole app.
#[derive(Clone, Copy)]
pub struct SigningOut(State<bool>);

impl SigningOut {
    /// Puts it into context.
    pub fn provide() {
        provide_context(Self(State::new(false)));
    }
}

/// The "Log out" button and, when a change has not been saved, the question before.
#[component]
pub fn SignOut() -> impl IntoView {
    let asking = expect_context::<SigningOut>().0;
    let unsaved = expect_context::<Unsaved>();
    let leave = leaving();
    let close = Callback::new(move |()| asking.set(false));
    let ask = move || {
        if unsaved.any() {
            asking.set(true);
        } else {
            leave.run(());
        }
    };
    view! {
        {button("button ghost small", "Log out", ask)}
        {move || {
            asking.get().then(|| view! {
                <Dialog label="Log out" role="alertdialog" described_by="log-out-question" class="dialog small" close=close>
                    <p id="log-out-question">
                        "Something that you changed has not been saved yet. Log out and lose it?"
                    </p>
                    <div class="buttons">
                        {first_button("button", "Stay", move || close.run(()))}
                        {button("button danger", "Log out", move || {
                            close.run(());
                            leave.run(());
                        })}
                    </div>
                </Dialog>
            })
        }}
    }
}

/// Ends the session on the server, forgets everything here, and shows the sign-in page.
fn leaving() -> Callback<()> {
    let (api, nav, tabs) = (
        expect_context::<Api>(),
        expect_context::<Nav>(),
        expect_context::<Tabs>(),
    );
    let (notes, forget) = (expect_context::<Notifications>(), forgetting());
    Callback::new(move |()| {
        spawn_local(async move {
            if !api.uses_token() {
                match api.perform(request::sign_out()).await {
                    // A session the server does not know is signed out already.
                    Ok(()) | Err(ApiError::SignedOut) => tabs.tell_signed_out(),
                    Err(error) => return notes.failure("Could not log out", &error.sentence()),
                }
            }
            forget.run(());
            nav.replace(&Route::SignIn);
        });
    })
}

/// What to do when another tab has ended the session that this one uses, too: forget everything here, unless something
/// is unsaved. Then the server's next answer asks to sign in again over the page.
pub fn follow_sign_out() -> impl Fn() {
    let (session, tokens) = (expect_context::<Session>(), expect_context::<Tokens>());
    let unsaved = expect_context::<Unsaved>();
    let forget = forgetting();
    move || {
        if session.by_token() || !untrack(|| session.signed_in()) {
            return;
        }
        if unsaved.any() {
            tokens.refresh();
        } else {
            forget.run(());
        }
    }
}

/// Forgets everything that belonged to whoever was signed in.
fn forgetting() -> Callback<()> {
    let (session, api) = (expect_context::<Session>(), expect_context::<Api>());
    let (unsaved, notes) = (expect_context::<Unsaved>(), expect_context::<Notifications>());
    Callback::new(move |()| {
        api.use_token(None);
        api.accepted();
        unsaved.forget();
        notes.clear();
        Key::Organization.write(None);
        session.sees_all.set(None);
        session.orgs.set(Orgs::Loading);
        session.who.set(Who::Nobody);
    })
}
