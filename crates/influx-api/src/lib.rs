//! The InfluxDB v2 contract, as far as a token console and its server need it: ids, permissions and their
//! matching rules, authorizations, errors, and every request as a value. Nothing here knows a transport, a
//! browser or a store. Section numbers (§) are those of the contract notes in `docs/contract.md`.

mod authorization;
mod classify;
mod error;
mod id;
mod permission;
pub mod request;
mod resource;
mod secret;
mod setup;
mod timestamp;
mod wire;

pub use authorization::{Authorization, AuthorizationUpdate, NewAuthorization, Status};
pub use classify::{AccessKind, all_access_permissions, operator_permissions, whole_scope};
pub use error::{ErrorBody, ErrorCode};
pub use id::{Id, IdError};
pub use permission::{Action, Permission, Resource, allows};
pub use resource::ResourceType;
pub use secret::{Issued, Secret};
pub use setup::{Setup, SetupDone, SetupStatus};
pub use timestamp::Timestamp;
pub use wire::{Bucket, Buckets, Health, Identity, Org, Orgs, Telegraf, Telegrafs, User};
