//! Switching a token on and off.

use influx_api::{AuthorizationUpdate, Id, Status, request};

use super::Command;
use super::curl::curl;

/// Requests with the token are accepted again.
#[must_use]
pub fn activate(server: &str, id: Id) -> Command {
    set(server, id, Status::Active)
}

/// Requests with the token are refused from now on.
#[must_use]
pub fn deactivate(server: &str, id: Id) -> Command {
    set(server, id, Status::Inactive)
}

fn set(server: &str, id: Id, status: Status) -> Command {
    let influx = ["influx auth ", status.as_str(), " --id ", &id.to_string()].concat();
    let update = AuthorizationUpdate {
        status: Some(status),
        ..AuthorizationUpdate::default()
    };
    Command {
        influx: Some(influx),
        curl: curl(server, &request::update_authorization(id, &update)),
        note: Some(
            "\"influx auth active\" and \"inactive\" take the server and the API token from the active configuration only: see \"influx config\".",
        ),
    }
}
