//! Changing a description.

use influx_api::{AuthorizationUpdate, Id, request};

use super::Command;
use super::curl::curl;

/// Gives a token another description.
#[must_use]
pub fn rename(server: &str, id: Id, description: &str) -> Command {
    let update = AuthorizationUpdate {
        description: Some(description.to_owned()),
        ..AuthorizationUpdate::default()
    };
    Command {
        influx: None,
        curl: curl(server, &request::update_authorization(id, &update)),
        note: Some("The influx CLI has no command that changes a description."),
    }
}
