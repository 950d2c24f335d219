//! Who belongs to an organization: `/api/v2/orgs/{id}/members` and `…/owners`. It decides what a session may do (§3.4).

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{delete, get};
use axum::{Extension, Router};
use influx_api::{Action, Id};
use serde::Serialize;

use super::extract::{PathId, PathUser, RawBody};
use super::identify::Identified;
use super::orgs::{find, needed};
use super::reply::{Json, SelfLink};
use super::users::UserView;
use super::{ApiError, App, mount};
use crate::store::{Role, User};

pub(super) fn routes(mut router: Router<App>) -> Router<App> {
    for role in [Role::Owner, Role::Member] {
        let path = format!("/api/v2/orgs/{{id}}/{}s", role.as_str());
        let list = get(move |app, caller, id| list(role, app, caller, id));
        let all = list.post(move |app, caller, id, body| add(role, app, caller, id, body));
        router = mount(router, &path, all);
        let one = delete(move |app, caller, id, user| remove(role, app, caller, id, user));
        router = mount(router, &format!("{path}/{{user}}"), one);
    }
    router
}

#[derive(Serialize)]
struct Person {
    role: &'static str,
    #[serde(flatten)]
    user: UserView,
}

#[derive(Serialize)]
struct People {
    links: SelfLink,
    users: Vec<Person>,
}

fn person(role: Role, user: &User) -> Person {
    Person {
        role: role.as_str(),
        user: UserView::new(user),
    }
}

async fn list(
    role: Role,
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(org): PathId,
) -> Result<Json<People>, ApiError> {
    let users = app.store.read(move |reader| {
        caller.require(&needed(Action::Read, org))?;
        find(reader, org)?;
        let people = reader.people(org, role)?;
        people
            .into_iter()
            .map(|id| reader.user(id)?.ok_or_else(ApiError::no_user))
            .collect::<Result<Vec<_>, ApiError>>()
    });
    let users = users.await?.iter().map(|user| person(role, user)).collect();
    Ok(Json(People {
        links: SelfLink::new(format!("/api/v2/orgs/{org}/{}s", role.as_str())),
        users,
    }))
}

async fn add(
    role: Role,
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(org): PathId,
    body: RawBody,
) -> Result<(StatusCode, Json<Person>), ApiError> {
    let user: Option<Id> = body
        .fields("postResourceMemberRequest")
        .and_then(|mut fields| fields.id("id"))
        .map_err(|error| ApiError::invalid(error.to_string()))?;
    let user = user.ok_or_else(|| ApiError::invalid("user id missing or invalid"))?;
    let user = app.store.write(move |writer| {
        caller.require(&needed(Action::Write, org))?;
        find(writer, org)?;
        let user = writer.user(user)?.ok_or_else(ApiError::no_user)?;
        writer.set_role(org, user.id, role)?;
        Ok::<_, ApiError>(user)
    });
    Ok((StatusCode::CREATED, Json(person(role, &user.await?))))
}

async fn remove(
    role: Role,
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(org): PathId,
    PathUser(user): PathUser,
) -> Result<StatusCode, ApiError> {
    let removed = app.store.write(move |writer| {
        caller.require(&needed(Action::Write, org))?;
        find(writer, org)?;
        Ok::<_, ApiError>(writer.remove_role(org, user, role)?)
    });
    if removed.await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("user to resource mapping not found"))
    }
}
