//! The server under attack: it stays up, its memory is bounded, and those who mean no harm are served in about their
//! usual time. Attackers run on the same machine and take their part of it; what that costs is known from a second server,
//! which is attacked in the first one's place. A short run allows for more than a long one (`make torture`).
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/campaign.rs"]
mod campaign;
#[path = "../support/mod.rs"]
mod client;
#[path = "../support/process.rs"]
mod process;

mod bodies;
mod noise;
mod sign_ins;
mod silence;
mod victim;
