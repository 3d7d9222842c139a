//! Chance that comes out the same on every machine. In: a seed. Out: uniform whole numbers, picks
//! and weighted draws. Own helpers over the `ChaCha8` stream, so no other crate's choice of algorithm
//! can change what a seed means; whole numbers throughout, so no rounding of the processor can.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of chance.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of a seed; `stream` tells apart several of one seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        for (slot, byte) in key.iter_mut().zip(seed.to_le_bytes().into_iter().chain(stream.to_le_bytes())) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// Uniform below `n`; 0 for `n` = 0.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(n);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// Uniform in `low..=high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True `parts` times in a thousand.
    pub(super) fn permille(&mut self, parts: u64) -> bool {
        self.below(1000) < parts
    }

    /// A uniform index below `len`; 0 for an empty list.
    pub(super) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// One of several words; word lists are never empty.
    pub(super) fn word(&mut self, words: &[&'static str]) -> &'static str {
        words.get(self.index(words.len())).copied().unwrap_or("")
    }

    /// An index, each as likely as its step in a rising table of sums.
    pub(super) fn weighted(&mut self, sums: &[u64]) -> usize {
        let total = sums.last().copied().unwrap_or(0);
        let at = self.below(total);
        sums.partition_point(|sum| *sum <= at).min(sums.len().saturating_sub(1))
    }

    /// Puts a list in chance order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }
}

/// Rising sums of weights, for [`Dice::weighted`].
pub(super) fn sums(weights: impl Iterator<Item = u64>) -> Vec<u64> {
    weights
        .scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

/// A number that looks like chance but belongs to its inputs for good (`SplitMix64`).
pub(super) fn mix(seed: u64, index: u64) -> u64 {
    let mut z = seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_for_ever() {
        let mut dice = Dice::new(7, 0);
        let drawn: Vec<u64> = (0..4).map(|_| dice.below(1000)).collect();
        let mut again = Dice::new(7, 0);
        assert_eq!(drawn, (0..4).map(|_| again.below(1000)).collect::<Vec<_>>());
        let mut other = Dice::new(7, 1);
        assert_ne!(drawn, (0..4).map(|_| other.below(1000)).collect::<Vec<_>>());
    }

    #[test]
    fn draws_stay_in_range_and_follow_weights() {
        let mut dice = Dice::new(1, 0);
        let table = sums([1, 0, 3].into_iter());
        let mut hits = [0_u32; 3];
        for _ in 0..4000 {
            hits[dice.weighted(&table)] += 1;
            assert!((3..=5).contains(&dice.between(3, 5)));
        }
        assert_eq!(hits[1], 0);
        assert!((800..1200).contains(&hits[0]), "{hits:?}");
        assert_eq!((dice.below(0), dice.below(1), dice.index(0)), (0, 0, 0));
    }
}
