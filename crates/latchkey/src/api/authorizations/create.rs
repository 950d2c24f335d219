//! `POST /api/v2/authorizations` (§1.4). The checks are in the contract's order: the first failure is the answer.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use influx_api::{Action, Id, Permission, ResourceType};

use super::view::shown;
use crate::api::extract::RawBody;
use crate::api::identify::Identified;
use crate::api::reply::{json_body, status};
use crate::api::{ApiError, App, error::if_taken};
use crate::auth::{Caller, token};
use crate::json::{DecodeError, Fields};
use crate::store::{NewAuthorization, Time, Writer, ids};

/// A request of the right types.
struct Asked {
    org: Option<Id>,
    user: Option<Id>,
    status: Option<String>,
    description: String,
    permissions: Vec<AskedPermission>,
}

struct AskedPermission {
    action: String,
    kind: String,
    id: Option<Id>,
    org: Option<Id>,
}

pub(super) async fn create(
    State(app): State<App>,
    Extension(caller): Identified,
    body: RawBody,
) -> Result<Response, ApiError> {
    let asked = body
        .fields("postAuthorizationRequest")
        .and_then(decode)
        .map_err(|error| ApiError::invalid(format!("invalid json structure: {error}")))?;
    let new = checked(asked, &caller)?;
    let reply = app.store.write(move |writer| {
        allow(writer, &caller, &new)?;
        writer
            .insert_authorization(&new)
            .map_err(if_taken("token already exists".to_owned()))?;
        let stored = super::find(writer, new.id)?;
        shown(writer, &stored, Some(&new.token))
    });
    Ok((StatusCode::CREATED, json_body(reply.await?)).into_response())
}

fn decode(mut fields: Fields) -> Result<Asked, DecodeError> {
    let permissions = fields
        .objects("permissions", "Permission")?
        .into_iter()
        .map(|mut permission| {
            let mut resource = permission.object("resource", "Resource")?;
            Ok(AskedPermission {
                action: permission.text("action")?.unwrap_or_default(),
                kind: resource.text("type")?.unwrap_or_default(),
                id: resource.id("id")?,
                org: resource.id("orgID")?,
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Asked {
        org: fields.id("orgID")?,
        user: fields.id("userID")?,
        status: fields.text("status")?,
        description: fields.text("description")?.unwrap_or_default(),
        permissions,
    })
}

/// Checks 2 to 5, which need nothing but the request.
fn checked(asked: Asked, caller: &Caller) -> Result<NewAuthorization, ApiError> {
    if asked.permissions.is_empty() {
        return Err(ApiError::invalid("authorization must include permissions"));
    }
    let permissions = asked
        .permissions
        .iter()
        .map(permission)
        .collect::<Result<_, _>>()?;
    let org_id = asked
        .org
        .ok_or_else(|| ApiError::invalid("org id required: invalid ID"))?;
    let active = match asked.status.as_deref() {
        None | Some("") => true,
        Some(name) => {
            status(name).ok_or_else(|| ApiError::invalid("invalid status: must be active or inactive"))?
        }
    };
    let now = Time::now();
    Ok(NewAuthorization {
        id: ids::snowflake(),
        token: token::generate()?,
        active,
        description: asked.description,
        org_id,
        user_id: asked.user.unwrap_or(caller.user.id),
        permissions,
        created_at: now,
        updated_at: now,
    })
}

fn permission(asked: &AskedPermission) -> Result<Permission, ApiError> {
    let kind = ResourceType::from(asked.kind.as_str());
    if !kind.is_known() {
        return Err(ApiError::invalid(
            "invalid resource type for permission: unknown resource type for permission",
        ));
    }
    let action = Action::from(asked.action.as_str());
    if !matches!(action, Action::Read | Action::Write) {
        return Err(ApiError::invalid(
            "invalid action type for permission: unknown action for permission",
        ));
    }
    Ok(Permission::new(action, kind, asked.id, asked.org))
}

/// Checks 7 to 12: what the caller may grant, and to whom.
fn allow(writer: &Writer<'_>, caller: &Caller, new: &NewAuthorization) -> Result<(), ApiError> {
    caller.require(&[
        Permission::new(
            Action::Write,
            ResourceType::Authorizations,
            None,
            Some(new.org_id),
        ),
        Permission::new(Action::Write, ResourceType::Users, Some(new.user_id), None),
    ])?;
    if let Some(more) = new.permissions.iter().find(|permission| !caller.may(permission)) {
        return Err(ApiError::forbidden(format!(
            "permission {more} is not allowed: {more} is unauthorized"
        )));
    }
    if new
        .permissions
        .iter()
        .any(|permission| permission.resource.kind == ResourceType::Instance)
    {
        return Err(ApiError::internal(
            "authorizations cannot be created with the instance type, it is only used during setup",
        ));
    }
    let elsewhere =
        |permission: &&Permission| permission.resource.org_id.is_some_and(|org| org != new.org_id);
    if let Some(foreign) = new.permissions.iter().find(elsewhere) {
        return Err(ApiError::invalid(format!(
            "permission {foreign} is not for org id {}",
            new.org_id
        )));
    }
    if writer.user(new.user_id)?.is_none() || writer.org(new.org_id)?.is_none() {
        return Err(ApiError::invalid("unable to create token"));
    }
    Ok(())
}
