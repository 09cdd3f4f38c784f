//! Reads the files of a ward.

use std::collections::HashMap;

use jiff::civil::Date;
use wt_pay::Zone;

use super::super::model::{LOCAL_RULES, Leave, LeaveKind, Local, Policy, Request, Ward, Worked};
use super::cells::{clock, date, one_of_kinds, parsed};
use super::{FILES, WardErrors, cells, people};
use crate::formats::folder::FolderError;
use crate::formats::folder::cells::{Row, Table, one_of};
use crate::formats::text::ReadError;
use crate::ward::model::Shift;

/// Longer rosters are a slip.
const LONGEST: usize = 366;
/// Minutes of the longest shift that may be planned.
const LONGEST_SHIFT: u32 = 24 * 60;
/// Pounds of a local rule stay below what one person short of the floor counts for.
const MOST_POUNDS: u32 = 2_000;

/// The settings of `ward.csv`.
const SETTINGS: [&str; 11] = [
    "name",
    "first_day",
    "days",
    "zone",
    "generated",
    "roles",
    "request_low",
    "request_usual",
    "request_high",
    "request_quota",
    "leave_band_percent",
];

pub(super) type Read<T> = Result<T, ReadError>;

/// Reads a ward from its files, each a name and a text. Files of other names are not looked at.
///
/// # Errors
/// Every row that can't be right, with its file and line: what was found and what was expected.
pub fn read(files: &[(&str, &str)]) -> Result<Ward, WardErrors> {
    let mut reader = Reader { errors: Vec::new(), people: HashMap::new(), ward: empty() };
    for (file, needed, _) in FILES {
        match files.iter().find(|(name, _)| *name == file) {
            Some((_, text)) => reader.file(file, text),
            None if needed => reader.refuse(file, ReadError::new(1, "", "this file in the folder")),
            None => {}
        }
    }
    if reader.errors.is_empty() { Ok(reader.ward) } else { Err(WardErrors(reader.errors)) }
}

fn empty() -> Ward {
    Ward {
        name: String::new(),
        generated: None,
        first: Date::ZERO,
        days: 0,
        zone: Zone::None,
        policy: Policy::default(),
        shifts: Vec::new(),
        staff: Vec::new(),
        demand: Vec::new(),
        leave: Vec::new(),
        requests: Vec::new(),
        history: Vec::new(),
        temporary: Vec::new(),
    }
}

pub(super) struct Reader {
    errors: Vec<FolderError>,
    pub(super) people: HashMap<String, usize>,
    pub(super) ward: Ward,
}

impl Reader {
    fn refuse(&mut self, file: &str, error: ReadError) {
        self.errors.push(FolderError { file: file.to_owned(), error });
    }

