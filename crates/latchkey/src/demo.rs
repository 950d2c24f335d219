//! The data of `latchkey serve --demo N`: two organizations with everything a token page must cope with. The same
//! number and kind of tokens gives the same data each time, ids and times included; only the secrets differ, and nobody
//! knows them.

use clap::ValueEnum;

mod random;
mod tokens;
mod words;
mod world;

use crate::auth::{password, token};
use crate::store::{Store, StoreError, Writer};
use world::World;

/// Who signs in to the demo: the user that owns the server.
pub const USER: &str = "admin";
/// That user's password; also the one of `mlee`, who may only read one organization.
pub const PASSWORD: &str = "latchkey-demo";

/// What the demo's tokens are.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, ValueEnum)]
pub enum Kind {
    /// Mostly custom ones with a few permissions each, and some of everything else a list can hold
    #[default]
    Varied,
    /// All-access ones of one organization and nothing else: the longest list of so many tokens
    AllAccess,
}

/// Fills an untouched store with the demo's organizations, users, buckets and telegraf configurations, and with
/// `count` tokens, in one transaction; returns when they are on disk. From 12 varied tokens on there is one of
/// everything; all but one, whose owner is gone, show in a list.
///
/// # Errors
/// [`StoreError::Taken`] if the store is not untouched; and the store's own.
pub fn seed(store: &Store, count: u32, kind: Kind) -> Result<(), StoreError> {
    let password = password::hash(PASSWORD).map_err(|_| StoreError::Entropy)?;
    store.write_blocking(move |writer| {
        if !writer.is_untouched()? {
            return Err(StoreError::Taken);
        }
        write(writer, &World::new(), count, kind, &password)
    })
}

fn write(
    writer: &Writer<'_>,
    world: &World,
    count: u32,
    kind: Kind,
    password: &str,
) -> Result<(), StoreError> {
    for org in &world.orgs {
        writer.insert_org(&org.record)?;
        for bucket in &org.buckets {
            writer.insert_bucket(bucket)?;
        }
        for telegraf in &org.telegrafs {
            writer.insert_telegraf(telegraf)?;
        }
    }
    for person in &world.people {
        writer.insert_user(&person.user)?;
        if person.signs_in {
            writer.set_password_hash(person.user.id, password)?;
        }
        for (org, role) in &person.roles {
            writer.set_role(*org, person.user.id, *role)?;
        }
    }
    for index in 0..count {
        let secret = token::generate()?;
        writer.insert_authorization(&tokens::token(world, kind, index, count, secret))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
