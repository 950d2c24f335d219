//! Reading, as leniently as the server's own decoder (§1.4): field names in any case, unknown fields ignored,
//! `null` as if absent, anything after the first value ignored, broken UTF-8 replaced.

use std::fmt;

use influx_api::{Id, IdError};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Why a body is not what was asked for; its `Display` is close to the server's own text.
#[derive(Debug)]
pub enum DecodeError {
    /// There is no body.
    Empty,
    /// It ends too early.
    Truncated,
    /// It is not JSON.
    Syntax(String),
    /// A value is of the wrong type.
    Type {
        /// What was found.
        found: &'static str,
        /// `Go struct field x.y of type z`, or `Go value of type z`.
        place: String,
    },
    /// A text is not an id.
    Id(IdError),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("EOF"),
            Self::Truncated => f.write_str("unexpected EOF"),
            Self::Syntax(text) => f.write_str(text),
            Self::Type { found, place } => write!(f, "json: cannot unmarshal {found} into Go {place}"),
            Self::Id(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DecodeError {}

/// The fields of an object in a request.
pub struct Fields {
    name: &'static str,
    object: Map<String, Value>,
}

impl Fields {
    /// Reads a body. `name` is what errors call the object.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn read(name: &'static str, body: &[u8]) -> Result<Self, DecodeError> {
        let text = String::from_utf8_lossy(body);
        if text.trim_ascii().is_empty() {
            return Err(DecodeError::Empty);
        }
        let mut decoder = serde_json::Deserializer::from_str(&text);
        let value = Value::deserialize(&mut decoder).map_err(|error| {
            if error.is_eof() {
                DecodeError::Truncated
            } else {
                DecodeError::Syntax(error.to_string())
            }
        })?;
        Self::of(name, value, || format!("value of type {name}"))
    }

    fn of(name: &'static str, value: Value, place: impl FnOnce() -> String) -> Result<Self, DecodeError> {
        match value {
            Value::Object(object) => Ok(Self { name, object }),
            Value::Null => Ok(Self {
                name,
                object: Map::new(),
            }),
            other => Err(DecodeError::Type {
                found: kind(&other),
                place: place(),
            }),
        }
    }

    /// Takes a field: the one of exactly this name, or else one that differs in case only. `null` is as good as none.
    fn take(&mut self, field: &str) -> Option<Value> {
        let found = self.object.remove(field).or_else(|| {
            let key = self
                .object
                .keys()
                .find(|key| key.eq_ignore_ascii_case(field))?
                .clone();
            self.object.remove(&key)
        });
        found.filter(|value| !value.is_null())
    }

    fn wrong(&self, field: &str, kind_wanted: &str, value: &Value) -> DecodeError {
        let place = format!("struct field {}.{field} of type {kind_wanted}", self.name);
        DecodeError::Type {
            found: kind(value),
            place,
        }
    }

    /// A text.
    ///
    /// # Errors
    /// When the field is there and is not one; the same for the others.
    pub fn text(&mut self, field: &str) -> Result<Option<String>, DecodeError> {
        match self.take(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(field, "string", &other)),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub fn integer(&mut self, field: &str) -> Result<Option<i64>, DecodeError> {
        match self.take(field) {
            None => Ok(None),
            Some(value) => value
                .as_i64()
                .map(Some)
                .ok_or_else(|| self.wrong(field, "int64", &value)),
        }
    }

    /// An id.
    ///
    /// # Errors
    /// As [`text`](Self::text), and when the text is not an id, the empty text included.
    pub fn id(&mut self, field: &str) -> Result<Option<Id>, DecodeError> {
        match self.take(field) {
            None => Ok(None),
            Some(Value::String(text)) => text.parse().map(Some).map_err(DecodeError::Id),
            Some(other) => Err(self.wrong(field, "platform.ID", &other)),
        }
    }

    /// An object; one without fields if it is absent.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub fn object(&mut self, field: &str, name: &'static str) -> Result<Self, DecodeError> {
        let value = self.take(field).unwrap_or_default();
        Self::of(name, value, || {
            format!("struct field {}.{field} of type {name}", self.name)
        })
    }

    /// An array of objects; empty if it is absent.
    ///
    /// # Errors
    /// As [`text`](Self::text).
    pub fn objects(&mut self, field: &str, name: &'static str) -> Result<Vec<Self>, DecodeError> {
        let taken = self.take(field);
        let place = || format!("struct field {}.{field} of type {name}", self.name);
        match taken {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => items
                .into_iter()
                .map(|item| Self::of(name, item, place))
                .collect(),
            Some(other) => Err(self.wrong(field, &format!("[]{name}"), &other)),
        }
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Fields;

    fn read(body: &str) -> Fields {
        Fields::read("request", body.as_bytes()).unwrap()
    }

    #[test]
    fn leniency_is_that_of_the_server() {
        assert_eq!(
            read(r#"{"Description":"a","other":1}"#)
                .text("description")
                .unwrap()
                .unwrap(),
            "a"
        );
        assert_eq!(
            read(r#"{"DESCRIPTION":"a","description":"b"}"#)
                .text("description")
                .unwrap()
                .unwrap(),
            "b"
        );
        assert_eq!(read(r#"{"description":null}"#).text("description").unwrap(), None);
        assert_eq!(read("null").text("description").unwrap(), None);
        assert_eq!(
            read(r#"{"description":"a"} trailing {"#)
                .text("description")
                .unwrap()
                .unwrap(),
            "a"
        );
        let broken = Fields::read("request", b"{\"description\":\"\xff\"}")
            .unwrap()
            .text("description");
        assert_eq!(broken.unwrap().unwrap(), "\u{fffd}");
    }

    #[test]
    fn errors_are_in_the_words_of_the_server() {
        let error = |body: &str| match Fields::read("request", body.as_bytes()) {
            Err(error) => error.to_string(),
            Ok(mut fields) => fields.id("orgID").unwrap_err().to_string(),
        };
        assert_eq!(error(""), "EOF");
        assert_eq!(error(" \n"), "EOF");
        assert_eq!(error(r#"{"orgID":"#), "unexpected EOF");
        assert_eq!(
            error("[]"),
            "json: cannot unmarshal array into Go value of type request"
        );
        assert_eq!(error(r#"{"orgID":""}"#), "id must have a length of 16 bytes");
        assert_eq!(error(r#"{"orgID":"zzzzzzzzzzzzzzzz"}"#), "invalid ID");
        assert_eq!(error(r#"{"orgID":"0000000000000000"}"#), "invalid ID");
        assert_eq!(
            error(r#"{"orgID":7}"#),
            "json: cannot unmarshal number into Go struct field request.orgID of type platform.ID"
        );
    }
}
