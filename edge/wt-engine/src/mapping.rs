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
        let Some((proposal, sample)) = blocking(move || look(&name, &bytes, kind)).await?? else {
            return Ok(None);
        };
        let saved = self.store().find_mapping(&viewer, owner, &proposal.fingerprint).await?;
        let remembered = saved.and_then(|m| serde_json::from_value(m.mapping).ok());
        Ok(Some(Suggestion { proposal, remembered, sample }))
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

type Looked = Option<(Proposal, Vec<Vec<String>>)>;

fn look(name: &str, bytes: &[u8], kind: KindId) -> Result<Looked, Fault> {
    let mut source = Source::open(name, bytes, &Limits::default())?;
    for sheet in 0..source.sheets().len() {
        let head = source.head(sheet, HEAD_ROWS)?;
        let Some(mut proposal) = propose(&head, kind.spec()) else { continue };
        // Judged by values too: a column of names or numbers under a harmless heading is not shown either.
        let personal = privacy::unmapped(&mut source, sheet, proposal.header_row)?;
        proposal.headings.retain(|h| !personal.contains(h));
        let places = places(&head, &proposal);
        let below = head.iter().filter(|(row, _)| *row > proposal.header_row).take(SHOWN_ROWS);
        let sample = below.map(|(_, cells)| places.iter().map(|p| shown(cells.get(*p))).collect()).collect();
        return Ok(Some((proposal, sample)));
    }
    Ok(None)
}

/// Where the proposal's headings stand; those it leaves out are about persons and are not shown.
fn places(head: &[(u32, Vec<table::Value<'static>>)], proposal: &Proposal) -> Vec<usize> {
    let Some((_, cells)) = head.iter().find(|(row, _)| *row == proposal.header_row) else {
        return Vec::new();
    };
    let texts: Vec<String> = cells.iter().map(|c| shown(Some(c))).collect();
    proposal.headings.iter().filter_map(|h| texts.iter().position(|t| t == h)).collect()
}

fn shown(cell: Option<&table::Value<'_>>) -> String {
    cell.map_or(String::new(), wt_extract::columns::show)
}
