//! Finds out who sends a request before any handler sees it (§5.5).

use std::sync::Arc;
use std::time::Instant;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use super::{ApiError, App};
use crate::auth::Caller;
use crate::auth::credentials::{Credential, credential};

/// The caller, as handlers take it.
pub(super) type Identified = Extension<Arc<Caller>>;

/// Requests that need no credential: exactly these.
fn is_open(method: &Method, path: &str) -> bool {
    matches!(
        (method.as_str(), path),
        ("GET", "/api/v2" | "/api/v2/setup" | "/api/v2/swagger.json")
            | ("POST", "/api/v2/signin" | "/api/v2/signout" | "/api/v2/setup")
    )
}

pub(super) async fn identify(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    if is_open(request.method(), request.uri().path()) {
        return Ok(next.run(request).await);
    }
    let caller = match credential(request.headers()).ok_or_else(ApiError::unauthorized_access)? {
        Credential::Token(token) => {
            let read = app.store.read(move |reader| Caller::of_token(reader, &token));
            Arc::new(read.await?)
        }
        Credential::Session(key) => {
            let user = app
                .sessions
                .user(&key, Instant::now())
                .ok_or_else(ApiError::unauthorized_access)?;
            app.callers.of_session(&app.store, user).await?
        }
    };
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}
