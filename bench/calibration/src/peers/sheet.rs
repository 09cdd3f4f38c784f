//! Published CSV files as rows of text, and sums over them by organisation.

use std::collections::BTreeMap;
use std::path::Path;

/// A file's head and rows.
pub struct Sheet {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A figure for each organisation.
pub type ByOrg = BTreeMap<String, f64>;

impl Sheet {
    /// Reads a file; none where it is not there or not a table.
    pub fn read(path: &Path) -> Option<Self> {
        Self::of(&std::fs::read(path).ok()?)
    }

    /// Reads bytes. Headings are matched up to their units, which differ in encoding.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let text = |record: &csv::ByteRecord| {
            record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect::<Vec<_>>()
        };
        let head = text(reader.byte_headers().ok()?);
        let rows =
            reader.byte_records().map(|row| row.map(|row| text(&row))).collect::<Result<_, _>>().ok()?;
        Some(Self { head, rows })
    }

    /// Every file of a folder that has the prefix, one below the other.
    pub fn folder(folder: &Path, prefix: &str) -> Option<Self> {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix)));
        paths.sort();
        let mut sheets = paths.iter().filter_map(|path| Self::read(path));
        let mut all = sheets.next()?;
        for sheet in sheets {
            all.rows.extend(sheet.rows);
        }
        Some(all)
    }

    /// The column whose heading is, or begins with, the text.
    pub fn column(&self, heading: &str) -> Option<usize> {
        let exact = self.head.iter().position(|name| name == heading);
        exact.or_else(|| self.head.iter().position(|name| name.starts_with(heading)))
    }

    /// Rows that pass.
    pub fn filter(mut self, heading: &str, keep: impl Fn(&str) -> bool) -> Self {
        if let Some(column) = self.column(heading) {
            self.rows.retain(|row| row.get(column).is_some_and(|cell| keep(cell)));
        }
        self
    }

    /// The text of a column for each organisation, the last that stands.
    pub fn text(&self, org: &str, heading: &str) -> BTreeMap<String, String> {
        let (Some(org), Some(column)) = (self.column(org), self.column(heading)) else {
            return BTreeMap::new();
        };
        let cell = |row: &Vec<String>| Some((row.get(org)?.clone(), row.get(column)?.clone()));
        self.rows.iter().filter_map(cell).collect()
    }

    /// The sum of a column for each organisation over rows with a number.
    pub fn sum(&self, org: &str, heading: &str) -> ByOrg {
        self.sum_where(org, heading, |_| true)
    }

    /// The sum over rows that pass.
    pub fn sum_where(&self, org: &str, heading: &str, keep: impl Fn(&Row<'_>) -> bool) -> ByOrg {
        let (Some(org), Some(column)) = (self.column(org), self.column(heading)) else { return ByOrg::new() };
        let mut sums = ByOrg::new();
        for row in self.rows.iter().filter(|row| keep(&Row { sheet: self, row })) {
            if let (Some(org), Some(number)) = (row.get(org), row.get(column).and_then(|cell| number(cell))) {
                *sums.entry(org.clone()).or_default() += number;
            }
        }
        sums
    }

    /// For each organisation the sum of (first column × second column), as shares of areas.
    pub fn sum_product(&self, org: &str, one: &str, two: &str) -> ByOrg {
        let columns = (self.column(org), self.column(one), self.column(two));
        let (Some(org), Some(one), Some(two)) = columns else { return ByOrg::new() };
        let mut sums = ByOrg::new();
        for row in &self.rows {
            let of = |column: usize| row.get(column).and_then(|cell| number(cell));
            if let (Some(org), Some(one), Some(two)) = (row.get(org), of(one), of(two)) {
                *sums.entry(org.clone()).or_default() += one * two;
            }
        }
        sums
    }

    /// Rows for each organisation.
    pub fn count(&self, org: &str) -> ByOrg {
        self.count_where(org, |_| true)
    }

    /// Rows that pass for each organisation.
    pub fn count_where(&self, org: &str, keep: impl Fn(&Row<'_>) -> bool) -> ByOrg {
        let mut counts = ByOrg::new();
        let Some(org) = self.column(org) else { return counts };
        for row in self.rows.iter().filter(|row| keep(&Row { sheet: self, row })) {
            if let Some(org) = row.get(org) {
                *counts.entry(org.clone()).or_default() += 1.0;
            }
        }
        counts
    }
}

/// A row, to be asked for its cells.
pub struct Row<'a> {
    sheet: &'a Sheet,
    row: &'a [String],
}

impl Row<'_> {
    /// The cell under the heading, or nothing.
    pub fn cell(&self, heading: &str) -> &str {
        self.sheet.column(heading).and_then(|column| self.row.get(column)).map_or("", String::as_str)
    }
}

fn number(cell: &str) -> Option<f64> {
    cell.replace(',', "").parse().ok().filter(|number: &f64| number.is_finite())
}

/// One over the other, where both are and the other is above 0.
pub fn ratio(one: &ByOrg, other: &ByOrg) -> ByOrg {
    let quotient = |(org, value): (&String, &f64)| {
        let below = other.get(org).filter(|below| **below > 0.0)?;
        Some((org.clone(), value / below))
    };
    one.iter().filter_map(quotient).collect()
}

/// Added up, where any is.
pub fn add(all: &[&ByOrg]) -> ByOrg {
    let mut sums = ByOrg::new();
    for (org, value) in all.iter().flat_map(|one| one.iter()) {
        *sums.entry(org.clone()).or_default() += value;
    }
    sums
}

/// ln(1 + x).
pub fn log(one: &ByOrg) -> ByOrg {
    one.iter().map(|(org, value)| (org.clone(), value.max(0.0).ln_1p())).collect()
}
