//! The path under which the page and the API are served.

use std::fmt;
use std::str::FromStr;

/// A path such as `/` or `/tokens/`: begins and ends with a slash and needs no escaping in a URL or in HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BasePath(String);

/// Why a text is not a base path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BasePathError;

impl BasePath {
    /// The path with both slashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is `/`, the whole server.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0 == "/"
    }
}

impl Default for BasePath {
    fn default() -> Self {
        Self("/".into())
    }
}

impl FromStr for BasePath {
    type Err = BasePathError;

    fn from_str(text: &str) -> Result<Self, BasePathError> {
        let segments = match text {
            "/" => return Ok(Self::default()),
            _ => text
                .strip_prefix('/')
                .and_then(|rest| rest.strip_suffix('/'))
                .ok_or(BasePathError)?,
        };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        let named = |segment: &str| segment.bytes().any(|byte| byte != b'.') && segment.bytes().all(plain);
        let sound = segments.split('/').all(named);
        if sound {
            Ok(Self(text.into()))
        } else {
            Err(BasePathError)
        }
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for BasePathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a base path begins and ends with a slash and has only letters, digits and -_.~ between, such as /tokens/")
    }
}

impl std::error::Error for BasePathError {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_plain_paths_with_both_slashes_are_taken() {
        for good in ["/", "/tokens/", "/a/b-c_d.e~f/"] {
            assert_eq!(good.parse::<BasePath>().unwrap().as_str(), good);
        }
        for bad in [
            "", "tokens", "/tokens", "tokens/", "//", "/a//b/", "/../", "/./", "/a\"b/", "/a b/", "/é/",
            "/%61/",
        ] {
            assert_eq!(bad.parse::<BasePath>(), Err(BasePathError), "{bad}");
        }
    }
}
