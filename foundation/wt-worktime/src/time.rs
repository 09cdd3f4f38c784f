//! Moments to the minute, and the civil time England shows at them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};

/// Minutes of a day without a clock change.
pub(crate) const DAY: i64 = 1440;

/// A moment, to the minute. It is read with its offset and shown as clocks in England show it.
///
/// ```
/// use wt_worktime::Time;
/// let start: Time = "2026-10-24T20:30+01:00".parse()?;
/// let end: Time = "2026-10-25T09:00+00:00".parse()?;
/// assert_eq!(start.until(end), 13 * 60 + 30, "the clocks went back");
/// # Ok::<(), wt_worktime::NotATime>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub(crate) i64);

/// Why a text is no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found '{found}', expected a time with its offset, to the minute, such as 2026-10-12T10:45+01:00")]
pub struct NotATime {
    /// The text as it stood.
    pub found: String,
}

impl Time {
    /// Elapsed minutes from this to `later`; below zero where it is not later.
    #[must_use]
    pub fn until(self, later: Self) -> i64 {
        later.0 - self.0
    }

    /// The day in England.
    #[must_use]
    pub fn date(self) -> Date {
        date_of(self.local().div_euclid(DAY))
    }

    /// The day in England of the minute before: where a stretch that ends here has its last day.
    #[must_use]
    pub fn last_date(self) -> Date {
        Self(self.0 - 1).date()
    }

    /// Minutes of civil time since the first day of 1970.
    pub(crate) fn local(self) -> i64 {
        self.0 + if summer(self.0) { 60 } else { 0 }
    }

    /// Days since the first of 1970, in England.
    pub(crate) fn day(self) -> i64 {
        self.local().div_euclid(DAY)
    }

    /// The moment at which clocks show so many minutes after midnight of a day; over 1,440 is the next day's. Of an hour that
    /// comes twice the first; of one that clocks leave out, as late after its midnight as was said.
    #[must_use]
    pub fn on(day: Date, minutes: i64) -> Self {
        Self::at_local(number_of(day) * DAY + minutes)
    }

    /// When clocks in England show so many minutes since the first day of 1970. Where they do so twice the first counts; where
    /// they never do, the time an hour later.
    pub(crate) fn at_local(local: i64) -> Self {
        if summer(local - 60) { Self(local - 60) } else { Self(local) }
    }

    /// Midnight at the start of a day.
    pub(crate) fn midnight(day: i64) -> Self {
        Self::at_local(day * DAY)
    }
}

/// Whether a moment lies in British summer time: from 01:00 Greenwich time on the last Sunday of March to the same on the last
/// Sunday of October (Summer Time Act 1972, as amended by SI 2002/262).
fn summer(minute: i64) -> bool {
    let (year, month, _) = calendar(minute.div_euclid(DAY));
    if !(3..=10).contains(&month) {
        return false;
    }
    let change = |month: i64| {
        let last = day_number(year, month, 31);
        // Day 3 was a Sunday.
        (last - (last - 3).rem_euclid(7)) * DAY + 60
    };
    match month {
        3 => minute >= change(3),
        10 => minute < change(10),
        _ => true,
    }
}

/// Days since the first of 1970, counted from an era of 400 years, as Gregorian calendars repeat (Hinnant, days_from_civil).
pub(crate) fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day number (Hinnant, civil_from_days).
fn calendar(number: i64) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The number of a day.
pub(crate) fn number_of(day: Date) -> i64 {
    day_number(day.year().into(), day.month().into(), day.day().into())
}

/// The day of a number; the last day there is where it lies beyond.
pub(crate) fn date_of(number: i64) -> Date {
    let (year, month, day) = calendar(number);
    let short = |part: i64| i8::try_from(part).unwrap_or(i8::MAX);
    i16::try_from(year)
        .ok()
        .and_then(|year| Date::new(year, short(month), short(day)).ok())
        .unwrap_or(Date::MAX)
}

/// Days since Monday.
pub(crate) fn since_monday(number: i64) -> i64 {
    // The first of 1970 was a Thursday.
    (number + 3).rem_euclid(7)
}

