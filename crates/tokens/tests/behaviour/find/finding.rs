use influx_api::{AccessKind, Status, Timestamp};
use proptest::prelude::*;
use tokens::find::{Condition, Day, Search, Term, quoted};
use tokens::{Query, Shown, Token, TokenList};

use super::super::{granted, id, list_of, midnight, token, view};
use super::{search_text, written};

fn found(list: &TokenList, search: &str) -> Vec<u64> {
    let query = Query {
        search: search.to_owned(),
        ..Query::default()
    };
    let mut found: Vec<u64> = view(list, &query).iter().map(|id| id.get()).collect();
    found.sort_unstable();
    found
}

/// Tokens 1, 2, 3 … with these permissions.
fn permitted(permissions: &[&[&str]]) -> TokenList {
    list_of(permissions.iter().zip(1..).map(|(permissions, value)| Token {
        id: id(value),
        ..granted(permissions)
    }))
}

fn created(times: &[&str]) -> TokenList {
    list_of(times.iter().zip(1..).map(|(time, value)| Token {
        created: Timestamp::parse(time),
        ..token(value, "")
    }))
}

#[test]
fn filters_ask_for_one_thing() {
    let list = list_of([
        Token {
            owner: "M Lee".into(),
            ..token(1, "admin active")
        },
        Token {
            status: Status::Inactive,
            access: AccessKind::Operator,
            owner: "admin".into(),
            ..token(2, "")
        },
        Token {
            status: "suspended".into(),
            access: AccessKind::AllAccess,
            owner: "".into(),
            ..token(3, "inactive")
        },
    ]);
    for (search, expected) in [
        ("status:inactive", &[2][..]),
        ("Status:ACT", &[1]),
        ("status:active,inactive", &[1, 2]),
        ("-status:active,inactive", &[3]),
        ("status:active status:inactive", &[]),
        ("owner:lee", &[1]),
        ("owner:\"m l\"", &[1]),
        ("owner:admin", &[2]),
        ("owner:admin,lee", &[1, 2]),
        ("access:operator", &[2]),
        ("access:all", &[3]),
        ("access:Custom", &[1]),
        ("access:operator,all -status:inactive", &[3]),
        ("-owner:admin", &[1, 3]),
        ("admin -status:inactive", &[1]),
        ("status:foo", &[1, 2, 3]),
        ("status:foo owner:lee", &[1]),
        ("\"admin act\"", &[1]),
        ("-\"admin act\"", &[2, 3]),
        ("colour:red", &[]),
    ] {
        assert_eq!(found(&list, search), expected, "{search}");
    }
}

#[test]
fn filters_on_permissions_are_about_one_permission() {
    let list = permitted(&[
        &["write buckets 3 metrics_raw", "read buckets 4 Logs"],
        &["read buckets 3 metrics_raw", "write buckets 4 Logs"],
        &["read buckets 3 metrics_raw", "write buckets 3 metrics_raw"],
        &["write buckets", "read telegrafs", "read tasks 5 metrics"],
        &["write buckets 9", "write spaceships 3"],
        &[],
    ]);
    for (search, expected) in [
        ("bucket:metrics", &[1, 2, 3][..]),
        ("bucket:LOGS", &[1, 2]),
        ("can:write bucket:metrics_raw", &[1, 3]),
        ("bucket:metrics_raw can:w", &[1, 3]),
        ("can:write metrics_raw", &[1, 3]),
        ("write bucket:metrics_raw", &[1, 3]),
        ("can:read bucket:metrics_raw,logs", &[1, 2, 3]),
        ("bucket:0000000000000009", &[5]),
        ("bucket:9", &[]),
        ("bucket:all", &[4]),
        ("type:buckets", &[1, 2, 3, 4, 5]),
        ("type:bucket can:read", &[1, 2, 3]),
        ("type:telegrafs,tasks", &[4]),
        ("type:telegrafs can:write", &[]),
        ("type:spaceships", &[5]),
        ("can:write -bucket:metrics_raw", &[4, 5]),
        ("-can:write", &[6]),
        ("-type:buckets", &[6]),
        ("-logs", &[3, 4, 5, 6]),
        ("-write", &[6]),
    ] {
        assert_eq!(found(&list, search), expected, "{search}");
    }
}