    fn file(&mut self, file: &str, text: &str) {
        type Each = fn(&mut Reader, &Row<'_>) -> Read<()>;
        let (headings, needed, each): (&[&str], usize, Each) = match file {
            "ward.csv" => (&["setting", "value"], 2, Self::setting),
            "shifts.csv" => (&["shift", "start", "end", "unpaid_break_minutes"], 3, Self::shift),
            "staff.csv" => (&people::STAFF, 4, Self::staff),
            "demand.csv" => (&["days", "needs", "floor", "wanted", "shift", "from", "to"], 4, Self::demand),
            "policies.csv" => (&["rule", "limit", "pounds"], 3, Self::policy),
            "agreements.csv" => (&["person", "weekday", "may"], 3, Self::agreement),
            "leave.csv" => (&["person", "from", "to", "kind", "state"], 4, Self::leave),
            "requests.csv" => (&["person", "date", "shift", "wanted", "weight"], 4, Self::request),
            "history.csv" => (&["person", "date", "shift"], 3, Self::worked),
            _ => (&people::TEMPORARY, 5, Self::temporary),
        };
        let table = match Table::read(text, headings, needed) {
            Ok(table) => table,
            Err(error) => return self.refuse(file, error),
        };
        for row in table.rows() {
            if let Err(error) = each(self, &row) {
                self.refuse(file, error);
            }
        }
        let missing = match file {
            "ward.csv" if self.ward.days == 0 => "the setting days, from 1 to 366",
            "ward.csv" if self.ward.first == Date::ZERO => "the setting first_day, such as 2026-03-02",
            "shifts.csv" if self.ward.shifts.is_empty() => "at least one shift",
            "staff.csv" if self.ward.staff.is_empty() => "at least one person",
            _ => return,
        };
        self.refuse(file, ReadError::new(table.end(), "", missing));
    }

    fn setting(&mut self, row: &Row<'_>) -> Read<()> {
        let value = row.text("value", "a value")?;
        let policy = &mut self.ward.policy;
        match row.text("setting", "the name of a setting")? {
            "name" => self.ward.name = value.to_owned(),
            "first_day" => self.ward.first = date(row, "value")?,
            "days" => {
                let days = row.number("value")? as usize;
                if days == 0 || days > LONGEST {
                    return Err(row.refuse(value, "a number of days from 1 to 366"));
                }
                self.ward.days = days;
            }
            "zone" => self.ward.zone = parsed(row, "value")?,
            "generated" => {
                let seed = value.parse().map_err(|_| row.refuse(value, "the seed of a generated ward"))?;
                self.ward.generated = Some(seed);
            }
            "roles" => policy.roles = value.split('|').map(|role| role.trim().to_owned()).collect(),
            "request_low" => policy.request[0] = cells::pounds(row, "value", MOST_POUNDS)?,
            "request_usual" => policy.request[1] = cells::pounds(row, "value", MOST_POUNDS)?,
            "request_high" => policy.request[2] = cells::pounds(row, "value", MOST_POUNDS)?,
            "request_quota" => policy.quota = row.number("value")?,
            "leave_band_percent" => policy.leave_band = row.number("value")?,
            other => return Err(row.refuse(other, &one_of("a setting", &SETTINGS))),
        }
        Ok(())
    }

    fn shift(&mut self, row: &Row<'_>) -> Read<()> {
        let id = row.text("shift", "the name of a shift")?;
        let reserved = ["off", "any", "none"].contains(&id) || id.contains(['|', '/', '=', '>']);
        if self.ward.shift(id).is_some() || reserved {
            return Err(row.refuse(id, "each shift once, named other than off, any or none, without | / = >"));
        }
        let (start, end) = (clock(row, "start")?, clock(row, "end")?);
        let end = if end <= start { end + 1_440 } else { end };
        let minutes = end - start;
        if start >= 1_440 || minutes >= LONGEST_SHIFT {
            return Err(row.refuse(row.cell("end"), "a shift of less than 24 hours that starts before 24:00"));
        }
        let unpaid_break = row.number_or_none("unpaid_break_minutes")?;
        if unpaid_break >= minutes {
            let found = row.cell("unpaid_break_minutes");
            return Err(row.refuse(found, "an unpaid break shorter than the shift"));
        }
        self.ward.shifts.push(Shift { id: id.to_owned(), start, minutes, unpaid_break });
        Ok(())
    }

    fn policy(&mut self, row: &Row<'_>) -> Read<()> {
        let id = row.text("rule", "a local rule")?;
        if !LOCAL_RULES.iter().any(|(known, ..)| *known == id) {
            return Err(row.refuse(id, &one_of("a local rule", &LOCAL_RULES.map(|(id, ..)| id))));
        }
        let local = Local { limit: row.number("limit")?, pounds: cells::pounds(row, "pounds", MOST_POUNDS)? };
        self.ward.policy.rules.insert(id.to_owned(), local);
        Ok(())
    }

    fn leave(&mut self, row: &Row<'_>) -> Read<()> {
        let person = self.person(row)?;
        let (from, to) = (date(row, "from")?, date(row, "to")?);
        if to < from {
            return Err(row.refuse(row.cell("to"), "a last day on or after the first"));
        }
        let staff = &self.ward.staff[person];
        if !staff.employed(from) || !staff.employed(to) {
            return Err(row.refuse(row.cell("from"), "leave within employment"));
        }
        let kind = one_of_kinds(row, "kind", &LeaveKind::ALL)?;
        let granted = match row.cell("state") {
            "" | "granted" => true,
            "asked" => false,
            other => return Err(row.refuse(other, "granted or asked")),
        };
        self.ward.leave.push(Leave { person, from, to, kind, granted });
        Ok(())
    }

    fn request(&mut self, row: &Row<'_>) -> Read<()> {
        let person = self.person(row)?;
        let day = date(row, "date")?;
        if self.ward.day(day).is_none() {
            return Err(row.refuse(row.cell("date"), "a date of the roster"));
        }
        let shift = match row.text("shift", "off, or a shift")? {
            "off" => None,
            shift => Some(self.known(row, shift)?),
        };
        let wanted = one_of_kinds(row, "wanted", &[("yes", true), ("no", false)])?;
        let weight = match row.cell("weight") {
            "" => 1,
            _ => one_of_kinds(row, "weight", &[("low", 0), ("usual", 1), ("high", 2)])?,
        };
        self.ward.requests.push(Request { person, day, shift, wanted, weight });
        Ok(())
    }

    fn worked(&mut self, row: &Row<'_>) -> Read<()> {
        let (person, day) = (self.person(row)?, date(row, "date")?);
        if day >= self.ward.first {
            return Err(row.refuse(row.cell("date"), "a date before the roster"));
        }
        if self.ward.history.iter().any(|one| (one.person, one.day) == (person, day)) {
            return Err(row.refuse(row.cell("date"), "one shift a day for each person"));
        }
        let shift = self.known(row, row.cell("shift"))?;
        self.ward.history.push(Worked { person, day, shift });
        Ok(())
    }

    pub(super) fn person(&self, row: &Row<'_>) -> Read<usize> {
        let id = row.text("person", "a person of staff.csv")?;
        self.people.get(id).copied().ok_or_else(|| row.refuse(id, "a person of staff.csv"))
    }

    pub(super) fn known(&self, row: &Row<'_>, shift: &str) -> Read<String> {
        let shifts: Vec<&str> = self.ward.shifts.iter().map(|shift| shift.id.as_str()).collect();
        let found = self.ward.shift(shift).map(|shift| shift.id.clone());
        found.ok_or_else(|| row.refuse(shift, &one_of("a shift", &shifts)))
    }
}
