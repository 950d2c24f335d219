//! Error replies (§5.4).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use influx_api::{ErrorBody, ErrorCode, IdError};

use super::reply::Json;
use crate::store::StoreError;

/// The header that repeats an error's code.
const CODE_HEADER: &str = "x-platform-error-code";

/// A refusal or failure, as the caller is told.
#[derive(Clone, Debug)]
pub struct ApiError {
    code: ErrorCode,
    message: String,
}

impl ApiError {
    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// 400.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Invalid, message)
    }

    /// 401.
    pub fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Unauthorized, message)
    }

    /// 401 in the words that mean: this credential is not recognised.
    #[must_use]
    pub fn unauthorized_access() -> Self {
        Self::unauthorized("unauthorized access")
    }

    /// 401 for a token that is switched off.
    #[must_use]
    pub fn inactive_token() -> Self {
        Self::unauthorized("token is inactive")
    }

    /// 403.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Forbidden, message)
    }

    /// 403 for a user that is inactive or gone.
    #[must_use]
    pub fn inactive_user() -> Self {
        Self::forbidden("User is inactive")
    }

    /// 404.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::NotFound, message)
    }

    /// 404 for a user.
    #[must_use]
    pub fn no_user() -> Self {
        Self::not_found("user not found")
    }

    /// 404 for an organization.
    #[must_use]
    pub fn no_org() -> Self {
        Self::not_found("organization not found")
    }

    /// 404 for an organization asked for by name.
    #[must_use]
    pub fn no_org_named(name: &str) -> Self {
        Self::not_found(format!("organization name \"{name}\" not found"))
    }

    /// 413.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(
            ErrorCode::RequestTooLarge,
            "the request's body is larger than 1 MiB",
        )
    }

    /// 422.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Conflict, message)
    }

    /// 422 for a body that is understood and lacks something.
    pub fn unprocessable(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::UnprocessableEntity, message)
    }

    /// 429.
    pub fn too_many(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::TooManyRequests, message)
    }

    /// 500.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Internal, message)
    }

    /// 503.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Unavailable, message)
    }
}

/// The caller is told nothing of the store; the log is.
impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Closed) {
            return Self::unavailable(error.to_string());
        }
        tracing::error!(%error, "the store failed");
        if matches!(error, StoreError::Disk(_)) {
            return Self::unavailable(error.to_string());
        }
        Self::internal("An internal error has occurred - check server logs")
    }
}

impl From<IdError> for ApiError {
    fn from(error: IdError) -> Self {
        Self::invalid(error.to_string())
    }
}

/// Turns the store's refusal of a name that is in use into a 422 that says so.
pub(super) fn if_taken(message: String) -> impl FnOnce(StoreError) -> ApiError {
    move |error| match error {
        StoreError::Taken => ApiError::conflict(message),
        other => other.into(),
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let code = self.code.as_str();
        let mut response = (
            status,
            Json(ErrorBody {
                code: code.to_owned(),
                message: self.message,
            }),
        )
            .into_response();
        response
            .headers_mut()
            .insert(CODE_HEADER, HeaderValue::from_static(code));
        response
    }
}

/// What a mounted resource answers below itself where nothing is (§1.7).
pub(super) async fn plain_not_found() -> Response {
    let content = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ];
    (StatusCode::NOT_FOUND, content, "404 page not found\n").into_response()
}

/// What it answers to a method it does not have (§1.7): nothing.
pub(super) async fn method_not_allowed() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

/// Any other path (§1.7).
pub(super) async fn path_not_found() -> ApiError {
    ApiError::not_found("path not found")
}
