//! Campaigns: short in `cargo test`, long in `make torture`, which sets the variables.
#![allow(dead_code, unreachable_pub)] // each test program uses a part of it

use std::env;
use std::fmt::Display;
use std::fs::OpenOptions;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;

/// How much of something to do: as `variable` says, or else `short`.
pub fn length(variable: &str, short: usize) -> usize {
    env::var(variable).map_or(short, |text| text.parse().unwrap())
}

/// Whether this is a long run, where strict figures are asked for.
pub fn is_torture() -> bool {
    env::var_os("LATCHKEY_FIGURES").is_some()
}

/// The seed of this run, told so that it can be repeated: `LATCHKEY_SEED`, or else any.
pub fn seed() -> u64 {
    let seed = env::var("LATCHKEY_SEED")
        .ok()
        .map_or_else(|| RandomState::new().hash_one(0), |seed| seed.parse().unwrap());
    println!("LATCHKEY_SEED={seed}");
    seed
}

/// Tells a figure, and adds it to the file that `LATCHKEY_FIGURES` names.
pub fn figure(name: &str, value: impl Display) {
    println!("{name} {value}");
    if let Some(path) = env::var_os("LATCHKEY_FIGURES") {
        let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        writeln!(file, "{name} {value}").unwrap();
    }
}
