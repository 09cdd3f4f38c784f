//! Some rates of each cell with what they cost whom: multipliers are found on these by subgradients, and choices repaired.

use super::{Limit, Open};
use crate::design::{Card, Joint};
use crate::market::{Criticality, Market};
use crate::respond::Pay;

/// The least and the most stretches that a cell's rates are cut into at first.
const GRID: (usize, usize) = (40, 4_000);
/// So many costs of lines are worked out at first, if the least of stretches allows: few cells have every penny tried.
const COSTS: usize = 60_000;
/// So many pairs of changes are tried where no single one helps.
const PAIRS: usize = 2_000_000;
/// Steps of the multipliers.
const STEPS: usize = 120;
/// The most passes of changes over all cells.
const PASSES: usize = 60;
/// What breaks less by no more than this is the last digits' noise.
const LEAST: f64 = 1e-13;

/// One rate of a cell.
struct Rate {
    rate: i64,
    /// Sixtieths of a penny, by line.
    costs: Vec<f64>,
    cost: f64,
    filled: f64,
}

/// Criticality, employers by line, rates.
type Cell = (Criticality, Vec<usize>, Vec<Rate>);

/// A rate of each cell, by place in the table.
#[derive(Debug, Clone)]
pub(super) struct Try {
    picks: Vec<usize>,
    /// Cost in sixtieths of a penny.
    pub(super) cost: f64,
    /// Sum of what each limit is broken by, as parts of the limits; 0 where all are kept.
    pub(super) broken: f64,
}

impl Try {
    pub(super) fn better(&self, other: &Self) -> bool {
        (self.broken, self.cost) < (other.broken, other.cost)
    }
}

/// The rates tried.
pub(super) struct Table<'a> {
    limits: &'a [Limit],
    /// Where an employer's limit stands, by employer.
    employers: Vec<Option<usize>>,
    /// Where a criticality's stands.
    fills: [Option<usize>; 3],
    cells: Vec<Cell>,
    /// By what a limit's excess is divided.
    scales: Vec<f64>,
    /// The multipliers: of an employer's penny, and of a filled hour in pence.
    pub(super) prices: Vec<f64>,
}

impl<'a> Table<'a> {
    pub(super) fn new(market: &Market, open: &[Open], limits: &'a [Limit], card: &Card) -> Self {
        let place = |joint| limits.iter().position(|limit| limit.joint == joint);
        let cells = open.iter().map(|cell| {
            let segment = cell.supply.segment();
            (segment.criticality, segment.lines.iter().map(|line| line.employer).collect(), Vec::new())
        });
        let mut table = Self {
            limits,
            employers: (0..market.employers.len()).map(|at| place(Joint::Employer(at))).collect(),
            fills: Criticality::ALL.map(|of| place(Joint::Fill(of))),
            cells: cells.collect(),
            scales: limits.iter().map(|limit| limit.bound.abs().max(1.0)).collect(),
            prices: vec![0.0; limits.len()],
        };
        let lines: usize = open.iter().map(|cell| cell.curves.len()).sum();
        let cuts = (COSTS / lines.max(1)).clamp(GRID.0, GRID.1) as i64;
        for (at, cell) in open.iter().enumerate() {
            let (low, high) = (cell.bounds.low.0, cell.bounds.high.0);
            let chosen = card.rates[cell.at].unwrap_or(low);
            table.add(open, at, chosen);
            for step in 0..=cuts.min(high - low) {
                table.add(open, at, low + (high - low) * step / cuts.min(high - low).max(1));
            }
            for near in [1, 2, 4, 8, 16, 32, 64] {
                table.add(open, at, chosen - near);
                table.add(open, at, chosen + near);
            }
        }
        table
    }

    /// Adds a rate, if it lies within the bounds, fills enough and is new.
    pub(super) fn add(&mut self, open: &[Open], at: usize, rate: i64) {
        let cell = &open[at];
        let within = (cell.bounds.low.0..=cell.bounds.high.0).contains(&rate);
        let rates = &mut self.cells[at].2;
        if !within || rates.iter().any(|known| known.rate == rate) {
            return;
        }
        let log = libm::log(rate as f64);
        let pull = cell.supply.pull(log);
        let mut filled = 0;
        let costs: Vec<f64> = cell
            .curves
            .iter()
            .map(|curve| {
                let hours = curve.filled(curve.offered(log), pull);
                filled += hours.all();
                hours.sixtieths(&curve.line, Pay::At(rate)) as f64
            })
            .collect();
        if filled >= cell.need {
            rates.push(Rate { rate, cost: costs.iter().sum(), costs, filled: filled as f64 });
        }
    }

