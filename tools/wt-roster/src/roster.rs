//! A roster: one symbol for each person and day.

use crate::model::{OFF, Problem, Symbol};

/// Who does what, when.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Roster {
    days: usize,
    cells: Vec<Symbol>,
}

impl Roster {
    /// Everybody off, every day.
    #[must_use]
    pub fn empty(problem: &Problem) -> Self {
        Self { days: problem.days, cells: vec![OFF; problem.days * problem.people.len()] }
    }

    /// The days of one person.
    #[must_use]
    pub fn row(&self, person: usize) -> &[Symbol] {
        &self.cells[person * self.days..(person + 1) * self.days]
    }

    /// The days of one person, to be written.
    pub fn row_mut(&mut self, person: usize) -> &mut [Symbol] {
        &mut self.cells[person * self.days..(person + 1) * self.days]
    }

    /// Every row in the order of people.
    pub fn rows(&self) -> impl Iterator<Item = &[Symbol]> {
        self.cells.chunks_exact(self.days.max(1))
    }

    /// Length of the horizon.
    #[must_use]
    pub fn days(&self) -> usize {
        self.days
    }
}
