//! "You've successfully created an API Token": the one time its secret is shown.

use influx_api::{Id, Resource, ResourceType, Secret};
use leptos::prelude::*;
use tokens::Token;
use view_macro::view;

use crate::routes::{Nav, Open};
use crate::session::Session;
use crate::tokens::commands::show_how_to_use;
use crate::tokens::cursor::DESCRIPTION;
use crate::tokens::docs::{Subject, docs_link};
use crate::tokens::{Cursor, Tokens};
use crate::ui::button::button;
use crate::ui::context::{expect_context, provide_context};
use crate::ui::dialog::{Dialog, header};
use crate::ui::focus;
use crate::ui::live::{live, memo};
use crate::ui::secret_field::SecretField;
use crate::ui::state::State;

/// What a token was made for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// As a new one.
    New,
    /// As a copy of another.
    Clone,
    /// In place of another: its summary, which tells the next step, follows.
    Replacement,
}

/// A token that has just been made.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Made {
    id: Id,
    org: Id,
    why: Why,
}

impl Made {
    const fn title(self) -> &'static str {
        match self.why {
            Why::Clone => "You've successfully cloned an API Token",
            Why::New | Why::Replacement => "You've successfully created an API Token",
        }
    }
}

/// The secret to show. A context of the whole app, so that it is shown even if the page it was asked for on is gone.
#[derive(Clone, Copy)]
pub struct Reveal {
    made: State<Option<Made>>,
    secret: State<Option<Secret>>,
    copied: State<bool>,
}

impl Reveal {
    /// Puts it into context.
    pub fn provide() -> Self {
        let reveal = Self {
            made: State::new(None),
            secret: State::new(None),
            copied: State::new(false),
        };
        provide_context(reveal);
        reveal
    }

    /// Shows the secret of a token.
    pub(super) fn show(self, secret: Secret, id: Id, org: Id, why: Why) {
        self.secret.set(Some(secret));
        self.copied.set(false);
        self.made.set(Some(Made { id, org, why }));
    }

    /// Whether leaving the page would lose a secret that has not been copied.
    #[must_use]
    pub fn unsaved(self) -> bool {
        self.made.get_untracked().is_some() && !self.copied.get_untracked()
    }

    /// Overwrites the secret and closes the dialog.
    pub fn close(self) {
        self.secret.set(None);
        self.made.set(None);
    }
}

/// The name of the bucket that a token is for, if it is for one.
fn only_bucket(token: Option<Token>) -> Option<String> {
    let token = token?;
    let mut buckets = token.permissions.iter().map(|permission| &permission.resource);
    let first = buckets.find(|resource| resource.kind == ResourceType::Buckets)?;
    let same = |other: &Resource| other.kind != ResourceType::Buckets || other.id == first.id;
    buckets.all(same).then(|| first.name.clone()).flatten()
}

/// The dialog, while there is a secret to show.
#[component]
pub fn RevealDialog() -> impl IntoView {
    let reveal = expect_context::<Reveal>();
    live(move || reveal.made.get().map(|made| view! { <Shown made reveal /> }))
}

#[component]
fn Shown(made: Made, reveal: Reveal) -> impl IntoView {
    let (nav, cursor) = (expect_context::<Nav>(), expect_context::<Cursor>());
    let (session, tokens) = (expect_context::<Session>(), expect_context::<Tokens>());
    let asked = State::new(false);
    let close = Callback::new(move |()| {
        if reveal.unsaved() && !asked.get_untracked() {
            return asked.set(true);
        }
        reveal.close();
        if made.why == Why::Replacement {
            nav.open_dialog(Open::Summary(made.id));
        } else {
            focus::give_back(move || {
                if focus::is_lost() {
                    cursor.focus(made.id, DESCRIPTION);
                }
            });
        }
    });
    let warned = memo(move || asked.get() && !reveal.copied.get());
    view! {
        <Dialog label=made.title() role="dialog" class="dialog form-dialog" close>
            {header(made.title(), close)}
            <div class="form-body">
                <p class="warning">
                    "Make sure to copy your new custom API token now. You won't be able to see it again!"
                </p>
                <SecretField label="API token" secret=reveal.secret copied=reveal.copied />
                {show_how_to_use(&session.org_name(made.org), only_bucket(tokens.peek(made.id)).as_deref())}
                <p role="alert" class="failure">
                    {live(move || warned.get().then_some("The token has not been copied. Once this is closed, nobody can see it again."))}
                </p>
                <div class="buttons">
                    <span class="first">{docs_link(Subject::Create)}</span>
                    {live(move || {
                        let word = if warned.get() { "Close without copying" } else { "Done" };
                        button("button", word, move || close.run(()))
                    })}
                </div>
            </div>
        </Dialog>
    }
}
