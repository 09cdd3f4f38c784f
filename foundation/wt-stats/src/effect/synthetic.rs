//! Synthetic control: what the others, weighed so that they follow an organisation before its change, say it would have
//! done without it.
//!
//! Two forms. [`classic`] is that of Abadie, Diamond and Hainmueller (J Am Stat Assoc 2010;105:493): weights that are not
//! negative and add up to one, fitted to the values themselves, and a rank of the ratio of errors after to errors before.
//! The one of [`super::worked`] differs in three ways, each for less error at placebo dates on real series:
//! - levels are taken out first (Doudchenko and Imbens 2016; Ferman and Pinto, Quant Econ 2021;12:1197): organisations
//!   are followed in how they move, not in where they lie;
//! - weights are drawn together by a ridge of the months before times the mean squared step from month to month of
//!   the others (as in Arkhangelsky et al., Am Econ Rev 2021;111:4088): with twenty months and forty donors, weights follow noise;
//! - the gap is measured from its mean over the twelve months before the change, so that slow drift and an
//!   organisation's own season are left out.

use super::panel::{Fault, LeftOut, Panel, Whole};
use super::simplex::Gram;

/// Months before the change from whose mean gap the effect is measured.
pub(super) const BASE: usize = 12;

/// One organisation against the weighed others.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// Place in the series and weight, those above nought.
    pub(super) weights: Vec<(usize, f64)>,
    /// Its value less the weighed others', month by month, less the mean of the base months.
    pub(super) gap: Vec<f64>,
    /// Mean of the gap since the change.
    pub(super) effect: f64,
    /// Root mean square of the gap before the change, around its own mean.
    pub(super) spread: f64,
}

/// What is shared by the fits of all organisations at one date.
pub(super) struct Fitter<'a> {
    series: &'a [Vec<f64>],
    centred: Vec<Vec<f64>>,
    gram: Gram,
    before: usize,
    ridge: f64,
}

impl<'a> Fitter<'a> {
    pub(super) fn new(series: &'a [Vec<f64>], before: usize) -> Self {
        let centred: Vec<Vec<f64>> = series
            .iter()
            .map(|row| {
                let level = mean(&row[..before]);
                row.iter().map(|x| x - level).collect()
            })
            .collect();
        let steps: Vec<f64> = series[1..]
            .iter()
            .flat_map(|row| row[..before].windows(2).map(|step| (step[1] - step[0]).powi(2)))
            .collect();
        let gram = Gram::of(&centred, before);
        Self { series, centred, gram, before, ridge: mean(&steps) * before as f64 }
    }

    /// Series `of` against all others but `without`.
    pub(super) fn fit(&self, of: usize, without: usize) -> Fit {
        let donors: Vec<usize> = (0..self.series.len()).filter(|d| *d != of && *d != without).collect();
        let all = self.gram.weights(of, &donors, self.ridge);
        let weights: Vec<(usize, f64)> = donors.into_iter().zip(all).filter(|(_, w)| *w > 0.0).collect();
        let mut gap = self.centred[of].clone();
        for (donor, weight) in &weights {
            gap.iter_mut().zip(&self.centred[*donor]).for_each(|(gap, x)| *gap -= weight * x);
        }
        let level = mean(&gap[..self.before]);
        let squares: Vec<f64> = gap[..self.before].iter().map(|g| (g - level).powi(2)).collect();
        let base = mean(&gap[self.before.saturating_sub(BASE)..self.before]);
        gap.iter_mut().for_each(|g| *g -= base);
        Fit { weights, effect: mean(&gap[self.before..]), spread: mean(&squares).sqrt(), gap }
    }
}

