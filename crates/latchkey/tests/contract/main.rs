//! The contract (`docs/contract.md`), asked of a real server over HTTP; one file for each part of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::needless_pass_by_value)]

#[path = "../support/mod.rs"]
mod support;

mod authorizations_change;
mod authorizations_create;
mod authorizations_list;
mod authorizations_shape;
mod buckets;
mod credentials;
mod hashing;
mod http;
mod orgs;
mod origin;
mod permissions;
mod routing;
mod sessions;
mod setup;
mod small_endpoints;
mod users;
