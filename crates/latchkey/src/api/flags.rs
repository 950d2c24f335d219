//! `/api/v2/flags` and `/api/v2/config`: what this server is set to.

use axum::extract::State;
use axum::routing::get;
use axum::{Extension, Json, Router};
use influx_api::operator_permissions;
use serde_json::{Value, json};

use super::identify::Identified;
use super::{ApiError, App, mount};

pub(super) fn routes() -> Router<App> {
    mount(
        mount(Router::new(), "/api/v2/flags", get(flags)),
        "/api/v2/config",
        get(config),
    )
}

/// There are no feature flags.
async fn flags() -> Json<Value> {
    Json(json!({}))
}

/// For operators only, so that clients ask for it to find out whether they are one (§3.3).
async fn config(State(app): State<App>, Extension(caller): Identified) -> Result<Json<Value>, ApiError> {
    if !operator_permissions()
        .iter()
        .all(|permission| caller.may(permission))
    {
        return Err(ApiError::unauthorized(
            "access to /api/v2/config requires operator permissions",
        ));
    }
    let minutes = app.sessions.length().as_secs() / 60;
    Ok(Json(json!({ "config": {
        "session-length": minutes,
        "use-hashed-tokens": app.store.hashes_tokens(),
    } })))
}
