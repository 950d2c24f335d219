use influx_api::{AccessKind, Status};
use proptest::prelude::*;
use tokens::{Counts, Query, StatusFilter, Token};

use super::{granted, id, list_of, shown, token, view};

fn finds(token: &Token, search: &str) -> bool {
    !view(
        &list_of([token.clone()]),
        &Query {
            search: search.to_owned(),
            ..Query::default()
        },
    )
    .is_empty()
}

#[test]
fn words_are_found_in_description_owner_id_and_status() {
    let one = Token {
        owner: "Mlee".into(),
        ..token(0xabc, "Grafana: PRODUCTION Übersicht ΣΊΣΥΦΟΣ")
    };
    for found in [
        "",
        "  ",
        "graf",
        "production GRAFANA",
        "über",
        "ÜBER",
        "abc",
        "mlee grafana",
        "active",
        "act",
        "σίσυφ",
    ] {
        assert!(finds(&one, found), "{found}");
    }
    for not in ["grafana x", "inactive", "abd", "uber", "grafanaproduction"] {
        assert!(!finds(&one, not), "{not}");
    }
}

#[test]
fn active_does_not_find_inactive() {
    let off = Token {
        status: Status::Inactive,
        ..token(1, "Inactive since May")
    };
    assert!(!finds(&off, "active"));
    assert!(!finds(&off, "ACTIVE"));
    assert!(finds(&off, "inactive"));
    assert!(finds(&off, "inact"));
    assert!(finds(
        &Token {
            description: "inactive, then active".into(),
            ..off.clone()
        },
        "active"
    ));
    assert!(finds(
        &Token {
            description: "reactive".into(),
            ..off.clone()
        },
        "active"
    ));
    let strange = Token {
        status: "suspended".into(),
        ..off
    };
    assert!(finds(&strange, "suspended"));
    assert!(!finds(&strange, "active"));
}

#[test]
fn permission_words_belong_to_one_permission() {
    let token = Token {
        description: "collector".into(),
        ..granted(&[
            "write buckets 3 metrics_raw",
            "read buckets 4 Logs",
            "read tasks",
            "write notificationRules",
        ])
    };
    for found in [
        "write buckets",
        "metrics_raw",
        "write buckets metrics_raw",
        "METRICS write",
        "read logs",
        "read all tasks",
        "collector write metrics",
        "active read tasks",
        "0000000000000003",
        "notificationrules",
        "bucket",
    ] {
        assert!(finds(&token, found), "{found}");
    }
    for not in [
        "read metrics_raw",
        "write logs",
        "write tasks",
        "all buckets",
        "read write",
        "telegraf",
    ] {
        assert!(!finds(&token, not), "{not}");
    }
}

#[test]
fn neighbours_that_share_permissions_are_told_apart_by_the_rest() {
    let shared = granted(&["write buckets 3 raw"]);
    let tokens = ["raw", "x", "write", "y", "raw write"].iter().zip(1..);
    let list = list_of(tokens.map(|(text, value)| Token {
        id: id(value),
        description: (*text).into(),
        ..shared.clone()
    }));
    let search = |text: &str| {
        view(
            &list,
            &Query {
                search: text.into(),
                ..Query::default()
            },
        )
        .len()
    };
    assert_eq!(search("raw write"), 5);
    assert_eq!(search("raw write x"), 1);
    assert_eq!(search("read raw"), 0);
    let other = Token {
        id: id(2),
        ..granted(&["read buckets 4 old"])
    };
    let list = list_of([granted(&["write buckets 3 raw"]), other]);
    assert_eq!(
        view(
            &list,
            &Query {
                search: "write raw".into(),
                ..Query::default()
            }
        ),
        [id(1)]
    );
}

