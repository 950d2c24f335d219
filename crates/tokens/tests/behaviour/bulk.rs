//! One change to many tokens, against a person who goes on working and a server that does as it likes.

use std::collections::BTreeMap;

use influx_api::{Id, Status};
use proptest::prelude::*;
use tokens::bulk::{AT_ONCE, Ending, Plan, Progress, plan};
use tokens::{Bulk, Change, Outcome, Send, Token, TokenList};

use super::{id, list_of, token};

const OFF: Change = Change::Status(Status::Inactive);
const ON: Change = Change::Status(Status::Active);

fn ids(values: impl IntoIterator<Item = u64>) -> Vec<Id> {
    values.into_iter().map(id).collect()
}

fn many(count: u64) -> (TokenList, Vec<Id>) {
    (
        list_of((1..=count).map(|value| token(value, "a"))),
        ids(1..=count),
    )
}

fn inactive(value: u64) -> Token {
    Token {
        status: Status::Inactive,
        ..token(value, "a")
    }
}

/// The list takes in the end of a request, then the bulk does.
fn end(bulk: &mut Bulk, list: &mut TokenList, value: u64, outcome: Outcome, ending: Ending) -> bool {
    let done = list.settle(id(value), outcome).done.unwrap();
    bulk.settled(list, id(value), &done, ending)
}

fn progress(bulk: &Bulk, value: u64) -> &Progress {
    let (_, progress) = bulk
        .items()
        .iter()
        .find(|(other, _)| *other == id(value))
        .unwrap();
    progress
}

#[test]
fn only_those_that_need_the_change_are_planned() {
    let list = list_of([token(1, "a"), inactive(2), token(3, "a")]);
    assert_eq!(
        plan(&list, &ids([1, 2, 3, 9]), &OFF),
        Plan {
            ids: ids([1, 3]),
            already: 1
        }
    );
    assert_eq!(
        plan(&list, &ids([1, 2]), &Change::Delete),
        Plan {
            ids: ids([1, 2]),
            already: 0
        }
    );
}

#[test]
fn at_most_so_many_are_under_way_and_each_end_makes_room_for_one() {
    let (mut list, all) = many(20);
    let mut bulk = Bulk::new(Change::Delete, all);
    let sends = bulk.advance(&mut list);
    assert_eq!(sends.len(), AT_ONCE);
    assert_eq!(list.len(), 20 - AT_ONCE);
    assert_eq!(bulk.advance(&mut list), []);
    assert!(end(&mut bulk, &mut list, 3, Outcome::Deleted, Ending::Done));
    assert_eq!(
        bulk.advance(&mut list),
        [Send {
            id: id(7),
            change: Change::Delete
        }]
    );
}

#[test]
fn stop_sends_nothing_more_and_resume_sends_just_that() {
    let (mut list, all) = many(10);
    let mut bulk = Bulk::new(Change::Delete, all);
    let _ = bulk.advance(&mut list);
    bulk.stop();
    assert!(bulk.is_running());
    for value in 1..=6 {
        assert!(end(&mut bulk, &mut list, value, Outcome::Deleted, Ending::Done));
        assert_eq!(bulk.advance(&mut list), []);
    }
    assert!(!bulk.is_running());
    assert_eq!((bulk.tally().done, bulk.tally().unsent, list.len()), (6, 4, 4));
    bulk.retry();
    assert_eq!(bulk.advance(&mut list), []);
    bulk.resume();
    let sent: Vec<Id> = bulk.advance(&mut list).iter().map(|send| send.id).collect();
    assert_eq!(sent, ids(7..=10));
}

#[test]
fn retry_sends_just_those_that_failed() {
    let (mut list, all) = many(3);
    let mut bulk = Bulk::new(OFF, all);
    let _ = bulk.advance(&mut list);
    let failed = Ending::Failed("no".to_owned());
    assert!(end(
        &mut bulk,
        &mut list,
        1,
        Outcome::Updated(inactive(1)),
        Ending::Done
    ));
    assert!(end(&mut bulk, &mut list, 2, Outcome::Refused, failed));
    assert!(end(&mut bulk, &mut list, 3, Outcome::Gone, Ending::Gone));
    assert!(!bulk.is_running());
    assert_eq!(progress(&bulk, 2), &Progress::Failed("no".to_owned()));
    assert_eq!(
        (bulk.tally().done, bulk.tally().gone, bulk.tally().failed),
        (2, 1, 1)
    );
    assert!(list.get(id(2)).unwrap().is_active());
    bulk.retry();
    let sent: Vec<Id> = bulk.advance(&mut list).iter().map(|send| send.id).collect();
    assert_eq!(sent, ids([2]));
}

