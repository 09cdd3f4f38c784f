//! Pay as an index by employer, family of cells and month, free of what the mix of cells does to a mean.

use std::collections::BTreeMap;

use crate::booking::{Cell, Group, Names};

use super::{History, Sum};

/// Staff group and tier: cells that answer pay alike.
pub(crate) type Family = (Group, String);

/// An employer's month in a family.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Point {
    pub(crate) wanted: u64,
    pub(crate) filled: u64,
    pub(crate) paid: i64,
    /// Log of pay out of each cell's mean over the region, weighed by the employer's own wants; none where nobody worked.
    pub(crate) pay: Option<f64>,
}

/// Points by family, employer and month; employers and months are numbered.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) employers: Vec<String>,
    pub(crate) months: Vec<i32>,
    pub(crate) families: BTreeMap<Family, Vec<Vec<Point>>>,
    /// Workers that two employers share, by employer.
    pub(crate) shared: Vec<Vec<f64>>,
}

impl Index {
    pub(crate) fn new(history: &History, names: &Names) -> Self {
        let mut employers: Vec<String> =
            history.months.keys().map(|(employer, ..)| names.name(*employer).to_owned()).collect();
        employers.sort();
        employers.dedup();
        let mut months: Vec<i32> = history.months.keys().map(|(.., month)| *month).collect();
        months.sort_unstable();
        months.dedup();
        let number = |name: &str| employers.binary_search_by(|known| known.as_str().cmp(name)).unwrap_or(0);
        let place = |month: i32| months.binary_search(&month).unwrap_or(0);
        // By cell: sums by employer and month, in an order that does not depend on who read what.
        let mut cells: BTreeMap<(Cell, String), BTreeMap<(usize, usize), Sum>> = BTreeMap::new();
        for ((employer, cell, month), sum) in &history.months {
            let tier = names.name(cell.tier).to_owned();
            let at = (number(names.name(*employer)), place(*month));
            cells
                .entry((Cell { tier: crate::booking::Id::default(), ..*cell }, tier))
                .or_default()
                .insert(at, *sum);
        }
        let blank = vec![vec![Point::default(); months.len()]; employers.len()];
        let mut families: BTreeMap<Family, Vec<Vec<Point>>> = BTreeMap::new();
        let mut weights: BTreeMap<Family, Vec<Vec<f64>>> = BTreeMap::new();
        for ((cell, tier), sums) in &cells {
            let family = (cell.group, tier.clone());
            let points = families.entry(family.clone()).or_insert_with(|| blank.clone());
            let weights =
                weights.entry(family).or_insert_with(|| vec![vec![0.0; months.len()]; employers.len()]);
            let mut wants = vec![0.0; employers.len()];
            sums.iter().for_each(|((employer, _), sum)| wants[*employer] += sum.wanted as f64);
            let rates: Vec<((usize, usize), f64)> =
                sums.iter().filter_map(|(at, sum)| Some((*at, log_rate(sum)?))).collect();
            let usual = rates.iter().map(|(_, rate)| rate).sum::<f64>() / rates.len().max(1) as f64;
            for ((employer, month), sum) in sums {
                let point = &mut points[*employer][*month];
                point.wanted += sum.wanted;
                point.filled += sum.filled;
                point.paid += sum.paid;
            }
            for ((employer, month), rate) in rates {
                let pay = &mut points[employer][month].pay;
                *pay = Some(pay.unwrap_or(0.0) + wants[employer] * (rate - usual));
                weights[employer][month] += wants[employer];
            }
        }
        for (family, points) in &mut families {
            for (points, weights) in points.iter_mut().zip(&weights[family]) {
                for (point, weight) in points.iter_mut().zip(weights) {
                    point.pay = point.pay.map(|sum| sum / weight);
                }
            }
        }
        let mut shared = vec![vec![0.0; employers.len()]; employers.len()];
        for seen in history.workers.values() {
            let seen: Vec<usize> = seen.iter().map(|employer| number(names.name(*employer))).collect();
            for one in &seen {
                for other in seen.iter().filter(|other| *other != one) {
                    shared[*one][*other] += 1.0;
                }
            }
        }
        Self { employers, months, families, shared }
    }

    /// Neighbours' pay: the mean of other employers' indices, weighed by workers they share; none where none is known.
    pub(crate) fn beside(&self, points: &[Vec<Point>], employer: usize, month: usize) -> Option<f64> {
        let (mut sum, mut all) = (0.0, 0.0);
        for (other, weight) in self.shared[employer].iter().enumerate() {
            if let Some(pay) = points[other][month].pay {
                sum += weight * pay;
                all += weight;
            }
        }
        (all > 0.0).then(|| sum / all)
    }
}

fn log_rate(sum: &Sum) -> Option<f64> {
    (sum.minutes > 0 && sum.paid > 0).then(|| libm::log(sum.paid as f64 * 60.0 / sum.minutes as f64))
}
