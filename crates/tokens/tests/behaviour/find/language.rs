use proptest::prelude::*;
use tokens::find::{Condition, Filter, Search, quoted};

use super::{search_text, written};

/// The terms of a text that has no problem, each written in one way.
fn terms(text: &str) -> Vec<String> {
    let Search { terms, problems } = Search::parse(text);
    assert_eq!(problems, [], "{text}");
    terms.iter().map(written).collect()
}

/// The one problem of a text: its sentence, and whether the term is left out and may only be unfinished.
fn problem(text: &str) -> (String, bool, bool) {
    let mut problems = Search::parse(text).problems;
    let problem = problems.pop().unwrap_or_else(|| panic!("{text} has no problem"));
    assert_eq!(problems, [], "{text}");
    (problem.sentence, problem.left_out, problem.unfinished)
}

#[test]
fn a_text_is_words_phrases_and_filters() {
    for (text, expected) in [
        ("", &[][..]),
        (" \t ", &[]),
        ("Grafana  plant", &["grafana", "plant"]),
        ("\"two  words\"", &["\"two  words\""]),
        ("\"say \"\"hi\"\"\"", &["\"say \"\"hi\"\"\""]),
        ("\"\"\"\"", &["\"\"\"\""]),
        ("\"a\"b", &["a", "b"]),
        ("5\"disk", &["5\"disk"]),
        ("STATUS:Inactive", &["status:inactive"]),
        ("status:active,inactive", &["status:active,inactive"]),
        ("owner:\"m lee\"", &["owner:\"m lee\""]),
        ("owner:\"a,b\",c", &["owner:\"a,b\",c"]),
        ("owner:\"m\"lee", &["owner:m", "lee"]),
        ("bucket:a:b", &["bucket:\"a:b\""]),
        ("type:spaceships,buck", &["type:spaceships,buck"]),
        ("-word -\"a b\" -can:w", &["-word", "-\"a b\"", "-can:w"]),
        ("- --flag a-b", &["\"-\"", "-\"-flag\"", "a-b"]),
        ("-status", &["-status"]),
        (
            "http://host:8086 12:30 a.b:c :x x",
            &["\"http://host:8086\"", "\"12:30\"", "\"a.b:c\"", "\":x\"", "x"],
        ),
        ("\"status:foo\"", &["\"status:foo\""]),
        ("created:2025", &["created:…"]),
        (
            "created:>=2025-01 -created:<2024-02-29,2023",
            &["created:…", "-created:…"],
        ),
    ] {
        if text.contains("spaceships") {
            let found: Vec<String> = Search::parse(text).terms.iter().map(written).collect();
            assert_eq!(found, expected, "{text}");
        } else {
            assert_eq!(terms(text), expected, "{text}");
        }
    }
}

#[test]
fn what_cannot_be_understood_is_left_out_and_explained() {
    for (text, sentence) in [
        (
            "status:foo",
            "At character 1: “foo” is no status; use active or inactive. “status:foo” is left out.",
        ),
        (
            "x -access:\"every thing\"",
            "At character 3: “every thing” is no kind of access; use operator, all or custom. “access:\"every thing\"” is left out.",
        ),
        (
            "can:write,fly",
            "At character 1: “fly” is nothing that a token can do; use read or write. “can:write,fly” is left out.",
        ),
        (
            "é created:2025-02-30",
            "At character 3: “2025-02-30” is no date; use a year, a month or a day, such as 2025, 2025-01 or 2025-01-31, behind <, <=, > or >= if you like. “created:2025-02-30” is left out.",
        ),
        (
            "\"\"",
            "At character 1: there is nothing between the quotes. “\"\"” is left out.",
        ),
    ] {
        assert_eq!(problem(text), (sentence.to_owned(), true, false), "{text}");
    }
    for text in [
        "created:0999",
        "created:=2025",
        "created:2025-1-1",
        "created:25",
        "created:2025-01-01T00:00:00Z",
        "created:2025-13",
        "created:+202",
        "created:gestern",
        "created:密码密",
        "status:\"active \"",
        "can:xread",
    ] {
        let (sentence, left_out, unfinished) = problem(text);
        assert!(
            left_out && (!unfinished || text == "created:25"),
            "{text}: {sentence}"
        );
    }
}

