//! The list as `serde_json` reads it, element by element: what the decoder must agree with, for tests and for fuzzing.

use influx_api::{Authorization, Identity};
use tokens::{Token, Unreadable};

/// What is within `{"authorizations":[` and `]}`, read slowly. Elements end at a comma outside of strings and brackets.
pub(crate) fn read_elements(elements: &[u8]) -> (Vec<Token>, Vec<Unreadable>) {
    let (mut tokens, mut unreadable) = (Vec::new(), Vec::new());
    let parts = split(elements);
    let nothing = matches!(&parts[..], [only] if only.is_empty());
    // A comma before the end of the list is the end of the last element, and no beginning of another.
    let last_is_blank = parts.last().is_some_and(|last| last.is_empty());
    let count = parts.len() - usize::from(last_is_blank);
    for (index, element) in parts.iter().take(if nothing { 0 } else { count }).enumerate() {
        match serde_json::from_slice::<Authorization>(element) {
            Ok(authorization) => tokens.push(authorization.into()),
            Err(error) => unreadable.push(Unreadable {
                id: serde_json::from_slice::<Identity>(element)
                    .ok()
                    .map(|identity| identity.id),
                index,
                reason: error.to_string(),
            }),
        }
    }
    (tokens, unreadable)
}

/// The elements, without blanks before them. A bracket too many closes nothing.
fn split(elements: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut in_string, mut escaped) = (0, 0_usize, false, false);
    for (at, byte) in elements.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(&elements[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&elements[start..]);
    let blank = |byte: &u8| b" \t\r\n".contains(byte);
    let trimmed = parts.into_iter().map(|part| {
        let start = part.iter().position(|byte| !blank(byte)).unwrap_or(part.len());
        &part[start..]
    });
    trimmed.collect()
}
