//! Chance that is the same on every machine: PCG64, and sums of uniforms for a bell curve (no logarithm or sine, whose
//! last digit differs between systems).

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;

/// A stream of chance of its own for each named thing, so that adding one thing doesn't change another.
pub(crate) struct Noise(Pcg64);

impl Noise {
    /// The stream of `names` under `seed`.
    pub(crate) fn of(seed: u64, names: &[&str]) -> Self {
        // FNV-1a over the names, with a separator so that ("ab", "c") is not ("a", "bc").
        let mut mixed = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in names.iter().flat_map(|n| n.bytes().chain([0])) {
            mixed = (mixed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(Pcg64::seed_from_u64(mixed))
    }

    /// Between 0 and 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About standard normal (twelve uniforms less six), within ±6.
    pub(crate) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// How many of `n` happen at chance `p`: binomial by its mean and spread, for the sizes used here.
    pub(crate) fn count(&mut self, n: i64, p: f64) -> i64 {
        let p = p.clamp(0.0, 1.0);
        let size = n as f64;
        let drawn = size * p + (size * p * (1.0 - p)).sqrt() * self.bell();
        (drawn.round_ties_even() as i64).clamp(0, n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_has_the_mean_and_spread_it_says() {
        let mut noise = Noise::of(7, &["test"]);
        let drawn: Vec<f64> = (0..20_000).map(|_| noise.bell()).collect();
        let mean = drawn.iter().sum::<f64>() / 20_000.0;
        let spread = drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (spread - 1.0).abs() < 0.05, "{mean} {spread}");
        assert_eq!(Noise::of(1, &["a", "bc"]).unit(), Noise::of(1, &["a", "bc"]).unit());
        assert_ne!(Noise::of(1, &["a", "bc"]).unit(), Noise::of(1, &["ab", "c"]).unit());
        assert_ne!(Noise::of(1, &["a"]).unit(), Noise::of(2, &["a"]).unit());
        assert_eq!((noise.count(10, 2.0), noise.count(10, -1.0)), (10, 0));
    }
}
