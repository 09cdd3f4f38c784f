//! Elasticities by family of cells, by two-stage least squares on staggered adoption and changes of caps.

use std::collections::BTreeMap;

use wt_stats::Interval;
use wt_stats::instrument::{Panel, two_stage};

use crate::agreement::Events;
use crate::booking::{Group, Names};
use crate::market::{Identified, Range};

use super::History;
use super::index::{Family, Index, Point};

/// A first stage below this is weak: its answers lean towards the biased one (Staiger and Stock 1997).
const WEAK: f64 = 10.0;
/// Confidence of intervals.
const CONFIDENCE: f64 = 0.95;

/// A family's answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Elasticity {
    /// Staff group.
    pub group: Group,
    /// Tier.
    pub tier: String,
    /// Bookings wanted.
    pub wanted: u64,
    /// What was found, or why nothing identifies, as a sentence.
    pub found: Result<Found, String>,
}

/// Elasticities with their intervals (95%, clustered by employer).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Percent more shifts filled for a percent more pay.
    pub own: f64,
    /// Its interval.
    pub own_interval: Interval,
    /// Percent more shifts filled for a percent more pay at the employers that share workers; none where none do.
    pub cross: Option<(f64, Interval)>,
    /// What comparing pay with fill would say: biased by shortages, which raise pay and lower fill.
    pub naive: f64,
    /// Clustered F of the first stage.
    pub first_stage: f64,
    /// Employers.
    pub employers: usize,
    /// Employer-months.
    pub months: usize,
}

impl Found {
    /// As a market takes them: intervals as low and high ends, by neighbours' pay with its sign turned (hours *lost*), and nothing
    /// below zero, where chance alone leads. None where even the middle of the own-price interval is not above zero.
    #[must_use]
    pub fn ranges(&self) -> Option<(Range, Option<Range>)> {
        let range = |central: f64, low: f64, high: f64| Range {
            low: low.max(0.0),
            central: central.max(0.0),
            high: high.max(0.0),
        };
        let own = (self.own > 0.0).then(|| range(self.own, self.own_interval.low, self.own_interval.high))?;
        // What neighbours draw away, one draws too: never more by them than by oneself.
        let most = |x: f64| x.min(self.own);
        let cross = self.cross.map(|(value, at)| range(most(-value), most(-at.high), most(-at.low)));
        Some((own, cross))
    }
}

/// What of it a market can stand on, by staff group and tier.
#[must_use]
pub fn identified(found: &[Elasticity]) -> Identified {
    let ranges = |one: &Elasticity| {
        Some(((one.group, one.tier.clone()), one.found.as_ref().ok().and_then(Found::ranges)?))
    };
    found.iter().filter_map(ranges).collect()
}

/// Elasticities of every staff group and tier.
#[must_use]
pub fn elasticities(history: &History, names: &Names, events: &Events) -> Vec<Elasticity> {
    let index = Index::new(history, names);
    let mut found = Vec::new();
    for ((group, tier), points) in &index.families {
        let wanted = points.iter().flatten().map(|point| point.wanted).sum();
        let answer = family(&index, &(*group, tier.clone()), points, events);
        found.push(Elasticity { group: *group, tier: tier.clone(), wanted, found: answer });
    }
    found
}

fn family(index: &Index, which: &Family, points: &[Vec<Point>], events: &Events) -> Result<Found, String> {
    let within = |month: &&i32| {
        index.months.first().is_some_and(|first| *first < **month) && index.months.contains(month)
    };
    let caps: Vec<i32> = events.caps.iter().filter(within).copied().collect();
    let adoption: BTreeMap<usize, i32> = events
        .adoption
        .iter()
        .filter(|(_, month)| within(month))
        .filter_map(|(code, month)| Some((index.employers.binary_search(code).ok()?, *month)))
        .collect();
    if caps.is_empty() && adoption.is_empty() {
        return Err(
            "Nothing identifies it: no adoption and no change of caps lies within the months of the files."
                .to_owned(),
        );
    }
    let first = adoption.values().min().copied().unwrap_or(i32::MAX);
    let Some(premium) = premiums(index, which, first) else {
        return Err("Nothing identifies it: there are no other cells, or no months before the first adoption, to tell who paid more."
            .to_owned());
    };
    let mut rows = Rows::default();
    for (employer, months) in points.iter().enumerate() {
        for (at, point) in months.iter().enumerate() {
            let (Some(pay), Some(beside)) = (point.pay, index.beside(points, employer, at).or(Some(0.0)))
            else {
                continue;
            };
            if point.filled == 0 || point.wanted == 0 {
                continue;
            }
            let month = index.months[at];
            let adopted = f64::from(u8::from(adoption.get(&employer).is_some_and(|from| *from <= month)));
            rows.units.push(employer);
            rows.periods.push(at);
            rows.filled.push(libm::log(point.filled as f64 / point.wanted as f64));
            rows.pay.push(pay);
            rows.beside.push(beside);
            rows.adopted.push(adopted);
            rows.moved.push(adopted * premium[employer]);
            for (slot, cap) in caps.iter().enumerate() {
                let after = f64::from(u8::from(*cap <= month));
                rows.capped.resize(caps.len(), Vec::new());
                rows.capped[slot].push(after * premium[employer].max(0.0));
            }
        }
    }
    rows.estimate()
}