#[test]
fn what_no_one_permission_can_be_is_asked_of_several() {
    let list = permitted(&[
        &["read buckets 3 raw", "write buckets 4 logs"],
        &["read buckets 3 raw", "write buckets 3 raw"],
        &["write buckets 3 raw", "write buckets 4 logs"],
        &[
            "write buckets 3 raw",
            "write buckets 4 logs",
            "read buckets 3 raw",
            "read buckets 4 logs",
        ],
        &["write buckets 3 raw", "write telegrafs", "read telegrafs"],
    ]);
    for (search, expected) in [
        ("can:read can:write", &[1, 2, 4, 5][..]),
        ("can:read can:write bucket:raw", &[2, 4]),
        ("bucket:raw bucket:logs", &[1, 3, 4]),
        ("can:write bucket:raw bucket:logs", &[3, 4]),
        ("can:read can:write bucket:raw bucket:logs", &[4]),
        ("can:write bucket:raw type:telegrafs", &[5]),
        ("can:read bucket:raw type:telegrafs", &[]),
        ("bucket:raw type:buckets can:write", &[2, 3, 4, 5]),
    ] {
        assert_eq!(found(&list, search), expected, "{search}");
    }
}

#[test]
fn neighbours_that_share_permissions_are_told_apart_by_the_rest() {
    let shared = granted(&["write buckets 3 raw"]);
    let list = list_of(
        ["raw", "x", "write", "y"]
            .iter()
            .zip(1..)
            .map(|(text, value)| Token {
                id: id(value),
                description: (*text).into(),
                ..shared.clone()
            }),
    );
    assert_eq!(found(&list, "can:write raw"), [1, 2, 3, 4]);
    assert_eq!(found(&list, "-raw can:write"), [0_u64; 0]);
    assert_eq!(found(&list, "can:write -x"), [1, 3, 4]);
    assert_eq!(found(&list, "can:write x"), [2]);
    assert_eq!(found(&list, "can:read"), [0_u64; 0]);
}

#[test]
fn dates_are_days_months_and_years() {
    let list = created(&[
        "2024-02-28T23:59:59.999999999Z",
        "2024-02-29T00:00:00Z",
        "2024-03-01T00:00:00Z",
        "2024-12-31T23:59:59.5Z",
        "2025-01-01T00:00:00Z",
        "unknown",
    ]);
    for (search, expected) in [
        ("created:2024-02-29", &[2][..]),
        ("created:2024-02", &[1, 2]),
        ("created:2024", &[1, 2, 3, 4]),
        ("created:<2024-02-29", &[1]),
        ("created:<=2024-02-29", &[1, 2]),
        ("created:>2024-02-29", &[3, 4, 5]),
        ("created:>=2024-02-29", &[2, 3, 4, 5]),
        ("created:>2024-02", &[3, 4, 5]),
        ("created:<=2024-02", &[1, 2]),
        ("created:>2024", &[5]),
        ("created:>=2024-12-31 created:<2025", &[4]),
        ("created:2024-12-31", &[4]),
        ("created:2024-11", &[]),
        ("created:>2024-11-30", &[4, 5]),
        ("created:2024-12,2025", &[4, 5]),
        ("-created:2024", &[5, 6]),
        ("created:<9999-12-31", &[1, 2, 3, 4, 5]),
    ] {
        assert_eq!(found(&list, search), expected, "{search}");
    }
}

