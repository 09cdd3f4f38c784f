//! Care hours per patient day, exactly.

use wt_units::{Hours, Quantity};

/// More than so many care hours per patient day is an error of the count of patients, not a figure (Model Hospital, ranges
/// by specialty).
pub const LARGEST: i64 = 50;

/// Hours worked on a ward for each patient day, patient days being the **sum** of patients at midnight over the same days
/// (NHS England, care hours per patient day: two of its worked examples divide by 300, which only makes sense as that sum;
/// by a daily average the answer would be some thirty times too large). To a millionth, half up. None for no patient days.
///
/// ```
/// use wt_extract::wards::care_hours;
/// use wt_units::{Hours, Quantity};
/// let hours = Hours::new(Quantity::whole(2_700).unwrap());
/// assert_eq!(care_hours(hours, Quantity::whole(300).unwrap()).unwrap().to_string(), "9");
/// assert_eq!(care_hours(hours, Quantity::ZERO), None);
/// ```
#[must_use]
pub fn care_hours(hours: Hours, patient_days: Quantity) -> Option<Quantity> {
    let days = i128::from(patient_days.millionths());
    if days <= 0 {
        return None;
    }
    let exact = (i128::from(hours.quantity().millionths()) * 2_000_000 + days).div_euclid(2 * days);
    i64::try_from(exact).ok().map(Quantity::from_millionths)
}

/// Whether a published figure, given to one decimal, is this one; a half may have been rounded either way.
pub(crate) fn agrees(exact: Quantity, published: Quantity) -> bool {
    (exact.millionths() - published.millionths()).abs() <= 50_001
}
