//! Making one token at a time, and handing its secret to the dialog that shows it.

use influx_api::{Id, NewAuthorization, Permission};
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_macro::view;

use super::reveal::{Reveal, Why};
use crate::api::ApiError;
use crate::tokens::Tokens;
use crate::ui::context::provide_context;
use crate::ui::live::{Derived, live};
use crate::ui::state::State;

/// The way to make a token. A context of the whole app: what has been asked for is shown even if the page is gone.
#[derive(Clone, Copy)]
pub struct Creation {
    /// Whether a request is under way.
    pub busy: State<bool>,
    tokens: Tokens,
    reveal: Reveal,
}

/// What happens after the server's answer.
pub type Then = Box<dyn FnOnce(Option<ApiError>)>;

impl Creation {
    /// Puts it into context.
    pub fn provide(tokens: Tokens, reveal: Reveal) -> Self {
        let creation = Self {
            busy: State::new(false),
            tokens,
            reveal,
        };
        provide_context(creation);
        creation
    }

    /// Makes the token and shows its secret; does nothing while another is being made, so that a double click makes one.
    /// `then` learns why it failed, if it did.
    pub fn create(self, new: NewAuthorization, why: Why, then: Then) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let org = new.org_id;
            let failure = match self.tokens.create(new).await {
                Ok((id, secret)) => {
                    self.reveal.show(secret, id, org, why);
                    None
                }
                Err(error) => Some(error),
            };
            self.busy.set(false);
            then(failure);
        });
    }

    /// Makes a token with the organization, owner and status of another, which may be gone meanwhile.
    pub fn create_like(
        self,
        like: Id,
        description: String,
        permissions: Vec<Permission>,
        why: Why,
        then: Then,
    ) {
        let Some(token) = self.tokens.peek(like) else {
            return then(Some(ApiError::Gone("the API token is gone".into())));
        };
        let new = NewAuthorization {
            org_id: token.org_id,
            user_id: Some(token.user_id),
            status: token.status,
            description,
            permissions,
        };
        self.create(new, why, then);
    }
}

/// Why a token could not be made, and what to do about it.
#[must_use]
pub fn creation_failed(error: &ApiError) -> String {
    let advice = if error.outcome_unknown() {
        " It may have been created all the same: look for it in the list before you try again."
    } else {
        ""
    };
    ["Failed to create API token: ", &error.sentence(), advice].concat()
}

/// The button that makes it: disabled until everything is filled in, and of no effect while the request is under way.
pub fn submit_button(word: &'static str, ready: Derived<bool>, busy: State<bool>) -> AnyView {
    view! {
        <button
            type="submit"
            class="button primary"
            disabled=move || !ready.get()
            aria-disabled=move || busy.get().then_some("true")
        >
            {word}
        </button>
    }
    .into_any()
}

/// The same as an alert in a dialog, while there is a failure.
pub fn failure_alert(failure: State<Option<ApiError>>) -> AnyView {
    let text = move || failure.with(|error| error.as_ref().map(creation_failed));
    view! { <p role="alert" class="failure"><bdi>{live(text)}</bdi></p> }.into_any()
}