#[test]
fn days_begin_where_the_person_is() {
    fn berlin(day: Day) -> i64 {
        let summer = day.month > 3 && day.month < 11;
        midnight(day) - if summer { 7_200 } else { 3_600 }
    }
    let list = created(&[
        "2025-06-30T21:59:59Z",
        "2025-06-30T22:00:00Z",
        "2025-01-31T22:59:59Z",
        "2025-01-31T23:00:00Z",
    ]);
    let found = |search: &str| -> Vec<u64> {
        let query = Query {
            search: search.to_owned(),
            ..Query::default()
        };
        let mut shown = Shown::default();
        shown.follow(&list, &query, berlin);
        shown.view().iter().map(|id| id.get()).collect()
    };
    assert_eq!(found("created:2025-07"), [2]);
    assert_eq!(found("created:2025-01-31"), [3]);
    assert_eq!(found("created:>=2025-02 created:<2025-07"), [1, 4]);
}

/// Some of everything that a search can ask about.
fn some_tokens() -> TokenList {
    let permissions: [&[&str]; 4] = [
        &["write buckets 3 raw", "read buckets 4 active"],
        &["read buckets 3 raw", "write telegrafs"],
        &["read buckets", "fly spaceships 7"],
        &[],
    ];
    let statuses = [Status::Active, Status::Inactive, "suspended".into()];
    let access = [AccessKind::Custom, AccessKind::Operator, AccessKind::AllAccess];
    list_of((0..24_usize).map(|at| Token {
        id: id(at as u64 + 1),
        description: ["", "write", "reactive -\"op\" status:", "<=2025 colour:red"][at % 4].into(),
        status: statuses[at % 3].clone(),
        access: access[at / 3 % 3],
        owner: ["admin", "", "re op"][at / 5 % 3].into(),
        created: Timestamp::parse(["2025-01-01T00:00:00Z", "2024-05-01T00:00:00Z", ""][at / 2 % 3]),
        ..granted(permissions[at / 4 % 4])
    }))
}

proptest! {
    #[test]
    fn the_opposite_of_a_term_finds_all_others(text in search_text(), date in "(<|<=|>|>=|)20(24|25)(-0[1-5]){0,2}") {
        let list = some_tokens();
        let terms = Search::parse(&text).terms.into_iter().filter(|term| !matches!(term.condition, Condition::Created(_)));
        let texts = terms.map(|term| written(&Term { negated: false, ..term }));
        for text in texts.chain([["created:", &date].concat()]) {
            let mut all = found(&list, &text);
            all.extend(found(&list, &["-", &text].concat()));
            all.sort_unstable();
            prop_assert_eq!(all, (1..=24).collect::<Vec<u64>>(), "{}", text);
        }
    }

    #[test]
    fn the_order_of_terms_does_not_matter(one in search_text(), other in search_text()) {
        if [&one, &other].iter().any(|text| Search::parse(text).problems.iter().any(|problem| problem.unfinished)) {
            return Ok(());
        }
        let list = some_tokens();
        prop_assert_eq!(found(&list, &[&*one, " ", &*other].concat()), found(&list, &[&*other, " ", &*one].concat()));
    }

    #[test]
    fn in_quotes_every_text_finds_the_token_it_describes(text in "\\PC{1,20}") {
        let list = list_of([token(1, &text), token(2, "")]);
        prop_assert!(found(&list, &quoted(&text)).contains(&1));
        let quotes = ["\"", &text.replace('"', "\"\""), "\""].concat();
        prop_assert!(found(&list, &quotes).contains(&1));
        prop_assert!(!found(&list, &["-", &quotes].concat()).contains(&1));
    }

    #[test]
    fn in_quotes_every_owner_and_bucket_is_found(name in "\\PC{1,12}") {
        prop_assume!(name.to_lowercase() != "active");
        let mut token = Token { owner: name.clone().into(), ..granted(&["write buckets 3 x"]) };
        let mut permissions = token.permissions.to_vec();
        permissions[0].resource.name = Some(name.clone());
        token.permissions = permissions.into();
        let list = list_of([token]);
        prop_assert_eq!(found(&list, &["owner:", &quoted(&name)].concat()), [1]);
        prop_assert_eq!(found(&list, &["can:write bucket:", &quoted(&name)].concat()), [1]);
    }
}
