//! Moments as clocks in England show them.

use jiff::civil::{Date, DateTime, date};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// Minutes ahead of Greenwich in England at a moment (Summer Time Act 1972, as amended by SI 2002/262: from the last Sunday of
/// March to the last Sunday of October, 01:00 Greenwich; so since 1996).
fn ahead(utc: DateTime) -> i64 {
    let change = |month| last_sunday(utc.year(), month).map(|day| day.at(1, 0, 0, 0));
    match (change(3), change(10)) {
        (Some(from), Some(until)) if from <= utc && utc < until => 60,
        _ => 0,
    }
}

fn last_sunday(year: i16, month: i8) -> Option<Date> {
    let last = date(year, month, 31);
    last.checked_sub(jiff::Span::new().days(i64::from(last.weekday().to_sunday_zero_offset()))).ok()
}

/// A moment of so many seconds since 1970 in Greenwich, as clocks in England show it, and their minutes ahead of Greenwich.
pub(super) fn clock(seconds: i64) -> Option<(DateTime, i64)> {
    let utc = civil(seconds)?;
    let ahead = ahead(utc);
    Some((utc.checked_add(SignedDuration::from_mins(ahead)).ok()?, ahead))
}

/// Seconds since the start of 1970 by a clock that no zone is known of.
pub(super) fn civil(seconds: i64) -> Option<DateTime> {
    Some(TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_change_at_one_o_clock_in_greenwich() {
        let shown = |seconds| clock(seconds).map(|(time, ahead)| (time.to_string(), ahead)).unwrap();
        // 29 March 2026, 00:59 and 01:00; 25 October 2026, 00:59 and 01:00.
        assert_eq!(shown(1_774_745_940), ("2026-03-29T00:59:00".to_owned(), 0));
        assert_eq!(shown(1_774_746_000), ("2026-03-29T02:00:00".to_owned(), 60));
        assert_eq!(shown(1_792_889_940), ("2026-10-25T01:59:00".to_owned(), 60));
        assert_eq!(shown(1_792_890_000), ("2026-10-25T01:00:00".to_owned(), 0));
        assert_eq!(clock(i64::MAX), None);
    }
}
