//! Passwords, kept as argon2id strings.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// A password could not be hashed: the operating system gives no random numbers.
#[derive(Debug)]
pub struct HashError(String);

impl fmt::Display for HashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the password could not be hashed: {}", self.0)
    }
}

impl std::error::Error for HashError {}

/// The argon2id string of a password. Takes tens of milliseconds and 19 MiB, on purpose.
///
/// # Errors
/// [`HashError`].
pub fn hash(password: &str) -> Result<String, HashError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|error| HashError(error.to_string()))
}

/// Whether `password` is the one that `hash` was made of. Without a hash, because there is no such user or it
/// has no password, the answer is no after the same time.
#[must_use]
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    // Of no password at all: its output is not the result of any computation.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$\
                          AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    PasswordHash::new(hash.unwrap_or(NOBODY)).is_ok_and(|parsed| {
        Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
    }) && hash.is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Instant;

    use super::{hash, verify};

    #[test]
    fn only_the_right_password_passes() {
        let stored = hash("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$"), "{stored}");
        assert!(verify("correct horse", Some(&stored)));
        assert!(!verify("correct horsf", Some(&stored)));
        assert!(!verify("correct horse", None));
        assert!(!verify("correct horse", Some("not a hash")));
    }

    #[test]
    fn nobody_takes_as_long_as_somebody() {
        let stored = hash("correct horse").unwrap();
        let time = |hash: Option<&str>| {
            let start = Instant::now();
            assert!(!verify("wrong", hash));
            start.elapsed()
        };
        let (somebody, nobody) = (time(Some(&stored)), time(None));
        assert!(nobody > somebody / 4, "{nobody:?} against {somebody:?}");
    }
}
