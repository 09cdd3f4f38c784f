//! What makes a card hold: shared gains, a floor and a ceiling on what may be paid off it, a shared tier, higher rates.

use super::{Corridor, Game, Moved, leave, leave_all};
use crate::design::{Card, outcome};
use crate::market::Market;
use crate::respond::Case;

/// What an employer needs to gain by staying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Who.
    pub employer: usize,
    /// What it would gain by leaving, in pence a month.
    pub gain: i64,
    /// What it tolerates.
    pub tolerated: i64,
    /// What its leaving would cost the others.
    pub harmed: i64,
}

impl Need {
    /// The share of gains that would keep it, in pence a month.
    #[must_use]
    pub fn transfer(&self) -> i64 {
        (self.gain - self.tolerated).max(0)
    }
}

/// A card with higher rates where somebody would pay more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uplift {
    /// In whole percent.
    pub percent: i64,
    /// What it costs the region in a month more than the card, in pence.
    pub cost: i64,
    /// The rates.
    pub card: Card,
}

/// What makes a card hold, each by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// What each employer would need, in the order of the market's.
    pub needs: Vec<Need>,
    /// What the card saves the region in a month against today, in pence: what transfers could be paid from.
    pub saving: i64,
    /// Whole percent above the card that may be paid at most while the card holds, floors as they are; none where no ceiling alone holds it.
    pub ceiling: Option<i64>,
    /// Whole percent below the card that may be paid at most while it holds, ceilings as they are; none where no floor alone does.
    pub floor: Option<i64>,
    /// Whole percent either way at most while it holds. 0: it holds only where nobody pays another rate.
    pub corridor: i64,
    /// Names of tiers that, if nobody leaves their cells, make the rest hold.
    pub tiers: Vec<String>,
    /// The least rise of rates, in cells where somebody would pay more, that makes it hold; none up to a quarter, or where time ran out.
    pub uplift: Option<Uplift>,
}

impl Holding {
    /// Whether nobody gains more by leaving alone than it tolerates.
    #[must_use]
    pub fn stable(&self) -> bool {
        self.needs.iter().all(|need| need.transfer() == 0)
    }

    /// What all who would leave need together, in pence a month.
    #[must_use]
    pub fn transfers(&self) -> i64 {
        self.needs.iter().map(Need::transfer).sum()
    }
}

/// The most percent that rates are raised by to make a card hold.
const MOST: i64 = 25;

/// What makes a card hold. `alone` is what [`leave_all`] found, `tolerated` what each employer may gain by leaving, in pence.
#[must_use]
pub fn holding(
    market: &Market,
    card: &Card,
    case: Case,
    alone: &[Vec<Moved>],
    tolerated: &[i64],
    stop: &mut dyn FnMut() -> bool,
) -> Holding {
    let gain = |cells: &[Moved]| cells.iter().map(Moved::gain).sum::<i64>();
    let needs: Vec<Need> = alone
        .iter()
        .zip(tolerated)
        .enumerate()
        .map(|(employer, (cells, tolerated))| {
            let harmed = cells.iter().map(Moved::harmed).sum();
            Need { employer, gain: gain(cells), tolerated: *tolerated, harmed }
        })
        .collect();
    let base = outcome(market, card, case).all;
    let mut found = Holding {
        saving: base.saving(),
        ceiling: None,
        floor: None,
        corridor: 0,
        tiers: Vec::new(),
        uplift: None,
        needs,
    };
    // A narrower corridor never lets anybody gain more: only those who would leave need another look.
    let tempted: Vec<usize> =
        found.needs.iter().filter(|need| need.transfer() > 0).map(|need| need.employer).collect();
    if tempted.is_empty() {
        return found;
    }
    let mut holds = |corridor: Corridor| {
        let game = Game::new(market, card, case).within(corridor);
        !stop() && tempted.iter().all(|employer| gain(&leave(&game, *employer)) <= tolerated[*employer])
    };
    let part = |percent: i64| Some(percent * 10_000);
    found.ceiling = widest(|percent| holds(Corridor { below: None, above: part(percent) }));
    found.floor = widest(|percent| holds(Corridor { below: part(percent), above: None }));
    found.corridor =
        widest(|percent| holds(Corridor { below: part(percent), above: part(percent) })).unwrap_or(0);
    found.tiers = tiers(market, card, case, alone, tolerated);
    found.uplift = uplift(market, card, case, alone, tolerated, stop);
    found
}

/// The largest whole percent up to 100 for which something holds that holds for all smaller ones if for any.
fn widest(mut holds: impl FnMut(i64) -> bool) -> Option<i64> {
    if !holds(0) {
        return None;
    }
    let (mut good, mut bad) = (0, 101);
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        if holds(middle) { good = middle } else { bad = middle }
    }
    Some(good)
}

/// Tiers without whose cells nobody gains more than it tolerates.
fn tiers(market: &Market, card: &Card, case: Case, alone: &[Vec<Moved>], tolerated: &[i64]) -> Vec<String> {
    let game = Game::new(market, card, case);
    let mut ids: Vec<_> = (0..market.segments.len()).map(|at| game.tier(at)).collect();
    ids.sort_unstable();
    ids.dedup();
    let shared = ids.into_iter().filter(|tier| {
        alone.iter().zip(tolerated).all(|(cells, tolerated)| {
            let rest = cells.iter().filter(|cell| game.tier(cell.segment) != *tier);
            rest.map(Moved::gain).sum::<i64>() <= *tolerated
        })
    });
    shared.map(|tier| market.names.name(tier).to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The least whole percent by which rates must rise in the cells where somebody would pay more.
fn uplift(
    market: &Market,
    card: &Card,
    case: Case,
    alone: &[Vec<Moved>],
    tolerated: &[i64],
    stop: &mut dyn FnMut() -> bool,
) -> Option<Uplift> {
    let mut raised = vec![false; market.segments.len()];
    for cell in alone.iter().flatten().filter(|cell| cell.rate > cell.card) {
        raised[cell.segment] = true;
    }
    if !raised.contains(&true) {
        return None;
    }
    let base = outcome(market, card, case).all.cost;
    for percent in 1..=MOST {
        if stop() {
            return None;
        }
        let up = |(rate, raise): (&Option<i64>, &bool)| {
            rate.map(|rate| if *raise { rate + rate * percent / 100 } else { rate })
        };
        let higher = Card { rates: card.rates.iter().zip(&raised).map(up).collect() };
        let gains = leave_all(&Game::new(market, &higher, case));
        let holds = gains
            .iter()
            .zip(tolerated)
            .all(|(cells, tolerated)| cells.iter().map(Moved::gain).sum::<i64>() <= *tolerated);
        if holds {
            let cost = outcome(market, &higher, case).all.cost - base;
            return Some(Uplift { percent, cost, card: higher });
        }
    }
    None
}
