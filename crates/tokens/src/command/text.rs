//! Texts from anyone as part of a command, which must be what it looks like: invisible characters are written as escapes.

use crate::text::is_hidden;

/// The text as one word of a POSIX shell, in single quotes, or through `printf` if there are invisible characters in it.
/// `None` for what a shell cannot pass on so: a NUL, or a line break at the end of such a text.
#[must_use]
pub fn shell_word(text: &str) -> Option<String> {
    if !text.contains(is_hidden) {
        return Some(quoted(text));
    }
    if text.contains('\0') || text.ends_with('\n') {
        return None;
    }
    let mut out = String::from("\"$(printf %b '");
    for c in text.chars() {
        // In double quotes an interactive bash takes `!` for a reference to its history.
        if is_hidden(c) || matches!(c, '\'' | '\\' | '!') {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                out.push_str("\\0");
                push_digits(&mut out, byte.into(), 3, 3);
            }
        } else {
            out.push(c);
        }
    }
    out.push_str("')\"");
    Some(out)
}

/// The text in single quotes, as it is.
pub(super) fn quoted(text: &str) -> String {
    ["'", &text.replace('\'', "'\\''"), "'"].concat()
}

/// The same JSON with invisible characters, which can only be in its strings, as `\u` escapes.
pub(super) fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str("\\u");
                push_digits(&mut out, (*unit).into(), 4, 4);
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The text as a basic string of TOML. Telegraf replaces variables before it reads the TOML, so `$` is an escape too.
#[must_use]
pub fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if is_hidden(c) || matches!(c, '"' | '\\' | '$') {
            out.push_str("\\U");
            push_digits(&mut out, c.into(), 4, 8);
        } else {
            out.push(c);
        }
    }
    out.push('"');
    out
}

/// Bytes that stand for themselves in the query of an address; the others as `%` escapes.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            push_digits(&mut out, byte.into(), 4, 2);
        }
    }
    out
}

/// Writes a number with so many digits of so many bits each.
fn push_digits(out: &mut String, number: u32, bits: u32, digits: u32) {
    for place in (0..digits).rev() {
        out.extend(char::from_digit(number >> (place * bits) & ((1 << bits) - 1), 16));
    }
}
