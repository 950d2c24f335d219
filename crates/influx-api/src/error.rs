//! Error replies (§5.4): exactly `{"code", "message"}`.

use serde::{Deserialize, Serialize};

/// The body of an error reply.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ErrorBody {
    /// One of [`ErrorCode`]'s names, or one this program does not know.
    pub code: String,
    /// The server's sentence.
    #[serde(default)]
    pub message: String,
}

/// The codes a server may answer with, and their HTTP statuses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorCode {
    /// 400.
    Invalid,
    /// 401; also for a missing permission.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 413.
    RequestTooLarge,
    /// 422, not 409.
    Conflict,
    /// 422.
    UnprocessableEntity,
    /// 429.
    TooManyRequests,
    /// 500.
    Internal,
    /// 503.
    Unavailable,
}

impl ErrorCode {
    /// The name in the body and in `X-Platform-Error-Code`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not found",
            Self::MethodNotAllowed => "method not allowed",
            Self::RequestTooLarge => "request too large",
            Self::Conflict => "conflict",
            Self::UnprocessableEntity => "unprocessable entity",
            Self::TooManyRequests => "too many requests",
            Self::Internal => "internal error",
            Self::Unavailable => "unavailable",
        }
    }

    /// The HTTP status it is sent with.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Invalid => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTooLarge => 413,
            Self::Conflict | Self::UnprocessableEntity => 422,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }
}
