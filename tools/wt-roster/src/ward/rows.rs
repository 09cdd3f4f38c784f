//! A ward's roster: for each person and day a shift, or none.

use super::model::Ward;

/// Who works which shift when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    days: usize,
    cells: Vec<Option<usize>>,
}

impl Rows {
    /// Everybody off, every day.
    #[must_use]
    pub fn empty(ward: &Ward) -> Self {
        Self { days: ward.days, cells: vec![None; ward.days * ward.staff.len()] }
    }

    /// The shift of a person on a day, as a place in [`Ward::shifts`].
    #[must_use]
    pub fn at(&self, person: usize, day: usize) -> Option<usize> {
        self.cells[person * self.days + day]
    }

    /// Gives a shift, or the day off.
    pub fn set(&mut self, person: usize, day: usize, shift: Option<usize>) {
        self.cells[person * self.days + day] = shift;
    }

    /// The days of one person.
    #[must_use]
    pub fn row(&self, person: usize) -> &[Option<usize>] {
        &self.cells[person * self.days..(person + 1) * self.days]
    }

    /// Days of the roster.
    #[must_use]
    pub fn days(&self) -> usize {
        self.days
    }

    /// Cells that differ from another roster of the same ward: person and day.
    #[must_use]
    pub fn changes(&self, other: &Self) -> Vec<(usize, usize)> {
        let pairs = self.cells.iter().zip(&other.cells).enumerate();
        pairs.filter(|(_, (a, b))| a != b).map(|(at, _)| (at / self.days, at % self.days)).collect()
    }
}
