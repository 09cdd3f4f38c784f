//! The methods that are tried at one placebo date.

use wt_stats::dist::t_two_sided;
use wt_stats::effect::did::{Cell, two_way};
use wt_stats::effect::its::segmented;
use wt_stats::effect::synthetic::classic;
use wt_stats::effect::{Good, Options, Panel, Verdict, conformal, did_it_work};

/// Ours first.
pub const METHODS: [&str; 5] = [
    "**did it work** (the product's)",
    "interrupted time series, Newey–West, lag 3 (peer)",
    "difference in differences, clustered (peer)",
    "synthetic control as published, rank of ratio",
    "synthetic control, conformal, moving blocks",
];

const LEVEL: f64 = 0.05;
/// Ranks and shares are compared with room for rounding.
const ROOM: f64 = 1e-9;

/// What came of one date.
pub struct Tried {
    pub family: usize,
    pub series: usize,
    /// By restlessness, from 0.
    pub third: usize,
    /// Months since the change.
    pub since: usize,
    /// By method; none where it had nothing to say.
    pub rejected: [Option<bool>; METHODS.len()],
    /// The same with a fall of two standard deviations planted.
    pub found: [Option<bool>; METHODS.len()],
    pub verdict: Option<Verdict>,
    /// Effect, its lower and upper end, and the standard deviation of the series before.
    pub estimate: Option<(f64, f64, f64, f64)>,
}

impl Tried {
    /// Whether the interval holds the truth, which is nought.
    pub fn covers(&self) -> Option<bool> {
        self.estimate.map(|(_, low, high, _)| low <= 0.0 && 0.0 <= high)
    }

    /// Whether a fall of so many standard deviations would have been found: it moves estimate and interval by itself.
    pub fn finds(&self, sd: f64) -> Option<bool> {
        self.estimate.map(|(_, _, high, own)| high - sd * own < 0.0)
    }
}

/// Tries ours, or all.
pub fn try_all(treated: &[f64], donors: &[Vec<f64>], change: usize, every: bool) -> Tried {
    let own_sd = sd(&treated[..change]);
    let others: Vec<Vec<Option<f64>>> = donors.iter().map(|row| some(row)).collect();
    let own = some(treated);
    let options = Options { worthwhile: Some(own_sd), ..Options::new(Good::Lower) };
    let answer = did_it_work(&Panel { treated: &own, donors: &others, change }, &options).ok();
    let estimate = answer.as_ref().map(|a| (a.effect, a.interval.low, a.interval.high, own_sd));
    let mut tried = Tried {
        family: 0,
        series: 0,
        third: 0,
        since: 0,
        rejected: [None; METHODS.len()],
        found: [None; METHODS.len()],
        verdict: answer.as_ref().map(|answer| answer.verdict),
        estimate,
    };
    if every {
        tried.rejected = others_say(treated, donors, &others, change);
        let planted: Vec<f64> = (0..treated.len())
            .map(|t| if t < change { treated[t] } else { treated[t] - 2.0 * own_sd })
            .collect();
        tried.found = others_say(&planted, donors, &others, change);
    }
    tried.rejected[0] = answer.as_ref().map(|answer| answer.p <= LEVEL);
    tried.found[0] = tried.finds(2.0);
    tried
}

/// What the methods but ours say.
fn others_say(
    treated: &[f64],
    donors: &[Vec<f64>],
    others: &[Vec<Option<f64>>],
    change: usize,
) -> [Option<bool>; METHODS.len()] {
    let own = some(treated);
    let panel = Panel { treated: &own, donors: others, change };
    [
        None,
        interrupted(treated, change),
        differences(treated, donors, change),
        classic(&panel).ok().and_then(|c| c.p).map(|p| p <= LEVEL + ROOM),
        conformal::p_value(&panel, 0.0).ok().map(|p| p <= LEVEL + ROOM),
    ]
}

fn some(row: &[f64]) -> Vec<Option<f64>> {
    row.iter().copied().map(Some).collect()
}

/// The step of the segmented regression.
fn interrupted(treated: &[f64], change: usize) -> Option<bool> {
    let fit = segmented(treated, change, 3, true)?;
    let p = t_two_sided(fit.coefficients[2] / fit.se_newey_west[2], fit.freedom as f64);
    p.is_finite().then_some(p <= LEVEL)
}

fn differences(treated: &[f64], donors: &[Vec<f64>], change: usize) -> Option<bool> {
    let rows = std::iter::once(treated).chain(donors.iter().map(Vec::as_slice)).enumerate();
    let cells: Vec<Cell> = rows
        .flat_map(|(unit, row)| {
            row.iter().enumerate().map(move |(period, value)| Cell {
                unit,
                period,
                treated: f64::from(u8::from(unit == 0 && period >= change)),
                value: *value,
            })
        })
        .collect();
    Some(two_way(&cells)?.p()? <= LEVEL)
}

fn sd(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}
