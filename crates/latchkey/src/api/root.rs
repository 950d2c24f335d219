//! What holds for every path: headers, CORS, the size of a body; and the API's own root.

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json as CompactJson, Router};
use serde_json::json;

use super::extract::{LARGE_BODY_TIME, LARGEST_BODY, drain};
use super::{ApiError, App, error};

/// The version of InfluxDB whose contract this is.
pub const VERSION: &str = "v2.9.1";

const BUILD_HEADER: HeaderName = HeaderName::from_static("x-influxdb-build");
const VERSION_HEADER: HeaderName = HeaderName::from_static("x-influxdb-version");

const ALLOWED_METHODS: HeaderValue = HeaderValue::from_static("POST, GET, OPTIONS, PUT, DELETE, PATCH");
const ALLOWED_HEADERS: HeaderValue = HeaderValue::from_static(
    "Accept, Content-Type, Content-Length, Accept-Encoding, Authorization, User-Agent",
);

pub(super) fn routes() -> Router<App> {
    let links = get(links).head(error::method_not_allowed);
    Router::new()
        .route("/api/v2", links)
        .route("/api/v2/", any(error::path_not_found))
}

/// Where things are (§4.11).
async fn links() -> CompactJson<serde_json::Value> {
    CompactJson(json!({
        "authorizations": "/api/v2/authorizations",
        "buckets": "/api/v2/buckets",
        "flags": "/api/v2/flags",
        "me": "/api/v2/me",
        "orgs": "/api/v2/orgs",
        "resources": "/api/v2/resources",
        "setup": "/api/v2/setup",
        "signin": "/api/v2/signin",
        "signout": "/api/v2/signout",
        "system": { "debug": "/debug/pprof", "health": "/health", "metrics": "/metrics" },
        "telegrafs": "/api/v2/telegrafs",
        "users": "/api/v2/users",
    }))
}

/// Tells clients what they talk to (§5.3), and keeps a 405 as bare as theirs (§1.7).
pub async fn brand(mut response: Response) -> Response {
    let refused = response.status() == StatusCode::METHOD_NOT_ALLOWED;
    let headers = response.headers_mut();
    headers.insert(BUILD_HEADER, HeaderValue::from_static("OSS"));
    headers.insert(VERSION_HEADER, HeaderValue::from_static(VERSION));
    if refused {
        headers.remove(header::ALLOW);
    }
    response
}

/// Any origin may ask, with a token but never with the cookie (§5.1).
pub(super) async fn cors(request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return next.run(request).await;
    };
    let mut response = if request.method() == Method::OPTIONS {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        (StatusCode::NO_CONTENT, headers).into_response()
    } else {
        next.run(request).await
    };
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response
}

/// Refuses a body that is announced as too large before anyone looks at it.
pub(super) async fn limit_body(request: Request, next: Next) -> Response {
    if request.body().size_hint().lower() > LARGEST_BODY as u64 {
        drain(request.into_body().into_data_stream(), LARGE_BODY_TIME).await;
        return ApiError::too_large().into_response();
    }
    next.run(request).await
}
