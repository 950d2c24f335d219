//! The secret string of a token.

use serde::de::{Deserialize, Deserializer};
use zeroize::Zeroize;

/// A token's secret string. It cannot be printed, compared, copied or encoded by accident: it has no `Debug`,
/// `Display`, `Clone` or `Serialize`, and its memory is overwritten when it is dropped.
pub struct Secret(String);

impl Secret {
    /// Takes ownership of the secret text.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for the one place that shows it or puts it into a header.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The part of a reply that tells a secret, which the server does only once: when it makes a token (§2.2).
#[derive(serde::Deserialize)]
pub struct Issued {
    /// The secret.
    pub token: Secret,
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}
