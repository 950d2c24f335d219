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
    let formatter = Tabs(PrettyFormatter::with_indent(b"\t"));
    value.serialize(&mut Serializer::with_formatter(&mut out, formatter))?;
    Ok(out)
}

/// serde_json's own indentation, and more escapes.
struct Tabs(PrettyFormatter<'static>);

macro_rules! as_pretty {
    ($($name:ident($($flag:ident)?)),*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, out: &mut W $(, $flag: bool)?) -> io::Result<()> {
            self.0.$name(out $(, $flag)?)
        })*
    };
}

impl Formatter for Tabs {
    as_pretty!(
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

    use super::to_vec;

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
}
