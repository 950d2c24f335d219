//! Ids (§5.6): 64 bits, written as exactly 16 hexadecimal digits, never zero.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// The id of an authorization, organization, user, bucket or telegraf configuration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(NonZeroU64);

/// Why a text is not an id; its `Display` is the server's own message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdError {
    /// Not 16 bytes long.
    Length,
    /// Not hexadecimal, or all zeros.
    Value,
}

impl Id {
    /// The id with this number; `None` for zero.
    #[must_use]
    pub const fn new(value: u64) -> Option<Self> {
        match NonZeroU64::new(value) {
            Some(value) => Some(Self(value)),
            None => None,
        }
    }

    /// The number behind the id.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0.get()
    }

    /// The 16 lower-case hexadecimal digits, as bytes of ASCII.
    #[must_use]
    pub fn digits(self) -> [u8; 16] {
        let mut out = [0; 16];
        for (place, digit) in out.iter_mut().enumerate() {
            *digit = b"0123456789abcdef"[(self.get() >> (60 - 4 * place) & 15) as usize];
        }
        out
    }
}

impl FromStr for Id {
    type Err = IdError;

    /// Reads 16 hexadecimal digits in either case. The length is counted in bytes and checked first.
    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.len() != 16 {
            return Err(IdError::Length);
        }
        let mut value = 0;
        for byte in text.bytes() {
            let digit = (byte as char).to_digit(16).ok_or(IdError::Value)?;
            value = value << 4 | u64::from(digit);
        }
        Self::new(value).ok_or(IdError::Value)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "id must have a length of 16 bytes",
            Self::Value => "invalid ID",
        })
    }
}

impl std::error::Error for IdError {}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