#[test]
fn what_may_only_be_unfinished_is_told_apart() {
    for (text, sentence) in [
        (
            "status:",
            "At character 1: status: needs a value, such as status:inactive; as text it is written \"status:\". “status:” is left out.",
        ),
        (
            "\"",
            "At character 1: a quote is opened and not closed; all that follows belongs to it. “\"” is left out.",
        ),
    ] {
        assert_eq!(problem(text), (sentence.to_owned(), true, true), "{text}");
    }
    for text in [
        "-owner:\"\"",
        "type:buckets,",
        "created:",
        "created:<",
        "created:>=2",
        "created:2025-",
        "created:2025-0",
        "created:2025-1",
        "created:2025-12-",
        "created:<2025-04-3",
        "created:<2024-02-2",
        "created:<2025-01-0",
    ] {
        let (sentence, left_out, unfinished) = problem(text);
        assert!(left_out && unfinished, "{text}: {sentence}");
        let (sentence, left_out, unfinished) = problem(&[text, " x"].concat());
        assert!(left_out && !unfinished, "{text} x: {sentence}");
    }
}

#[test]
fn what_is_taken_in_another_way_is_noted() {
    assert_eq!(
        problem("colour:red"),
        (
            "At character 1: “colour:” is no filter and is searched as text. Filters are status: owner: access: type: bucket: can: created:"
                .to_owned(),
            false,
            false
        )
    );
    assert_eq!(
        problem("a \"b c"),
        (
            "At character 3: a quote is opened and not closed; all that follows belongs to it.".to_owned(),
            false,
            true
        )
    );
    assert_eq!(
        problem("type:Spaceships,tasks"),
        (
            "At character 1: no type of resource known here begins with “spaceships”; it is looked for all the same.".to_owned(),
            false,
            false
        )
    );
    let parsed = Search::parse("colour:red status:x \"b c");
    assert_eq!(parsed.problems.len(), 3);
    assert_eq!(
        parsed.terms.iter().map(written).collect::<Vec<_>>(),
        ["\"colour:red\"", "\"b c\""]
    );
    assert_eq!(written(&Search::parse("owner:\"m l").terms[0]), "owner:\"m l\"");
}

#[test]
fn long_texts_are_cut_short_in_sentences() {
    let (sentence, ..) = problem(&format!("status:{}", "x".repeat(10_000)));
    assert!(sentence.chars().count() < 250, "{sentence}");
}

proptest! {
    #[test]
    fn written_again_a_search_means_the_same(text in search_text()) {
        let mut first = Search::parse(&text);
        first.terms.retain(|term| !matches!(term.condition, Condition::Created(_)));
        let again = first.terms.iter().map(written).collect::<Vec<_>>().join(" ");
        let again = Search::parse(&again);
        prop_assert_eq!(again.terms, first.terms);
        prop_assert!(again.problems.iter().all(|problem| !problem.left_out));
    }

    #[test]
    fn every_term_is_looked_for_or_has_a_problem(text in search_text()) {
        let Search { terms, problems } = Search::parse(&text);
        let left_out = problems.iter().filter(|problem| problem.left_out).count();
        prop_assert!(terms.len() + left_out > 0 || text.trim().is_empty());
        // A term more, and nothing that was there is read in another way.
        if problems.iter().any(|problem| problem.unfinished) {
            return Ok(());
        }
        let more = Search::parse(&[&text, " zebra"].concat());
        prop_assert_eq!(&more.terms[..terms.len()], &terms[..]);
        prop_assert_eq!(more.terms.len(), terms.len() + 1);
        prop_assert_eq!(more.problems, problems);
    }

    #[test]
    fn quotes_make_a_text_of_anything(text in ".{1,12}") {
        let lower: String = Search::parse(&quoted(&text)).terms.iter().map(|term| match &term.condition {
            Condition::Text(text) if !term.negated => text.clone(),
            other => panic!("{other:?}"),
        }).collect();
        prop_assert_eq!(lower.chars().count(), text.chars().count());
        let quotes = ["\"", &text.replace('"', "\"\""), "\""].concat();
        prop_assert_eq!(Search::parse(&quotes), Search::parse(&quoted(&text)));
        let value = Search::parse(&["owner:", &quoted(&text)].concat());
        prop_assert_eq!(value.problems, []);
        prop_assert_eq!(&value.terms[0].condition, &Condition::Filter(Filter::Owner, vec![lower]));
    }
}
