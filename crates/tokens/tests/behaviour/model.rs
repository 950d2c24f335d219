//! Random interleavings of a person, a server, and slow replies, against a server that is a map.

use std::collections::BTreeMap;

use influx_api::{Status, Timestamp};
use proptest::prelude::*;
use tokens::{Change, Outcome, Refresh, Token, TokenList};

use super::{id, token};

const IDS: u64 = 4;

#[derive(Clone, Debug)]
enum Step {
    /// The person changes something.
    Change(u64, Change),
    /// The request in flight reaches the server, which accepts it or not.
    Serve(u64, bool),
    /// Its reply arrives.
    Deliver(u64),
    /// The reply of a request that was served never arrives.
    Lose(u64),
    BeginRefresh,
    /// The server answers the re-read that began first.
    ServeRefresh,
    FinishRefresh(prop::sample::Index),
    /// One token is looked up.
    BeginLook(u64),
    /// The server answers the look that began first.
    ServeLook,
    FinishLook(prop::sample::Index),
    /// Somebody else changes the token, makes it, or deletes it.
    Elsewhere(u64, Option<String>),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => "[a-c]".prop_map(Change::Description),
        4 => prop_oneof![Just(Status::Active), Just(Status::Inactive)].prop_map(Change::Status),
        1 => Just(Change::Delete),
    ]
}

fn step(elsewhere: u32) -> impl Strategy<Value = Step> {
    let ids = || 1..=IDS;
    let theirs = proptest::option::weighted(0.8, "[x-z]".prop_map(String::from));
    prop_oneof![
        8 => (ids(), change()).prop_map(|(id, change)| Step::Change(id, change)),
        6 => (ids(), proptest::bool::weighted(0.7)).prop_map(|(id, accept)| Step::Serve(id, accept)),
        6 => ids().prop_map(Step::Deliver),
        1 => Just(Step::BeginRefresh),
        1 => Just(Step::ServeRefresh),
        1 => any::<prop::sample::Index>().prop_map(Step::FinishRefresh),
        6 => prop_oneof![
            ids().prop_map(Step::BeginLook),
            Just(Step::ServeLook),
            any::<prop::sample::Index>().prop_map(Step::FinishLook),
        ],
        elsewhere => (ids(), theirs).prop_map(|(id, text)| Step::Elsewhere(id, text)),
        elsewhere => ids().prop_map(Step::Lose),
    ]
}

struct Flight {
    change: Change,
    reply: Option<Outcome>,
}

#[derive(Default)]
struct World {
    list: TokenList,
    server: BTreeMap<u64, Token>,
    now: i64,
    flights: BTreeMap<u64, Flight>,
    refreshes: Vec<(Refresh, Option<Vec<Token>>)>,
    looks: Vec<(u64, Refresh, Option<Option<Token>>)>,
}

