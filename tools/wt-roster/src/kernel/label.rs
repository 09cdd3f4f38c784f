//! Partial rows extended day by day, as far as the relaxation says they can still be the best.

mod extend;

use super::automaton::Automaton;
use super::person::Compiled;
use super::relax::Pass;
use super::{Ask, Found, Kernel, Memory, NEVER};
use crate::model::Symbol;
use extend::{Day, lane_of};

/// Counters that can be told apart in one search; sums stay below 2^15.
const LANES: usize = 8;
/// The top bit of every lane, kept free so that lanes compare all at once.
const GUARD: u128 = 0x8000_8000_8000_8000_8000_8000_8000_8000;
/// Backward passes when nothing is remembered of a person.
const FIRST_PASSES: u32 = 60;
const NONE: u32 = u32::MAX;

/// A partial row that ends in a state.
#[derive(Debug, Clone, Copy)]
struct Label {
    /// Sums of the counters that are tracked, a lane each.
    sums: u128,
    /// What dominance compares: in every lane less is better.
    rank: u128,
    /// True cost so far, counters apart.
    paid: i32,
    /// Least cost of any completion, less the rebate.
    bound: i32,
    state: u16,
    symbol: Symbol,
    dead: bool,
    parent: u32,
    /// The next label in the same state.
    other: u32,
}

/// Room to work in, one a thread, so that nothing is allocated while searching.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    cells: Vec<i32>,
    now: Pass,
    best: Pass,
    row: Vec<Symbol>,
    sums: Vec<i32>,
    slopes: Vec<i32>,
    turned: Vec<i32>,
    tracked: Vec<usize>,
    labels: Vec<Label>,
    layers: Vec<u32>,
    heads: Vec<u32>,
    touched: Vec<u16>,
    order: Vec<(i32, u32)>,
    /// Labels made since the start, for measuring.
    pub(crate) made: u64,
}

/// What a search by labels needs to know.
struct Search<'a> {
    person: &'a Compiled,
    automaton: &'a Automaton,
    symbols: usize,
    days: usize,
}

/// What a row breaks that was not tracked.
enum Broken {
    Nothing,
    NowTracked,
    NoRoom,
}

fn all_at_most(one: u128, other: u128) -> bool {
    ((other | GUARD) - one) & GUARD == GUARD
}

impl Kernel {
    /// Writes the row of least cost below the ceiling. Leaves `row` as it was if there is none.
    pub(crate) fn best(
        &self,
        ask: &Ask<'_>,
        memory: &mut Memory,
        scratch: &mut Scratch,
        row: &mut [Symbol],
    ) -> Found {
        let Ask { person, prices, ceiling, effort } = *ask;
        let automaton = self.automaton(person);
        let search =
            Search { person: &self.people[person], automaton, symbols: self.symbols, days: self.days };
        if !automaton.is_possible() {
            return Found { cost: None, bound: NEVER };
        }
        scratch.cells.clear();
        let priced = search.person.cells.iter().zip(prices);
        scratch.cells.extend(priced.map(|(own, price)| if *own >= NEVER { NEVER } else { own + price }));
        let fresh = memory.multipliers.len() != search.person.counters.len();
        let passes = if fresh { effort.passes.max(FIRST_PASSES) } else { effort.passes };
        let mut best = search.ascend(passes, ceiling, memory, scratch, row);
        let mut bound = scratch.best.bound;
        let mut limit = best.unwrap_or(ceiling);
        if bound >= limit {
            return Found { cost: best, bound };
        }
        search.track(scratch);
        let mut beam = effort.beam;
        let mut reach = memory.gap.max(super::SCALE / 8);
        let mut more = effort.tries;
        loop {
            let below = limit.min(bound.saturating_add(reach));
            let (found, left_out) = search.label(below, beam, scratch);
            let exact = left_out >= NEVER;
            if let Some(last) = found {
                match search.track_broken(last, scratch) {
                    Broken::Nothing => {}
                    Broken::NowTracked => continue,
                    // More counters bind at once than there are lanes: the best lawful row met must do.
                    Broken::NoRoom => return Found { cost: best, bound },
                }
                let cost = search.cost_of(last, scratch);
                search.trace(last, scratch, row);
                memory.gap = (cost - bound) + (cost - bound) / 4;
                best = Some(cost);
                return Found { cost: best, bound: cost.min(left_out).max(bound) };
            }
            if !exact && best.is_none() && below < limit {
                // The narrow beam can't prove that there is nothing below: any lawful row will do, however far above.
                reach = reach.saturating_mul(16);
                continue;
            }
            if !exact && best.is_none() && more > 0 {
                // Labels that look best may all break a counter whose multiplier is far off.
                more -= 1;
                beam *= 4;
                best = search.ascend(FIRST_PASSES, limit, memory, scratch, row);
                bound = scratch.best.bound;
                limit = best.unwrap_or(ceiling);
                search.track(scratch);
                continue;
            }
            if below >= limit || !exact {
                return Found { cost: best, bound: below.min(left_out).max(bound) };
            }
            reach = reach.saturating_mul(3);
        }
    }
}

