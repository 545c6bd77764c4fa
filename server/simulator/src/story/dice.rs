//! Repeatable chance: the same seed, words and number always fall the same way.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Builder;

/// A stream of chance that belongs to one thing.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of the thing that these words and this number name.
    pub(crate) fn of(seed: u64, words: &[&str], number: u64) -> Self {
        // FNV-1a: small, and the same on every machine and version, which a hasher of the standard library is not.
        let mut state = 0xcbf2_9ce4_8422_2325_u64 ^ seed;
        let mut mix =
            |byte: u8| state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        for word in words {
            word.bytes().for_each(&mut mix);
            mix(0xff);
        }
        number.to_le_bytes().into_iter().for_each(mix);
        Self(ChaCha8Rng::seed_from_u64(state))
    }

    /// A number below `bound`; 0 when there is none below it.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        self.0.random_range(0..bound.max(1))
    }

    /// A number from 0 to just below 1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0.random_range(0.0..1.0)
    }

    /// Falls true in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of the choices, which must not be empty.
    pub(crate) fn one<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.0.random_range(0..choices.len())]
    }

    /// One of the choices by its weight; the weights must not all be zero.
    pub(crate) fn weighted<'a, T>(
        &mut self,
        choices: &'a [T],
        weight: impl Fn(&T) -> u32,
    ) -> (usize, &'a T) {
        let mut left = self.below(choices.iter().map(&weight).sum());
        for (at, choice) in choices.iter().enumerate() {
            let weight = weight(choice);
            if left < weight {
                return (at, choice);
            }
            left -= weight;
        }
        (0, &choices[0])
    }

    /// Hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from_digit(self.below(16), 16).unwrap_or('0'))
            .collect()
    }

    /// A UUID.
    pub(crate) fn uuid(&mut self) -> String {
        Builder::from_random_bytes(self.0.random())
            .into_uuid()
            .to_string()
    }
}
