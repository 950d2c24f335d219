//! The page's actions as commands for a POSIX shell. The secret is never part of one: it is taken from the
//! variable `INFLUX_TOKEN` of whoever runs it.

use influx_api::request::{self, Method, Request};
use influx_api::{AuthorizationUpdate, Id, Status};

use crate::text::is_hidden;

/// An action as commands that do the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Command {
    /// With InfluxDB's own client, if it can do that.
    pub influx: Option<String>,
    /// With curl.
    pub curl: String,
}

/// Switches a token on or off. `influx auth active` and `inactive` take the server and the credential only from the
/// client's active configuration (§7).
#[must_use]
pub fn set_status(server_url: &str, id: Id, status: &Status) -> Command {
    let influx = match status {
        Status::Active | Status::Inactive => {
            Some(["influx auth ", status.as_str(), " --id ", &id.to_string()].concat())
        }
        Status::Other(_) => None,
    };
    let update = AuthorizationUpdate {
        status: Some(status.clone()),
        ..AuthorizationUpdate::default()
    };
    Command {
        influx,
        curl: curl(server_url, &request::update_authorization(id, &update)),
    }
}

/// Changes a description; InfluxDB's own client has no command for it.
#[must_use]
pub fn rename(server_url: &str, id: Id, description: &str) -> Command {
    let update = AuthorizationUpdate {
        description: Some(description.to_owned()),
        ..AuthorizationUpdate::default()
    };
    Command {
        influx: None,
        curl: curl(server_url, &request::update_authorization(id, &update)),
    }
}

/// Deletes a token.
#[must_use]
pub fn delete(server_url: &str, id: Id) -> Command {
    let host = sh_quote(server_url.trim_end_matches('/'));
    let influx = [
        "influx auth delete --host ",
        &host,
        " --token \"$INFLUX_TOKEN\" --id ",
        &id.to_string(),
    ]
    .concat();
    Command {
        influx: Some(influx),
        curl: curl(server_url, &request::delete_authorization(id)),
    }
}

/// The text as one word of a POSIX shell, whatever is in it. (No shell word can hold a NUL.)
#[must_use]
pub fn sh_quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for (nth, part) in text.split('\'').enumerate() {
        if nth > 0 {
            out.push_str("'\\''");
        }
        out.push_str(part);
    }
    out.push('\'');
    out
}

fn curl<T>(server_url: &str, request: &Request<T>) -> String {
    let url = [server_url.trim_end_matches('/'), "/", &request.path].concat();
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    let mut out = [
        "curl --request ",
        method,
        " ",
        &sh_quote(&url),
        " --header \"Authorization: Token $INFLUX_TOKEN\"",
    ]
    .concat();
    if let Some(body) = &request.body {
        out.push_str(" --header 'Content-Type: application/json' --data ");
        out.push_str(&sh_quote(&visible_json(body)));
    }
    out
}

/// The same JSON with invisible characters, which can only be in its strings, as `\u` escapes: a command must be what
/// it looks like.
fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str("\\u");
                for place in [12, 8, 4, 0] {
                    out.extend(char::from_digit(u32::from(*unit >> place & 15), 16));
                }
            }
        } else {
            out.push(c);
        }
    }
    out
}
