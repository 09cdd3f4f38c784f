//! From today's rates to the card by month: each employer moves each of its rates in equal steps.

use super::outcome::cell_outcome;
use super::{Card, Sums};
use crate::booking::rounded;
use crate::market::{Line, Market};
use crate::respond::{Case, Pay};

/// A month on the way to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// From 1; in the last all pay the card.
    pub month: u32,
    /// The region in that month.
    pub sums: Sums,
    /// The most that any worker's rate falls against the month before, in millionths of it.
    pub fall: i64,
}

/// What an employer pays in a month of so many: today's rate and so many equal steps to the card, to the penny.
#[must_use]
pub fn step(line: &Line, rate: i64, month: u32, months: u32) -> Pay {
    if month >= months {
        return Pay::At(rate);
    }
    if month == 0 {
        return Pay::AsNow;
    }
    let towards = |from: i64| from + rounded(i128::from(rate - from) * i128::from(month), i128::from(months));
    // A route without hours has no rate of today to start from.
    Pay::Each([0, 1].map(|route| match line.flows[route].minutes > 0 {
        true => towards(line.flows[route].rate),
        false => rate,
    }))
}

/// The way to a card over so many months, with central assumptions. Supply is taken to respond within the month.
#[must_use]
pub fn phase(market: &Market, card: &Card, months: u32) -> Vec<Month> {
    (1..=months.max(1))
        .map(|month| {
            let mut sums = Sums::default();
            let mut fall = 0;
            for (segment, rate) in market.segments.iter().zip(&card.rates) {
                let pay = |line: &Line, month| {
                    rate.map_or(Pay::AsNow, |rate| step(line, rate, month, months.max(1)))
                };
                let pays: Vec<Pay> = segment.lines.iter().map(|line| pay(line, month)).collect();
                cell_outcome(segment, &pays, Case::CENTRAL).iter().for_each(|line| sums.add(line));
                for (line, new) in segment.lines.iter().zip(&pays) {
                    let old = pay(line, month - 1);
                    for route in (0..2).filter(|route| line.flows[*route].minutes > 0) {
                        let (was, is) = (old.rate(line, route), new.rate(line, route));
                        fall = fall.max(rounded(i128::from(was - is) * 1_000_000, i128::from(was.max(1))));
                    }
                }
            }
            Month { month, sums, fall }
        })
        .collect()
}
