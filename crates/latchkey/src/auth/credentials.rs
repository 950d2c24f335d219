//! What a request says about who sends it (§5.5).

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::session::COOKIE;

/// A credential as presented, not yet looked up.
pub enum Credential {
    /// `Authorization: Token …` or `Bearer …`.
    Token(String),
    /// The session cookie.
    Session(String),
}

/// The credential of a request. A token decides if there is one; any other scheme is ignored in favour of the cookie.
#[must_use]
pub fn credential(headers: &HeaderMap) -> Option<Credential> {
    token(headers)
        .map(Credential::Token)
        .or_else(|| session_key(headers).map(Credential::Session))
}

/// Whether a request names a token. Browsers never add one by themselves.
#[must_use]
pub fn brings_token(headers: &HeaderMap) -> bool {
    token(headers).is_some()
}

/// Whether a request carries the session cookie, whoever had it sent.
#[must_use]
pub fn brings_cookie(headers: &HeaderMap) -> bool {
    cookie(headers).is_some()
}

fn token(headers: &HeaderMap) -> Option<String> {
    let (scheme, rest) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    ["token", "bearer"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
        .then(|| rest.to_owned())
}

/// The key in the session cookie. A page of another origin has to use a token (§5.1): the cookie that a browser adds to
/// its requests, which it does for other ports of the same host, is not taken.
#[must_use]
pub fn session_key(headers: &HeaderMap) -> Option<String> {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    if site.is_some_and(|site| site != b"same-origin" && site != b"none") {
        return None;
    }
    cookie(headers).map(str::to_owned)
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, key)| key)
}

/// The name and password of `Authorization: Basic …`.
#[must_use]
pub fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, rest) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}
