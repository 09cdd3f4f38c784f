//! A record of any file as a line of the template's columns: what a store keeps of a booking, and nothing beside it.

use super::Column;
use super::column::SPECS;
use super::layout::Layout;
use super::split::Record;

/// Heading of the row that a kept line stood in.
const ROW: &str = "row";

/// The headings of kept lines: the template's, then the row of the file that each came from.
///
/// ```
/// assert!(wt_rates::extract::kept_headings().ends_with(&["worker".to_owned(), "row".to_owned()]));
/// ```
#[must_use]
pub fn kept_headings() -> Vec<String> {
    SPECS.iter().map(|spec| spec.name).chain([ROW]).map(str::to_owned).collect()
}

/// Adds a record to `out` as a line of [`kept_headings`]. Columns that are not the template's are left behind, and the worker
/// stands as the hash that was read, never as the file wrote it.
pub fn keep(layout: &Layout, block: &[u8], record: &Record, worker: Option<u64>, row: u32, out: &mut String) {
    for spec in &SPECS {
        if spec.column == Column::Worker {
            if let Some(hash) = worker {
                out.push_str(&format!("w-{hash:016x}"));
            }
        } else if let Some(at) = layout.place(spec.column) {
            quoted(&String::from_utf8_lossy(record.cell(block, at)), out);
        }
        out.push(',');
    }
    out.push_str(&row.to_string());
    out.push('\n');
}

/// The row that a kept line came from; none where it is no kept line.
#[must_use]
pub fn kept_row(block: &[u8], record: &Record) -> Option<u32> {
    std::str::from_utf8(record.cell(block, SPECS.len())).ok()?.parse().ok()
}

fn quoted(cell: &str, out: &mut String) {
    if cell.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\"").replace(['\n', '\r'], " "));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;
    use crate::extract::{Mapping, Reading, RowReader, template};

    #[test]
    fn a_kept_line_reads_as_the_same_booking_without_what_is_nobodys_business() {
        let text = template().replace("Ward 7", "\"Ward 7, \"\"east\"\"\"").replace('\n', ",x\n");
        let (first, rows) = text.split_once('\n').unwrap();
        let headings: Vec<String> = first.replace(",x", ",Name").split(',').map(str::to_owned).collect();
        let layout = Layout::find("f", &headings, &Mapping::default()).unwrap();
        let (reading, facts) = (Reading::default(), wt_facts::FactSet::default());
        let read = |layout: &Layout, text: &str, row| {
            let mut record = Record::default();
            record.read(text.as_bytes(), 0, b',');
            let mut reader = RowReader::new(0, "f", layout, &reading, &facts);
            (reader.read(text.as_bytes(), &record, row).unwrap(), record, reader.names)
        };
        let (booking, record, names) = read(&layout, rows, 7);
        let mut line = String::new();
        keep(&layout, rows.as_bytes(), &record, booking.worker, booking.row, &mut line);
        assert!(!line.contains(",x") && !line.contains("5f21c9"), "{line}");
        let layout = Layout::find("k", &kept_headings(), &Mapping::default()).unwrap();
        let (again, record, names_again) = read(&layout, &line, 7);
        assert_eq!(kept_row(line.as_bytes(), &record), Some(7));
        assert_eq!(names.name(booking.unit), "Ward 7, \"east\"");
        assert_eq!(names.name(booking.unit), names_again.name(again.unit));
        assert_eq!(crate::booking::Booking { worker: booking.worker, ..again }, booking);
    }
}
