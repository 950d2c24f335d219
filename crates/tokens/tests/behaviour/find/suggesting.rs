use proptest::prelude::*;
use tokens::find::{Day, Search, Suggestion, suggest};
use tokens::{Token, TokenList};

use super::super::{granted, id, list_of, shown};
use super::search_text;

const TODAY: Day = Day {
    year: 2026,
    month: 3,
    day: 9,
};

fn some_tokens() -> TokenList {
    list_of((1..=40).map(|value| Token {
        id: id(value),
        owner: ["mlee", "m lee", "amlie", "", "admin"][value as usize % 5].into(),
        ..granted(if value % 2 == 0 {
            &["write buckets 3 metrics_raw", "read buckets 4 Raw", "read tasks"]
        } else {
            &[
                "read buckets 5 a,b",
                "write buckets",
                "fly spaceships",
                "read tasks 6 raw_task",
            ]
        })
    }))
}

/// Suggestions at the end of a text, or at a `|` in it.
fn offered(text: &str, asked: bool) -> (String, Vec<Suggestion>) {
    let caret = text.find('|').unwrap_or(text.len());
    let units = text[..caret].encode_utf16().count();
    let text = text.replacen('|', "", 1);
    let offered = suggest(&text, units, &shown(&some_tokens()), TODAY, asked);
    (text, offered)
}

fn terms(text: &str) -> Vec<String> {
    offered(text, false)
        .1
        .into_iter()
        .map(|found| found.term)
        .collect()
}

const FILTERS: [&str; 7] = [
    "status:", "owner:", "access:", "type:", "bucket:", "can:", "created:",
];

#[test]
fn filters_are_offered_where_a_term_begins() {
    assert_eq!(terms(""), [""; 0]);
    assert_eq!(terms("word "), [""; 0]);
    for text in ["", "word ", "\"a b\" ", "status:active |", "| word", "密 | word"] {
        if text != "| word" {
            let terms: Vec<String> = offered(text, true)
                .1
                .into_iter()
                .map(|found| found.term)
                .collect();
            assert_eq!(terms, FILTERS, "{text}");
        }
    }
    assert_eq!(terms("-"), FILTERS);
    assert_eq!(terms("c"), ["can:", "created:"]);
    assert_eq!(terms("word -STA"), ["status:"]);
    assert_eq!(terms("|word"), [""; 0]);
    assert_eq!(offered("|word", true).1, []);
    assert_eq!(terms("sta|tus:"), [""; 0]);
    assert_eq!(terms("\"sta"), [""; 0]);
    assert_eq!(offered("c", false).1[0].hint, "read or write");
}

#[test]
fn values_are_offered_after_a_filter() {
    for (text, expected) in [
        ("status:", &["status:active", "status:inactive"][..]),
        ("-STATUS:I", &["STATUS:inactive"]),
        ("status:inactive", &[]),
        (
            "status:active,",
            &["status:active,active", "status:active,inactive"],
        ),
        ("x access:|", &["access:operator", "access:all", "access:custom"]),
        ("can:w y|", &[]),
        ("can:w| y", &["can:write"]),
        (
            "owner:",
            &["owner:admin", "owner:amlie", "owner:\"m lee\"", "owner:mlee"],
        ),
        ("owner:ml", &["owner:mlee", "owner:amlie"]),
        ("owner:\"m l", &["owner:\"m lee\""]),
        ("type:", &["type:buckets", "type:spaceships", "type:tasks"]),
        ("type:ask", &[]),
        ("bucket:", &["bucket:Raw", "bucket:\"a,b\"", "bucket:metrics_raw"]),
        ("bucket:R", &["bucket:Raw", "bucket:metrics_raw"]),
        ("bucket:raw", &["bucket:metrics_raw"]),
        ("created:<2026-", &["created:<2026-03-09", "created:<2026-03"]),
        ("colour:", &[]),
    ] {
        assert_eq!(terms(text), expected, "{text}");
    }
    assert_eq!(terms("created:").len(), 8);
    let hints: Vec<String> = offered("created:>=", false)
        .1
        .into_iter()
        .map(|found| found.hint)
        .collect();
    assert_eq!(hints, ["since today", "since this month", "since this year"]);
}

#[test]
fn words_lead_to_the_filters_they_are_values_of() {
    assert_eq!(terms("ina"), ["status:inactive"]);
    assert_eq!(terms("wri"), ["can:write"]);
    assert_eq!(terms("-buck"), ["bucket:", "type:buckets"]);
    assert_eq!(terms("oper"), ["access:operator"]);
    assert_eq!(terms("wr"), [""; 0]);
}

#[test]
fn a_suggestion_takes_the_place_of_what_was_typed() {
    let take = |text: &str, at: usize| {
        let (text, offered) = offered(text, true);
        offered[at].take(&text)
    };
    assert_eq!(take("x -st", 0), ("x -status:".to_owned(), 10));
    assert_eq!(take("🔑 status:i| y", 0), ("🔑 status:inactive y".to_owned(), 19));
    assert_eq!(take("owner:\"m l", 0), ("owner:\"m lee\" ".to_owned(), 14));
    assert_eq!(
        take("status:active,i", 0),
        ("status:active,inactive ".to_owned(), 23)
    );
    assert_eq!(take("-", 0), ("-status:".to_owned(), 8));
    assert_eq!(take("a  |  b", 1), ("a  owner:  b".to_owned(), 9));
}

#[test]
fn at_most_eight_are_offered_however_many_there_are() {
    let list = list_of((1..=50).map(|value| Token {
        id: id(value),
        owner: format!("user {}", value * 7 % 50 + 10).into(),
        ..granted(&[])
    }));
    let offered = suggest("owner:", 6, &shown(&list), TODAY, false);
    let terms: Vec<String> = offered.into_iter().map(|found| found.term).collect();
    let first: Vec<String> = (10..18)
        .map(|number| format!("owner:\"user {number}\""))
        .collect();
    assert_eq!(terms, first);
}

proptest! {
    #[test]
    fn every_suggestion_can_be_taken_and_understood(text in search_text(), caret in 0..30_usize, asked in any::<bool>()) {
        for suggestion in suggest(&text, caret, &shown(&some_tokens()), TODAY, asked) {
            let (taken, caret) = suggestion.take(&text);
            prop_assert!(caret <= taken.encode_utf16().count());
            prop_assert!(taken.contains(&suggestion.term));
            let left_out = |text: &str| Search::parse(text).problems.iter().filter(|problem| problem.left_out).count();
            let unfinished = usize::from(suggestion.term.ends_with(':'));
            prop_assert!(left_out(&taken) <= left_out(&text) + unfinished, "{} {}", text, taken);
        }
    }
}
