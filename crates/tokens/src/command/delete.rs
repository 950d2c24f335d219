//! Deleting a token.

use influx_api::{Id, request};

use super::Command;
use super::curl::curl;
use super::influx::connection;

/// Deletes a token.
#[must_use]
pub fn delete(server: &str, id: Id) -> Command {
    let influx = [
        "influx auth delete",
        &connection(server),
        " --id ",
        &id.to_string(),
    ]
    .concat();
    Command {
        influx: Some(influx),
        curl: curl(server, &request::delete_authorization(id)),
        note: None,
    }
}
