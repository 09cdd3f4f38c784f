//! Chance that is the same on every machine: PCG, and logarithms from `libm`.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A stream of chance.
#[derive(Debug, Clone)]
pub(crate) struct Noise(Pcg64Mcg);

impl Noise {
    /// The stream of a purpose under a seed.
    pub(crate) fn of(seed: u64, purpose: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ purpose.wrapping_mul(0xd1b5_4a32_d192_ed03),
        ))
    }

    /// Between 0 and 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `of`; 0 where there is none.
    pub(crate) fn below(&mut self, of: usize) -> usize {
        ((self.unit() * of as f64) as usize).min(of.saturating_sub(1))
    }

    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// About standard normal: twelve uniforms less six.
    pub(crate) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Poisson by multiplying uniforms (Knuth), by its mean and spread from 60 on.
    pub(crate) fn count(&mut self, mean: f64) -> usize {
        if mean > 60.0 {
            return (mean + mean.sqrt() * self.bell()).round().max(0.0) as usize;
        }
        let (stop, mut product, mut count) = (libm::exp(-mean), self.unit(), 0);
        while product > stop {
            product *= self.unit();
            count += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::Noise;

    #[test]
    fn counts_have_the_mean_and_spread_of_poisson() {
        let mut noise = Noise::of(3, 1);
        for mean in [2.0, 80.0] {
            let drawn: Vec<f64> = (0..20_000).map(|_| noise.count(mean) as f64).collect();
            let found = drawn.iter().sum::<f64>() / 20_000.0;
            let spread = drawn.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / 20_000.0;
            assert!(
                (found / mean - 1.0).abs() < 0.03 && (spread / mean - 1.0).abs() < 0.05,
                "{found} {spread}"
            );
        }
    }
}
