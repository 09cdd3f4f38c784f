//! Civil times with their offset, and what kind of time each minute of a shift is.

use std::str::FromStr;

use jiff::civil::{Date, DateTime, Weekday, date};

/// Minutes of a day.
const DAY: i64 = 1440;
/// British offsets in minutes: Greenwich and summer time.
const OFFSETS: [i64; 2] = [0, 60];

/// A civil time in England with its offset, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Minutes of civil time since the first day of 1970.
    local: i64,
    /// Minutes ahead of Greenwich.
    offset: i64,
}

/// Why a text is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found '{found}', expected a time with its offset, to the minute, such as 2026-10-12T10:45+01:00")]
pub struct NotAMoment {
    /// The text as it stood.
    pub found: String,
}

impl Moment {
    /// A civil time at an offset of 0 or 60 minutes; none for another offset.
    #[must_use]
    pub fn new(civil: DateTime, offset: i64) -> Option<Self> {
        let minutes = i64::from(civil.hour()) * 60 + i64::from(civil.minute());
        OFFSETS.contains(&offset).then(|| Self { local: day_number(civil.date()) * DAY + minutes, offset })
    }

    /// The civil day.
    #[must_use]
    pub fn date(self) -> Date {
        date_of(self.local.div_euclid(DAY))
    }

    /// Elapsed minutes from this to `later`; below zero where it is not later.
    #[must_use]
    pub fn until(self, later: Self) -> i64 {
        later.instant() - self.instant()
    }

    fn instant(self) -> i64 {
        self.local - self.offset
    }

    /// A text of the usual form, `2026-10-12T10:45+01:00`; none for any other, which is read with more care.
    fn plain(text: &[u8]) -> Option<Self> {
        let text: &[u8; 22] = text.try_into().ok()?;
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b'+'), (17, b'0'), (19, b':')];
        if marks.iter().any(|(at, mark)| text[*at] != *mark) || text[20..] != *b"00" {
            return None;
        }
        let digit = |at: usize| text[at].is_ascii_digit().then(|| i16::from(text[at] - b'0'));
        let two = |at: usize| Some(digit(at)? * 10 + digit(at + 1)?);
        let small = |at: usize| i8::try_from(two(at)?).ok();
        let day = Date::new(two(0)? * 100 + two(2)?, small(5)?, small(8)?).ok()?;
        let (hour, minute) = (small(11)?, small(14)?);
        let civil = (hour < 24 && minute < 60).then(|| day.at(hour, minute, 0, 0))?;
        Self::new(civil, i64::from(digit(18)?) * 60)
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let refuse = || NotAMoment { found: text.to_owned() };
        let text = text.trim();
        if let Some(moment) = Self::plain(text.as_bytes()) {
            return Ok(moment);
        }
        let (civil, offset) = match text.strip_suffix('Z') {
            Some(civil) => (civil, 0),
            None => {
                let at = text.rfind(['+', '-']).filter(|at| *at > 10).ok_or_else(refuse)?;
                let (civil, offset) = text.split_at(at);
                let offset = match offset {
                    "+00:00" | "-00:00" | "+0000" => 0,
                    "+01:00" | "+0100" => 60,
                    _ => return Err(refuse()),
                };
                (civil, offset)
            }
        };
        let civil: DateTime = civil.parse().map_err(|_| refuse())?;
        if civil.second() != 0 || civil.subsec_nanosecond() != 0 {
            return Err(refuse());
        }
        Self::new(civil, offset).ok_or_else(refuse)
    }
}

/// What the unsocial-hours columns know of a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The civil day it lies on, as days since the first of 1970.
    pub(crate) day: i64,
    /// Whether it lies after 20:00 or before 06:00.
    pub(crate) night: bool,
    /// Elapsed minutes.
    pub(crate) minutes: i64,
}

