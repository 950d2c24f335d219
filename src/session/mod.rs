//! Who is using the page, and what they may see.

mod onboarding;
mod sign_in;
mod sign_in_again;
mod sign_out;

use influx_api::{Action, Id, Org, Permission, ResourceType, User, allows, request};
use leptos::prelude::untrack;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::routes::{Nav, Route};
use crate::shell::Notifications;
use crate::ui::context::{expect_context, provide_context};
use crate::ui::state::State;

pub use onboarding::Onboarding;
pub use sign_in::SignIn;
pub use sign_in_again::SignInAgain;
pub use sign_out::{SignOut, SigningOut, follow_sign_out};

/// Who the credential belongs to.
#[derive(Clone, PartialEq, Eq)]
pub enum Who {
    /// Not known yet.
    Starting,
    /// Not signed in.
    Nobody,
    /// A user.
    User(User),
    /// A valid credential that may not read its own user (contract §3.3): signed in all the same.
    Unnamed,
    /// It could not be found out.
    Unknown(ApiError),
}

/// The organizations the person may see.
#[derive(Clone, PartialEq, Eq)]
pub enum Orgs {
    /// Being read.
    Loading,
    /// All of them, by name.
    Loaded(Vec<Org>),
    /// They could not be read.
    Failed(ApiError),
}

/// The session. A context of the whole app.
#[derive(Clone, Copy)]
pub struct Session {
    /// Who is signed in.
    pub who: State<Who>,
    /// Where they belong.
    pub orgs: State<Orgs>,
    /// Whether lists leave nothing out for them; `None` while that is not known.
    pub sees_all: State<Option<bool>>,
    api: Api,
    nav: Nav,
}

impl Session {
    /// Puts the session into context and finds out who is signed in.
    pub fn provide(api: Api, nav: Nav) -> Self {
        let session = Self {
            who: State::new(Who::Starting),
            orgs: State::new(Orgs::Loading),
            sees_all: State::new(None),
            api,
            nav,
        };
        provide_context(session);
        session.start();
        session
    }

    /// Asks the server who this is and which organizations there are, both at once.
    pub fn start(self) {
        spawn_local(async move { self.find_user().await });
        spawn_local(async move { self.find_orgs().await });
    }

    /// Forgets what belonged to another credential and starts anew.
    pub fn restart(self) {
        self.api.accepted();
        self.orgs.set(Orgs::Loading);
        self.sees_all.set(None);
        self.start();
    }

    /// The name of the signed-in user; empty if it is not known.
    #[must_use]
    pub fn user_name(self) -> String {
        self.who.with(|who| match who {
            Who::User(user) => user.name.clone(),
            _ => String::new(),
        })
    }

    /// The id of the signed-in user, if it is known.
    #[must_use]
    pub fn user_id(self) -> Option<Id> {
        self.who.with_untracked(|who| match who {
            Who::User(user) => Some(user.id),
            _ => None,
        })
    }

    /// The name of an organization; empty if it is not known.
    #[must_use]
    pub fn org_name(self, id: Id) -> String {
        self.orgs.with_untracked(|orgs| match orgs {
            Orgs::Loaded(orgs) => orgs
                .iter()
                .find(|org| org.id == id)
                .map(|org| org.name.clone())
                .unwrap_or_default(),
            _ => String::new(),
        })
    }

    /// Whether somebody is signed in.
    #[must_use]
    pub fn signed_in(self) -> bool {
        self.who.with(|who| matches!(who, Who::User(_) | Who::Unnamed))
    }

    /// Whether an API token, not a session cookie, is the credential.
    #[must_use]
    pub fn by_token(self) -> bool {
        self.api.uses_token()
    }

    async fn find_user(self) {
        match self.api.fetch(request::me()).await {
            Ok(user) => self.who.set(Who::User(user)),
            Err(ApiError::NotPermitted(_)) => {
                self.who.set(Who::Unnamed);
                self.sees_all.set(Some(false));
            }
            Err(ApiError::SignedOut) => {
                self.api.accepted();
                self.api.use_token(None);
                self.go_and_sign_in().await;
                self.who.set(Who::Nobody);
            }
            // A page that is there stays: who signs in again over it has work on it.
            Err(error) if untrack(|| self.signed_in()) => {
                let notes = expect_context::<Notifications>();
                notes.failure("Failed to read who is signed in", &error.sentence());
            }
            Err(error) => self.who.set(Who::Unknown(error)),
        }
    }

    /// To the set-up page on a new server, to the sign-in page on any other.
    async fn go_and_sign_in(self) {
        let setup = self.api.fetch(request::setup_status()).await;
        let route = self.nav.route.get_untracked();
        if setup.is_ok_and(|setup| setup.allowed) {
            self.nav.replace(&Route::Onboarding);
        } else if route != Route::SignIn {
            self.nav.sign_in();
        }
    }

    /// Finds out what [`Self::sees_all`] tells, unless it is known: a list leaves out what the caller may not read without a
    /// word (contract §0.1, fact 4), so that has to be asked. What an API token may do cannot be asked.
    pub fn find_reach(self) {
        let Some(user) = self.user_id() else { return };
        if self.sees_all.with_untracked(Option::is_some) {
            return;
        }
        if self.by_token() {
            return self.sees_all.set(Some(false));
        }
        spawn_local(async move {
            let granted = self
                .api
                .fetch(request::user_permissions(user))
                .await
                .unwrap_or_default();
            let sees = |kind| allows(&granted, &Permission::new(Action::Read, kind, None, None));
            let all = sees(ResourceType::Authorizations) && sees(ResourceType::Users);
            // Somebody else may have signed in meanwhile.
            if self.user_id() == Some(user) {
                self.sees_all.set(Some(all));
            }
        });
    }

    async fn find_orgs(self) {
        let mut all = Vec::new();
        loop {
            match self.api.fetch(request::orgs(all.len())).await {
                Ok(page) => {
                    let last = page.orgs.len() < request::PAGE;
                    // One by one to its place: a sorting algorithm would be a part of the download that can be seen.
                    for org in page.orgs {
                        let place = all.partition_point(|other: &Org| other.name <= org.name);
                        all.insert(place, org);
                    }
                    if last {
                        break;
                    }
                }
                Err(error) => return self.orgs.set(Orgs::Failed(error)),
            }
        }
        self.orgs.set(Orgs::Loaded(all));
    }
}
