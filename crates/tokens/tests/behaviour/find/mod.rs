//! The language of the search box.

mod finding;
mod language;
mod suggesting;

use proptest::prelude::*;
use tokens::find::{Condition, Term, quoted};

/// Pieces that mean something in the language, between texts that do not.
pub(super) fn search_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("-".to_owned()),
        Just(",".to_owned()),
        Just(" ".to_owned()),
        Just("created:<2025".to_owned()),
        "(?i:status|owner|access|type|bucket|can|created|colour):",
        "(in)?active|write|re|op|<=?2025-0[0-9]",
        "\\PC{0,3}",
    ];
    proptest::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

/// A term as a text that means it; dates aside.
fn written(term: &Term) -> String {
    let condition = match &term.condition {
        Condition::Text(text) => quoted(text),
        Condition::Filter(filter, values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            [filter.name(), &values.join(",")].concat()
        }
        Condition::Created(_) => "created:…".to_owned(),
    };
    [if term.negated { "-" } else { "" }, &condition].concat()
}
