//! What a permission is about, in words.

use influx_api::{Resource, ResourceType};

use super::Catalog;
use crate::permissions::what;

/// A resource in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// `Bucket`, `All buckets`, `This organization`, `Your own user` …
    pub what: String,
    /// Its name, or its id where no name is known; empty if `what` says it all.
    pub name: String,
    /// How far it reaches, where that is not as usual: `in every organization`, `by its ID alone`; else empty.
    pub scope: &'static str,
    /// What else to know about it: `all, future ones too`; may be empty.
    pub hint: &'static str,
    /// The server no longer has it.
    pub deleted: bool,
}

impl Label {
    /// What it is, in one line: `All buckets in every organization`, `Bucket 0000000000000001, deleted`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.what.clone();
        for part in [&self.name, self.scope] {
            if !part.is_empty() {
                text.push(' ');
                text.push_str(part);
            }
        }
        if self.deleted {
            text.push_str(", deleted");
        }
        text
    }
}

/// The words for a resource, as seen from one organization. A bucket that was deleted and made again under its old name
/// is another bucket: only the id counts.
#[must_use]
pub fn label(resource: &Resource, catalog: &Catalog) -> Label {
    let Resource {
        kind,
        id,
        org_id,
        name,
        org,
    } = resource;
    let own = catalog
        .all_of(kind)
        .is_some_and(|all| (all.id, all.org_id) == (*id, *org_id));
    let elsewhere = org_id.filter(|org| *org != catalog.org);
    let mut label = Label {
        what: what(kind, id.is_some()),
        name: String::new(),
        scope: match (id, org_id) {
            _ if *kind == ResourceType::Instance => "on the whole server",
            (None, None) => "in every organization",
            _ if elsewhere.is_some() => "in another organization",
            // These are asked for by id only (§3.1), and so never have an organization.
            _ if matches!(kind, ResourceType::Orgs | ResourceType::Users) => "",
            (Some(_), None) => "by its ID alone",
            _ => "",
        },
        hint: "",
        deleted: false,
    };
    match (kind, id) {
        (ResourceType::Orgs, Some(_)) if own => {
            label.what = "This organization".to_owned();
            label.hint = "no other organization";
        }
        (ResourceType::Users, Some(_)) if own => {
            label.what = "Your own user".to_owned();
            label.hint = "no other user";
        }
        (ResourceType::Instance, _) => {}
        (_, None) => {
            if let Some(elsewhere) = elsewhere {
                label.name = org.clone().unwrap_or_else(|| elsewhere.to_string());
            } else if org_id.is_some() {
                label.hint = match kind {
                    ResourceType::Orgs | ResourceType::Users => {
                        "grants nothing: the server asks for them by ID"
                    }
                    _ => "all, future ones too",
                };
            }
        }
        (_, Some(id)) => {
            let told = catalog
                .named(kind, *id)
                .map(|named| &named.name)
                .or(name.as_ref());
            let shown = told.filter(|name| !name.is_empty()).cloned();
            label.name = shown.unwrap_or_else(|| id.to_string());
            label.deleted = told.is_none()
                && matches!(
                    kind,
                    ResourceType::Buckets
                        | ResourceType::Telegrafs
                        | ResourceType::Orgs
                        | ResourceType::Users
                );
        }
    }
    label
}
