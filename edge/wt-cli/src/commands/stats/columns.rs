//! The columns of an analyst's own file, by their headings.

use std::ops::ControlFlow;
use std::path::Path;

use jiff::civil::Date;
use wt_extract::columns::{date, show};
use wt_extract::table::{Limits, Source, Value};
use wt_units::Month;

use super::super::Failure;

/// The rows under one row of headings.
pub(super) struct Columns {
    file: String,
    headings: Vec<String>,
    /// Row numbers as a spreadsheet shows them, and cells.
    rows: Vec<(u32, Vec<Value<'static>>)>,
}

impl Columns {
    /// Reads the first sheet of a CSV file or workbook; its first row holds the headings.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
        let file = path.display().to_string();
        let refused = |f: wt_extract::Fault| Failure::Input(format!("{}: {} {}", f.file, f.what, f.fix));
        let mut source = Source::open(&file, &bytes, &Limits::default()).map_err(refused)?;
        let mut rows = Vec::new();
        source
            .rows(0, &mut |row| {
                rows.push((row.number, row.cells.iter().cloned().map(Value::into_owned).collect()));
                ControlFlow::Continue(())
            })
            .map_err(refused)?;
        if rows.is_empty() {
            return Err(Failure::Input(format!(
                "{file}: the file is empty. Give one row of headings and rows below it."
            )));
        }
        let (_, first): (u32, Vec<Value<'static>>) = rows.remove(0);
        let headings = first.iter().map(|v| show(v).trim().to_owned()).collect();
        Ok(Self { file, headings, rows })
    }

