//! Permissions in the address of the page: `read=buckets/0123456789abcdef,telegrafs&write=buckets`.

use influx_api::{Action, Permission, Resource, ResourceType};

use super::Catalog;
use crate::text::{clip, visible_text};

/// What an address asks for.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Prefill {
    /// What could be read.
    pub permissions: Vec<Permission>,
    /// A sentence for each part that could not.
    pub problems: Vec<String>,
}

/// The values of the parameters `read` and `write`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Link {
    /// To read: `buckets`, `buckets/ID`, separated by commas.
    pub read: String,
    /// To write.
    pub write: String,
    /// How many permissions an address cannot carry: those that do not belong to this organization, or only by their ID.
    pub left_out: usize,
}

/// Reads the values of the parameters `read` and `write`, each of which may be given more than once. `buckets` is all
/// buckets of the organization, `buckets/ID` one; `orgs` is this organization and `users` the caller's own user.
#[must_use]
pub fn prefill(read: &[String], write: &[String], catalog: &Catalog) -> Prefill {
    let mut prefill = Prefill::default();
    for (action, values) in [(Action::Read, read), (Action::Write, write)] {
        for part in values.iter().flat_map(|value| value.split(',')) {
            match resource(part, catalog) {
                Ok(resource) => prefill.permissions.push(Permission {
                    action: action.clone(),
                    resource,
                }),
                Err(reason) => {
                    let part = visible_text(part);
                    prefill
                        .problems
                        .push(["“", action.as_str(), "=", &clip(&part, 60), "” ", reason].concat());
                }
            }
        }
    }
    prefill
}

/// The parameters that prefill these permissions.
#[must_use]
pub fn link(permissions: &[Permission], catalog: &Catalog) -> Link {
    let mut link = Link::default();
    for permission in permissions {
        let value = match permission.action {
            Action::Read => &mut link.read,
            Action::Write => &mut link.write,
            Action::Other(_) => {
                link.left_out += 1;
                continue;
            }
        };
        let part = part(&permission.resource, catalog);
        // What would not be read back as it is cannot be carried.
        if resource(&part, catalog).is_ok_and(|read| same(&read, &permission.resource)) {
            if !value.is_empty() {
                value.push(',');
            }
            value.push_str(&part);
        } else {
            link.left_out += 1;
        }
    }
    link
}

fn part(resource: &Resource, catalog: &Catalog) -> String {
    let kind = resource.kind.as_str();
    match resource.id {
        Some(id)
            if !catalog
                .all_of(&resource.kind)
                .is_some_and(|all| same(&all, resource)) =>
        {
            [kind, "/", &id.to_string()].concat()
        }
        _ => kind.to_owned(),
    }
}

fn resource(part: &str, catalog: &Catalog) -> Result<Resource, &'static str> {
    let (kind, id) = match part.split_once('/') {
        Some((kind, id)) => (kind, Some(id)),
        None => (part, None),
    };
    let kind = ResourceType::from(kind);
    let Some(all) = catalog.all_of(&kind) else {
        return Err(match kind {
            ResourceType::Users if catalog.types().contains(&kind) => {
                "was left out: the server does not tell this page your user."
            }
            _ => {
                "was left out: this server grants no such type. Write a type such as buckets, or buckets/ID."
            }
        });
    };
    let Some(id) = id else {
        return Ok(all);
    };
    let id = id
        .parse()
        .map_err(|_| "was left out: after the slash comes an ID of 16 hexadecimal digits.")?;
    match kind {
        ResourceType::Orgs | ResourceType::Users if all.id == Some(id) => Ok(all),
        ResourceType::Orgs => Err("was left out: it is another organization."),
        ResourceType::Users => Err("was left out: it is another user."),
        kind => Ok(Resource::new(kind, Some(id), Some(catalog.org))),
    }
}

fn same(a: &Resource, b: &Resource) -> bool {
    (&a.kind, a.id, a.org_id) == (&b.kind, b.id, b.org_id)
}
