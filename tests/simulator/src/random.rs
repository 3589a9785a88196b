//! Pseudorandom numbers from a seed, so that a failing run can be reproduced.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A SplitMix64 generator: small, fast and good enough for identifiers and faults.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A random seed, so that two simulators with the same receiver have different identifiers.
    pub(crate) fn fresh_seed() -> u64 {
        RandomState::new().hash_one(std::process::id())
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^ (value >> 31)
    }

    /// True with the given probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        // A double represents 53 bits exactly.
        const STEPS: f64 = (1_u64 << 53) as f64;
        probability > 0.0 && ((self.next() >> 11) as f64) < probability * STEPS
    }

    /// A duration below the given one.
    pub(crate) fn below(&mut self, limit: Duration) -> Duration {
        let micros = u64::try_from(limit.as_micros()).unwrap_or(u64::MAX);
        if micros == 0 {
            Duration::ZERO
        } else {
            Duration::from_micros(self.next() % micros)
        }
    }
}
