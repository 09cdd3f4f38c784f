//! What a worked hour costs, as against a paid one.

use wt_units::{Pence, Quantity};

use crate::exact::rounded;
use crate::rates::MILLION;

/// Cost of an hour that is worked, from the cost of an hour that is paid and the headroom: the percent of *paid* hours in which
/// staff are on leave, ill or learning. To the penny, half to even. None where the headroom is below 0 or not below 100.
///
/// A post's paid hours must be compared so with bank and agency, where only worked hours are paid. Headroom is no uplift: 20% of
/// paid hours is 25% of worked ones.
///
/// ```
/// use wt_pay::worked_hour;
/// use wt_units::{Pence, Quantity};
/// assert_eq!(worked_hour(Pence::new(2_000), Quantity::whole(20).unwrap()), Some(Pence::new(2_500)));
/// ```
#[must_use]
pub fn worked_hour(paid_hour: Pence, headroom: Quantity) -> Option<Pence> {
    let worked = 100 * MILLION - i128::from(headroom.millionths());
    let within = !headroom.is_negative() && worked > 0;
    let pence = within.then(|| i128::from(paid_hour.get()) * 100 * MILLION)?;
    // Close to no worked hour at all, one costs more than can be said.
    (pence / worked < i128::from(i64::MAX)).then(|| Pence::new(rounded(pence, worked)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_works_more_than_is_paid() {
        let of = |headroom: &str| worked_hour(Pence::new(2_345), headroom.parse().unwrap());
        assert_eq!(of("0"), Some(Pence::new(2_345)));
        assert_eq!(of("22.5"), Some(Pence::new(3_026)), "£23.45 / 0.775 is £30.258");
        assert_eq!((of("100"), of("-1"), of("140")), (None, None, None));
        assert_eq!(worked_hour(Pence::new(i64::MAX), "99.999999".parse().unwrap()), None);
    }
}