/// How much each employer paid above the region in the *other* families before anybody adopted: what moves its pay when it adopts, told
/// without the shortages of this family.
fn premiums(index: &Index, which: &Family, first: i32) -> Option<Vec<f64>> {
    let before = index.months.iter().take_while(|month| **month < first).count();
    let mut sums = vec![(0.0, 0.0); index.employers.len()];
    for points in index.families.iter().filter(|(family, _)| *family != which).map(|(_, points)| points) {
        for at in 0..before {
            let paid: Vec<(usize, f64)> = points
                .iter()
                .enumerate()
                .filter_map(|(employer, months)| Some((employer, months[at].pay?)))
                .collect();
            let mean = paid.iter().map(|(_, pay)| pay).sum::<f64>() / paid.len().max(1) as f64;
            for (employer, pay) in paid {
                sums[employer].0 += pay - mean;
                sums[employer].1 += 1.0;
            }
        }
    }
    let known = sums.iter().any(|(_, n)| *n > 0.0);
    known.then(|| sums.into_iter().map(|(sum, n)| if n > 0.0 { sum / n } else { 0.0 }).collect())
}

#[derive(Default)]
struct Rows {
    units: Vec<usize>,
    periods: Vec<usize>,
    filled: Vec<f64>,
    pay: Vec<f64>,
    beside: Vec<f64>,
    adopted: Vec<f64>,
    moved: Vec<f64>,
    capped: Vec<Vec<f64>>,
}

impl Rows {
    fn estimate(&self) -> Result<Found, String> {
        let varies = |column: &[f64]| column.iter().any(|x| *x != column[0]);
        let beside: Vec<Vec<f64>> = if varies(&self.beside) { vec![self.beside.clone()] } else { Vec::new() };
        let all = [&self.moved, &self.adopted].into_iter().chain(&self.capped);
        let instruments: Vec<Vec<f64>> = all.filter(|column| varies(column)).cloned().collect();
        let fit = |instruments: &[Vec<f64>]| {
            two_stage(&Panel {
                units: &self.units,
                periods: &self.periods,
                clusters: &self.units,
                outcome: &self.filled,
                cause: &self.pay,
                beside: &beside,
                instruments,
            })
        };
        // Where all adopt at once, months explain adoption; then what it moved by premium is left.
        let found = fit(&instruments).or_else(|| fit(instruments.get(..1)?));
        let Some(found) = found else {
            return Err(
                "Nothing identifies it: what moved pay moved it for everybody in the same month.".to_owned()
            );
        };
        if found.first_stage < WEAK {
            return Err(format!(
                "Nothing identifies it: adoption and caps moved pay too little here (first-stage F {:.1}, under 10).",
                found.first_stage
            ));
        }
        let interval =
            |of| found.interval(of, CONFIDENCE).ok_or_else(|| "Too few employers to say.".to_owned());
        let cross = match found.beside.first() {
            Some(cross) => Some((cross.value, interval(*cross)?)),
            None => None,
        };
        Ok(Found {
            own: found.effect.value,
            own_interval: interval(found.effect)?,
            cross,
            naive: found.naive.value,
            first_stage: found.first_stage,
            employers: found.clusters,
            months: found.rows,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(own: f64, half: f64, cross: Option<f64>) -> Found {
        let about = |x: f64| Interval { low: x - half, high: x + half };
        Found {
            own,
            own_interval: about(own),
            cross: cross.map(|x| (x, about(x))),
            naive: 0.0,
            first_stage: 50.0,
            employers: 36,
            months: 864,
        }
    }

    #[test]
    fn intervals_become_ranges_that_hold_no_sign_nobody_believes() {
        let range = |low, central, high| Range { low, central, high };
        let (own, cross) = found(1.0, 0.25, Some(-0.5)).ranges().unwrap();
        assert_eq!((own, cross), (range(0.75, 1.0, 1.25), Some(range(0.25, 0.5, 0.75))));
        let (_, cross) = found(1.0, 0.5, Some(0.25)).ranges().unwrap();
        assert_eq!(cross, Some(range(0.0, 0.0, 0.25)), "neighbours' pay brings nobody");
        let (own, cross) = found(0.25, 0.5, Some(-0.75)).ranges().unwrap();
        assert_eq!((own.low, cross.map(|cross| cross.central)), (0.0, Some(0.25)));
        assert_eq!(found(-0.1, 0.5, None).ranges(), None);
    }
}
