//! Authorizations (§1), what the page calls API tokens.

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::{Id, Permission};

/// Whether a token is accepted.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// Requests with it are accepted.
    Active,
    /// They are refused.
    Inactive,
    /// A status this program does not know, by its name on the wire.
    Other(Box<str>),
}

/// An authorization as read from the server; what is not needed to tell one from another may be missing or `null`.
/// The secret string is not part of it: whatever a reply carries in `token` is skipped while decoding.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
pub struct Authorization {
    /// Its id.
    pub id: Id,
    /// Whether it is accepted.
    pub status: Status,
    /// Free text; may be empty, of any length, and hostile.
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    /// The organization it belongs to.
    #[serde(rename = "orgID")]
    pub org_id: Id,
    /// That organization's name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub org: String,
    /// Its owner.
    #[serde(rename = "userID")]
    pub user_id: Id,
    /// The owner's name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub user: String,
    /// What it may do; order as posted, repetitions kept.
    #[serde(default, deserialize_with = "null_as_default")]
    pub permissions: Vec<Permission>,
    /// RFC 3339; see [`Timestamp`](crate::Timestamp).
    #[serde(default, deserialize_with = "null_as_default", rename = "createdAt")]
    pub created_at: String,
    /// RFC 3339; changed by every accepted PATCH. Not the time of last use.
    #[serde(default, deserialize_with = "null_as_default", rename = "updatedAt")]
    pub updated_at: String,
}

/// What `PATCH /api/v2/authorizations/{id}` can change (§1.5); absent fields stay.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct AuthorizationUpdate {
    /// The new description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The new status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// What `POST /api/v2/authorizations` takes (§1.4). The server makes the secret; it cannot be chosen.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct NewAuthorization {
    /// The organization it is to belong to.
    #[serde(rename = "orgID")]
    pub org_id: Id,
    /// Its owner; the caller's own user if absent.
    #[serde(rename = "userID", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id>,
    /// Whether it is accepted from the start.
    pub status: Status,
    /// Free text; may be empty.
    pub description: String,
    /// What it may do: at least one. The server ignores names told with them.
    pub permissions: Vec<Permission>,
}

impl Status {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Other(name) => name,
        }
    }
}

impl From<&str> for Status {
    fn from(name: &str) -> Self {
        match name {
            "active" => Self::Active,
            "inactive" => Self::Inactive,
            other => Self::Other(other.into()),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer).map(|name| Self::from(&*name))
    }
}

/// A `null` where a value may be missing is the same as missing.
fn null_as_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
