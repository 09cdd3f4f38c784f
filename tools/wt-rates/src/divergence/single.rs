//! One employer leaves while the others stay: its best rates, its gain, and what it costs each other.

use super::{Game, parts};
use crate::design::search::Search;
use crate::respond::Pay;

/// What a line comes to in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// Minutes filled.
    pub minutes: i64,
    /// Pence paid for them.
    pub cost: i64,
    /// Pence that its unfilled hours cost it.
    pub unfilled: i64,
}

impl Parts {
    /// Both together: what the employer wants least of.
    #[must_use]
    pub fn all(&self) -> i64 {
        self.cost + self.unfilled
    }
}

/// One cell in which leaving pays, with its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Place of the cell in the market.
    pub segment: usize,
    /// What all others pay, in pence an hour.
    pub card: i64,
    /// What those who leave would pay.
    pub rate: i64,
    /// Those who leave, before and after, by employer.
    pub leavers: Vec<(usize, Parts, Parts)>,
    /// What it costs each of the others, by employer, in pence; below 0 where it gains.
    pub harm: Vec<(usize, i64)>,
}

impl Moved {
    /// What those who leave gain here, in pence.
    #[must_use]
    pub fn gain(&self) -> i64 {
        self.leavers.iter().map(|(_, before, after)| before.all() - after.all()).sum()
    }

    /// What the others lose here.
    #[must_use]
    pub fn harmed(&self) -> i64 {
        self.harm.iter().map(|(_, harm)| harm).sum()
    }
}

/// The cells in which leaving pays an employer, at its best rates. The gain is the sum of theirs; none where it gains nothing.
///
/// ```
/// use wt_rates::design::{Wants, design};
/// use wt_rates::divergence::{Game, leave};
/// use wt_rates::market::{Size, made};
/// use wt_rates::respond::Case;
/// let market = made(Size { employers: 4, cells: 10 }, 1);
/// let card = design(&market, &Wants::fill(900_000)).card;
/// let moved = leave(&Game::new(&market, &card, Case::CENTRAL), 0);
/// assert!(moved.iter().all(|cell| cell.rate != cell.card));
/// ```
#[must_use]
pub fn leave(game: &Game, employer: usize) -> Vec<Moved> {
    let mut search = Search::default();
    (0..game.market.segments.len()).filter_map(|at| moved(game, at, &[employer], &mut search)).collect()
}

/// The same for every employer in turn, in the order of the market's.
#[must_use]
pub fn leave_all(game: &Game) -> Vec<Vec<Moved>> {
    let mut search = Search::default();
    (0..game.market.employers.len())
        .map(|employer| {
            let cells = 0..game.market.segments.len();
            cells.filter_map(|at| moved(game, at, &[employer], &mut search)).collect()
        })
        .collect()
}

/// What becomes of one cell if these employers leave with one rate, the best for them in sum.
pub(super) fn moved(game: &Game, segment: usize, employers: &[usize], search: &mut Search) -> Option<Moved> {
    let card = game.card.rates.get(segment).copied().flatten()?;
    let movers: Vec<usize> = employers.iter().filter_map(|one| game.line_of(segment, *one)).collect();
    if movers.is_empty() {
        return None;
    }
    let rate = game.best(segment, &movers, search)?;
    let lines = &game.market.segments[segment].lines;
    let old = &game.pays[segment];
    let mut new = old.clone();
    movers.iter().for_each(|line| new[*line] = Pay::At(rate));
    let supply = &game.supplies[segment];
    let (before, after) = (supply.respond(old), supply.respond(&new));
    let mut found = Moved { segment, card, rate, leavers: Vec::new(), harm: Vec::new() };
    for (at, line) in lines.iter().enumerate() {
        let (was, is) = (parts(line, old[at], &before[at]), parts(line, new[at], &after[at]));
        match movers.contains(&at) {
            true => found.leavers.push((line.employer, was, is)),
            false => found.harm.push((line.employer, is.all() - was.all())),
        }
    }
    Some(found)
}
