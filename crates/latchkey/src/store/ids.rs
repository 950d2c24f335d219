//! New ids (§1.1, §5.6): snowflakes, which sort by creation, and random ones for organizations and buckets.

use std::sync::atomic::{AtomicU64, Ordering};

use influx_api::Id;

use super::{StoreError, Time};

/// Milliseconds from 1970 to 2017-04-09, where snowflakes begin.
const EPOCH_MILLIS: u64 = 1_491_696_000_000;
const SEQUENCE_AND_MACHINE_BITS: u32 = 22;

static LAST: AtomicU64 = AtomicU64::new(0);

/// A new id for an authorization, user or telegraf configuration: larger than every one this process made before.
#[must_use]
pub fn snowflake() -> Id {
    let now = snowflake_at(Time::now(), 0).get();
    let previous = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
        Some(now.max(last + 1))
    });
    Id::new(now.max(previous.unwrap_or(0) + 1)).unwrap_or(FIRST)
}

/// The id of something created at `created`; `sequence` (22 bits of it) tells ids of one millisecond apart.
#[must_use]
pub fn snowflake_at(created: Time, sequence: u32) -> Id {
    let millis = (u64::try_from(created.0).unwrap_or(0) / 1_000_000).saturating_sub(EPOCH_MILLIS);
    let sequence = u64::from(sequence) & ((1 << SEQUENCE_AND_MACHINE_BITS) - 1);
    Id::new(millis << SEQUENCE_AND_MACHINE_BITS | sequence).unwrap_or(FIRST)
}

/// A new id for an organization or a bucket.
///
/// # Errors
/// [`StoreError::Entropy`] when the operating system gives no random numbers.
pub fn random() -> Result<Id, StoreError> {
    loop {
        let value = getrandom::u64().map_err(|_| StoreError::Entropy)?;
        if let Some(id) = Id::new(value) {
            return Ok(id);
        }
    }
}

const FIRST: Id = match Id::new(1) {
    Some(id) => id,
    None => unreachable!(),
};

#[cfg(test)]
mod tests {
    use super::{snowflake, snowflake_at};
    use crate::store::Time;

    #[test]
    fn the_top_bits_are_the_time() {
        let id = snowflake_at(Time(1_491_696_000_007_000_000), 3);
        assert_eq!(id.get(), 7 << 22 | 3);
    }

    #[test]
    fn each_is_larger_than_the_one_before() {
        let ids: Vec<_> = (0..1_000).map(|_| snowflake()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
