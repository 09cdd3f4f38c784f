//! The exact search of one rate in whole pence, by branch and bound over stretches of rates (Land and Doig 1960).
//!
//! Along a rate each employer's offered hours are monotone, and so are the shares of its routes and its charges. So the two
//! ends of a stretch bound every rate between them, and a stretch that can't beat the best so far is left out whole.

use crate::respond::{Curve, Supply};

/// What a rate is chosen for: the least of weighted cost less the worth of hours, among rates that fill enough.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goal<'a> {
    /// Who pays the rate.
    pub(crate) curves: &'a [Curve],
    /// Weight of each one's cost; not below 0.
    pub(crate) weights: &'a [f64],
    /// Worth of each one's filled hour, in pence.
    pub(crate) worths: &'a [f64],
    /// Minutes that all of them together must fill.
    pub(crate) need: i64,
}

/// A rate, and what it comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Best {
    /// Pence an hour.
    pub(crate) rate: i64,
    /// Weighted cost less worth, in sixtieths of a penny.
    pub(crate) value: f64,
    /// Minutes filled.
    pub(crate) filled: i64,
}

/// Curves at one rate.
#[derive(Debug, Clone, Copy)]
struct Side {
    offered: f64,
    shares: [f64; 3],
}

#[derive(Debug, Clone, Copy)]
struct Point {
    best: Best,
    sides: usize,
}

/// Searches with memory of its own, so that many of them ask for none.
#[derive(Debug, Default)]
pub(crate) struct Search {
    sides: Vec<Side>,
    stack: Vec<(Point, Point)>,
}

/// Ends of a stretch are believed but for this part, the last digits of floating point.
const SLACK: f64 = 1e-12;

impl Search {
    /// The best rate from `low` to `high`, the lowest of equals; none where no rate fills enough.
    pub(crate) fn best(&mut self, supply: &Supply, goal: Goal, low: i64, high: i64) -> Option<Best> {
        if low > high {
            return None;
        }
        self.sides.clear();
        self.stack.clear();
        let mut best: Option<Best> = None;
        let first = self.point(supply, goal, low, &mut best);
        if low < high {
            let last = self.point(supply, goal, high, &mut best);
            self.stack.push((first, last));
        }
        while let Some((from, to)) = self.stack.pop() {
            let (a, b) = (from.best.rate, to.best.rate);
            if b - a < 2 || self.hopeless(goal, from, to, best) {
                continue;
            }
            let middle = self.point(supply, goal, a + (b - a) / 2, &mut best);
            // The half whose ends look better is taken first, so that good rates come early.
            let halves = [(from, middle), (middle, to)];
            let later = usize::from(from.best.value <= to.best.value);
            self.stack.push(halves[later]);
            self.stack.push(halves[1 - later]);
        }
        best
    }

    fn point(&mut self, supply: &Supply, goal: Goal, rate: i64, best: &mut Option<Best>) -> Point {
        let log = libm::log(rate as f64);
        let pull = supply.pull(log);
        let sides = self.sides.len();
        let (mut value, mut filled) = (0.0, 0);
        for ((curve, weight), worth) in goal.curves.iter().zip(goal.weights).zip(goal.worths) {
            let offered = curve.offered(log);
            let hours = curve.filled(offered, pull);
            let cost = hours.sixtieths(&curve.line, crate::respond::Pay::At(rate));
            value += weight * cost as f64 - worth * hours.all() as f64;
            filled += hours.all();
            self.sides.push(Side { offered, shares: curve.shares(pull) });
        }
        let found = Best { rate, value, filled };
        let better = |old: &Best| value < old.value || (value == old.value && rate < old.rate);
        if filled >= goal.need && best.as_ref().is_none_or(better) {
            *best = Some(found);
        }
        Point { best: found, sides }
    }

    /// Whether no rate strictly between two can be feasible and better than the best.
    fn hopeless(&self, goal: Goal, from: Point, to: Point, best: Option<Best>) -> bool {
        let count = goal.curves.len();
        let ends = self.sides[from.sides..][..count].iter().zip(&self.sides[to.sides..][..count]);
        let (mut most, mut bound) = (0.0, 0.0);
        let lists = goal.curves.iter().zip(goal.weights).zip(goal.worths);
        for ((a, b), ((curve, weight), worth)) in ends.zip(lists) {
            let wanted = curve.line.wanted as f64;
            let least = a.offered.min(b.offered).min(wanted) * (1.0 - SLACK);
            let greatest = a.offered.max(b.offered).min(wanted) * (1.0 + SLACK);
            most += greatest + 1.0;
            for route in 0..3 {
                let (low, high) = match route {
                    2 => (b.shares[2], a.shares[2]),
                    _ => (a.shares[route], b.shares[route]),
                };
                let each = weight * curve.line.charge(route, from.best.rate) as f64 - worth;
                // Minutes are whole: at most one is cut off, and none is added beyond the last digits.
                let minutes = match each >= 0.0 {
                    true => (least * low - 1.0).max(0.0),
                    false => greatest * high * (1.0 + SLACK) + 1e-5,
                };
                bound += each * minutes;
            }
        }
        most < goal.need as f64
            || best.is_some_and(|best| {
                bound > best.value || (bound == best.value && from.best.rate >= best.rate)
            })
    }
}
