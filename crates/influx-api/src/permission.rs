//! Permissions and how they match (§3.1, §3.2).

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::{Id, ResourceType};

/// What a permission lets its holder do. `write` does not imply `read`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Action {
    /// See.
    Read,
    /// Create, change, delete.
    Write,
    /// An action this program does not know, by its name on the wire.
    Other(Box<str>),
}

/// What a permission is about: every resource of a type, those of one organization, or one.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Resource {
    /// The type.
    #[serde(rename = "type")]
    pub kind: ResourceType,
    /// One resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// All resources of one organization (or, with `id`, the organization of that one).
    #[serde(default, rename = "orgID", skip_serializing_if = "Option::is_none")]
    pub org_id: Option<Id>,
    /// The name of the resource `id`, told by the server for buckets, orgs and users that still exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name of the organization `orgID`, told by the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
}

/// One thing that a token may do.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Permission {
    /// What may be done.
    pub action: Action,
    /// To what.
    pub resource: Resource,
}

impl Action {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Other(name) => name,
        }
    }
}

impl Resource {
    /// Resources of a type with the given scope and no names.
    #[must_use]
    pub const fn new(kind: ResourceType, id: Option<Id>, org_id: Option<Id>) -> Self {
        Self {
            kind,
            id,
            org_id,
            name: None,
            org: None,
        }
    }
}

impl Permission {
    /// A permission without names.
    #[must_use]
    pub const fn new(action: Action, kind: ResourceType, id: Option<Id>, org_id: Option<Id>) -> Self {
        Self {
            action,
            resource: Resource::new(kind, id, org_id),
        }
    }

    /// The same grant as it is asked for: the names that the server tells with it need not be told back.
    #[must_use]
    pub fn without_names(&self) -> Self {
        let (action, kind, id, org) = self.grant();
        Self::new(action.clone(), kind.clone(), id, org)
    }

    /// Whether both grant the same, whatever names the server told with them.
    #[must_use]
    pub fn same_grant(&self, other: &Self) -> bool {
        self.grant() == other.grant()
    }

    /// What identifies the grant: action, type, id, organization.
    #[must_use]
    pub const fn grant(&self) -> (&Action, &ResourceType, Option<Id>, Option<Id>) {
        (
            &self.action,
            &self.resource.kind,
            self.resource.id,
            self.resource.org_id,
        )
    }

    /// Whether holding `self` satisfies a need for `needed` (§3.1). An organization-wide permission never
    /// satisfies a need without an organization; one with an `id` is compared by that id alone.
    #[must_use]
    pub fn allows(&self, needed: &Self) -> bool {
        if self.action != needed.action {
            return false;
        }
        if self.resource.kind == ResourceType::Instance {
            return true;
        }
        if self.resource.kind != needed.resource.kind {
            return false;
        }
        match (self.resource.id, self.resource.org_id) {
            (None, None) => true,
            (None, Some(org)) => needed.resource.org_id == Some(org),
            (Some(id), _) => needed.resource.id == Some(id),
        }
    }
}

/// Whether any of the permissions `held` satisfies `needed` (§3.1).
#[must_use]
pub fn allows(held: &[Permission], needed: &Permission) -> bool {
    held.iter().any(|permission| permission.allows(needed))
}

impl From<&str> for Action {
    fn from(name: &str) -> Self {
        match name {
            "read" => Self::Read,
            "write" => Self::Write,
            other => Self::Other(other.into()),
        }
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer).map(|name| Self::from(&*name))
    }
}

/// The form used in the server's messages (§3.2), such as `read:orgs/0000000000000001/buckets`.
impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.action.as_str())?;
        f.write_str(":")?;
        if let Some(org) = self.resource.org_id {
            f.write_str("orgs/")?;
            org.fmt(f)?;
            f.write_str("/")?;
        }
        f.write_str(self.resource.kind.as_str())?;
        if let Some(id) = self.resource.id {
            f.write_str("/")?;
            id.fmt(f)?;
        }
        Ok(())
    }
}
