//! Numbers that look random and are the same every time.

use influx_api::Id;

/// Sebastiano Vigna's SplitMix64: small, good enough for sample data, and never going to change under us as a
/// library's generator may.
pub(super) struct Random(u64);

impl Random {
    /// The sequence number `seed`.
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `end`, which is not 0.
    pub(super) const fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// True `percent` times in a hundred.
    pub(super) const fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// An id like those of organizations and buckets.
    pub(super) const fn id(&mut self) -> Id {
        loop {
            if let Some(id) = Id::new(self.next()) {
                return id;
            }
        }
    }

    /// One of the items, of which there is at least one.
    #[allow(clippy::cast_possible_truncation)] // below a usize
    pub(super) const fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }

    /// The items in another order.
    #[allow(clippy::cast_possible_truncation)] // below a usize
    pub(super) fn shuffled<T>(&mut self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut items: Vec<T> = items.into_iter().collect();
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
        items
    }
}
