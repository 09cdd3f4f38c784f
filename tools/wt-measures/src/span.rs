//! A stretch of days.

use jiff::civil::Date;
use wt_units::{Hours, Month, Quantity};

use crate::time::{day_of, number};

/// Days from one to another, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    from: Date,
    to: Date,
}

impl Span {
    /// None where it ends before it begins.
    #[must_use]
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// A month.
    #[must_use]
    pub fn month(month: Month) -> Self {
        Self { from: month.first_day(), to: month.last_day() }
    }

    /// First day.
    #[must_use]
    pub fn from(self) -> Date {
        self.from
    }

    /// Last day.
    #[must_use]
    pub fn to(self) -> Date {
        self.to
    }

    /// How many days.
    #[must_use]
    pub fn days(self) -> i64 {
        number(self.to) - number(self.from) + 1
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// What two have in common.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// Its days, in order.
    pub fn each(self) -> impl Iterator<Item = Date> {
        (number(self.from)..=number(self.to)).map(day_of)
    }

    /// Parts of it by week, Monday to Sunday.
    pub fn weeks(self) -> impl Iterator<Item = Self> {
        let first = number(crate::time::monday(self.from));
        let last = number(self.to);
        (first..=last)
            .step_by(7)
            .filter_map(move |monday| self.within(Self { from: day_of(monday), to: day_of(monday + 6) }))
    }

    /// The hours of a whole stretch that fall into this one, each day with as many; the parts of a stretch add up to the whole.
    #[must_use]
    pub fn share(self, hours: Hours, of: Self) -> Hours {
        let Some(common) = self.within(of) else { return Hours::default() };
        let total = i128::from(hours.quantity().millionths());
        let days = i128::from(of.days());
        let until = |count: i64| total * i128::from(count) / days;
        let before = number(common.from) - number(of.from);
        let part = until(before + common.days()) - until(before);
        Hours::new(Quantity::from_millionths(i64::try_from(part).unwrap_or(i64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn parts_of_a_stretch_add_up_to_it() {
        let whole = Span::new(date(2026, 2, 26), date(2026, 3, 6)).unwrap();
        let hours = Hours::new("67.5".parse().unwrap());
        let parts: Hours =
            ["2026-02", "2026-03"].iter().map(|m| Span::month(m.parse().unwrap()).share(hours, whole)).sum();
        assert_eq!(parts, hours);
        assert_eq!(Span::month("2026-04".parse().unwrap()).share(hours, whole), Hours::default());
        let weeks: Vec<i64> = whole.weeks().map(Span::days).collect();
        assert_eq!(weeks, [4, 5], "Thursday to Sunday, Monday to Friday");
    }
}
