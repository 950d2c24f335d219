use std::sync::Arc;

use influx_api::Status;
use tokens::{Change, Outcome, Pending, Send, Settled, Token, TokenList};

use super::{id, list_of, token};

fn rename(text: &str) -> Change {
    Change::Description(text.to_owned())
}

fn send(value: u64, change: Change) -> Option<Send> {
    Some(Send {
        id: id(value),
        change,
    })
}

fn ids(list: &TokenList) -> Vec<u64> {
    list.iter().map(|token| token.id.get()).collect()
}

fn description(list: &TokenList, value: u64) -> &str {
    &list.get(id(value)).unwrap().description
}

const OFF: Change = Change::Status(Status::Inactive);
const ON: Change = Change::Status(Status::Active);

#[test]
fn a_change_shows_at_once_and_is_sent_alone() {
    let mut list = list_of([token(1, "a"), token(2, "b")]);
    assert_eq!(list.change(id(1), rename("new")), send(1, rename("new")));
    assert_eq!(description(&list, 1), "new");
    assert_eq!(
        list.pending(id(1)),
        Pending {
            description: true,
            ..Pending::default()
        }
    );
    assert_eq!(list.pending(id(2)), Pending::default());
    let confirmed = Token {
        updated: None,
        ..token(1, "new")
    };
    let settled = list.settle(id(1), Outcome::Updated(confirmed.clone()));
    assert_eq!(
        settled,
        Settled {
            done: Some(rename("new")),
            next: None
        }
    );
    assert_eq!(list.get(id(1)), Some(&confirmed));
    assert!(!list.has_pending());
}

#[test]
fn nothing_is_sent_for_nothing() {
    let mut list = list_of([token(1, "a")]);
    assert_eq!(list.change(id(1), rename("a")), None);
    assert_eq!(list.change(id(1), ON), None);
    assert_eq!(list.change(id(9), OFF), None);
    assert!(!list.has_pending());
    assert_eq!(
        list.settle(id(1), Outcome::Refused),
        Settled {
            done: None,
            next: None
        }
    );
}

#[test]
fn two_quick_toggles_settle_on_the_last() {
    let mut list = list_of([token(1, "a")]);
    assert_eq!(list.change(id(1), OFF), send(1, OFF));
    assert_eq!(list.change(id(1), ON), None);
    assert!(list.get(id(1)).unwrap().is_active());
    let off = Token {
        status: Status::Inactive,
        ..token(1, "a")
    };
    assert_eq!(
        list.settle(id(1), Outcome::Updated(off)),
        Settled {
            done: Some(OFF),
            next: send(1, ON)
        }
    );
    assert!(list.get(id(1)).unwrap().is_active());
    assert_eq!(
        list.settle(id(1), Outcome::Updated(token(1, "a"))),
        Settled {
            done: Some(ON),
            next: None
        }
    );
    assert!(list.get(id(1)).unwrap().is_active());
}

#[test]
fn a_queued_change_that_became_true_is_not_sent() {
    let mut list = list_of([token(1, "a")]);
    list.change(id(1), OFF);
    list.change(id(1), ON);
    assert_eq!(
        list.settle(id(1), Outcome::Refused),
        Settled {
            done: Some(OFF),
            next: None
        }
    );
    assert!(list.get(id(1)).unwrap().is_active());
    assert!(!list.has_pending());
}

#[test]
fn a_refusal_undoes_only_its_own_change() {
    let mut list = list_of([token(1, "a")]);
    list.change(id(1), rename("refused"));
    list.change(id(1), OFF);
    list.change(id(1), rename("first"));
    list.change(id(1), rename("last"));
    assert_eq!(description(&list, 1), "last");
    assert_eq!(
        list.settle(id(1), Outcome::Refused),
        Settled {
            done: Some(rename("refused")),
            next: send(1, OFF)
        }
    );
    assert_eq!(description(&list, 1), "last");
    assert_eq!(
        list.settle(id(1), Outcome::Refused),
        Settled {
            done: Some(OFF),
            next: send(1, rename("last"))
        }
    );
    assert!(list.get(id(1)).unwrap().is_active());
    list.settle(id(1), Outcome::Refused);
    assert_eq!(list.get(id(1)), Some(&token(1, "a")));
}

