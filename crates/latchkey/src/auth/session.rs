//! Sessions (§4.3), in memory only: a restart ends them all.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use influx_api::Id;
use sha2::{Digest, Sha256};

use super::token;
use crate::store::StoreError;

/// The name of the cookie.
pub const COOKIE: &str = "influxdb-oss-session";

/// How long a session stays alive after a request with it, at least.
const RENEWAL: Duration = Duration::from_secs(5 * 60);

/// The sessions of everyone who is signed in.
pub struct Sessions {
    length: Duration,
    // By the hash of the key, so that finding one tells nothing of how much of a guess was right.
    by_key: Mutex<HashMap<[u8; 32], Session>>,
}

struct Session {
    user: Id,
    expires: Instant,
}

impl Sessions {
    /// None yet; each will last `length`.
    #[must_use]
    pub fn new(length: Duration) -> Self {
        Self {
            length,
            by_key: Mutex::default(),
        }
    }

    /// How long a session lasts.
    #[must_use]
    pub const fn length(&self) -> Duration {
        self.length
    }

    /// Begins one and returns its key.
    ///
    /// # Errors
    /// [`StoreError::Entropy`].
    pub fn begin(&self, user: Id, now: Instant) -> Result<String, StoreError> {
        let key = token::generate()?;
        let mut sessions = self.lock();
        sessions.retain(|_, session| session.expires > now);
        sessions.insert(
            digest(&key),
            Session {
                user,
                expires: now + self.length,
            },
        );
        Ok(key)
    }

    /// Whose session this is, if it has not expired. It then lasts at least another five minutes.
    pub fn user(&self, key: &str, now: Instant) -> Option<Id> {
        let mut sessions = self.lock();
        let session = sessions
            .get_mut(&digest(key))
            .filter(|session| session.expires > now)?;
        session.expires = session.expires.max(now + RENEWAL);
        Some(session.user)
    }

    /// Ends one; false if there was none.
    pub fn end(&self, key: &str, now: Instant) -> bool {
        self.lock()
            .remove(&digest(key))
            .is_some_and(|session| session.expires > now)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Session>> {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::{Duration, Instant};

    use influx_api::Id;

    use super::Sessions;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn use_keeps_a_session_alive_for_five_minutes() {
        let (user, start) = (Id::new(1).unwrap(), Instant::now());
        let sessions = Sessions::new(10 * MINUTE);
        let (used, idle) = (
            sessions.begin(user, start).unwrap(),
            sessions.begin(user, start).unwrap(),
        );
        assert_eq!(
            sessions.user(&used, start + MINUTE),
            Some(user),
            "never shortened"
        );
        assert_eq!(sessions.user(&used, start + 9 * MINUTE), Some(user));
        assert_eq!(sessions.user(&idle, start + 11 * MINUTE), None);
        assert_eq!(sessions.user(&used, start + 13 * MINUTE), Some(user));
        assert_eq!(sessions.user(&used, start + 19 * MINUTE), None);
    }

    #[test]
    fn an_ended_session_is_nobodys() {
        let (user, now) = (Id::new(1).unwrap(), Instant::now());
        let sessions = Sessions::new(MINUTE);
        let key = sessions.begin(user, now).unwrap();
        assert!(sessions.end(&key, now));
        assert!(!sessions.end(&key, now));
        assert_eq!(sessions.user(&key, now), None);
    }
}