/// Mean; nought of nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// Synthetic control as published, without an intercept or a ridge.
#[derive(Debug, Clone, PartialEq)]
pub struct Classic {
    /// Donors, by their place among those given, and their weights: those above 0.0001, the largest first.
    pub weights: Vec<(usize, f64)>,
    /// Months that are compared, by their place in the panel, with the value and the synthetic value.
    pub path: Vec<(usize, f64, f64)>,
    /// Mean of value less synthetic value since the change.
    pub effect: f64,
    /// Root mean square of value less synthetic value before the change.
    pub error_before: f64,
    /// The same since the change.
    pub error_after: f64,
    /// The ratio of the two, squared as published (error after² / error before²); none where the fit before is exact.
    pub ratio: Option<f64>,
    /// The share of all organisations, the treated among them, whose ratio is at least as large: the p-value of the
    /// placebo test in space. None where a ratio is missing for the treated.
    pub p: Option<f64>,
    /// Donors that were given and not used.
    pub left_out: Vec<LeftOut>,
}

/// Abadie, Diamond and Hainmueller 2010, with each donor treated in turn (the treated left out of their pools).
///
/// # Errors
///
/// A [`Fault`] for too few months or donors, or figures that cannot be used.
///
/// ```
/// use wt_stats::effect::{Panel, synthetic::classic};
/// let wave = |k: f64| (0..24).map(|t| Some((f64::from(t) * k).sin() + k)).collect::<Vec<_>>();
/// let donors: Vec<_> = (1..8).map(|k| wave(f64::from(k) / 3.0)).collect();
/// // Half of each of two donors, and two more since the eighteenth month.
/// let treated: Vec<Option<f64>> = (0..24)
///     .map(|t| Some(donors[0][t]? / 2.0 + donors[4][t]? / 2.0 + if t >= 18 { 2.0 } else { 0.0 }))
///     .collect();
/// let found = classic(&Panel { treated: &treated, donors: &donors, change: 18 }).unwrap();
/// assert!((found.effect - 2.0).abs() < 0.01 && found.weights.len() == 2);
/// ```
pub fn classic(panel: &Panel<'_>) -> Result<Classic, Fault> {
    let whole = Whole::of(panel)?;
    let gram = Gram::of(&whole.series, whole.before);
    let own = Alone::of(&whole, &gram, 0);
    let p = own.ratio().map(|ratio| {
        let others = (1..whole.series.len()).map(|of| Alone::of(&whole, &gram, of).ratio());
        (1 + others.filter(|other| other.is_none_or(|other| other >= ratio)).count()) as f64
            / whole.series.len() as f64
    });
    let mut weights: Vec<(usize, f64)> =
        own.weights.iter().map(|(d, w)| (whole.donors[d - 1], *w)).filter(|(_, w)| *w > 1e-4).collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1));
    let path = whole.months.iter().zip(&whole.series[0]).zip(&own.gap);
    Ok(Classic {
        weights,
        path: path.map(|((t, value), gap)| (*t, *value, value - gap)).collect(),
        effect: mean(&own.gap[whole.before..]),
        error_before: own.squares.0.sqrt(),
        error_after: own.squares.1.sqrt(),
        ratio: own.ratio(),
        p,
        left_out: whole.left_out,
    })
}

/// One organisation against all donors but itself.
struct Alone {
    weights: Vec<(usize, f64)>,
    gap: Vec<f64>,
    /// Mean squares of the gap before and after.
    squares: (f64, f64),
}

impl Alone {
    fn of(whole: &Whole, gram: &Gram, of: usize) -> Self {
        let donors: Vec<usize> = (1..whole.series.len()).filter(|d| *d != of).collect();
        let weights: Vec<(usize, f64)> = donors.iter().copied().zip(gram.weights(of, &donors, 0.0)).collect();
        let mut gap = whole.series[of].clone();
        for (donor, weight) in &weights {
            gap.iter_mut().zip(&whole.series[*donor]).for_each(|(gap, x)| *gap -= weight * x);
        }
        let squares: Vec<f64> = gap.iter().map(|g| g * g).collect();
        Self { weights, squares: (mean(&squares[..whole.before]), mean(&squares[whole.before..])), gap }
    }

    fn ratio(&self) -> Option<f64> {
        Some(self.squares.1 / self.squares.0).filter(|ratio| ratio.is_finite())
    }
}
