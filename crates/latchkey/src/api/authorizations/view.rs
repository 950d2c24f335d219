//! How an authorization looks in a reply (§1.1).

use influx_api::Permission;

use super::ApiError;
use crate::api::reply::status_name;
use crate::json::{Object, append_array};
use crate::store::{Authorization, ListedAuthorization, Names, Reader, ResourceNames, StoreError};

/// How deep the permissions stand in a single authorization.
const PERMISSIONS_DEPTH: usize = 1;
/// A permission takes about so many bytes.
const PERMISSION_LENGTH: usize = 256;

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
    let user = names.user(authorization.user_id)?.ok_or_else(ApiError::no_user)?;
    let org = names.org(authorization.org_id)?.ok_or_else(ApiError::no_org)?;
    let permissions = permissions(
        &reader.permission_set(authorization.permission_set)?,
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
    append(&mut out, 0, &listed, &permissions);
    Ok(out)
}

/// Permissions as they stand `depth` levels down in a reply, with the names of what they are about.
pub(super) fn permissions(
    permissions: &[Permission],
    names: &mut Names<'_, '_>,
    depth: usize,
) -> Result<Vec<u8>, StoreError> {
    let mut out = Vec::with_capacity(PERMISSION_LENGTH * permissions.len());
    append_array(&mut out, depth, permissions, |out, depth, permission| {
        let resource = &permission.resource;
        let ResourceNames { name, org } = names.of(resource)?;
        Object::append(out, depth, |object| {
            object.text("action", permission.action.as_str());
            object.object("resource", |object| {
                object.text("type", resource.kind.as_str());
                object.id("id", resource.id);
                object.id("orgID", resource.org_id);
                object.text("name", name.as_deref());
                object.text("org", org.as_deref());
            });
        });
        Ok::<_, StoreError>(())
    })?;
    Ok(out)
}

/// Appends an authorization whose permissions were written beforehand, one level deeper.
pub(super) fn append(
    out: &mut Vec<u8>,
    depth: usize,
    authorization: &ListedAuthorization<'_>,
    permissions: &[u8],
) {
    let of = authorization;
    Object::append(out, depth, |object| {
        object.id("id", of.id);
        object.text("token", of.token);
        object.text("status", status_name(of.active));
        object.text("description", of.description);
        object.id("orgID", of.org_id);
        object.text("org", of.org);
        object.id("userID", of.user_id);
        object.text("user", of.user);
        object.written("permissions", permissions);
        object.object("links", |links| {
            links.link("self", "/api/v2/authorizations/", of.id);
            links.link("user", "/api/v2/users/", of.user_id);
        });
        object.text("createdAt", of.created_at.to_rfc3339().as_str());
        object.text("updatedAt", of.updated_at.to_rfc3339().as_str());
    });
}
