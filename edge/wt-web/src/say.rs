//! How pages say things: numbers with separators, gaps with their sign, days, names in order.
//!
//! Money is said by [`wt_units::Pounds`] and values by [`Unit::say`]; numbers, gaps and
//! their like as charts say them; here stands what those leave to a page.

use jiff::civil::Date;
use wt_benchmark::metric::Unit;

pub(crate) use wt_charts::say::{capital, gap_range, signed_gap, whole};

/// A gap for a card, where room is short: "+1.1 points".
pub(crate) fn short_gap(unit: Unit, gap: f64) -> String {
    signed_gap(unit, gap).replace(" percentage points", " points")
}

/// "4 January 2027" for a day as files write it, 2027-01-04; other text stays as it is.
pub(crate) fn day(iso: &str) -> String {
    iso.parse::<Date>().map_or_else(|_| iso.to_owned(), |d| d.strftime("%-d %B %Y").to_string())
}

/// The day of a moment, in UTC.
pub(crate) fn day_of(at: jiff::Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::UTC).date().strftime("%-d %B %Y").to_string()
}

/// What names are put in order by: letters and digits without case.
pub(crate) fn sort_key(s: &str) -> String {
    s.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_no_zero_and_names_are_put_in_order() {
        assert_eq!((capital("time released"), capital("")), ("Time released".into(), String::new()));
        assert_eq!((day("2027-01-04"), day("soon")), ("4 January 2027".into(), "soon".into()));
        assert!(sort_key("St. Ann's") < sort_key("ST B"));
    }
}
