//! A view that is kept in step with a list, against one that is made anew each time.

use influx_api::{AccessKind, Id, Status, Timestamp};
use proptest::prelude::*;
use tokens::find::{Day, Suggestion, suggest};
use tokens::{Change, Outcome, Query, Shown, Sort, StatusFilter, Token, TokenList};

use super::find::search_text;
use super::{granted, id, list_of, midnight, token, view};

/// Something that happens to a list.
#[derive(Clone, Debug)]
enum Event {
    Push(Vec<Token>),
    Reread(Vec<Token>),
    Change(Id, Change),
    Settle(Id, Option<Token>, bool),
    Look(Id, Option<Token>),
    Ask(Query),
    /// The list of another organization.
    Other,
}

fn some_token() -> impl Strategy<Value = Token> {
    let permissions: [&[&str]; 4] = [
        &["write buckets 3 raw", "read buckets 4 Active"],
        &["read buckets 3 raw", "write telegrafs", "read *tasks"],
        &["read buckets", "fly spaceships 7"],
        &[],
    ];
    let description = prop_oneof![
        Just(String::new()),
        "(raw|Write|ÄPFEL|active|Inactive| |[0-9]){0,3}",
        "\\PC{0,3}"
    ];
    let places = (0..3_usize, 0..3_usize, 0..3_usize, 0..4_usize, 0..3_usize);
    (1..9_u64, description, places).prop_map(
        move |(value, description, (status, access, owner, granting, time))| Token {
            id: id(value),
            description,
            status: [Status::Active, Status::Inactive, "suspended".into()][status].clone(),
            access: [AccessKind::Custom, AccessKind::Operator, AccessKind::AllAccess][access],
            owner: ["admin", "", "Raw Lee"][owner].into(),
            created: Timestamp::parse(["2025-01-01T00:00:00Z", "2024-05-01T00:00:00Z", ""][time]),
            ..granted(permissions[granting])
        },
    )
}

fn query() -> impl Strategy<Value = Query> {
    let search = prop_oneof![3 => "(r|ra|raw|a|act|active|actives|in|wr| |-|\"){0,4}", 1 => search_text()];
    let status = prop_oneof![3 => Just(StatusFilter::All), 1 => Just(StatusFilter::Active), 1 => Just(StatusFilter::Inactive)];
    let access = proptest::option::weighted(0.2, Just(AccessKind::Custom));
    (search, status, access, proptest::sample::select(&Sort::ALL[..])).prop_map(
        |(search, status, access, sort)| Query {
            search,
            status,
            access,
            sort,
        },
    )
}

fn event() -> impl Strategy<Value = Event> {
    let some_id = || (1..9_u64).prop_map(id);
    let change = prop_oneof![
        "[a-z]{0,3}".prop_map(Change::Description),
        Just(Change::Status(Status::Inactive)),
        Just(Change::Status(Status::Active)),
        Just(Change::Delete),
    ];
    let tokens = || proptest::collection::vec(some_token(), 0..5);
    prop_oneof![
        3 => tokens().prop_map(Event::Push),
        2 => tokens().prop_map(Event::Reread),
        4 => (some_id(), change).prop_map(|(id, change)| Event::Change(id, change)),
        4 => (some_id(), proptest::option::of(some_token()), any::<bool>())
            .prop_map(|(id, token, gone)| Event::Settle(id, token, gone)),
        2 => (some_id(), proptest::option::of(some_token())).prop_map(|(id, token)| Event::Look(id, token)),
        4 => query().prop_map(Event::Ask),
        1 => Just(Event::Other),
    ]
}

