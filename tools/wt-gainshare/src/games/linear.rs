//! The linear program of one stage of the nucleolus, solved exactly by the revised simplex method on its dual.
//!
//! The program: the least `e` such that no open coalition has an excess above `e` and no player gets less than
//! alone, over the shares of a [`Plane`]. Its dual looks for weights on coalitions and players, so the basis is as
//! small as there are free shares, and columns (2^n of them) are made only when they enter. Fractions throughout:
//! whether an excess is tight is a fact, not a tolerance.

use wt_facts::Ratio;

use super::plane::{Plane, exact};
use super::{Coalition, Game, GameError};

/// A column of the dual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// No excess above the least.
    Excess(Coalition),
    /// Nobody below what they are worth alone.
    Own(usize),
    /// Fills a row until a real column does; always at nought.
    Filler(usize),
}

/// The answer of a stage.
pub(super) struct Optimum {
    /// The least greatest excess.
    pub(super) excess: Ratio,
    /// Shares at which it is reached; others may be too.
    pub(super) shares: Vec<Ratio>,
    /// Columns with positive weight: tight at *every* optimum, by complementary slackness.
    pub(super) tight: Vec<(Column, Ratio)>,
}

/// Solves one stage. `settled` marks coalitions whose excess no longer varies; it grows as they are met.
pub(super) fn solve(game: &Game, plane: &Plane, settled: &mut [bool]) -> Result<Optimum, GameError> {
    let free = plane.free();
    let mut stage = Stage { game, plane, free, settled, basis: Vec::new(), inverse: Vec::new() };
    stage.start()?;
    let mut idle = 0;
    loop {
        let (excess, shares) = stage.primal()?;
        // Bland's rule (1977) once the weights have stood still for long: it can't cycle.
        let Some(entering) = stage.price(excess, &shares, idle > 4 * stage.basis.len())? else {
            let tight = stage.basis.iter().zip(&stage.inverse).map(|(column, row)| (*column, row[0]));
            let tight = tight.filter(|(_, weight)| *weight != Ratio::ZERO).collect();
            return Ok(Optimum { excess, shares, tight });
        };
        idle = if stage.pivot(entering)? { 0 } else { idle + 1 };
    }
}

struct Stage<'a> {
    game: &'a Game,
    plane: &'a Plane,
    free: Vec<usize>,
    settled: &'a mut [bool],
    basis: Vec<Column>,
    /// Inverse of the basis; its first column holds the weights, as the right-hand side is (1, 0, …, 0).
    inverse: Vec<Vec<Ratio>>,
}

