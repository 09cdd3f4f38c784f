//! The exact best row for one person at given prices, which every search move, dual price and bound rests on.
//!
//! Sequence rules are one finite automaton; sums (minutes, weekends, nights) are counters with a Lagrangian price per unit. Reading the
//! days backwards through the automaton gives, for each state, the least that any completion can cost; with good
//! multipliers few partial rows stay below the best known, and only those are extended (a resource-constrained
//! shortest path: Irnich and Desaulniers, Shortest Path Problems with Resource Constraints, 2005).

mod automaton;
mod change;
mod counter;
mod label;
mod person;
mod relax;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::model::{Problem, Symbol};
use crate::rules::Rule;
use automaton::Automaton;
pub use automaton::CompileError;
pub(crate) use change::{Change, Trail};
pub(crate) use person::Compiled;

/// Scaled units in a penalty point: prices between points are needed, sums stay exact.
pub(crate) const SCALE: i32 = 256;

/// A price that no sum of lawful prices reaches.
pub(crate) const NEVER: i32 = 1 << 29;

/// The compiled rules of everybody.
#[derive(Debug, Clone)]
pub(crate) struct Kernel {
    automata: Vec<Automaton>,
    pub(crate) people: Vec<Compiled>,
    pub(crate) days: usize,
    pub(crate) symbols: usize,
}

/// What is remembered of a person from one call to the next: only speed depends on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory {
    multipliers: Vec<i32>,
    steps: Vec<i32>,
    gap: i32,
}

/// The answer of the kernel, in scaled units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Cost of the row written, if one below the ceiling was found.
    pub(crate) cost: Option<i32>,
    /// No row costs less than this (or than the ceiling).
    pub(crate) bound: i32,
}

/// What people share who share an automaton: rules, past, and what they can be given.
type Kind<'a> = (Vec<usize>, &'a [Symbol], &'a [bool]);

/// How hard to try.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Backward passes to improve multipliers.
    pub(crate) passes: u32,
    /// Partial rows kept a day; beyond, the answer need not be the best.
    pub(crate) beam: usize,
    /// How often to look wider where no lawful row was found.
    pub(crate) tries: u32,
}

/// A question to the kernel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) person: usize,
    /// By day and symbol, scaled, on top of the person's own costs.
    pub(crate) prices: &'a [i32],
    /// Only rows that cost less are wanted.
    pub(crate) ceiling: i32,
    pub(crate) effort: Effort,
}

impl Kernel {
    /// Above the cost of every row.
    pub(crate) const NO_CEILING: i32 = NEVER / 4;

    /// Compiles a problem.
    pub(crate) fn new(problem: &Problem) -> Result<Self, CompileError> {
        let (mut automata, all) = (Vec::new(), vec![true; problem.symbols()]);
        let mut known: HashMap<Kind<'_>, usize> = HashMap::new();
        let mut people = Vec::new();
        for person in &problem.people {
            let places: Vec<usize> = person
                .rules
                .iter()
                .copied()
                .filter(|at| !matches!(problem.rules[*at], Rule::Tally(_)))
                .collect();
            // With a past of their own people hardly share an automaton: then it need not know what they can't be given.
            let can = if person.past.is_empty() { &all[..] } else { &person.can[..] };
            let key = (places, &person.past[..], can);
            let automaton = match known.get(&key) {
                Some(at) => *at,
                None => {
                    let rules: Vec<&Rule> = key.0.iter().map(|at| &problem.rules[*at]).collect();
                    automata.push(Automaton::compile(&rules, &person.past, problem.days, can)?);
                    known.insert(key, automata.len() - 1);
                    automata.len() - 1
                }
            };
            people.push(Compiled::new(problem, person, automaton, &automata[automaton]));
        }
        Ok(Self { automata, people, days: problem.days, symbols: problem.symbols() })
    }

    /// The automaton of a person.
    pub(crate) fn automaton(&self, person: usize) -> &Automaton {
        &self.automata[self.people[person].automaton]
    }

    /// What a row costs the person, in scaled units, without cover; `None` if it is unlawful.
    pub(crate) fn row_cost(&self, person: usize, row: &[Symbol]) -> Option<i32> {
        self.people[person].row_cost(self.automaton(person), self.symbols, row)
    }
}

pub(crate) use label::Scratch;
