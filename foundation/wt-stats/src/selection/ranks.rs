//! Ranks of true values with their intervals.

use super::errors::Errors;
use super::scale::{Figure, read};
use super::{Options, Refusal};
use crate::dist::{normal_quantile, z_of};
use crate::hierarchy::{Figures, NoFigure, Worse};

/// Units up to which all pairs are drawn; more are bounded.
const MOST: usize = 200;

/// The rank of one unit; 1 is best. Units without a figure have none and don't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranks {
    /// Rank of the observed value; equal values share the best of their ranks.
    pub rank: usize,
    /// Best and worst rank the unit may truly have, at the confidence for this unit alone.
    pub alone: (usize, usize),
    /// The same at the confidence that *all* units' ranks are covered: for reading a whole league table.
    pub together: (usize, usize),
}

/// Ranks of all units with their intervals, by comparison of pairs (Mogstad, Romano, Shaikh and Wilhelm 2024).
///
/// A unit may rank behind each unit that isn't shown to be worse, and before each that isn't shown to be better. Pairs are shown to differ
/// where their distance passes the quantile of the largest distance, in standard errors, that errors alone make: among the pairs of
/// one unit, or among all pairs. Above 200 units bounds stand in its place: Bonferroni's for one unit, joint intervals of values
/// (Klein, Wright and Wieczorek 2020) for all, a little wider.
///
/// ```
/// use wt_stats::hierarchy::{Figures, Worse};
/// use wt_stats::selection::{Options, rank_intervals};
/// let means = [(3.0, 0.1), (3.1, 0.1), (5.0, 0.1), (9.0, 0.1)];
/// let found = rank_intervals(Figures::Means(&means), Worse::Higher, &Options::default());
/// let ranks = found.iter().map(|r| r.unwrap()).collect::<Vec<_>>();
/// assert_eq!((ranks[0].rank, ranks[0].together), (1, (1, 2)));
/// assert_eq!((ranks[2].alone, ranks[3].together), ((3, 3), (4, 4)));
/// ```
pub fn rank_intervals(figures: Figures<'_>, worse: Worse, options: &Options) -> Vec<Result<Ranks, Refusal>> {
    let (_, read) = read(figures);
    if !(options.confidence > 0.0 && options.confidence < 1.0) {
        return vec![Err(Refusal::BadConfidence); read.len()];
    }
    let sign = if worse == Worse::Higher { 1.0 } else { -1.0 };
    let units: Vec<Figure> =
        read.iter().filter_map(|f| f.ok().map(|f| Figure { at: sign * f.at, ..f })).collect();
    let apart = Apart::new(&units, options);
    let mut next = 0..units.len();
    let mut one = |f: &Result<Figure, NoFigure>| match f {
        Err(why) => Err(Refusal::Figure(*why)),
        Ok(_) => next.next().map(|i| apart.ranks(&units, i)).ok_or(Refusal::TooFewPeers),
    };
    read.iter().map(&mut one).collect()
}

/// From which distance on pairs differ.
enum Apart {
    /// In standard errors of the difference: for each unit alone, and for all.
    Drawn { alone: Vec<f64>, together: f64 },
    /// In standard errors of the difference for one unit, in the sum of both standard errors for all.
    Bounded { alone: f64, together: f64 },
}

impl Apart {
    fn new(units: &[Figure], options: &Options) -> Self {
        let count = units.len();
        if count > MOST {
            let pairs = 2.0 * (count - 1) as f64;
            return Self::Bounded {
                alone: -normal_quantile((1.0 - options.confidence) / pairs),
                together: z_of(options.confidence.powf((count as f64).recip())),
            };
        }
        let errors = Errors::new(count, options.seed);
        let mut furthest: Vec<Vec<f64>> = vec![Vec::new(); count];
        let mut of_all = Vec::new();
        let mut row = vec![0.0_f64; count];
        for drawn in errors.draws() {
            row.fill(0.0);
            for i in 0..count {
                for j in 0..i {
                    let distance = (units[i].se * drawn[i] - units[j].se * drawn[j]).abs();
                    let distance = distance / units[i].se.hypot(units[j].se);
                    row[i] = row[i].max(distance);
                    row[j] = row[j].max(distance);
                }
            }
            of_all.push(row.iter().copied().fold(0.0, f64::max));
            row.iter().zip(&mut furthest).for_each(|(far, all)| all.push(*far));
        }
        let at = |mut all: Vec<f64>| {
            // The draw that leaves no more than its share beyond it, the real one counted among them.
            let place = (options.confidence * (all.len() + 1) as f64).ceil() as usize;
            all.sort_by(f64::total_cmp);
            place.checked_sub(1).and_then(|p| all.get(p)).copied().unwrap_or(f64::INFINITY)
        };
        Self::Drawn { alone: furthest.into_iter().map(at).collect(), together: at(of_all) }
    }

    fn ranks(&self, units: &[Figure], i: usize) -> Ranks {
        let own = units[i];
        let count = |passes: &dyn Fn(&Figure) -> bool| units.iter().filter(|u| passes(u)).count();
        let interval = |limit: &dyn Fn(&Figure) -> f64| {
            let better = count(&|u| own.at - u.at > limit(u));
            let worse = count(&|u| u.at - own.at > limit(u));
            (better + 1, units.len() - worse)
        };
        let (alone, together) = match self {
            Self::Drawn { alone, together } => {
                (interval(&|u| alone[i] * u.se.hypot(own.se)), interval(&|u| together * u.se.hypot(own.se)))
            }
            Self::Bounded { alone, together } => {
                (interval(&|u| alone * u.se.hypot(own.se)), interval(&|u| together * (u.se + own.se)))
            }
        };
        Ranks { rank: 1 + count(&|u| u.at < own.at), alone, together }
    }
}
