//! Who sends a request, and what that one may do (§3).

use influx_api::{Action, Id, Permission, ResourceType};

use super::grants::Grants;
use crate::api::ApiError;
use crate::store::{Reader, Role, StoreError, User};

/// The sender of an authenticated request.
pub struct Caller {
    /// Its user; exists and is active.
    pub user: User,
    /// Nothing, when the token is inactive.
    grants: Option<Grants>,
}

impl Caller {
    /// The caller who presents this token.
    ///
    /// # Errors
    /// 401 when there is no such token, 403 when its user is gone or inactive (§5.5).
    pub fn of_token(reader: &Reader<'_>, token: &str) -> Result<Self, ApiError> {
        let authorization = reader
            .authorization_of_token(token)?
            .ok_or_else(ApiError::unauthorized_access)?;
        let user = accepted(reader, authorization.user_id)?;
        let grants = if authorization.active {
            Some(
                reader
                    .permission_set(authorization.permission_set)?
                    .into_iter()
                    .collect(),
            )
        } else {
            None
        };
        Ok(Self { user, grants })
    }

    /// The caller whose session it is: what the user is in the server and its organizations, and the permissions of
    /// all the user's tokens (§3.4).
    ///
    /// # Errors
    /// 403 when the user is gone or inactive.
    pub fn of_session(reader: &Reader<'_>, user: Id) -> Result<Self, ApiError> {
        let user = accepted(reader, user)?;
        let mut grants: Grants = permissions_of(reader, &user)?.into_iter().collect();
        // Who may do everything gains nothing by tokens, of which there may be many.
        if !user.instance_owner {
            grants.extend(reader.permissions_of_tokens(user.id)?);
        }
        Ok(Self {
            user,
            grants: Some(grants),
        })
    }

    /// Whether the caller holds a permission; never with an inactive token.
    #[must_use]
    pub fn may(&self, needed: &Permission) -> bool {
        self.grants.as_ref().is_some_and(|grants| grants.allow(needed))
    }

    /// Lets the caller pass who holds all of these permissions.
    ///
    /// # Errors
    /// 401 that names the first one missing, or says that the token is inactive.
    pub fn require(&self, needed: &[Permission]) -> Result<(), ApiError> {
        let grants = self.grants.as_ref().ok_or_else(ApiError::inactive_token)?;
        match needed.iter().find(|permission| !grants.allow(permission)) {
            Some(missing) => Err(ApiError::unauthorized(format!("{missing} is unauthorized"))),
            None => Ok(()),
        }
    }
}

fn accepted(reader: &Reader<'_>, user: Id) -> Result<User, ApiError> {
    reader
        .user(user)?
        .filter(|user| user.active)
        .ok_or_else(ApiError::inactive_user)
}

/// What a user may do without any token: by owning the server, by belonging to organizations, and to itself (§3.4).
///
/// # Errors
/// The database's own.
pub fn permissions_of(reader: &Reader<'_>, user: &User) -> Result<Vec<Permission>, StoreError> {
    let both = [Action::Read, Action::Write];
    let mut permissions = Vec::new();
    if user.instance_owner {
        permissions.extend(
            both.clone()
                .map(|action| Permission::new(action, ResourceType::Instance, None, None)),
        );
    }
    for (org, role) in reader.roles(user.id)? {
        let actions = match role {
            Role::Owner => &both[..],
            Role::Member => &both[..1],
        };
        for kind in ResourceType::ALL
            .into_iter()
            .filter(|kind| *kind != ResourceType::Instance)
        {
            permissions.extend(actions.iter().map(|action| {
                let (id, org) = if kind == ResourceType::Orgs {
                    (Some(org), None)
                } else {
                    (None, Some(org))
                };
                Permission::new(action.clone(), kind.clone(), id, org)
            }));
        }
    }
    permissions.extend(both.map(|action| Permission::new(action, ResourceType::Users, Some(user.id), None)));
    Ok(permissions)
}
