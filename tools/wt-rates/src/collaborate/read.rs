//! The three files of a collaborative bank: open shifts, people, duties.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use wt_extract::Fault;
use wt_pay::Zone;
use wt_units::OdsCode;
use wt_worktime::{Duty, Time};

use crate::booking::{Grade, Group, zone_of};
use crate::extract::{date_of, looks_like_name};
use crate::market::Criticality;
use crate::sheet::{Line, fault, read};

/// Columns of open shifts.
pub const OPEN: [&str; 12] = [
    "shift",
    "employer",
    "staff_group",
    "grade",
    "tier",
    "zone",
    "start",
    "end",
    "unpaid_break_minutes",
    "criticality",
    "card_rate_pence",
    "agency_rate_pence",
];
/// Columns of people.
pub const PEOPLE: [&str; 9] = [
    "worker",
    "employer",
    "staff_group",
    "grades",
    "tiers",
    "willing_employers",
    "opted_in_on",
    "opted_out_48",
    "most_shifts",
];
/// Columns of duties: all that each person works in the weeks around the open shifts, at any employer.
pub const DUTIES: [&str; 3] = ["worker", "start", "end"];

/// A shift that nobody has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenShift {
    /// Row of the file, the headings being row 1.
    pub row: u32,
    /// Its name.
    pub name: String,
    /// Code of the employer.
    pub employer: String,
    /// Staff group.
    pub group: Group,
    /// Grade.
    pub grade: Grade,
    /// Specialty tier, in small letters.
    pub tier: String,
    /// Pay zone.
    pub zone: Zone,
    /// When it lies.
    pub duty: Duty,
    /// Paid minutes.
    pub minutes: u32,
    /// What follows when it stays open.
    pub criticality: Criticality,
    /// What the card pays a worker for an hour, in pence.
    pub card_rate: i64,
    /// What an agency charges for an hour before VAT, in pence; none where nobody said.
    pub agency_rate: Option<i64>,
}

/// Somebody who may work for another employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Willing {
    /// Row of the file.
    pub row: u32,
    /// Pseudonym, made with the regional key.
    pub worker: String,
    /// Code of the employer that employs them.
    pub employer: String,
    /// Staff group.
    pub group: Group,
    /// Grades that they are competent to work at.
    pub grades: Vec<Grade>,
    /// Tiers that they are competent in, in small letters.
    pub tiers: BTreeSet<String>,
    /// Employers that they are willing to work for; none for any.
    pub employers: Option<BTreeSet<String>>,
    /// When they opted in; none where they did not.
    pub opted_in: Option<Date>,
    /// Whether they opted out of the 48-hour week in writing.
    pub opted_out_48: bool,
    /// Most shifts they would take; none for no limit of their own.
    pub most_shifts: Option<u32>,
}

/// One cell after another, each with its words for a refusal.
struct Cells<'a> {
    file: &'a str,
    line: &'a Line,
    columns: &'a [&'a str],
}

impl Cells<'_> {
    fn text(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| *name == column);
        at.and_then(|at| self.line.cells.get(at)).map_or("", |cell| cell.trim())
    }

    fn fault(&self, column: &str, expected: &str) -> Fault {
        fault(self.file, self.line.row, column, self.text(column), expected)
    }

    fn of<T>(&self, column: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
        read(self.text(column)).ok_or_else(|| self.fault(column, expected))
    }

    fn employer(&self) -> Result<String, Fault> {
        let code = |text: &str| text.parse::<OdsCode>().ok().map(|code| code.as_str().to_owned());
        self.of("employer", "an organisation code, such as RJ6 or G6V2S", code)
    }

    fn duty(&self) -> Result<Duty, Fault> {
        let time = |column| self.of(column, "a day and time, such as 2026-12-01T19:30", moment);
        Duty::new(time("start")?, time("end")?).map_err(|why| self.fault("end", &why.to_string()))
    }

    /// The worker, whose pseudonym is not repeated where it may be a name.
    fn worker(&self) -> Result<String, Fault> {
        let worker = self.text("worker");
        if worker.is_empty() || looks_like_name(worker) {
            return Err(Fault::new(
                self.file,
                format!(
                    "Row {}, column worker: expected a pseudonym made with the regional key, and it looks like none.",
                    self.line.row
                ),
                "Names are never read here: ask the holder of the key to make the file.",
            ));
        }
        Ok(worker.to_owned())
    }

    fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        self.text(column).split(';').map(str::trim).filter(|part| !part.is_empty())
    }
}

/// A time with its offset, or by clocks in England.
fn moment(text: &str) -> Option<Time> {
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    let civil = crate::extract::civil(text.as_bytes())?;
    Some(Time::on(date_of(civil.day()), civil.minute.rem_euclid(1440)))
}

fn rate(text: &str) -> Option<i64> {
    // £2 to £1,000 an hour: outside, pounds and pence were confused.
    text.parse().ok().filter(|rate| (200..=100_000).contains(rate))
}

const RATE: &str = "whole pence an hour, such as 2150 for £21.50";

