//! A record of cells → a booking, or a refusal of the cell that stood in the way.

use rustc_hash::FxHashMap;
use wt_extract::{Cell as Address, Fault};
use wt_facts::FactSet;
use wt_pay::{NoPrice, Zone};
use wt_units::{OdsCode, Pence};

use crate::booking::{
    Booking, Cell, Channel, Grade, Group, Id, Names, Naming, Reason, Status, Vat, an_hour, zone_of,
};

use super::cell::{Bad, capital, lead, listed, minutes, month_number, refuse};
use super::column::Column;
use super::findings::Findings;
use super::layout::Layout;
use super::memo::Memo;
use super::money::{Looks, Money, looks, pence};
use super::split::Record;
use super::time::{Civil, Lying, Week, civil, date_of};
use super::worker::{Hasher, Workers};

/// A column that says yes or no.
type Flag = Option<bool>;

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What the column of workers holds.
    pub workers: Workers,
    /// How money is written.
    pub money: Money,
    /// Zone by site; none to take the zone from the file.
    pub sites: Option<FxHashMap<String, Zone>>,
}

/// Reads records of one file.
pub struct RowReader<'f> {
    file: u16,
    name: &'f str,
    layout: &'f Layout,
    reading: &'f Reading,
    week: Week<'f>,
    workers: Hasher,
    /// Names of everything read so far.
    pub names: Names,
    /// What was found beside the bookings.
    pub findings: Findings,
    employers: Memo<Option<Id>>,
    texts: [Memo<Id>; 4],
    zones: Memo<Option<Zone>>,
    groups: Memo<Option<Group>>,
    grades: Memo<Result<(Grade, Naming), Option<Naming>>>,
    statuses: Memo<Option<Status>>,
    channels: Memo<Option<Channel>>,
    reasons: Memo<Option<Reason>>,
    flags: Memo<Option<Flag>>,
    months: FxHashMap<i32, i32>,
    site_zones: FxHashMap<Id, Zone>,
}

/// The money of a row, checked.
struct Paid {
    pay: Option<Pence>,
    charge: Option<Pence>,
    vat: Vat,
}

impl<'f> RowReader<'f> {
    /// A reader of the file at a number of a list of files.
    #[must_use]
    pub fn new(
        file: u16,
        name: &'f str,
        layout: &'f Layout,
        reading: &'f Reading,
        facts: &'f FactSet,
    ) -> Self {
        Self {
            file,
            name,
            layout,
            reading,
            week: Week::new(facts),
            workers: Hasher::new(reading.workers.clone()),
            names: Names::default(),
            findings: Findings::default(),
            employers: Memo::default(),
            texts: std::array::from_fn(|_| Memo::default()),
            zones: Memo::default(),
            groups: Memo::default(),
            grades: Memo::default(),
            statuses: Memo::default(),
            channels: Memo::default(),
            reasons: Memo::default(),
            flags: Memo::default(),
            months: FxHashMap::default(),
            site_zones: FxHashMap::default(),
        }
    }

