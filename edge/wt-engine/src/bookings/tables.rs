//! Bookings out of workbooks and Parquet files: each row as the same cells that a text file would hold.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use wt_extract::Fault;
use wt_extract::columns::show;
use wt_extract::table::{Format, Limits, Parquet, Row, Source, Value};
use wt_rates::extract::{Layout, RowReader, SPECS, block};
use wt_rates::gather::Gather;

use crate::EngineError;

use super::{Intake, Share};

/// A national year of bookings in one file: what Parquet is used for.
const PARQUET_ROWS: u64 = 1_000_000_000;

/// A workbook, or text in another encoding: its first sheet, row by row.
pub(super) fn workbook<G: Gather>(
    at: u16,
    name: &str,
    bytes: &[u8],
    intake: &Intake<'_>,
    make: &(dyn Fn() -> G + Sync),
) -> Result<Share<G>, EngineError> {
    let mut source = Source::open(name, bytes, &Limits::default())?;
    let timed = matches!(source.format(), Format::Xlsx | Format::Xls);
    let mut headings = None;
    source.rows(0, &mut |row| {
        headings = Some(row.cells.iter().map(show).collect::<Vec<_>>());
        ControlFlow::Break(())
    })?;
    let empty = || Fault::new(name, "The first sheet is empty.", "Check which file was meant.");
    let layout = Layout::find(name, &headings.ok_or_else(empty)?, &intake.mapping)?;
    let mut reader = RowReader::new(at, name, &layout, &intake.reading, intake.facts);
    let (mut gathered, mut first, mut line) = (make(), true, Vec::new());
    source.rows(0, &mut |row| {
        if std::mem::take(&mut first) {
            return ControlFlow::Continue(());
        }
        take(&mut reader, &mut gathered, row, timed, &mut line)
    })?;
    Ok((gathered, reader.names, reader.findings))
}

/// A Parquet file: its row groups shared out among threads, each with a file of its own, because copies of one share their place.
pub(super) fn parquet<G: Gather + Send>(
    at: u16,
    name: &str,
    path: &Path,
    intake: &Intake<'_>,
    make: &(dyn Fn() -> G + Sync),
) -> Result<Vec<Share<G>>, EngineError> {
    let limits = Limits { max_rows: PARQUET_ROWS, ..Limits::default() };
    let open = || {
        let file = File::open(path).map_err(|e| {
            Fault::new(
                name,
                format!("The file can't be read: {e}."),
                "Check its name and that you may use it.",
            )
        })?;
        Parquet::open(name, file, &limits)
    };
    let table = open()?;
    let layout = Layout::find(name, table.headings(), &intake.mapping)?;
    let wanted = |place: usize| SPECS.iter().any(|spec| layout.place(spec.column) == Some(place));
    let next = AtomicUsize::new(0);
    let share = || -> Result<Share<G>, Fault> {
        let table = open()?.only(&wanted);
        let mut reader = RowReader::new(at, name, &layout, &intake.reading, intake.facts);
        let (mut gathered, mut line) = (make(), Vec::new());
        loop {
            let group = next.fetch_add(1, Ordering::Relaxed);
            if group >= table.groups() || reader.stopped() {
                return Ok((gathered, reader.names, reader.findings));
            }
            let _ = table.group(group, &mut |row| take(&mut reader, &mut gathered, row, false, &mut line))?;
        }
    };
    let threads = intake.threads.clamp(1, table.groups().max(1));
    std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(share)).collect();
        let mut shares = Vec::with_capacity(threads);
        for thread in started {
            let done = thread.join();
            let failed = |_| EngineError::Question(format!("{name}: a reading thread failed."));
            shares.push(done.map_err(failed)??);
        }
        Ok(shares)
    })
}

/// Reads one row by way of the cells of a text file. `timed`: a day alone is midnight of it, as workbooks store both alike.
fn take<G: Gather>(
    reader: &mut RowReader<'_>,
    gathered: &mut G,
    row: Row<'_>,
    timed: bool,
    line: &mut Vec<u8>,
) -> ControlFlow<()> {
    line.clear();
    for cell in row.cells {
        write(cell, timed, line);
        line.push(b',');
    }
    block(reader, line, row.number, b',', &mut |booking, names| gathered.take(booking, names));
    if reader.stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn write(cell: &Value<'_>, timed: bool, line: &mut Vec<u8>) {
    match cell {
        Value::Empty => {}
        Value::Text(text) => {
            line.push(b'"');
            for byte in text.trim().bytes() {
                if byte == b'"' {
                    line.push(byte);
                }
                line.push(byte);
            }
            line.push(b'"');
        }
        Value::Number(number) => line.extend_from_slice(plain(*number).to_string().as_bytes()),
        Value::Date(day) if timed => line.extend_from_slice(format!("{day}T00:00").as_bytes()),
        other => line.extend_from_slice(show(other).as_bytes()),
    }
}

/// A sum of a spreadsheet such as 240.15000000000003 as the two decimal places that were meant.
fn plain(number: f64) -> f64 {
    let places = (number * 100.0).round() / 100.0;
    if (places - number).abs() <= 1e-9 * number.abs().max(1.0) { places } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_a_text_file_would_hold_them() {
        let day = jiff::civil::date(2026, 7, 3);
        let cells = [
            Value::Text("a \"b\", c ".into()),
            Value::Number(240.15 + 3e-14),
            Value::Number(7.333_333),
            Value::Date(day),
            Value::DateTime(day.at(7, 30, 0, 0), Some(60)),
            Value::Bool(true),
            Value::Empty,
        ];
        let mut line = Vec::new();
        for cell in &cells {
            write(cell, true, &mut line);
            line.push(b',');
        }
        let wanted = "\"a \"\"b\"\", c\",240.15,7.333333,2026-07-03T00:00,2026-07-03T07:30:00+01:00,true,,";
        assert_eq!(String::from_utf8(line).unwrap(), wanted);
    }
}