#[test]
fn filters_combine() {
    let list = list_of([
        token(1, "a"),
        Token {
            status: Status::Inactive,
            ..token(2, "b")
        },
        Token {
            status: Status::Inactive,
            access: AccessKind::Operator,
            ..token(3, "b")
        },
        Token {
            status: "suspended".into(),
            access: AccessKind::AllAccess,
            ..token(4, "b")
        },
    ]);
    let ids = |status, access, search: &str| -> Vec<u64> {
        let query = Query {
            status,
            access,
            search: search.into(),
            ..Query::default()
        };
        view(&list, &query).iter().map(|id| id.get()).collect()
    };
    assert_eq!(ids(StatusFilter::All, None, ""), [1, 2, 3, 4]);
    assert_eq!(ids(StatusFilter::Active, None, ""), [1]);
    assert_eq!(ids(StatusFilter::Inactive, None, ""), [2, 3]);
    assert_eq!(ids(StatusFilter::Inactive, Some(AccessKind::Custom), ""), [2]);
    assert_eq!(ids(StatusFilter::All, Some(AccessKind::AllAccess), "b"), [4]);
    assert_eq!(
        ids(StatusFilter::Inactive, Some(AccessKind::Operator), "a x"),
        [0_u64; 0]
    );
    assert_eq!(
        shown(&list).counts(),
        Counts {
            tokens: 4,
            active: 1,
            all_access: 2
        }
    );
}

#[test]
fn filters_have_names_in_the_address() {
    for filter in [StatusFilter::All, StatusFilter::Active, StatusFilter::Inactive] {
        assert_eq!(StatusFilter::from_str(filter.as_str()), filter);
    }
    assert_eq!(StatusFilter::from_str("Active"), StatusFilter::All);
    assert_eq!(
        (StatusFilter::Active.as_str(), StatusFilter::Inactive.as_str()),
        ("active", "inactive")
    );
}

proptest! {
    #[test]
    fn a_word_is_found_wherever_it_is_and_nowhere_else(text in "(g|h|gh|in|active|é){0,14}", word in "(g|h|gh|in|active|é){1,5}") {
        let token = Token { description: text.clone(), status: "-".into(), owner: "".into(), ..token(1, "") };
        let is_at = |at: usize| text[at..].starts_with(&word) && !(word == "active" && text[..at].ends_with("in"));
        prop_assert_eq!(finds(&token, &word), text.char_indices().any(|(at, _)| is_at(at)));
    }

    #[test]
    fn every_piece_of_an_id_finds_it_and_nothing_else_does(value in 1..=u64::MAX, other in "[0-9a-f]{1,17}", from in 0..16_usize, length in 1..=16_usize) {
        let token = Token { status: "-".into(), owner: "".into(), ..token(value, "") };
        let digits = token.id.to_string();
        prop_assert!(finds(&token, &digits[from..(from + length).min(16)]));
        prop_assert_eq!(finds(&token, &other), digits.contains(&other));
    }

    #[test]
    fn every_piece_of_a_description_finds_it(text in "[\\PC&&[^\"-]]{1,20}", from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let chars: Vec<char> = text.chars().collect();
        let (from, to) = (from.index(chars.len()), to.index(chars.len()));
        let piece: String = chars[from.min(to)..=from.max(to)].iter().collect();
        prop_assume!(!piece.to_lowercase().contains("active"));
        prop_assert!(finds(&token(1, &text), &piece));
        prop_assert!(finds(&token(1, &text), &piece.to_ascii_lowercase()));
    }

    #[test]
    fn one_more_word_never_finds_more(texts in proptest::collection::vec("[ab ]{0,6}", 1..8), search in "[ab]{0,2}", more in "[ab]{1,2}") {
        let list = list_of(texts.iter().zip(1..).map(|(text, value)| token(value, text)));
        let found = |search: String| view(&list, &Query { search, ..Query::default() });
        let (few, many) = (found(format!("{search} {more}")), found(search));
        prop_assert!(few.iter().all(|id| many.contains(id)));
    }
}
