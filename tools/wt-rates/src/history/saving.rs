//! What adoption saved on pay, against what pay would have been: own months before, moved as it moved where the card was not.
//!
//! Unit and month effects are fitted on employer-months without the card alone, and carried into those with it (imputation:
//! Borusyak, Jaravel and Spiess 2024). The interval holds chance in both, correlated from month to month; it does not hold a
//! change that touched adopters alone for another reason.

use std::collections::BTreeMap;

use wt_stats::Interval;
use wt_stats::dist::z_of;
use wt_units::Pence;

use crate::agreement::Events;
use crate::booking::Names;

use super::History;
use super::index::{Index, Point};

/// Confidence of the interval.
const CONFIDENCE: f64 = 0.95;
/// Employers without the card that a month needs.
const WITHOUT: usize = 2;
/// Months without the card that an employer needs to say how pay varies from month to month.
const SHORT: usize = 5;
/// Passes until effects stand still.
const PASSES: usize = 500;

/// A measured saving on workers' pay, without what is paid on top of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Saved {
    /// Saved, in pence; below zero where the card cost more.
    pub saved: Pence,
    /// Low end of the interval, 95%.
    pub low: Pence,
    /// High end.
    pub high: Pence,
    /// What was paid over the months measured.
    pub paid: Pence,
    /// Employers measured.
    pub employers: usize,
    /// Their employer-months with the card.
    pub months: usize,
    /// Of all employer-months with the card, those that nothing could be held against.
    pub left_out: usize,
}

/// Why no saving can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSaving {
    /// Nobody adopted within the files.
    #[error("nobody adopted the card within the months of the files")]
    NoAdoption,
    /// Nobody to hold it against.
    #[error("no month with the card has two employers without it, so nothing says what pay would have been")]
    NobodyWithout,
    /// Too little to say how sure it would be.
    #[error(
        "no employer has five months without the card, so nothing says how pay varies from month to month"
    )]
    TooShort,
}

struct Fit {
    saved: f64,
    paid: f64,
    /// Squares of sums that stand on a mean of so many months, each with that number.
    means: Vec<(f64, f64)>,
    /// Squares of sums by month, out of the employers without the card that they stand on.
    months_apart: f64,
    left: Left,
    months: usize,
    left_out: usize,
    employers: Vec<bool>,
}

/// The saving of all who adopted, from their adoption until they left the card (`left`: code → first month without it), over
/// months after the last change of caps that came before the first adoption.
///
/// # Errors
/// [`NoSaving`] where there is nobody to measure, or to measure against.
pub fn saved(
    history: &History,
    names: &Names,
    events: &Events,
    left: &BTreeMap<String, i32>,
) -> Result<Saved, NoSaving> {
    let index = Index::new(history, names);
    let first = events.adoption.values().min().copied().ok_or(NoSaving::NoAdoption)?;
    let from = events.caps.iter().filter(|month| **month < first).max().copied().unwrap_or(i32::MIN);
    let with_card = |employer: usize, month: i32| {
        let code = &index.employers[employer];
        events.adoption.get(code).is_some_and(|since| *since <= month)
    };
    let gone = |employer: usize, month: i32| {
        left.get(&index.employers[employer]).is_some_and(|since| *since <= month)
    };
    let mut fit = Fit {
        saved: 0.0,
        paid: 0.0,
        means: Vec::new(),
        months_apart: 0.0,
        left: Left::default(),
        months: 0,
        left_out: 0,
        employers: vec![false; index.employers.len()],
    };
    for points in index.families.values() {
        family(&index, points, from, &with_card, &gone, &mut fit);
    }
    if fit.months == 0 {
        return Err(if fit.left_out == 0 { NoSaving::NoAdoption } else { NoSaving::NobodyWithout });
    }
    let chance = fit.left.chance().ok_or(NoSaving::TooShort)?;
    let means: f64 = fit.means.iter().map(|(square, n)| square * of_mean(*n, chance.shared)).sum();
    let apart = fit.months_apart * (1.0 + chance.shared) / (1.0 - chance.shared);
    let half = z_of(CONFIDENCE) * ((means + apart) * chance.variance).sqrt();
    let pence = |x: f64| Pence::from_pounds(x / 100.0).unwrap_or(Pence::ZERO);
    let interval = Interval { low: fit.saved - half, high: fit.saved + half };
    Ok(Saved {
        saved: pence(fit.saved),
        low: pence(interval.low),
        high: pence(interval.high),
        paid: pence(fit.paid),
        employers: fit.employers.iter().filter(|seen| **seen).count(),
        months: fit.months,
        left_out: fit.left_out,
    })
}

