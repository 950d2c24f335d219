//! `/api/v2/resources` (§4.9): any method, any recognised credential, compact JSON.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::any;
use influx_api::ResourceType;

use super::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/api/v2/resources", any(resources))
}

async fn resources() -> impl IntoResponse {
    let names = ResourceType::ALL.map(|kind| format!("\"{kind}\"")).join(",");
    (
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
        format!("[{names}]\n"),
    )
}
