//! The bookings of a region, one line each, and the truth of what was planted among them.

use std::fmt::Write;

use jiff::civil::{Date, Weekday};

use crate::booking::{Channel, Group, TimeBand, price};
use crate::extract::SPECS;

use super::noise::Noise;
use super::plan::{AREAS, Allowed, KINDS, Region};
use super::rates::{Line, cap};
use super::truth::{CapBreach, Truth, planted};

/// Shifts wanted by a middling employer in a month, of all kinds.
const WANTED: f64 = 270.0;
/// Shares of time bands.
const TIMES: [(TimeBand, f64); 3] =
    [(TimeBand::Day, 0.45), (TimeBand::NightOrSaturday, 0.31), (TimeBand::SundayOrHoliday, 0.24)];
/// Percent above the rate that an allowed override pays.
const ALLOWED: f64 = 15.0;
/// Shares of a leaver's shifts that are above the card so many months before it leaves.
const DRIFT: [(usize, f64); 2] = [(2, 0.12), (1, 0.25)];
/// Text is handed over from so many bytes on.
const PAGE: usize = 1 << 16;

/// Days of a month by what a shift on them is, each with the day after.
#[derive(Default)]
struct Calendar {
    days: [Vec<(Date, Date)>; 3],
    nights: Vec<(Date, Date)>,
}

impl Calendar {
    fn new(month: usize, holidays: &[Date]) -> Self {
        let mut found = Self::default();
        let first = Region::first_day(month);
        for at in 0..first.days_in_month() {
            let day = first.saturating_add(jiff::Span::new().days(i64::from(at)));
            let next = day.saturating_add(jiff::Span::new().days(1));
            let holiday = |day: &Date| holidays.contains(day);
            let kind = match day.weekday() {
                _ if holiday(&day) => 2,
                Weekday::Sunday => 2,
                Weekday::Saturday => 1,
                _ => 0,
            };
            found.days[kind].push((day, next));
            if kind == 0 && !holiday(&next) {
                found.nights.push((day, next));
            }
        }
        found
    }
}

