//! `/api/v2/me` (§4.5).

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{any, get, put};
use axum::{Extension, Router};
use influx_api::{Action, Permission, ResourceType};

use super::extract::RawBody;
use super::identify::Identified;
use super::reply::Json;
use super::users::{UserView, new_password};
use super::{ApiError, App, error, mount};
use crate::auth::credentials::basic;

pub(super) fn routes() -> Router<App> {
    let router = mount(Router::new(), "/api/v2/me", get(me));
    mount(router, "/api/v2/me/password", put(change_password))
        .route("/api/v2/me/{*rest}", any(error::plain_not_found))
}

async fn me(Extension(caller): Identified) -> Result<Json<UserView>, ApiError> {
    caller.require(&[Permission::new(
        Action::Read,
        ResourceType::Users,
        Some(caller.user.id),
        None,
    )])?;
    Ok(Json(UserView::new(&caller.user)))
}

/// The old password comes in an `Authorization: Basic` header, the identity from the cookie.
async fn change_password(
    State(app): State<App>,
    Extension(caller): Identified,
    headers: HeaderMap,
    body: RawBody,
) -> Result<StatusCode, ApiError> {
    let (_, old) = basic(&headers).ok_or_else(ApiError::unauthorized_access)?;
    let new = new_password(&body)?;
    let user = caller.user.id;
    let stored = app.store.read(move |reader| reader.password_hash(user)).await?;
    if !app.verify_password(old, stored).await? {
        return Err(ApiError::forbidden("your username or password is incorrect"));
    }
    let hash = app.hash_password(new).await?;
    app.store
        .write(move |writer| writer.set_password_hash(user, &hash))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
