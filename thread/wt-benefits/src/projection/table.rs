//! Files of a projection: bases, rates of growth, and years as somebody stated them.

use wt_units::{OdsCode, Pence, Quantity};

use super::{Base, Driver, Growth, Rate, Year};
use crate::ledger::Sum;
use crate::proof::Range;
use crate::tables::{Numbered, Refused, Table};

const CODE: &str = "an organisation code, such as RJ6";
const POUNDS: &str = "pounds in full, such as 120000.50";
const PERCENT: &str = "percent in a year, such as 2.1";
const YEAR: &str = "a financial year by its first calendar year, such as 2026";

/// Columns organisation, pay, non_pay, income: pounds of the year before the first.
///
/// # Errors
/// Every row that can't be used.
pub fn bases(headings: &[String], rows: &[Numbered]) -> Result<Vec<Base>, Vec<Refused>> {
    Table::new(["organisation", "pay", "non_pay", "income"], headings, 4)?.each(rows, |table| {
        let pounds = |column| table.read::<Sum>(column, POUNDS).map(|sum| sum.0);
        Ok(Base { org: table.read(0, CODE)?, pay: pounds(1)?, non_pay: pounds(2)?, income: pounds(3)? })
    })
}

/// Columns year, what (activity, price, pay, workforce, income), central; and low, high (percent) and organisation, where there are
/// such. Without low and high the rate has no range; without an organisation it is that of all that have none of their own.
///
/// # Errors
/// Every row that can't be used.
pub fn growth(headings: &[String], rows: &[Numbered]) -> Result<Vec<Growth>, Vec<Refused>> {
    Table::new(["year", "what", "central", "low", "high", "organisation"], headings, 3)?.each(rows, |table| {
        let word = table.text(1).to_ascii_lowercase();
        let driver = Driver::ALL.into_iter().find(|driver| driver.word() == word);
        let central: Quantity = table.read(2, PERCENT)?;
        let end =
            |column| if table.text(column).is_empty() { Ok(central) } else { table.read(column, PERCENT) };
        Ok(Growth {
            year: table.read(0, YEAR)?,
            driver: driver.ok_or_else(|| table.refused(1, "activity, price, pay, workforce or income"))?,
            org: if table.text(5).is_empty() { None } else { Some(table.read::<OdsCode>(5, CODE)?) },
            rate: Rate { low: end(3)?, central, high: end(4)? },
        })
    })
}

/// Columns organisation, year, gap; and low and high, where there are such (pounds; below nought where something is left over).
///
/// # Errors
/// Every row that can't be used.
pub fn stated(headings: &[String], rows: &[Numbered]) -> Result<Vec<Year>, Vec<Refused>> {
    Table::new(["organisation", "year", "gap", "low", "high"], headings, 3)?.each(rows, |table| {
        let pounds = |column| table.read::<Sum>(column, POUNDS).map(|sum| sum.0);
        let central = pounds(2)?;
        let end = |column| -> Result<Pence, Refused> {
            if table.text(column).is_empty() { Ok(central) } else { pounds(column) }
        };
        let gap = Range { low: end(3)?, central, high: end(4)? };
        if gap.low > central {
            return Err(table.refused(3, "no more than the gap"));
        }
        if gap.high < central {
            return Err(table.refused(4, "no less than the gap"));
        }
        Ok(Year { org: table.read(0, CODE)?, year: table.read(1, YEAR)?, gap })
    })
}
