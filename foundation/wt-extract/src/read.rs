//! A file → what kind it is, where its columns stand, and its rows as accepted or refused.
//!
//! [`recognise`] looks at the first rows of every sheet and says which kinds fit. [`read`] streams one sheet through
//! the reader of a kind, so that a million rows never stand in memory together. Whatever the sink was handed counts
//! only if `read` returns `Ok`: sums and months can be checked only when the last row has passed.

pub(crate) mod cells;
mod layout;
mod locate;
pub(crate) mod memo;
pub(crate) mod out;

use std::ops::ControlFlow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_units::{MetricId, Month, OdsCode};

use crate::kinds::{self, KindId, KindSpec, Verdict};
use crate::mapping::Mapping;
use crate::privacy;
use crate::table::{Source, Value};
use crate::{Fault, Sink};

pub(crate) use layout::{Col, Layout, aside, columns_in, ignored as layout_ignored};
pub(crate) use locate::must;
pub use locate::{Candidate, Recognition, recognise};
pub use out::Skipped;

use out::Out;

/// Rows looked at to find headings: titles and notes above them rarely fill twenty.
pub(crate) const HEAD_ROWS: usize = 60;
/// How often the sink hears how far we are.
const PROGRESS_ROWS: u64 = 4_096;

/// How to read a file.
#[derive(Debug, Clone, Copy)]
pub enum How<'m> {
    /// As this kind.
    Kind(KindId),
    /// As this kind, with the columns that a person named.
    Mapped(KindId, &'m Mapping),
    /// As the kind that its content shows.
    Auto,
}

/// What a reader has to know that is not in the file.
#[derive(Clone, Copy)]
pub struct ReadContext<'c> {
    /// Months after this day are refused.
    pub today: Date,
    /// Whether an organisation is known; where given, rows of the template for others are refused.
    pub known_org: Option<&'c dyn Fn(&OdsCode) -> bool>,
    /// Whether a metric is known; where given, rows of the template for others are refused.
    pub metric_known: Option<&'c dyn Fn(&MetricId) -> bool>,
    /// Whether the numerator of a metric may lie below zero; where none is given, none may.
    pub may_be_negative: Option<&'c dyn Fn(&MetricId) -> bool>,
    /// Key under which staff numbers are counted; they are never kept.
    pub pseudonym_key: &'c [u8],
    /// Whose rows these are, for files that name no organisation.
    pub owner: Option<OdsCode>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Which kind of file.
    pub kind: KindId,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Months for which figures were accepted, in order.
    pub months: Vec<Month>,
    /// Rows of the table: neither titles, nor headings, nor rows left out.
    pub rows_read: u64,
    /// Rows that passed.
    pub rows_accepted: u64,
    /// Rows that were refused; a row may have several refusals.
    pub rows_refused: u64,
    /// Headings of columns that were not read.
    pub ignored_columns: Vec<String>,
    /// Rows left out, by reason.
    pub skipped_rows: Vec<Skipped>,
    /// Headings of columns that were dropped because they identify persons.
    pub dropped_personal: Vec<String>,
    /// Further things worth knowing.
    pub notes: Vec<String>,
}

/// Reads a file.
///
/// # Errors
/// A fault where the file can't be read as a whole: not the kind, two months in a national file, sums that don't
/// agree, columns of patients. Nothing that the sink was handed may then be kept.
pub fn read(
    source: &mut Source<'_>,
    how: How<'_>,
    context: &ReadContext<'_>,
    sink: &mut dyn Sink,
) -> Result<Summary, Fault> {
    let (kind, layout) = match how {
        How::Kind(kind) => (kind, must(source, kind)?),
        How::Mapped(kind, mapping) => (kind, mapping.layout(source, kind)?),
        How::Auto => locate::auto(source)?,
    };
    let personal = privacy::look(source, &layout)?;
    let sheet =
        source.sheets().get(layout.sheet).map(|sheet| sheet.name.clone()).filter(|name| !name.is_empty());
    let mut out = Out::new(sink, source.name(), sheet.clone());
    out.notes.extend(source.notes().iter().cloned());
    for (row, _) in &layout.head {
        out.skip(*row, "a title above the headings");
    }
    let tally = stream(source, kind, &layout, context, &mut out)?;
    let ignored_columns = layout.ignored.iter().filter(|h| !personal.contains(h)).cloned().collect();
    Ok(Summary {
        kind,
        sheet,
        months: out.months(),
        rows_read: tally.accepted + tally.refused,
        rows_accepted: tally.accepted,
        rows_refused: tally.refused,
        ignored_columns,
        skipped_rows: out.skipped,
        dropped_personal: personal,
        notes: out.notes,
    })
}

#[derive(Default)]
struct Tally {
    seen: u64,
    accepted: u64,
    refused: u64,
}

/// Runs the rows below the headings through the kind's reader.
fn stream(
    source: &mut Source<'_>,
    kind: KindId,
    layout: &Layout,
    context: &ReadContext<'_>,
    out: &mut Out<'_>,
) -> Result<Tally, Fault> {
    let mut reader = kinds::reader(kind, layout, context)?;
    let mut tally = Tally::default();
    let mut failed = None;
    let mut stopped = false;
    source.rows(layout.sheet, &mut |row| {
        if row.number <= layout.header_row {
            return ControlFlow::Continue(());
        }
        match reader.row(&row, out) {
            Ok(Verdict::Accepted) => tally.accepted += 1,
            Ok(Verdict::Refused) => tally.refused += 1,
            Ok(Verdict::Skipped(reason)) => out.skip(row.number, reason),
            Err(fault) => {
                failed = Some(fault);
                return ControlFlow::Break(());
            }
        }
        tally.seen += 1;
        if tally.seen % PROGRESS_ROWS == 0 && out.progress(tally.seen) {
            stopped = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    if let Some(fault) = failed {
        return Err(fault);
    }
    if stopped {
        out.note("Reading was stopped before the last row.");
    } else {
        reader.finish(out)?;
    }
    Ok(tally)
}

/// A heading as text, on one line.
pub(crate) fn head_text(cell: &Value<'_>) -> String {
    match cell {
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        other => crate::columns::show(other),
    }
}

/// Rows as a CSV with the headings of `spec`: the way generated files and templates are written.
pub fn write_csv(spec: &KindSpec, rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    csv_line(&mut text, spec.columns.iter().map(|column| column.heading));
    for row in rows {
        csv_line(&mut text, row.iter().map(String::as_str));
    }
    text
}

/// Writes one record, quoted where needed.
pub(crate) fn csv_line<'v>(text: &mut String, values: impl Iterator<Item = &'v str>) {
    for (i, value) in values.enumerate() {
        if i > 0 {
            text.push(',');
        }
        if value.contains([',', '"', '\n', '\r']) || value != value.trim() {
            text.push('"');
            text.push_str(&value.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(value);
        }
    }
    text.push_str("\r\n");
}