impl World {
    fn new() -> Self {
        let server: BTreeMap<u64, Token> = (1..=IDS).map(|value| (value, token(value, "a"))).collect();
        let mut list = TokenList::default();
        list.push(server.values().cloned().collect());
        Self {
            list,
            server,
            ..Self::default()
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Change(value, change) => {
                if let Some(send) = self.list.change(id(value), change.clone()) {
                    assert_eq!((send.id, &send.change), (id(value), &change));
                    self.sent(value, send.change);
                }
            }
            Step::Serve(value, accept) => self.serve(value, accept),
            Step::Deliver(value) => {
                if let Some(reply) = self
                    .flights
                    .get_mut(&value)
                    .and_then(|flight| flight.reply.take())
                {
                    self.settle(value, reply);
                }
            }
            Step::Lose(value) => {
                if self
                    .flights
                    .get(&value)
                    .is_some_and(|flight| flight.reply.is_some())
                {
                    self.settle(value, Outcome::Refused);
                }
            }
            Step::BeginRefresh => self.refreshes.push((self.list.begin_refresh(), None)),
            Step::ServeRefresh => {
                let now: Vec<Token> = self.server.values().cloned().collect();
                if let Some((_, answer)) = self.refreshes.iter_mut().find(|(_, answer)| answer.is_none()) {
                    *answer = Some(now);
                }
            }
            Step::FinishRefresh(which) if !self.refreshes.is_empty() => {
                let (refresh, answer) = self.refreshes.remove(which.index(self.refreshes.len()));
                if let Some(tokens) = answer {
                    self.tells(|list| list.finish_refresh(refresh, tokens));
                }
            }
            Step::BeginLook(value) => self.looks.push((value, self.list.begin_refresh(), None)),
            Step::ServeLook => {
                if let Some((value, _, answer)) = self.looks.iter_mut().find(|(.., answer)| answer.is_none())
                {
                    *answer = Some(self.server.get(value).cloned());
                }
            }
            Step::FinishLook(which) if !self.looks.is_empty() => {
                let (value, look, answer) = self.looks.remove(which.index(self.looks.len()));
                if let Some(token) = answer {
                    self.tells(|list| list.finish_look(look, id(value), token));
                }
            }
            Step::FinishRefresh(_) | Step::FinishLook(_) => {}
            Step::Elsewhere(value, Some(text)) => {
                self.server.insert(value, token(value, &text));
            }
            Step::Elsewhere(value, None) => {
                self.server.remove(&value);
            }
        }
    }

    /// What changes on the page is said to change.
    fn tells(&mut self, re_read: impl FnOnce(&mut TokenList) -> bool) {
        let before: Vec<Token> = self.list.iter().cloned().collect();
        let changed = re_read(&mut self.list);
        assert!(changed || self.list.iter().eq(&before));
    }

    fn sent(&mut self, value: u64, change: Change) {
        let before = self.flights.insert(value, Flight { change, reply: None });
        assert!(before.is_none(), "two requests in flight for token {value}");
    }

    fn serve(&mut self, value: u64, accept: bool) {
        let Some(flight) = self
            .flights
            .get_mut(&value)
            .filter(|flight| flight.reply.is_none())
        else {
            return;
        };
        self.now += 1;
        flight.reply = Some(match (self.server.get_mut(&value), &flight.change) {
            (None, _) => Outcome::Gone,
            (Some(_), _) if !accept => Outcome::Refused,
            (Some(_), Change::Delete) => {
                self.server.remove(&value);
                Outcome::Deleted
            }
            (Some(token), change) => {
                match change {
                    Change::Description(text) => token.description.clone_from(text),
                    Change::Status(status) => token.status.clone_from(status),
                    Change::Delete => unreachable!("above"),
                }
                token.updated = Some(Timestamp {
                    seconds: 2_000 + self.now,
                    nanos: 0,
                });
                Outcome::Updated(token.clone())
            }
        });
    }

    fn settle(&mut self, value: u64, outcome: Outcome) {
        let flight = self.flights.remove(&value).unwrap();
        let settled = self.list.settle(id(value), outcome);
        assert_eq!(settled.done, Some(flight.change));
        if let Some(send) = settled.next {
            assert_eq!(send.id, id(value));
            self.sent(value, send.change);
        }
    }

    /// Lets every request reach the server and come back.
    fn come_to_rest(&mut self) {
        for _ in 0..4 {
            for value in 1..=IDS {
                self.serve(value, true);
                self.step(Step::Deliver(value));
            }
        }
        assert!(self.flights.is_empty() && !self.list.has_pending());
    }

    fn shown(&self) -> Vec<&Token> {
        self.list.iter().collect()
    }

