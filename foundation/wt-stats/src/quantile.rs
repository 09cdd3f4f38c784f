//! Quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of R
//! and of spreadsheets' `QUARTILE.INC`).

/// The `p` quantile (0 to 1) of `values`; none for no values, a value that is not finite, or `p` out of range.
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    let sorted = sorted(values)?;
    of_sorted(&sorted, p)
}

/// The middle value, or the mean of the middle two.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// `values` in ascending order; none if any is not finite.
pub fn sorted(values: &[f64]) -> Option<Vec<f64>> {
    if values.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(sorted)
}

/// [`quantile`] of values already in ascending order.
pub fn of_sorted(sorted: &[f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let last = sorted.len().checked_sub(1)?;
    let h = last as f64 * p;
    let below = (h.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Some(sorted[below] + (h - below as f64) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_as_r_gives_them() {
        // R: quantile(c(1, 3, 2, 10), c(.25, .5, .75)) gives 1.75 2.50 4.75.
        let x = [1.0, 3.0, 2.0, 10.0];
        assert_eq!([0.25, 0.5, 0.75].map(|p| quantile(&x, p)), [Some(1.75), Some(2.5), Some(4.75)]);
        assert_eq!((quantile(&[7.0], 0.9), median(&[]), median(&[f64::NAN])), (Some(7.0), None, None));
        assert_eq!((quantile(&x, -0.1), quantile(&x, 1.0)), (None, Some(10.0)));
    }
}
