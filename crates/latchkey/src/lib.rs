//! `latchkey serve`: the token console and the InfluxDB v2 authorizations API from an embedded store, in one program.
//! Section numbers (§) are those of the contract notes in `docs/contract.md`.

pub mod api;
pub mod assets;
pub mod auth;
pub mod cli;
pub mod demo;
pub mod headers;
pub mod json;
pub mod router;
pub mod serve;
pub mod store;
pub mod throttle;
