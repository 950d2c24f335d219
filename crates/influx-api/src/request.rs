//! Every request of the console as a value: method, path below the API's root, body, and the type of its reply.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::{
    Authorization, AuthorizationUpdate, Buckets, Health, Id, NewAuthorization, Orgs, Permission,
    ResourceType, Setup, SetupDone, SetupStatus, Telegraf, Telegrafs, User,
};

/// An HTTP method the contract uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Reads; may be repeated.
    Get,
    /// Creates; must not be repeated.
    Post,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

/// A request whose reply, when it succeeds, is a `T`; `()` for replies without a body.
pub struct Request<T> {
    /// How.
    pub method: Method,
    /// What: a path such as `api/v2/me`, relative to the server's root, with its query.
    pub path: String,
    /// JSON, if anything is sent.
    pub body: Option<String>,
    reply: PhantomData<fn() -> T>,
}

/// The largest page that the server gives of organizations and buckets (§4.7, §4.8).
pub const PAGE: usize = 100;

impl<T> Request<T> {
    fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            body: None,
            reply: PhantomData,
        }
    }

    fn json(mut self, body: &impl serde::Serialize) -> Self {
        self.body = serde_json::to_string(body).ok();
        self
    }
}

impl<T: DeserializeOwned> Request<T> {
    /// Reads the body of a successful reply.
    ///
    /// # Errors
    /// The decoder's own, when the body is not a `T`.
    pub fn decode(&self, body: &str) -> Result<T, serde_json::Error> {
        // As the list is read, from bytes: a decoder for text would be in the download beside that one.
        serde_json::from_slice(body.as_bytes())
    }
}

fn path(parts: &[&str]) -> String {
    parts.concat()
}

/// The caller's own user (§4.5).
#[must_use]
pub fn me() -> Request<User> {
    Request::new(Method::Get, "api/v2/me")
}

/// A page of the organizations the caller may read (§4.7).
#[must_use]
pub fn orgs(offset: usize) -> Request<Orgs> {
    Request::new(
        Method::Get,
        path(&["api/v2/orgs?limit=100&offset=", &offset.to_string()]),
    )
}

/// A page of an organization's buckets (§4.8).
#[must_use]
pub fn buckets(org: Id, offset: usize) -> Request<Buckets> {
    let (org, offset) = (org.to_string(), offset.to_string());
    Request::new(
        Method::Get,
        path(&["api/v2/buckets?limit=100&orgID=", &org, "&offset=", &offset]),
    )
}

/// All telegraf configurations of an organization (§4.10).
#[must_use]
pub fn telegrafs(org: Id) -> Request<Telegrafs> {
    Request::new(Method::Get, path(&["api/v2/telegrafs?orgID=", &org.to_string()]))
}

/// All authorizations of an organization that the caller may read (§1.2). The reply is large: it is read as a
/// stream, so its type here is only the outermost check that it was an object.
#[must_use]
pub fn authorizations(org: Id) -> Request<()> {
    Request::new(
        Method::Get,
        path(&["api/v2/authorizations?orgID=", &org.to_string()]),
    )
}

/// Makes an authorization (§1.4). The reply is also [`Issued`](crate::Issued): the only one that tells the secret.
#[must_use]
pub fn create_authorization(new: &NewAuthorization) -> Request<Authorization> {
    Request::new(Method::Post, "api/v2/authorizations").json(new)
}

/// The resource types that the server knows (§4.9), those that this program does not know among them.
#[must_use]
pub fn resources() -> Request<Vec<ResourceType>> {
    Request::new(Method::Get, "api/v2/resources")
}

/// Changes a description, a status, or both (§1.5).
#[must_use]
pub fn update_authorization(id: Id, update: &AuthorizationUpdate) -> Request<Authorization> {
    Request::new(Method::Patch, path(&["api/v2/authorizations/", &id.to_string()])).json(update)
}

/// Deletes an authorization (§1.6); the second time the answer is 404.
#[must_use]
pub fn delete_authorization(id: Id) -> Request<()> {
    Request::new(Method::Delete, path(&["api/v2/authorizations/", &id.to_string()]))
}

/// Starts a session (§4.1); the credentials go into an `Authorization: Basic` header.
#[must_use]
pub fn sign_in() -> Request<()> {
    Request::new(Method::Post, "api/v2/signin")
}

/// Ends the session (§4.2).
#[must_use]
pub fn sign_out() -> Request<()> {
    Request::new(Method::Post, "api/v2/signout")
}

/// Whether the first user can still be set up (§4.4).
#[must_use]
pub fn setup_status() -> Request<SetupStatus> {
    Request::new(Method::Get, "api/v2/setup")
}

/// Sets up the first user, organization, bucket and operator token (§4.4).
#[must_use]
pub fn set_up(setup: &Setup<'_>) -> Request<SetupDone> {
    Request::new(Method::Post, "api/v2/setup").json(setup)
}

/// The permissions that a user's organizations give it (§3.4); those of its tokens are not among them.
#[must_use]
pub fn user_permissions(user: Id) -> Request<Vec<Permission>> {
    Request::new(
        Method::Get,
        path(&["api/v2/users/", &user.to_string(), "/permissions"]),
    )
}

/// One telegraf configuration, for its name (§4.10).
#[must_use]
pub fn telegraf(id: Id) -> Request<Telegraf> {
    Request::new(Method::Get, path(&["api/v2/telegrafs/", &id.to_string()]))
}

/// One authorization (§1.3).
#[must_use]
pub fn authorization(id: Id) -> Request<Authorization> {
    Request::new(Method::Get, path(&["api/v2/authorizations/", &id.to_string()]))
}

/// The server's health and version (§4.11).
#[must_use]
pub fn health() -> Request<Health> {
    Request::new(Method::Get, "health")
}
