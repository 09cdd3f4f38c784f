//! Files for measuring: rows of the plain template over many employers, metrics, months and wards, and a region.

use std::fmt::Write as _;

use rust_xlsxwriter::Workbook;
use wt_engine::builtin;

use crate::process::Outcome;

/// How many of each; the product is the number of rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Wards in each employer; 0 for rows of whole employers.
    pub(crate) units: u32,
    /// Employers.
    pub(crate) orgs: u32,
    /// Metrics; no more than ship with the program.
    pub(crate) metrics: u32,
    /// Months from January 2021.
    pub(crate) months: u32,
}

const COLUMNS: [&str; 7] =
    ["organisation", "unit", "staff_group", "period", "metric", "numerator", "denominator"];

impl Size {
    /// The rows, no two about the same thing.
    fn rows(self) -> Outcome<impl Iterator<Item = [String; 7]>> {
        let ids = metric_ids();
        if ids.len() < self.metrics as usize {
            return Err(format!(
                "{} metrics ship with the program, {} are asked for",
                ids.len(),
                self.metrics
            )
            .into());
        }
        let count = self.orgs * self.metrics * self.months * self.units.max(1);
        Ok((0..count).map(move |n| {
            let (month, rest) = (n % self.months, n / self.months);
            let (metric, rest) = (rest % self.metrics, rest / self.metrics);
            let (org, unit) = (rest % self.orgs, rest / self.orgs);
            let unit = if self.units == 0 { String::new() } else { format!("Ward {unit}") };
            let period = format!("{}-{:02}", 2021 + month / 12, month % 12 + 1);
            let numerator = format!("{}.25", (n * 7919) % 400 + 20);
            let denominator = format!("{}.5", 1_000 + (n * 104_729) % 500);
            [code(org), unit, String::new(), period, ids[metric as usize].clone(), numerator, denominator]
        }))
    }

    /// A CSV with all rows.
    pub(crate) fn csv(self) -> Outcome<String> {
        let mut text = COLUMNS.join(",") + "\n";
        for row in self.rows()? {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        Ok(text)
    }

    /// A workbook with the first `rows` rows and `more` further columns that the template does not know.
    pub(crate) fn workbook(self, rows: usize, more: u16) -> Outcome<Vec<u8>> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in (0u16..).zip(COLUMNS) {
            sheet.write_string(0, column, heading)?;
        }
        for column in 0..more {
            sheet.write_string(0, 7 + column, format!("Local column {column}"))?;
        }
        for (at, cells) in (1u32..).zip(self.rows()?.take(rows)) {
            for (column, cell) in (0u16..).zip(&cells) {
                if column < 5 {
                    sheet.write_string(at, column, cell)?;
                } else {
                    sheet.write_number(at, column, cell.parse::<f64>()?)?;
                }
            }
            for column in 0..more {
                sheet.write_number(at, 7 + column, f64::from(at % 9_973) + f64::from(column) / 16.0)?;
            }
        }
        Ok(book.save_to_buffer()?)
    }
}

/// One month of sickness absence, which is how the program comes to know employers, their types and regions.
pub(crate) fn region(orgs: u32) -> String {
    let mut text = String::from(
        "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT\n",
    );
    for org in 0..orgs {
        let kind = ["Acute", "Mental Health", "Community Provider Trust"][org as usize % 3];
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "30/04/2024,Y56,London,QWE,South West London,{},Made Up {org} NHS Trust,{kind},500,10000,5",
            code(org)
        );
    }
    text
}

fn code(org: u32) -> String {
    format!("BX{org:02}")
}

/// Ids of the metrics that ship: their files are named after them.
fn metric_ids() -> Vec<String> {
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.strip_suffix(".toml").map(str::to_owned)
    };
    builtin::metrics().iter().filter_map(|(path, _)| stem(path)).collect()
}
