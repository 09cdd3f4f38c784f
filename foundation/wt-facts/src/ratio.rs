//! An exact fraction, so that a price such as 36,483 × 1.30 / 365 isn't rounded before it is multiplied.

use std::fmt;

use wt_units::Quantity;

/// An exact fraction in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    /// One.
    pub const ONE: Self = Self { num: 1, den: 1 };
    /// Nothing.
    pub const ZERO: Self = Self { num: 0, den: 1 };

    /// `num / den`; none for a denominator of zero.
    pub fn new(num: i128, den: i128) -> Option<Self> {
        if den == 0 || num == i128::MIN || den == i128::MIN {
            return None;
        }
        let by = gcd(num.abs(), den.abs()) * den.signum();
        Some(Self { num: num / by, den: den / by })
    }

    /// A decimal as a fraction.
    pub fn of(q: Quantity) -> Self {
        // A million is never zero, so this is always a fraction.
        Self::new(i128::from(q.millionths()), 1_000_000).unwrap_or(Self::ZERO)
    }

    /// A percentage as a fraction: 30 is 3/10.
    pub fn percent(q: Quantity) -> Self {
        Self::new(i128::from(q.millionths()), 100_000_000).unwrap_or(Self::ZERO)
    }

    /// Numerator in lowest terms; carries the sign.
    pub fn numerator(self) -> i128 {
        self.num
    }

    /// Denominator in lowest terms, positive.
    pub fn denominator(self) -> i128 {
        self.den
    }

    /// Sum; none beyond what an `i128` holds.
    pub fn checked_add(self, o: Self) -> Option<Self> {
        let num = self.num.checked_mul(o.den)?.checked_add(o.num.checked_mul(self.den)?)?;
        Self::new(num, self.den.checked_mul(o.den)?)
    }

    /// Difference, as [`Ratio::checked_add`].
    pub fn checked_sub(self, o: Self) -> Option<Self> {
        self.checked_add(Self { num: o.num.checked_neg()?, den: o.den })
    }

    /// Product; none beyond what an `i128` holds.
    pub fn checked_mul(self, o: Self) -> Option<Self> {
        Self::new(self.num.checked_mul(o.num)?, self.den.checked_mul(o.den)?)
    }

    /// Quotient; none by zero.
    pub fn checked_div(self, o: Self) -> Option<Self> {
        Self::new(self.num.checked_mul(o.den)?, self.den.checked_mul(o.num)?)
    }

    /// Below zero.
    pub fn is_negative(self) -> bool {
        self.num < 0
    }

    /// As a float, for multiplying with what a statistic gave.
    pub fn to_f64(self) -> f64 {
        // Whole part and rest apart, so that large numerators keep their precision.
        (self.num / self.den) as f64 + (self.num % self.den) as f64 / self.den as f64
    }
}

impl fmt::Display for Ratio {
    /// "4742790/36500" in lowest terms, or a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.den == 1 { write!(f, "{}", self.num) } else { write!(f, "{}/{}", self.num, self.den) }
    }
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_exact_and_refuse_zero() {
        let third = Ratio::new(-2, -6).unwrap();
        assert_eq!((third.numerator(), third.denominator()), (1, 3));
        assert_eq!(third.checked_add(third).and_then(|x| x.checked_add(third)), Some(Ratio::ONE));
        assert_eq!(Ratio::ONE.checked_div(Ratio::ZERO), None);
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(Ratio::new(i128::MAX, 1).unwrap().checked_mul(Ratio::new(2, 1).unwrap()), None);
        assert_eq!(Ratio::percent("30".parse().unwrap()).to_string(), "3/10");
        assert_eq!(Ratio::ONE.checked_sub(third).unwrap().to_string(), "2/3");
    }
}
