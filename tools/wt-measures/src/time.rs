//! Civil times in England, with or without their offset.

use jiff::Span;
use jiff::civil::{Date, DateTime, date};
use wt_pay::Moment;

/// Minutes of a day.
pub(crate) const DAY: i64 = 1_440;

/// A civil time in England, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    /// Minutes of civil time since the first of 1970.
    local: i64,
    /// Minutes ahead of Greenwich.
    ahead: i64,
}

impl When {
    /// What a cell must hold.
    pub const EXPECTED: &'static str =
        "a day and time in England, such as 2026-03-02T07:30, 02/03/2026 07:30 or 2026-03-02T07:30+00:00";

    /// Reads `2026-03-02T07:30`, `2026-03-02 07:30` or `02/03/2026 07:30`, with `Z`, `+00:00`, `+01:00` or nothing behind it.
    /// Without an offset the law's counts; the hour that comes twice in October is taken as its first.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (civil, offset) = [("Z", 0), ("+00:00", 0), ("+01:00", 60)]
            .iter()
            .find_map(|(end, ahead)| text.strip_suffix(end).map(|civil| (civil, Some(*ahead))))
            .unwrap_or((text, None));
        let civil: DateTime = match civil.as_bytes() {
            [d1, d2, b'/', m1, m2, b'/', y1, y2, y3, y4, b' ' | b'T', ..] => {
                let iso = [*y1, *y2, *y3, *y4, b'-', *m1, *m2, b'-', *d1, *d2, b'T'];
                let day = std::str::from_utf8(&iso).ok()?;
                format!("{day}{}", civil.get(11..)?).parse().ok()?
            }
            [.., b':', _, _] => civil.parse().ok()?,
            _ => return None,
        };
        if civil.second() != 0 || civil.subsec_nanosecond() != 0 {
            return None;
        }
        let local = number(civil.date()) * DAY + i64::from(civil.hour()) * 60 + i64::from(civil.minute());
        Some(Self { local, ahead: offset.unwrap_or_else(|| ahead(local)) })
    }

    /// Minutes after midnight of a day, which may be more than a day's.
    #[must_use]
    pub fn at(day: Date, minutes: i64) -> Self {
        let local = number(day) * DAY + minutes;
        Self { local, ahead: ahead(local) }
    }

    /// The day in England.
    #[must_use]
    pub fn date(self) -> Date {
        day_of(self.local.div_euclid(DAY))
    }

    /// Elapsed minutes to a later time, over a change of the clocks too.
    #[must_use]
    pub fn until(self, later: Self) -> i64 {
        later.instant() - self.instant()
    }

    /// Minutes of civil time since the first of 1970.
    pub(crate) fn local(self) -> i64 {
        self.local
    }

    /// Minutes since the first of 1970 in Greenwich.
    pub(crate) fn instant(self) -> i64 {
        self.local - self.ahead
    }

    /// The same for the pay engine.
    pub(crate) fn moment(self) -> Option<Moment> {
        let of_day = self.local.rem_euclid(DAY);
        let small = |part: i64| i8::try_from(part).ok();
        Moment::new(self.date().at(small(of_day / 60)?, small(of_day % 60)?, 0, 0), self.ahead)
    }
}

/// Minutes ahead of Greenwich at a civil time (Summer Time Act 1972, as amended by SI 2002/262: from the last Sunday of March
/// to the last Sunday of October, 01:00 Greenwich).
fn ahead(local: i64) -> i64 {
    let year = day_of(local.div_euclid(DAY)).year();
    let last_sunday = |month| {
        let last = date(year, month, 31);
        number(last) - i64::from(last.weekday().to_sunday_zero_offset())
    };
    let summer = (last_sunday(3) * DAY + 60..last_sunday(10) * DAY + 120).contains(&local);
    if summer { 60 } else { 0 }
}

/// Days since the first of 1970.
pub(crate) fn number(day: Date) -> i64 {
    date(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// The day of a number; the last there is beyond it.
pub(crate) fn day_of(number: i64) -> Date {
    let days = i32::try_from(number).unwrap_or(i32::MAX).clamp(-700_000, 2_900_000);
    date(1970, 1, 1).checked_add(Span::new().days(days)).unwrap_or(Date::MAX)
}

/// The Monday of a day's week.
pub(crate) fn monday(day: Date) -> Date {
    day_of(number(day) - i64::from(day.weekday().to_monday_zero_offset()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> When {
        When::read(text).unwrap()
    }

    #[test]
    fn times_are_read_as_files_write_them() {
        let wanted = at("2026-03-02T07:30");
        for text in ["2026-03-02 07:30", "02/03/2026 07:30", "2026-03-02T07:30:00", "2026-03-02T07:30Z"] {
            assert_eq!(at(text), wanted, "{text}");
        }
        assert_eq!(at("2026-07-02T07:30"), at("2026-07-02T07:30+01:00"));
        for bad in
            ["2026-03-02", "07:30", "soon", "2026-02-30T07:30", "31/13/2026 07:30", "2026-03-02T07:30:20", ""]
        {
            assert_eq!(When::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn nights_of_the_clocks_have_an_hour_more_or_less() {
        assert_eq!(at("2026-03-28T20:00").until(at("2026-03-29T08:00")), 11 * 60);
        assert_eq!(at("2026-10-24T20:00").until(at("2026-10-25T08:00")), 13 * 60);
        assert_eq!(When::at(date(2026, 10, 24), 32 * 60), at("2026-10-25T08:00"));
        assert_eq!(monday(date(2026, 11, 22)), date(2026, 11, 16));
    }
}
