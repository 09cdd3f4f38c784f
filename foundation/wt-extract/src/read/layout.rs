//! Where the columns of a kind stand in a table.

use crate::columns::{ColumnSpec, is_total, looks_like_code, plain};
use crate::table::{Row, Value};

use super::head_text;

static EMPTY: Value<'static> = Value::Empty;

/// One column: where it stands, or the value that stands for all rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Col {
    pub(crate) at: Option<usize>,
    pub(crate) constant: Option<Value<'static>>,
    /// As in the file.
    pub(crate) heading: String,
}

impl Col {
    pub(crate) fn at(at: usize, heading: impl Into<String>) -> Self {
        Self { at: Some(at), constant: None, heading: heading.into() }
    }

    /// The value in `row`.
    pub(crate) fn of<'r>(&'r self, row: &Row<'r>) -> &'r Value<'r> {
        match (self.at, &self.constant) {
            (Some(at), _) => row.cells.get(at).unwrap_or(&EMPTY),
            (None, Some(constant)) => constant,
            (None, None) => &EMPTY,
        }
    }

    pub(crate) fn is_there(&self) -> bool {
        self.at.is_some() || self.constant.is_some()
    }
}

/// A table in which the columns of a kind were found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    /// Sheet, from 0.
    pub(crate) sheet: usize,
    /// Row of the headings; 0 where there is none.
    pub(crate) header_row: u32,
    /// Which form of the kind: 0 is the main one.
    pub(crate) form: usize,
    /// Columns by our name; those that are absent are left out.
    pub(crate) columns: Vec<(&'static str, Col)>,
    /// Headings that belong to no column of the kind.
    pub(crate) ignored: Vec<String>,
    /// Title rows above the headings.
    pub(crate) head: Vec<(u32, Vec<Value<'static>>)>,
    /// Share of the file's headings that belong to the kind.
    pub(crate) explained: f64,
    /// Rows are persons or posts: rows of the same key are added up.
    pub(crate) by_person: bool,
}

impl Layout {
    /// The column called `name`; one that holds nothing where the file has none.
    pub(crate) fn col(&self, name: &str) -> Col {
        self.columns.iter().find(|(n, _)| *n == name).map(|(_, col)| col.clone()).unwrap_or_default()
    }
}

/// Finds the row of headings that matches most columns, if it has all the required ones.
///
/// The first non-empty row is not the heading: workbooks hold titles and helper numbers above it.
pub(crate) fn locate(head: &[(u32, Vec<Value<'static>>)], columns: &'static [ColumnSpec]) -> Option<Layout> {
    let names = names(columns);
    let required = columns.iter().filter(|c| c.required).count();
    let (mut best, mut most) = (None, 0);
    for (at, (number, cells)) in head.iter().enumerate() {
        if cells.iter().filter(|cell| cell.as_text().is_some()).count() < required {
            continue;
        }
        let found = columns_named(cells, columns, &names);
        let complete =
            columns.iter().filter(|c| c.required).all(|c| found.iter().any(|(name, _)| *name == c.name));
        if complete && found.len() > most {
            most = found.len();
            best = Some((at, *number, found));
        }
    }
    let (at, header_row, found) = best?;
    let cells = &head[at].1;
    let headings = cells.iter().filter(|cell| !cell.is_empty()).count().max(1);
    let ignored = ignored(cells, &found);
    let explained = found.len() as f64 / headings as f64;
    let head = head[..at].to_vec();
    Some(Layout { header_row, columns: found, ignored, head, explained, ..Layout::default() })
}

/// The names of each column, worked out once for all rows.
fn names(columns: &[ColumnSpec]) -> Vec<Vec<String>> {
    columns.iter().map(ColumnSpec::names).collect()
}

/// The columns of a kind that a row of headings names, each once.
pub(crate) fn columns_in(cells: &[Value<'_>], columns: &'static [ColumnSpec]) -> Vec<(&'static str, Col)> {
    columns_named(cells, columns, &names(columns))
}

fn columns_named(
    cells: &[Value<'_>],
    columns: &'static [ColumnSpec],
    names: &[Vec<String>],
) -> Vec<(&'static str, Col)> {
    let headings: Vec<String> = cells.iter().map(head_text).collect();
    let plains: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
    let mut found = Vec::new();
    for (column, names) in columns.iter().zip(names) {
        // The heading as published wins over its other names.
        let exact = headings.iter().position(|heading| heading.eq_ignore_ascii_case(column.heading));
        let named = || plains.iter().position(|heading| !heading.is_empty() && names.contains(heading));
        if let Some(at) = exact.or_else(named) {
            found.push((column.name, Col::at(at, headings[at].clone())));
        }
    }
    found
}

/// Headings that no column claimed.
pub(crate) fn ignored(cells: &[Value<'_>], found: &[(&'static str, Col)]) -> Vec<String> {
    let claimed = |at: usize| found.iter().any(|(_, col)| col.at == Some(at));
    let unclaimed = cells.iter().enumerate().filter(|(at, cell)| !cell.is_empty() && !claimed(*at));
    unclaimed.map(|(_, cell)| head_text(cell)).collect()
}

/// Why a row is not a row of the table, if it is not: it adds up the others, or it is a note below them.
pub(crate) fn aside(row: &Row<'_>, code: &Col, figures: &[&Col]) -> Option<&'static str> {
    let value = if code.at.is_some() {
        code.of(row)
    } else {
        row.cells.iter().find(|v| !v.is_empty()).unwrap_or(&EMPTY)
    };
    if is_total(value) {
        return Some("a total row, left out so that nothing counts twice");
    }
    let figures = figures.iter().filter(|col| col.at.is_some() && !col.of(row).is_empty()).count();
    let is_code = if code.at.is_some() { looks_like_code(value) } else { filled(row) > 2 };
    (figures == 0 && !is_code).then_some("a note, not a row of the table")
}

fn filled(row: &Row<'_>) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}