/// The stretches of a shift, cut at midnight, 06:00, 20:00 and where the clocks change.
pub(crate) fn stretches(start: Moment, end: Moment) -> impl Iterator<Item = Stretch> {
    let (mut at, last) = (start.instant(), end.instant());
    let change = if start.offset == end.offset { None } else { clock_change(at, last) };
    std::iter::from_fn(move || {
        if at >= last {
            return None;
        }
        let offset = if change.is_some_and(|change| at >= change) { end.offset } else { start.offset };
        let local = at + offset;
        let of_day = local.rem_euclid(DAY);
        let next = [360, 1200, DAY].into_iter().find(|cut| of_day < *cut).unwrap_or(DAY);
        let mut until = (at + next - of_day).min(last);
        if let Some(change) = change.filter(|change| at < *change) {
            until = until.min(change);
        }
        let stretch = Stretch {
            day: local.div_euclid(DAY),
            night: !(360..1200).contains(&of_day),
            minutes: until - at,
        };
        at = until;
        Some(stretch)
    })
}

/// The moment between two at which British clocks change: 01:00 Greenwich time on the last Sunday of March and of October
/// (Summer Time Act 1972, as amended by SI 2002/262). Where none lies between them, the later offset counts from the start.
fn clock_change(from: i64, to: i64) -> Option<i64> {
    let year = date_of(from.div_euclid(DAY)).year();
    let changes = [(year, 3), (year, 10)].map(|(year, month)| {
        let last = date(year, month, 31);
        let back = i64::from(last.weekday().to_sunday_zero_offset());
        (day_number(last) - back) * DAY + 60
    });
    Some(changes.into_iter().find(|change| (from..=to).contains(change)).unwrap_or(from))
}

/// Days since the first of 1970.
pub(crate) fn day_number(day: Date) -> i64 {
    // Counted from an era of 400 years, as Gregorian calendars repeat (Hinnant, days_from_civil).
    let (month, day_of_month) = (i64::from(day.month()), i64::from(day.day()));
    let year = i64::from(day.year()) - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

pub(crate) fn date_of(number: i64) -> Date {
    // The way back (Hinnant, civil_from_days).
    let number = number.clamp(-4_371_587, 2_932_896) + 719_468;
    let (era, of_era) = (number.div_euclid(146_097), number.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    // A day within the clamp above is a date.
    let narrow = i16::try_from(year).ok().zip(i8::try_from(month).ok().zip(i8::try_from(day).ok()));
    narrow.and_then(|(year, (month, day))| Date::new(year, month, day).ok()).unwrap_or(Date::MAX)
}

/// Weekday of a day number.
pub(crate) fn weekday(number: i64) -> Weekday {
    const FROM_THURSDAY: [Weekday; 7] = [
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
    ];
    FROM_THURSDAY[number.rem_euclid(7) as usize]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_as_the_calendar_has_them() {
        for number in [-4_371_587, -719_468, -1, 0, 59, 60, 10_956, 11_016, 20_000, 47_540, 2_932_896] {
            let day = date_of(number);
            assert_eq!(day_number(day), number, "{day}");
            assert_eq!(day.weekday(), weekday(number), "{day}");
        }
    }

    #[test]
    fn a_night_of_the_clocks_has_an_hour_more_or_less() {
        // 29 March and 25 October 2026.
        let spring = (at("2026-03-28T20:00+00:00"), at("2026-03-29T08:00+01:00"));
        let autumn = (at("2026-10-24T20:00+01:00"), at("2026-10-25T08:00+00:00"));
        assert_eq!((spring.0.until(spring.1), autumn.0.until(autumn.1)), (11 * 60, 13 * 60));
        for (start, end) in [spring, autumn] {
            let all: i64 = stretches(start, end).map(|s| s.minutes).sum();
            assert_eq!(all, start.until(end));
            let day: i64 = stretches(start, end).filter(|s| !s.night).map(|s| s.minutes).sum();
            assert_eq!(day, 120, "06:00 to 08:00 by the new time");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "2026-10-12T10:45",
            "2026-10-12",
            "2026-10-12T10:45+05:00",
            "2026-02-30T10:45+00:00",
            "2026-10-12T24:45+00:00",
            "2026-10-12T10:60+00:00",
            "2026-10-1:T10:45+00:00",
            "2026-10-12T10:45:30+01:00",
            "soon",
            "",
        ] {
            assert!(
                text.parse::<Moment>().unwrap_err().to_string().contains("such as 2026-10-12T10:45+01:00")
            );
        }
        assert_eq!(at("2026-10-12T10:45Z"), at("2026-10-12T10:45:00+00:00"));
        assert_eq!(at("2026-10-12T10:45+01:00"), at("2026-10-12T10:45:00+01:00"), "read both ways");
    }
}
