//! Token strings and their hashes (§1.4, §2.3).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::store::StoreError;

/// A new secret: 64 random bytes in URL-safe base64, always 88 characters ending in `==`.
///
/// # Errors
/// [`StoreError::Entropy`] when the operating system gives no random numbers.
pub fn generate() -> Result<String, StoreError> {
    let mut bytes = [0; 64];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Entropy)?;
    Ok(URL_SAFE.encode(bytes))
}

/// The form in which a secret is stored and looked up.
#[must_use]
pub fn hash(secret: &str) -> String {
    format!("$influxdb2-sha256${}", URL_SAFE.encode(Sha256::digest(secret)))
}

/// Whether two secrets or hashes are the same, in a time that does not tell where they differ.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{generate, hash};

    #[test]
    fn the_hash_is_the_servers() {
        assert_eq!(
            hash("c27cb2033ab304629d32e1dbcd0ca7186322d3be98af5dd4c329ab800ef85d73"),
            "$influxdb2-sha256$kMrC1MoFhWvvKSgyqpMaLuo2O3LINv4_XByCSkfV9K0="
        );
    }

    #[test]
    fn a_secret_has_the_documented_form() {
        let (a, b) = (generate().unwrap(), generate().unwrap());
        assert_ne!(a, b);
        assert!(a.len() == 88 && a.ends_with("=="), "{a}");
        assert!(
            a[..86]
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'),
            "{a}"
        );
    }
}
