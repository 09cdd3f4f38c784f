//! One day's labels made out of the day before's, and those dropped that another is at least as good as.

use super::{LANES, Label, NONE, Scratch, Search, all_at_most};
use crate::kernel::NEVER;
use crate::kernel::counter::{Counter, Counts, HARD};
use crate::model::Symbol;

pub(super) fn lane_of(lanes: u128, lane: usize) -> i32 {
    (lanes >> (16 * lane)) as i32 & 0x7fff
}

/// One tracked counter on one day.
#[derive(Debug, Clone, Copy, Default)]
struct Lane {
    bit: u8,
    least: i32,
    most: i32,
    /// The most it can still count after this day.
    ahead: i32,
    hard_below: bool,
    hard_above: bool,
    ranks_above: bool,
    ranks_below: bool,
}

impl Lane {
    fn new(counter: &Counter, ahead: i32) -> Self {
        Self {
            bit: if let Counts::Arcs(bit) = counter.counts { bit } else { 0 },
            least: counter.least,
            most: counter.most,
            ahead,
            hard_below: counter.below == HARD,
            hard_above: counter.above == HARD,
            ranks_above: counter.above > 0,
            ranks_below: counter.below > 0,
        }
    }
}

/// What one day's extension needs.
pub(super) struct Day {
    day: usize,
    below: i32,
    lanes: [Lane; LANES],
    used: usize,
}

impl Day {
    pub(super) fn new(search: &Search<'_>, day: usize, below: i32, scratch: &Scratch) -> Self {
        let mut lanes = [Lane::default(); LANES];
        for (lane, at) in lanes.iter_mut().zip(&scratch.tracked) {
            *lane = Lane::new(&search.person.counters[*at], search.person.reach[*at][day + 1]);
        }
        Self { day, below, lanes, used: scratch.tracked.len() }
    }

    pub(super) fn extend(&mut self, search: &Search<'_>, at: u32, scratch: &mut Scratch) {
        let Label { sums, paid, bound, state, .. } = scratch.labels[at as usize];
        let (day, automaton, symbols) = (self.day, search.automaton, search.symbols);
        for arc in automaton.arcs(automaton.class[day], state) {
            let tail = scratch.best.tail[(day + 1) * automaton.states + usize::from(arc.next)];
            let base = arc.cost + scratch.best.arc_charge[usize::from(arc.counts)];
            // Prices of cells are bounded below by the group's cheapest, but looking is as quick.
            for &symbol in &automaton.groups[usize::from(arc.group)] {
                let charged = scratch.best.charged[day * symbols + usize::from(symbol)];
                let next_bound = bound + base + charged;
                if charged >= NEVER / 2 || next_bound + tail >= self.below {
                    continue;
                }
                let Some((sums, rank)) = self.count(search, scratch, sums, symbol, arc.counts) else {
                    continue;
                };
                let cell = scratch.cells[day * symbols + usize::from(symbol)];
                let label = Label {
                    sums,
                    rank,
                    paid: paid + arc.cost + cell,
                    bound: next_bound,
                    state: arc.next,
                    symbol,
                    dead: false,
                    parent: at,
                    other: NONE,
                };
                insert(label, scratch);
            }
        }
    }

    /// Sums and ranks after one more day; `None` if a hard limit can no longer be kept.
    #[inline]
    fn count(
        &self,
        search: &Search<'_>,
        scratch: &Scratch,
        sums: u128,
        symbol: Symbol,
        counts: u8,
    ) -> Option<(u128, u128)> {
        let (mut out, mut rank, mut place) = (0, 0, 0);
        for (at, lane) in self.lanes[..self.used].iter().enumerate() {
            let units = if lane.bit == 0 {
                search.person.counters[scratch.tracked[at]].units(self.day, symbol)
            } else {
                i32::from(counts & lane.bit != 0)
            };
            let sum = lane_of(sums, at) + units;
            if (lane.hard_above && sum > lane.most) || (lane.hard_below && sum + lane.ahead < lane.least) {
                return None;
            }
            out |= (sum as u128) << (16 * at);
            if lane.ranks_above {
                // A sum that can no longer exceed the limit is as good as any smaller one.
                rank |= (sum.max(lane.most - lane.ahead).max(0) as u128) << (16 * place);
                place += 1;
            }
            if lane.ranks_below {
                rank |= ((lane.least - sum).max(0) as u128) << (16 * place);
                place += 1;
            }
        }
        Some((out, rank))
    }
}

/// Adds a label unless another in its state is as good in every way; drops those it beats.
fn insert(label: Label, scratch: &mut Scratch) {
    let head = scratch.heads[usize::from(label.state)];
    let mut at = head;
    while at != NONE {
        let known = &mut scratch.labels[at as usize];
        if !known.dead {
            if known.paid <= label.paid && all_at_most(known.rank, label.rank) {
                return;
            }
            if label.paid <= known.paid && all_at_most(label.rank, known.rank) {
                known.dead = true;
            }
        }
        at = known.other;
    }
    if head == NONE {
        scratch.touched.push(label.state);
    }
    scratch.heads[usize::from(label.state)] = scratch.labels.len() as u32;
    scratch.labels.push(Label { other: head, ..label });
}