#[test]
fn a_delete_goes_before_what_waits_which_is_sent_only_if_it_is_refused() {
    let mut list = list_of([token(1, "a"), token(2, "b")]);
    list.change(id(1), rename("x"));
    list.change(id(1), OFF);
    assert_eq!(list.change(id(1), Change::Delete), None);
    assert_eq!((list.get(id(1)), ids(&list), list.len()), (None, vec![2], 1));
    assert_eq!(list.change(id(1), rename("too late")), None);
    assert!(list.pending(id(1)).delete);
    let settled = list.settle(id(1), Outcome::Updated(token(1, "x")));
    assert_eq!(settled.next, send(1, Change::Delete));
    assert_eq!(list.get(id(1)), None);
    assert_eq!(list.settle(id(1), Outcome::Refused).next, send(1, OFF));
    assert_eq!(
        (ids(&list), list.len(), description(&list, 1)),
        (vec![1, 2], 2, "x")
    );
    assert!(!list.get(id(1)).unwrap().is_active());
    list.settle(id(1), Outcome::Refused);
    assert_eq!(list.change(id(1), Change::Delete), send(1, Change::Delete));
    list.settle(id(1), Outcome::Deleted);
    assert_eq!((ids(&list), list.len(), list.has_pending()), (vec![2], 1, false));
}

#[test]
fn a_token_that_is_gone_takes_its_queue_along() {
    let mut list = list_of([token(1, "a")]);
    list.change(id(1), rename("x"));
    list.change(id(1), OFF);
    assert_eq!(
        list.settle(id(1), Outcome::Gone),
        Settled {
            done: Some(rename("x")),
            next: None
        }
    );
    assert!(list.is_empty());
    list.push(vec![token(1, "a")]);
    assert!(
        list.is_empty(),
        "a late piece of the first load does not bring it back"
    );
}

#[test]
fn pieces_may_come_in_any_order_and_the_later_of_two_counts() {
    let mut list = list_of([token(5, "five"), token(1, "one"), token(5, "again")]);
    list.push(vec![token(3, "three"), token(1, "uno")]);
    list.push(vec![token(7, "seven")]);
    assert_eq!(ids(&list), [1, 3, 5, 7]);
    assert_eq!((description(&list, 1), description(&list, 5)), ("uno", "again"));
}

#[test]
fn a_repeated_token_keeps_what_is_pending_on_it() {
    let mut list = list_of([token(1, "a"), token(2, "b")]);
    list.change(id(1), rename("mine"));
    list.change(id(2), Change::Delete);
    let newer = Token {
        status: Status::Inactive,
        ..token(1, "theirs")
    };
    list.push(vec![newer.clone(), token(2, "b2")]);
    assert_eq!(
        list.get(id(1)),
        Some(&Token {
            description: "mine".into(),
            ..newer.clone()
        })
    );
    assert_eq!(ids(&list), [1]);
    list.settle(id(1), Outcome::Refused);
    list.settle(id(2), Outcome::Refused);
    assert_eq!((list.get(id(1)), description(&list, 2)), (Some(&newer), "b2"));
}

#[test]
fn a_re_read_replaces_what_did_not_change_meanwhile() {
    let mut list = list_of((1..=6).map(|value| token(value, "old")));
    list.change(id(1), rename("in flight"));
    list.change(id(2), rename("settled later"));
    list.change(id(3), Change::Delete);
    list.change(id(4), rename("settled before"));
    list.settle(id(4), Outcome::Updated(token(4, "settled before")));
    let refresh = list.begin_refresh();
    list.settle(id(2), Outcome::Updated(token(2, "settled later")));
    list.settle(id(3), Outcome::Deleted);
    list.push(vec![token(8, "created meanwhile")]);
    let read = [1, 2, 3, 4, 5, 7].map(|value| token(value, "read"));
    list.finish_refresh(refresh, read.into());
    assert_eq!(ids(&list), [1, 2, 4, 5, 7, 8]);
    let shown: Vec<&str> = list.iter().map(|token| &*token.description).collect();
    assert_eq!(
        shown,
        [
            "in flight",
            "settled later",
            "read",
            "read",
            "read",
            "created meanwhile"
        ]
    );
    list.settle(id(1), Outcome::Refused);
    assert_eq!(description(&list, 1), "read");
}

#[test]
fn a_re_read_that_was_overtaken_is_ignored() {
    let mut list = list_of([token(1, "old")]);
    let slow = list.begin_refresh();
    let quick = list.begin_refresh();
    list.finish_refresh(quick, vec![token(1, "newest")]);
    list.finish_refresh(slow, vec![token(1, "stale"), token(2, "stale")]);
    assert_eq!((ids(&list), description(&list, 1)), (vec![1], "newest"));
}

#[test]
fn a_token_in_flight_that_a_re_read_no_longer_has_is_decided_by_its_request() {
    let mut list = list_of([token(1, "a"), token(2, "b")]);
    list.change(id(1), rename("x"));
    list.change(id(2), rename("y"));
    let refresh = list.begin_refresh();
    list.finish_refresh(refresh, vec![]);
    assert_eq!(ids(&list), [1, 2]);
    list.settle(id(1), Outcome::Refused);
    list.settle(id(2), Outcome::Updated(token(2, "y")));
    assert_eq!((ids(&list), list.len()), (vec![2], 1));
}

