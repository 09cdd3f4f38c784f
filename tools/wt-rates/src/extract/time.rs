//! Civil times in England, from text to minutes, and when in the week a shift lies.

use jiff::civil::{Date, date};
use rustc_hash::FxHashMap;
use wt_facts::FactSet;
use wt_pay::{Band, Employment, Moment, NoPrice, Point, Pricer, Settings, Shift, Zone};

use crate::booking::TimeBand;

/// Minutes of a day.
const DAY: i64 = 1440;

/// A civil time: minutes since the first of 1970, and the offset where the text named one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Civil {
    pub(crate) minute: i64,
    pub(crate) offset: Option<i64>,
}

impl Civil {
    pub(crate) fn day(self) -> i32 {
        i32::try_from(self.minute.div_euclid(DAY)).unwrap_or(i32::MAX)
    }

    /// Minutes ahead of Greenwich: as written, else as the law has it for this civil time. The hour that comes twice in
    /// October is taken as its first.
    fn ahead(self) -> i64 {
        self.offset.unwrap_or_else(|| if summer(self.minute) { 60 } else { 0 })
    }

    pub(crate) fn moment(self) -> Option<Moment> {
        let of_day = self.minute.rem_euclid(DAY);
        let time = |m: i64| i8::try_from(m).ok();
        let civil = date_of(self.day()).at(time(of_day / 60)?, time(of_day % 60)?, 0, 0);
        Moment::new(civil, self.ahead())
    }

    /// Elapsed minutes to a later time, over a change of the clocks too.
    pub(crate) fn until(self, later: Self) -> i64 {
        (later.minute - later.ahead()) - (self.minute - self.ahead())
    }
}

/// Whether British Summer Time is in force at a civil time (Summer Time Act 1972, as amended by SI 2002/262: from the
/// last Sunday of March to the last Sunday of October, 01:00 Greenwich).
fn summer(minute: i64) -> bool {
    let year = date_of(i32::try_from(minute.div_euclid(DAY)).unwrap_or(0)).year();
    let last_sunday = |month| {
        let last = date(year, month, 31);
        i64::from(day_of(last)) - i64::from(last.weekday().to_sunday_zero_offset())
    };
    (last_sunday(3) * DAY + 60..last_sunday(10) * DAY + 120).contains(&minute)
}

/// Days since the first of 1970.
#[must_use]
pub fn day_of(day: Date) -> i32 {
    // Counted from an era of 400 years, as Gregorian calendars repeat (Hinnant, days_from_civil).
    days(i64::from(day.year()), i64::from(day.month()), i64::from(day.day()))
}

fn days(year: i64, month: i64, day: i64) -> i32 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let number = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The civil day of a number; the last there is for one beyond it.
#[must_use]
pub fn date_of(number: i32) -> Date {
    let start = date(1970, 1, 1);
    start.checked_add(jiff::Span::new().days(i64::from(number))).unwrap_or(Date::MAX)
}

/// Reads `2026-03-02T07:30`, `2026-03-02 07:30:00`, `02/03/2026 07:30`, each with `Z` or an offset or without.
pub(crate) fn civil(text: &[u8]) -> Option<Civil> {
    let two = |at: usize| {
        let pair = text.get(at..at + 2)?;
        pair.iter()
            .all(u8::is_ascii_digit)
            .then(|| i64::from(pair[0] - b'0') * 10 + i64::from(pair[1] - b'0'))
    };
    let four = |at: usize| Some(two(at)? * 100 + two(at + 2)?);
    let is = |at: usize, wanted: &[u8]| text.get(at).is_some_and(|b| wanted.contains(b));
    let (year, month, day) = if is(4, b"-") && is(7, b"-") {
        (four(0)?, two(5)?, two(8)?)
    } else if is(2, b"/-") && is(5, b"/-") {
        (four(6)?, two(3)?, two(0)?)
    } else {
        return None;
    };
    if !is(10, b"T ") || !is(13, b":") {
        return None;
    }
    let (hour, minute) = (two(11)?, two(14)?);
    let fits = (1900..=2200).contains(&year) && (1..=12).contains(&month) && hour < 24 && minute < 60;
    if !fits || !(1..=month_days(year, month)).contains(&day) {
        return None;
    }
    let rest = text.get(16..).unwrap_or_default();
    let rest = if rest.first() == Some(&b':') {
        two(17).filter(|seconds| *seconds < 60)?;
        let rest = &rest[3..];
        let decimals = rest.strip_prefix(b".").map(|d| d.iter().take_while(|b| b.is_ascii_digit()).count());
        decimals.map_or(rest, |count| &rest[count + 1..])
    } else {
        rest
    };
    let offset = match rest {
        b"" => None,
        b"Z" | b"+00:00" | b"-00:00" | b"+0000" => Some(0),
        b"+01:00" | b"+0100" => Some(60),
        _ => return None,
    };
    let minute = i64::from(days(year, month, day)) * DAY + hour * 60 + minute;
    Some(match offset {
        None => Civil { minute, offset: None },
        Some(offset) => in_england(minute - offset),
    })
}

