//! Is it worse than the *best*? Comparisons with a benchmark that was chosen by its figures, and ranks with their intervals.
//!
//! "The best quartile" and "the mean of the best five of ten" are chosen because they look good, and some look good by luck: the
//! benchmark is better than what it stands for (the winner's curse), and a test that takes it as known flags units where nothing
//! differs (Dropkin 2018; §2.7). Here the choice is part of the test. On a scale where errors e are normal with known spread and less is
//! better, let B be the benchmark of some values: the mean of the k least, or their type-7 quartile.
//!
//! *Worse.* The mean of the k least is a minimum of means over sets, so B(θ + e) ≥ B(θ) + B(e), whatever the true values θ:
//! the observed gap exceeds the true one by at most e_i − B(e), whose distribution is known. Testing by it is exact where nothing differs
//! and holds its level everywhere; no other assumption is made. Where units are visibly apart it is too careful, so
//! that first a simultaneous band for all values, at a tenth of the level, finds which units can't be at the edge of the best; errors are then added to
//! positions x that keep only what the band shows: e_i − (B(x + e) − B(x)) (two steps, as Romano, Shaikh and Wolf 2014 have them). For
//! the quartile the same is exact where nothing differs and where all that differs is visible, and holds for normal spreads; where just under a
//! quarter of the units stand ahead and all others are alike it flags 6 to 13% at a nominal 5% (taken as known: 20 to 30%;
//! `wt-calibration selection`).
//!
//! *Better*, and upper ends of gaps: the true best k are some fixed set, whose mean error is normal.
//!
//! The mean of all isn't chosen, but it is a chance figure too, and one's own is part of it: [`against_mean`]. Ranks: [`rank_intervals`].

mod against;
mod errors;
mod mean;
mod ranks;
mod scale;
mod worlds;

pub use against::{Options, Peers, Refusal, Rule, Selected, against_selected};
pub use mean::against_mean;
pub use ranks::{Ranks, rank_intervals};

#[cfg(test)]
mod tests;