/// Open shifts, in the order of the file.
///
/// # Errors
/// A [`Fault`] with the row and column that can't be read.
pub fn open_shifts(file: &str, bytes: &[u8]) -> Result<Vec<OpenShift>, Fault> {
    let mut names = BTreeSet::new();
    let mut found = Vec::new();
    for line in read(file, bytes, &OPEN)? {
        let cell = Cells { file, line: &line, columns: &OPEN };
        let name = cell.text("shift").to_owned();
        if name.is_empty() || !names.insert(name.clone()) {
            return Err(cell.fault("shift", "a name that no other shift has"));
        }
        let duty = cell.duty()?;
        let elapsed = duty.minutes();
        let breaks = cell.of("unpaid_break_minutes", "minutes below the length of the shift", |text| {
            let minutes: i64 = if text.is_empty() { 0 } else { text.parse().ok()? };
            (0..elapsed).contains(&minutes).then_some(minutes)
        })?;
        let tier = cell.text("tier").to_lowercase();
        found.push(OpenShift {
            row: line.row,
            name,
            employer: cell.employer()?,
            group: cell.of("staff_group", Group::EXPECTED, Group::read)?,
            grade: cell.of("grade", Grade::EXPECTED, |text| Grade::read(text).ok().map(|found| found.0))?,
            tier: if tier.is_empty() { "general".to_owned() } else { tier },
            zone: cell.of("zone", "none, inner, outer or fringe", zone_of)?,
            duty,
            minutes: u32::try_from(elapsed - breaks).unwrap_or(0),
            criticality: cell.of("criticality", "routine, important, critical or nothing", |text| {
                if text.is_empty() { Some(Criticality::Routine) } else { Criticality::of(text) }
            })?,
            card_rate: cell.of("card_rate_pence", RATE, rate)?,
            agency_rate: cell.of("agency_rate_pence", RATE, |text| {
                if text.is_empty() { Some(None) } else { rate(text).map(Some) }
            })?,
        });
    }
    Ok(found)
}

/// People, in the order of the file.
///
/// # Errors
/// A [`Fault`] with the row and column that can't be read; also where a worker looks like a name or stands twice.
pub fn people(file: &str, bytes: &[u8]) -> Result<Vec<Willing>, Fault> {
    let mut known = BTreeSet::new();
    let mut found = Vec::new();
    for line in read(file, bytes, &PEOPLE)? {
        let cell = Cells { file, line: &line, columns: &PEOPLE };
        let worker = cell.worker()?;
        if !known.insert(worker.clone()) {
            return Err(cell.fault("worker", "a worker who stands in no other row"));
        }
        let grade = |text: &str| Grade::read(text).ok().map(|found| found.0);
        let grades: Option<Vec<Grade>> = cell.list("grades").map(grade).collect();
        let grades = grades.filter(|grades| !grades.is_empty());
        let tiers: BTreeSet<String> = cell.list("tiers").map(str::to_lowercase).collect();
        let willing: BTreeSet<String> = cell.list("willing_employers").map(str::to_uppercase).collect();
        found.push(Willing {
            row: line.row,
            worker,
            employer: cell.employer()?,
            group: cell.of("staff_group", Group::EXPECTED, Group::read)?,
            grades: grades.ok_or_else(|| {
                cell.fault("grades", "grades with semicolons between, such as Band 5; Band 6")
            })?,
            tiers: if tiers.is_empty() { BTreeSet::from(["general".to_owned()]) } else { tiers },
            employers: (!willing.contains("ANY")).then_some(willing),
            opted_in: cell.of(
                "opted_in_on",
                "the day they opted in, such as 2026-10-01, or nothing",
                |text| {
                    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
                },
            )?,
            opted_out_48: cell.of("opted_out_48", "yes, no or nothing", |text| match text {
                "yes" => Some(true),
                "no" | "" => Some(false),
                _ => None,
            })?,
            most_shifts: cell.of("most_shifts", "a whole number or nothing", |text| {
                if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
            })?,
        });
    }
    Ok(found)
}

/// Duties by worker, in the order of time.
///
/// # Errors
/// A [`Fault`] with the row and column that can't be read; also where two duties of a worker overlap.
pub fn duties(file: &str, bytes: &[u8]) -> Result<BTreeMap<String, Vec<Duty>>, Fault> {
    let mut found: BTreeMap<String, Vec<Duty>> = BTreeMap::new();
    for line in read(file, bytes, &DUTIES)? {
        let cell = Cells { file, line: &line, columns: &DUTIES };
        found.entry(cell.worker()?).or_default().push(cell.duty()?);
    }
    for (worker, list) in &mut found {
        list.sort_unstable();
        if let Some(pair) = list.windows(2).find(|pair| pair[1].start() < pair[0].end()) {
            let (start, end) = (pair[1].start(), pair[0].end());
            return Err(Fault::new(
                file,
                format!(
                    "The duties of {worker} overlap: one starts at {start}, before another has ended at {end}."
                ),
                "Correct the times, or leave out the duty that was not worked.",
            ));
        }
    }
    Ok(found)
}
