//! Amounts as a model file writes them: 12, 12.5 or "12.50", exact to a millionth.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use wt_facts::Ratio;
use wt_units::{Pence, Quantity};

/// A decimal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub Quantity);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(Quantity::ZERO);

    /// As a fraction.
    pub fn ratio(self) -> Ratio {
        Ratio::of(self.0)
    }

    /// As pounds in words: "£98.50", or with all its decimals where pence don't hold it.
    pub fn money(self) -> String {
        match self.0.millionths() {
            whole if whole % 10_000 == 0 => Pence::new(whole / 10_000).to_string(),
            _ => format!("£{self}"),
        }
    }

    /// As pounds, in pence; none beyond what pence hold.
    pub fn pounds(self) -> Option<Pence> {
        pence(self.ratio())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A fraction of a pound in pence, rounded once, half to even; none beyond what pence hold.
pub fn pence(pounds: Ratio) -> Option<Pence> {
    let (num, den) = (pounds.numerator().checked_mul(100)?, pounds.denominator());
    let (whole, twice) = (num.div_euclid(den), num.rem_euclid(den).checked_mul(2)?);
    let up = twice > den || (twice == den && whole % 2 != 0);
    i64::try_from(whole + i128::from(up)).ok().map(Pence::new)
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

struct Written;

impl Visitor<'_> for Written {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number such as 12 or 12.50")
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Amount, E> {
        Quantity::whole(n)
            .map(Amount)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Signed(n), &self))
    }

    fn visit_f64<E: Error>(self, x: f64) -> Result<Amount, E> {
        let small = |x: &f64| x.abs() < 1e12;
        let read = Some(x).filter(small).and_then(Quantity::from_f64);
        read.map(Amount).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Float(x), &self))
    }

    fn visit_str<E: Error>(self, s: &str) -> Result<Amount, E> {
        s.parse().map(Amount).map_err(|_| E::invalid_value(serde::de::Unexpected::Str(s), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pence_are_rounded_once_half_to_even() {
        let of = |num, den| pence(Ratio::new(num, den).unwrap()).unwrap().get();
        assert_eq!((of(1, 3), of(5, 1000), of(15, 1000), of(-15, 1000), of(-1, 3)), (33, 0, 2, -2, -33));
        let money = |text: &str| Amount(text.parse().unwrap()).money();
        assert_eq!(
            (money("98.5"), money("100000"), money("0.125")),
            ("£98.50".into(), "£100,000.00".into(), "£0.125".into())
        );
        assert_eq!(pence(Ratio::new(i128::MAX, 1).unwrap()), None);
    }
}
