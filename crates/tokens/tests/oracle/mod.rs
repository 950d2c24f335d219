//! The list as `serde_json` reads it, element by element: what the decoder must agree with, for tests and for fuzzing.

use influx_api::{Authorization, Identity};
use tokens::{DecodeError, ListDecoder, Token, Unreadable};

/// Any bytes: as a reply, they mean the same however they are cut, and nothing panics; as the elements of a list, they mean what
/// `serde_json` says. Both the fuzzer and the tests call it.
///
/// # Panics
/// If they do not.
pub(crate) fn check(data: &[u8]) {
    let reply = [b"{\"authorizations\":[", data, b"]}"].concat();
    let pieces = |reply: &[u8]| {
        // Cuts that depend on nothing but the data, so that a failure can be repeated.
        let sum = data.iter().fold(7_usize, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add((*byte).into())
        });
        let (first, second) = (sum % (reply.len() + 1), sum / 7 % (reply.len() + 1));
        [0, first.min(second), first.max(second), reply.len()]
    };
    for text in [data, &reply] {
        let whole = decode(&[text]);
        let cuts = pieces(text);
        let cut: Vec<&[u8]> = cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).collect();
        assert_eq!(decode(&cut), whole, "cut at {cuts:?}");
        assert_eq!(decode(&text.chunks(1).collect::<Vec<_>>()), whole, "byte by byte");
    }
    if is_closed(data) {
        assert_eq!(decode(&[&reply]), Ok(read_elements(data)));
    }
}

/// What the decoder makes of a reply that arrives in these pieces.
pub(crate) fn decode(pieces: &[&[u8]]) -> Result<(Vec<Token>, Vec<Unreadable>), DecodeError> {
    let mut decoder = ListDecoder::new();
    let mut tokens = Vec::new();
    for piece in pieces {
        tokens.extend(decoder.feed(piece)?);
    }
    Ok((tokens, decoder.finish()?))
}

/// Whether brackets and quotes are in pairs, so that the list ends where it should.
pub(crate) fn is_closed(elements: &[u8]) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_i32, false, false);
    for byte in elements {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && !in_string
}

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
