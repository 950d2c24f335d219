use std::cmp::Ordering;

use influx_api::{Id, Status, Timestamp};
use proptest::prelude::*;
use tokens::{Query, Sort, Token, TokenList};

use super::{id, list_of, token, view};

fn sorted(list: &TokenList, sort: Sort) -> Vec<Id> {
    view(
        list,
        &Query {
            sort,
            ..Query::default()
        },
    )
}

fn descriptions(texts: &[&str], sort: Sort) -> Vec<String> {
    let list = list_of(texts.iter().zip(1..).map(|(text, value)| token(value, text)));
    sorted(&list, sort)
        .iter()
        .map(|id| list.get(*id).unwrap().description.clone())
        .collect()
}

/// The words and numbers of a lower-case ASCII text.
fn parts(text: &str) -> Vec<(bool, u64, String)> {
    let mut parts: Vec<(bool, u64, String)> = Vec::new();
    for c in text.to_lowercase().chars() {
        match (parts.last_mut(), c.to_digit(10)) {
            (Some((false, number, _)), Some(digit)) => *number = *number * 10 + u64::from(digit),
            (_, Some(digit)) => parts.push((false, digit.into(), String::new())),
            (_, None) => parts.push((true, 0, c.to_string())),
        }
    }
    parts
}

#[test]
fn the_stock_pages_example() {
    let example = [
        "",
        "_x",
        "Alpha",
        "Äpfel",
        "Token 2",
        "token 10",
        "token test 02",
        "token test ॐ",
        "zeta",
        "ॐ",
    ];
    let mut reversed = example;
    reversed.reverse();
    assert_eq!(descriptions(&reversed, Sort::DescriptionAsc), example);
    assert_eq!(descriptions(&example, Sort::DescriptionDesc), reversed);
}

#[test]
fn numbers_sort_by_value_whatever_their_length() {
    let long = "9".repeat(40);
    let longer = "1".repeat(41);
    let example = ["a", "a 0", "a 0 b", "a 1", "a 09", "a 10", &long, &longer, "a-1"];
    let expected = [
        &*long, &*longer, "a", "a 0", "a 0 b", "a 1", "a 09", "a 10", "a-1",
    ];
    assert_eq!(descriptions(&example, Sort::DescriptionAsc), expected);
}

#[test]
fn case_and_marks_only_decide_between_equals() {
    let example = ["resume b", "Résumé a", "RESUME", "resume", "résumé"];
    let expected = ["RESUME", "resume", "résumé", "Résumé a", "resume b"];
    assert_eq!(descriptions(&example, Sort::DescriptionAsc), expected);
    assert_eq!(
        descriptions(&["Ж", "а", "А", "б"], Sort::DescriptionAsc),
        ["а", "А", "б", "Ж"]
    );
}

#[test]
fn status_puts_the_asked_one_first() {
    let status = |value, status: &str| Token {
        status: status.into(),
        ..token(value, "")
    };
    let list = list_of([
        status(1, "inactive"),
        status(2, "active"),
        status(3, "suspended"),
        status(4, "active"),
    ]);
    assert_eq!(sorted(&list, Sort::StatusActive), [2, 4, 1, 3].map(id));
    assert_eq!(sorted(&list, Sort::StatusInactive), [1, 2, 4, 3].map(id));
}

#[test]
fn dates_sort_by_instant_and_unknown_ones_last() {
    let created = |value, text| Token {
        created: Timestamp::parse(text),
        ..token(value, "")
    };
    let list = list_of([
        created(1, "2026-11-22T05:00:00.5+01:00"),
        created(2, ""),
        created(3, "2026-11-22T04:00:00.45Z"),
        created(4, "2025-01-01T00:00:00Z"),
        created(5, ""),
    ]);
    assert_eq!(sorted(&list, Sort::CreatedOldest), [4, 3, 1, 2, 5].map(id));
    assert_eq!(sorted(&list, Sort::CreatedNewest), [1, 3, 4, 2, 5].map(id));
}

#[test]
fn orders_have_the_stock_pages_names() {
    let labels = [
        ("Description (A → Z)", "description", "asc"),
        ("Description (Z → A)", "description", "desc"),
        ("Status (Active)", "status", "asc"),
        ("Status (Inactive)", "status", "desc"),
        ("Date Created (Oldest)", "createdAt", "asc"),
        ("Date Created (Newest)", "createdAt", "desc"),
    ];
    assert_eq!(
        Sort::ALL.map(|sort| (sort.label(), sort.keys().0, sort.keys().1)),
        labels
    );
    for sort in Sort::ALL {
        assert_eq!(Sort::from_keys(sort.keys().0, sort.keys().1), sort);
    }
    assert_eq!(Sort::from_keys("", ""), Sort::default());
    assert_eq!(Sort::from_keys("lastUsed", "sideways"), Sort::DescriptionAsc);
    assert_eq!(Sort::from_keys("status", ""), Sort::StatusActive);
}

fn any_token() -> impl Strategy<Value = Token> {
    let status = prop_oneof![Just("active"), Just("inactive"), Just("odd")].prop_map(Status::from);
    let created =
        proptest::option::of((0..3_i64, 0..2_u32).prop_map(|(seconds, nanos)| Timestamp { seconds, nanos }));
    let text = prop_oneof!["[aB1é _-]{0,4}", "\\PC{0,8}"];
    (1..50_u64, text, status, created).prop_map(|(value, text, status, created)| Token {
        status,
        created,
        ..token(value, &text)
    })
}

proptest! {
    #[test]
    fn every_order_is_stable_and_does_not_depend_on_how_the_list_came(
        tokens in proptest::collection::vec(any_token(), 0..20), seed in any::<prop::sample::Index>(),
    ) {
        let list = list_of(tokens);
        let mut again: Vec<Token> = list.iter().cloned().collect();
        let at = seed.index(again.len() + 1);
        again.rotate_left(at);
        let again = list_of(again);
        for sort in Sort::ALL {
            let order = sorted(&list, sort);
            prop_assert_eq!(&sorted(&again, sort), &order);
            let mut ids = order.clone();
            ids.sort_unstable();
            prop_assert_eq!(ids, list.iter().map(|token| token.id).collect::<Vec<_>>());
            // Any two stand as they would alone: the order is total, and equal ones are by id.
            for pair in order.windows(2) {
                let two = list_of(pair.iter().map(|id| list.get(*id).unwrap().clone()));
                prop_assert_eq!(sorted(&two, sort), pair);
            }
        }
    }

    #[test]
    fn descriptions_compare_part_by_part(a in "[ab0-9]{0,6}", b in "[AB0-9]{0,6}") {
        let expected = match parts(&a).cmp(&parts(&b)) {
            Ordering::Greater => [2, 1],
            _ => [1, 2],
        };
        let list = list_of([token(1, &a), token(2, &b)]);
        prop_assert_eq!(sorted(&list, Sort::DescriptionAsc), expected.map(id));
    }
}
