//! One person compiled: the price of each cell, the automaton, the counters.

use super::automaton::Automaton;
use super::counter::{Counter, Counts};
use super::{NEVER, SCALE};
use crate::model::{Person, Problem, Symbol, Weight};
use crate::rules::{Rule, Tally};

/// A person as the kernel sees them.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    pub(crate) automaton: usize,
    /// By day and symbol: scaled cost of requests; [`NEVER`] where it is not allowed.
    pub(crate) cells: Vec<i32>,
    pub(crate) counters: Vec<Counter>,
    /// By counter, then by day (and once more after the last): the most that can still be counted from there on.
    pub(crate) reach: Vec<Vec<i32>>,
}

impl Compiled {
    pub(super) fn new(problem: &Problem, person: &Person, at: usize, automaton: &Automaton) -> Self {
        let symbols = problem.symbols();
        let mut cells = vec![0; problem.days * symbols];
        for (cell, can) in cells.iter_mut().zip(person.can.iter().cycle()) {
            if !can {
                *cell = NEVER;
            }
        }
        for request in &person.requests {
            for symbol in 0..symbols {
                if request.symbols.contains(&(symbol as Symbol)) == request.wanted {
                    continue;
                }
                let cell = &mut cells[request.day * symbols + symbol];
                match request.weight {
                    Weight::Hard => *cell = NEVER,
                    Weight::Soft(points) => *cell = (*cell + points as i32 * SCALE).min(NEVER),
                }
            }
        }
        let mut compiled = Self { automaton: at, cells, counters: Vec::new(), reach: Vec::new() };
        let mut bit = 0;
        let weekends = problem.days / 7 + 2;
        for rule in problem.rules_of(person) {
            if let Rule::Tally(tally) = rule {
                compiled.tally(problem, tally);
            } else if let Some((limit, already)) = rule.clause().limit() {
                compiled.counters.extend(Counter::new(
                    Counts::Arcs(1 << bit),
                    limit,
                    already,
                    weekends as i32,
                ));
                bit += 1;
            }
        }
        compiled.reach = compiled
            .counters
            .iter()
            .map(|counter| compiled.most_ahead(counter, automaton, problem.days, symbols))
            .collect();
        compiled
    }

    /// A tally becomes a counter; one that allows nothing for free is a price on cells.
    fn tally(&mut self, problem: &Problem, tally: &Tally) {
        let symbols = problem.symbols();
        let days = tally.from..tally.to.min(problem.days);
        let only_max = tally.limit.min.is_none_or(|min| min.at <= tally.already);
        if let (true, Some(max)) = (only_max, tally.limit.max)
            && max.at <= tally.already
        {
            for day in days {
                for symbol in 0..symbols {
                    let (cell, units) = (&mut self.cells[day * symbols + symbol], tally.units[symbol]);
                    match max.weight {
                        Weight::Hard if units > 0 => *cell = NEVER,
                        Weight::Hard => {}
                        Weight::Soft(points) => *cell = (*cell + (points * units) as i32 * SCALE).min(NEVER),
                    }
                }
            }
            return;
        }
        let units: Vec<i32> = tally.units.iter().map(|units| *units as i32).collect();
        let reach: i32 = days
            .map(|day| {
                (0..symbols)
                    .filter(|s| self.cells[day * symbols + s] < NEVER)
                    .map(|s| units[s])
                    .max()
                    .unwrap_or(0)
            })
            .sum();
        let counts = Counts::Symbols { units, from: tally.from, to: tally.to };
        self.counters.extend(Counter::new(counts, tally.limit, tally.already, reach));
    }

    /// From each day on, the most a counter can still count on any lawful way through the automaton.
    fn most_ahead(&self, counter: &Counter, automaton: &Automaton, days: usize, symbols: usize) -> Vec<i32> {
        let mut out = vec![0; days + 1];
        let bit = if let Counts::Arcs(bit) = counter.counts { bit } else { 0 };
        let (mut tail, mut now, mut most) =
            (vec![0; automaton.states], vec![0; automaton.states], Vec::new());
        for day in (0..days).rev() {
            // By group: the most units a lawful symbol of it counts, if there is one.
            most.clear();
            most.extend(automaton.groups.iter().map(|group| {
                let lawful =
                    group.iter().filter(|symbol| self.cells[day * symbols + usize::from(**symbol)] < NEVER);
                lawful.map(|symbol| counter.units(day, *symbol)).max()
            }));
            now.fill(-NEVER);
            for &state in &automaton.alive[day] {
                let arcs = automaton.arcs(automaton.class[day], state).iter();
                now[usize::from(state)] = arcs
                    .filter_map(|arc| {
                        let ahead = tail[usize::from(arc.next)] + i32::from(arc.counts & bit != 0);
                        most[usize::from(arc.group)].map(|units| (ahead + units).max(-NEVER))
                    })
                    .max()
                    .unwrap_or(-NEVER);
            }
            std::mem::swap(&mut tail, &mut now);
            out[day] = automaton.alive[day].iter().map(|state| tail[usize::from(*state)]).max().unwrap_or(0);
        }
        out
    }

    /// The sums of all counters over a row; `None` if the automaton forbids it.
    pub(super) fn sums(&self, automaton: &Automaton, row: &[Symbol], sums: &mut Vec<i32>) -> Option<i32> {
        sums.clear();
        sums.resize(self.counters.len(), 0);
        let cost = automaton.walk(row, |bits| {
            for (counter, sum) in self.counters.iter().zip(sums.iter_mut()) {
                *sum += i32::from(matches!(counter.counts, Counts::Arcs(bit) if bits & bit != 0));
            }
        })?;
        for (day, symbol) in row.iter().enumerate() {
            for (counter, sum) in self.counters.iter().zip(sums.iter_mut()) {
                *sum += counter.units(day, *symbol);
            }
        }
        Some(cost)
    }

    pub(super) fn row_cost(&self, automaton: &Automaton, symbols: usize, row: &[Symbol]) -> Option<i32> {
        let mut sums = Vec::new();
        let mut cost = self.sums(automaton, row, &mut sums)?;
        for (day, symbol) in row.iter().enumerate() {
            let cell = self.cells[day * symbols + usize::from(*symbol)];
            if cell >= NEVER {
                return None;
            }
            cost += cell;
        }
        for (counter, sum) in self.counters.iter().zip(&sums) {
            if !counter.allows(*sum) {
                return None;
            }
            cost += counter.price(*sum);
        }
        Some(cost)
    }
}
