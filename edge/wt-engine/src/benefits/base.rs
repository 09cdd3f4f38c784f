//! The rows that claims stand on, kept as they stood when a claim was first made on them: a measure that improves must not take
//! the ground from under the benefit that improved it. A row that is entered again replaces the one before, which stays in the stream.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wt_benefits::claims::Base;
use wt_benefits::tables;
use wt_store::{AuditEntry, OrgScope, StoreError, Viewer};

use super::TRIES;
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// The stream of base rows.
const BASE: &str = "benefits-base";

/// A base row as a file has it: the columns of `wholetime benefits list --base`, and where it is from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its own name.
    pub row: String,
    /// Hours, FTE days, shifts, order line, posts or spend.
    pub kind: String,
    /// How much there is in a year.
    pub capacity: String,
    /// Pounds that all of it costs; empty where that is not known.
    #[serde(default)]
    pub cost: String,
    /// The larger row it is part of, if any.
    #[serde(default)]
    pub within: String,
    /// How many units of the larger row one unit is.
    #[serde(default)]
    pub each: String,
    /// Where its figures are from.
    #[serde(default)]
    pub source: String,
}

/// The columns, in their order.
const COLUMNS: [&str; 6] = ["row", "kind", "capacity", "cost", "within", "each"];

impl Row {
    fn cells(&self) -> Vec<String> {
        [&self.row, &self.kind, &self.capacity, &self.cost, &self.within, &self.each].map(Clone::clone).into()
    }
}

/// Rows as a base, the last of each name.
pub(super) fn made(rows: Vec<Row>) -> Result<Base, String> {
    let by_name: BTreeMap<String, Row> = rows.into_iter().map(|row| (row.row.clone(), row)).collect();
    let cells: Vec<tables::Numbered> = (2..).zip(by_name.values().map(Row::cells)).collect();
    let rows = tables::base(&COLUMNS.map(str::to_owned), &cells).map_err(|refused| {
        refused.iter().map(|r| format!("'{}': {r}", name_of(&cells, r.row))).collect::<Vec<_>>().join("; ")
    })?;
    Base::new(rows).map_err(|why| why.to_string())
}

fn name_of(cells: &[tables::Numbered], row: u32) -> &str {
    cells.iter().find(|(n, _)| *n == row).and_then(|(_, cells)| cells.first()).map_or("", String::as_str)
}

impl Engine {
    /// The base as it stands.
    pub(super) async fn base(&self, viewer: &Viewer) -> Result<Base, EngineError> {
        made(self.base_rows(viewer).await?.0).map_err(EngineError::Builtin)
    }

    /// All rows that were ever entered, in their order, and the number of the last.
    pub(super) async fn base_rows(&self, viewer: &Viewer) -> Result<(Vec<Row>, i64), EngineError> {
        let (mut rows, mut last) = (Vec::new(), 0);
        for kept in self.store().entries(viewer, BASE, 0).await? {
            let damaged = |e: serde_json::Error| EngineError::Builtin(format!("base row {}: {e}", kept.n));
            rows.push(serde_json::from_value(kept.body).map_err(damaged)?);
            last = kept.n;
        }
        Ok((rows, last))
    }

    /// Adds base rows, all of them or none. Rows that are there already, just so, are passed over.
    ///
    /// # Errors
    /// [`EngineError::Question`] for a row that can't be used; [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn add_base(&self, person: &Person, rows: &[Row]) -> Result<usize, EngineError> {
        let mut viewer = person.may(Right::Own)?;
        viewer.orgs = OrgScope::All;
        let mut tries = 0;
        loop {
            let (mut all, last) = self.base_rows(&viewer).await?;
            let now: BTreeMap<&str, &Row> = all.iter().map(|row| (row.row.as_str(), row)).collect();
            let new: Vec<Row> =
                rows.iter().filter(|row| now.get(row.row.as_str()) != Some(row)).cloned().collect();
            if new.is_empty() {
                return Ok(0);
            }
            all.extend(new.iter().cloned());
            made(all).map_err(|why| EngineError::Question(format!("The base: {why}.")))?;
            let bodies: Vec<Value> = new.iter().map(|row| json!(row)).collect();
            let object = new.last().map_or(String::new(), |row| row.row.clone());
            let audit = AuditEntry::new("benefit.base", object).with(json!({ "rows": new.len() }));
            match self.store().append_entries(&viewer, BASE, None, last, &bodies, audit).await {
                Ok(_) => return Ok(new.len()),
                Err(StoreError::Conflict { .. }) if tries < TRIES => tries += 1,
                Err(e) => return Err(e.into()),
            }
        }
    }
}
