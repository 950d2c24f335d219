//! Making a token.

use influx_api::{AccessKind, Action, Id, NewAuthorization, Permission, ResourceType, Status, request};

use super::Command;
use super::curl::curl;
use super::influx::connection;
use super::text::shell_word;

/// Whose a new token will be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Owner<'a> {
    /// The user's id.
    pub id: Id,
    /// The user's name, by which alone the `influx` CLI finds it.
    pub name: &'a str,
}

/// Makes a token. The owner is the user named in `new`, or else the caller; `None` if the name is not known.
#[must_use]
pub fn create(server: &str, new: &NewAuthorization, owner: Option<Owner<'_>>) -> Command {
    let influx = influx(server, new, owner);
    Command {
        curl: curl(server, &request::create_authorization(&without_names(new))),
        note: influx.as_ref().err().copied(),
        influx: influx.ok(),
    }
}

/// The names of resources, which the server told, need not be told back.
fn without_names(new: &NewAuthorization) -> NewAuthorization {
    let mut new = new.clone();
    for permission in &mut new.permissions {
        *permission = permission.without_names();
    }
    new
}

const NO_OWNER: &str = "The influx CLI finds the owner by name, which is not known here; without one it takes the first user there is.";
const INACTIVE: &str = "The influx CLI cannot create an inactive API token.";
const TEXT: &str = "A shell cannot pass this description on to the influx CLI.";
const TYPE: &str = "The influx CLI does not know every permission chosen here.";
const USERS: &str = "The influx CLI grants organizations and users only all at once, not a single one.";
const SINGLE: &str = "The influx CLI grants buckets one by one, but no other resources.";
const EVERYWHERE: &str =
    "The influx CLI grants a type of resource in one organization only, or everything with --operator.";

/// The `influx` command, or why there is none that does exactly the same.
pub(super) fn influx(
    server: &str,
    new: &NewAuthorization,
    owner: Option<Owner<'_>>,
) -> Result<String, &'static str> {
    let owner = owner.filter(|owner| !owner.name.is_empty()).ok_or(NO_OWNER)?;
    if new.status != Status::Active {
        return Err(INACTIVE);
    }
    // An organization named in the environment would contradict the one given by id.
    let mut out = [
        "INFLUX_ORG= influx auth create",
        &connection(server),
        " \\\n  --org-id ",
        &new.org_id.to_string(),
        " --user ",
        &shell_word(owner.name).ok_or(NO_OWNER)?,
    ]
    .concat();
    if !new.description.is_empty() {
        out.push_str(" \\\n  --description ");
        out.push_str(&shell_word(&new.description).ok_or(TEXT)?);
    }
    out.push_str(" \\\n ");
    match AccessKind::of(&new.permissions, new.org_id, owner.id) {
        AccessKind::Operator => out.push_str(" --operator"),
        AccessKind::AllAccess => out.push_str(" --all-access"),
        AccessKind::Custom => {
            let mut flags: Vec<String> = Vec::new();
            for permission in &new.permissions {
                let flag = flag(permission, new.org_id)?;
                if !flags.contains(&flag) {
                    flags.push(flag);
                }
            }
            out.push_str(&flags.concat());
        }
    }
    Ok(out)
}

/// The flag that grants a permission, in that organization if it is of one.
fn flag(permission: &Permission, org: Id) -> Result<String, &'static str> {
    let Permission { action, resource } = permission;
    if matches!(action, Action::Other(_))
        || matches!(resource.kind, ResourceType::Instance | ResourceType::Other(_))
    {
        return Err(TYPE);
    }
    let of_all = matches!(resource.kind, ResourceType::Orgs | ResourceType::Users);
    let here = resource.org_id == Some(org);
    match (resource.id, resource.org_id) {
        (None, None) if of_all => {}
        _ if of_all => return Err(USERS),
        (None, Some(_)) if here => {}
        (Some(id), Some(_)) if here && resource.kind == ResourceType::Buckets => {
            return Ok([" --", action.as_str(), "-bucket ", &id.to_string()].concat());
        }
        (Some(_), Some(_)) if here => return Err(SINGLE),
        _ => return Err(EVERYWHERE),
    }
    Ok([" --", action.as_str(), "-", resource.kind.as_str()].concat())
}
