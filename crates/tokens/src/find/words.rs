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