    /// Whether a limit could be kept by the rates of the table, if it alone counted.
    pub(super) fn can(&self, limit: &Limit) -> bool {
        let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
        let sum: f64 = self
            .cells
            .iter()
            .map(|(criticality, employers, rates)| match limit.joint {
                Joint::Employer(at) => {
                    let line = employers.iter().position(|employer| *employer == at);
                    line.map_or(0.0, |line| least(&mut rates.iter().map(|rate| rate.costs[line])))
                }
                Joint::Fill(of) if of == *criticality => least(&mut rates.iter().map(|rate| -rate.filled)),
                Joint::Fill(_) => 0.0,
            })
            .sum();
        match limit.joint {
            Joint::Employer(_) => sum <= limit.bound,
            Joint::Fill(_) => -sum >= limit.bound,
        }
    }

    /// The rates of a try, by cell.
    pub(super) fn rates(&self, of: &Try) -> Vec<i64> {
        self.cells.iter().zip(&of.picks).map(|(cell, pick)| cell.2[*pick].rate).collect()
    }

    /// Multipliers by Polyak's steps (1969), and the best choice met on the way.
    pub(super) fn price(&self, known: Option<&Try>) -> (Try, Vec<f64>) {
        let mut prices = self.prices.clone();
        let mut chosen = self.cheapest(&prices).0;
        let mut best = self.polish(self.tried(chosen.clone()));
        if let Some(known) = known.filter(|known| known.better(&best)) {
            best = known.clone();
        }
        let (mut top, mut at_top, mut eager, mut idle) = (f64::MIN, prices.clone(), 1.0, 0);
        for _ in 0..STEPS {
            let (picks, dual) = self.cheapest(&prices);
            if dual > top + top.abs() * 1e-9 {
                (top, idle) = (dual, 0);
                at_top.clone_from(&prices);
            } else {
                idle += 1;
            }
            if idle > 5 {
                (eager, idle) = (eager * 0.6, 0);
                prices.clone_from(&at_top);
                continue;
            }
            if picks != chosen {
                let found = self.tried(picks.clone());
                if found.better(&best) {
                    best = found;
                }
                chosen.clone_from(&picks);
            }
            let over: Vec<f64> = self.over(&picks).iter().zip(&self.scales).map(|(o, s)| o / s).collect();
            let norm: f64 =
                over.iter().zip(&prices).map(|(o, p)| if *p > 0.0 || *o > 0.0 { o * o } else { 0.0 }).sum();
            let goal = if best.broken > 0.0 { dual.abs() * 1.01 } else { best.cost };
            let step = eager * (goal - dual).max(0.0) / norm.max(1e-18);
            for ((price, over), scale) in prices.iter_mut().zip(&over).zip(&self.scales) {
                *price = (*price + step * over / scale).max(0.0);
            }
        }
        (best, at_top)
    }

    /// Moves cells to what breaks less, then to what costs less and breaks nothing: in each pass the best change of every cell
    /// is found, and the best of these are made as long as they still help.
    pub(super) fn polish(&self, from: Try) -> Try {
        let mut best = from;
        for _ in 0..PASSES {
            let over = self.over(&best.picks);
            let mut moves: Vec<(f64, usize, usize)> = (0..self.cells.len())
                .filter_map(|at| {
                    let found = self.change(&best, &over, at)?;
                    Some((found.0, at, found.1))
                })
                .collect();
            moves.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            if moves.is_empty() {
                match self.pair(&best, &over) {
                    Some(changes) => changes.into_iter().for_each(|(at, pick)| best.picks[at] = pick),
                    None => break,
                }
                best = self.tried(best.picks);
                continue;
            }
            let (was_broken, mut now, mut made) = (best.broken > 0.0, over, false);
            for (_, at, pick) in moves {
                let cell = &self.cells[at];
                let (old, new) = (&cell.2[best.picks[at]], &cell.2[pick]);
                let broken = self.broken(&now);
                let less = broken - self.broken_after(broken, &now, cell, old, new);
                let helps = if was_broken { broken > 0.0 && less > LEAST } else { less >= 0.0 };
                if helps {
                    self.shift(&mut now, cell, old, new);
                    best.picks[at] = pick;
                    made = true;
                }
            }
            if !made {
                break;
            }
            best = self.tried(best.picks);
        }
        best
    }

    /// The best change of one cell and what it is worth: breaking less for each penny more; once nothing is broken, pennies less.
    fn change(&self, best: &Try, over: &[f64], at: usize) -> Option<(f64, usize)> {
        let cell = &self.cells[at];
        let old = &cell.2[best.picks[at]];
        let mut found: Option<(f64, usize)> = None;
        for (pick, new) in cell.2.iter().enumerate() {
            if pick == best.picks[at] || (best.broken <= 0.0 && new.cost >= old.cost) {
                continue;
            }
            let less = best.broken - self.broken_after(best.broken, over, cell, old, new);
            let worth = match best.broken > 0.0 {
                true if less > LEAST => less / (new.cost - old.cost).max(1.0),
                false if less >= 0.0 => old.cost - new.cost,
                _ => continue,
            };
            if found.is_none_or(|found| worth > found.0) {
                found = Some((worth, pick));
            }
        }
        found
    }

