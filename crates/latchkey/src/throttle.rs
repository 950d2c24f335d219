//! Slows repeated failed sign-ins down, per user and per address.
//!
//! The first few attempts are free, further ones wait longer and longer, up to a ceiling that an honest person can sit
//! out: nobody is ever locked out. (Only so many wait at once, see [`api`](crate::api): while an attack holds all those
//! places, others who failed, or share its address, are told to try again.) An attempt counts as failed from the moment
//! it begins, so that attempts made at once are slowed like those made in turn, and until it succeeds.
//!
//! Memory is fixed. A name or address is a key of two counters in a table, picked by hashes with a secret key, and
//! counts as the lesser of the two. So names made up by an attacker take no room and displace nobody; all they can do
//! is raise counters, of which a user would have to share both.

use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Failures without any wait; the next attempt has the first one.
const FREE: u32 = 3;
/// The first wait; each further failure doubles it.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// The longest wait.
const CEILING: Duration = Duration::from_secs(5);
/// One failure is forgotten each time this has passed.
const FORGET_ONE: Duration = Duration::from_secs(30);
/// More failures are not counted, so that the longest wait is over after ten minutes' peace.
const MOST: u32 = 20;
/// Counters in each of a table's two rows.
const WIDTH: usize = 4096;

/// The failed sign-ins of the last minutes. Times are given by the caller; `now` must not run backwards far, or
/// decay waits until it has caught up.
pub struct Throttle {
    users: Mutex<Table>,
    addresses: Mutex<Table>,
}

impl Throttle {
    /// One that has seen no attempt.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        Self {
            users: Mutex::new(Table::new(now)),
            addresses: Mutex::new(Table::new(now)),
        }
    }

    /// Counts an attempt to sign in and tells how long to wait before the password is looked at: at most 5 seconds,
    /// and nothing for the first attempts.
    #[must_use]
    pub fn attempt(&self, user: &str, address: IpAddr, now: Instant) -> Duration {
        let by_user = lock(&self.users).count_failure(&user, now);
        let by_address = lock(&self.addresses).count_failure(&network(address), now);
        wait_after(by_user.max(by_address))
    }

    /// Takes the attempt back: the user's failures are forgiven, and the address is where it was before the attempt.
    /// (Were it forgiven too, whoever has one account could try others' without end.)
    pub fn succeeded(&self, user: &str, address: IpAddr, now: Instant) {
        lock(&self.users).forgive(&user, u32::MAX, now);
        lock(&self.addresses).forgive(&network(address), 1, now);
    }
}

/// A counter is whole after every operation, so a panic elsewhere while it was held leaves nothing broken.
fn lock(table: &Mutex<Table>) -> MutexGuard<'_, Table> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who an address stands for: with IPv6, one customer commonly has all of a /64.
fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits() >> 64 << 64,
    }
}

/// The wait of an attempt with this many failures before it.
fn wait_after(failures: u32) -> Duration {
    match failures.checked_sub(FREE) {
        None => Duration::ZERO,
        Some(over) => FIRST_WAIT.saturating_mul(1 << over.min(16)).min(CEILING),
    }
}

/// Counters of failures; see the module's text.
struct Table {
    rows: [Row; 2],
    start: Instant,
}

struct Row {
    hasher: RandomState,
    counters: Box<[Counter]>,
}

#[derive(Clone, Copy, Default)]
struct Counter {
    failures: u32,
    /// When the last failure was forgotten or, from zero, the first was counted; in milliseconds since the start.
    since: u64,
}

impl Table {
    fn new(start: Instant) -> Self {
        let row = || Row {
            hasher: RandomState::new(),
            counters: vec![Counter::default(); WIDTH].into(),
        };
        Self {
            rows: [row(), row()],
            start,
        }
    }

    /// Counts a failure of this key and returns how many it had before.
    fn count_failure(&mut self, key: &impl Hash, now: Instant) -> u32 {
        self.each(key, now, |counter| {
            let before = counter.failures;
            counter.failures = (before + 1).min(MOST);
            before
        })
    }

    /// Forgives this key so many failures.
    fn forgive(&mut self, key: &impl Hash, count: u32, now: Instant) {
        self.each(key, now, |counter| {
            counter.failures = counter.failures.saturating_sub(count);
            counter.failures
        });
    }

