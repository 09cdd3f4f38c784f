//! A file with any headings in any order: which of its columns is which of ours.
//!
//! A mapping is proposed from the headings, corrected once by a person, remembered under the fingerprint of the headings
//! and written in one line:
//!
//! ```text
//! organisation=Trust Code,period=Month Ending,metric='sickness-absence',numerator=Days lost,denominator=Days
//! ```
//!
//! A value in single quotes stands for every row. A heading with a comma stands in double quotes. For files of persons
//! or posts, `heads(Staff Number)` counts persons, `rows()` counts rows, and `assignment=Staff Number` says that rows about
//! the same thing are added up.

mod propose;
mod words;

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::columns::{ColumnSpec, plain};
use crate::kinds::{self, KindId};
use crate::read::{Col, HEAD_ROWS, Layout, head_text};
use crate::table::{Source, Value};

pub use propose::{Proposal, fingerprint, propose};

/// Where the values of one of our columns come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// The column with this heading.
    Heading(String),
    /// This value, for every row.
    Constant(String),
    /// The number of persons, told apart by the column with this heading.
    Heads(String),
    /// The number of rows.
    Rows,
}

/// Which column of a file is which of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What the file is read as.
    pub kind: KindId,
    /// Our column and where its values come from.
    pub columns: Vec<(String, From)>,
}

/// The name under which a column of staff numbers is mapped.
pub const ASSIGNMENT: &str = "assignment";

impl Mapping {
    /// Lays out the table of `source` as the mapping says.
    pub(crate) fn layout(&self, source: &mut Source<'_>, kind: KindId) -> Result<Layout, Fault> {
        let spec = kinds::spec(kind);
        self.check(source.name(), spec.columns)?;
        let mut missing: Option<(usize, String)> = None;
        for sheet in 0..source.sheets().len() {
            let head = source.head(sheet, HEAD_ROWS)?;
            for (at, (row, cells)) in head.iter().enumerate() {
                match self.columns_of(cells, spec.columns) {
                    Ok(columns) => {
                        let ignored = crate::read::layout_ignored(cells, &columns);
                        let head = head[..at].to_vec();
                        let by_person = kind == KindId::Template && self.by_person();
                        let header_row = *row;
                        return Ok(Layout {
                            sheet,
                            header_row,
                            columns,
                            ignored,
                            head,
                            explained: 1.0,
                            by_person,
                            ..Layout::default()
                        });
                    }
                    // The row with most of the headings tells best which one is missing.
                    Err((found, heading)) if missing.as_ref().is_none_or(|(most, _)| found > *most) => {
                        missing = Some((found, heading));
                    }
                    Err(_) => {}
                }
            }
        }
        let (_, heading) = missing.unwrap_or_default();
        Err(Fault::new(
            source.name(),
            format!("No row of the file holds all the headings of the mapping; '{heading}' was not found."),
            "Correct the heading in the mapping: it must be written as in the file.",
        ))
    }

    /// Columns must be ours, and the required ones must be there.
    fn check(&self, file: &str, columns: &[ColumnSpec]) -> Result<(), Fault> {
        let names: Vec<_> = columns.iter().map(|column| column.name).collect();
        for (name, _) in &self.columns {
            if name != ASSIGNMENT && !names.contains(&name.as_str()) {
                return Err(Fault::new(
                    file,
                    format!("The mapping names a column '{name}' that {} does not have.", self.kind),
                    format!("The columns are {}.", names.join(", ")),
                ));
            }
        }
        // Counts of heads or rows need no denominator.
        let needless = |name: &str| name == "denominator" && self.by_person();
        // Other kinds than the template have headings of their own, found where the mapping names none.
        let own = self.kind != KindId::Template;
        for column in columns.iter().filter(|column| column.required && !own && !needless(column.name)) {
            if !self.columns.iter().any(|(name, _)| name == column.name) {
                return Err(Fault::new(
                    file,
                    format!("The mapping does not say which column is '{}'.", column.name),
                    format!(
                        "Add {0}=HEADING, or {0}='{1}' for one value in every row.",
                        column.name, column.example
                    ),
                ));
            }
        }
        Ok(())
    }

    fn by_person(&self) -> bool {
        self.columns
            .iter()
            .any(|(name, from)| name == ASSIGNMENT || matches!(from, From::Heads(_) | From::Rows))
    }

    /// The columns, if `cells` holds all the headings; else how many it holds and one that is missing.
    fn columns_of(
        &self,
        cells: &[Value<'_>],
        columns: &'static [ColumnSpec],
    ) -> Result<Vec<(&'static str, Col)>, (usize, String)> {
        let headings: Vec<String> = cells.iter().map(head_text).collect();
        let place = |heading: &str| headings.iter().position(|h| plain(h) == plain(heading));
        let (mut found, mut missing, mut counted) = (Vec::new(), None, 0);
        for (name, from) in &self.columns {
            let Some(name) = our_name(name, from, columns) else { continue };
            let col = match from {
                From::Constant(value) => {
                    Some(Col { constant: Some(Value::Text(value.clone().into())), ..Col::default() })
                }
                From::Rows => Some(Col { constant: Some(Value::Text("1".into())), ..Col::default() }),
                From::Heading(heading) | From::Heads(heading) => {
                    let col = place(heading).map(|at| Col::at(at, headings[at].clone()));
                    counted += usize::from(col.is_some());
                    missing = missing.or_else(|| col.is_none().then(|| heading.clone()));
                    col
                }
            };
            found.extend(col.map(|col| (name, col)));
        }
        if self.kind != KindId::Template {
            let own = crate::read::columns_in(cells, columns);
            counted += own.len();
            found.extend(
                own.into_iter().filter(|(name, _)| !self.columns.iter().any(|(said, _)| said == name)),
            );
            let there = |name: &str| found.iter().any(|(found, _)| *found == name);
            let lacking = columns.iter().find(|column| column.required && !there(column.name));
            missing = missing.or_else(|| lacking.map(|column| column.heading.to_owned()));
        }
        match missing {
            Some(heading) => Err((counted, heading)),
            None => Ok(found),
        }
    }
}

/// The name under which a reader asks for the column.
fn our_name(name: &str, from: &From, columns: &'static [ColumnSpec]) -> Option<&'static str> {
    match (from, name) {
        (_, ASSIGNMENT) => Some(ASSIGNMENT),
        (From::Heads(_), "numerator") => Some("numerator_heads"),
        (From::Heads(_), "denominator") => Some("denominator_heads"),
        (From::Rows, "numerator") => Some("numerator_rows"),
        (From::Rows, "denominator") => Some("denominator_rows"),
        (From::Heads(_) | From::Rows, _) => None,
        _ => columns.iter().find(|column| column.name == name).map(|column| column.name),
    }
}
