//! How long a large workbook and a large CSV take to read, and how much memory, beside openpyxl and pandas.
//!
//! The budgets are those of the product: 100,000 x 20 cells in 2 s, a million rows in 2 s, 300 MB at most, and the
//! table layer is only the first half of an import.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use rust_xlsxwriter::Workbook;
use wt_extract::table::{Limits, Source};

use crate::process::{self, Measured, Outcome};

const WORKBOOK: &str = "rows.xlsx";
const CSV: &str = "rows.csv";
const WORKBOOK_ROWS: u32 = 100_000;
const CSV_ROWS: u32 = 1_000_000;
const RUNS: u32 = 3;
const MIB: f64 = 1024.0;

/// Makes the files, measures both sides and prints a table.
pub(crate) fn run() -> Outcome<()> {
    let folder = process::folder()?;
    if !folder.join(CSV).exists() || !folder.join(WORKBOOK).exists() {
        let made = process::ourselves(&["read", "make", &folder.to_string_lossy()])?.status()?;
        if !made.success() {
            return Err("the files could not be made".into());
        }
    }
    let python = process::python(&folder, &["openpyxl", "pandas"]);
    println!("{:<12} {:<22} {:>9} {:>9} {:>10}", "file", "reader", "seconds", "peak MB", "times ours");
    for (file, peer) in [(WORKBOOK, "openpyxl (read_only)"), (CSV, "pandas.read_csv")] {
        let path = folder.join(file);
        let text = path.to_string_lossy().into_owned();
        let ours = process::best(RUNS, || process::ourselves(&["read", "file", &text]))?;
        print_row(file, "wt-extract", ours, ours);
        match &python {
            Ok(python) => {
                let theirs = process::best(RUNS, || Ok(peer_command(python, &text)))?;
                if theirs.rows != ours.rows {
                    return Err(format!("{file}: {} rows here, {} in {peer}", ours.rows, theirs.rows).into());
                }
                print_row(file, peer, theirs, ours);
            }
            Err(why) => println!("{file:<12} {peer:<22} skipped: {why}"),
        }
    }
    Ok(())
}

/// The peer reading a file in a process of its own.
pub(crate) fn peer_command(python: &Path, file: &str) -> Command {
    let mut command = Command::new(python);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/peers/read.py")).arg(file);
    command
}

fn print_row(file: &str, reader: &str, measured: Measured, ours: Measured) {
    let peak = measured.peak_kib as f64 / MIB;
    let ratio = measured.seconds / ours.seconds;
    println!("{file:<12} {reader:<22} {:>9.3} {peak:>9.0} {ratio:>10.1}", measured.seconds);
}

/// Reads one file to its end and prints what [`Measured`] says.
pub(crate) fn one(file: &Path) -> Outcome<()> {
    let start = Instant::now();
    let bytes = std::fs::read(file)?;
    let mut source = Source::open(&file.to_string_lossy(), &bytes, &Limits::default())?;
    let (mut rows, mut cells) = (0u64, 0usize);
    source.rows(0, &mut |row| {
        rows += 1;
        cells += row.cells.iter().filter(|cell| !cell.is_empty()).count();
        ControlFlow::Continue(())
    })?;
    std::hint::black_box(cells);
    println!("{} {rows} {}", start.elapsed().as_secs_f64(), process::peak_kib());
    Ok(())
}

/// Writes both files. Text repeats as it does in real extracts: codes, groups and months.
pub(crate) fn make(folder: &Path) -> Outcome<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for column in 0..20u16 {
        sheet.write_string(0, column, format!("column {column}"))?;
    }
    for row in 1..=WORKBOOK_ROWS {
        for column in 0..20u16 {
            if column < 6 {
                sheet.write_string(row, column, word(row, column))?;
            } else {
                sheet.write_number(row, column, f64::from(row % 9_973) + f64::from(column) / 16.0)?;
            }
        }
    }
    book.save(folder.join(WORKBOOK))?;
    let mut text = String::from("org,unit,staff_group,month,metric,numerator,denominator\n");
    for row in 1..=CSV_ROWS {
        let (org, unit, group, month) = (word(row, 0), word(row, 1), word(row, 2), row % 12 + 1);
        writeln!(text, "{org},{unit},{group},2024-{month:02},sickness,{}.25,{}.5", row % 997, row % 9_973)?;
    }
    std::fs::write(folder.join(CSV), text)?;
    Ok(())
}

/// One of some hundreds of words, fewer in the columns to the left.
fn word(row: u32, column: u16) -> String {
    format!("word {column} {}", row % (40 * (u32::from(column) + 1)))
}
