//! `/api/v2/authorizations` (§1).

mod create;
mod list;
mod view;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Router};
use influx_api::{Action, Id, Permission, ResourceType};

use self::view::shown;
use super::extract::{PathId, RawBody};
use super::identify::Identified;
use super::reply::json_body;
use super::{ApiError, App, error, mount, reply};
use crate::store::{Authorization, Reader, Time};

pub(super) fn routes() -> Router<App> {
    let router = mount(
        Router::new(),
        "/api/v2/authorizations",
        get(list::list).post(create::create),
    );
    let one = get(read).patch(update).delete(delete);
    mount(router, "/api/v2/authorizations/{id}", one)
        .route("/api/v2/authorizations/{id}/{*rest}", any(error::plain_not_found))
}

/// What it takes to read or write one authorization: the same on it and on its owner (§3.3).
fn needed(action: Action, authorization: Id, org: Id, user: Id) -> [Permission; 2] {
    [
        Permission::new(
            action.clone(),
            ResourceType::Authorizations,
            Some(authorization),
            Some(org),
        ),
        Permission::new(action, ResourceType::Users, Some(user), None),
    ]
}

fn needed_for(action: Action, authorization: &Authorization) -> [Permission; 2] {
    needed(
        action,
        authorization.id,
        authorization.org_id,
        authorization.user_id,
    )
}

fn find(reader: &Reader<'_>, id: Id) -> Result<Authorization, ApiError> {
    reader
        .authorization(id)?
        .ok_or_else(|| ApiError::not_found("authorization not found"))
}

async fn read(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<Response, ApiError> {
    let body = app.store.read(move |reader| {
        let authorization = find(reader, id)?;
        caller.require(&needed_for(Action::Read, &authorization))?;
        shown(reader, &authorization, None)
    });
    Ok(json_body(body.await?).into_response())
}

async fn update(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
    body: RawBody,
) -> Result<Response, ApiError> {
    let decode = || {
        let mut fields = body.fields("AuthorizationUpdate")?;
        Ok((fields.text("status")?, fields.text("description")?))
    };
    // Not 400: the server's own mistake, which clients know (§1.5).
    let (status, description) =
        decode().map_err(|error: crate::json::DecodeError| ApiError::internal(error.to_string()))?;
    let shown = app.store.write_details(move |writer| {
        let mut authorization = find(writer, id)?;
        caller.require(&needed_for(Action::Read, &authorization))?;
        caller.require(&needed_for(Action::Write, &authorization))?;
        if let Some(name) = status {
            // An empty status activates (§1.5).
            let name = if name.is_empty() { "active" } else { &name };
            authorization.active = reply::status(name)
                .ok_or_else(|| ApiError::invalid("encodeAuthorization: unknown authorization status"))?;
        }
        if let Some(description) = description {
            authorization.description = description;
        }
        authorization.updated_at = Time::now();
        writer.update_authorization(&authorization)?;
        // Of an orphan the change is kept although the reply is 404 (§1.5).
        Ok::<_, ApiError>(shown(writer, &authorization, None))
    });
    Ok(json_body(shown.await??).into_response())
}

async fn delete(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<StatusCode, ApiError> {
    let deleted = app.store.write(move |writer| {
        let authorization = find(writer, id)?;
        caller.require(&needed_for(Action::Write, &authorization))?;
        Ok::<_, ApiError>(writer.delete_authorization(&authorization)?)
    });
    deleted.await?;
    Ok(StatusCode::NO_CONTENT)
}
