//! Cells and rows.

use std::borrow::Cow;

use calamine::ExcelDateTime;
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};

/// One cell, as the file holds it. Nothing is guessed: a CSV cell that looks like a number is still text.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing, or only white space.
    Empty,
    /// Text as written, not trimmed.
    Text(Cow<'a, str>),
    /// A number of a workbook.
    Number(f64),
    /// TRUE or FALSE of a workbook.
    Bool(bool),
    /// A day: a number that its format shows as a date, and that has no time of day.
    Date(Date),
    /// A day and time as clocks in England show it, to the second, and their minutes ahead of Greenwich where the file knows
    /// them.
    DateTime(DateTime, Option<i64>),
    /// An error that a formula left, such as `#N/A`.
    Error(&'static str),
}

impl<'a> Value<'a> {
    /// Text, or `Empty` where there is only white space.
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        // The first byte settles nearly every cell without walking it.
        let settled = text.as_bytes().first().is_some_and(|b| b.is_ascii_graphic());
        if settled || !text.trim().is_empty() { Self::Text(text) } else { Self::Empty }
    }

    /// True for `Empty`.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The text of a text cell.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The same value, borrowing nothing.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Empty => Value::Empty,
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Value::Number(number),
            Self::Bool(truth) => Value::Bool(truth),
            Self::Date(date) => Value::Date(date),
            Self::DateTime(time, ahead) => Value::DateTime(time, ahead),
            Self::Error(error) => Value::Error(error),
        }
    }
}

/// One row that is not blank.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Row as a spreadsheet program counts it, from 1.
    pub number: u32,
    /// Its cells from the first column on. Rows of one sheet may differ in length.
    pub cells: &'a [Value<'a>],
}

/// The day, or day and time, of a date cell. Durations and times of day without a date stay numbers, and so does 29 February
/// 1900, which Excel believes in.
pub(crate) fn date(when: &ExcelDateTime) -> Option<Value<'static>> {
    let serial = when.as_f64();
    if when.is_duration() || !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let (year, month, day, hour, ..) = when.to_ymd_hms_milli();
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    // A workbook stores a part of a day, which falls a hair short of the second that was typed: also of midnight.
    match (serial.fract() * 86_400.0).round() as i64 {
        0 => Some(Value::Date(date)),
        86_400 if hour == 0 => Some(Value::Date(date)),
        86_400 => date.tomorrow().ok().map(Value::Date),
        seconds => {
            let time = date.at(0, 0, 0, 0).checked_add(SignedDuration::from_secs(seconds)).ok()?;
            Some(Value::DateTime(time, None))
        }
    }
}
