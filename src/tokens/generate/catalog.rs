//! What a new token can be given access to, read from the server.

use influx_api::{Bucket, Id, ResourceType, Telegraf, request};
use leptos::prelude::*;
use leptos::task::spawn_local;
use tokens::grant::Catalog;
use view_macro::view;

use crate::api::{Api, ApiError};
use crate::session::Session;
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::live::live;
use crate::ui::state::State;

/// The resource types, buckets and telegraf configurations, each as soon as it is here.
#[derive(Clone, Copy)]
pub struct Choices {
    types: State<Option<Vec<ResourceType>>>,
    buckets: State<Option<Vec<Bucket>>>,
    telegrafs: State<Option<Vec<Telegraf>>>,
    /// How many buckets have come so far.
    found: State<usize>,
    failure: State<Option<ApiError>>,
    api: Api,
    session: Session,
}

impl Choices {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            types: State::new(None),
            buckets: State::new(None),
            telegrafs: State::new(None),
            found: State::new(0),
            failure: State::new(None),
            api: expect_context(),
            session: expect_context(),
        }
    }

    /// Reads the types.
    pub fn read_types(self) {
        spawn_local(async move {
            match self.api.fetch(request::resources()).await {
                Ok(types) => drop(self.types.try_set(Some(types))),
                Err(error) => self.failed(error),
            }
        });
    }

    /// Reads everything that there is in an organization.
    pub fn read_all(self, org: Id) {
        self.read_types();
        spawn_local(async move {
            match self.api.fetch(request::telegrafs(org)).await {
                Ok(list) => drop(self.telegrafs.try_set(Some(list.configurations))),
                Err(error) => self.failed(error),
            }
        });
        spawn_local(async move {
            match self.all_buckets(org).await {
                Ok(buckets) => drop(self.buckets.try_set(Some(buckets))),
                Err(error) => self.failed(error),
            }
        });
    }

    /// Every page, up to an empty one: a page is short, too, where the caller may not read all of it (contract §4.6).
    async fn all_buckets(self, org: Id) -> Result<Vec<Bucket>, ApiError> {
        let mut all = Vec::new();
        for page in 0.. {
            let buckets = self
                .api
                .fetch(request::buckets(org, page * request::PAGE))
                .await?
                .buckets;
            if buckets.is_empty() {
                break;
            }
            all.extend(buckets);
            self.found.try_set(all.len());
        }
        Ok(all)
    }

    fn failed(self, error: ApiError) {
        self.failure.try_set(Some(error));
    }

    /// Whether something could not be read; reactive.
    #[must_use]
    pub fn has_failed(self) -> bool {
        self.failure.with(Option::is_some)
    }

    /// The types, once they are here and it is known who is signed in; reactive.
    #[must_use]
    pub fn types(self) -> Option<Vec<ResourceType>> {
        self.types.get().filter(|_| self.session.signed_in())
    }

    /// Everything, once it is here; reactive.
    #[must_use]
    pub fn catalog(self, org: Id) -> Option<Catalog> {
        let (types, buckets, telegrafs) = (self.types()?, self.buckets.get()?, self.telegrafs.get()?);
        Some(Catalog::new(
            org,
            self.session.user_id(),
            types,
            buckets,
            telegrafs,
        ))
    }

    /// How far the reading is, or that it failed, with a way to try again.
    pub fn progress(self, again: Callback<()>) -> AnyView {
        let failed = move || {
            let reason = self.failure.get()?.sentence();
            let again = move || {
                self.failure.set(None);
                again.run(());
            };
            Some(view! {
                <div class="banner" role="alert">
                    <p>
                        <strong>"Failed to read what a token can be given access to"</strong> <br /> <bdi>{reason}</bdi>
                    </p>
                    {button("button small", "Try again", again)}
                </div>
            })
        };
        let text = move || {
            let found = self.found.get();
            if self.has_failed() {
                String::new()
            } else if found == 0 {
                "Loading…".to_owned()
            } else {
                ["Loaded ", &found.to_string(), " buckets…"].concat()
            }
        };
        view! {
            {live(failed)}
            <p class="note" role="status">{live(text)}</p>
        }
        .into_any()
    }
}
