//! Proposes which column is which, from headings alone; a person corrects it.

use sha2::{Digest, Sha256};

use crate::columns::plain;
use crate::kinds::{KindId, KindSpec};
use crate::privacy::{is_personal, is_staff_number};
use crate::read::{columns_in, head_text};
use crate::table::Value;

use super::{ASSIGNMENT, From, Mapping};

/// A proposed mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The mapping as far as it goes.
    pub mapping: Mapping,
    /// Row of the headings.
    pub header_row: u32,
    /// The headings, in order; none of them about persons.
    pub headings: Vec<String>,
    /// Required columns for which no heading was found.
    pub missing: Vec<&'static str>,
    /// 0 to 1: share of the required columns that were found.
    pub confidence: f64,
    /// Under which the corrected mapping is remembered.
    pub fingerprint: String,
}

/// Words of the field for what a template calls numerator and denominator.
const NUMERATORS: &[&str] =
    &["dayslost", "lost", "absen", "sick", "leavers", "completed", "compliant", "breaches"];
const DENOMINATORS: &[&str] = &[
    "available",
    "inpost",
    "headcount",
    "establishment",
    "contracted",
    "required",
    "eligible",
    "total",
    "fte",
    "wte",
];

/// Proposes a mapping to `spec` from the first rows of a sheet; none where no row could hold headings.
pub fn propose(head: &[(u32, Vec<Value<'static>>)], spec: &KindSpec) -> Option<Proposal> {
    let words = |cells: &[Value<'_>]| cells.iter().filter(|cell| cell.as_text().is_some()).count();
    let score = |cells: &[Value<'_>]| (columns_in(cells, spec.columns).len(), words(cells));
    // The first of the best: rows below the headings never match them better.
    let best = head.iter().map(|(_, cells)| score(cells)).max()?;
    let (header_row, cells) = head.iter().find(|(_, cells)| score(cells) == best)?;
    if words(cells) == 0 {
        return None;
    }
    let headings: Vec<String> = cells.iter().map(head_text).collect();
    let mut columns: Vec<(String, From)> = Vec::new();
    for (name, col) in columns_in(cells, spec.columns) {
        if !is_personal(&col.heading) && !used(&columns, &col.heading) {
            columns.push((name.to_owned(), From::Heading(col.heading)));
        }
    }
    guess(&mut columns, &headings, spec);
    if let Some(staff) = headings.iter().find(|h| is_staff_number(h)).filter(|_| spec.id == KindId::Template)
    {
        columns.push((ASSIGNMENT.to_owned(), From::Heading(staff.clone())));
    }
    let required: Vec<_> = spec.columns.iter().filter(|c| c.required).map(|c| c.name).collect();
    let missing: Vec<_> =
        required.iter().copied().filter(|name| !columns.iter().any(|(n, _)| n == name)).collect();
    let confidence = 1.0 - missing.len() as f64 / required.len().max(1) as f64;
    let fingerprint = fingerprint(&headings);
    let headings = headings.into_iter().filter(|h| !h.is_empty() && !is_personal(h)).collect();
    let mapping = Mapping { kind: spec.id, columns };
    Some(Proposal { mapping, header_row: *header_row, headings, missing, confidence, fingerprint })
}

/// Tries headings that only contain a name of a column, or a usual word for it.
fn guess(columns: &mut Vec<(String, From)>, headings: &[String], spec: &KindSpec) {
    for column in spec.columns {
        if columns.iter().any(|(name, _)| name == column.name) {
            continue;
        }
        let usual = match (spec.id, column.name) {
            (KindId::Template, "numerator") => NUMERATORS,
            (KindId::Template, "denominator") => DENOMINATORS,
            _ => &[],
        };
        let names =
            column.synonyms.iter().chain([&column.heading]).map(|name| plain(name)).filter(|n| n.len() >= 4);
        let names: Vec<String> = names.chain(usual.iter().map(|word| (*word).to_owned())).collect();
        let fits = |heading: &&String| {
            let plain = plain(heading);
            !plain.is_empty()
                && !is_personal(heading)
                && !used(columns, heading)
                && names.iter().any(|name| plain.contains(name.as_str()))
        };
        if let Some(heading) = headings.iter().find(fits) {
            columns.push((column.name.to_owned(), From::Heading(heading.clone())));
        }
    }
}

fn used(columns: &[(String, From)], heading: &str) -> bool {
    columns.iter().any(|(_, from)| matches!(from, From::Heading(h) if h == heading))
}

/// The same for two files with the same headings in the same order, whatever their case and punctuation.
pub fn fingerprint(headings: &[String]) -> String {
    let mut digest = Sha256::new();
    for heading in headings {
        digest.update(plain(heading));
        digest.update([0]);
    }
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
