//! How much evidence a change of level needs, from simulation.
//!
//! Values at which the latest point of a series in which nothing happens carries a signal (a change, a drift, or a
//! point outside its limits) in at most 1.8% of series, whatever its autocorrelation from 0 to 0.6 and, where months are
//! given, its season; 8,000 series each. `wt-calibration spc` measures the rate with other seeds.

use super::model::Design;

/// Points in a series, and the critical value without season …
const STEADY: [(f64, f64); 6] =
    [(12.0, 1.37), (18.0, 1.43), (24.0, 1.55), (36.0, 1.77), (48.0, 1.92), (60.0, 2.09)];
/// … and where a season is allowed for.
const SEASONAL: [(f64, f64); 4] = [(24.0, 1.86), (36.0, 2.04), (48.0, 2.11), (60.0, 2.14)];

/// The logarithm of the likelihood ratio that so many points have to pass, between those simulated on a line.
pub(super) fn value(points: usize, design: Design) -> f64 {
    let table: &[(f64, f64)] = if design.is_seasonal() { &SEASONAL } else { &STEADY };
    let n = points as f64;
    let above = table.iter().position(|(at, _)| *at >= n).unwrap_or(table.len() - 1).max(1);
    let ((low, from), (high, to)) = (table[above - 1], table[above]);
    from + (to - from) * ((n - low) / (high - low)).clamp(0.0, 1.0)
}
