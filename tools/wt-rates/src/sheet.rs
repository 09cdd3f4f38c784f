//! Small tables beside the bookings, such as a card or caps: CSV with a row of headings.

use wt_extract::Fault;
use wt_extract::columns::plain;

use crate::extract::{Record, delimiter};

/// One row: its number and its cells in the order asked for.
pub(crate) struct Line {
    pub(crate) row: u32,
    pub(crate) cells: Vec<String>,
}

/// The wanted columns of a table; headings in any order, others passed over.
///
/// # Errors
/// A [`Fault`] that names the columns there are not.
pub(crate) fn read(file: &str, bytes: &[u8], wanted: &[&str]) -> Result<Vec<Line>, Fault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let (delimiter, mut record) = (delimiter(first), Record::default());
    let mut at = record.read(bytes, 0, delimiter);
    let text =
        |record: &Record, place: usize| String::from_utf8_lossy(record.cell(bytes, place)).into_owned();
    let headings: Vec<String> = (0..record.len()).map(|place| text(&record, place)).collect();
    let place = |name: &&str| headings.iter().position(|heading| plain(heading) == plain(name));
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| place(name).is_none()).collect();
    if !missing.is_empty() {
        return Err(Fault::new(
            file,
            format!("There is no column {}. The headings are: {}.", missing.join(", "), headings.join(", ")),
            format!("It needs the columns {}.", wanted.join(", ")),
        ));
    }
    let places: Vec<usize> = wanted.iter().filter_map(place).collect();
    let (mut lines, mut row) = (Vec::new(), 2);
    while at < bytes.len() {
        at = record.read(bytes, at, delimiter);
        if !record.is_empty() {
            lines.push(Line { row, cells: places.iter().map(|place| text(&record, *place)).collect() });
        }
        row += 1;
    }
    Ok(lines)
}

/// A fault of one cell.
pub(crate) fn fault(file: &str, row: u32, column: &str, found: &str, expected: &str) -> Fault {
    Fault::new(
        file,
        format!("Row {row}, column {column}: found '{found}', expected {expected}."),
        "Correct the cell and run again.",
    )
}
