//! Writing objects field by field, in the form that [`to_vec`](super::to_vec) gives them. A list of authorizations is
//! little else, and through serde it would take twice as long.

use std::iter::repeat_n;

use influx_api::Id;

/// An object that is being written.
pub struct Object<'a> {
    out: &'a mut Vec<u8>,
    /// How deep its fields stand.
    depth: usize,
    empty: bool,
}

impl Object<'_> {
    /// Appends an object that stands `depth` levels down; the first line is not indented.
    pub fn append(out: &mut Vec<u8>, depth: usize, fields: impl FnOnce(&mut Object<'_>)) {
        out.push(b'{');
        let mut object = Object {
            out,
            depth: depth + 1,
            empty: true,
        };
        fields(&mut object);
        let empty = object.empty;
        if !empty {
            line(out, depth);
        }
        out.push(b'}');
    }

    /// A text; `None` leaves the field out. Names of fields are written as they are: they must need no escapes.
    pub fn text<'t>(&mut self, name: &str, value: impl Into<Option<&'t str>>) {
        let Some(value) = value.into() else { return };
        self.name(name);
        self.out.push(b'"');
        escape(self.out, value);
        self.out.push(b'"');
    }

    /// An id; `None` leaves the field out.
    pub fn id(&mut self, name: &str, id: impl Into<Option<Id>>) {
        if let Some(id) = id.into() {
            self.link(name, "", id);
        }
    }

    /// A path that ends in an id; it must need no escapes.
    pub fn link(&mut self, name: &str, path: &str, id: Id) {
        self.name(name);
        self.out.push(b'"');
        self.out.extend_from_slice(path.as_bytes());
        self.out.extend_from_slice(&id.digits());
        self.out.push(b'"');
    }

    /// A value that was written beforehand, at the depth of this object's fields.
    pub fn written(&mut self, name: &str, value: &[u8]) {
        self.name(name);
        self.out.extend_from_slice(value);
    }

    /// An object within this one.
    pub fn object(&mut self, name: &str, fields: impl FnOnce(&mut Object<'_>)) {
        self.name(name);
        Object::append(self.out, self.depth, fields);
    }

    fn name(&mut self, name: &str) {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        line(self.out, self.depth);
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\": ");
    }
}

/// Appends an array that stands `depth` levels down. `write` appends an item at the depth it is told.
///
/// # Errors
/// Those of `write`, the first of which ends it.
pub fn append_array<T, E>(
    out: &mut Vec<u8>,
    depth: usize,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, usize, T) -> Result<(), E>,
) -> Result<(), E> {
    out.push(b'[');
    let mut empty = true;
    for item in items {
        if !empty {
            out.push(b',');
        }
        empty = false;
        line(out, depth + 1);
        write(out, depth + 1, item)?;
    }
    if !empty {
        line(out, depth);
    }
    out.push(b']');
    Ok(())
}

fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.extend(repeat_n(b'\t', depth));
}

fn escape(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let escaped = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'<' => "\\u003c",
            b'>' => "\\u003e",
            b'&' => "\\u0026",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0x00..0x20 => "\\u00",
            // The first of the three bytes of U+2028 and U+2029, which end lines in JavaScript.
            0xe2 => match bytes.get(at + 1..at + 3) {
                Some([0x80, 0xa8]) => "\\u2028",
                Some([0x80, 0xa9]) => "\\u2029",
                _ => continue,
            },
            _ => continue,
        };
        out.extend_from_slice(&bytes[done..at]);
        out.extend_from_slice(escaped.as_bytes());
        if escaped.len() == 4 {
            out.extend([byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]));
        }
        done = at + if *byte == 0xe2 { 3 } else { 1 };
    }
    out.extend_from_slice(&bytes[done..]);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::convert::Infallible;

    use influx_api::Id;
    use proptest::prelude::*;
    use serde_json::json;

    use super::{Object, append_array};
    use crate::json::to_vec;

    fn text(out: Vec<u8>) -> String {
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn it_looks_as_serde_writes_it(
            texts in prop::collection::vec("[\\x00-\\x7f]{0,8}|.{0,8}|[\u{2026}-\u{202a}<>&]{0,4}", 0..4),
            id in 1_u64..,
        ) {
            let id = Id::new(id).unwrap();
            let link = format!("/a/{id}");
            let items: Vec<_> = texts.iter().map(|text| json!({ "text": text })).collect();
            let whole = json!({ "a": items, "b": { "id": id, "link": link }, "c": {} });
            let mut array = Vec::new();
            append_array(&mut array, 1, &texts, |out, depth, value| {
                Object::append(out, depth, |item| item.text("text", value.as_str()));
                Ok::<_, Infallible>(())
            })
            .unwrap();
            let mut out = Vec::new();
            Object::append(&mut out, 0, |object| {
                object.written("a", &array);
                object.object("b", |inner| {
                    inner.id("id", id);
                    inner.id("none", None);
                    inner.text("none", None);
                    inner.link("link", "/a/", id);
                });
                object.object("c", |_| ());
            });
            prop_assert_eq!(text(out), text(to_vec(&whole).unwrap()));
        }
    }
}
