//! Common kinds of token, ticked with one press.

use influx_api::{Action, Permission, Resource, ResourceType};

use super::Catalog;
use super::tree::only_bucket;

/// A common kind of token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preset {
    /// Read one bucket.
    ReadOne,
    /// Write one bucket, as Telegraf does.
    WriteOne,
    /// Read and write all buckets.
    AllBuckets,
    /// List, create, rename and delete one's own tokens in this organization.
    ManageTokens,
}

impl Preset {
    /// All of them, as the tree offers them.
    pub const ALL: [Self; 4] = [
        Self::ReadOne,
        Self::WriteOne,
        Self::AllBuckets,
        Self::ManageTokens,
    ];

    /// Its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ReadOne => "Read one bucket",
            Self::WriteOne => "Write one bucket (Telegraf)",
            Self::AllBuckets => "Read and write everything in buckets",
            Self::ManageTokens => "Manage tokens",
        }
    }

    /// What to know once it is ticked.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::ReadOne | Self::AllBuckets => "",
            Self::WriteOne => "If Telegraf loads its configuration from this server, let it read that, too.",
            Self::ManageTokens => {
                "It manages your own tokens in this organization, and can create only such as may do no more than itself."
            }
        }
    }

    /// What it ticks. One bucket is the only one of a person's own that the filter leaves.
    ///
    /// # Errors
    /// What to do first, when it cannot be ticked yet.
    pub fn permissions(self, catalog: &Catalog, filter: &str) -> Result<Vec<Permission>, &'static str> {
        let (actions, resources) = match self {
            Self::ReadOne => (&BOTH[..1], vec![one_bucket(catalog, filter)?]),
            Self::WriteOne => (&BOTH[1..], vec![one_bucket(catalog, filter)?]),
            Self::AllBuckets => (&BOTH[..], vec![all(catalog, &ResourceType::Buckets)?]),
            // Every call on a token asks for the token and for its owner (§3.3).
            Self::ManageTokens => {
                let tokens = all(catalog, &ResourceType::Authorizations)?;
                (&BOTH[..], vec![tokens, all(catalog, &ResourceType::Users)?])
            }
        };
        let mut permissions = Vec::new();
        for resource in resources {
            for action in actions {
                permissions.push(Permission {
                    action: action.clone(),
                    resource: resource.clone(),
                });
            }
        }
        Ok(permissions)
    }
}

static BOTH: [Action; 2] = [Action::Read, Action::Write];

fn one_bucket(catalog: &Catalog, filter: &str) -> Result<Resource, &'static str> {
    if let Some(bucket) = only_bucket(catalog, filter) {
        return Ok(catalog.one(ResourceType::Buckets, bucket));
    }
    Err(if catalog.buckets().iter().all(|bucket| bucket.system) {
        "There is no bucket yet."
    } else {
        "Which bucket? Type a part of its name here, then tick its box, or press this again when one is left."
    })
}

fn all(catalog: &Catalog, kind: &ResourceType) -> Result<Resource, &'static str> {
    catalog.all_of(kind).ok_or(match catalog.user {
        None => "Not possible here: the server does not tell this page which user you are.",
        Some(_) => "Not possible here: the server has no such resources.",
    })
}