#[test]
fn a_credential_that_is_not_known_any_more_stops_the_rest() {
    let (mut list, all) = many(9);
    let mut bulk = Bulk::new(Change::Delete, all);
    let _ = bulk.advance(&mut list);
    assert!(end(&mut bulk, &mut list, 1, Outcome::Deleted, Ending::Done));
    assert!(end(&mut bulk, &mut list, 2, Outcome::Refused, Ending::SignedOut));
    assert_eq!(bulk.advance(&mut list), []);
    for value in 3..=6 {
        assert!(end(
            &mut bulk,
            &mut list,
            value,
            Outcome::Refused,
            Ending::SignedOut
        ));
    }
    assert!(!bulk.is_running());
    assert_eq!(
        (bulk.tally().done, bulk.tally().failed, bulk.tally().unsent),
        (1, 0, 8)
    );
}

#[test]
fn what_became_so_or_vanished_meanwhile_is_not_sent() {
    let mut list = list_of([token(1, "a"), inactive(2)]);
    let mut bulk = Bulk::new(OFF, ids([1, 2, 3]));
    assert_eq!(bulk.advance(&mut list).len(), 1);
    assert_eq!(progress(&bulk, 2), &Progress::Done);
    assert_eq!(progress(&bulk, 3), &Progress::Gone);
}

#[test]
fn a_token_with_a_change_in_flight_has_its_turn_after_that() {
    let (mut list, all) = many(1);
    let rename = Change::Description("b".to_owned());
    assert!(list.change(id(1), rename.clone()).is_some());
    let mut bulk = Bulk::new(OFF, all);
    assert_eq!(bulk.advance(&mut list), []);
    assert_eq!(progress(&bulk, 1), &Progress::UnderWay);
    let settled = list.settle(id(1), Outcome::Updated(token(1, "b")));
    assert!(!bulk.settled(&list, id(1), &rename, Ending::Done));
    assert_eq!(progress(&bulk, 1), &Progress::UnderWay);
    assert_eq!(settled.next.unwrap().change, OFF);
    let off = Token {
        status: Status::Inactive,
        ..token(1, "b")
    };
    assert!(end(&mut bulk, &mut list, 1, Outcome::Updated(off), Ending::Done));
    assert_eq!(progress(&bulk, 1), &Progress::Done);
}

#[test]
fn a_token_that_an_earlier_change_finds_gone_is_gone() {
    let (mut list, all) = many(1);
    let _ = list.change(id(1), Change::Description("b".to_owned()));
    let mut bulk = Bulk::new(Change::Delete, all);
    let _ = bulk.advance(&mut list);
    assert!(!end(&mut bulk, &mut list, 1, Outcome::Gone, Ending::Gone));
    assert_eq!(progress(&bulk, 1), &Progress::Gone);
    assert!(!bulk.is_running());
}

#[derive(Clone, Debug)]
enum Step {
    /// The person changes one token besides.
    Change(u64, Change),
    /// A request in flight ends: done, gone, refused, or its sender not known.
    End(prop::sample::Index, u8),
    Stop,
    Retry,
    Resume,
}

fn step() -> impl Strategy<Value = Step> {
    let change = prop_oneof![
        Just(ON),
        Just(OFF),
        "[a-c]".prop_map(Change::Description),
        Just(Change::Delete)
    ];
    prop_oneof![
        3 => (1..=12u64, change).prop_map(|(value, change)| Step::Change(value, change)),
        12 => (any::<prop::sample::Index>(), 0..12u8).prop_map(|(which, how)| Step::End(which, how)),
        1 => Just(Step::Stop),
        1 => Just(Step::Retry),
        1 => Just(Step::Resume),
    ]
}

struct World {
    list: TokenList,
    server: BTreeMap<u64, Token>,
    flights: BTreeMap<u64, Change>,
    bulk: Bulk,
    wanted: Change,
}

impl World {
    fn new(wanted: Change) -> Self {
        let server: BTreeMap<u64, Token> = (1..=12).map(|value| (value, token(value, "a"))).collect();
        let list = list_of(server.values().cloned());
        let bulk = Bulk::new(wanted.clone(), ids(1..=12));
        let mut world = Self {
            list,
            server,
            flights: BTreeMap::new(),
            bulk,
            wanted,
        };
        world.advance();
        world
    }

    fn fly(&mut self, send: Send) {
        let before = self.flights.insert(send.id.get(), send.change);
        assert!(before.is_none(), "two requests in flight for one token");
    }

    fn advance(&mut self) {
        for send in self.bulk.advance(&mut self.list) {
            assert_eq!(send.change, self.wanted);
            self.fly(send);
        }
    }

