//! Matching words against texts, without regard to case.

use crate::case::lower;

/// The words of a search text, in lower case; all of them must be found.
pub(crate) struct Words(Vec<String>);

impl Words {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.split_whitespace().map(lower_case).collect())
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether each word is found in one of the texts.
    pub(crate) fn all_in(&self, texts: &[&str]) -> bool {
        self.iter()
            .all(|word| texts.iter().any(|text| contains(text, word)))
    }
}

/// Whether `text` contains `word`, which is in lower case. "active" is not found in "inactive".
pub(super) fn contains(text: &str, word: &str) -> bool {
    if text.is_ascii() {
        found(text.as_bytes(), word.as_bytes())
    } else {
        found(lower_case(text).as_bytes(), word.as_bytes())
    }
}

/// Whether `text` begins with `word`, which is in lower case.
pub(super) fn begins(text: &str, word: &str) -> bool {
    if text.is_ascii() {
        text.get(..word.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(word))
    } else {
        lower_case(text).starts_with(word)
    }
}

/// The text in lower case, character by character, so that a piece of a text becomes a piece of the result.
pub(super) fn lower_case(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// Adds the text in lower case, as [`lower_case`] has it, to the bytes.
pub(crate) fn fold(text: &str, bytes: &mut Vec<u8>) {
    if text.is_ascii() {
        bytes.extend(text.bytes().map(|byte| byte.to_ascii_lowercase()));
    } else {
        bytes.extend(lower_case(text).into_bytes());
    }
}

/// The same as [`contains`] for a text that is in lower case already.
pub(super) fn has(text: &[u8], word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else {
        return true;
    };
    let mut text = text;
    let mut passed = [0; 2];
    while text.len() > rest.len() {
        let Some((byte, after)) = text.split_first() else {
            break;
        };
        let here = byte == first && after.iter().zip(rest).all(|(a, b)| a == b);
        if here && !(word == b"active" && passed == *b"in") {
            return true;
        }
        passed = [passed[1], *byte];
        text = after;
    }
    false
}

/// Which letters and pairs of bytes are in a text in lower case, some of them under the same bit: a text that has a word
/// has all its bits. The lower half is of letters, the upper half of pairs.
pub(crate) fn traits(text: &[u8]) -> u64 {
    let mut traits = 0;
    let mut pair: u32 = 0;
    for (at, byte) in text.iter().enumerate() {
        traits |= 1
            << match byte {
                b'a'..=b'z' => byte - b'a',
                b'0'..=b'9' => 26,
                _ => 27,
            };
        pair = pair << 8 & 0xffff | u32::from(*byte);
        if at > 0 {
            traits |= 1 << (32 + (pair.wrapping_mul(0x9e37_79b1) >> 27));
        }
    }
    traits
}

fn found(text: &[u8], word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else {
        return true;
    };
    let Some(last_start) = text.len().checked_sub(word.len()) else {
        return false;
    };
    (0..=last_start).any(|at| {
        text.get(at)
            .is_some_and(|byte| byte.to_ascii_lowercase() == *first)
            && text
                .get(at + 1..at + word.len())
                .is_some_and(|here| here.eq_ignore_ascii_case(rest))
            && !(word == b"active" && text.get(..at).is_some_and(ends_with_in))
    })
}

fn ends_with_in(before: &[u8]) -> bool {
    before
        .last_chunk::<2>()
        .is_some_and(|end| end.eq_ignore_ascii_case(b"in"))
}
