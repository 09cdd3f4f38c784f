//! Equations `x(S) = value` on the shares, kept in reduced row echelon form: some shares follow from the others.

use wt_facts::Ratio;

use super::{Coalition, GameError};

/// The shares that meet every equation so far.
#[derive(Debug, Clone)]
pub(super) struct Plane {
    players: usize,
    rows: Vec<Row>,
}

/// `x[pivot] + sum of by[f] x[f] over free f = value`.
#[derive(Debug, Clone)]
struct Row {
    pivot: usize,
    by: Vec<Ratio>,
    value: Ratio,
}

/// An unchecked step that went past exact arithmetic.
pub(super) fn exact(of: Option<Ratio>) -> Result<Ratio, GameError> {
    of.ok_or(GameError::TooLarge)
}

impl Plane {
    pub(super) fn new(players: usize) -> Self {
        Self { players, rows: Vec::new() }
    }

    /// Players whose share no equation gives yet, in order.
    pub(super) fn free(&self) -> Vec<usize> {
        (0..self.players).filter(|i| self.rows.iter().all(|row| row.pivot != *i)).collect()
    }

    /// Adds `x(of) = value`; false if it followed from the others.
    pub(super) fn add(&mut self, of: Coalition, value: Ratio) -> Result<bool, GameError> {
        let mut by: Vec<Ratio> =
            (0..self.players).map(|i| if of.has(i) { Ratio::ONE } else { Ratio::ZERO }).collect();
        let mut value = value;
        for row in &self.rows {
            let times = by[row.pivot];
            if times != Ratio::ZERO {
                subtract(&mut by, &mut value, &row.by, row.value, times)?;
            }
        }
        let Some(pivot) = by.iter().position(|entry| *entry != Ratio::ZERO) else {
            return Ok(false);
        };
        let lead = by[pivot];
        for entry in &mut by {
            *entry = exact(entry.checked_div(lead))?;
        }
        value = exact(value.checked_div(lead))?;
        for row in &mut self.rows {
            let times = row.by[pivot];
            if times != Ratio::ZERO {
                subtract(&mut row.by, &mut row.value, &by, value, times)?;
            }
        }
        self.rows.push(Row { pivot, by, value });
        Ok(true)
    }

    /// `x(of)` as a constant and coefficients of the free shares, in the order of [`Plane::free`].
    pub(super) fn sum(&self, of: Coalition, free: &[usize]) -> Result<(Ratio, Vec<Ratio>), GameError> {
        let mut constant = Ratio::ZERO;
        let mut by: Vec<Ratio> =
            free.iter().map(|f| if of.has(*f) { Ratio::ONE } else { Ratio::ZERO }).collect();
        for row in self.rows.iter().filter(|row| of.has(row.pivot)) {
            constant = exact(constant.checked_add(row.value))?;
            for (entry, f) in by.iter_mut().zip(free) {
                *entry = exact(entry.checked_sub(row.by[*f]))?;
            }
        }
        Ok((constant, by))
    }

    /// All shares, given the free ones.
    pub(super) fn point(&self, free: &[usize], values: &[Ratio]) -> Result<Vec<Ratio>, GameError> {
        let mut shares = vec![Ratio::ZERO; self.players];
        for (f, value) in free.iter().zip(values) {
            shares[*f] = *value;
        }
        for row in &self.rows {
            let mut share = row.value;
            for (f, value) in free.iter().zip(values) {
                share = exact(row.by[*f].checked_mul(*value).and_then(|part| share.checked_sub(part)))?;
            }
            shares[row.pivot] = share;
        }
        Ok(shares)
    }
}

fn subtract(
    by: &mut [Ratio],
    value: &mut Ratio,
    other: &[Ratio],
    other_value: Ratio,
    times: Ratio,
) -> Result<(), GameError> {
    for (entry, theirs) in by.iter_mut().zip(other) {
        *entry = exact(theirs.checked_mul(times).and_then(|part| entry.checked_sub(part)))?;
    }
    *value = exact(other_value.checked_mul(times).and_then(|part| value.checked_sub(part)))?;
    Ok(())
}
