//! Reporting periods: a month, a financial year (April to March), a run of months.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::NotA;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A calendar month of reporting, such as September 2026. Written `2026-09` in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(i32);

impl Month {
    /// The month of `year` (1900 to 2199) and `month` (1 to 12).
    pub fn new(year: i16, month: u8) -> Option<Self> {
        ((1900..2200).contains(&year) && (1..=12).contains(&month))
            .then(|| Self(i32::from(year) * 12 + i32::from(month) - 1))
    }

    /// The month that holds `date`, if it is a year we keep (1900 to 2199).
    pub fn of(date: Date) -> Option<Self> {
        Self::new(date.year(), u8::try_from(date.month()).ok()?)
    }

    /// The month named by an English name or its first three letters, whatever the case: `April`, `APR`.
    pub fn named(name: &str, year: i16) -> Option<Self> {
        let name = name.trim();
        let at = MONTHS.iter().position(|m| {
            m.eq_ignore_ascii_case(name)
                || (name.len() >= 3 && m.len() >= name.len() && m[..name.len()].eq_ignore_ascii_case(name))
        })?;
        Self::new(year, u8::try_from(at + 1).ok()?)
    }

    /// Calendar year.
    pub fn year(self) -> i16 {
        i16::try_from(self.0.div_euclid(12)).unwrap_or(0)
    }

    /// Month of the year, 1 to 12.
    pub fn number(self) -> u8 {
        u8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1)
    }

    /// First day.
    pub fn first_day(self) -> Date {
        Date::constant(self.year(), self.number().cast_signed(), 1)
    }

    /// Last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// Calendar days in the month.
    pub fn days(self) -> u16 {
        u16::from(self.last_day().day().cast_unsigned())
    }

    /// The month `n` later (earlier if negative).
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Self(self.0 + n)
    }

    /// Whole months from `earlier` to this one.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// "September 2026", as a page says it.
    pub fn long(self) -> String {
        format!("{} {}", MONTHS[usize::from(self.number()) - 1], self.year())
    }

    /// "Sep 2026", as an axis says it.
    pub fn short(self) -> String {
        format!("{} {}", &MONTHS[usize::from(self.number()) - 1][..3], self.year())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl FromStr for Month {
    type Err = NotA;
    /// Reads `2026-09`.
    fn from_str(s: &str) -> Result<Self, NotA> {
        let refuse = || NotA::new(s, "a month, such as 2026-09");
        let (year, month) = s.trim().split_once('-').ok_or_else(refuse)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(refuse());
        }
        let year = year.parse().map_err(|_| refuse())?;
        let month = month.parse().map_err(|_| refuse())?;
        Self::new(year, month).ok_or_else(refuse)
    }
}

impl TryFrom<String> for Month {
    type Error = NotA;
    fn try_from(s: String) -> Result<Self, NotA> {
        s.parse()
    }
}

impl From<Month> for String {
    fn from(m: Month) -> Self {
        m.to_string()
    }
}

/// A financial year, April to March, named by the year it starts in: 2026 is "2026/27".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i16);

impl FinancialYear {
    /// The financial year that starts in April of `year`.
    pub fn starting(year: i16) -> Self {
        Self(year)
    }

    /// The financial year that holds `month`.
    pub fn of(month: Month) -> Self {
        Self(if month.number() >= 4 { month.year() } else { month.year() - 1 })
    }

    /// Its twelve months.
    pub fn period(self) -> Option<Period> {
        Period::new(Month::new(self.0, 4)?, Month::new(self.0 + 1, 3)?)
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

/// A run of whole months, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    from: Month,
    to: Month,
}

impl Period {
    /// `from` to `to`, both included; none if `to` is before `from`.
    pub fn new(from: Month, to: Month) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// First month.
    pub fn from(self) -> Month {
        self.from
    }

    /// Last month.
    pub fn to(self) -> Month {
        self.to
    }

    /// Whether `month` lies in it.
    pub fn holds(self, month: Month) -> bool {
        self.from <= month && month <= self.to
    }

    /// The months in order.
    pub fn months(self) -> impl DoubleEndedIterator<Item = Month> + ExactSizeIterator + Clone {
        let from = self.from;
        (0..self.len()).map(move |i| from.plus(i32::try_from(i).unwrap_or(0)))
    }

    /// How many months.
    #[allow(clippy::len_without_is_empty, reason = "a period holds at least one month")]
    pub fn len(self) -> usize {
        usize::try_from(self.to.since(self.from) + 1).unwrap_or(1)
    }

    /// Calendar days in it.
    pub fn days(self) -> u32 {
        self.months().map(|m| u32::from(m.days())).sum()
    }

    /// "April to December 2024", "April 2024 to March 2025" or "April 2024".
    pub fn long(self) -> String {
        if self.from == self.to {
            self.from.long()
        } else if self.from.year() == self.to.year() {
            let name = self.from.long();
            let name = name.split(' ').next().unwrap_or_default().to_owned();
            format!("{name} to {}", self.to.long())
        } else {
            format!("{} to {}", self.from.long(), self.to.long())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_write_and_count() {
        let m: Month = "2024-02".parse().unwrap();
        assert_eq!(
            (m.to_string(), m.long(), m.days(), m.plus(11).to_string()),
            ("2024-02".into(), "February 2024".into(), 29, "2025-01".into())
        );
        assert_eq!(Month::named("APRIL", 2024), Month::new(2024, 4));
        assert_eq!(Month::named("Sep", 2024), Month::new(2024, 9));
        assert_eq!(Month::named("Ma", 2024), None);
        for bad in ["2024-13", "2024/02", "24-02", "", "2024-2", "20é4-02"] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }

    #[test]
    fn periods_and_years() {
        let p = Period::new("2024-04".parse().unwrap(), "2024-12".parse().unwrap()).unwrap();
        assert_eq!((p.len(), p.days(), p.long()), (9, 275, "April to December 2024".into()));
        assert_eq!(FinancialYear::of("2025-03".parse().unwrap()).to_string(), "2024/25");
        assert_eq!(FinancialYear::starting(2024).period().unwrap().days(), 365);
    }
}
