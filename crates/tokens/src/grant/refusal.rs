//! Which permission a refusal is about.

use influx_api::{Permission, ResourceType};

/// The place of the permission that the server names in its refusal to create a token (§1.4, checks 9 to 11). `None` if
/// it names none of them: a refusal may be about what the caller itself lacks.
#[must_use]
pub fn refused(message: &str, permissions: &[Permission]) -> Option<usize> {
    permissions.iter().position(|permission| {
        message.contains(&["permission ", &permission.to_string(), " is not "].concat())
            || (permission.resource.kind == ResourceType::Instance
                && message.contains("with the instance type"))
    })
}