    /// Brings the key's two counters up to date, changes them, and returns the lesser of what the change returns.
    fn each(&mut self, key: &impl Hash, now: Instant, change: impl Fn(&mut Counter) -> u32) -> u32 {
        let now = u64::try_from(now.saturating_duration_since(self.start).as_millis()).unwrap_or(u64::MAX);
        self.rows
            .iter_mut()
            .map(|row| change(row.counter(key, now)))
            .min()
            .unwrap_or(0)
    }
}

impl Row {
    #[allow(clippy::cast_possible_truncation)] // below WIDTH, which is a usize
    fn counter(&mut self, key: &impl Hash, now: u64) -> &mut Counter {
        let place = self.hasher.hash_one(key) % WIDTH as u64;
        let counter = &mut self.counters[place as usize];
        counter.forget(now);
        counter
    }
}

impl Counter {
    fn forget(&mut self, now: u64) {
        const EACH: u64 = FORGET_ONE.as_millis() as u64;
        let forgotten = now.saturating_sub(self.since) / EACH;
        self.failures = self
            .failures
            .saturating_sub(u32::try_from(forgotten).unwrap_or(u32::MAX));
        self.since = if self.failures == 0 {
            now
        } else {
            self.since + forgotten * EACH
        };
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::*;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7));

    fn millis(throttle: &Throttle, user: &str, address: IpAddr, now: Instant) -> u128 {
        throttle.attempt(user, address, now).as_millis()
    }

    #[test]
    fn waits_double_from_the_fourth_attempt_up_to_the_ceiling() {
        let now = Instant::now();
        let throttle = Throttle::new(now);
        let waits: Vec<_> = (0..12).map(|_| millis(&throttle, "admin", HOME, now)).collect();
        assert_eq!(
            waits,
            [0, 0, 0, 250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000]
        );
    }

    #[test]
    fn a_user_is_slowed_from_everywhere_and_an_address_for_every_user() {
        let now = Instant::now();
        let throttle = Throttle::new(now);
        for _ in 0..3 {
            assert_eq!(millis(&throttle, "admin", HOME, now), 0);
        }
        assert_eq!(millis(&throttle, "admin", ELSEWHERE, now), 250);
        assert_eq!(millis(&throttle, "mlee", HOME, now), 250);
        assert_eq!(millis(&throttle, "mlee", ELSEWHERE, now), 0);
    }

    #[test]
    fn success_forgives_the_user_but_not_the_address() {
        let now = Instant::now();
        let throttle = Throttle::new(now);
        for _ in 0..8 {
            let _ = throttle.attempt("admin", HOME, now);
        }
        assert_eq!(millis(&throttle, "attacker", HOME, now), 5000);
        throttle.succeeded("attacker", HOME, now);
        assert_eq!(
            millis(&throttle, "admin", HOME, now),
            5000,
            "one's own account resets nothing of others'"
        );
        throttle.succeeded("admin", HOME, now);
        assert_eq!(millis(&throttle, "admin", ELSEWHERE, now), 0);
    }

    #[test]
    fn successful_sign_ins_are_never_slowed() {
        let now = Instant::now();
        let throttle = Throttle::new(now);
        for _ in 0..1000 {
            assert_eq!(millis(&throttle, "admin", HOME, now), 0);
            throttle.succeeded("admin", HOME, now);
        }
    }

    #[test]
    fn one_failure_is_forgotten_every_half_minute() {
        let start = Instant::now();
        let throttle = Throttle::new(start);
        for _ in 0..5 {
            let _ = throttle.attempt("admin", HOME, start);
        }
        // Five less one, then the attempt itself makes it five again.
        assert_eq!(millis(&throttle, "admin", HOME, start + FORGET_ONE), 500);
        assert_eq!(millis(&throttle, "admin", HOME, start + FORGET_ONE * 3), 250);
        let soon = start + FORGET_ONE * 3 + FORGET_ONE / 2;
        assert_eq!(
            millis(&throttle, "admin", HOME, soon),
            500,
            "half of the time forgets nothing"
        );
        assert_eq!(millis(&throttle, "admin", HOME, soon + FORGET_ONE * 5), 0);
    }

    #[test]
    fn attempts_in_between_do_not_stop_the_forgetting() {
        let start = Instant::now();
        let throttle = Throttle::new(start);
        for _ in 0..4 {
            let _ = throttle.attempt("admin", HOME, start);
        }
        let waits: Vec<_> = (1..=4)
            .map(|step| millis(&throttle, "admin", HOME, start + FORGET_ONE / 3 * 2 * step))
            .collect();
        // Before them there have been 4, 5 - 1, 5 - 1 and 5 failures.
        assert_eq!(waits, [500, 500, 500, 1000]);
    }

    #[test]
    fn ten_minutes_peace_ends_the_worst_attack() {
        let start = Instant::now();
        let throttle = Throttle::new(start);
        for _ in 0..100_000 {
            let _ = throttle.attempt("admin", HOME, start);
        }
        let later = start + FORGET_ONE * MOST;
        assert_eq!(millis(&throttle, "admin", HOME, later), 0);
    }

    #[test]
    fn addresses_count_by_the_network_they_stand_for() {
        let now = Instant::now();
        let throttle = Throttle::new(now);
        let v6 = |network, host| IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, network, 0, 0, 0, host));
        for host in 0..4 {
            let _ = throttle.attempt(&format!("user {host}"), v6(1, host), now);
        }
        assert_eq!(millis(&throttle, "a", v6(1, 99), now), 500);
        assert_eq!(millis(&throttle, "b", v6(2, 99), now), 0);

        let mapped = IpAddr::V6(Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped());
        for _ in 0..3 {
            let _ = throttle.attempt("c", mapped, now);
        }
        assert_eq!(millis(&throttle, "d", HOME, now), 250);
    }

    #[test]
    fn made_up_names_neither_take_memory_nor_free_the_attacked() {
        let now = Instant::now();
        let throttle = Throttle::new(now);
        for _ in 0..10 {
            let _ = throttle.attempt("admin", HOME, now);
        }
        let place = lock(&throttle.users).rows[0].counters.as_ptr();
        for name in 0..1_000_000_u32 {
            let _ = lock(&throttle.users).count_failure(&name, now);
        }
        let users = lock(&throttle.users);
        assert_eq!(
            (users.rows[0].counters.len(), users.rows[0].counters.as_ptr()),
            (WIDTH, place)
        );
        drop(users);
        assert_eq!(millis(&throttle, "admin", ELSEWHERE, now), 5000);
    }

    #[test]
    fn a_thousand_attacked_names_leave_the_others_alone() {
        let now = Instant::now();
        let mut table = Table::new(now);
        for name in 0..200_u32 {
            for _ in 0..MOST {
                let _ = table.count_failure(&name, now);
            }
        }
        // Sharing both counters has a chance of about (200/4096)² each: 2.4 of 1000. 40 never happen by accident.
        let slowed = (1_000_000..1_001_000_u32)
            .filter(|name| table.count_failure(name, now) >= MOST)
            .count();
        assert!(slowed < 40, "{slowed} of 1000");
    }

    proptest! {
        /// Whatever happens, a wait is bounded, and never shorter than that of the failures in the last half minute.
        #[test]
        fn waits_are_bounded_and_earned(steps in prop::collection::vec((0..3_u8, 0..40_000_u64, any::<bool>()), 1..200)) {
            let mut now = Instant::now();
            let throttle = Throttle::new(now);
            let mut recent: Vec<(u8, Instant)> = Vec::new();
            for (user, pause, succeeds) in steps {
                now += Duration::from_millis(pause);
                let name = user.to_string();
                let address = IpAddr::V4(Ipv4Addr::new(10, 0, 0, user));
                recent.retain(|(_, at)| now.duration_since(*at) < FORGET_ONE);
                let failures = recent.iter().filter(|(of, _)| *of == user).count();
                let wait = throttle.attempt(&name, address, now);
                prop_assert!(wait <= CEILING);
                // In any half minute at most one failure is forgotten.
                let owed = wait_after(u32::try_from(failures.saturating_sub(1)).unwrap_or(MOST).min(MOST - 1));
                prop_assert!(wait >= owed, "{wait:?} after {failures} failures");
                if succeeds {
                    throttle.succeeded(&name, address, now);
                    recent.retain(|(of, _)| *of != user);
                } else {
                    recent.push((user, now));
                }
            }
        }
    }
}
