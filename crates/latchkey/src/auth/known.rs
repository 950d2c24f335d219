//! Callers with a session, kept from one request to the next: a user's tokens may be many thousands, and each adds to
//! what the user's sessions may do (§3.4).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use influx_api::Id;

use super::Caller;
use crate::api::ApiError;
use crate::store::Store;

/// How many users are kept.
const MOST: usize = 256;

/// The callers of late, each with the state of the store that it was made from.
#[derive(Default)]
pub struct KnownCallers(Mutex<HashMap<Id, (u64, Arc<Caller>)>>);

impl KnownCallers {
    /// The caller whose session it is, as [`Caller::of_session`] would have it now.
    ///
    /// # Errors
    /// Its errors.
    pub async fn of_session(&self, store: &Store, user: Id) -> Result<Arc<Caller>, ApiError> {
        // Asked for first, so that a caller is never taken for newer than it is.
        let grants = store.grants();
        if let Some((made_from, caller)) = self.lock().get(&user)
            && *made_from == grants
        {
            return Ok(Arc::clone(caller));
        }
        let made = store.read(move |reader| Caller::of_session(reader, user));
        let caller = Arc::new(made.await?);
        let mut known = self.lock();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(user, (grants, Arc::clone(&caller)));
        Ok(caller)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Id, (u64, Arc<Caller>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
