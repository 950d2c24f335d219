//! Copies and replacements of tokens. The API links no token to another, so the description does: it is there after a
//! reload, on other machines, and for whoever lists tokens by other means.

use influx_api::Id;

const BEFORE: &str = "(replaces ";

/// The description of a copy, as the stock page gives it; `now` is RFC 3339 in UTC, such as `2026-11-22T10:30:00.000Z`.
#[must_use]
pub fn cloned(description: &str, now: &str) -> String {
    let (date, time) = now.split_once('T').unwrap_or((now, ""));
    let time = time.get(..8).unwrap_or(time);
    noted(description, &["(cloned at ", date, " ", time, ")"].concat())
}

/// The description of the token that is to replace another: `<description> (replaces <id>)`. A note about an earlier
/// replacement is dropped.
#[must_use]
pub fn replacing(description: &str, replaced: Id) -> String {
    noted(
        without_note(description),
        &[BEFORE, &replaced.to_string(), ")"].concat(),
    )
}

/// The token that one with this description is to replace.
#[must_use]
pub fn replaces(description: &str) -> Option<Id> {
    note(description).map(|(_, id)| id)
}

/// The description without the note that it replaces another.
#[must_use]
pub fn without_note(description: &str) -> &str {
    note(description).map_or(description, |(text, _)| text)
}

fn note(description: &str) -> Option<(&str, Id)> {
    let (text, id) = description.trim_end().strip_suffix(')')?.rsplit_once(BEFORE)?;
    Some((text.trim_end(), id.parse().ok()?))
}

fn noted(description: &str, note: &str) -> String {
    match description.trim() {
        "" => note.to_owned(),
        text => [text, " ", note].concat(),
    }
}

#[cfg(test)]
mod tests {
    use influx_api::Id;
    use proptest::prelude::*;

    use super::{cloned, replaces, replacing, without_note};

    #[test]
    fn a_copy_is_described_as_on_the_stock_page() {
        let now = "2026-11-22T10:30:00.123Z";
        assert_eq!(
            cloned(" plant 1 ", now),
            "plant 1 (cloned at 2026-11-22 10:30:00)"
        );
        assert_eq!(cloned("", now), "(cloned at 2026-11-22 10:30:00)");
    }

    #[test]
    fn only_a_whole_note_at_the_end_counts() {
        let id = Id::new(0xab);
        assert_eq!(replaces("x (replaces 00000000000000ab)"), id);
        assert_eq!(replaces("(replaces 00000000000000ab) "), id);
        for other in [
            "",
            "x",
            "(replaces 00000000000000ab) y",
            "x (replaces ab)",
            "x (replaces 0000000000000000)",
            "x (replaces 00000000000000ab",
        ] {
            assert_eq!(replaces(other), None, "{other}");
            assert_eq!(without_note(other), other);
        }
    }

    proptest! {
        #[test]
        fn a_replacement_is_recognised_and_notes_do_not_pile_up(text in "\\PC{0,20}", first in 1..=u64::MAX, second in 1..=u64::MAX) {
            let [first, second] = [first, second].map(|id| Id::new(id).unwrap_or_else(|| unreachable!()));
            let once = replacing(&text, first);
            prop_assert_eq!(replaces(&once), Some(first));
            prop_assert_eq!(without_note(&once), without_note(&text).trim());
            let twice = replacing(&once, second);
            prop_assert_eq!(replaces(&twice), Some(second));
            prop_assert_eq!(twice.matches("(replaces ").count(), without_note(&text).matches("(replaces ").count() + 1);
        }
    }
}
