//! Listing the tokens of an organization.

use influx_api::{Id, request};

use super::Command;
use super::curl::curl;

/// All tokens of an organization that the caller may read.
#[must_use]
pub fn list(server: &str, org: Id) -> Command {
    Command {
        influx: None,
        curl: curl(server, &request::authorizations(org)),
        note: Some(
            "\"influx auth list\" cannot: it ignores --org, --org-id, --user and --user-id, and lists the API tokens of every organization.",
        ),
    }
}
