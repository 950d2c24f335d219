//! Successful replies.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use influx_api::Id;
use serde::Serialize;

use super::ApiError;
use crate::json;

const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A body of JSON, indented with tabs (§1.1).
pub(super) struct Json<T>(pub(super) T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match json::to_vec(&self.0) {
            Ok(body) => json_body(body).into_response(),
            Err(error) => {
                tracing::error!(%error, "a reply could not be written");
                ApiError::internal("An internal error has occurred - check server logs").into_response()
            }
        }
    }
}

/// A body that is JSON already.
pub(super) fn json_body(body: impl IntoResponse) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], body)
}

/// `links` with nothing but `self`.
#[derive(Serialize)]
pub(super) struct SelfLink {
    #[serde(rename = "self")]
    itself: String,
}

impl SelfLink {
    pub(super) fn new(path: impl Into<String>) -> Self {
        Self { itself: path.into() }
    }

    pub(super) fn of(collection: &str, id: Id) -> Self {
        Self::new(format!("/api/v2/{collection}/{id}"))
    }
}

/// The name of a status on the wire.
pub(super) const fn status_name(active: bool) -> &'static str {
    if active { "active" } else { "inactive" }
}

/// Reads a status; `None` if it is not one.
pub(super) fn status(name: &str) -> Option<bool> {
    match name {
        "active" => Some(true),
        "inactive" => Some(false),
        _ => None,
    }
}