impl Stage<'_> {
    /// Worth less the constant part, and the column itself: (1 or 0, coefficients of the free shares).
    fn column(&self, column: Column) -> Result<(Ratio, Vec<Ratio>), GameError> {
        let (of, lead) = match column {
            Column::Excess(of) => (of, Ratio::ONE),
            Column::Own(player) => (Coalition::NOBODY.with(player), Ratio::ZERO),
            Column::Filler(row) => {
                let entry = |at| if at == row { Ratio::ONE } else { Ratio::ZERO };
                return Ok((Ratio::ZERO, (0..=self.free.len()).map(entry).collect()));
            }
        };
        let (constant, by) = self.plane.sum(of, &self.free)?;
        let worth = exact(Ratio::new(self.game.worth(of).into(), 1))?;
        Ok((exact(worth.checked_sub(constant))?, std::iter::once(lead).chain(by).collect()))
    }

    fn varies(&self, of: Coalition) -> Result<bool, GameError> {
        Ok(self.plane.sum(of, &self.free)?.1.iter().any(|entry| *entry != Ratio::ZERO))
    }

    /// Half the weight each on a coalition and its complement, fillers elsewhere.
    fn start(&mut self) -> Result<(), GameError> {
        let all = Coalition::all(self.game.players());
        // A free player's share is a coordinate, so its own coalition varies.
        let Some(&first) = self.free.first() else { return Err(GameError::Players(0)) };
        let one = Coalition::NOBODY.with(first);
        self.basis = vec![Column::Excess(one), Column::Excess(Coalition(all.0 & !one.0))];
        self.basis.extend((2..=self.free.len()).map(Column::Filler));
        let columns: Vec<Vec<Ratio>> =
            self.basis.iter().map(|c| Ok(self.column(*c)?.1)).collect::<Result<_, GameError>>()?;
        self.inverse = invert(&columns)?;
        Ok(())
    }

    /// The multipliers of the basis are the least excess and the free shares.
    fn primal(&self) -> Result<(Ratio, Vec<Ratio>), GameError> {
        let mut multipliers = vec![Ratio::ZERO; self.basis.len()];
        for (column, row) in self.basis.iter().zip(&self.inverse) {
            let (worth, _) = self.column(*column)?;
            for (sum, entry) in multipliers.iter_mut().zip(row) {
                *sum = exact(worth.checked_mul(*entry).and_then(|part| sum.checked_add(part)))?;
            }
        }
        let shares = self.plane.point(&self.free, &multipliers[1..])?;
        Ok((multipliers[0], shares))
    }

    /// The column that most breaks the primal (or the first that does); none at the optimum.
    fn price(&mut self, excess: Ratio, shares: &[Ratio], first: bool) -> Result<Option<Column>, GameError> {
        let scale = common(shares)?;
        let times = |of: Ratio| exact(of.checked_mul(exact(Ratio::new(scale, 1))?));
        let whole: Vec<i128> =
            shares.iter().map(|s| Ok(times(*s)?.numerator())).collect::<Result<_, GameError>>()?;
        let limit = times(excess)?;
        // Strictly above the limit, in whole numbers.
        let mut best = limit.numerator().div_euclid(limit.denominator());
        let mut found = None;
        let mut sums = vec![0_i128; self.game.table().len()];
        for s in 1..sums.len() - 1 {
            sums[s] = sums[s & (s - 1)] + whole[s.trailing_zeros() as usize];
            let worth = i128::from(self.game.table()[s]).checked_mul(scale).ok_or(GameError::TooLarge)?;
            if worth - sums[s] > best && !self.settled[s] {
                let of = Coalition(s as u64);
                if self.varies(of)? {
                    (best, found) = (worth - sums[s], Some(Column::Excess(of)));
                    if first {
                        return Ok(found);
                    }
                } else {
                    self.settled[s] = true;
                }
            }
        }
        if found.is_none() {
            for (player, whole) in whole.iter().enumerate() {
                let alone = self.game.worth(Coalition::NOBODY.with(player));
                if i128::from(alone).checked_mul(scale).ok_or(GameError::TooLarge)? > *whole {
                    return Ok(Some(Column::Own(player)));
                }
            }
        }
        Ok(found)
    }

    /// Brings a column in; whether the objective moved.
    fn pivot(&mut self, entering: Column) -> Result<bool, GameError> {
        let (_, column) = self.column(entering)?;
        let direction: Vec<Ratio> =
            self.inverse.iter().map(|row| dot(row, &column)).collect::<Result<_, _>>()?;
        let (leaving, step) = self.leaving(&direction)?;
        let lead = direction[leaving];
        for entry in &mut self.inverse[leaving] {
            *entry = exact(entry.checked_div(lead))?;
        }
        let pivot = self.inverse[leaving].clone();
        for (at, row) in self.inverse.iter_mut().enumerate() {
            if at != leaving && direction[at] != Ratio::ZERO {
                for (entry, by) in row.iter_mut().zip(&pivot) {
                    let part = by.checked_mul(direction[at]);
                    *entry = exact(part.and_then(|part| entry.checked_sub(part)))?;
                }
            }
        }
        self.basis[leaving] = entering;
        Ok(step != Ratio::ZERO)
    }

    fn leaving(&self, direction: &[Ratio]) -> Result<(usize, Ratio), GameError> {
        let mut best: Option<(usize, Ratio)> = None;
        for (at, by) in direction.iter().enumerate().filter(|(_, by)| **by != Ratio::ZERO) {
            if matches!(self.basis[at], Column::Filler(_)) {
                return Ok((at, Ratio::ZERO));
            }
            if by.is_negative() {
                continue;
            }
            let ratio = exact(self.inverse[at][0].checked_div(*by))?;
            let better = match best {
                None => true,
                Some((other, least)) => {
                    let less = exact(ratio.checked_sub(least))?;
                    less.is_negative() || (less == Ratio::ZERO && self.basis[at] < self.basis[other])
                }
            };
            if better {
                best = Some((at, ratio));
            }
        }
        // Each coalition stands beside its complement, so the stage is bounded and some row gives way.
        best.ok_or(GameError::TooLarge)
    }
}

fn dot(one: &[Ratio], other: &[Ratio]) -> Result<Ratio, GameError> {
    one.iter()
        .zip(other)
        .try_fold(Ratio::ZERO, |sum, (a, b)| exact(a.checked_mul(*b).and_then(|part| sum.checked_add(part))))
}

/// Least common denominator.
fn common(of: &[Ratio]) -> Result<i128, GameError> {
    of.iter().try_fold(1_i128, |scale, ratio| {
        let reduced = exact(Ratio::new(scale, ratio.denominator()))?;
        scale.checked_mul(reduced.denominator()).ok_or(GameError::TooLarge)
    })
}

/// Inverse of the matrix with these columns, by Gauss and Jordan; a singular one counts as too large, as the
/// starting basis never is.
fn invert(columns: &[Vec<Ratio>]) -> Result<Vec<Vec<Ratio>>, GameError> {
    let size = columns.len();
    let unit = |at: usize| (0..size).map(move |i| if i == at { Ratio::ONE } else { Ratio::ZERO });
    let mut rows: Vec<Vec<Ratio>> =
        (0..size).map(|r| columns.iter().map(|column| column[r]).chain(unit(r)).collect()).collect();
    for at in 0..size {
        let by = (at..size).find(|r| rows[*r][at] != Ratio::ZERO).ok_or(GameError::TooLarge)?;
        rows.swap(at, by);
        let lead = rows[at][at];
        for entry in &mut rows[at] {
            *entry = exact(entry.checked_div(lead))?;
        }
        let pivot = rows[at].clone();
        for (r, row) in rows.iter_mut().enumerate() {
            let times = row[at];
            if r != at && times != Ratio::ZERO {
                for (entry, by) in row.iter_mut().zip(&pivot) {
                    *entry = exact(by.checked_mul(times).and_then(|part| entry.checked_sub(part)))?;
                }
            }
        }
    }
    Ok(rows.into_iter().map(|row| row[size..].to_vec()).collect())
}
