//! What joins cells: limits over all cells of an employer or of a criticality, priced by multipliers, with the bound they prove.

mod table;

use super::search::{Goal, Search};
use super::{Card, Design, Joint, Kept, NoRate, Open, Wants, outcome};
use crate::market::{Criticality, Market, cost_now};
use crate::respond::Case;

use table::{Table, Try};

/// A limit as the search sees it: sixtieths of a penny at most, or minutes at least.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    pub(super) joint: Joint,
    pub(super) bound: f64,
}

/// Rounds of pricing on tables and of exact search at those prices.
const ROUNDS: usize = 2;

/// Brings the cells' own best rates within what joins them.
pub(super) fn join(
    market: &Market,
    wants: &Wants,
    open: &[Open],
    card: Card,
    without: &[(usize, NoRate)],
    least: f64,
    search: &mut Search,
) -> Design {
    let alone = outcome(market, &card, Case::CENTRAL);
    let all = limits(market, wants, without);
    let done = |card: Card, unrounded: f64, bound: f64, prices: &[(Joint, f64)], impossible: &[Joint]| {
        let outcome = outcome(market, &card, Case::CENTRAL);
        let kept = kept(market, wants, &outcome, prices, impossible);
        // The proof is about unrounded sums: only the difference is carried over to rounded ones.
        let less = ((unrounded - bound).max(0.0) / 60.0).ceil() as i64;
        Design { card, bound: outcome.all.cost - less, outcome, without: without.to_vec(), kept }
    };
    let broken: Vec<Joint> = kept(market, wants, &alone, &[], &[])
        .iter()
        .filter(|kept| !kept.holds())
        .map(|kept| kept.joint)
        .collect();
    if broken.is_empty() {
        return done(card, least, least, &[], &[]);
    }
    // Rates at hand often show that a limit can be kept; only where they don't is every rate looked at.
    let first = Table::new(market, open, &all, &card);
    let mut cannot = |limit: &Limit| !first.can(limit) && cannot(open, *limit, search);
    let (impossible, limits): (Vec<Limit>, Vec<Limit>) =
        all.iter().copied().partition(|limit| broken.contains(&limit.joint) && cannot(limit));
    let impossible: Vec<Joint> = impossible.into_iter().map(|limit| limit.joint).collect();
    let mut table = if impossible.is_empty() { first } else { Table::new(market, open, &limits, &card) };
    let (mut best, mut bound): (Option<Try>, f64) = (None, least);
    for _ in 0..ROUNDS {
        let (found, prices) = table.price(best.as_ref());
        table.prices.clone_from(&prices);
        let (rates, dual) = exact(open, &limits, &prices, search);
        bound = bound.max(dual);
        for (at, rate) in rates.into_iter().enumerate() {
            table.add(open, at, rate);
        }
        let found = table.polish(found);
        if best.as_ref().is_none_or(|best| found.better(best)) {
            best = Some(found);
        }
        let close = |best: &Try| best.broken <= 0.0 && best.cost - bound <= best.cost.abs() * 5e-6;
        if best.as_ref().is_some_and(close) {
            break;
        }
    }
    let Some(best) = best else { return done(card, least, bound, &[], &impossible) };
    let mut joined = card;
    for (cell, rate) in open.iter().zip(table.rates(&best)) {
        joined.rates[cell.at] = Some(rate);
    }
    let prices: Vec<(Joint, f64)> =
        limits.iter().map(|limit| limit.joint).zip(table.prices.clone()).collect();
    done(joined, best.cost, bound, &prices, &impossible)
}

/// Each joint limit, less what cells without a rate use of it.
fn limits(market: &Market, wants: &Wants, without: &[(usize, NoRate)]) -> Vec<Limit> {
    let closed: Vec<usize> = without.iter().map(|(at, _)| *at).collect();
    let mut used = vec![0_i64; market.employers.len()];
    for line in closed.iter().flat_map(|at| &market.segments[*at].lines) {
        used[line.employer] += cost_now(line);
    }
    asked(market, wants)
        .into_iter()
        .map(|(joint, limit)| {
            let bound = match joint {
                Joint::Employer(at) => (limit - used[at]) as f64 * 60.0,
                Joint::Fill(of) => {
                    let cells =
                        closed.iter().map(|at| &market.segments[*at]).filter(|cell| cell.criticality == of);
                    let filled: i64 =
                        cells.flat_map(|cell| &cell.lines).map(crate::market::Line::filled).sum();
                    (limit - filled) as f64
                }
            };
            Limit { joint, bound }
        })
        .collect()
}