#[test]
fn a_confirmed_token_stays_although_a_re_read_did_not_have_it() {
    let mut list = list_of([token(1, "a")]);
    list.change(id(1), rename("x"));
    list.change(id(1), OFF);
    let refresh = list.begin_refresh();
    list.finish_refresh(refresh, vec![]);
    list.settle(id(1), Outcome::Updated(token(1, "x")));
    assert_eq!(list.settle(id(1), Outcome::Refused).done, Some(OFF));
    assert_eq!(list.get(id(1)), Some(&token(1, "x")));
}

#[test]
fn a_later_re_read_is_believed_even_about_deleted_tokens() {
    let mut list = list_of([token(1, "a")]);
    list.change(id(1), Change::Delete);
    list.settle(id(1), Outcome::Gone);
    let refresh = list.begin_refresh();
    list.finish_refresh(refresh, vec![token(1, "back")]);
    assert_eq!(description(&list, 1), "back");
    let late = list.begin_refresh();
    list.change(id(1), Change::Delete);
    list.settle(id(1), Outcome::Deleted);
    list.finish_refresh(late, vec![token(1, "stale")]);
    assert!(list.is_empty());
}

#[test]
fn a_reply_about_another_token_confirms_nothing() {
    let mut list = list_of([token(1, "a"), token(2, "b")]);
    list.change(id(1), rename("x"));
    list.settle(id(1), Outcome::Updated(token(2, "x")));
    assert_eq!((description(&list, 1), description(&list, 2)), ("a", "b"));
}

#[test]
fn what_is_read_again_is_not_kept_twice() {
    let of = |granted: &str| Token {
        permissions: [super::permission(granted)].into(),
        ..token(1, "a")
    };
    let list = list_of([of("read buckets 3 raw")]);
    let mut read = [
        of("read buckets 3 raw"),
        of("read buckets 3 renamed"),
        token(2, "b"),
    ];
    let before = read.clone();
    list.share(&mut read);
    assert_eq!(read, before);
    let kept = list.get(id(1)).unwrap();
    assert!(Arc::ptr_eq(&read[0].permissions, &kept.permissions) && Arc::ptr_eq(&read[0].owner, &kept.owner));
}

#[test]
fn a_re_read_that_tells_nothing_new_changes_nothing() {
    let mut list = list_of([token(1, "a"), token(2, "b")]);
    let refresh = list.begin_refresh();
    assert!(!list.finish_refresh(refresh, vec![token(1, "a"), token(2, "b")]));
    let refresh = list.begin_refresh();
    assert!(list.finish_refresh(refresh, vec![token(1, "a"), token(2, "c")]));
    let refresh = list.begin_refresh();
    assert!(list.finish_refresh(refresh, vec![token(1, "a")]));
    let look = list.begin_refresh();
    assert!(!list.finish_look(look, id(1), Some(token(1, "a"))));
}

#[test]
fn one_token_can_be_looked_up() {
    let mut list = list_of([token(1, "a"), token(3, "c")]);
    let look = list.begin_refresh();
    assert!(list.finish_look(look, id(2), Some(token(2, "b"))));
    assert_eq!(ids(&list), [1, 2, 3]);
    let look = list.begin_refresh();
    assert!(list.finish_look(look, id(3), None));
    assert_eq!(ids(&list), [1, 2]);
    let look = list.begin_refresh();
    assert!(!list.finish_look(look, id(1), Some(token(9, "another"))));
    assert_eq!(ids(&list), [1, 2]);
}

#[test]
fn a_look_that_was_overtaken_counts_nothing() {
    let mut list = list_of([token(1, "a"), token(2, "b")]);
    let (early, late) = (list.begin_refresh(), list.begin_refresh());
    assert!(list.finish_look(late, id(1), Some(token(1, "new"))));
    assert!(!list.finish_look(early, id(1), Some(token(1, "old"))));
    assert!(!list.finish_look(early, id(1), None));
    assert_eq!(description(&list, 1), "new");
    let look = list.begin_refresh();
    let refresh = list.begin_refresh();
    assert!(list.finish_refresh(refresh, vec![token(1, "new")]));
    assert!(!list.finish_look(look, id(2), Some(token(2, "b"))));
    assert_eq!(ids(&list), [1]);
}

#[test]
fn a_look_keeps_what_is_pending() {
    let mut list = list_of([token(1, "a")]);
    list.change(id(1), OFF);
    let look = list.begin_refresh();
    assert!(list.finish_look(look, id(1), Some(token(1, "named elsewhere"))));
    assert_eq!(description(&list, 1), "named elsewhere");
    assert!(!list.get(id(1)).unwrap().is_active());
    let look = list.begin_refresh();
    assert!(!list.finish_look(look, id(1), None));
    assert_eq!(ids(&list), [1]);
    list.settle(id(1), Outcome::Refused);
    assert!(list.is_empty());
}
