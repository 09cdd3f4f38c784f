//! Exact shares and sums of hours.

use wt_units::{Hours, Quantity};

const MILLION: i128 = 1_000_000;

/// One amount out of another, in millionths, half up; none where there is nothing to divide by.
#[must_use]
pub fn over(numerator: Quantity, denominator: Quantity) -> Option<Quantity> {
    scaled(numerator, denominator, 1)
}

/// The same in percent.
///
/// ```
/// use wt_measures::ratio::percent;
/// use wt_units::Quantity;
/// let of = |n: i64| Quantity::whole(n).unwrap();
/// assert_eq!(percent(of(3), of(4)).unwrap().to_string(), "75");
/// assert_eq!(percent(of(3), of(0)), None);
/// ```
#[must_use]
pub fn percent(numerator: Quantity, denominator: Quantity) -> Option<Quantity> {
    scaled(numerator, denominator, 100)
}

fn scaled(numerator: Quantity, denominator: Quantity, by: i128) -> Option<Quantity> {
    let below = i128::from(denominator.millionths());
    if below <= 0 {
        return None;
    }
    let above = i128::from(numerator.millionths()) * by * MILLION;
    i64::try_from((2 * above + below).div_euclid(2 * below)).ok().map(Quantity::from_millionths)
}

/// So many percent of hours.
#[must_use]
pub fn percent_of(percent: Quantity, hours: Hours) -> Hours {
    let exact = i128::from(percent.millionths()) * i128::from(hours.quantity().millionths());
    Hours::new(Quantity::from_millionths(i64::try_from(exact / (100 * MILLION)).unwrap_or(i64::MAX)))
}

/// Hours of minutes.
#[must_use]
pub fn hours(minutes: i64) -> Hours {
    let millionths = i128::from(minutes) * MILLION / 60;
    Hours::new(Quantity::from_millionths(i64::try_from(millionths).unwrap_or(i64::MAX)))
}

/// A count.
#[must_use]
pub fn count(n: usize) -> Quantity {
    i64::try_from(n).ok().and_then(Quantity::whole).unwrap_or_default()
}