/// The limits in pence of cost and minutes of fill.
fn asked(market: &Market, wants: &Wants) -> Vec<(Joint, i64)> {
    let mut asked = Vec::new();
    if let Some(loss) = wants.employer_loss {
        let mut now = vec![0_i64; market.employers.len()];
        for line in market.segments.iter().flat_map(|segment| &segment.lines) {
            now[line.employer] += cost_now(line);
        }
        asked.extend(now.iter().enumerate().map(|(at, now)| {
            let more = i128::from(*now) * i128::from(loss) / 1_000_000;
            (Joint::Employer(at), now + i64::try_from(more).unwrap_or(0))
        }));
    }
    for (of, wanted) in Criticality::ALL.into_iter().zip(wants.min_fill_of) {
        let Some(part) = wanted else { continue };
        let cells = market.segments.iter().filter(|segment| segment.criticality == of);
        let all: i64 = cells.map(crate::market::Segment::wanted).sum();
        let need = (i128::from(all) * i128::from(part) + 999_999) / 1_000_000;
        asked.push((Joint::Fill(of), i64::try_from(need).unwrap_or(i64::MAX)));
    }
    asked
}

fn kept(
    market: &Market,
    wants: &Wants,
    outcome: &outcome::Outcome,
    prices: &[(Joint, f64)],
    impossible: &[Joint],
) -> Vec<Kept> {
    let reached = |joint| match joint {
        Joint::Employer(at) => outcome.employers[at].cost,
        Joint::Fill(of) => {
            let cells = market.segments.iter().zip(&outcome.cells);
            cells.filter(|(segment, _)| segment.criticality == of).map(|(_, sums)| sums.filled).sum()
        }
    };
    let list = asked(market, wants).into_iter().map(|(joint, limit)| Kept {
        joint,
        limit,
        reached: reached(joint),
        price: prices.iter().find(|price| price.0 == joint).map_or(0.0, |price| price.1),
        impossible: impossible.contains(&joint),
    });
    list.collect()
}

/// Weights and worths of a cell's lines at such prices.
fn priced(cell: &Open, limits: &[Limit], prices: &[f64]) -> (Vec<f64>, f64) {
    let mut worth = 0.0;
    let mut weights = vec![1.0; cell.curves.len()];
    for (limit, price) in limits.iter().zip(prices) {
        match limit.joint {
            Joint::Employer(at) => {
                for (weight, curve) in weights.iter_mut().zip(&cell.curves) {
                    *weight += if curve.line.employer == at { *price } else { 0.0 };
                }
            }
            Joint::Fill(of) if cell.supply.segment().criticality == of => worth += price,
            Joint::Fill(_) => {}
        }
    }
    (weights, worth)
}

/// Each cell's best rate at such prices, over every whole penny, and the bound on the cost of every card that they prove.
fn exact(open: &[Open], limits: &[Limit], prices: &[f64], search: &mut Search) -> (Vec<i64>, f64) {
    let mut bound = 0.0;
    for (limit, price) in limits.iter().zip(prices) {
        bound += match limit.joint {
            Joint::Employer(_) => -price * limit.bound,
            Joint::Fill(_) => price * limit.bound,
        };
    }
    let rates = open
        .iter()
        .map(|cell| {
            let (weights, worth) = priced(cell, limits, prices);
            let worths = vec![worth; weights.len()];
            let goal = Goal { curves: &cell.curves, weights: &weights, worths: &worths, need: cell.need };
            let found = search.best(&cell.supply, goal, cell.bounds.low.0, cell.bounds.high.0);
            bound += found.map_or(0.0, |best| best.value);
            found.map_or(cell.bounds.high.0, |best| best.rate)
        })
        .collect();
    (rates, bound)
}

/// Whether no card could keep a limit: what it asks for is more than all cells' best for it alone.
fn cannot(open: &[Open], limit: Limit, search: &mut Search) -> bool {
    let mut sum = 0.0;
    for cell in open {
        let (weights, worth): (Vec<f64>, f64) = match limit.joint {
            Joint::Employer(at) => (
                cell.curves.iter().map(|curve| f64::from(u8::from(curve.line.employer == at))).collect(),
                0.0,
            ),
            Joint::Fill(of) => {
                let counts = cell.supply.segment().criticality == of;
                (vec![0.0; cell.curves.len()], f64::from(u8::from(counts)))
            }
        };
        let worths = vec![worth; weights.len()];
        let goal = Goal { curves: &cell.curves, weights: &weights, worths: &worths, need: cell.need };
        sum += search
            .best(&cell.supply, goal, cell.bounds.low.0, cell.bounds.high.0)
            .map_or(0.0, |best| best.value);
    }
    match limit.joint {
        Joint::Employer(_) => sum > limit.bound,
        Joint::Fill(_) => -sum < limit.bound,
    }
}
