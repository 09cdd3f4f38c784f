//! The relaxation: the cheapest way through the automaton when counters are only priced, not limited.

use super::automaton::Automaton;
use super::counter::Counts;
use super::person::Compiled;
use super::{Memory, NEVER};
use crate::model::Symbol;

/// One backward pass: the least that each state can still cost, under some multipliers.
#[derive(Debug, Clone, Default)]
pub(super) struct Pass {
    /// By day (and once more after the last) and state.
    pub(super) tail: Vec<i32>,
    /// By day and symbol: cell price with the multipliers' charge.
    pub(super) charged: Vec<i32>,
    /// By set of counted bits: the multipliers' charge.
    pub(super) arc_charge: Vec<i32>,
    pub(super) multipliers: Vec<i32>,
    /// No row costs less.
    pub(super) bound: i32,
    /// By day and group: the cheapest symbol and its charged price.
    cheapest: Vec<(i32, Symbol)>,
}

impl Pass {
    /// Prices `cells` with these multipliers and reads the days backwards.
    pub(super) fn run(
        &mut self,
        person: &Compiled,
        automaton: &Automaton,
        cells: &[i32],
        symbols: usize,
        at: &[i32],
    ) {
        self.multipliers.clear();
        self.multipliers.extend_from_slice(at);
        self.charge(person, cells, symbols);
        self.pick(automaton, symbols);
        let (days, states, groups) = (automaton.class.len(), automaton.states, automaton.groups.len());
        self.tail.clear();
        self.tail.resize((days + 1) * states, NEVER);
        for &state in &automaton.alive[days] {
            self.tail[days * states + usize::from(state)] =
                automaton.last[usize::from(state)].unwrap_or(NEVER);
        }
        for day in (0..days).rev() {
            let (before, after) = self.tail.split_at_mut((day + 1) * states);
            let (now, after) = (&mut before[day * states..], &after[..states]);
            let cheapest = &self.cheapest[day * groups..(day + 1) * groups];
            let class = automaton.class[day];
            for &state in &automaton.alive[day] {
                let mut best = NEVER;
                for arc in automaton.arcs(class, state) {
                    let cost = cheapest[usize::from(arc.group)].0
                        + arc.cost
                        + self.arc_charge[usize::from(arc.counts)]
                        + after[usize::from(arc.next)];
                    best = best.min(cost);
                }
                now[usize::from(state)] = best;
            }
        }
        let rebate: i32 = person.counters.iter().zip(at).map(|(counter, each)| counter.rebate(*each)).sum();
        self.bound = if self.tail[0] >= NEVER { NEVER } else { self.tail[0] - rebate };
    }

    fn charge(&mut self, person: &Compiled, cells: &[i32], symbols: usize) {
        self.charged.clear();
        self.charged.extend_from_slice(cells);
        let days = cells.len() / symbols;
        let bits = person.counters.iter().filter(|counter| matches!(counter.counts, Counts::Arcs(_))).count();
        self.arc_charge.clear();
        self.arc_charge.resize(1 << 8.min(bits.max(1) + 7), 0);
        for (counter, &each) in person.counters.iter().zip(&self.multipliers) {
            if each == 0 {
                continue;
            }
            match &counter.counts {
                Counts::Symbols { units, from, to } => {
                    for day in *from..(*to).min(days) {
                        let row = &mut self.charged[day * symbols..(day + 1) * symbols];
                        row.iter_mut().zip(units).for_each(|(cell, units)| *cell += each * units);
                    }
                }
                Counts::Arcs(bit) => {
                    for (set, charge) in self.arc_charge.iter_mut().enumerate() {
                        *charge += if set & usize::from(*bit) != 0 { each } else { 0 };
                    }
                }
            }
        }
    }

    fn pick(&mut self, automaton: &Automaton, symbols: usize) {
        self.cheapest.clear();
        for row in self.charged.chunks_exact(symbols) {
            for group in &automaton.groups {
                let pick = |best: (i32, Symbol), symbol: &Symbol| {
                    let cost = row[usize::from(*symbol)];
                    if cost < best.0 { (cost, *symbol) } else { best }
                };
                let best = group.iter().fold((NEVER, group[0]), pick);
                // A forbidden cell that a multiplier made cheaper is still forbidden.
                self.cheapest.push(if best.0 >= NEVER / 2 { (NEVER, best.1) } else { best });
            }
        }
    }

    /// Writes the cheapest way.
    pub(super) fn trace(&self, automaton: &Automaton, row: &mut [Symbol]) {
        let (states, groups) = (automaton.states, automaton.groups.len());
        let mut state = 0_u16;
        for (day, cell) in row.iter_mut().enumerate() {
            let (mut best, mut to) = (i32::MAX, state);
            for arc in automaton.arcs(automaton.class[day], state) {
                let (price, symbol) = self.cheapest[day * groups + usize::from(arc.group)];
                let cost = price
                    + arc.cost
                    + self.arc_charge[usize::from(arc.counts)]
                    + self.tail[(day + 1) * states + usize::from(arc.next)];
                if cost < best {
                    (best, to, *cell) = (cost, arc.next, symbol);
                }
            }
            state = to;
        }
    }
}

impl Memory {
    pub(super) fn ready(&mut self, person: &Compiled, scale: i32) {
        if self.multipliers.len() != person.counters.len() {
            self.multipliers = vec![0; person.counters.len()];
            self.steps = vec![scale; person.counters.len()];
        }
    }

    /// Moves each multiplier against its slope: the step grows while the sign stays and is halved when it turns.
    pub(super) fn ascend(&mut self, person: &Compiled, slopes: &[i32], turned: &mut [i32]) -> bool {
        let mut moved = false;
        for (at, counter) in person.counters.iter().enumerate() {
            let slope = slopes[at].signum();
            if slope == 0 {
                turned[at] = 0;
                continue;
            }
            let step = &mut self.steps[at];
            *step = if slope == turned[at] { (*step * 2).min(1 << 16) } else { (*step / 2).max(8) };
            turned[at] = slope;
            let next = counter.clamp(self.multipliers[at] + slope * *step);
            moved |= next != self.multipliers[at];
            self.multipliers[at] = next;
        }
        moved
    }
}