fn happen(event: Event, list: &mut TokenList, query: &mut Query) {
    match event {
        Event::Push(tokens) => list.push(tokens),
        Event::Reread(tokens) => {
            let refresh = list.begin_refresh();
            list.finish_refresh(refresh, tokens);
        }
        Event::Change(id, change) => drop(list.change(id, change)),
        Event::Settle(id, token, gone) => {
            let outcome = match token {
                Some(token) => Outcome::Updated(Token { id, ..token }),
                None if gone => Outcome::Deleted,
                None => Outcome::Refused,
            };
            list.settle(id, outcome);
        }
        Event::Look(id, token) => {
            let look = list.begin_refresh();
            list.finish_look(look, id, token.map(|token| Token { id, ..token }));
        }
        Event::Ask(asked) => *query = asked,
        Event::Other => *list = TokenList::default(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn following_gives_what_a_new_look_gives(events in proptest::collection::vec((event(), any::<bool>()), 1..30)) {
        let (mut list, mut query) = (TokenList::default(), Query::default());
        let mut shown = Shown::default();
        for (event, look) in events {
            happen(event, &mut list, &mut query);
            // Several things may have happened since the last look.
            if look {
                shown.follow(&list, &query, midnight);
                let mut anew = Shown::default();
                anew.follow(&list, &query, midnight);
                prop_assert_eq!(shown.view(), anew.view());
                prop_assert_eq!(shown.counts(), anew.counts());
                for filter in ["owner:", "bucket:", "type:"] {
                    prop_assert_eq!(suggested(filter, &shown), suggested(filter, &anew));
                }
            }
        }
    }

    #[test]
    fn a_key_taken_back_finds_what_was_found_before_and_what_has_changed_since(
        keys in proptest::collection::vec((0..7_usize, 0..12_usize, proptest::option::weighted(0.1, (1..40_u64, 0..4_usize))), 1..80),
    ) {
        let words = ["grafana", "grafana prod", "telegraf", "-grafana", "gra", "status:inactive", "production"];
        let mut list = list_of((1..40).map(|value| token(value, words[value as usize % 5])));
        let mut shown = Shown::default();
        for (word, length, change) in keys {
            if let Some((value, change)) = change {
                let change = match change {
                    3 => Change::Delete,
                    word => Change::Description(words[word].into()),
                };
                list.change(id(value), change);
            }
            let search = words[word].get(..length).unwrap_or(words[word]).into();
            let query = Query { search, ..Query::default() };
            shown.follow(&list, &query, midnight);
            prop_assert_eq!(shown.view().to_vec(), view(&list, &query));
        }
    }
}

fn suggested(text: &str, shown: &Shown) -> Vec<Suggestion> {
    let today = Day {
        year: 2025,
        month: 1,
        day: 31,
    };
    suggest(text, text.len(), shown, today, false)
}

/// A list of three tokens, and what is shown of it.
fn three_shown() -> (TokenList, Shown) {
    let token = |value| Token {
        id: id(value),
        ..granted(&[])
    };
    let mut list = TokenList::default();
    list.push((1..=3).map(token).collect());
    let mut shown = Shown::default();
    shown.follow(&list, &Query::default(), midnight);
    (list, shown)
}

#[test]
fn a_view_that_missed_a_great_deal_looks_at_everything_again() {
    let (mut list, mut shown) = three_shown();
    for round in 0..5_000 {
        list.change(id(1), Change::Description(round.to_string()));
        list.settle(id(1), Outcome::Refused);
    }
    list.change(id(2), Change::Delete);
    list.settle(id(2), Outcome::Deleted);
    shown.follow(&list, &Query::default(), midnight);
    assert_eq!(*shown.view(), [id(1), id(3)]);
    assert_eq!(shown.counts().tokens, 2);
}

#[test]
fn what_does_not_change_the_view_leaves_it_as_it_is() {
    let (mut list, mut shown) = three_shown();
    let before = shown.view();
    list.change(id(2), Change::Status(Status::Inactive));
    shown.follow(&list, &Query::default(), midnight);
    assert!(std::sync::Arc::ptr_eq(&before, &shown.view()));
    assert_eq!(shown.counts().active, 2);
}
