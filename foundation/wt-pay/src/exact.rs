//! Fractions that are rounded once.

/// A quotient to the nearest whole number, half to even (the rounding of all money here).
///
/// `of` must be above 0.
#[must_use]
pub(crate) fn rounded(dividend: i128, of: i128) -> i64 {
    // Most amounts are short, and short numbers divide several times as fast.
    if let (Ok(dividend), Ok(of)) = (i64::try_from(dividend), i64::try_from(of))
        && of < i64::MAX / 2
    {
        let (whole, rest) = (dividend.div_euclid(of), dividend.rem_euclid(of));
        return whole + i64::from(rest * 2 > of || (rest * 2 == of && whole % 2 != 0));
    }
    let (whole, rest) = (dividend.div_euclid(of), dividend.rem_euclid(of));
    let up = rest * 2 > of || (rest * 2 == of && whole % 2 != 0);
    i64::try_from(whole + i128::from(up)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn halves_go_to_even() {
        let found: Vec<i64> = [5, 15, 14, 16, -5, -15, -16].map(|n| rounded(n, 10)).to_vec();
        assert_eq!(found, [0, 2, 1, 2, 0, -2, -2]);
    }
}
