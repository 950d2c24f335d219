//! What a new token can be given access to, read from the server.

use influx_api::{ResourceType, request};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::ui::button::button;

/// Something that is read when a dialog opens.
#[derive(Clone)]
pub enum Reading<T> {
    /// On its way.
    Loading,
    /// Here.
    Loaded(T),
    /// It could not be read.
    Failed(ApiError),
}

/// The resource types that the server knows.
pub fn read_types(api: Api, types: RwSignal<Reading<Vec<ResourceType>>>) {
    types.set(Reading::Loading);
    spawn_local(async move {
        types.try_set(match api.fetch(request::resources()).await {
            Ok(read) => Reading::Loaded(read),
            Err(error) => Reading::Failed(error),
        });
    });
}

/// Says that the dialog cannot go on, and why, with a way to try again.
pub fn reading_failed(error: &ApiError, again: impl Fn() + 'static) -> AnyView {
    view! {
        <div class="banner" role="alert">
            <p><strong>"Failed to read what a token can be given access to"</strong> <br /> <bdi>{error.sentence()}</bdi></p>
            {button("button small", "Try again", again)}
        </div>
    }
    .into_any()
}
