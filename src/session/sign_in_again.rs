//! Asks for the credentials again over the page, when the server no longer knows them.

use leptos::prelude::*;
use view_macro::view;

use super::Session;
use super::sign_in::SignInForm;
use crate::api::Api;
use crate::tokens::Tokens;
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::dialog::Dialog;
use crate::ui::live::{live, memo};

/// The dialog, open while a signed-in person's credential is rejected. The page behind stays as it is; what
/// failed can be done again afterwards.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let (session, api, tokens) = (
        expect_context::<Session>(),
        expect_context::<Api>(),
        expect_context::<Tokens>(),
    );
    let asked = memo(move || api.is_rejected() && session.signed_in());
    let close = Callback::new(move |()| api.accepted());
    let done = Callback::new(move |()| {
        session.restart();
        tokens.reload();
    });
    live(move || {
        asked.get().then(|| {
            let user = untrack(|| session.user_name());
            view! {
                <Dialog label="Sign in again" role="dialog" class="dialog small" close=close>
                    <h2>"Sign in again"</h2>
                    <p class="note">
                        "Your session has timed out. Nothing on the page is lost; what failed can be done again afterwards."
                    </p>
                    <SignInForm user=user done=done />
                    {button("button ghost wide", "Not now", move || close.run(()))}
                </Dialog>
            }
        })
    })
}
