//! Runs about the centre line: Anhøj's two tests, and the best box.
//!
//! Useful points are those not on the centre line. A run of them on one side that is too long, or too few crossings
//! from one side to the other, says that the series is not random (§2.2; Anhøj and Olesen 2014).

use crate::dist::{binomial_cdf, normal_cdf};

/// Which limits a longest run and a number of crossings are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// Longest run up to log₂(n) + 3, rounded; crossings from the 5% point of a binomial(n − 1, ½) up.
    #[default]
    Anhoej,
    /// The pair of limits that best finds a shift of 0.8 standard deviations among those that leave at least 92.5% of
    /// random series alone (Anhøj and Wentzel-Larsen 2020). From 10 to 100 useful points; else as Anhøj.
    BestBox,
}

impl Rule {
    /// The rule of a name as qicharts2 writes it: `anhoej` or `bestbox`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "anhoej" => Some(Self::Anhoej),
            "bestbox" => Some(Self::BestBox),
            _ => None,
        }
    }

    /// The limits for `useful` points.
    ///
    /// ```
    /// use wt_stats::spc::Rule;
    /// let limits = Rule::Anhoej.limits(24);
    /// assert_eq!((limits.longest, limits.crossings), (8, 8));
    /// ```
    pub fn limits(self, useful: usize) -> Limits {
        match self {
            Self::BestBox if (10..=100).contains(&useful) => best_box(useful),
            _ => anhoej(useful),
        }
    }
}

/// What a random series stays within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest run that is no signal.
    pub longest: usize,
    /// The fewest crossings that are no signal.
    pub crossings: usize,
}

/// What the runs of a part say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// Points, missing ones too, without those left out.
    pub observations: usize,
    /// Points off the centre line.
    pub useful: usize,
    /// What was found; none without a useful point.
    pub found: Option<Found>,
    /// The series is not random by the rule that was asked for.
    pub signal: bool,
}

/// The longest run and the crossings, each beside its Anhøj limit (the peer prints these whatever the rule).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Points in the longest run.
    pub longest: usize,
    /// Crossings of the centre line.
    pub crossings: usize,
    /// Anhøj's limits for both.
    pub limits: Limits,
}

/// The runs of points given as value and centre line.
pub fn runs(points: impl Iterator<Item = Option<(f64, f64)>>, rule: Rule) -> Runs {
    let (mut observations, mut useful, mut longest, mut run, mut crossings) = (0, 0, 0, 0, 0);
    let mut side = None;
    for point in points {
        observations += 1;
        let Some((value, centre)) = point.filter(|(v, c)| v != c) else { continue };
        let above = value > centre;
        useful += 1;
        crossings += usize::from(side.is_some_and(|s| s != above));
        run = if side == Some(above) { run + 1 } else { 1 };
        longest = longest.max(run);
        side = Some(above);
    }
    let found = (useful > 0).then(|| Found { longest, crossings, limits: anhoej(useful) });
    let beyond = |l: Limits| longest > l.longest || crossings < l.crossings;
    Runs { observations, useful, found, signal: useful > 0 && beyond(rule.limits(useful)) }
}

fn anhoej(useful: usize) -> Limits {
    let longest = (useful.max(1) as f64).log2().round() as usize + 3;
    let trials = useful.saturating_sub(1);
    // A hair is left for rounding in the sum.
    let reached = |k: &usize| binomial_cdf(*k as f64, trials as f64, 0.5) >= 0.05 * (1.0 - 1e-12);
    Limits { longest, crossings: (0..trials).find(reached).unwrap_or(trials) }
}

/// The box with the most power for a shift of this many standard deviations …
const SHIFT: f64 = 0.8;
/// … that leaves at least this share of random series alone.
const SPECIFICITY: f64 = 0.925;
/// Longest runs tried: those of best boxes up to 100 points are 6 to 14.
const LONGEST: usize = 16;

fn best_box(n: usize) -> Limits {
    let shifted = normal_cdf(SHIFT);
    let mut best = (f64::INFINITY, anhoej(n));
    for longest in 1..=LONGEST.min(n) {
        let (null, shift) = (crossings(n, longest, 0.5), crossings(n, longest, shifted));
        let (mut kept, mut missed) = (0.0, 0.0);
        for c in (0..n).rev() {
            kept += null[c];
            missed += shift[c];
            if kept >= SPECIFICITY {
                if missed < best.0 {
                    best = (missed, Limits { longest, crossings: c });
                }
                break;
            }
        }
    }
    best.1
}

/// The chance of each number of crossings together with no run longer than `longest`, in `n` tosses that come up with
/// chance `p`, by the last run (Wentzel-Larsen and Anhøj 2019).
fn crossings(n: usize, longest: usize, p: f64) -> Vec<f64> {
    let power = |p: f64| -> Vec<f64> { (0..=longest).map(|r| p.powi(r as i32)).collect() };
    let (heads, tails) = (power(p), power(1.0 - p));
    // ends[i][side][c]: the first i tosses end with a full run of that side, after c crossings.
    let mut ends = vec![[vec![0.0; n], vec![0.0; n]]; n + 1];
    for i in 1..=n {
        let (before, rest) = ends.split_at_mut(i);
        let now = &mut rest[0];
        for run in 1..=longest.min(i) {
            if run == i {
                now[0][0] += heads[run];
                now[1][0] += tails[run];
                continue;
            }
            for c in 1..i {
                now[0][c] += before[i - run][1][c - 1] * heads[run];
                now[1][c] += before[i - run][0][c - 1] * tails[run];
            }
        }
    }
    (0..n).map(|c| ends[n][0][c] + ends[n][1][c]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_boxes_are_those_published() {
        // Anhøj and Wentzel-Larsen 2020.
        for (n, crossings, longest) in [(10, 2, 6), (24, 6, 7), (36, 13, 9), (60, 23, 9), (100, 41, 10)] {
            assert_eq!(Rule::BestBox.limits(n), Limits { longest, crossings }, "{n}");
        }
        assert_eq!(Rule::BestBox.limits(9), Rule::Anhoej.limits(9));
    }

    #[test]
    fn points_on_the_line_do_not_break_a_run() {
        let points = [1.0, 1.0, 0.0, 1.0, -1.0].map(|v| Some((v, 0.0)));
        let runs = runs(points.into_iter().chain([None]), Rule::Anhoej);
        let found = runs.found.map(|f| (f.longest, f.crossings));
        assert_eq!((runs.observations, runs.useful, found), (6, 4, Some((3, 1))));
    }
}
