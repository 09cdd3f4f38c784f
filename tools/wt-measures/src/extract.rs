//! Rosters out of plain files, CSV or workbooks: columns with parsers, words for a refusal, a template.
//!
//! What a file holds is told by its headings ([`Extract::of`]); [`read`] adds its rows to what was read before.
//!
//! ```
//! use wt_measures::{Rosters, Settings};
//! use wt_measures::extract::{Extract, read};
//! use wt_units::Quantity;
//!
//! let mut rosters = Rosters::default();
//! for extract in Extract::ALL {
//!     let text = extract.template();
//!     let found = read("template.csv", text.as_bytes(), Quantity::whole(48).unwrap(), &mut rosters).unwrap();
//!     assert_eq!((found.extract, found.rows, found.refusals.len()), (extract, 1, 0), "{:?}", found.refusals);
//! }
//! assert_eq!(rosters.units().len(), 1);
//! ```

mod cells;
mod columns;
mod rows;

use std::ops::ControlFlow;

use wt_extract::columns::{ColumnSpec, plain, show};
use wt_extract::table::{Limits, Row, Source, Value};
use wt_extract::{Fault, Refusal};
use wt_units::Quantity;

use crate::model::Rosters;
use cells::Cells;

/// Rows looked at for headings.
const HEAD: usize = 20;

/// What a file can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extract {
    /// Lines of rosters: a row a shift.
    Lines,
    /// Contracts: a row a person and unit.
    Contracts,
    /// Leave and other absence.
    Leave,
    /// Budgeted headroom.
    Headroom,
    /// Patients at midnight.
    Midnights,
}

impl Extract {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Lines, Self::Contracts, Self::Leave, Self::Headroom, Self::Midnights];

    /// Its name in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Contracts => "contracts",
            Self::Leave => "leave",
            Self::Headroom => "headroom",
            Self::Midnights => "patients",
        }
    }

    /// Its columns, in the order of the template.
    #[must_use]
    pub fn columns(self) -> &'static [ColumnSpec] {
        match self {
            Self::Lines => &columns::LINES,
            Self::Contracts => &columns::CONTRACTS,
            Self::Leave => &columns::LEAVE,
            Self::Headroom => &columns::HEADROOM,
            Self::Midnights => &columns::MIDNIGHTS,
        }
    }

    /// Headings and one example row, as CSV.
    #[must_use]
    pub fn template(self) -> String {
        let line = |cell: fn(&ColumnSpec) -> &'static str| {
            self.columns().iter().map(cell).collect::<Vec<_>>().join(",")
        };
        format!("{}\n{}\n", line(|column| column.heading), line(|column| column.example))
    }

    /// What a row of headings announces, and where its columns stand; the extract with most columns wins.
    fn of(cells: &[Value<'_>]) -> Option<(Self, Vec<Option<usize>>)> {
        let headings: Vec<String> = cells.iter().map(|cell| plain(&show(cell))).collect();
        let place = |column: &ColumnSpec| {
            let names = [column.heading, column.name];
            names
                .iter()
                .chain(column.synonyms)
                .find_map(|name| headings.iter().position(|h| *h == plain(name)))
        };
        let fits = Self::ALL.into_iter().filter_map(|extract| {
            let places: Vec<Option<usize>> = extract.columns().iter().map(place).collect();
            let complete =
                extract.columns().iter().zip(&places).all(|(column, at)| !column.required || at.is_some());
            complete.then_some((extract, places))
        });
        fits.max_by_key(|(_, places)| places.iter().flatten().count())
    }
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it holds.
    pub extract: Extract,
    /// Rows below the headings that hold something.
    pub rows: u64,
    /// Cells that stood in the way; a row with one was not taken.
    pub refusals: Vec<Refusal>,
    /// Headings that no column took.
    pub ignored: Vec<String>,
}

/// Reads a file and adds its rows. A contract of more hours a week than `most` is refused.
///
/// # Errors
/// A [`Fault`] where the file can't be read, or its headings are those of no extract.
pub fn read(file: &str, bytes: &[u8], most: Quantity, into: &mut Rosters) -> Result<Found, Fault> {
    let mut source = Source::open(file, bytes, &Limits::default())?;
    for sheet in 0..source.sheets().len() {
        let head = source.head(sheet, HEAD)?;
        let found = head.iter().find_map(|(number, cells)| Some((*number, cells, Extract::of(cells)?)));
        let Some((heading_row, headings, (extract, places))) = found else { continue };
        let name = source.sheets().get(sheet).map(|sheet| sheet.name.clone()).filter(|name| !name.is_empty());
        let ignored = (0..headings.len())
            .filter(|at| !places.contains(&Some(*at)) && !headings[*at].is_empty())
            .map(|at| show(&headings[at]))
            .collect();
        let mut found = Found { extract, rows: 0, refusals: Vec::new(), ignored };
        source.rows(sheet, &mut |row| {
            if row.number > heading_row && !blank(&row) {
                found.rows += 1;
                let mut cells = Cells::new(file, name.as_deref(), &row, (extract.columns(), &places));
                rows::take(extract, &mut cells, most, into);
                found.refusals.append(&mut cells.refusals);
            }
            ControlFlow::Continue(())
        })?;
        return Ok(found);
    }
    let needs = Extract::ALL.map(|extract| {
        let needed = extract.columns().iter().filter(|column| column.required).map(|column| column.heading);
        format!("{} needs {}", extract.name(), needed.collect::<Vec<_>>().join(", "))
    });
    Err(Fault::new(
        file,
        "Its headings are those of no extract of rosters.",
        format!("{}. Start from a template.", needs.join("; ")),
    ))
}

fn blank(row: &Row<'_>) -> bool {
    row.cells.iter().all(|cell| show(cell).trim().is_empty())
}