    fn truth(&self) -> Vec<&Token> {
        self.server.values().collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// With nobody else at work, a token without a request in flight always shows what the server has, whatever was
    /// refused, queued, or re-read late.
    #[test]
    fn what_is_settled_is_the_servers_truth(steps in proptest::collection::vec(step(0), 0..60)) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
            for value in (1..=IDS).filter(|value| !world.flights.contains_key(value)) {
                prop_assert_eq!(world.list.get(id(value)), world.server.get(&value));
            }
            prop_assert_eq!(world.list.len(), world.list.iter().count());
        }
        world.come_to_rest();
        prop_assert_eq!(world.shown(), world.truth());
    }

    /// Whatever others did and however many replies were lost, the next re-read tells the truth.
    #[test]
    fn a_re_read_heals_everything(steps in proptest::collection::vec(step(2), 0..60)) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
            prop_assert_eq!(world.list.len(), world.list.iter().count());
        }
        world.come_to_rest();
        let refresh = world.list.begin_refresh();
        let tokens = world.server.values().cloned().collect();
        world.list.finish_refresh(refresh, tokens);
        prop_assert_eq!(world.shown(), world.truth());
    }

    /// What is shown is the last confirmed token with every later change on top, as if nothing were ever coalesced.
    #[test]
    fn what_is_shown_is_the_confirmed_token_and_the_changes_in_order(
        steps in proptest::collection::vec(prop_oneof![
            3 => change().prop_map(Ok),
            2 => proptest::bool::weighted(0.6).prop_map(Err),
        ], 0..40),
    ) {
        let mut list = super::list_of([token(1, "a")]);
        let mut base = token(1, "a");
        // The change in flight, then all later ones.
        let mut pending: Vec<Change> = Vec::new();
        for step in steps {
            match step {
                Ok(change) => {
                    let shown = apply(&base, &pending);
                    let ignored = shown.as_ref().is_none_or(|shown| is_noop(&change, shown));
                    let sent = list.change(id(1), change.clone());
                    prop_assert_eq!(sent.is_some(), !ignored && pending.is_empty());
                    if !ignored {
                        pending.push(change);
                    }
                }
                Err(accepted) => {
                    let Some(done) = pending.first().cloned() else { continue };
                    if accepted && done == Change::Delete {
                        list.settle(id(1), Outcome::Deleted);
                        prop_assert!(list.is_empty());
                        return Ok(());
                    }
                    if accepted {
                        base = apply(&base, std::slice::from_ref(&done)).unwrap();
                    }
                    let outcome = if accepted { Outcome::Updated(base.clone()) } else { Outcome::Refused };
                    let settled = list.settle(id(1), outcome);
                    prop_assert_eq!(settled.done, Some(done));
                    let later = last_of_each_kind(&pending[1..]);
                    let unsent = later.iter().take_while(|change| is_noop(change, &base)).count();
                    pending = later[unsent..].to_vec();
                    prop_assert_eq!(settled.next.map(|send| send.change), pending.first().cloned());
                }
            }
            let shown = apply(&base, &pending);
            prop_assert_eq!(list.get(id(1)), shown.as_ref());
        }
    }
}

fn apply(token: &Token, changes: &[Change]) -> Option<Token> {
    changes
        .iter()
        .try_fold(token.clone(), |token, change| match change {
            Change::Description(text) => Some(Token {
                description: text.clone(),
                ..token
            }),
            Change::Status(status) => Some(Token {
                status: status.clone(),
                ..token
            }),
            Change::Delete => None,
        })
}

fn last_of_each_kind(changes: &[Change]) -> Vec<Change> {
    let (delete, others): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| **change == Change::Delete);
    let changes: Vec<Change> = others.into_iter().cloned().collect();
    let kind = |change: &Change| matches!(change, Change::Status(_));
    let last = |at: usize| {
        changes[at + 1..]
            .iter()
            .all(|later| kind(later) != kind(&changes[at]))
    };
    // A deletion overtakes what waits.
    let others = (0..changes.len())
        .filter(|at| last(*at))
        .map(|at| changes[at].clone());
    delete.into_iter().cloned().chain(others).collect()
}

fn is_noop(change: &Change, token: &Token) -> bool {
    apply(token, std::slice::from_ref(change)).as_ref() == Some(token)
}
