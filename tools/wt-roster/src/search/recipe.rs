//! How a walk cools: drawn anew or near what found the best, since no one way suits every problem.
//!
//! Little noise follows the dual prices closely and leaves few requests refused, but may leave a gap in the cover that nobody can
//! fill any more; much noise fills the gaps and refuses more requests. Which matters more depends on the problem.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use super::walk::Heat;

/// Noise at the start, in weights of a usual request.
const NOISE: (f64, f64) = (0.15, 1.0);
/// Stiffness at the end, in costs of the dearest cover.
const STIFF: (f64, f64) = (0.03, 0.6);
/// By how much a known recipe is changed, as a logarithm.
const CHANGE: f64 = 0.35;

/// Noise and last stiffness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Recipe {
    noise: f64,
    stiff: f64,
}

/// What a problem's own weights make of a recipe, in scaled points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// The weight of a usual request.
    pub(crate) request: f64,
    /// The cost of the dearest cover.
    pub(crate) cover: f64,
}

impl Recipe {
    /// A new one; `part`, from 0 to 1, says where its noise lies, so that threads differ.
    pub(crate) fn new(part: f64, dice: &mut Pcg64Mcg) -> Self {
        let between = |(low, high): (f64, f64), at: f64| high * (low / high).powf(at);
        Self { noise: between(NOISE, part), stiff: between(STIFF, dice.random()) }
    }

    /// One near this one.
    pub(crate) fn near(self, dice: &mut Pcg64Mcg) -> Self {
        let mut change = |of: f64, (low, high): (f64, f64)| {
            (of * (CHANGE * dice.random_range(-1.0..1.0_f64)).exp()).clamp(low, high)
        };
        Self { noise: change(self.noise, NOISE), stiff: change(self.stiff, STIFF) }
    }

    /// In the scale of a problem, beginning at a stiffness of so many usual requests a person.
    pub(crate) fn heat(self, scale: Scale, soft: f64) -> Heat {
        let soft = soft * scale.request;
        Heat { rho: (soft, (self.stiff * scale.cover).max(soft)), noise: self.noise * scale.request }
    }
}
