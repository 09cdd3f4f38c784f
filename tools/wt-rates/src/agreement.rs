//! What was agreed and what is allowed, with days of effect: the rate card, price caps, sites, and what happened when.

use std::collections::BTreeMap;

use jiff::civil::Date;
use wt_extract::Fault;
use wt_pay::Zone;
use wt_units::OdsCode;

use crate::booking::{Cell, Grade, Group, Names, TimeBand, zone_of};
use crate::extract::{date_of, month_number};
use crate::sheet::{Line, fault, read};

/// Columns of a card.
const CARD: [&str; 7] =
    ["staff_group", "grade", "tier", "time_band", "zone", "worker_rate_pence", "effective_from"];
/// Columns of caps.
const CAPS: [&str; 6] = ["staff_group", "grade", "time_band", "zone", "cap_pence", "effective_from"];
const EVENTS: [&str; 3] = ["event", "employer", "from"];
const SITES: [&str; 2] = ["site", "zone"];

/// A line of a card or of caps: staff group, grade, tier (caps have none), time band, zone.
type Key = (Group, Grade, String, TimeBand, Zone);
/// Rates in pence an hour by first day, in order.
type Dated = Vec<(Date, i64)>;

/// Rates by cell and day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Table(BTreeMap<Key, Dated>);

impl Table {
    fn add(&mut self, key: Key, from: Date, rate: i64) {
        let rates = self.0.entry(key).or_default();
        rates.push((from, rate));
        rates.sort_unstable();
    }

    fn at(&self, key: &Key, day: Date) -> Option<i64> {
        let rates = self.0.get(key)?;
        rates.iter().rev().find(|(from, _)| *from <= day).map(|(_, rate)| *rate)
    }
}

/// A rate card: what a worker is paid an hour, by cell and day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    rates: Table,
}

impl Agreement {
    /// Reads a card: `staff_group,grade,tier,time_band,zone,worker_rate_pence,effective_from`.
    ///
    /// # Errors
    /// A [`Fault`] with the row and column that can't be read.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Fault> {
        let mut found = Self::default();
        for line in read(file, bytes, &CARD)? {
            let cell = Reader { file, line: &line, columns: &CARD };
            let tier = line.cells[2].to_lowercase();
            let tier = if tier.is_empty() { "general".to_owned() } else { tier };
            let key = (cell.group(0)?, cell.grade(1)?, tier, cell.time(3)?, cell.zone(4)?);
            found.rates.add(key, cell.day(6)?, cell.rate(5)?);
        }
        Ok(found)
    }

    /// Sets a rate from a day on.
    pub fn set(&mut self, cell: &Cell, names: &Names, from: Date, pence_an_hour: i64) {
        self.rates.add(key(cell, names), from, pence_an_hour);
    }

    /// The rate of a cell on a day, in pence an hour; none before the card, or where it has no such line.
    #[must_use]
    pub fn rate(&self, cell: &Cell, names: &Names, day: i32) -> Option<i64> {
        self.rates.at(&key(cell, names), date_of(day))
    }

    /// All rates of a cell by the day they begin, for looking up many days.
    #[must_use]
    pub fn rates(&self, cell: &Cell, names: &Names) -> Vec<(i32, i64)> {
        let rates = self.rates.0.get(&key(cell, names));
        let number = |day: Date| crate::extract::day_of(day);
        rates
            .map(|rates| rates.iter().map(|(from, rate)| (number(*from), *rate)).collect())
            .unwrap_or_default()
    }

    /// First day of any rate; none for an empty card.
    #[must_use]
    pub fn starts(&self) -> Option<Date> {
        self.rates.0.values().filter_map(|rates| rates.first()).map(|(from, _)| *from).min()
    }

    /// Lines of the card.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.rates.0.len()
    }
}

/// The rate in force on a day, of rates by the day they begin.
#[must_use]
pub fn in_force(rates: &[(i32, i64)], day: i32) -> Option<i64> {
    rates.iter().rev().find(|(from, _)| *from <= day).map(|(_, rate)| *rate)
}

fn key(cell: &Cell, names: &Names) -> Key {
    (cell.group, cell.grade, names.name(cell.tier).to_owned(), cell.time, cell.zone)
}

/// Price caps: the most an agency may charge an hour before VAT, by cell and day. Caps know no tiers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caps {
    rates: Table,
}

impl Caps {
    /// Reads caps: `staff_group,grade,time_band,zone,cap_pence,effective_from`.
    ///
    /// # Errors
    /// A [`Fault`] with the row and column that can't be read.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Fault> {
        let mut found = Self::default();
        for line in read(file, bytes, &CAPS)? {
            let cell = Reader { file, line: &line, columns: &CAPS };
            let key = (cell.group(0)?, cell.grade(1)?, String::new(), cell.time(2)?, cell.zone(3)?);
            found.rates.add(key, cell.day(5)?, cell.rate(4)?);
        }
        Ok(found)
    }

    /// Sets a cap from a day on.
    pub fn set(
        &mut self,
        group: Group,
        grade: Grade,
        time: TimeBand,
        zone: Zone,
        from: Date,
        pence_an_hour: i64,
    ) {
        self.rates.add((group, grade, String::new(), time, zone), from, pence_an_hour);
    }

    /// Caps of a cell by the day they begin.
    #[must_use]
    pub fn rates(&self, cell: &Cell) -> Vec<(i32, i64)> {
        let key = (cell.group, cell.grade, String::new(), cell.time, cell.zone);
        let rates = self.rates.0.get(&key);
        rates
            .map(|rates| rates.iter().map(|(from, rate)| (crate::extract::day_of(*from), *rate)).collect())
            .unwrap_or_default()
    }

    /// Every cap with its line and first day.
    pub fn all(&self) -> impl Iterator<Item = (Group, Grade, TimeBand, Zone, Date, i64)> {
        self.rates.0.iter().flat_map(|((group, grade, _, time, zone), rates)| {
            rates.iter().map(move |(from, rate)| (*group, *grade, *time, *zone, *from, *rate))
        })
    }
}