    /// Whether the file turned out unusable.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.findings.fault.is_some()
    }

    /// The booking of a record; none where it was blank or refused (the findings say why).
    pub fn read(&mut self, block: &[u8], record: &Record, row: u32) -> Option<Booking> {
        if self.stopped() || record.is_empty() {
            return None;
        }
        self.findings.rows += 1;
        let layout = self.layout;
        let cells = |column: Column| layout.place(column).map_or(b"".as_slice(), |at| record.cell(block, at));
        match self.booking(&cells, row) {
            Ok(booking) => Some(booking),
            Err(bad) => {
                let (column, problem) = *bad;
                let column = self.layout.heading(column).to_owned();
                let at =
                    Address { file: self.name.to_owned(), sheet: None, row: Some(row), column: Some(column) };
                self.findings.refuse(at, problem);
                None
            }
        }
    }

    fn booking<'c>(&mut self, cells: &impl Fn(Column) -> &'c [u8], row: u32) -> Result<Booking, Box<Bad>> {
        let names = &mut self.names;
        let code = |text: &str| text.parse::<OdsCode>().ok().map(|code| names.id(code.as_str()));
        let employer = self
            .employers
            .of(cells(Column::Employer), code)
            .ok_or_else(|| refuse(cells, Column::Employer, "an organisation code, such as RJ6 or G6V2S"))?;
        let mut text = |slot: usize, column: Column| {
            self.texts[slot]
                .of(cells(column), |text| self.names.id(&text.chars().take(120).collect::<String>()))
        };
        let (site, unit, override_reason) =
            (text(0, Column::Site), text(1, Column::Unit), text(2, Column::OverrideReason));
        let tier = self.texts[3].of(cells(Column::Tier), |text| {
            self.names.id(&if text.is_empty() { "general".to_owned() } else { text.to_lowercase() })
        });
        let group = listed(&mut self.groups, cells, Column::StaffGroup, Group::read, Group::EXPECTED)?;
        let grade = self.grade(cells, row)?;
        let status = listed(&mut self.statuses, cells, Column::Status, Status::read, Status::EXPECTED)?;
        let channel = listed(&mut self.channels, cells, Column::Channel, Channel::read, Channel::EXPECTED)?;
        let reason = listed(&mut self.reasons, cells, Column::Reason, Reason::read, Reason::EXPECTED)?;
        let (start, lying) = self.times(cells)?;
        let minutes = minutes(cells, lying.minutes)?;
        let zone = self.zone(cells, site)?;
        let cell = Cell { group, grade, tier, time: lying.time, zone };
        let worked = status == Status::Worked && channel != Channel::Unfilled;
        let paid = if worked {
            self.paid(cells, channel, minutes, row)?
        } else {
            Paid { pay: None, charge: None, vat: Vat::Unknown }
        };
        let framework = self.flag(cells, Column::Framework)?;
        let override_rate = self.flag(cells, Column::Override)?.unwrap_or(false);
        let day = start.day();
        let month = *self.months.entry(day).or_insert_with(|| month_number(date_of(day)));
        Ok(Booking {
            file: self.file,
            row,
            employer,
            site,
            unit,
            cell,
            day,
            month,
            minutes,
            status,
            channel,
            reason,
            pay: paid.pay,
            charge: paid.charge,
            vat: paid.vat,
            framework,
            override_rate,
            override_reason,
            lead_hours: lead(cells, start)?,
            worker: self.worker(cells(Column::Worker), row),
        })
    }

    fn grade<'c>(&mut self, cells: &impl Fn(Column) -> &'c [u8], row: u32) -> Result<Grade, Box<Bad>> {
        match self.grades.of(cells(Column::Grade), Grade::read) {
            Ok((grade, naming)) => {
                self.findings.named(naming, row);
                Ok(grade)
            }
            Err(naming) => {
                let mut bad = refuse(cells, Column::Grade, Grade::EXPECTED);
                if let Some(naming) = naming {
                    self.findings.named(naming, row);
                    bad.1.fix = "Grades A to I ended with Agenda for Change in 2004 and have no band of their own: write the band."
                        .to_owned();
                }
                Err(bad)
            }
        }
    }

    fn times<'c>(&mut self, cells: &impl Fn(Column) -> &'c [u8]) -> Result<(Civil, Lying), Box<Bad>> {
        let time = |column| {
            civil(cells(column))
                .ok_or_else(|| refuse(cells, column, "a day and time, such as 2026-03-02T07:30"))
        };
        let (start, end) = (time(Column::Start)?, time(Column::End)?);
        let lying = self.week.lying(start, end).map_err(|why| {
            let expected = match &why {
                NoPrice::NoTime => "an end after the start: hours can't be negative",
                NoPrice::TooLong(..) => "at most 24 hours in one shift",
                _ => "a shift in years whose public holidays are known",
            };
            let mut bad = refuse(cells, Column::End, expected);
            bad.1.fix = format!("{}.", capital(&why.to_string()));
            bad
        })?;
        Ok((start, lying))
    }

    fn zone<'c>(&mut self, cells: &impl Fn(Column) -> &'c [u8], site: Id) -> Result<Zone, Box<Bad>> {
        if let Some(sites) = &self.reading.sites {
            let found = sites.get(self.names.name(site)).copied();
            return found.ok_or_else(|| refuse(cells, Column::Site, "a site of the list of sites"));
        }
        let cell = cells(Column::Zone);
        if cell.is_empty() {
            self.findings.no_zone += 1;
            return Ok(Zone::None);
        }
        let zone = self
            .zones
            .of(cell, zone_of)
            .ok_or_else(|| refuse(cells, Column::Zone, "none, inner, outer or fringe"))?;
        if *self.site_zones.entry(site).or_insert(zone) != zone && site != Id::default() {
            self.findings.two_zones.insert(self.names.name(site).to_owned());
        }
        Ok(zone)
    }

    fn flag<'c>(&mut self, cells: &impl Fn(Column) -> &'c [u8], column: Column) -> Result<Flag, Box<Bad>> {
        let read = |text: &str| match text.to_ascii_lowercase().as_str() {
            "" => Some(None),
            "yes" | "y" | "true" | "1" => Some(Some(true)),
            "no" | "n" | "false" | "0" => Some(Some(false)),
            _ => None,
        };
        self.flags.of(cells(column), read).ok_or_else(|| refuse(cells, column, "yes, no or nothing"))
    }

    fn paid<'c>(
        &mut self,
        cells: &impl Fn(Column) -> &'c [u8],
        channel: Channel,
        minutes: u32,
        row: u32,
    ) -> Result<Paid, Box<Bad>> {
        let unit = self.reading.money;
        let amount = |column| {
            let cell = cells(column);
            if cell.is_empty() {
                return Ok(None);
            }
            let read = pence(cell, unit).filter(|amount| *amount >= 0);
            read.map(Some).ok_or_else(|| refuse(cells, column, "an amount of 0 or more, such as 240.00"))
        };
        let pay = amount(Column::Pay)?
            .ok_or_else(|| refuse(cells, Column::Pay, "the worker's pay: this shift was worked"))?;
        let charge = amount(Column::Charge)?;
        let looked = an_hour(pay, u64::from(minutes)).map_or(Looks::Right, looks);
        if looked != Looks::Right {
            self.findings.wrong_money(row);
            let (expected, fix) = match (looked, unit) {
                (Looks::LikePence, Money::Pounds) => {
                    ("pounds of pay for the whole shift", "It comes to over £1,000 an hour: pence?")
                }
                (Looks::LikePence, Money::Pence) => {
                    ("pence of pay for the whole shift", "It comes to over £1,000 an hour.")
                }
                (_, Money::Pounds) => ("pounds of pay for the whole shift", "It comes to under £2 an hour."),
                (_, Money::Pence) => {
                    ("pence of pay for the whole shift", "It comes to under £2 an hour: pounds?")
                }
            };
            let mut bad = refuse(cells, Column::Pay, expected);
            fix.clone_into(&mut bad.1.fix);
            return Err(bad);
        }
        self.findings.right += 1;
        let (needs_charge, whole) = match channel {
            Channel::Agency | Channel::OutsourcedBank => (true, true),
            Channel::DirectEngagement => (true, false),
            _ => (false, false),
        };
        if !needs_charge {
            return Ok(Paid { pay: Some(Pence::new(pay)), charge: None, vat: Vat::Charged(Pence::ZERO) });
        }
        let charge =
            charge.ok_or_else(|| refuse(cells, Column::Charge, "what the company charged before VAT"))?;
        if whole && charge < pay {
            let mut bad =
                refuse(cells, Column::Charge, "a charge of at least the worker's pay, which it includes");
            bad.1.fix = format!("The pay is {}.", Pence::new(pay).plain());
            return Err(bad);
        }
        let vat = match cells(Column::Vat) {
            b"" => Vat::Unknown,
            cell if cell.eq_ignore_ascii_case(b"unknown") => Vat::Unknown,
            cell if cell.eq_ignore_ascii_case(b"exempt") => Vat::Charged(Pence::ZERO),
            _ => Vat::Charged(Pence::new(amount(Column::Vat)?.unwrap_or(0))),
        };
        if vat == Vat::Unknown {
            self.findings.unknown_vat += 1;
        }
        Ok(Paid { pay: Some(Pence::new(pay)), charge: Some(Pence::new(charge)), vat })
    }

    fn worker(&mut self, cell: &[u8], row: u32) -> Option<u64> {
        if cell.is_empty() {
            return None;
        }
        if let Ok(hash) = self.workers.hash(cell) {
            return Some(hash);
        }
        // What stands there is not repeated: it may be somebody's name.
        let heading = self.layout.heading(Column::Worker);
        self.findings.fault = Some(Fault::new(
            self.name,
            format!(
                "Column {heading}, row {row}: workers look like names, not pseudonyms. Nothing of the file was kept."
            ),
            "Give a key of your own with --worker-key FILE: names are then hashed with it as they are read, and never kept.",
        ));
        None
    }
}
