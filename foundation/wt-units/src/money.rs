//! Money in whole pence; ratios are rounded once, at the end, half to even.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

/// Whole pence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pence(i64);

impl Pence {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// That many pence.
    pub const fn new(pence: i64) -> Self {
        Self(pence)
    }

    /// In pence.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// From pounds that a statistic gave, rounded half to even; none if not finite or beyond `i64`.
    pub fn from_pounds(pounds: f64) -> Option<Self> {
        let pence = pounds * 100.0;
        (pence.is_finite() && pence.abs() < 9.2e18).then(|| Self(pence.round_ties_even() as i64))
    }

    /// In pounds, for statistics only.
    pub fn to_pounds(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// Sum, or none on overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// "1653067.83": plain pounds for machine files.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

impl Add for Pence {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Pence {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Pence {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Pence {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Pence {
    /// "£1,653,067.83".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        let pounds = grouped(self.0.unsigned_abs() / 100);
        write!(f, "{sign}£{pounds}.{:02}", self.0.unsigned_abs() % 100)
    }
}

/// How pages say money: whole pounds with separators, "£1.7 million" in sentences, "£1.7m" in tables.
///
/// Wraps [`Pence`] so that the rounding of words never touches the amount itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pounds(pub Pence);

impl Pounds {
    /// For a sentence: "£1.7 million" from one million, else "£884,510".
    pub fn sentence(self) -> String {
        self.words(" million")
    }

    /// For a table: "£1.7m" from one million, else "£884,510".
    pub fn table(self) -> String {
        self.words("m")
    }

    /// For a table, both ends in one rounding, so that they can be compared: "£0.8m to £2.2m", "£12,345 to £2,200,123"
    /// where the smaller would be lost in millions, "£763,090 to £884,510".
    pub fn range(low: Pence, high: Pence) -> String {
        let millions = [low, high].iter().any(|end| Self(*end).pounds() >= MILLION);
        let told = [low, high].iter().all(|end| *end == Pence::ZERO || Self(*end).pounds() >= TOLD);
        let say = |end: Pence| match millions && told {
            true => Self(end).millions("m"),
            false => Self(end).whole(),
        };
        format!("{} to {}", say(low), say(high))
    }

    fn words(self, million: &str) -> String {
        if self.pounds() >= MILLION { self.millions(million) } else { self.whole() }
    }

    fn sign(self) -> &'static str {
        if self.0.get() < 0 { "\u{2212}" } else { "" }
    }

    /// Whole pounds without sign.
    fn pounds(self) -> f64 {
        (self.0.get().unsigned_abs() as f64 / 100.0).round_ties_even()
    }

    fn millions(self, million: &str) -> String {
        let tenths = (self.pounds() / 1e5).round_ties_even() as u64;
        format!("{}£{}.{}{million}", self.sign(), grouped(tenths / 10), tenths % 10)
    }

    fn whole(self) -> String {
        format!("{}£{}", self.sign(), grouped(self.pounds() as u64))
    }
}

/// From here on money is said in millions: what rounds to £1.0 million.
const MILLION: f64 = 999_950.0;
/// Less than this would be £0.0 million.
const TOLD: f64 = 50_000.0;

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_said_as_pages_say_it() {
        let p = Pence::from_pounds(1_653_067.834_5).unwrap();
        assert_eq!(
            (p.get(), p.plain(), p.to_string()),
            (165_306_783, "1653067.83".into(), "£1,653,067.83".into())
        );
        assert_eq!((Pounds(p).sentence(), Pounds(p).table()), ("£1.7 million".into(), "£1.7m".into()));
        assert_eq!(Pounds(Pence::new(-88_451_000)).table(), "\u{2212}£884,510");
        let large = Pounds(Pence::new(123_456_789_000));
        assert_eq!((large.sentence(), large.table()), ("£1,234.6 million".into(), "£1,234.6m".into()));
        assert_eq!(Pounds(Pence::new(99_995_000)).table(), "£1.0m");
        assert_eq!(Pence::from_pounds(f64::NAN), None);
        assert_eq!(Pence::new(-5).plain(), "-0.05");
    }

    #[test]
    fn a_range_has_one_rounding() {
        let said = |low: i64, high: i64| Pounds::range(Pence::new(low * 100), Pence::new(high * 100));
        assert_eq!(said(763_090, 2_200_123), "£0.8m to £2.2m");
        assert_eq!(said(12_345, 2_200_123), "£12,345 to £2,200,123");
        assert_eq!(said(763_090, 884_510), "£763,090 to £884,510");
        assert_eq!(said(0, 1_234_567_890), "£0.0m to £1,234.6m");
        assert_eq!(said(-1_500_000, 500_000), "\u{2212}£1.5m to £0.5m");
    }
}
