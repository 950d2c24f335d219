//! Signing in and out (§4.1, §4.2).

use std::time::{Instant, SystemTime};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use axum::routing::{any, post};
use axum::{Extension, Router};

use super::{ApiError, App, error};
use crate::auth::Front;
use crate::auth::credentials::{basic, session_key};
use crate::auth::session::COOKIE;
use crate::store::StoreError;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v2/signin", post(sign_in))
        .route("/api/v2/signin/{*rest}", any(error::plain_not_found))
        .route("/api/v2/signout", post(sign_out))
        .route("/api/v2/signout/{*rest}", any(error::plain_not_found))
}

async fn sign_in(
    State(app): State<App>,
    Extension(front): Extension<Front>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    let (name, password) = basic(&headers).ok_or_else(ApiError::unauthorized_access)?;
    let wait = app.throttle.attempt(&name, front.client, Instant::now());
    // Whoever is slowed waits among so many; who is not goes past them.
    let place = if wait.is_zero() {
        None
    } else {
        let place = app.slowed.try_acquire();
        let place = place.map_err(|_| ApiError::too_many("too many sign-ins failed; wait a few seconds"))?;
        tokio::time::sleep(wait).await;
        Some(place)
    };
    let asked = name.clone();
    let found = app.store.read(move |reader| {
        let Some(user) = reader.user_named(&asked)? else {
            return Ok(None);
        };
        Ok::<_, StoreError>(Some((user.id, reader.password_hash(user.id)?)))
    });
    let (user, hash) = found
        .await?
        .map_or((None, None), |(user, hash)| (Some(user), hash));
    // And no more than one of those it is asked about at a time, so that others find a thread free.
    let _turn = match &place {
        Some(_) => app.slowed_hash.acquire().await.ok(),
        None => None,
    };
    let right = app.verify_password(password, hash).await?;
    let Some(user) = user.filter(|_| right) else {
        // Not the name: people type passwords there.
        tracing::info!(client = %front.client, "a sign-in was refused");
        return Err(ApiError::unauthorized_access());
    };
    app.throttle.succeeded(&name, front.client, Instant::now());
    let key = app.sessions.begin(user, Instant::now())?;
    let expires = httpdate::fmt_http_date(SystemTime::now() + app.sessions.length());
    let path = format!("{}api/", app.access.base_path);
    let secure = if app.access.secure_cookie || front.tls {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!("{COOKIE}={key}; Path={path}; Expires={expires}; HttpOnly; SameSite=Strict{secure}");
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(header::SET_COOKIE, cookie)]),
    ))
}

async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<StatusCode, ApiError> {
    let key = session_key(&headers).ok_or_else(ApiError::unauthorized_access)?;
    if app.sessions.end(&key, Instant::now()) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::unauthorized_access())
    }
}
