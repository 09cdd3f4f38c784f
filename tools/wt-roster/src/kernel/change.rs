//! What a few changed days cost a person, without reading the rest of the row again.
//!
//! The state before each day is remembered. A change is followed from its first day until the automaton is again in the
//! state it was in before, mostly a few days later.

use super::Kernel;
use super::counter::Counts;
use crate::model::Symbol;

/// A row's states and sums, and what it costs without cover.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail {
    /// Before each day, and after the last.
    states: Vec<u16>,
    sums: Vec<i32>,
    pub(crate) cost: i32,
}

/// What a change would make of a trail.
#[derive(Debug, Clone, Default)]
pub(crate) struct Change {
    from: usize,
    /// After each day from `from` on.
    states: Vec<u16>,
    sums: Vec<i32>,
    pub(crate) cost: i32,
}

impl Kernel {
    /// Follows a whole row; `None` if it is unlawful.
    pub(crate) fn trail(&self, person: usize, row: &[Symbol], trail: &mut Trail) -> Option<()> {
        let automaton = self.automaton(person);
        trail.cost = self.row_cost(person, row)?;
        self.people[person].sums(automaton, row, &mut trail.sums)?;
        trail.states.clear();
        let mut state = 0;
        trail.states.push(state);
        for (class, symbol) in automaton.class.iter().zip(row) {
            state = automaton.step(*class, state, *symbol)?.next;
            trail.states.push(state);
        }
        Some(())
    }

    /// Follows `days` put in the place of `row[from..]`. `None` if that is unlawful, else `change` says what is new.
    pub(crate) fn change(
        &self,
        person: usize,
        (trail, row): (&Trail, &[Symbol]),
        (from, days): (usize, &[Symbol]),
        change: &mut Change,
    ) -> Option<()> {
        let (one, automaton) = (&self.people[person], self.automaton(person));
        change.from = from;
        change.states.clear();
        change.sums.clone_from(&trail.sums);
        let mut cost = trail.cost;
        let mut state = trail.states[from];
        for (day, &was) in row.iter().enumerate().skip(from) {
            let is = days.get(day - from).copied().unwrap_or(was);
            let class = automaton.class[day];
            let (old, new) =
                (automaton.step(class, trail.states[day], was)?, automaton.step(class, state, is)?);
            cost += new.cost - old.cost;
            if old.counts != new.counts {
                for (counter, sum) in one.counters.iter().zip(change.sums.iter_mut()) {
                    if let Counts::Arcs(bit) = counter.counts {
                        *sum += i32::from(new.counts & bit != 0) - i32::from(old.counts & bit != 0);
                    }
                }
            }
            if is != was {
                let cell = |symbol: Symbol| one.cells[day * self.symbols + usize::from(symbol)];
                if cell(is) >= super::NEVER {
                    return None;
                }
                cost += cell(is) - cell(was);
                for (counter, sum) in one.counters.iter().zip(change.sums.iter_mut()) {
                    *sum += counter.units(day, is) - counter.units(day, was);
                }
            }
            state = new.next;
            change.states.push(state);
            if day + 1 >= from + days.len() && state == trail.states[day + 1] {
                break;
            }
        }
        let end = trail.states[self.days];
        if from + change.states.len() == self.days && state != end {
            cost += automaton.last[usize::from(state)]? - automaton.last[usize::from(end)]?;
        }
        for ((counter, new), old) in one.counters.iter().zip(&change.sums).zip(&trail.sums) {
            if new != old {
                if !counter.allows(*new) {
                    return None;
                }
                cost += counter.price(*new) - counter.price(*old);
            }
        }
        change.cost = cost;
        Some(())
    }
}

impl Trail {
    /// Goes over to what a change made.
    pub(crate) fn adopt(&mut self, change: &Change) {
        let from = change.from + 1;
        self.states[from..from + change.states.len()].copy_from_slice(&change.states);
        self.sums.copy_from_slice(&change.sums);
        self.cost = change.cost;
    }
}
