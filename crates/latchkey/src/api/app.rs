//! What every handler shares.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::ApiError;
use crate::auth::{Hashing, KnownCallers, Network, Sessions, password};
use crate::store::{Store, Time};
use crate::throttle::Throttle;

/// How many slowed sign-ins wait at once: each holds a connection.
const SLOWED_SIGN_INS: usize = 64;
/// How many lists of authorizations are sent at once: each holds a database connection.
const LISTS_AT_ONCE: usize = 16;

/// How people come to the server.
#[derive(Clone, Debug)]
pub struct Access {
    /// How long a session lasts (§4.3).
    pub session_length: Duration,
    /// The path below which page and API are, with both slashes.
    pub base_path: String,
    /// Whether the session's cookie is always `Secure`. It is anyway where a trusted proxy speaks TLS.
    pub secure_cookie: bool,
    /// The proxies whose word counts for where a request comes from.
    pub trusted_proxies: Vec<Network>,
}

/// The server's state.
#[derive(Clone)]
pub struct App {
    /// Everything that lasts.
    pub store: Store,
    /// Who is signed in.
    pub sessions: Arc<Sessions>,
    /// What those who are signed in may do.
    pub callers: Arc<KnownCallers>,
    /// Who failed to sign in.
    pub throttle: Arc<Throttle>,
    /// How people come here.
    pub access: Arc<Access>,
    /// When the server started.
    pub started: Time,
    pub(super) lists: Arc<Semaphore>,
    pub(super) slowed: Arc<Semaphore>,
    pub(super) slowed_hash: Arc<Semaphore>,
    hashing: Hashing,
}

impl App {
    /// The state of a server that has just started.
    ///
    /// # Errors
    /// The operating system's, when there can be no more threads.
    pub fn new(store: Store, access: Access) -> io::Result<Self> {
        Ok(Self {
            store,
            sessions: Arc::new(Sessions::new(access.session_length)),
            callers: Arc::default(),
            throttle: Arc::new(Throttle::new(Instant::now())),
            access: Arc::new(access),
            started: Time::now(),
            lists: Arc::new(Semaphore::new(LISTS_AT_ONCE)),
            slowed: Arc::new(Semaphore::new(SLOWED_SIGN_INS)),
            slowed_hash: Arc::new(Semaphore::new(1)),
            hashing: Hashing::start()?,
        })
    }

    /// Hashes a password, after checking its length (§4.4).
    pub(super) async fn hash_password(&self, password: String) -> Result<String, ApiError> {
        if !(8..=72).contains(&password.len()) {
            return Err(ApiError::invalid(
                "passwords must be between 8 and 72 characters long",
            ));
        }
        self.hashing(move || password::hash(&password))
            .await?
            .map_err(|error| {
                tracing::error!(%error, "no password hash");
                ApiError::internal(error.to_string())
            })
    }

    /// Whether a password is the one that was hashed; see [`password::verify`].
    pub(super) async fn verify_password(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, ApiError> {
        self.hashing(move || password::verify(&password, hash.as_deref()))
            .await
    }

    async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let done = self.hashing.run(work).await;
        done.ok_or_else(|| ApiError::unavailable("the server is stopping"))
    }
}
