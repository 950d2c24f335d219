//! Guessing passwords, as fast as it goes.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::campaign::{figure, length};
use crate::client::Client;
use crate::victim::{Victim, median, not_slowed};

const ATTACKERS: usize = 100;

#[test]
fn ten_thousand_guesses_open_nothing_and_slow_nobody_else() {
    let victim = Victim::new();
    let times = || (median(30, || victim.read()), median(5, || victim.sign_in()));
    let guesses = length("LATCHKEY_GUESSES", 10_000);
    let peace = times();
    let (elsewhere, _) = attacked(&victim.decoy(), guesses / 4, times);
    let (during, refused) = attacked(&victim, guesses, times);
    not_slowed(
        "read while passwords are guessed",
        peace.0.max(elsewhere.0),
        during.0,
    );
    not_slowed(
        "sign in while passwords are guessed",
        peace.1.max(elsewhere.1),
        during.1,
    );
    figure("sign-in attempts refused", refused);
    victim.stands("guessing");
    victim.sign_in();
}

/// What `act` returns while passwords of this server are guessed, and how many guesses were refused.
fn attacked<T>(victim: &Victim, guesses: usize, act: impl FnOnce() -> T) -> (T, usize) {
    let (made, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let result = std::thread::scope(|scope| {
        for attacker in 0..ATTACKERS {
            let (made, refused) = (&made, &refused);
            scope.spawn(move || {
                // From a handful of addresses, at one name and at many.
                let client = Client::of(&victim.process.url);
                loop {
                    let guess = made.fetch_add(1, Ordering::Relaxed);
                    if guess >= guesses {
                        return;
                    }
                    let name = if guess % 2 == 0 {
                        "root".to_owned()
                    } else {
                        format!("user {guess}")
                    };
                    let (header, value) = client.basic(&name, &format!("guess {guess}")).headers.remove(0);
                    let reply = client
                        .with(&header, &value)
                        .with("X-Forwarded-For", &format!("203.0.113.{}", attacker % 5))
                        .post("/api/v2/signin", "");
                    assert!(matches!(reply.status, 401 | 429), "{reply:?}");
                    assert_eq!(reply.header("set-cookie"), None);
                    refused.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        act()
    });
    (result, refused.into_inner())
}
