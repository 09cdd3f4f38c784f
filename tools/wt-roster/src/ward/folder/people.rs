//! `staff.csv`, `agreements.csv`, `demand.csv` and `temporary.csv`.

use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::civil::Date;
use wt_units::{Pence, Quantity};

use super::super::model::{Channel, Days, Demand, Staff, Temporary, When};
use super::cells::{WEEKDAYS, clock, date_or_none, minutes, one_of_kinds, parsed};
use super::read::{Read, Reader};
use crate::formats::folder::cells::{Row, one_of};

/// More contracted hours a week than the law lets anybody work on average (Working Time Regulations 1998, regulation 4).
const MOST_HOURS: i64 = 48;

/// The columns of `staff.csv`.
pub(super) const STAFF: [&str; 13] = [
    "person",
    "role",
    "band",
    "contracted_hours",
    "skills",
    "point",
    "employed_from",
    "employed_to",
    "net_hours",
    "nights_before",
    "weekends_before",
    "refused_before",
    "leave_days_left",
];

/// The columns of `temporary.csv`.
pub(super) const TEMPORARY: [&str; 6] =
    ["role", "channel", "band", "on_a_shift", "lead_days", "pounds_per_hour"];

impl Reader {
    pub(super) fn staff(&mut self, row: &Row<'_>) -> Read<()> {
        let id = row.text("person", "a pseudonym")?;
        if self.people.contains_key(id) {
            let expected = "each person once: two contracts at the same time can't be rostered";
            return Err(row.refuse(id, expected));
        }
        let role = self.role(row)?;
        let contracted = minutes(row, "contracted_hours")?;
        if !(0..=MOST_HOURS * 60).contains(&contracted) {
            let expected = "contracted hours a week from 0 to 48, the most the law allows on average";
            return Err(row.refuse(row.cell("contracted_hours"), expected));
        }
        let (from, to) = (date_or_none(row, "employed_from")?, date_or_none(row, "employed_to")?);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(row.refuse(row.cell("employed_to"), "a last day of employment on or after the first"));
        }
        let skills = row.cell("skills").split('|').map(str::trim).filter(|skill| !skill.is_empty());
        let balance = if row.cell("net_hours").is_empty() { 0 } else { minutes(row, "net_hours")? };
        let staff = Staff {
            id: id.to_owned(),
            role,
            band: parsed(row, "band")?,
            point: if row.cell("point").is_empty() { wt_pay::Point::Top } else { parsed(row, "point")? },
            contracted: u32::try_from(contracted).unwrap_or(0),
            skills: skills.map(str::to_owned).collect(),
            from,
            to,
            balance: i32::try_from(balance).unwrap_or(0),
            nights_before: row.number_or_none("nights_before")?,
            weekends_before: row.number_or_none("weekends_before")?,
            refused_before: row.number_or_none("refused_before")?,
            leave_left: row.number_or_none("leave_days_left")?,
            agreed: Default::default(),
        };
        self.people.insert(id.to_owned(), self.ward.staff.len());
        self.ward.staff.push(staff);
        Ok(())
    }

    fn role(&self, row: &Row<'_>) -> Read<String> {
        let role = row.text("role", "a role")?;
        if self.ward.policy.rank(role).is_some() {
            return Ok(role.to_owned());
        }
        let roles: Vec<&str> = self.ward.policy.roles.iter().map(String::as_str).collect();
        Err(row.refuse(role, &one_of("a role", &roles)))
    }

    pub(super) fn agreement(&mut self, row: &Row<'_>) -> Read<()> {
        let person = self.person(row)?;
        let word = row.text("weekday", "a weekday or all")?;
        let days = match WEEKDAYS.iter().position(|(name, _)| *name == word) {
            Some(day) => day..day + 1,
            None if word == "all" => 0..7,
            None => return Err(row.refuse(word, "all, or Mon to Sun")),
        };
        let mut may = BTreeSet::new();
        for shift in row.text("may", "off, or shifts joined by |")?.split('|').map(str::trim) {
            if shift != "off" {
                may.insert(self.known(row, shift)?);
            }
        }
        for day in days {
            self.ward.staff[person].agreed[day] = Some(may.clone());
        }
        Ok(())
    }

    pub(super) fn demand(&mut self, row: &Row<'_>) -> Read<()> {
        let word = row.text("days", "a kind of day")?;
        let days = match (word, WEEKDAYS.iter().find(|(name, _)| *name == word)) {
            ("all", _) => Days::All,
            ("weekday", _) => Days::Week { end: false },
            ("weekend", _) => Days::Week { end: true },
            (_, Some((_, weekday))) => Days::On(*weekday),
            _ => {
                let expected = "all, weekday, weekend, Mon to Sun, or a date such as 2026-03-02";
                Days::Date(Date::from_str(word).map_err(|_| row.refuse(word, expected))?)
            }
        };
        let when = match (row.cell("shift"), row.cell("from")) {
            ("", "") => return Err(row.refuse("", "a shift, or a time under from and to")),
            ("", _) => {
                let (from, to) = (clock(row, "from")?, clock(row, "to")?);
                When::Between(from, if to <= from { to + 1_440 } else { to })
            }
            (shift, _) => When::Shift(self.known(row, shift)?),
        };
        let needs = row.text("needs", "a role or a skill")?.to_owned();
        if !self.ward.staff.iter().any(|staff| self.ward.counts(staff, &needs)) {
            return Err(row.refuse(&needs, "a role or skill that somebody in staff.csv has"));
        }
        let demand = Demand { days, when, needs, floor: row.number("floor")?, wanted: row.number("wanted")? };
        if demand.floor > demand.wanted {
            let expected = "a number wanted that is at least the safe-staffing floor";
            return Err(row.refuse(row.cell("wanted"), expected));
        }
        self.ward.demand.push(demand);
        Ok(())
    }

    pub(super) fn temporary(&mut self, row: &Row<'_>) -> Read<()> {
        let role = self.role(row)?;
        let channel = one_of_kinds(row, "channel", &[("bank", Channel::Bank), ("agency", Channel::Agency)])?;
        let hour = match row.cell("pounds_per_hour") {
            "" if channel == Channel::Agency => {
                let expected = "pounds_per_hour of an agency, with fees and the VAT that is not recovered";
                return Err(row.refuse("", expected));
            }
            "" => None,
            text => {
                let pounds = Quantity::from_str(text).ok();
                let pounds = pounds.filter(|q| !q.is_negative() && q.to_f64() < 500.0);
                let pounds = pounds.ok_or_else(|| row.refuse(text, "pounds an hour from 0 to 500"))?;
                Some(Pence::new(pounds.millionths() / 10_000))
            }
        };
        self.ward.temporary.push(Temporary {
            role,
            channel,
            hour,
            band: parsed(row, "band")?,
            on_a_shift: row.number("on_a_shift")?,
            lead_days: row.number("lead_days")?,
        });
        Ok(())
    }
}
