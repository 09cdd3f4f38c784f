//! Rows → wards, each once a month, with what was refused and left out.

use std::ops::ControlFlow;

use jiff::civil::Date;
use wt_units::Hours;

use crate::columns::{self, Amount, ColumnKind, Problem};
use crate::mapping::Mapping;
use crate::privacy;
use crate::read::cells::Cells;
use crate::read::out::Out;
use crate::read::{Col, Layout, aside, must};
use crate::table::{Row, Source};
use crate::{Accepted, Fault, Refusal, Sink};

use super::chppd::{agrees, care_hours};
use super::columns::{COUNT, HOURS, HOURS_NAMES};
use super::month::{Census, Planned, WardMonth};
use super::settle::settle;

/// What stood in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WardFile {
    /// Wards by month and name.
    pub wards: Vec<WardMonth>,
    /// Cells that can't be used.
    pub refusals: Vec<Refusal>,
    /// Rows below the headings that hold something.
    pub rows: u64,
    /// What a reader should know: names joined, rows counted once, rows that are no wards; each a sentence.
    pub notes: Vec<String>,
}

/// Reads a safe-staffing file, CSV or workbook.
///
/// # Errors
/// A fault where the columns are not there or the file can't be read.
pub fn read(source: &mut Source<'_>, mapping: Option<&Mapping>, today: Date) -> Result<WardFile, Fault> {
    let kind = crate::kinds::KindId::WardStaffing;
    let layout = match mapping {
        Some(mapping) => mapping.layout(source, kind)?,
        None => must(source, kind)?,
    };
    privacy::look(source, &layout)?;
    let mut refusals = Refused(Vec::new());
    let sheet =
        source.sheets().get(layout.sheet).map(|sheet| sheet.name.clone()).filter(|name| !name.is_empty());
    let mut held = Held::new(&layout, today);
    let mut rows = 0;
    let mut out = Out::new(&mut refusals, source.name(), sheet);
    source.rows(layout.sheet, &mut |row| {
        if row.number > layout.header_row {
            match held.take(&row, &mut out) {
                Ok(_) => rows += 1,
                Err(reason) => out.skip(row.number, reason),
            }
        }
        ControlFlow::Continue(())
    })?;
    let (wards, mut notes) = held.settle(&mut out);
    notes.extend(
        out.skipped.iter().map(|skipped| format!("{} rows left out: {}.", skipped.count, skipped.reason)),
    );
    Ok(WardFile { wards, refusals: refusals.0, rows, notes })
}

struct Refused(Vec<Refusal>);

impl Sink for Refused {
    fn accept(&mut self, _: Accepted) {}
    fn refuse(&mut self, refusal: Refusal) {
        self.0.push(refusal);
    }
}

/// Rows held until the last has been seen: only then is it known which of them are wards.
pub(crate) struct Held {
    org: Col,
    site: Col,
    ward: Col,
    month: Col,
    hours: [[Col; 2]; 4],
    patients: Col,
    missing: Col,
    published: Col,
    today: Date,
    wards: Vec<WardMonth>,
}

impl Held {
    pub(crate) fn new(layout: &Layout, today: Date) -> Self {
        let col = |name| layout.col(name);
        Self {
            org: col("organisation"),
            site: col("site"),
            ward: col("ward"),
            month: col("month"),
            hours: HOURS_NAMES.map(|pair| pair.map(col)),
            patients: col("patients"),
            missing: col("missing"),
            published: col("chppd"),
            today,
            wards: Vec::new(),
        }
    }

    /// Whether the file or its mapping names organisations.
    pub(crate) fn names_organisations(&self) -> bool {
        self.org.is_there()
    }

    /// Takes a row: true where it was held, false where it was refused; an error says why it is none of the table.
    pub(crate) fn take(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<bool, &'static str> {
        let figures: Vec<&Col> = self.hours.iter().flatten().chain([&self.patients]).collect();
        if let Some(reason) = aside(row, &self.ward, &figures) {
            return Err(reason);
        }
        let mut cells = Cells::new(row, out);
        let org = cells.take(&self.org, columns::code(self.org.of(row))).flatten();
        let ward = privacy::no_person(self.ward.of(row)).and_then(columns::unit);
        let ward = cells.need(&self.ward, ColumnKind::Unit, ward);
        let month = cells.month(&self.month, self.today);
        let hours = self.hours.each_ref().map(|[planned, worked]| {
            let mut hours = |col| cells.figure(col, HOURS).map(Hours::new);
            Planned { planned: hours(planned), worked: hours(worked) }
        });
        let patients = cells.figure(&self.patients, COUNT);
        let census = match cells.amount(&self.missing, COUNT) {
            Amount::Is(count) if count.is_zero() => Census::Complete,
            Amount::Is(count) => {
                Census::Missing(u32::try_from(count.millionths() / 1_000_000).unwrap_or(u32::MAX))
            }
            // A file without the column: taken as complete, which its notes say.
            Amount::Missing | Amount::Suppressed if !self.missing.is_there() => Census::Complete,
            Amount::Missing | Amount::Suppressed => Census::Unknown,
        };
        let site = cells.words(&self.site);
        let published = cells.figure(&self.published, HOURS);
        let (Some(ward), Some(month), false) = (ward, month, cells.bad) else { return Ok(false) };
        let held = WardMonth { row: row.number, org, site, ward, month, hours, patients, census };
        if let Some((published, ours)) =
            published.zip(held.patients.and_then(|p| care_hours(held.worked(), p)))
            && !agrees(ours, published)
        {
            let found = published.to_string();
            let expected = format!("{ours} hours worked for each patient at midnight, to one decimal");
            let fix = "The published figure is not that of the hours and patients in the row: one of them is wrong at the source, or \
                       patients are a daily average and not the month's sum.";
            cells.refuse(&self.published, Problem::new(found, expected, fix));
            return Ok(false);
        }
        self.wards.push(held);
        Ok(true)
    }

    /// The wards among the rows, and what was done to find them.
    pub(crate) fn settle(self, out: &mut Out<'_>) -> (Vec<WardMonth>, Vec<String>) {
        let (wards, mut notes) = settle(self.wards, &self.ward, out);
        if !self.missing.is_there() {
            notes.push(
                "The file has no column of missing counts of patients: none is taken to be missing."
                    .to_owned(),
            );
        }
        (wards, notes)
    }
}
