//! Whether the server is there (§4.11): no credential, no CORS.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{App, VERSION, error};
use crate::store::Time;

pub(super) fn routes() -> Router<App> {
    let no_head = error::method_not_allowed;
    Router::new()
        .route("/health", get(health).head(no_head))
        .route("/ready", get(ready).head(no_head))
        .route("/ping", get(ping).head(ping))
}

async fn health() -> Json<Value> {
    Json(json!({
        "name": "influxdb",
        "message": "ready for queries and writes",
        "status": "pass",
        "checks": [],
        "version": VERSION,
        "commit": concat!("latchkey-", env!("CARGO_PKG_VERSION")),
    }))
}

async fn ready(State(app): State<App>) -> Json<Value> {
    let seconds = (Time::now().0 - app.started.0).max(0) / 1_000_000_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let up = match (hours, minutes) {
        (0, 0) => format!("{seconds}s"),
        (0, minutes) => format!("{minutes}m{}s", seconds % 60),
        (hours, minutes) => format!("{hours}h{minutes}m{}s", seconds % 60),
    };
    Json(json!({ "status": "ready", "started": app.started, "up": up }))
}

async fn ping() -> StatusCode {
    StatusCode::NO_CONTENT
}
