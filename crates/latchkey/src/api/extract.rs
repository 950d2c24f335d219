//! What handlers take out of a request.

use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use influx_api::{Id, IdError};
use tokio_stream::StreamExt;

use super::ApiError;
use crate::json::{DecodeError, Fields};

/// The largest body a request may have.
pub(super) const LARGEST_BODY: usize = 1 << 20;
/// How long a request's body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

/// How long a body that is too large is read on for, and dropped.
pub(super) const LARGE_BODY_TIME: Duration = Duration::from_secs(5);

/// The `{id}` of the path (§1.3); not an id is 400.
pub(super) struct PathId(pub(super) Id);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self(path_id(parts, state, "id").await?))
    }
}

/// The `{user}` of the path, after its `{id}`.
pub(super) struct PathUser(pub(super) Id);

impl<S: Send + Sync> FromRequestParts<S> for PathUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Ok(Self(path_id(parts, state, "user").await?))
    }
}

async fn path_id<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Result<Id, ApiError> {
    // What is not UTF-8 behind its percent signs is certainly not hexadecimal.
    let params = RawPathParams::from_request_parts(parts, state)
        .await
        .map_err(|_| IdError::Value)?;
    let text = params
        .iter()
        .find(|(key, _)| *key == name)
        .map_or("", |(_, value)| value);
    Ok(text.parse::<Id>()?)
}

/// The parameters of the query. Of repeated ones the first counts; an empty one is as good as none (§1.2).
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(key, _)| key == name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    pub(super) fn id(&self, name: &str) -> Result<Option<Id>, IdError> {
        self.get(name).map(str::parse).transpose()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(
            form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        ))
    }
}

/// Which page of a list (§4.6 to §4.8).
pub(super) struct Page {
    pub(super) limit: i64,
    pub(super) offset: i64,
    pub(super) descending: bool,
    pub(super) after: Option<Id>,
}

impl Page {
    pub(super) fn read(params: &Params) -> Result<Self, ApiError> {
        let number = |name: &str| -> Result<Option<i64>, ApiError> {
            let parsed = params.get(name).map(str::parse).transpose();
            parsed.map_err(|_| ApiError::invalid(format!("{name} is invalid")))
        };
        let limit = number("limit")?.unwrap_or(20);
        if !(1..=100).contains(&limit) {
            return Err(ApiError::invalid("limit must be between 1 and 100"));
        }
        let descending = match params.get("descending") {
            None | Some("0" | "f" | "F" | "false" | "FALSE" | "False") => false,
            Some("1" | "t" | "T" | "true" | "TRUE" | "True") => true,
            Some(_) => return Err(ApiError::invalid("descending is invalid")),
        };
        let offset = number("offset")?.unwrap_or(0).max(0);
        let after = params
            .id("after")
            .map_err(|error| ApiError::invalid(format!("decoding after: {error}")))?;
        Ok(Self {
            limit,
            offset,
            descending,
            after,
        })
    }
}

/// The whole body, at most 1 MiB; whatever its `Content-Type` (§1.4).
pub(super) struct RawBody(Bytes);

impl RawBody {
    /// Reads the body as the object of a request that errors call `name`.
    pub(super) fn fields(&self, name: &'static str) -> Result<Fields, DecodeError> {
        Fields::read(name, &self.0)
    }
}

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let body = request.into_body();
        match tokio::time::timeout(BODY_TIME, read(body)).await {
            Ok(body) => body.map(Self),
            Err(_) => Err(ApiError::invalid("the request's body took too long to arrive")),
        }
    }
}

async fn read(body: Body) -> Result<Bytes, ApiError> {
    let mut pieces = body.into_data_stream();
    let mut whole = Vec::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| ApiError::invalid("the request's body was broken off"))?;
        if whole.len() + piece.len() > LARGEST_BODY {
            drain(pieces, LARGE_BODY_TIME).await;
            return Err(ApiError::too_large());
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.into())
}

/// Reads on for a while, and drops it: a client that is still sending when the connection closes may never see why.
pub(super) async fn drain(mut pieces: BodyDataStream, patience: Duration) {
    const MOST: usize = 16 * LARGEST_BODY;
    let reading = async {
        let mut seen = 0;
        while seen < MOST
            && let Some(Ok(piece)) = pieces.next().await
        {
            seen += piece.len();
        }
    };
    // Whether it ended or not, the answer is the same.
    let _ = tokio::time::timeout(patience, reading).await;
}