impl FromStr for Time {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let text = text.trim();
        read(text).ok_or_else(|| NotATime { found: text.to_owned() })
    }
}

fn read(text: &str) -> Option<Time> {
    let offset_at = if text.ends_with('Z') { text.len() - 1 } else { text.len().checked_sub(6)? };
    let (civil, offset) = (text.get(..offset_at)?, text.get(offset_at..)?);
    let ahead = match offset {
        "Z" | "+00:00" | "-00:00" => 0,
        "+01:00" => 60,
        _ => return None,
    };
    let civil: DateTime = match civil.as_bytes() {
        // The usual way of writing, read without the generality.
        &[a, b, c, d, b'-', e, f, b'-', g, h, b'T' | b' ', i, j, b':', k, l] => {
            let digits = [a, b, c, d, e, f, g, h, i, j, k, l];
            if !digits.iter().all(u8::is_ascii_digit) {
                return None;
            }
            let two = |at: usize| (digits[at] - b'0') as i8 * 10 + (digits[at + 1] - b'0') as i8;
            let year = i16::from(two(0)) * 100 + i16::from(two(2));
            DateTime::new(year, two(4), two(6), two(8), two(10), 0, 0).ok()?
        }
        _ => civil.parse().ok()?,
    };
    if civil.second() != 0 || civil.subsec_nanosecond() != 0 {
        return None;
    }
    let minutes = i64::from(civil.hour()) * 60 + i64::from(civil.minute());
    Some(Time(number_of(civil.date()) * DAY + minutes - ahead))
}

impl fmt::Display for Time {
    /// As it is read: 2026-10-12T10:45+01:00.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local();
        let (year, month, day) = calendar(local.div_euclid(DAY));
        let (of_day, ahead) = (local.rem_euclid(DAY), (local - self.0) / 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{:02}:{:02}+{ahead:02}:00", of_day / 60, of_day % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_as_the_calendar_has_them() {
        for number in [-719_468, -1, 0, 59, 60, 10_956, 11_016, 20_000, 47_540] {
            let day = date_of(number);
            assert_eq!(number_of(day), number, "{day}");
            assert_eq!(calendar(number), (day.year().into(), day.month().into(), day.day().into()));
            assert_eq!(since_monday(number), i64::from(day.weekday().to_monday_zero_offset()));
        }
    }

    #[test]
    fn clocks_change_on_the_last_sundays() {
        for (greenwich, shown) in [
            ("2026-03-29T00:59Z", "2026-03-29T00:59+00:00"),
            ("2026-03-29T01:00Z", "2026-03-29T02:00+01:00"),
            ("2026-10-25T00:59Z", "2026-10-25T01:59+01:00"),
            ("2026-10-25T01:00Z", "2026-10-25T01:00+00:00"),
            ("2027-06-01T12:00Z", "2027-06-01T13:00+01:00"),
        ] {
            assert_eq!(at(greenwich).to_string(), shown);
            assert_eq!(at(shown), at(greenwich));
        }
        assert_eq!(Time::at_local(at("2026-10-25T01:30+00:00").0), at("2026-10-25T01:30+01:00"), "the first");
        assert_eq!(Time::at_local(at("2026-03-29T01:30Z").0), at("2026-03-29T02:30+01:00"), "there is none");
        assert_eq!(at("2026-10-26T00:00Z").last_date(), jiff::civil::date(2026, 10, 25));
        assert_eq!(Time::midnight(at("2026-10-25T12:00Z").day()), at("2026-10-25T00:00+01:00"));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "2026-10-12T10:45",
            "2026-10-12",
            "2026-10-12T10:45+05:00",
            "2026-10-12T10:45:30+01:00",
            "2026-02-30T10:45+00:00",
            "2026-10-12T24:45+01:00",
            "20é6-10-12T10:45+01:00",
            "soon",
            "",
        ] {
            let refused = text.parse::<Time>().unwrap_err().to_string();
            assert!(refused.contains("such as 2026-10-12T10:45+01:00"), "{text}: {refused}");
        }
        assert_eq!(at(" 2026-10-12T10:45:00+00:00 "), at("2026-10-12T10:45Z"));
    }
}