/// What moved rates for reasons of its own, and when: months as year × 12 + month − 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Events {
    /// Employer by code → month it adopted the card.
    pub adoption: BTreeMap<String, i32>,
    /// Months in which caps changed.
    pub caps: Vec<i32>,
    /// Months of pay awards.
    pub awards: Vec<i32>,
}

impl Events {
    /// Reads events: `event,employer,from`, where an event is adoption, cap change or pay award.
    ///
    /// # Errors
    /// A [`Fault`] with the row and column that can't be read.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Fault> {
        let mut found = Self::default();
        for line in read(file, bytes, &EVENTS)? {
            let cell = Reader { file, line: &line, columns: &EVENTS };
            let month = month_number(cell.day(2)?);
            match line.cells[0].to_lowercase().as_str() {
                "adoption" => {
                    let code = line.cells[1].parse::<OdsCode>();
                    let code = code.map_err(|_| cell.fault(1, "the employer's organisation code"))?;
                    found.adoption.insert(code.to_string(), month);
                }
                "cap change" => found.caps.push(month),
                "pay award" => found.awards.push(month),
                _ => return Err(cell.fault(0, "adoption, cap change or pay award")),
            }
        }
        Ok(found)
    }
}

/// Reads a list of sites: `site,zone`.
///
/// # Errors
/// A [`Fault`] with the row and column that can't be read.
pub fn sites(file: &str, bytes: &[u8]) -> Result<rustc_hash::FxHashMap<String, Zone>, Fault> {
    let lines = read(file, bytes, &SITES)?;
    let one = |line: &Line| Ok((line.cells[0].clone(), Reader { file, line, columns: &SITES }.zone(1)?));
    lines.iter().map(one).collect()
}

struct Reader<'l> {
    file: &'l str,
    line: &'l Line,
    columns: &'l [&'l str],
}

impl Reader<'_> {
    fn fault(&self, at: usize, expected: &str) -> Fault {
        fault(self.file, self.line.row, self.columns[at], &self.line.cells[at], expected)
    }

    fn group(&self, at: usize) -> Result<Group, Fault> {
        Group::read(&self.line.cells[at]).ok_or_else(|| self.fault(at, Group::EXPECTED))
    }

    fn grade(&self, at: usize) -> Result<Grade, Fault> {
        Grade::read(&self.line.cells[at]).map(|found| found.0).map_err(|_| self.fault(at, Grade::EXPECTED))
    }

    fn time(&self, at: usize) -> Result<TimeBand, Fault> {
        TimeBand::read(&self.line.cells[at]).ok_or_else(|| self.fault(at, TimeBand::EXPECTED))
    }

    fn zone(&self, at: usize) -> Result<Zone, Fault> {
        zone_of(&self.line.cells[at]).ok_or_else(|| self.fault(at, "none, inner, outer or fringe"))
    }

    fn day(&self, at: usize) -> Result<Date, Fault> {
        let day = self.line.cells[at].parse::<Date>();
        day.map_err(|_| self.fault(at, "a day, such as 2026-04-01"))
    }

    fn rate(&self, at: usize) -> Result<i64, Fault> {
        let rate = self.line.cells[at].parse::<i64>().ok();
        // £2 to £1,000 an hour: outside, pounds and pence were confused.
        rate.filter(|rate| (200..=100_000).contains(rate))
            .ok_or_else(|| self.fault(at, "whole pence an hour, such as 2150 for £21.50"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;

    const TEXT: &str = "effective_from,staff_group,grade,tier,time_band,zone,worker_rate_pence\n\
        2026-04-01,registered nursing,Band 5,,night or Saturday,inner,2600\n\
        2025-04-01,registered nursing,Band 5,General,night or Saturday,inner,2500\n";

    #[test]
    fn the_newest_rate_that_has_begun_holds() {
        let card = Agreement::parse("CARD.csv", TEXT.as_bytes()).unwrap();
        let mut names = Names::default();
        let cell = Cell {
            group: Group::Nursing,
            grade: Grade::read("Band 5").unwrap().0,
            tier: names.id("general"),
            time: TimeBand::NightOrSaturday,
            zone: Zone::Inner,
        };
        let on = |day: &str| card.rate(&cell, &names, crate::extract::day_of(day.parse().unwrap()));
        assert_eq!((on("2025-03-31"), on("2026-03-31"), on("2026-04-01")), (None, Some(2_500), Some(2_600)));
        assert_eq!(in_force(&card.rates(&cell, &names), 0), None);
        assert_eq!((card.lines(), card.starts().unwrap().to_string().as_str()), (1, "2025-04-01"));
    }

    #[test]
    fn what_can_not_be_read_is_named() {
        let wrong = TEXT.replace("2600", "26.00");
        let said = Agreement::parse("CARD.csv", wrong.as_bytes()).unwrap_err().to_string();
        assert!(
            said.contains("Row 2, column worker_rate_pence: found '26.00', expected whole pence"),
            "{said}"
        );
        assert!(
            Caps::parse("CAPS.csv", TEXT.as_bytes()).unwrap_err().to_string().contains("no column cap_pence")
        );
        let said = Events::parse("E.csv", b"event,employer,from\ntea,,2026-01-01\n").unwrap_err().to_string();
        assert!(said.contains("adoption, cap change or pay award"), "{said}");
    }
}
