//! A shift's paid minutes by column of the unsocial-hours table.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use crate::moment::{Moment, date_of, day_number, stretches, weekday};
use crate::settings::{HolidayAtWeekend, MoreThanHalf, Settings, UnpaidBreak};

/// Paid time by column, in ten-thousandths of a minute: breaks in proportion don't come out whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Columns {
    /// Without enhancement.
    pub plain: i64,
    /// Saturdays, and weekdays after 20:00 and before 06:00.
    pub first: i64,
    /// Sundays and public holidays.
    pub second: i64,
    /// Of all, on public holidays: overtime pays double there.
    pub holiday: i64,
}

/// Parts of a minute that [`Columns`] count in.
pub const PARTS: i64 = 10_000;

impl Columns {
    /// All paid time.
    #[must_use]
    pub fn all(self) -> i64 {
        self.plain + self.first + self.second
    }

    /// In hours, for display.
    #[must_use]
    pub fn hours(parts: i64) -> f64 {
        parts as f64 / (60.0 * PARTS as f64)
    }
}

/// Days that pay as public holidays.
#[derive(Debug, Clone, Default)]
pub(crate) struct Holidays {
    days: BTreeSet<i64>,
}

impl Holidays {
    /// From the days kept (substitutes among them), as the setting reads weekends.
    pub(crate) fn new(kept: &[Date], reading: HolidayAtWeekend) -> Self {
        let mut days: BTreeSet<i64> = kept.iter().map(|day| day_number(*day)).collect();
        if reading == HolidayAtWeekend::Substitute {
            return Self { days };
        }
        let years: BTreeSet<i16> = kept.iter().map(|day| day.year()).collect();
        for year in years {
            for (month, day) in [(1, 1), (12, 25), (12, 26)] {
                days.insert(day_number(jiff::civil::date(year, month, day)));
            }
            if reading == HolidayAtWeekend::Day {
                for (month, day) in [(1, 2), (1, 3), (12, 27), (12, 28)] {
                    days.remove(&day_number(jiff::civil::date(year, month, day)));
                }
            }
        }
        Self { days }
    }

    fn holds(&self, day: i64) -> bool {
        self.days.contains(&day)
    }

    /// First and last day that is known of.
    pub(crate) fn span(&self) -> Option<(Date, Date)> {
        Some((date_of(*self.days.first()?), date_of(*self.days.last()?)))
    }
}

/// Splits the paid time of a shift (Handbook, section 2). More than half of its weekday part between 20:00 and 06:00 lifts that
/// part to the first column.
pub(crate) fn split(
    start: Moment,
    end: Moment,
    unpaid_minutes: i64,
    holidays: &Holidays,
    settings: &Settings,
) -> Columns {
    let mut found = Columns::default();
    let (mut weekday_part, mut weekday_night, mut night) = (0, 0, 0);
    for stretch in stretches(start, end) {
        let holiday = holidays.holds(stretch.day);
        night += if stretch.night { stretch.minutes } else { 0 };
        found.holiday += if holiday { stretch.minutes } else { 0 };
        match weekday(stretch.day) {
            _ if holiday => found.second += stretch.minutes,
            Weekday::Sunday => found.second += stretch.minutes,
            Weekday::Saturday => found.first += stretch.minutes,
            _ => {
                weekday_part += stretch.minutes;
                weekday_night += if stretch.night { stretch.minutes } else { 0 };
            }
        }
    }
    let (part, of) = match settings.more_than_half {
        MoreThanHalf::WeekdayPart => (weekday_night, weekday_part),
        MoreThanHalf::WholeShift => (night, weekday_part + found.first + found.second),
    };
    let lifted = if part * 2 > of { weekday_part } else { weekday_night };
    found.first += lifted;
    found.plain = weekday_part - lifted;
    without_break(found, unpaid_minutes, settings.unpaid_break)
}

/// From minutes to parts of minutes, less the unpaid break.
fn without_break(found: Columns, unpaid: i64, reading: UnpaidBreak) -> Columns {
    let all = found.all();
    let parts = |minutes: i64| minutes * PARTS;
    if unpaid <= 0 || all == 0 {
        let Columns { plain, first, second, holiday } = found;
        return Columns {
            plain: parts(plain),
            first: parts(first),
            second: parts(second),
            holiday: parts(holiday),
        };
    }
    let kept = |minutes: i64| parts(minutes) * (all - unpaid) / all;
    let holiday = kept(found.holiday);
    match reading {
        UnpaidBreak::Proportional => {
            let (first, second) = (kept(found.first), kept(found.second));
            let rest = parts(all - unpaid) - first - second;
            // What division left over goes to the column that is there.
            match (found.plain, found.first) {
                (0, 0) => Columns { plain: 0, first, second: second + rest, holiday },
                (0, _) => Columns { plain: 0, first: first + rest, second, holiday },
                _ => Columns { plain: rest, first, second, holiday },
            }
        }
        UnpaidBreak::PlainFirst => {
            let plain = (found.plain - unpaid).max(0);
            let left = unpaid - (found.plain - plain);
            let first = (found.first - left).max(0);
            let left = left - (found.first - first);
            let (plain, first, second) = (parts(plain), parts(first), parts(found.second - left));
            Columns { plain, first, second, holiday }
        }
    }
}