fn family(
    index: &Index,
    points: &[Vec<Point>],
    from: i32,
    with_card: &dyn Fn(usize, i32) -> bool,
    gone: &dyn Fn(usize, i32) -> bool,
    fit: &mut Fit,
) {
    let (employers, months) = (index.employers.len(), index.months.len());
    let mut without: Vec<(usize, usize, f64)> = Vec::new();
    let mut treated: Vec<(usize, usize, f64, f64)> = Vec::new();
    for (employer, row) in points.iter().enumerate() {
        for (at, point) in row.iter().enumerate().filter(|(at, _)| index.months[*at] >= from) {
            let (month, Some(pay)) = (index.months[at], point.pay) else { continue };
            if !with_card(employer, month) {
                without.push((employer, at, pay));
            } else if !gone(employer, month) {
                treated.push((employer, at, pay, point.paid as f64));
            }
        }
    }
    let (mut own, mut time) = (vec![0.0; employers], vec![0.0; months]);
    let (mut seen, mut others) = (vec![0_usize; employers], vec![0_usize; months]);
    without.iter().for_each(|(employer, at, _)| {
        seen[*employer] += 1;
        others[*at] += 1;
    });
    for _ in 0..PASSES {
        let moved = settle(&mut own, &seen, without.iter().map(|(e, t, pay)| (*e, pay - time[*t])))
            + settle(&mut time, &others, without.iter().map(|(e, t, pay)| (*t, pay - own[*e])));
        if moved < 1e-12 {
            break;
        }
    }
    fit.left.add(&without, &own, &time, &seen);
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    let mut by_month = vec![0.0; months];
    for (employer, at, pay, paid) in treated {
        if seen[employer] == 0 || others[at] < WITHOUT {
            fit.left_out += 1;
            continue;
        }
        let would = paid * libm::exp(own[employer] + time[at] - pay);
        fit.saved += would - paid;
        fit.paid += paid;
        fit.months += 1;
        fit.employers[employer] = true;
        let sum = sums.entry(employer).or_default();
        *sum = (sum.0 + would, sum.1 + 1.0);
        by_month[at] += would;
    }
    // Who stayed without the card says what a month did, to all others at once.
    fit.months_apart += by_month
        .iter()
        .zip(&others)
        .filter(|(would, _)| **would > 0.0)
        .map(|(would, others)| would * would / *others as f64)
        .sum::<f64>();
    for (employer, (would, count)) in sums {
        fit.means.extend([(would * would, seen[employer] as f64), (would * would, count)]);
    }
}

/// Sets each group's effect to the mean of what is left; gives back the largest move.
fn settle(effects: &mut [f64], counts: &[usize], left: impl Iterator<Item = (usize, f64)>) -> f64 {
    let mut sums = vec![0.0; effects.len()];
    left.for_each(|(group, x)| sums[group] += x);
    let mut moved: f64 = 0.0;
    for ((effect, sum), count) in effects.iter_mut().zip(sums).zip(counts).filter(|(_, count)| **count > 0) {
        let next = sum / *count as f64;
        moved = moved.max((next - *effect).abs());
        *effect = next;
    }
    moved
}

/// What is left of months without the card once employers and months are taken out, over all families.
#[derive(Default)]
struct Left {
    squares: f64,
    count: f64,
    /// Products of a month's and the month before's, and how many.
    pairs: (f64, f64),
    /// Employers, and the sum of one over their months.
    lengths: (f64, f64),
    months: f64,
}

impl Left {
    fn add(&mut self, without: &[(usize, usize, f64)], own: &[f64], time: &[f64], seen: &[usize]) {
        let left: BTreeMap<(usize, usize), f64> = without
            .iter()
            .filter(|(e, ..)| seen[*e] >= SHORT)
            .map(|(e, t, pay)| ((*e, *t), pay - own[*e] - time[*t]))
            .collect();
        for ((employer, at), x) in &left {
            self.squares += x * x;
            self.count += 1.0;
            if let Some(before) = at.checked_sub(1).and_then(|at| left.get(&(*employer, at))) {
                self.pairs = (self.pairs.0 + x * before, self.pairs.1 + 1.0);
            }
        }
        for months in seen.iter().filter(|months| **months >= SHORT) {
            self.lengths = (self.lengths.0 + 1.0, self.lengths.1 + 1.0 / *months as f64);
        }
        self.months += time.len() as f64;
    }

    /// Variance of a month, and what it shares with the month before; none for too few months to say.
    ///
    /// Residuals are taken from means of a few months each, which hides part of both: a lag-one product of them expects
    /// σ² (ρ − V) and a square σ² (1 − V), V being the variance of such a mean ([`of_mean`]), so ρ solves (ρ − V) / (1 − V) = what is seen.
    fn chance(&self) -> Option<Chance> {
        let (mean, length) = (self.squares / self.count, self.lengths.0 / self.lengths.1);
        let seen = self.pairs.0 / self.pairs.1 / mean;
        let (mut low, mut high) = (0.0, 0.95);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            let hidden = of_mean(length, middle);
            if (middle - hidden) / (1.0 - hidden) < seen { low = middle } else { high = middle }
        }
        let hidden = (of_mean(length, low) + self.months / self.count).min(0.9);
        let variance = mean / (1.0 - hidden);
        variance.is_finite().then_some(Chance { variance, shared: low })
    }
}

/// How a month varies.
struct Chance {
    variance: f64,
    shared: f64,
}

/// Variance of a mean of n months that share ρ with the one before, for a variance of 1: (n + 2 Σ (n − k) ρᵏ) / n².
fn of_mean(n: f64, shared: f64) -> f64 {
    let (mut sum, mut power, mut k) = (n, shared, 1.0);
    while k < n {
        sum += 2.0 * (n - k) * power;
        power *= shared;
        k += 1.0;
    }
    sum / (n * n)
}
