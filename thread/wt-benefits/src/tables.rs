//! Rows of files beside a ledger: the base, and the series of measures; typed, or refused with row, column, what was found and
//! what was expected.

use std::collections::BTreeMap;
use std::str::FromStr;

use wt_units::{MetricId, Month, OdsCode, Pence, Quantity};

use crate::claims::{BaseRow, Kind, Within};
use crate::ledger::Sum;
use crate::proof::Series;

/// A cell that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, column {column}: found '{found}', expected {expected}")]
pub struct Refused {
    /// Row as a spreadsheet counts; 1 is the headings.
    pub row: u32,
    /// Heading of the column.
    pub column: &'static str,
    /// What stood there.
    pub found: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

/// A row with its number.
pub type Numbered = (u32, Vec<String>);

pub(crate) struct Table<'a, const N: usize> {
    names: [&'static str; N],
    at: [Option<usize>; N],
    row: u32,
    cells: &'a [String],
}

impl<'a, const N: usize> Table<'a, N> {
    /// Headings in any order and case; the first `needed` must be there, others in the file are passed over.
    pub(crate) fn new(
        names: [&'static str; N],
        headings: &[String],
        needed: usize,
    ) -> Result<Self, Vec<Refused>> {
        let find = |name: &str| headings.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
        let at = names.map(find);
        let missing: Vec<Refused> = (0..needed)
            .filter(|n| at[*n].is_none())
            .map(|n| Refused { row: 1, column: names[n], found: String::new(), expected: "this heading" })
            .collect();
        if missing.is_empty() { Ok(Self { names, at, row: 1, cells: &[] }) } else { Err(missing) }
    }

    /// Reads every row, or tells every one that can't be used.
    pub(crate) fn each<T>(
        mut self,
        rows: &'a [Numbered],
        read: impl Fn(&Self) -> Result<T, Refused>,
    ) -> Result<Vec<T>, Vec<Refused>> {
        let (mut all, mut refused) = (Vec::with_capacity(rows.len()), Vec::new());
        for (number, cells) in rows {
            (self.row, self.cells) = (*number, cells);
            match read(&self) {
                Ok(row) => all.push(row),
                Err(why) => refused.push(why),
            }
        }
        if refused.is_empty() { Ok(all) } else { Err(refused) }
    }

    pub(crate) fn text(&self, column: usize) -> &'a str {
        self.at[column].and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    pub(crate) fn refused(&self, column: usize, expected: &'static str) -> Refused {
        Refused { row: self.row, column: self.names[column], found: self.text(column).to_owned(), expected }
    }

    pub(crate) fn read<T: FromStr>(&self, column: usize, expected: &'static str) -> Result<T, Refused> {
        self.text(column).parse().map_err(|_| self.refused(column, expected))
    }
}

/// Columns row, kind, capacity; and cost (pounds), within and each, where there are such.
///
/// # Errors
/// Every row that can't be used.
pub fn base(headings: &[String], rows: &[Numbered]) -> Result<Vec<BaseRow>, Vec<Refused>> {
    let names = ["row", "kind", "capacity", "cost", "within", "each"];
    Table::new(names, headings, 3)?.each(rows, base_row)
}

fn base_row(table: &Table<'_, 6>) -> Result<BaseRow, Refused> {
    let id = match table.text(0) {
        "" => return Err(table.refused(0, "the name of the row")),
        id => id.to_owned(),
    };
    let kind = match table.text(1).to_ascii_lowercase().as_str() {
        "hours" => Kind::Hours,
        "fte days" => Kind::FteDays,
        "shifts" => Kind::Shifts,
        "order line" => Kind::OrderLine,
        "posts" => Kind::Posts,
        "spend" => Kind::Spend,
        _ => return Err(table.refused(1, "hours, FTE days, shifts, order line, posts or spend")),
    };
    let capacity = table.read(2, "a number, such as 1950")?;
    let cost = match table.text(3) {
        "" => None,
        _ => Some(table.read::<Sum>(3, "pounds in full, such as 120000.50")?.0),
    };
    let within = match table.text(4) {
        "" => None,
        row => {
            let each = table.read::<Quantity>(5, "how many units of the larger row, such as 12")?;
            Some(Within { row: row.to_owned(), each })
        }
    };
    Ok(BaseRow { id, kind, capacity, cost, within })
}

/// The series of one metric, by employer. Columns organisation, period, metric, numerator and denominator; name, where there is
/// one. Rows of other metrics, of units and of staff groups are passed over; `today` names the successor of an employer, and
/// what predecessors and successors report for a month adds up.
///
/// # Errors
/// Every row that can't be used.
pub fn series(
    headings: &[String],
    rows: &[Numbered],
    metric: &MetricId,
    today: impl Fn(OdsCode) -> OdsCode,
) -> Result<Vec<Series>, Vec<Refused>> {
    let names =
        ["organisation", "period", "metric", "numerator", "denominator", "name", "unit", "staff_group"];
    let mut table = Table::new(names, headings, 5)?;
    let (mut all, mut refused) = (BTreeMap::<OdsCode, Series>::new(), Vec::new());
    for (number, cells) in rows {
        (table.row, table.cells) = (*number, cells);
        if table.text(2) != metric.to_string() || !table.text(6).is_empty() || !table.text(7).is_empty() {
            continue;
        }
        match figures(&table) {
            Ok((org, month, (numerator, denominator))) => {
                let org = today(org);
                let series = all.entry(org).or_insert_with(|| {
                    let name = match table.text(5) {
                        "" => org.to_string(),
                        name => name.to_owned(),
                    };
                    Series { org, name, months: BTreeMap::new() }
                });
                let sums = series.months.entry(month).or_default();
                *sums = (sums.0 + numerator, sums.1 + denominator);
            }
            Err(why) => refused.push(why),
        }
    }
    if refused.is_empty() { Ok(all.into_values().collect()) } else { Err(refused) }
}

type Figures = (OdsCode, Month, (Quantity, Quantity));

fn figures(table: &Table<'_, 8>) -> Result<Figures, Refused> {
    let org = table.read(0, "an organisation code, such as RJ6")?;
    let month = table.read(1, "a month, such as 2026-09")?;
    let numerator = table.read(3, "a number")?;
    let denominator = table.read(4, "a number")?;
    Ok((org, month, (numerator, denominator)))
}

/// Pounds as a flag of a command gives them.
///
/// # Errors
/// What was found and expected, as a sentence.
pub fn pounds(text: &str) -> Result<Pence, String> {
    text.parse::<Sum>().map(|sum| sum.0)
}
