//! The claims that opportunities and lines make on their rows in one year.

use wt_units::{FinancialYear, Pence, Quantity};

use super::Position;
use crate::claims::{Base, Claim, ClaimError, Stage, Take};
use crate::ledger::{Ledger, LineState, OpportunityState, Rows, Status};

/// Why a ledger has no waterfall on a base, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WaterfallError {
    /// A claim that can't stand.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// Hours and items can't be weighed against each other.
    #[error(
        "'{0}' stands on rows of different kinds: give each its cost in the base, so that its pounds can be shared among them"
    )]
    Kinds(String),
}

/// What an opportunity or line has at one stage, and the claim it makes: none for a loss, or for no pounds.
pub(super) struct Piece {
    pub(super) position: Position,
    pub(super) claim: Option<Claim>,
}

/// Everything that claims something in a year.
pub(super) fn pieces(
    ledger: &Ledger,
    base: &Base,
    year: FinancialYear,
) -> Result<Vec<Piece>, WaterfallError> {
    let mut all = Vec::new();
    for state in ledger.opportunities().values().filter(|state| state.parked.is_none()) {
        all.push(opportunity(ledger, base, state)?);
    }
    for state in ledger.lines().values() {
        line(ledger, base, state, year, &mut all)?;
    }
    Ok(all)
}

fn opportunity(ledger: &Ledger, base: &Base, state: &OpportunityState) -> Result<Piece, WaterfallError> {
    let found = &state.found;
    let stage = if state.accepted { Stage::Accepted } else { Stage::Identified };
    let pounds = found.central.0;
    let position = Position {
        id: found.id.clone(),
        stage,
        org: ledger.today(found.org),
        benefit: found.benefit,
        claimed: pounds,
        counted: Pence::ZERO,
    };
    Ok(Piece {
        claim: claim(base, &position, found.certainty, &found.rows, (Pence::ZERO, pounds))?,
        position,
    })
}

/// Verified, delivered and to come, which share all of the line's rows. Rows are not freed by a part of a year: what is bought no
/// more from June can't be saved by somebody else from April.
fn line(
    ledger: &Ledger,
    base: &Base,
    state: &LineState,
    year: FinancialYear,
    all: &mut Vec<Piece>,
) -> Result<(), WaterfallError> {
    let verified = state.verified_in(year);
    let (come, to_come) = match state.status {
        Status::Withdrawn(_) => return Ok(()),
        Status::Closed(_) => (state.year_to_date(year), Pence::ZERO),
        Status::Open => {
            let come = state.year_to_date(year);
            (come, Pence::new((state.outturn(year) - come).get().max(0)))
        }
    };
    let parts = [(Stage::Verified, verified), (Stage::Delivered, come - verified), (Stage::Planned, to_come)];
    let claimed: Pence = parts.iter().map(|(_, pounds)| *pounds).filter(|pounds| *pounds > Pence::ZERO).sum();
    let mut before = Pence::ZERO;
    for (stage, pounds) in parts.into_iter().filter(|(_, pounds)| *pounds != Pence::ZERO) {
        let position = Position {
            id: state.line.id.clone(),
            stage,
            org: ledger.today(state.line.org),
            benefit: state.line.benefit,
            claimed: pounds,
            counted: pounds.min(Pence::ZERO),
        };
        let claim = claim(base, &position, state.line.certainty, &state.line.rows, (before, claimed))?;
        before = before + pounds.max(Pence::ZERO);
        all.push(Piece { position, claim });
    }
    Ok(())
}

/// A claim for pounds that are part of a whole that stands on all of the rows, after a part that was claimed before; none where they are not above nought.
fn claim(
    base: &Base,
    position: &Position,
    certainty: u8,
    rows: &[Rows],
    (part_before, whole): (Pence, Pence),
) -> Result<Option<Claim>, WaterfallError> {
    let pounds = i128::from(position.claimed.get());
    if pounds <= 0 || rows.is_empty() {
        return Ok(None);
    }
    let (from, whole) = (i128::from(part_before.get()), i128::from(whole.get()));
    let mut rows: Vec<&Rows> = rows.iter().collect();
    rows.sort_by(|a, b| a.row.cmp(&b.row));
    let weights = weights(base, &position.id, &rows)?;
    let sum: i128 = weights.iter().sum::<i128>().max(1);
    let (mut before, mut shared) = (0, 0);
    let takes = rows.iter().zip(weights).map(|(row, weight)| {
        // Shares of running sums, so that the parts add up to the penny.
        before += weight;
        let upto = pounds * before / sum;
        let part = upto - std::mem::replace(&mut shared, upto);
        let share = |pounds: i128| i128::from(row.quantity.millionths()) * pounds / whole;
        let units = share(from + pounds) - share(from);
        Take {
            row: row.row.clone(),
            quantity: Quantity::from_millionths((units as i64).max(1)),
            pounds: Pence::new(part as i64),
        }
    });
    let takes = takes.collect();
    Ok(Some(Claim {
        id: position.id.clone(),
        stage: position.stage,
        certainty,
        benefit: position.benefit,
        takes,
    }))
}

/// What each row bears of a claim's pounds: what the part of it that is claimed costs, or so many units where costs are not
/// known and all are of one kind.
fn weights(base: &Base, id: &str, rows: &[&Rows]) -> Result<Vec<i128>, WaterfallError> {
    let found: Vec<_> = rows.iter().map(|row| base.get(&row.row)).collect();
    let units = || rows.iter().map(|row| i128::from(row.quantity.millionths()));
    let kinds = found.iter().flatten().map(|row| row.kind);
    if rows.len() == 1 || kinds.clone().zip(kinds.skip(1)).all(|(one, next)| one == next) {
        return Ok(units().collect());
    }
    let costs: Option<Vec<i128>> = found
        .iter()
        .zip(units())
        .map(|(row, units)| {
            let row = row.as_ref().filter(|row| row.capacity > Quantity::ZERO)?;
            Some(i128::from(row.cost?.get()) * units / i128::from(row.capacity.millionths()))
        })
        .collect();
    costs.ok_or_else(|| WaterfallError::Kinds(id.to_owned()))
}
