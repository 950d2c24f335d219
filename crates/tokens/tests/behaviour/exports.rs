use influx_api::{AccessKind, Permission, Status, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokens::export::{Format, file_name};
use tokens::{Token, TokenList};

use super::{granted, id, list_of, token};

/// The cells of a table, read by another program, the line of column names first.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .terminator(csv::Terminator::CRLF)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn write(format: Format, tokens: Vec<Token>) -> String {
    let ids: Vec<_> = tokens.iter().map(|token| token.id).collect();
    format.write(&list_of(tokens), &ids)
}

fn full() -> Token {
    let mut token = Token {
        id: id(0x11ac),
        description: "it's, \"quoted\"".to_owned(),
        status: Status::Inactive,
        created: Timestamp::parse("2026-11-22T04:49:09.038121725Z"),
        updated: None,
        ..granted(&["read buckets 3 metrics", "write *tasks"])
    };
    token.access = AccessKind::Custom;
    token
}

#[test]
fn a_table_has_every_column_and_no_other_bytes() {
    assert_eq!(
        write(Format::Csv, vec![full()]),
        "\"id\",\"description\",\"status\",\"access\",\"orgID\",\"owner\",\"userID\",\"createdAt\",\"updatedAt\",\"permissions\"\r\n\
         \"00000000000011ac\",\"it's, \"\"quoted\"\"\",\"inactive\",\"custom\",\"000000000000000a\",\"mlee\",\"000000000000000b\",\
         \"2026-11-22T04:49:09.038121725Z\",\"\",\
         \"read:orgs/000000000000000a/buckets/0000000000000003; write:tasks\"\r\n"
    );
}

#[test]
fn json_is_what_the_api_says_less_the_secret() {
    let read: Value = serde_json::from_str(&write(Format::Json, vec![full()])).expect("JSON");
    assert_eq!(
        read,
        json!([{
            "id": "00000000000011ac",
            "description": "it's, \"quoted\"",
            "status": "inactive",
            "access": "custom",
            "orgID": "000000000000000a",
            "owner": "mlee",
            "userID": "000000000000000b",
            "createdAt": "2026-11-22T04:49:09.038121725Z",
            "updatedAt": null,
            "permissions": [
                {"action": "read", "resource": {"type": "buckets", "id": "0000000000000003", "orgID": "000000000000000a", "name": "metrics"}},
                {"action": "write", "resource": {"type": "tasks"}},
            ],
        }])
    );
}

#[test]
fn only_the_tokens_asked_for_in_that_order() {
    let list = list_of([token(1, "a"), token(2, "b"), token(3, "c")]);
    let wanted = [id(3), id(9), id(1)];
    let rows = rows(&Format::Csv.write(&list, &wanted));
    let described: Vec<_> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(described, ["description", "c", "a"]);
    let read: Value = serde_json::from_str(&Format::Json.write(&list, &wanted)).expect("JSON");
    assert_eq!([&read[0]["description"], &read[1]["description"]], ["c", "a"]);
    assert_eq!(read.as_array().map(Vec::len), Some(2));
}

#[test]
fn nothing_to_write_is_a_valid_file_too() {
    assert_eq!(rows(&Format::Csv.write(&TokenList::default(), &[])).len(), 1);
    let read: Value = serde_json::from_str(&Format::Json.write(&TokenList::default(), &[])).expect("JSON");
    assert_eq!(read, json!([]));
}

#[test]
fn permissions_are_those_of_each_token() {
    let same = granted(&["read tasks"]);
    let tokens = vec![
        same.clone(),
        Token { id: id(2), ..same },
        Token {
            id: id(3),
            ..granted(&["write tasks"])
        },
        Token {
            id: id(4),
            ..granted(&[])
        },
    ];
    let rows = rows(&write(Format::Csv, tokens));
    let last: Vec<_> = rows[1..].iter().map(|row| row[9].as_str()).collect();
    let org = "orgs/000000000000000a/tasks";
    assert_eq!(
        last,
        [
            format!("read:{org}"),
            format!("read:{org}"),
            format!("write:{org}"),
            String::new()
        ]
    );
}

