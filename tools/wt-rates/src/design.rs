//! The card designer: one rate a cell for the region that costs least, among those that fill enough and ask too much of nobody.
//!
//! Cells stand apart but for what joins them: what an employer may lose over all its cells, and what all cells of one
//! criticality must fill together. So each cell is searched by itself, exactly, over every whole penny, and what joins them is
//! priced by Lagrange multipliers (Everett 1963; Geoffrion 1974): a cell's search then weighs an employer's pound or a filled
//! hour more. The multipliers also prove how much less any other card could cost.

mod bounds;
mod couple;
mod file;
pub mod loss;
mod outcome;
mod phase;
pub(crate) mod search;

use jiff::civil::Date;

use crate::agreement::Agreement;
use crate::extract::day_of;
use crate::market::{Criticality, Market};
use crate::respond::{Case, Pay, Supply};

pub use bounds::{Bound, Bounds, NoRate, bounds};
pub use file::{CARD_COLUMNS, read_card, write_card};
pub use outcome::{Outcome, Sums, cell_outcome, outcome};
pub use phase::{Month, phase, step};

/// What a card must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wants {
    /// Part of wanted hours that each cell must fill in the region, in millionths.
    pub min_fill: i64,
    /// Part that all cells of a criticality must fill together, in millionths, in the order of [`Criticality::ALL`].
    pub min_fill_of: [Option<i64>; 3],
    /// The part of pay by the hour that any worker may lose, in millionths.
    pub worker_loss: Option<i64>,
    /// The part of its cost that any employer may lose, in millionths.
    pub employer_loss: Option<i64>,
}

impl Wants {
    /// Enough filled in each cell, and nothing else.
    #[must_use]
    pub fn fill(min_fill: i64) -> Self {
        Self { min_fill, min_fill_of: [None; 3], worker_loss: None, employer_loss: None }
    }
}

/// A regional rate for each cell, in pence an hour, in the order of the market's; none where a cell stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// The rates.
    pub rates: Vec<Option<i64>>,
}

impl Card {
    /// The rates that an agreement holds for a market's cells on a day; a cell that it does not name stays as it is.
    #[must_use]
    pub fn of(market: &Market, agreement: &Agreement, on: Date) -> Self {
        let day = day_of(on);
        let rate = |segment: &crate::market::Segment| agreement.rate(&segment.cell, &market.names, day);
        Self { rates: market.segments.iter().map(rate).collect() }
    }
}

/// Something that joins cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// The cost of an employer, by its place in the market.
    Employer(usize),
    /// Hours filled in cells of a criticality.
    Fill(Criticality),
}

/// A joint limit, what it asks and what is reached. For employers pence of cost, at most; for fill minutes, at least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept {
    /// Which.
    pub joint: Joint,
    /// The limit.
    pub limit: i64,
    /// What the card comes to.
    pub reached: i64,
    /// Its price at the margin: pence of the region's cost that a penny more for the employer would save, or that a filled hour more costs.
    pub price: f64,
    /// Whether no card at all could keep it, as was proved.
    pub impossible: bool,
}

impl Kept {
    /// Whether it is kept.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self.joint {
            Joint::Employer(_) => self.reached <= self.limit,
            Joint::Fill(_) => self.reached >= self.limit,
        }
    }
}

/// A designed card.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The rates.
    pub card: Card,
    /// What it comes to, with central assumptions.
    pub outcome: Outcome,
    /// Cells without a rate, by their place in the market, and why.
    pub without: Vec<(usize, NoRate)>,
    /// The limits that join cells.
    pub kept: Vec<Kept>,
    /// No card that keeps everything costs less for a month, in pence.
    pub bound: i64,
}

impl Design {
    /// By how much of its cost another card could be cheaper: 0 where none is.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let cost = self.outcome.all.cost;
        if cost > 0 { (cost - self.bound).max(0) as f64 / cost as f64 } else { 0.0 }
    }

    /// Whether every joint limit is kept.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.kept.iter().all(Kept::holds)
    }
}

/// A cell that takes part in a search.
pub(crate) struct Open<'a> {
    pub(crate) at: usize,
    pub(crate) supply: Supply<'a>,
    pub(crate) curves: Vec<crate::respond::Curve>,
    pub(crate) bounds: Bounds,
    pub(crate) need: i64,
}

/// Designs the card that costs least.
///
/// ```
/// use wt_rates::design::{Wants, design};
/// use wt_rates::market::{Size, made};
/// let market = made(Size { employers: 6, cells: 20 }, 1);
/// let found = design(&market, &Wants::fill(900_000));
/// assert_eq!(found.gap(), 0.0);
/// assert!(found.outcome.cells.iter().zip(&found.card.rates).all(|(cell, rate)| rate.is_none() || cell.fill() >= Some(900_000)));
/// ```
#[must_use]
pub fn design(market: &Market, wants: &Wants) -> Design {
    let mut search = search::Search::default();
    let mut card = Card { rates: vec![None; market.segments.len()] };
    let (mut open, mut without, mut bound) = (Vec::new(), Vec::new(), 0.0);
    for (at, segment) in market.segments.iter().enumerate() {
        let Some(bounds) = bounds(segment, wants) else {
            without.push((at, NoRate::NothingPaid));
            continue;
        };
        if bounds.low.0 > bounds.high.0 {
            without.push((at, NoRate::FloorAboveCap(bounds)));
            continue;
        }
        // Rounded up: at least so much is filled.
        let need = (i128::from(segment.wanted()) * i128::from(wants.min_fill) + 999_999) / 1_000_000;
        let need = i64::try_from(need).unwrap_or(i64::MAX);
        let supply = Supply::new(segment, Case::CENTRAL);
        let everybody: Vec<usize> = (0..segment.lines.len()).collect();
        let curves = supply.curves(&vec![Pay::AsNow; everybody.len()], &everybody);
        let (ones, none) = (vec![1.0; curves.len()], vec![0.0; curves.len()]);
        let goal = search::Goal { curves: &curves, weights: &ones, worths: &none, need };
        match search.best(&supply, goal, bounds.low.0, bounds.high.0) {
            None => without.push((at, bounds::too_few(segment, bounds, need, wants.min_fill))),
            Some(best) => {
                card.rates[at] = Some(best.rate);
                bound += best.value;
                open.push(Open { at, supply, curves, bounds, need });
            }
        }
    }
    couple::join(market, wants, &open, card, &without, bound, &mut search)
}
