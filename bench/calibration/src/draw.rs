//! Random draws that the simulations share.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A generator with its seed.
pub struct Draw(Pcg64Mcg);

impl Draw {
    /// The same seed, the same draws.
    pub fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// Between 0 and 1, neither included.
    pub fn unit(&mut self) -> f64 {
        self.0.random::<f64>().max(f64::MIN_POSITIVE)
    }

    /// Standard normal (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (2.0 * std::f64::consts::PI * self.unit()).cos()
    }

    /// Successes in `n` trials, one by one.
    pub fn binomial(&mut self, n: u32, p: f64) -> f64 {
        f64::from((0..n).map(|_| u32::from(self.unit() < p)).sum::<u32>())
    }

    /// Events of a Poisson, in pieces of a mean of at most 500 (Knuth 1969).
    pub fn poisson(&mut self, mean: f64) -> f64 {
        let (mut left, mut events) = (mean, 0.0);
        while left > 0.0 {
            let end = (-left.min(500.0)).exp();
            let mut product = self.unit();
            while product > end {
                product *= self.unit();
                events += 1.0;
            }
            left -= 500.0;
        }
        events
    }
}