    /// The headings in their order.
    pub(super) fn headings(&self) -> &[String] {
        &self.headings
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Numbers; a blank cell, `NA`, `NaN` or `null` is missing.
    pub(super) fn numbers(&self, heading: &str) -> Result<Vec<Option<f64>>, Failure> {
        let at = self.column(heading)?;
        self.rows
            .iter()
            .map(|(row, cells)| match cells.get(at) {
                None | Some(Value::Empty) => Ok(None),
                Some(Value::Number(x)) => Ok(Some(*x)),
                Some(Value::Text(text)) => {
                    number(text).ok_or_else(|| self.refusal(*row, heading, text, "a number"))
                }
                Some(other) => Err(self.refusal(*row, heading, &show(other), "a number")),
            })
            .collect()
    }

    /// Points in time: days, months (their first days), or plain numbers where every cell is one; none may be missing.
    fn times(&self, heading: &str) -> Result<Vec<(f64, String)>, Failure> {
        let numbers =
            self.numbers(heading).ok().and_then(|all| all.into_iter().collect::<Option<Vec<f64>>>());
        if let Some(numbers) = numbers.filter(|all| all.iter().all(|x| x.abs() < 19_000_101.0)) {
            return Ok(numbers.into_iter().map(|x| (x, x.to_string())).collect());
        }
        let at = self.column(heading)?;
        let expected = "a date such as 2026-04-01";
        self.rows
            .iter()
            .map(|(row, cells)| {
                let cell = cells.get(at).unwrap_or(&Value::Empty);
                let month = cell.as_text().and_then(|text| text.trim().parse::<Month>().ok());
                if let Some(month) = month {
                    return Ok((f64::from(since_year_0(month.first_day())), month.first_day().to_string()));
                }
                match date(cell) {
                    Ok(Some(day)) => Ok((f64::from(since_year_0(day)), day.to_string())),
                    _ => Err(self.refusal(*row, heading, &show(cell), expected)),
                }
            })
            .collect()
    }

    /// Texts as shown; a missing cell is an empty text.
    pub(super) fn texts(&self, heading: &str) -> Result<Vec<String>, Failure> {
        let at = self.column(heading)?;
        Ok(self.rows.iter().map(|(_, cells)| cells.get(at).map(show).unwrap_or_default()).collect())
    }

    /// The number of a row as a spreadsheet shows it.
    pub(super) fn row(&self, i: usize) -> u32 {
        self.rows[i].0
    }

    /// Rows of each value of a column, in the order in which the values first stand there; all rows under an empty
    /// name where no column is asked for.
    pub(super) fn groups(&self, heading: Option<&str>) -> Result<Vec<(String, Vec<usize>)>, Failure> {
        self.groups_of(&heading.map(str::to_owned).into_iter().collect::<Vec<_>>())
    }

    /// As [`Self::groups`], by the values of several columns together: `Kent; 2024`.
    pub(super) fn groups_of(&self, headings: &[String]) -> Result<Vec<(String, Vec<usize>)>, Failure> {
        if headings.is_empty() {
            return Ok(vec![(String::new(), (0..self.len()).collect())]);
        }
        let texts = headings.iter().map(|h| self.texts(h)).collect::<Result<Vec<_>, _>>()?;
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for i in 0..self.len() {
            let name = texts.iter().map(|column| column[i].as_str()).collect::<Vec<_>>().join("; ");
            let at = *places.entry(name.clone()).or_insert_with(|| {
                groups.push((name, Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(i);
        }
        Ok(groups)
    }

    /// The rows of each facet in order of time, or as they stand where there are no dates.
    pub(super) fn series(&self, facet: Option<&str>, date: Option<&str>) -> Result<Vec<InTime>, Failure> {
        let times = date.map(|d| self.times(d)).transpose()?;
        let groups = self.groups(facet)?;
        Ok(groups
            .into_iter()
            .map(|(name, mut rows)| {
                let Some(times) = &times else { return InTime { name, rows, days: Vec::new() } };
                rows.sort_by(|a, b| times[*a].0.total_cmp(&times[*b].0));
                let days = rows.iter().map(|i| times[*i].1.clone()).collect();
                InTime { name, rows, days }
            })
            .collect())
    }

    /// The place of a heading: as written, else without regard to case.
    fn column(&self, heading: &str) -> Result<usize, Failure> {
        let exact = self.headings.iter().position(|h| h == heading);
        exact.or_else(|| self.headings.iter().position(|h| h.eq_ignore_ascii_case(heading))).ok_or_else(
            || {
                let known = self.headings.join(", ");
                Failure::Input(format!(
                    "{}: there is no column '{heading}'. The headings are: {known}.",
                    self.file
                ))
            },
        )
    }

    fn refusal(&self, row: u32, column: &str, found: &str, expected: &str) -> Failure {
        Failure::Input(format!(
            "{}, row {row}, column {column}: found '{found}', expected {expected}.",
            self.file
        ))
    }
}

/// The rows of one series, in order of time.
pub(super) struct InTime {
    /// The facet's value; empty where there is none.
    pub(super) name: String,
    /// Places of its rows.
    pub(super) rows: Vec<usize>,
    /// Their days as 2026-04-01, or numbers; empty where no column of dates was named.
    pub(super) days: Vec<String>,
}

impl InTime {
    /// What these rows hold in a column.
    pub(super) fn of<T: Copy>(&self, column: &[T]) -> Vec<T> {
        self.rows.iter().map(|i| column[*i]).collect()
    }

    /// Months of the year; none without days, or where one is no day.
    pub(super) fn months(&self) -> Option<Vec<u8>> {
        let month = |day: &String| u8::try_from(day.parse::<Date>().ok()?.month()).ok();
        self.days.iter().map(month).collect::<Option<Vec<u8>>>().filter(|m| !m.is_empty())
    }

    /// Each point's day, or its number from 1.
    pub(super) fn labels(&self) -> Vec<String> {
        (0..self.rows.len()).map(|i| self.shown(i)).collect()
    }

    /// A point's day, or its number from 1.
    pub(super) fn shown(&self, i: usize) -> String {
        self.days.get(i).map_or_else(|| (i + 1).to_string(), Clone::clone)
    }
}

/// Days in order.
fn since_year_0(day: Date) -> i32 {
    i32::from(day.year()) * 366 + i32::from(day.day_of_year())
}

/// A number, or that it is missing; none for anything else.
fn number(text: &str) -> Option<Option<f64>> {
    match text.trim() {
        "" | "NA" | "NaN" | "null" => Some(None),
        plain => plain.parse::<f64>().ok().filter(|x| x.is_finite()).map(Some),
    }
}
