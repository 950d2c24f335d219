//! `/api/v2/users` (§4.6).

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use influx_api::{Action, Id, Permission, ResourceType};
use serde::Serialize;

use super::error::if_taken;
use super::extract::{Page, Params, PathId, RawBody};
use super::identify::Identified;
use super::reply::{Json, SelfLink, status, status_name};
use super::{ApiError, App, error, mount};
use crate::auth::caller::permissions_of;
use crate::store::{Reader, User, ids};

pub(super) fn routes() -> Router<App> {
    let router = mount(Router::new(), "/api/v2/users", get(list).post(create));
    let router = mount(
        router,
        "/api/v2/users/{id}",
        get(read).patch(update).delete(delete),
    );
    let router = mount(router, "/api/v2/users/{id}/permissions", get(permissions));
    mount(
        router,
        "/api/v2/users/{id}/password",
        post(set_password).put(set_password),
    )
    .route("/api/v2/users/{id}/{*rest}", any(error::plain_not_found))
}

/// How a user looks in a reply.
#[derive(Serialize)]
pub(super) struct UserView {
    links: SelfLink,
    id: Id,
    name: String,
    status: &'static str,
}

#[derive(Serialize)]
struct Users {
    links: SelfLink,
    users: Vec<UserView>,
}

impl UserView {
    pub(super) fn new(user: &User) -> Self {
        Self {
            links: SelfLink::of("users", user.id),
            id: user.id,
            name: user.name.clone(),
            status: status_name(user.active),
        }
    }
}

fn needed(action: Action, user: Id) -> [Permission; 1] {
    [Permission::new(action, ResourceType::Users, Some(user), None)]
}

fn find(reader: &Reader<'_>, id: Id) -> Result<User, ApiError> {
    reader.user(id)?.ok_or_else(ApiError::no_user)
}

async fn list(
    State(app): State<App>,
    Extension(caller): Identified,
    params: Params,
) -> Result<Json<Users>, ApiError> {
    let page = Page::read(&params)?;
    let id = params.id("id")?;
    let name = params.get("name").map(str::to_owned);
    let users = app.store.read(move |reader| {
        Ok::<_, ApiError>(match (id, name) {
            (Some(id), _) => vec![find(reader, id)?],
            (None, Some(name)) => vec![reader.user_named(&name)?.ok_or_else(ApiError::no_user)?],
            (None, None) => reader.users(page.after, page.offset, page.limit, page.descending)?,
        })
    });
    let mut users = users.await?;
    users.retain(|user| caller.may(&needed(Action::Read, user.id)[0]));
    let users = users.iter().map(UserView::new).collect();
    Ok(Json(Users {
        links: SelfLink::new("/api/v2/users"),
        users,
    }))
}

async fn read(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<Json<UserView>, ApiError> {
    caller.require(&needed(Action::Read, id))?;
    let user = app.store.read(move |reader| find(reader, id)).await?;
    Ok(Json(UserView::new(&user)))
}

/// Reads name and status out of a request.
fn name_and_status(body: &RawBody) -> Result<(Option<String>, Option<bool>), ApiError> {
    let decode = || {
        let mut fields = body.fields("User")?;
        Ok((fields.text("name")?, fields.text("status")?))
    };
    let (name, status_name) =
        decode().map_err(|error: crate::json::DecodeError| ApiError::invalid(error.to_string()))?;
    let active = match status_name.as_deref() {
        None | Some("") => None,
        Some(name) => Some(
            status(name).ok_or_else(|| ApiError::invalid("invalid status: must be active or inactive"))?,
        ),
    };
    Ok((name, active))
}

fn taken(name: &str) -> String {
    format!("user with name {name} already exists")
}

async fn create(
    State(app): State<App>,
    Extension(caller): Identified,
    body: RawBody,
) -> Result<(StatusCode, Json<UserView>), ApiError> {
    let (name, active) = name_and_status(&body)?;
    caller.require(&[Permission::new(Action::Write, ResourceType::Users, None, None)])?;
    let name = name
        .filter(|name| !name.is_empty())
        .ok_or_else(|| ApiError::invalid("user name is empty"))?;
    let user = User {
        id: ids::snowflake(),
        name,
        active: active.unwrap_or(true),
        instance_owner: false,
    };
    let view = UserView::new(&user);
    app.store
        .write(move |writer| writer.insert_user(&user).map_err(if_taken(taken(&user.name))))
        .await?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn update(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
    body: RawBody,
) -> Result<Json<UserView>, ApiError> {
    let (name, active) = name_and_status(&body)?;
    caller.require(&needed(Action::Write, id))?;
    let user = app.store.write(move |writer| {
        let mut user = find(writer, id)?;
        user.name = name.filter(|name| !name.is_empty()).unwrap_or(user.name);
        user.active = active.unwrap_or(user.active);
        writer.update_user(&user).map_err(if_taken(taken(&user.name)))?;
        Ok::<_, ApiError>(user)
    });
    Ok(Json(UserView::new(&user.await?)))
}

async fn delete(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<StatusCode, ApiError> {
    caller.require(&needed(Action::Write, id))?;
    let deleted = app.store.write(move |writer| {
        find(writer, id)?;
        Ok::<_, ApiError>(writer.delete_user(id)?)
    });
    deleted.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the user may do apart from its tokens (§3.4).
async fn permissions(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<Json<Vec<Permission>>, ApiError> {
    caller.require(&needed(Action::Read, id))?;
    let permissions = app.store.read(move |reader| {
        let user = find(reader, id)?;
        Ok::<_, ApiError>(permissions_of(reader, &user)?)
    });
    Ok(Json(permissions.await?))
}

/// Reads the new password out of a request.
pub(super) fn new_password(body: &RawBody) -> Result<String, ApiError> {
    let password = body
        .fields("passwordSetRequest")
        .and_then(|mut fields| fields.text("password"));
    Ok(password
        .map_err(|error| ApiError::invalid(error.to_string()))?
        .unwrap_or_default())
}

async fn set_password(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
    body: RawBody,
) -> Result<StatusCode, ApiError> {
    let password = new_password(&body)?;
    caller.require(&needed(Action::Write, id))?;
    app.store.read(move |reader| find(reader, id)).await?;
    let hash = app.hash_password(password).await?;
    app.store
        .write(move |writer| writer.set_password_hash(id, &hash))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