    fn end(&mut self, value: u64, how: u8) {
        let Some(change) = self.flights.remove(&value) else {
            return;
        };
        let (outcome, ending) = match (how, self.server.get_mut(&value)) {
            (0, _) => (Outcome::Refused, Ending::SignedOut),
            (1..=3, _) => (Outcome::Refused, Ending::Failed("no".to_owned())),
            (4, _) | (_, None) => {
                self.server.remove(&value);
                (Outcome::Gone, Ending::Gone)
            }
            (_, Some(token)) => match &change {
                Change::Delete => {
                    self.server.remove(&value);
                    (Outcome::Deleted, Ending::Done)
                }
                change => {
                    match change {
                        Change::Description(text) => token.description.clone_from(text),
                        Change::Status(status) => token.status.clone_from(status),
                        Change::Delete => unreachable!("above"),
                    }
                    (Outcome::Updated(token.clone()), Ending::Done)
                }
            },
        };
        let next = self.list.settle(id(value), outcome).next;
        self.bulk.settled(&self.list, id(value), &change, ending);
        if let Some(next) = next {
            self.fly(next);
        }
        self.advance();
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Change(value, change) => {
                if let Some(send) = self.list.change(id(value), change) {
                    self.fly(send);
                }
            }
            Step::End(which, how) => {
                let flying: Vec<u64> = self.flights.keys().copied().collect();
                if !flying.is_empty() {
                    self.end(*which.get(&flying), how);
                }
            }
            Step::Stop => self.bulk.stop(),
            Step::Retry => self.bulk.retry(),
            Step::Resume => self.bulk.resume(),
        }
        self.advance();
    }

    fn count(&self, which: impl Fn(&Progress) -> bool) -> usize {
        self.bulk
            .items()
            .iter()
            .filter(|(_, progress)| which(progress))
            .count()
    }

    fn check(&self) {
        let under_way = self.count(|progress| *progress == Progress::UnderWay);
        let waiting = self.count(|progress| *progress == Progress::Waiting);
        assert!(under_way <= AT_ONCE);
        // Room is never left empty while something waits.
        assert!(waiting == 0 || under_way == AT_ONCE);
        assert_eq!(self.bulk.is_running(), under_way > 0);
        let tally = self.bulk.tally();
        assert_eq!(tally.open, under_way + waiting);
        assert_eq!(tally.done + tally.failed + tally.unsent + tally.open, tally.total);
        // Each one under way has a request in flight that will end it.
        for (id, progress) in self.bulk.items() {
            assert!(*progress != Progress::UnderWay || self.flights.contains_key(&id.get()));
        }
    }

    fn come_to_rest(&mut self) {
        for _ in 0..200 {
            let Some(value) = self.flights.keys().next().copied() else {
                break;
            };
            self.end(value, 9);
            self.check();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever the person does besides and however requests end: never more than so many at once, nothing waits
    /// for ever, and when all is said every token has an end.
    #[test]
    fn every_token_comes_to_an_end(
        wanted in prop_oneof![Just(OFF), Just(ON), Just(Change::Delete)],
        steps in proptest::collection::vec(step(), 0..80),
    ) {
        let mut world = World::new(wanted);
        world.check();
        for step in steps {
            world.step(step);
            world.check();
        }
        world.come_to_rest();
        prop_assert!(!world.bulk.is_running() && !world.list.has_pending());
        world.bulk.resume();
        world.advance();
        world.come_to_rest();
        world.bulk.retry();
        world.advance();
        world.come_to_rest();
        prop_assert!(!world.bulk.is_running());
    }

    /// With nobody else at work, what is said of each token is what the server has.
    #[test]
    fn what_is_said_is_so(
        wanted in prop_oneof![Just(OFF), Just(Change::Delete)],
        steps in proptest::collection::vec(step(), 0..80),
    ) {
        let mut world = World::new(wanted);
        for step in steps {
            if !matches!(step, Step::Change(..)) {
                world.step(step);
            }
            for (id, progress) in world.bulk.items() {
                let token = world.server.get(&id.get());
                match progress {
                    Progress::Gone => prop_assert!(token.is_none()),
                    Progress::Done => prop_assert!(token.is_none_or(|token| world.wanted != Change::Delete && !token.is_active())),
                    Progress::Failed(_) | Progress::Unsent | Progress::Waiting => {
                        prop_assert!(token.is_some_and(Token::is_active));
                        prop_assert_eq!(world.list.get(*id), token);
                    }
                    Progress::UnderWay => {}
                }
            }
        }
    }
}
