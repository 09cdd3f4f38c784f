//! Files with any headings: which column is which, proposed, corrected once, remembered per employer and headings.

use std::sync::Arc;

use serde_json::json;
use wt_extract::kinds::KindId;
use wt_extract::mapping::{Mapping, Proposal, propose};
use wt_extract::table::{Limits, Source};
use wt_extract::{Fault, privacy, table};
use wt_store::AuditEntry;
use wt_units::OdsCode;

use crate::intake::{Upload, blocking};
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// Rows looked at for headings.
const HEAD_ROWS: usize = 40;
/// Rows shown to the person who says which column is which.
const SHOWN_ROWS: usize = 5;

/// What a person needs to see to say which column is which.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// Our proposal.
    pub proposal: Proposal,
    /// The mapping remembered for these headings, if there is one.
    pub remembered: Option<Mapping>,
    /// The first rows under the headings, as text, personal columns left out.
    pub sample: Vec<Vec<String>>,
    /// Headings of staff numbers: not shown and never kept, but persons may be counted by them.
    pub staff_numbers: Vec<String>,
}

impl Engine {
    /// Proposes which column of a file is which of `kind`'s, and finds what was remembered for its headings; none
    /// where no row looks like headings.
    ///
    /// # Errors
    /// [`EngineError::File`] if the file can't be read, [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn suggest(
        &self,
        person: &Person,
        upload: &Upload,
        kind: KindId,
        owner: Option<&OdsCode>,
    ) -> Result<Option<Suggestion>, EngineError> {
        let viewer = person.may(Right::Load)?;
        let (name, bytes) = (upload.name.clone(), Arc::clone(&upload.bytes));
        let Some(Looked { proposal, sample, staff_numbers }) =
            blocking(move || look(&name, &bytes, kind)).await??
        else {
            return Ok(None);
        };
        let saved = self.store().find_mapping(&viewer, owner, &proposal.fingerprint).await?;
        let remembered = saved.and_then(|m| serde_json::from_value(m.mapping).ok());
        Ok(Some(Suggestion { proposal, remembered, sample, staff_numbers }))
    }

    /// Remembers a corrected mapping for the headings of a file.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn remember(
        &self,
        person: &Person,
        owner: Option<&OdsCode>,
        fingerprint: &str,
        mapping: &Mapping,
    ) -> Result<(), EngineError> {
        let viewer = person.may(Right::Load)?;
        let audit = AuditEntry::new("mapping.saved", fingerprint)
            .of(owner.copied())
            .with(json!({ "kind": mapping.kind.id(), "columns": mapping.columns.len() }));
        let kind = mapping.kind.id();
        Ok(self.store().save_mapping(&viewer, owner, fingerprint, kind, &json!(mapping), audit).await?)
    }
}

struct Looked {
    proposal: Proposal,
    sample: Vec<Vec<String>>,
    staff_numbers: Vec<String>,
}

fn look(name: &str, bytes: &[u8], kind: KindId) -> Result<Option<Looked>, Fault> {
    let mut source = Source::open(name, bytes, &Limits::default())?;
    for sheet in 0..source.sheets().len() {
        let head = source.head(sheet, HEAD_ROWS)?;
        let Some(mut proposal) = propose(&head, kind.spec()) else { continue };
        // Judged by values too: a column of names or numbers under a harmless heading is not shown either.
        let personal = privacy::unmapped(&mut source, sheet, proposal.header_row)?;
        proposal.headings.retain(|h| !personal.contains(h));
        let texts = headings(&head, proposal.header_row);
        let places = places(&texts, &proposal.headings);
        let below = head.iter().filter(|(row, _)| *row > proposal.header_row).take(SHOWN_ROWS);
        let sample = below.map(|(_, cells)| places.iter().map(|p| shown(cells.get(*p))).collect()).collect();
        let staff_numbers = texts.into_iter().filter(|h| privacy::is_staff_number(h)).collect();
        return Ok(Some(Looked { proposal, sample, staff_numbers }));
    }
    Ok(None)
}

/// The headings in their row, on one line each as a proposal has them.
fn headings(head: &[(u32, Vec<table::Value<'static>>)], row: u32) -> Vec<String> {
    let cells = head.iter().find(|(at, _)| *at == row).map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    let one_line = |cell| shown(Some(cell)).split_whitespace().collect::<Vec<_>>().join(" ");
    cells.iter().map(one_line).collect()
}

/// Where the headings that may be shown stand. Two may read alike, so each is looked for after the one before it.
fn places(texts: &[String], wanted: &[String]) -> Vec<usize> {
    let mut rest = texts.iter().enumerate();
    wanted.iter().filter_map(|h| rest.find(|(_, t)| *t == h).map(|(at, _)| at)).collect()
}

fn shown(cell: Option<&table::Value<'_>>) -> String {
    cell.map_or(String::new(), wt_extract::columns::show)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_with_the_same_heading_show_their_own_values() {
        let file = "Trust,FTE,FTE,Staff Number\nX01,1,2,77\nX02,3,4,78\n";
        let looked = look("ours.csv", file.as_bytes(), KindId::Template).unwrap().unwrap();
        assert_eq!(looked.proposal.headings, ["Trust", "FTE", "FTE"]);
        assert_eq!(looked.sample, [["X01", "1", "2"], ["X02", "3", "4"]]);
        assert_eq!(looked.staff_numbers, ["Staff Number"]);
    }
}
