//! Bookings out of files: columns with parsers, words for a refusal, a template.
//!
//! [`Layout::find`] finds the columns by their headings, [`cut`] cuts a file into blocks, and a [`RowReader`] turns the
//! records of a block into bookings; a caller may run one reader a thread, and absorb their [`Findings`] and names.

mod cell;
mod column;
mod findings;
mod keep;
mod layout;
mod memo;
mod money;
mod remembered;
mod row;
mod split;
mod time;
mod worker;

pub use cell::month_number;
pub use column::{Column, SPECS, Spec, template};
pub use findings::Findings;
pub use keep::{keep, kept_headings, kept_row};
pub use layout::{Layout, Mapping};
pub use money::Money;
pub use remembered::{remember, remembered};
pub use row::{Reading, RowReader};
pub use split::{Cut, Record, cut, delimiter};
pub(crate) use time::{Civil, civil};
pub use time::{date_of, day_of};
pub use worker::{Workers, looks_like_name};

use crate::booking::{Booking, Names};

/// Reads every record of a block that begins at `first_row`, and hands the bookings over with the names they use.
///
/// ```
/// use wt_rates::extract::{Layout, Mapping, Reading, RowReader, block, template};
/// let text = template();
/// let (headings, rows) = text.split_once('\n').unwrap();
/// let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
/// let layout = Layout::find("template.csv", &headings, &Mapping::default()).unwrap();
/// let (reading, facts) = (Reading::default(), wt_facts::FactSet::default());
/// let mut reader = RowReader::new(0, "template.csv", &layout, &reading, &facts);
/// let mut minutes = Vec::new();
/// block(&mut reader, rows.as_bytes(), 2, b',', &mut |booking, _| minutes.push(booking.minutes));
/// assert_eq!(minutes, [720]);
/// ```
pub fn block(
    reader: &mut RowReader<'_>,
    bytes: &[u8],
    first_row: u32,
    delimiter: u8,
    each: &mut dyn FnMut(&Booking, &Names),
) {
    let mut record = Record::default();
    let (mut at, mut row) = (0, first_row);
    while at < bytes.len() && !reader.stopped() {
        at = record.read(bytes, at, delimiter);
        if let Some(booking) = reader.read(bytes, &record, row) {
            each(&booking, &reader.names);
        }
        row += 1;
    }
}
