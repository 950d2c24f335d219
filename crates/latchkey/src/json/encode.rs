//! Writing (§1.1): indented with tabs, and with the characters escaped that could end a `<script>`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

/// The value as a reply's body.
///
/// # Errors
/// The value's own; the derived ones have none.
pub fn to_vec(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(1024);
    append_at_depth(&mut out, 0, value)?;
    Ok(out)
}

/// Appends the value as it stands so many levels down in a larger body; the first line is not indented.
///
/// # Errors
/// The value's own; the derived ones have none.
pub fn append_at_depth(out: &mut Vec<u8>, depth: usize, value: &impl Serialize) -> serde_json::Result<()> {
    let formatter = Tabs {
        pretty: PrettyFormatter::with_indent(b"\t"),
        margin: depth,
    };
    value.serialize(&mut Serializer::with_formatter(out, formatter))
}

/// serde_json's own indentation, behind a margin.
struct Tabs {
    pretty: PrettyFormatter<'static>,
    margin: usize,
}

/// Puts the margin behind each line break of what `PrettyFormatter` writes between values: nothing but punctuation.
struct Margin<'w, W: ?Sized> {
    out: &'w mut W,
    margin: usize,
}

impl<W: Write + ?Sized> Write for Margin<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.out.write_all(piece)?;
            if piece.ends_with(b"\n") {
                for _ in 0..self.margin {
                    self.out.write_all(b"\t")?;
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

macro_rules! with_margin {
    ($($name:ident($($flag:ident)?)),*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, out: &mut W $(, $flag: bool)?) -> io::Result<()> {
            self.pretty.$name(&mut Margin { out, margin: self.margin } $(, $flag)?)
        })*
    };
}

impl Formatter for Tabs {
    with_margin!(
        begin_array(),
        end_array(),
        begin_array_value(first),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first),
        begin_object_value(),
        end_object_value()
    );

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            out.write_all(&rest.as_bytes()[..at])?;
            let mut after = rest[at..].chars();
            if let Some(special) = after.next() {
                write!(out, "\\u{:04x}", u32::from(special))?;
            }
            rest = after.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::{append_at_depth, to_vec};

    #[test]
    fn replies_are_indented_with_tabs_and_escaped() {
        let value = json!({"a": [1, {"b": "<x> & \u{2028}\"\n"}], "c": [], "d": {}});
        let expected = "{\n\t\"a\": [\n\t\t1,\n\t\t{\n\t\t\t\"b\": \"\\u003cx\\u003e \\u0026 \\u2028\\\"\\n\"\n\t\t}\n\t],\
                        \n\t\"c\": [],\n\t\"d\": {}\n}";
        assert_eq!(String::from_utf8(to_vec(&value).unwrap()).unwrap(), expected);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(expected).unwrap(),
            value
        );
    }

    #[test]
    fn a_part_looks_as_it_does_in_the_whole() {
        let part = json!({"a": [1, {"b": "x\ny"}], "c": {}});
        let whole = String::from_utf8(to_vec(&json!({"k": [part]})).unwrap()).unwrap();
        let mut out = b"{\n\t\"k\": [\n\t\t".to_vec();
        append_at_depth(&mut out, 2, &part).unwrap();
        out.extend_from_slice(b"\n\t]\n}");
        assert_eq!(String::from_utf8(out).unwrap(), whole);
    }
}
