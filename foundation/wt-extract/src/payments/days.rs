//! Days of payment, where a file may write the month first.
//!
//! `08/01/2020` alone says nothing; the rest of its column does. A column in which some second number is above twelve
//! and no first one is writes the month first. Where both happen, a date that could be either is refused.

use jiff::civil::Date;

use crate::columns::{ColumnKind, Problem, date, show};
use crate::table::Value;

/// What the dates of a column show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Order {
    /// Dates that can only be day, month, year.
    pub(crate) day_first: u64,
    /// Dates that can only be month, day, year.
    pub(crate) month_first: u64,
    /// Dates that can be either.
    pub(crate) either: u64,
}

impl Order {
    /// Takes one cell of the column.
    pub(crate) fn look(&mut self, value: &Value<'_>) {
        match numbers(value) {
            Some((first, second, _)) if first > 12 && second <= 12 => self.day_first += 1,
            Some((first, second, _)) if second > 12 && first <= 12 => self.month_first += 1,
            Some((first, second, _)) if first != second => self.either += 1,
            _ => {}
        }
    }

    /// What a reader should know of it.
    pub(crate) fn note(self) -> Option<&'static str> {
        match (self.day_first, self.month_first) {
            (0, 0) if self.either > 0 => {
                Some("No date shows whether the day or the month comes first: the day was taken to.")
            }
            (_, 0) => None,
            (0, _) => Some("Dates are written month first."),
            _ => Some(
                "Some dates are written month first, some day first: those that can be either are refused.",
            ),
        }
    }

    /// Reads a day; none where the cell is blank.
    pub(crate) fn day(self, value: &Value<'_>) -> Result<Option<Date>, Problem> {
        if self.month_first == 0 {
            return date(value);
        }
        let Some((first, second, year)) = numbers(value) else { return date(value) };
        let day = |month: i32, day: i32| {
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        let read = match (first > 12, second > 12) {
            (true, false) => day(second, first),
            (false, true) => day(first, second),
            (false, false) if self.day_first == 0 || first == second => day(first, second),
            (false, false) => {
                return Err(Problem::new(
                    show(value),
                    ColumnKind::Date.expected(),
                    "This file writes some dates day first and some month first. Write the month as a word.",
                ));
            }
            (true, true) => None,
        };
        read.map(Some).ok_or_else(|| Problem::not_a(show(value), ColumnKind::Date))
    }
}

/// The numbers of `4/30/2020`: two of at most two digits and a year.
fn numbers(value: &Value<'_>) -> Option<(i32, i32, i32)> {
    let text = value.as_text()?.trim();
    let mut parts = text.split(['/', '-', '.']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse::<i32>().ok())?;
    let year = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    parts.next().is_none().then_some((short(first)?, short(second)?, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(texts: &[&str]) -> Order {
        let mut order = Order::default();
        texts.iter().for_each(|text| order.look(&Value::Text((*text).into())));
        order
    }

    fn day(order: Order, text: &str) -> Option<String> {
        order.day(&Value::Text(text.to_owned().into())).ok().flatten().map(|day| day.to_string())
    }

    #[test]
    fn the_column_says_what_a_date_means() {
        let american = order(&["08/01/2020", "8/31/2020"]);
        assert_eq!(day(american, "08/01/2020").as_deref(), Some("2020-08-01"));
        assert_eq!(day(american, "8/31/2020").as_deref(), Some("2020-08-31"));
        let british = order(&["08/01/2020", "31/08/2020"]);
        assert_eq!(day(british, "08/01/2020").as_deref(), Some("2020-01-08"));
        assert_eq!(day(british, "8/31/2020"), None);
        let mixed = order(&["31/08/2020", "8/31/2020"]);
        assert_eq!(day(mixed, "8/31/2020").as_deref(), Some("2020-08-31"));
        assert_eq!(day(mixed, "31/08/2020").as_deref(), Some("2020-08-31"));
        assert_eq!((day(mixed, "08/01/2020"), day(mixed, "08/08/2020").is_some()), (None, true));
        assert!(mixed.note().is_some() && american.note().is_some() && british.note().is_none());
    }

    #[test]
    fn words_and_serials_need_no_order() {
        for text in ["12-May-20", "07-SEP-2020 ", "2020-05-12"] {
            assert!(day(order(&["4/30/2020"]), text).is_some(), "{text}");
        }
        let serial = order(&["4/30/2020"]).day(&Value::Number(43_924.0)).unwrap().unwrap();
        assert_eq!(serial.to_string(), "2020-04-03");
        assert_eq!(order(&[]).day(&Value::Empty).unwrap(), None);
    }
}