impl Search<'_> {
    /// Improves the multipliers; keeps the best relaxation, and the best lawful row met, which is returned.
    fn ascend(
        &self,
        passes: u32,
        ceiling: i32,
        memory: &mut Memory,
        scratch: &mut Scratch,
        row: &mut [Symbol],
    ) -> Option<i32> {
        memory.ready(self.person, super::SCALE);
        let counters = &self.person.counters;
        scratch.turned.clear();
        scratch.turned.resize(counters.len(), 0);
        scratch.row.resize(self.days, 0);
        scratch.best.bound = i32::MIN;
        let mut met: Option<i32> = None;
        for pass in 0..passes.max(1) {
            let now = &mut scratch.now;
            now.run(self.person, self.automaton, &scratch.cells, self.symbols, &memory.multipliers);
            let bound = now.bound;
            if bound > scratch.best.bound {
                std::mem::swap(&mut scratch.now, &mut scratch.best);
            }
            if bound >= ceiling || bound >= NEVER / 2 {
                break;
            }
            let used = if scratch.best.bound == bound { &scratch.best } else { &scratch.now };
            used.trace(self.automaton, &mut scratch.row);
            let Some(cost) = self.true_cost(&scratch.row, &scratch.cells, &mut scratch.sums) else { break };
            if let Some(cost) = cost
                && cost < met.unwrap_or(ceiling)
            {
                met = Some(cost);
                row.copy_from_slice(&scratch.row);
            }
            if met.is_some_and(|met| met <= scratch.best.bound) || pass + 1 == passes {
                break;
            }
            scratch.slopes.clear();
            let priced = counters.iter().zip(&used.multipliers).zip(&scratch.sums);
            scratch.slopes.extend(priced.map(|((counter, each), sum)| counter.slope(*each, *sum)));
            if !memory.ascend(self.person, &scratch.slopes, &mut scratch.turned) {
                break;
            }
        }
        memory.multipliers.clone_from(&scratch.best.multipliers);
        met
    }

    /// The cost of a row at the cells' prices: outer `None` if the automaton forbids it, inner if a counter does.
    fn true_cost(&self, row: &[Symbol], cells: &[i32], sums: &mut Vec<i32>) -> Option<Option<i32>> {
        let mut cost = self.person.sums(self.automaton, row, sums)?;
        for (day, symbol) in row.iter().enumerate() {
            cost += cells[day * self.symbols + usize::from(*symbol)];
        }
        for (counter, sum) in self.person.counters.iter().zip(sums) {
            if !counter.allows(*sum) {
                return Some(None);
            }
            cost += counter.price(*sum);
        }
        Some(Some(cost))
    }

    /// Counters with a multiplier, or broken by the relaxed row, must be told apart.
    fn track(&self, scratch: &mut Scratch) {
        scratch.best.trace(self.automaton, &mut scratch.row);
        let _ = self.person.sums(self.automaton, &scratch.row, &mut scratch.sums);
        scratch.tracked.clear();
        for (at, counter) in self.person.counters.iter().enumerate() {
            if scratch.best.multipliers[at] != 0 || counter.price(scratch.sums[at]) > 0 {
                scratch.tracked.push(at);
            }
        }
        self.fit(scratch);
    }

    /// A counter takes a lane of sums, and of ranks one for each side it can be broken on.
    fn fit(&self, scratch: &mut Scratch) {
        let sides = |at: &usize| {
            let counter = &self.person.counters[*at];
            usize::from(counter.above > 0) + usize::from(counter.below > 0)
        };
        while scratch.tracked.iter().map(sides).sum::<usize>() > LANES {
            scratch.tracked.pop();
        }
    }

    /// Adds counters that the row ending in `last` breaks without being tracked.
    fn track_broken(&self, last: u32, scratch: &mut Scratch) -> Broken {
        let mut row = std::mem::take(&mut scratch.row);
        self.trace(last, scratch, &mut row);
        let _ = self.person.sums(self.automaton, &row, &mut scratch.sums);
        scratch.row = row;
        let before = scratch.tracked.len();
        for (at, counter) in self.person.counters.iter().enumerate() {
            if counter.price(scratch.sums[at]) > 0 && !scratch.tracked.contains(&at) {
                scratch.tracked.push(at);
            }
        }
        if scratch.tracked.len() == before {
            return Broken::Nothing;
        }
        self.fit(scratch);
        if scratch.tracked.len() > before { Broken::NowTracked } else { Broken::NoRoom }
    }

    fn trace(&self, last: u32, scratch: &Scratch, row: &mut [Symbol]) {
        let mut at = last;
        for cell in row[..self.days].iter_mut().rev() {
            let label = &scratch.labels[at as usize];
            *cell = label.symbol;
            at = label.parent;
        }
    }

    fn cost_of(&self, last: u32, scratch: &Scratch) -> i32 {
        let label = &scratch.labels[last as usize];
        let mut cost = label.paid + self.automaton.last[usize::from(label.state)].unwrap_or(NEVER);
        for (lane, at) in scratch.tracked.iter().enumerate() {
            cost = cost.saturating_add(self.person.counters[*at].price(lane_of(label.sums, lane)));
        }
        cost
    }

    /// Extends everything whose bound is below `below`; the best complete label, and the least bound of what a narrow beam left
    /// out, [`NEVER`] if nothing was.
    fn label(&self, below: i32, beam: usize, scratch: &mut Scratch) -> (Option<u32>, i32) {
        let mut left_out = NEVER;
        scratch.labels.clear();
        scratch.layers.clear();
        scratch.heads.clear();
        scratch.heads.resize(self.automaton.states, NONE);
        let bound = scratch.best.bound;
        scratch.labels.push(Label {
            sums: 0,
            rank: 0,
            paid: 0,
            bound: bound - scratch.best.tail[0],
            state: 0,
            symbol: 0,
            dead: false,
            parent: NONE,
            other: NONE,
        });
        let mut from = 0;
        for day in 0..self.days {
            let to = scratch.labels.len();
            let mut day_search = Day::new(self, day, below, scratch);
            for at in from..to {
                if !scratch.labels[at].dead {
                    day_search.extend(self, at as u32, scratch);
                }
            }
            for state in scratch.touched.drain(..) {
                scratch.heads[usize::from(state)] = NONE;
            }
            from = to;
            if scratch.labels.len() - from > beam {
                left_out = left_out.min(self.narrow(day, from, beam, scratch));
            }
            if scratch.labels.len() == from {
                return (None, left_out);
            }
        }
        scratch.made += scratch.labels.len() as u64;
        let (mut best, mut found) = (below, None);
        for at in from..scratch.labels.len() {
            let cost = if scratch.labels[at].dead { NEVER } else { self.cost_of(at as u32, scratch) };
            if cost < best {
                (best, found) = (cost, Some(at as u32));
            }
        }
        (found, left_out)
    }

    /// Keeps the most promising labels of a layer; the least bound of the others, [`NEVER`] if there are none.
    fn narrow(&self, day: usize, from: usize, beam: usize, scratch: &mut Scratch) -> i32 {
        let tail = &scratch.best.tail[(day + 1) * self.automaton.states..];
        scratch.order.clear();
        for (at, label) in scratch.labels.iter().enumerate().skip(from).filter(|(_, label)| !label.dead) {
            scratch.order.push((label.bound + tail[usize::from(label.state)], at as u32));
        }
        let mut left_out = NEVER;
        if scratch.order.len() > beam {
            let (_, next, _) = scratch.order.select_nth_unstable(beam);
            left_out = next.0;
            scratch.order.truncate(beam);
        }
        scratch.order.sort_unstable_by_key(|(_, at)| *at);
        for (place, (_, at)) in scratch.order.iter().enumerate() {
            scratch.labels[from + place] = scratch.labels[*at as usize];
        }
        scratch.labels.truncate(from + scratch.order.len());
        left_out
    }
}
