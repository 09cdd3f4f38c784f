//! Quantities that add up exactly, whatever the order of the rows.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::NotA;

/// An amount as a file gives it, kept in millionths: sums are exact and don't depend on the order of rows.
///
/// Published extracts carry at most five meaningful decimals (FTE days); the sixth is rounded half to even.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

const MILLION: i64 = 1_000_000;

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From millionths.
    pub const fn from_millionths(n: i64) -> Self {
        Self(n)
    }

    /// In millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// A whole number; none beyond about nine million million.
    pub fn whole(n: i64) -> Option<Self> {
        n.checked_mul(MILLION).map(Self)
    }

    /// From a spreadsheet's number; none if it is not finite or too large.
    pub fn from_f64(x: f64) -> Option<Self> {
        let scaled = x * MILLION as f64;
        (scaled.is_finite() && scaled.abs() < 9.2e18).then(|| Self(scaled.round_ties_even() as i64))
    }

    /// As a float, for statistics only.
    pub fn to_f64(self) -> f64 {
        // Split so that whole parts beyond 2^53 millionths keep their precision.
        (self.0 / MILLION) as f64 + (self.0 % MILLION) as f64 / MILLION as f64
    }

    /// Sum, or none on overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Below zero.
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Exactly zero.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// A whole number of things.
    pub fn is_whole(self) -> bool {
        self.0 % MILLION == 0
    }
}

impl Add for Quantity {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Quantity {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Quantity {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Quantity {
    /// Plain, without separators or trailing zeros: `1202278.1451`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1_000_000, self.0.unsigned_abs() % 1_000_000);
        if rest == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let rest = format!("{rest:06}");
            write!(f, "{sign}{whole}.{}", rest.trim_end_matches('0'))
        }
    }
}

impl FromStr for Quantity {
    type Err = NotA;
    /// Reads a plain decimal: digits, at most one point, an optional leading minus. No separators, no signs of
    /// money: the importer's column parser takes those away first.
    fn from_str(s: &str) -> Result<Self, NotA> {
        let refuse = || NotA::new(s, "a number, such as 1234.5");
        let body = s.strip_prefix('-').unwrap_or(s);
        let (whole, rest) = body.split_once('.').unwrap_or((body, ""));
        if (whole.is_empty() && rest.is_empty())
            || !whole.bytes().chain(rest.bytes()).all(|b| b.is_ascii_digit())
            || whole.len() > 12
        {
            return Err(refuse());
        }
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| refuse())? };
        let mut part = 0;
        for i in 0..6 {
            part = part * 10 + rest.as_bytes().get(i).map_or(0, |b| i64::from(b - b'0'));
        }
        part += round_up(rest, part);
        let n = whole.checked_mul(MILLION).and_then(|w| w.checked_add(part)).ok_or_else(refuse)?;
        Ok(Self(if s.starts_with('-') { -n } else { n }))
    }
}

/// Half to even on the digits after the sixth.
fn round_up(rest: &str, sixth: i64) -> i64 {
    let tail = rest.get(6..).unwrap_or("");
    match tail.as_bytes().first() {
        Some(b'6'..=b'9') => 1,
        Some(b'5') if tail[1..].bytes().any(|b| b != b'0') || sixth % 2 == 1 => 1,
        _ => 0,
    }
}

impl Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let x = f64::deserialize(d)?;
        Self::from_f64(x).ok_or_else(|| serde::de::Error::custom("a finite number"))
    }
}

/// A unit over [`Quantity`]: adds to its own kind only.
macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Quantity);

        impl $name {
            /// That many.
            pub const fn new(q: Quantity) -> Self { Self(q) }
            /// The bare amount.
            pub const fn quantity(self) -> Quantity { self.0 }
            /// From a float that a statistic gave; none if not finite.
            pub fn from_f64(x: f64) -> Option<Self> { Quantity::from_f64(x).map(Self) }
            /// As a float, for statistics only.
            pub fn to_f64(self) -> f64 { self.0.to_f64() }
        }
        impl Add for $name { type Output = Self; fn add(self, o: Self) -> Self { Self(self.0 + o.0) } }
        impl Sub for $name { type Output = Self; fn sub(self, o: Self) -> Self { Self(self.0 - o.0) } }
        impl Sum for $name { fn sum<I: Iterator<Item = Self>>(i: I) -> Self { i.fold(Self::default(), Add::add) } }
        impl fmt::Display for $name { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) } }
    };
}

unit!(
    /// Whole-time equivalents: contracted hours over full-time hours.
    Wte
);
unit!(
    /// FTE days: whole-time equivalents times *calendar* days (NHS sickness absence statistics).
    FteDays
);
unit!(
    /// Hours of work.
    Hours
);
unit!(
    /// People counted as heads.
    Headcount
);

impl FteDays {
    /// The whole-time equivalents that make this many FTE days in `days` calendar days; none for no days.
    pub fn per_days(self, days: u32) -> Option<Wte> {
        (days > 0).then(|| Wte::from_f64(self.to_f64() / f64::from(days))).flatten()
    }
}

impl Hours {
    /// The whole-time equivalents that work this many hours in `days` calendar days at `full_week` hours a week;
    /// none for no days or no week.
    pub fn per_days(self, days: u32, full_week: Self) -> Option<Wte> {
        let full = full_week.to_f64() * f64::from(days) / 7.0;
        (full > 0.0).then(|| Wte::from_f64(self.to_f64() / full)).flatten()
    }
}

/// A share in per cent, kept as computed and rounded only where shown.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(f64);

impl Percent {
    /// From a share (0.05 is 5%); none if not finite.
    pub fn from_share(x: f64) -> Option<Self> {
        x.is_finite().then_some(Self(x * 100.0))
    }

    /// In per cent.
    pub fn value(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let a: Quantity = "73956.96734999999".parse().unwrap();
        assert_eq!(a.to_string(), "73956.96735");
        assert_eq!("0.1".parse::<Quantity>().unwrap() + "0.2".parse().unwrap(), "0.3".parse().unwrap());
        assert_eq!("-1.5".parse::<Quantity>().unwrap().to_string(), "-1.5");
        assert_eq!("0.0000005".parse::<Quantity>().unwrap().millionths(), 0);
        assert_eq!("0.0000015".parse::<Quantity>().unwrap().millionths(), 2);
        assert_eq!(".5".parse::<Quantity>().unwrap().millionths(), 500_000);
        for bad in ["", "-", ".", "1e5", "1,000", "£5", "١", "1.2.3", "9999999999999999"] {
            assert!(bad.parse::<Quantity>().is_err(), "{bad}");
        }
    }

    #[test]
    fn fte_days_are_calendar_days() {
        let days = FteDays::new("12721.831656".parse().unwrap());
        assert!((days.per_days(275).unwrap().to_f64() - 46.261_206).abs() < 1e-6);
        assert_eq!(days.per_days(0), None);
    }

    #[test]
    fn a_years_hours_make_one_whole_time_equivalent() {
        // 365 / 7 × 37.5 = 1,955.36 hours (pay tables of Agenda for Change 2025/26).
        let week = Hours::new("37.5".parse().unwrap());
        let year = Hours::new("1955.357143".parse().unwrap());
        assert!((year.per_days(365, week).unwrap().to_f64() - 1.0).abs() < 1e-6);
        assert_eq!(year.per_days(0, week), None);
    }
}
