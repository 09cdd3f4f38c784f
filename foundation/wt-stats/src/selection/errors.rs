//! Standard normal errors of many units, drawn again and again.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Draws of a thousand units or fewer.
const DRAWS: usize = 1000;
/// Draws there are at least, of however many units.
const FEWEST: usize = 200;

/// Draws × units.
#[derive(Debug, Clone)]
pub(super) struct Errors {
    units: usize,
    drawn: Vec<f64>,
}

impl Errors {
    /// The same seed, the same errors.
    pub(super) fn new(units: usize, seed: u64) -> Self {
        let draws = (DRAWS * DRAWS / units.max(1)).clamp(FEWEST, DRAWS);
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let mut drawn = Vec::with_capacity(draws * units + 1);
        while drawn.len() < draws * units {
            // Box and Muller (1958).
            let radius = (-2.0 * (1.0 - rng.random::<f64>()).ln()).sqrt();
            let angle = 2.0 * std::f64::consts::PI * rng.random::<f64>();
            drawn.extend([radius * angle.cos(), radius * angle.sin()]);
        }
        drawn.truncate(draws * units);
        Self { units, drawn }
    }

    /// One draw after the other, a standard normal for each unit.
    pub(super) fn draws(&self) -> impl Iterator<Item = &[f64]> {
        self.drawn.chunks_exact(self.units.max(1))
    }
}