    /// Two changes that break less together, or cost less; none where there are none, or too many pairs to try.
    fn pair(&self, best: &Try, over: &[f64]) -> Option<[(usize, usize); 2]> {
        let count: usize = self.cells.iter().map(|cell| cell.2.len()).sum();
        if count * count / 2 > PAIRS {
            return None;
        }
        let (mut found, mut least) = (None, (best.broken, best.cost));
        for (first, cell) in self.cells.iter().enumerate() {
            let old = &cell.2[best.picks[first]];
            for (pick, new) in cell.2.iter().enumerate() {
                let mut changed = over.to_vec();
                self.shift(&mut changed, cell, old, new);
                let broken = self.broken(&changed);
                for (second, other) in self.cells.iter().enumerate().skip(first + 1) {
                    let kept = &other.2[best.picks[second]];
                    for (also, another) in other.2.iter().enumerate() {
                        let cost = best.cost + new.cost - old.cost + another.cost - kept.cost;
                        let after = (self.broken_after(broken, &changed, other, kept, another), cost);
                        // Differences of the last digits would go round in circles.
                        if after.0 < least.0 - 1e-12 || (after.0 <= least.0 && cost < least.1 - 0.5) {
                            (found, least) = (Some([(first, pick), (second, also)]), after);
                        }
                    }
                }
            }
        }
        found
    }

    /// What is broken after a change of one cell.
    fn broken_after(&self, broken: f64, over: &[f64], cell: &Cell, old: &Rate, new: &Rate) -> f64 {
        let part = |limit: usize, by: f64| (by / self.scales[limit]).max(0.0);
        let mut after = broken;
        if let Some(limit) = self.fills[cell.0 as usize] {
            after += part(limit, over[limit] - new.filled + old.filled) - part(limit, over[limit]);
        }
        for ((employer, old), new) in cell.1.iter().zip(&old.costs).zip(&new.costs) {
            if let Some(limit) = self.employers[*employer] {
                after += part(limit, over[limit] + new - old) - part(limit, over[limit]);
            }
        }
        after.max(0.0)
    }

    /// What is over each limit after a change of one cell.
    fn shift(&self, over: &mut [f64], cell: &Cell, old: &Rate, new: &Rate) {
        if let Some(limit) = self.fills[cell.0 as usize] {
            over[limit] += old.filled - new.filled;
        }
        for ((employer, old), new) in cell.1.iter().zip(&old.costs).zip(&new.costs) {
            if let Some(limit) = self.employers[*employer] {
                over[limit] += new - old;
            }
        }
    }

    fn broken(&self, over: &[f64]) -> f64 {
        over.iter().zip(&self.scales).map(|(over, scale)| (over / scale).max(0.0)).sum()
    }

    /// Each cell's cheapest rate at such prices, and the value of the dual on the table.
    fn cheapest(&self, prices: &[f64]) -> (Vec<usize>, f64) {
        let mut dual = 0.0;
        for (limit, price) in self.limits.iter().zip(prices) {
            dual += match limit.joint {
                Joint::Employer(_) => -price * limit.bound,
                Joint::Fill(_) => price * limit.bound,
            };
        }
        let price = |limit: Option<usize>| limit.map_or(0.0, |limit| prices[limit]);
        let picks = self
            .cells
            .iter()
            .map(|(criticality, employers, rates)| {
                let weights: Vec<f64> = employers.iter().map(|at| 1.0 + price(self.employers[*at])).collect();
                let worth = price(self.fills[*criticality as usize]);
                let value = |rate: &Rate| {
                    rate.costs.iter().zip(&weights).map(|(cost, weight)| cost * weight).sum::<f64>()
                        - worth * rate.filled
                };
                let (pick, value) = rates
                    .iter()
                    .map(value)
                    .enumerate()
                    .fold((0, f64::INFINITY), |best, one| if one.1 < best.1 { one } else { best });
                dual += value;
                pick
            })
            .collect();
        (picks, dual)
    }

    /// By how much each limit is broken (above 0) or kept.
    fn over(&self, picks: &[usize]) -> Vec<f64> {
        let mut over: Vec<f64> = self
            .limits
            .iter()
            .map(|limit| match limit.joint {
                Joint::Employer(_) => -limit.bound,
                Joint::Fill(_) => limit.bound,
            })
            .collect();
        for ((criticality, employers, rates), pick) in self.cells.iter().zip(picks) {
            let rate = &rates[*pick];
            if let Some(limit) = self.fills[*criticality as usize] {
                over[limit] -= rate.filled;
            }
            for (employer, cost) in employers.iter().zip(&rate.costs) {
                if let Some(limit) = self.employers[*employer] {
                    over[limit] += cost;
                }
            }
        }
        over
    }

    fn tried(&self, picks: Vec<usize>) -> Try {
        let broken =
            self.over(&picks).iter().zip(&self.scales).map(|(over, scale)| (over / scale).max(0.0)).sum();
        let cost = self.cells.iter().zip(&picks).map(|(cell, pick)| cell.2[*pick].cost).sum();
        Try { picks, cost, broken }
    }
}
