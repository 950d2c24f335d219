//! Finds out who sends a request before any handler sees it (§5.5), and refuses what a page of another origin has a
//! browser send.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use super::extract::drain;
use super::{ApiError, App};
use crate::auth::credentials::{Credential, credential};
use crate::auth::{Caller, Front};

/// How long the body of a refused request is read on for, and dropped.
const REFUSED_BODY_TIME: Duration = Duration::from_secs(1);

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
    match admit(&app, &mut request).await {
        Ok(()) => Ok(next.run(request).await),
        Err(refusal) => {
            // The connection would be closed on a body that is still to come, often before the refusal is read.
            drain(request.into_body().into_data_stream(), REFUSED_BODY_TIME).await;
            Err(refusal)
        }
    }
}

/// Notes on a request where it comes from and who sends it, if it needs anybody.
async fn admit(app: &App, request: &mut Request) -> Result<(), ApiError> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(address)| address.ip());
    let front = Front::of(peer, request.headers(), &app.access.trusted_proxies);
    let open = is_open(request.method(), request.uri().path());
    if front.is_forged(request.method(), request.headers(), open) {
        return Err(ApiError::forbidden(
            "a page of another origin cannot sign in or use a session; it has to send a token",
        ));
    }
    request.extensions_mut().insert(front);
    if open {
        return Ok(());
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
    Ok(())
}
