//! Resource types (§4.9).

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

macro_rules! resource_types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a permission is about. A server may know types that this program does not: they are kept by name.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum ResourceType {
            $($(#[$doc])* $variant,)*
            /// A type this program does not know, by its name on the wire.
            Other(Box<str>),
        }

        impl ResourceType {
            /// The 23 types of InfluxDB OSS 2.9, in the order of `GET /api/v2/resources`.
            pub const ALL: [Self; 23] = [$(Self::$variant),*];

            /// The name on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Other(name) => name,
                }
            }

            /// Its place in [`Self::ALL`]; `None` for a type this program does not know.
            pub(crate) const fn place(&self) -> Option<usize> {
                enum Place { $($variant,)* }
                match self {
                    $(Self::$variant => Some(Place::$variant as usize),)*
                    Self::Other(_) => None,
                }
            }
        }

        impl From<&str> for ResourceType {
            fn from(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)*
                    other => Self::Other(other.into()),
                }
            }
        }
    };
}

resource_types! {
    /// API tokens themselves.
    Authorizations = "authorizations",
    /// Buckets.
    Buckets = "buckets",
    /// Dashboards.
    Dashboards = "dashboards",
    /// Organizations; only ever asked for by id.
    Orgs = "orgs",
    /// Sources.
    Sources = "sources",
    /// Tasks.
    Tasks = "tasks",
    /// Telegraf configurations.
    Telegrafs = "telegrafs",
    /// Users; only ever asked for by id.
    Users = "users",
    /// Dashboard variables.
    Variables = "variables",
    /// Scrapers.
    Scrapers = "scrapers",
    /// Secrets.
    Secrets = "secrets",
    /// Labels.
    Labels = "labels",
    /// Views of dashboards.
    Views = "views",
    /// Documents.
    Documents = "documents",
    /// Notification rules.
    NotificationRules = "notificationRules",
    /// Notification endpoints.
    NotificationEndpoints = "notificationEndpoints",
    /// Checks.
    Checks = "checks",
    /// Database and retention policy mappings.
    Dbrp = "dbrp",
    /// Notebooks.
    Notebooks = "notebooks",
    /// Annotations.
    Annotations = "annotations",
    /// Remote connections.
    Remotes = "remotes",
    /// Replications.
    Replications = "replications",
    /// The whole server; never in a token, matches every type (§3.1).
    Instance = "instance",
}

impl ResourceType {
    /// Whether InfluxDB OSS 2.9 has this type.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ResourceType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ResourceType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer).map(|name| Self::from(&*name))
    }
}