#[test]
fn a_formula_is_made_a_text() {
    for (description, cell) in [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\ttab", "'\ttab"),
        ("\rreturn", "'\rreturn"),
        (" \u{feff}\u{a0}=1", " \u{feff}\u{a0}'=1"),
        ("\n\"=1", "\n\"'=1"),
        ("\u{ff1d}1", "'\u{ff1d}1"),
        ("a;=1", "a;'=1"),
        ("a\n -1", "a\n '-1"),
        ("a-b = c, +d", "a-b = c, +d"),
        ("'=1", "'=1"),
    ] {
        let rows = rows(&write(Format::Csv, vec![token(1, description)]));
        assert_eq!(rows[1][1], cell);
    }
    let odd = Token {
        status: "=1".into(),
        owner: "-lee".into(),
        ..token(1, "")
    };
    let rows = rows(&write(Format::Csv, vec![odd]));
    assert_eq!((&*rows[1][2], &*rows[1][5]), ("'=1", "'-lee"));
}

#[test]
fn the_name_of_the_file_suits_every_file_system() {
    let name = |org: &str| file_name(org, "2026-11-22", Format::Csv);
    assert_eq!(name("acme"), "latchkey-acme-api-tokens-2026-11-22.csv");
    assert_eq!(
        name("../a: b\\c\u{202e}d\u{3000}é*"),
        "latchkey-..-a-b-c-d-é-api-tokens-2026-11-22.csv"
    );
    assert_eq!(
        name(&"x".repeat(300)).len(),
        "latchkey--api-tokens-2026-11-22.csv".len() + 60
    );
    assert_eq!(
        file_name("a", "2026-11-22", Format::Json),
        "latchkey-a-api-tokens-2026-11-22.json"
    );
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ ;,=+@'\"\r\n\tab\u{feff}\u{ff0b}-]{0,10}",
        "\\PC{0,16}",
        any::<String>()
    ]
}

/// As the table has them, less every apostrophe: those that were added, and those that were there.
fn plain(text: &str) -> String {
    text.replace('\'', "")
}

const FORMULA: [char; 10] = [
    '=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_table_is_read_as_it_was_written(fields in prop::collection::vec((text(), text(), text()), 0..5)) {
        let tokens: Vec<Token> = fields
            .iter()
            .zip(1..)
            .map(|((description, owner, status), value)| Token {
                owner: (**owner).into(),
                status: status.as_str().into(),
                ..token(value, description)
            })
            .collect();
        let text = write(Format::Csv, tokens);
        let rows = rows(&text);
        prop_assert_eq!(rows.len(), fields.len() + 1);
        for (row, (description, owner, status)) in rows[1..].iter().zip(&fields) {
            prop_assert_eq!(row.len(), 10);
            for (cell, field) in [(&row[1], description), (&row[5], owner), (&row[2], status)] {
                prop_assert_eq!(plain(cell), plain(field));
                if !field.contains(FORMULA) {
                    prop_assert_eq!(cell, field);
                }
                prop_assert!(!cell.trim_start().starts_with(FORMULA), "{:?}", cell);
                prop_assert!(!cell.starts_with(FORMULA), "{:?}", cell);
            }
        }
        // With other separators, too.
        for piece in text.split([';', '\t', '\n', '\r']) {
            let start = piece.trim_start_matches(|c: char| c == '"' || c.is_whitespace());
            prop_assert!(!start.starts_with(FORMULA), "{:?} in {:?}", piece, text);
        }
    }

    #[test]
    fn json_is_read_as_it_was_written(description in text(), owner in text(), action in "\\PC{1,5}", name in text()) {
        let mut permission = Permission::new(action.as_str().into(), "buckets".into(), Some(id(3)), None);
        permission.resource.name = Some(name);
        let token = Token { owner: (*owner).into(), permissions: [permission.clone()].into(), ..token(1, &description) };
        let read: Value = serde_json::from_str(&write(Format::Json, vec![token])).expect("JSON");
        prop_assert_eq!(&read[0]["description"], &json!(description));
        prop_assert_eq!(&read[0]["owner"], &json!(owner));
        let permissions: Vec<Permission> = serde_json::from_value(read[0]["permissions"].clone()).expect("permissions");
        prop_assert_eq!(permissions, vec![permission]);
    }
}
