//! One organisation among others, month by month, from an analyst's own rows.

use super::super::super::Failure;
use super::super::columns::Columns;

/// Series by unit on the dates that any of them has.
pub(super) struct Sheet {
    /// Dates or periods in order, as 2026-04-01 or numbers.
    pub(super) dates: Vec<String>,
    /// Who was treated.
    pub(super) org: String,
    /// The others.
    pub(super) others: Vec<String>,
    /// Values of the treated.
    pub(super) treated: Vec<Option<f64>>,
    /// Values of the others.
    pub(super) donors: Vec<Vec<Option<f64>>>,
    /// The place of the first date since the change.
    pub(super) change: usize,
}

/// Which columns and rows.
pub(super) struct Named<'a> {
    pub(super) value: &'a str,
    pub(super) unit: &'a str,
    pub(super) date: &'a str,
    pub(super) org: &'a str,
    pub(super) since: &'a str,
}

/// Reads the panel.
pub(super) fn read(file: &str, columns: &Columns, named: &Named<'_>) -> Result<Sheet, Failure> {
    let values = columns.numbers(named.value)?;
    let mut dates: Vec<String> =
        columns.series(None, Some(named.date))?.into_iter().flat_map(|s| s.days).collect();
    dates.dedup();
    let mut sheet = Sheet {
        change: change(file, &dates, named.since)?,
        org: named.org.to_owned(),
        others: Vec::new(),
        treated: Vec::new(),
        donors: Vec::new(),
        dates,
    };
    for series in columns.series(Some(named.unit), Some(named.date))? {
        if let Some(twice) = series.days.windows(2).position(|d| d[0] == d[1]) {
            let (row, day) = (columns.row(series.rows[twice + 1]), &series.days[twice]);
            return Err(Failure::Input(format!(
                "{file}, row {row}: found {day} for '{}' a second time, expected one row for each date.",
                series.name
            )));
        }
        let mut row = vec![None; sheet.dates.len()];
        let mut at = 0;
        for (day, value) in series.days.iter().zip(series.of(&values)) {
            // Both are in order of time, so that the search goes on from the last.
            at += sheet.dates[at..].iter().position(|d| d == day).unwrap_or(0);
            row[at] = value;
        }
        if series.name == named.org {
            sheet.treated = row;
        } else {
            sheet.others.push(series.name);
            sheet.donors.push(row);
        }
    }
    if sheet.treated.is_empty() {
        return Err(Failure::Input(format!(
            "{file}, column {}: there is no row of '{}', which --org names.",
            named.unit, named.org
        )));
    }
    Ok(sheet)
}

/// How many dates lie before the change.
fn change(file: &str, dates: &[String], since: &str) -> Result<usize, Failure> {
    let since = since.trim();
    let numbers: Option<Vec<f64>> = dates.iter().map(|d| d.parse().ok()).collect();
    if let (Some(numbers), Ok(since)) = (&numbers, since.parse::<f64>()) {
        return Ok(numbers.iter().filter(|n| **n < since).count());
    }
    let day = since.parse::<wt_units::Month>().map(|m| m.first_day()).or_else(|_| since.parse());
    match (numbers, day) {
        (None, Ok(day)) => Ok(dates.iter().filter(|d| **d < day.to_string()).count()),
        _ => Err(Failure::Input(format!(
            "{file}: --since: found '{since}', expected a date such as {}.",
            dates.last().map_or("2026-04-01", String::as_str)
        ))),
    }
}
