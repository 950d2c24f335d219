//! What has been filled in for a new token. It outlives its dialog: closing by mistake loses nothing.

use influx_api::{Id, NewAuthorization, Permission, Status};
use leptos::prelude::*;
use tokens::grant::Grants;
use view_macro::view;

use super::creation::Creation;
use super::reveal::Why;
use crate::api::ApiError;
use crate::routes::Nav;
use crate::ui::context::{expect_context, provide_context};
use crate::ui::state::{State, Stored};

/// The form of a new token. A context of the whole app.
#[derive(Clone, Copy)]
pub struct NewToken {
    /// The description typed.
    pub description: State<String>,
    /// The permissions ticked for a custom one.
    pub grants: State<Grants>,
    /// Why making it failed.
    pub failure: State<Option<ApiError>>,
    /// The organization that the permissions are of.
    org: Stored<Option<Id>>,
    creation: Creation,
    nav: Nav,
}

impl NewToken {
    /// Puts the form into context.
    pub fn provide(creation: Creation, nav: Nav) -> Self {
        let form = Self {
            description: State::new(String::new()),
            grants: State::new(Grants::default()),
            failure: State::new(None),
            org: Stored::new(None),
            creation,
            nav,
        };
        provide_context(form);
        form
    }

    /// Fills it in for an organization: permissions of another are of no use there.
    pub fn enter(self, org: Id) {
        if self.org.get_value() != Some(org) {
            self.org.set_value(Some(org));
            self.grants.set(Grants::default());
        }
    }

    /// Whether leaving the page would lose something.
    #[must_use]
    pub fn unsaved(self) -> bool {
        self.creation.busy.get_untracked()
            || self.description.with_untracked(|text| !text.is_empty())
            || !self.grants.with_untracked(Grants::is_empty)
    }

    /// Closes the dialog and empties the form.
    pub fn cancel(self) {
        self.clear();
        self.nav.close_dialog();
    }

    /// Empties the form.
    pub fn clear(self) {
        self.description.set(String::new());
        self.grants.set(Grants::default());
        self.failure.set(None);
    }

    /// Makes the token and shows its secret. What has been filled in stays until that has worked.
    pub fn generate(self, new: NewAuthorization) {
        self.failure.set(None);
        let then = move |failure: Option<ApiError>| {
            if failure.is_none() {
                self.cancel();
            }
            self.failure.set(failure);
        };
        self.creation.create(new, Why::New, Box::new(then));
    }
}

/// An active token of the caller's own.
#[must_use]
pub fn new_token(org: Id, description: String, permissions: Vec<Permission>) -> NewAuthorization {
    NewAuthorization {
        org_id: org,
        user_id: None,
        status: Status::Active,
        description,
        permissions,
    }
}

/// The box "Description" of a dialog that makes a token; it may stay empty. It takes nothing while a token is being made:
/// that would go with the dialog.
pub fn description_field(value: State<String>, placeholder: &'static str) -> AnyView {
    let busy = expect_context::<Creation>().busy;
    view! {
        <label class="field">
            <span>"Description"</span>
            <input
                type="text"
                autofocus
                autocomplete="off"
                spellcheck="false"
                dir="auto"
                placeholder=placeholder
                readonly=move || busy.get()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}
