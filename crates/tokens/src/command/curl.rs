//! Requests as curl sends them.

use influx_api::request::{Method, Request};

use super::text::{quoted, visible_json};

/// The command that sends a request to the server at this address.
pub(super) fn curl<T>(server: &str, request: &Request<T>) -> String {
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    build(method, &url(server, &request.path), request.body.as_deref())
}

/// A path below the server's address.
pub(super) fn url(server: &str, path: &str) -> String {
    [server.trim_end_matches('/'), "/", path].concat()
}

/// The command that reads an address.
pub(super) fn get(url: &str) -> String {
    build("GET", url, None)
}

fn build(method: &str, url: &str, body: Option<&str>) -> String {
    // curl takes brackets and braces for patterns.
    let globbing = if url.contains(['[', ']', '{', '}']) {
        "--globoff "
    } else {
        ""
    };
    let mut out = [
        "curl ",
        globbing,
        "--request ",
        method,
        " ",
        &quoted(url),
        " \\\n  --header \"Authorization: Token $INFLUX_TOKEN\"",
    ]
    .concat();
    if let Some(body) = body {
        out.push_str(" \\\n  --header 'Content-Type: application/json' \\\n  --data ");
        out.push_str(&quoted(&visible_json(body)));
    }
    out
}
