//! What a card comes to: by line, by cell, by employer and in all. Sums of lines, each rounded to the penny once.

use super::Card;
use crate::booking::price;
use crate::market::{Market, Segment, cost_now};
use crate::respond::{Case, Filled, Pay, Supply};

/// Money and hours of a month, today and under a card. Lines, and their sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Minutes wanted.
    pub wanted: i64,
    /// Minutes filled today.
    pub filled_now: i64,
    /// Minutes filled under the card.
    pub filled: i64,
    /// Cost today, in pence.
    pub cost_now: i64,
    /// Cost under the card, in pence.
    pub cost: i64,
    /// Lines above the card, at today's hours: what paying the card saves, in pence.
    pub above: i64,
    /// Lines below the card, at today's hours: what paying the card costs, in pence.
    pub below: i64,
}

impl Sums {
    /// Cost today less cost under the card.
    #[must_use]
    pub fn saving(&self) -> i64 {
        self.cost_now - self.cost
    }

    /// The part of the saving that comes from hours that move between routes or are filled more or less; below 0 where that costs.
    #[must_use]
    pub fn moved(&self) -> i64 {
        self.saving() - (self.above - self.below)
    }

    /// Filled under the card out of wanted, in millionths; none where nothing is wanted.
    #[must_use]
    pub fn fill(&self) -> Option<i64> {
        part(self.filled, self.wanted)
    }

    /// Filled today out of wanted, in millionths.
    #[must_use]
    pub fn fill_now(&self) -> Option<i64> {
        part(self.filled_now, self.wanted)
    }

    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.wanted += other.wanted;
        self.filled_now += other.filled_now;
        self.filled += other.filled;
        self.cost_now += other.cost_now;
        self.cost += other.cost;
        self.above += other.above;
        self.below += other.below;
    }
}

fn part(of: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| crate::booking::rounded(i128::from(of) * 1_000_000, i128::from(whole)))
}

/// What a card comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// By cell, and within it by line, as they stand in the market.
    pub lines: Vec<Vec<Sums>>,
    /// By cell.
    pub cells: Vec<Sums>,
    /// By employer.
    pub employers: Vec<Sums>,
    /// In all: the sum of the cells.
    pub all: Sums,
}

/// What a card comes to if supply responds as in a case. Cells without a rate stay as they are today.
#[must_use]
pub fn outcome(market: &Market, card: &Card, case: Case) -> Outcome {
    let of = |(at, segment): (usize, &Segment)| {
        let pay = card.rates.get(at).copied().flatten().map_or(Pay::AsNow, Pay::At);
        cell_outcome(segment, &vec![pay; segment.lines.len()], case)
    };
    let lines: Vec<Vec<Sums>> = market.segments.iter().enumerate().map(of).collect();
    let mut employers = vec![Sums::default(); market.employers.len()];
    let mut cells = Vec::with_capacity(lines.len());
    let mut all = Sums::default();
    for (segment, sums) in market.segments.iter().zip(&lines) {
        let mut cell = Sums::default();
        for (line, sums) in segment.lines.iter().zip(sums) {
            cell.add(sums);
            if let Some(employer) = employers.get_mut(line.employer) {
                employer.add(sums);
            }
        }
        all.add(&cell);
        cells.push(cell);
    }
    Outcome { lines, cells, employers, all }
}

/// One cell's lines when each employer pays so: what a slider asks for.
#[must_use]
pub fn cell_outcome(segment: &Segment, pays: &[Pay], case: Case) -> Vec<Sums> {
    let filled = Supply::new(segment, case).respond(pays);
    let lines = segment.lines.iter().zip(pays).zip(&filled);
    lines.map(|((line, pay), filled)| sums(line, *pay, filled)).collect()
}

fn sums(line: &crate::market::Line, pay: Pay, filled: &Filled) -> Sums {
    let mut sums = Sums {
        wanted: line.wanted,
        filled_now: line.filled(),
        filled: filled.all(),
        cost_now: cost_now(line),
        cost: filled.cost(line, pay),
        ..Sums::default()
    };
    if pay != Pay::AsNow {
        for route in 0..2 {
            let flow = line.flows[route];
            let less = flow.charge - line.charge(route, pay.rate(line, route));
            let minutes = u32::try_from(flow.minutes).unwrap_or(u32::MAX);
            match less >= 0 {
                true => sums.above += price(less, minutes),
                false => sums.below += price(-less, minutes),
            }
        }
    }
    sums
}