/// One shift as it will be written.
struct Shift {
    employer: usize,
    line: Line,
    start: (Date, &'static str),
    end: (Date, &'static str),
    minutes: u32,
}

struct Writer<'r, E> {
    region: &'r Region,
    noise: Noise,
    out: &'r mut dyn FnMut(&str) -> Result<(), E>,
    text: String,
    row: u32,
    pools: Vec<Vec<u32>>,
    truth: Truth,
}

/// Writes the bookings as CSV, headings first, in pieces; `holidays` are the public holidays of the region's time.
///
/// # Errors
/// What `out` gives back.
pub fn write<E>(
    region: &Region,
    holidays: &[Date],
    out: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<Truth, E> {
    let names: Vec<&str> = SPECS.iter().map(|spec| spec.name).collect();
    let mut noise = Noise::of(region.recipe.seed, 2);
    let pools = pools(region, &mut noise);
    let text = format!("{}\n", names.join(","));
    let mut writer = Writer { region, noise, out, text, row: 2, pools, truth: planted(region) };
    for month in 0..usize::from(region.recipe.months) {
        let calendar = Calendar::new(month, holidays);
        for employer in 0..region.employers.len() {
            writer.month(employer, month, &calendar)?;
        }
    }
    (writer.out)(&writer.text)?;
    writer.truth.bookings = u64::from(writer.row - 2);
    Ok(writer.truth)
}

impl<E> Writer<'_, E> {
    fn month(&mut self, employer: usize, month: usize, calendar: &Calendar) -> Result<(), E> {
        let who = &self.region.employers[employer];
        let all: f64 = KINDS.iter().map(|kind| kind.weight).sum();
        let scale = WANTED * who.size * f64::from(self.region.recipe.percent) / 100.0 / all;
        for (kind, of) in KINDS.iter().enumerate() {
            for (time, share) in TIMES {
                let line = Line { kind, time, area: who.area };
                let chance = self.region.filled(employer, line, month);
                for _ in 0..self.noise.count(scale * of.weight * share) {
                    let shift = self.shift(employer, line, calendar);
                    self.booking(&shift, month, chance, None);
                    if self.text.len() > PAGE {
                        (self.out)(&self.text)?;
                        self.text.clear();
                    }
                }
            }
        }
        self.long(employer, month, calendar);
        Ok(())
    }

    fn shift(&mut self, employer: usize, line: Line, calendar: &Calendar) -> Shift {
        let noise = &mut self.noise;
        let night = line.time == TimeBand::NightOrSaturday && noise.chance(0.75);
        let days = match line.time {
            _ if night => &calendar.nights,
            TimeBand::Day => &calendar.days[0],
            TimeBand::NightOrSaturday => &calendar.days[1],
            TimeBand::SundayOrHoliday => &calendar.days[2],
        };
        let (day, next) = days[noise.below(days.len())];
        let (start, end, minutes) = if night {
            ((day, "19:30"), (next, "08:00"), 720)
        } else if noise.chance(0.6) {
            ((day, "07:30"), (day, "20:00"), 720)
        } else {
            ((day, "08:00"), (day, "16:00"), 450)
        };
        Shift { employer, line, start, end, minutes }
    }

    /// Weeks on end of the same worker, through an agency.
    fn long(&mut self, employer: usize, month: usize, calendar: &Calendar) {
        let Some(at) = self.region.long.iter().position(|one| one.employer == employer) else { return };
        if !(self.region.long[at].from..self.region.long[at].from + 6).contains(&month) {
            return;
        }
        let line = Line { kind: 0, time: TimeBand::Day, area: self.region.employers[employer].area };
        let worker = 900_000 + u32::try_from(employer).unwrap_or(0);
        let taken = calendar.days[0].iter().filter(|(day, _)| day.weekday() != Weekday::Friday);
        for (day, _) in taken {
            let shift = Shift { employer, line, start: (*day, "08:00"), end: (*day, "16:00"), minutes: 450 };
            self.booking(&shift, month, 1.0, Some(worker));
            self.truth.long_bookings[at].minutes += 450;
        }
    }

    fn booking(&mut self, shift: &Shift, month: usize, chance: f64, same: Option<u32>) {
        let (who, kind) = (&self.region.employers[shift.employer], &KINDS[shift.line.kind]);
        let filled = same.is_some() || self.noise.chance(chance);
        let channel = match (same, filled) {
            (Some(_), _) => Channel::Agency,
            (None, false) => Channel::Unfilled,
            (None, true) => channel(&mut self.noise, kind.group),
        };
        let status = match self.noise.unit() {
            _ if same.is_some() => "worked",
            x if x < 0.015 => "cancelled",
            x if x < 0.025 && filled => "did not attend",
            _ => "worked",
        };
        let reason = match self.noise.unit() {
            x if x < 0.46 => "vacancy",
            x if x < 0.70 => "sickness",
            x if x < 0.82 => "enhanced care",
            x if x < 0.90 => "escalation beds",
            x if x < 0.97 => "leave",
            _ => "other",
        };
        let (unit, lead) = (1 + self.noise.below(6), 1 + self.noise.below(20));
        let site = if self.noise.chance(0.7) { 'A' } else { 'B' };
        let asked =
            shift.start.0.saturating_sub(jiff::Span::new().days(i64::try_from(lead + 7).unwrap_or(7)));
        let booked = shift.start.0.saturating_sub(jiff::Span::new().days(i64::try_from(lead).unwrap_or(1)));
        let (start, end) = (shift.start, shift.end);
        // Writing to a text can't fail.
        let _ = write!(
            self.text,
            "{0},{0}-{site},{1},{2} {unit} (generated),{3},{4},{5},{6}T{7},{8}T{9},30,{status},,{asked}T09:00,{reason},{channel},",
            who.code,
            AREAS[shift.line.area].0,
            if kind.group == Group::Medical { "Department" } else { "Ward" },
            kind.group,
            kind.grade,
            kind.tier,
            start.0,
            start.1,
            end.0,
            end.1,
        );
        if filled && status == "worked" {
            self.money(shift, month, channel, same.is_some());
            let worker = same.unwrap_or_else(|| self.worker(shift));
            let _ = writeln!(self.text, "{booked}T10:00,,w{worker:06}");
        } else {
            self.text.push_str(",,,,,,,,\n");
        }
        self.row += 1;
    }

    /// Pay, charge, VAT, framework, override and its reason.
    fn money(&mut self, shift: &Shift, month: usize, channel: Channel, plain: bool) {
        let (region, employer, line) = (self.region, shift.employer, shift.line);
        let offered = region.offered(employer, line, month);
        let above = if plain { None } else { self.above(shift, month, channel) };
        let rate =
            above.map_or(offered, |(percent, _)| offered + (offered as f64 * percent / 100.0).round() as i64);
        let reason = above.map_or("", |(_, reason)| reason);
        if above.is_none() && region.adopted(employer, month) && !region.left(employer, month) {
            let without = price(region.without_card(employer, line, month), shift.minutes);
            self.truth.saved_pence += without - price(rate, shift.minutes);
        }
        let pay = price(rate, shift.minutes);
        let (charge, vat, framework) = self.charged(shift, month, channel, pay, !reason.is_empty());
        let text = &mut self.text;
        let _ = write!(text, "{}.{:02},", pay / 100, pay % 100);
        if let Some(charge) = charge {
            let _ = write!(text, "{}.{:02},", charge / 100, charge % 100);
            let vat = (charge * vat + 50) / 100;
            let exempt = self.noise.chance(0.01);
            let _ = if exempt {
                write!(text, "unknown,")
            } else {
                write!(text, "{}.{:02},", vat / 100, vat % 100)
            };
        } else {
            text.push_str(",,");
        }
        let _ = write!(text, "{framework},{},{reason},", if reason.is_empty() { "no" } else { "yes" });
    }

    /// Percent above the rate on offer, and the reason that is recorded (empty where none is).
    fn above(&mut self, shift: &Shift, month: usize, channel: Channel) -> Option<(f64, &'static str)> {
        let (region, employer) = (self.region, shift.employer);
        let mut allowed =
            region.allowed.iter().filter(|one| (one.employer, one.kind) == (employer, shift.line.kind));
        if channel == Channel::Agency && allowed.any(|one| one.holds(month)) {
            return Some((ALLOWED, "patient safety"));
        }
        if let Some(leaves) = region.leaves.filter(|one| one.employer == employer && one.month > month) {
            let part = DRIFT
                .iter()
                .find(|(before, _)| month + before == leaves.month)
                .map_or(0.0, |(_, part)| *part);
            if self.noise.chance(part) {
                return Some((leaves.by * 100.0, ""));
            }
        }
        let escalated = self.noise.chance(0.012);
        escalated.then(|| (7.0, if self.noise.chance(0.8) { "short notice" } else { "" }))
    }

    /// Charge before VAT, percent of VAT, and what stands under framework.
    fn charged(
        &mut self,
        shift: &Shift,
        month: usize,
        channel: Channel,
        pay: i64,
        overridden: bool,
    ) -> (Option<i64>, i64, &'static str) {
        let who = &self.region.employers[shift.employer];
        let group = KINDS[shift.line.kind].group;
        // Nurses' agencies charge none; locum doctors none since the autumn of 2025.
        let vat = match group {
            Group::Nursing | Group::Support => 0,
            Group::Medical if month >= 18 => 0,
            _ => 20,
        };
        match channel {
            Channel::Agency => {
                let mut charge = (pay as f64 * who.markup).round() as i64;
                let most = price(cap(shift.line, month), shift.minutes);
                if self.noise.chance(0.002) {
                    charge = charge.max(most + most * 12 / 100);
                }
                if charge > most {
                    let above_pence = charge - most;
                    self.truth.cap_breaches.push(CapBreach { row: self.row, above_pence, overridden });
                }
                let off = self.noise.chance(0.002);
                if off {
                    self.truth.off_framework.push(self.row);
                }
                (Some(charge), vat, if off { "no" } else { "yes" })
            }
            Channel::OutsourcedBank => (Some((pay as f64 * 1.29).round() as i64), 0, ""),
            Channel::DirectEngagement => (Some((pay as f64 * 0.06).round() as i64), 20, "yes"),
            _ => (None, 0, ""),
        }
    }

    fn worker(&mut self, shift: &Shift) -> u32 {
        let pool = &self.pools[shift.employer * KINDS.len() + shift.line.kind];
        pool[self.noise.below(pool.len())]
    }
}

impl Allowed {
    fn holds(self, month: usize) -> bool {
        self.from <= month && self.to.is_none_or(|to| month < to)
    }
}

fn channel(noise: &mut Noise, group: Group) -> Channel {
    match noise.unit() {
        x if x < 0.58 => Channel::OwnBank,
        x if x < 0.86 => Channel::Agency,
        x if x < 0.91 => Channel::OutsourcedBank,
        x if x < 0.95 => Channel::Substantive,
        _ if group == Group::Medical => Channel::DirectEngagement,
        _ => Channel::OwnBank,
    }
}

/// Who works where, by employer and kind: three chances at home to one at each place beside it that they are willing to go to.
fn pools(region: &Region, noise: &mut Noise) -> Vec<Vec<u32>> {
    let count = region.employers.len();
    let mut pools = vec![Vec::new(); count * KINDS.len()];
    let all: f64 = KINDS.iter().map(|kind| kind.weight).sum();
    let mut next = 1;
    for (at, who) in region.employers.iter().enumerate() {
        for (kind, of) in KINDS.iter().enumerate() {
            let shifts =
                WANTED * who.size * of.weight / all * of.fill * f64::from(region.recipe.percent) / 100.0;
            for _ in 0..((shifts / 3.0).ceil() as usize).max(2) {
                pools[at * KINDS.len() + kind].extend([next; 3]);
                for (beside, weight) in &who.neighbours {
                    if noise.chance(0.5 * weight) {
                        pools[beside * KINDS.len() + kind].push(next);
                    }
                }
                next += 1;
            }
        }
    }
    pools
}
