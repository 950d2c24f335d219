//! Guessing passwords, as fast as it goes.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::campaign::{figure, length};
use crate::client::Client;
use crate::victim::{Victim, median, not_slowed};

const ATTACKERS: usize = 100;

#[test]
fn ten_thousand_guesses_open_nothing_and_slow_nobody_else() {
    let victim = Victim::new();
    let (reading, signing_in) = (median(30, || victim.read()), median(5, || victim.sign_in()));
    let guesses = length("LATCHKEY_GUESSES", 10_000);
    let made = AtomicUsize::new(0);
    let refused = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for attacker in 0..ATTACKERS {
            let (victim, made, refused) = (&victim, &made, &refused);
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
        let times = (median(30, || victim.read()), median(5, || victim.sign_in()));
        not_slowed("read while passwords are guessed", reading, times.0);
        not_slowed("sign in while passwords are guessed", signing_in, times.1);
    });
    figure("sign-in attempts refused", refused.into_inner());
    victim.stands("guessing");
    victim.sign_in();
}
