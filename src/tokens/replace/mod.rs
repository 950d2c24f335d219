//! Replacing a token by another: rotating its secret and changing its permissions, neither of which the API can do to the
//! token itself. Both make a second token, marked in its description, and lead step by step to the end of the first.

mod change;
mod next_step;
mod rotate;

use influx_api::Id;
use leptos::callback::Callback;
use leptos::prelude::Callable;

use crate::api::ApiError;
use crate::shell::Notifications;
use crate::tokens::generate::{Then, creation_failed};
use crate::ui::context::{expect_context, provide_context};
use crate::ui::state::State;

pub use change::ChangeDialog;
pub use next_step::NextStep;
pub use rotate::{RotateDialog, rotation};

/// The token whose replacement is being prepared. A context of the page.
#[derive(Clone, Copy)]
pub struct Replacing {
    rotate: State<Option<Id>>,
    change: State<Option<Id>>,
}

impl Replacing {
    /// Puts it into context.
    pub fn provide() {
        provide_context(Self {
            rotate: State::new(None),
            change: State::new(None),
        });
    }

    /// Opens the dialog that rotates a token.
    pub fn rotate(self, id: Id) {
        self.rotate.set(Some(id));
    }

    /// Opens the dialog that changes a token's permissions.
    pub fn change(self, id: Id) {
        self.change.set(Some(id));
    }
}

/// What follows the server's answer: the dialog closes, or says why it does not. If it has been closed meanwhile, a message
/// says why.
fn answered(failure: State<Option<ApiError>>, close: Callback<()>) -> Then {
    let notes = expect_context::<Notifications>();
    Box::new(move |reason| match reason {
        Some(error) => {
            if let Some(Some(error)) = failure.try_set(Some(error)) {
                notes.failure("Failed to replace API token", &creation_failed(&error));
            }
        }
        None => drop(close.try_run(())),
    })
}
