//! How an authorization looks in a reply (§1.1).

use influx_api::{Id, Permission};
use serde::Serialize;
use serde_json::value::RawValue;

use super::ApiError;
use crate::api::reply::status_name;
use crate::json;
use crate::store::{Authorization, ListedAuthorization, Names, Reader, StoreError, Time};

/// How deep the permissions stand in a single authorization.
const PERMISSIONS_DEPTH: usize = 1;

#[derive(Serialize)]
struct View<'a> {
    id: Id,
    token: &'a str,
    status: &'static str,
    description: &'a str,
    #[serde(rename = "orgID")]
    org_id: Id,
    org: &'a str,
    #[serde(rename = "userID")]
    user_id: Id,
    user: &'a str,
    permissions: &'a RawValue,
    links: Links,
    #[serde(rename = "createdAt")]
    created_at: Time,
    #[serde(rename = "updatedAt")]
    updated_at: Time,
}

#[derive(Serialize)]
struct Links {
    #[serde(rename = "self")]
    itself: String,
    user: String,
}

/// The reply for one authorization. `token` is the secret when it has just been made; otherwise it is shown only if
/// it was stored raw (§2.2).
///
/// # Errors
/// 404 when its owner or organization is gone.
pub(super) fn shown(
    reader: &Reader<'_>,
    authorization: &Authorization,
    token: Option<&str>,
) -> Result<Vec<u8>, ApiError> {
    let mut names = Names::new(reader);
    let user = names
        .user(authorization.user_id)?
        .ok_or_else(ApiError::no_user)?
        .to_owned();
    let org = names
        .org(authorization.org_id)?
        .ok_or_else(ApiError::no_org)?
        .to_owned();
    let permissions = permissions(
        reader.permission_set(authorization.permission_set)?,
        &mut names,
        PERMISSIONS_DEPTH,
    )?;
    let mut out = Vec::new();
    let listed = ListedAuthorization {
        id: authorization.id,
        token: token.or(authorization.token.as_deref()).unwrap_or_default(),
        active: authorization.active,
        description: &authorization.description,
        org_id: authorization.org_id,
        org: &org,
        user_id: authorization.user_id,
        user: &user,
        permission_set: authorization.permission_set,
        created_at: authorization.created_at,
        updated_at: authorization.updated_at,
    };
    append(&mut out, 0, &listed, &permissions)?;
    Ok(out)
}

/// Permissions as they stand `depth` levels down in a reply, with the names of what they are about.
pub(super) fn permissions(
    mut permissions: Vec<Permission>,
    names: &mut Names<'_, '_>,
    depth: usize,
) -> Result<Box<RawValue>, StoreError> {
    for permission in &mut permissions {
        names.fill(permission)?;
    }
    let mut out = Vec::new();
    json::append_at_depth(&mut out, depth, &permissions)
        .ok()
        .and_then(|()| String::from_utf8(out).ok())
        .and_then(|text| RawValue::from_string(text).ok())
        .ok_or(StoreError::Unreadable("permission set"))
}

/// Appends an authorization whose permissions were written beforehand, one level deeper.
pub(super) fn append(
    out: &mut Vec<u8>,
    depth: usize,
    authorization: &ListedAuthorization<'_>,
    permissions: &RawValue,
) -> Result<(), StoreError> {
    let view = View {
        id: authorization.id,
        token: authorization.token,
        status: status_name(authorization.active),
        description: authorization.description,
        org_id: authorization.org_id,
        org: authorization.org,
        user_id: authorization.user_id,
        user: authorization.user,
        permissions,
        links: Links {
            itself: format!("/api/v2/authorizations/{}", authorization.id),
            user: format!("/api/v2/users/{}", authorization.user_id),
        },
        created_at: authorization.created_at,
        updated_at: authorization.updated_at,
    };
    json::append_at_depth(out, depth, &view).map_err(|_| StoreError::Unreadable("authorization"))
}