/// A minute of Greenwich as clocks in England show it: a file may write all times in Greenwich, in summer too.
fn in_england(greenwich: i64) -> Civil {
    // By the clock of winter and by that of summer: between the two the clock has already gone back, or not yet forward.
    let ahead = if summer(greenwich) && summer(greenwich + 60) { 60 } else { 0 };
    Civil { minute: greenwich + ahead, offset: Some(ahead) }
}

fn month_days(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Tells when in the week shifts lie, as `wt-pay` splits their hours; each pattern of start and end is split once.
pub(crate) struct Week<'f> {
    pricer: Pricer<'f>,
    known: FxHashMap<(Civil, Civil), Result<Lying, NoPrice>>,
}

/// A shift's elapsed minutes, and in which part of the week most of it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lying {
    pub(crate) minutes: u32,
    pub(crate) time: TimeBand,
}

impl<'f> Week<'f> {
    pub(crate) fn new(facts: &'f FactSet) -> Self {
        Self { pricer: Pricer::new(facts, Settings::default()), known: FxHashMap::default() }
    }

    /// Where a shift lies. The part with most hours decides, and the dearer of two as long as each other.
    pub(crate) fn lying(&mut self, start: Civil, end: Civil) -> Result<Lying, NoPrice> {
        if let Some(known) = self.known.get(&(start, end)) {
            return known.clone();
        }
        let found = self.split(start, end);
        self.known.insert((start, end), found.clone());
        found
    }

    fn split(&self, start: Civil, end: Civil) -> Result<Lying, NoPrice> {
        let (Some(from), Some(to)) = (start.moment(), end.moment()) else { return Err(NoPrice::NoTime) };
        let columns = self.pricer.columns(&Shift {
            start: from,
            end: to,
            unpaid_break_minutes: 0,
            band: Band::Five,
            point: Point::Top,
            zone: Zone::None,
            employment: Employment::Bank,
        })?;
        let time = if columns.second >= columns.first.max(columns.plain) {
            TimeBand::SundayOrHoliday
        } else if columns.first >= columns.plain {
            TimeBand::NightOrSaturday
        } else {
            TimeBand::Day
        };
        Ok(Lying { minutes: u32::try_from(start.until(end)).unwrap_or(0), time })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Civil {
        civil(text.as_bytes()).unwrap()
    }

    #[test]
    fn times_read_in_the_forms_of_files() {
        let wanted = at("2026-03-02T07:30");
        for text in
            ["2026-03-02 07:30:00", "02/03/2026 07:30", "02-03-2026T07:30:59", "2026-03-02T07:30:00.000"]
        {
            assert_eq!(at(text), wanted, "{text}");
        }
        assert_eq!(at("2026-03-02T07:30Z").offset, Some(0));
        // The same moment, by Greenwich and by the clock; and the two hours that one clock shows alike in October.
        assert_eq!(at("2026-07-02T06:30Z"), at("2026-07-02T07:30+01:00"));
        assert_eq!(at("2026-01-02T08:30+01:00"), at("2026-01-02T07:30Z"));
        assert_eq!(at("2026-10-25T01:30+01:00").until(at("2026-10-25T01:30+00:00")), 60);
        assert_eq!(at("2026-03-29T00:59Z").until(at("2026-03-29T02:00+01:00")), 1);
        for text in [
            "2026-02-29T07:30",
            "2026-13-02T07:30",
            "2026-03-02",
            "soon",
            "2026-03-02T07:30+05:00",
            "2026-03-02T7:30",
        ] {
            assert_eq!(civil(text.as_bytes()), None, "{text}");
        }
        assert_eq!(date_of(wanted.day()), date(2026, 3, 2));
    }

    #[test]
    fn nights_of_the_clocks_have_an_hour_more_or_less() {
        assert_eq!(at("2026-03-28T20:00").until(at("2026-03-29T08:00")), 11 * 60);
        assert_eq!(at("2026-10-24T20:00").until(at("2026-10-25T08:00")), 13 * 60);
        assert_eq!(at("2026-10-25T20:00").until(at("2026-10-26T08:00")), 12 * 60);
    }

    #[test]
    fn most_of_the_shift_says_when_it_lies() {
        let facts = FactSet::default();
        let mut week = Week::new(&facts);
        let mut time = |start: &str, end: &str| week.lying(at(start), at(end)).unwrap().time;
        // 2 March 2026 is a Monday.
        assert_eq!(time("2026-03-02T07:30", "2026-03-02T20:00"), TimeBand::Day);
        assert_eq!(time("2026-03-02T19:30", "2026-03-03T08:00"), TimeBand::NightOrSaturday);
        assert_eq!(time("2026-03-07T07:30", "2026-03-07T20:00"), TimeBand::NightOrSaturday);
        assert_eq!(time("2026-03-07T19:30", "2026-03-08T08:00"), TimeBand::SundayOrHoliday);
        assert_eq!(time("2026-03-08T19:30", "2026-03-09T08:00"), TimeBand::NightOrSaturday);
        assert_eq!(
            time("2026-03-07T18:00", "2026-03-08T06:00"),
            TimeBand::SundayOrHoliday,
            "six hours each: the dearer"
        );
    }
}
