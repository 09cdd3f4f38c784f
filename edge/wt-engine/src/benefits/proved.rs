//! Actuals that recalculate from the loaded measures, and what was claimed beside what they prove.

use std::collections::BTreeMap;

use wt_benchmark::Basis;
use wt_benefits::ledger::{Event, Ledger, LineState, Status, Sum};
use wt_benefits::proof::{Proof, Series, prove};
use wt_units::{MetricId, OdsCode};

use super::Book;
use crate::permit::Person;
use crate::{Engine, EngineError, Snapshot};

impl Engine {
    /// A line held against its measure in what is loaded, or why nothing can be said, as a sentence. At so many earlier `dates`
    /// the same is asked.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for a line that is not there; [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn proof(
        &self,
        person: &Person,
        book: &Book,
        line: &str,
        dates: usize,
    ) -> Result<Result<Proof, String>, EngineError> {
        let state = book.ledger.lines().get(line).ok_or_else(|| missing(line))?;
        let snapshot = self.snapshot(person).await?;
        Ok(proved(&snapshot, &book.ledger, state, dates))
    }

    /// Every line that has a measure with a price, in the order of their ids: a proof, or why there is none.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn proofs(
        &self,
        person: &Person,
        ledger: &Ledger,
    ) -> Result<Vec<(String, Result<Proof, String>)>, EngineError> {
        let snapshot = self.snapshot(person).await?;
        let priced = ledger.lines().iter().filter(|(_, state)| state.line.price.is_some());
        Ok(priced.map(|(id, state)| (id.clone(), proved(&snapshot, ledger, state, 0))).collect())
    }

    /// Enters what the loaded measures prove, month by month, for one line or all that are open: months that differ from what the
    /// ledger holds and are not verified. Returns how many months were entered, and why some lines have none.
    ///
    /// # Errors
    /// As [`Engine::enter`].
    pub async fn recalculate(
        &self,
        person: &Person,
        by: &str,
        line: Option<&str>,
    ) -> Result<(usize, Vec<String>), EngineError> {
        let book = self.book(person).await?;
        if let Some(id) = line.filter(|id| !book.ledger.lines().contains_key(*id)) {
            return Err(missing(id));
        }
        let snapshot = self.snapshot(person).await?;
        let (mut events, mut unsaid) = (Vec::new(), Vec::new());
        for (id, state) in book.ledger.lines() {
            let wanted = match line {
                Some(one) => one == id,
                None => state.line.price.is_some() && state.status == Status::Open,
            };
            if !wanted {
                continue;
            }
            match proved(&snapshot, &book.ledger, state, 0) {
                Ok(proof) => events.extend(actuals(state, &proof, self.today())),
                Err(why) => unsaid.push(format!("{id}: {why}")),
            }
        }
        if !events.is_empty() {
            self.enter(person, by, &events).await?;
        }
        Ok((events.len(), unsaid))
    }
}

fn missing(line: &str) -> EngineError {
    EngineError::NotFound(format!("There is no line '{line}' in this ledger."))
}

/// Months that the measure says something else of than the ledger, and that finance has not verified.
pub(super) fn actuals(state: &LineState, proof: &Proof, today: jiff::civil::Date) -> Vec<Event> {
    let verified = state.verified.as_ref().map(|v| v.through);
    let open = proof.months.iter().filter(|m| {
        m.month >= state.line.start
            && m.month.last_day() < today
            && verified.is_none_or(|through| m.month > through)
            && m.claimed != Some(m.pounds)
    });
    open.map(|m| Event::Actual {
        line: state.line.id.clone(),
        month: m.month,
        pounds: Sum(m.pounds),
        reason: Some(
            "Recalculated from its measure and what similar employers say it would have been.".to_owned(),
        ),
        in_full: true,
    })
    .collect()
}

pub(super) fn proved(
    snapshot: &Snapshot,
    ledger: &Ledger,
    state: &LineState,
    dates: usize,
) -> Result<Proof, String> {
    let id = &state.line.id;
    let name =
        state.line.metric.as_ref().ok_or_else(|| format!("Can't tell: line '{id}' names no measure."))?;
    let metric = snapshot.metrics.get(name).ok_or_else(|| {
        format!("Can't tell: line '{id}' is measured by '{name}', which is no metric here.")
    })?;
    let org = today(snapshot, ledger, state.line.org);
    let all = series(snapshot, ledger, name, org);
    prove(state, org, metric, &all, &ledger.acting_on(name), dates).map_err(|why| why.to_string())
}

fn today(snapshot: &Snapshot, ledger: &Ledger, org: OdsCode) -> OdsCode {
    ledger.today(snapshot.directory.resolve(org, Basis::ProForma))
}

/// What employers of the same type report of a metric, under today's codes; predecessors and successors add up.
fn series(snapshot: &Snapshot, ledger: &Ledger, metric: &MetricId, own: OdsCode) -> Vec<Series> {
    let kind = snapshot.directory.get(own).and_then(wt_benchmark::Organisation::org_type);
    let mut all: BTreeMap<OdsCode, Series> = BTreeMap::new();
    for found in snapshot.cube.series(metric) {
        if found.unit.is_some() || found.staff_group.is_some() {
            continue;
        }
        let org = today(snapshot, ledger, found.org);
        let like = snapshot.directory.get(org).is_some_and(|o| o.is_nhs_trust() && o.org_type() == kind);
        if org != own && !like {
            continue;
        }
        let name = || snapshot.directory.get(org).map_or_else(|| org.to_string(), |o| o.name().to_owned());
        let series = all.entry(org).or_insert_with(|| Series { org, name: name(), months: BTreeMap::new() });
        for point in &found.points {
            let sum = series.months.entry(point.month).or_default();
            *sum = (sum.0 + point.numerator, sum.1 + point.denominator);
        }
    }
    all.into_values().collect()
}
