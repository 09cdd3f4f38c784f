//! The same bookings as CSV, workbook and Parquet give the same answer to the byte; headings are mapped once and remembered.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn run(args: &[&str], paths: &[&Path]) -> (Option<i32>, String, String) {
    let done =
        Command::new(env!("CARGO_BIN_EXE_wholetime")).arg("rates").args(args).args(paths).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

fn region(name: &str) -> PathBuf {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let args = ["simulate", "--seed", "3", "--employers", "6", "--months", "14", "--percent", "10", "--out"];
    assert_eq!(run(&args, &[&out]).0, Some(0));
    out
}

/// Headings and rows of a CSV file.
fn table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headings = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (headings, rows)
}

/// Times as a workbook's own, money as its numbers.
fn workbook(headings: &[String], rows: &[Vec<String>], path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let shown = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string(0, column, heading).unwrap();
        for (row, cells) in (1_u32..).zip(rows) {
            let cell = &cells[usize::from(column)];
            match heading.as_str() {
                "start" | "end" => {
                    let time = ExcelDateTime::parse_from_str(cell).unwrap();
                    sheet.write_datetime_with_format(row, column, time, &shown).unwrap();
                }
                "worker_pay" | "agency_charge" if !cell.is_empty() => {
                    sheet.write_number(row, column, cell.parse::<f64>().unwrap()).unwrap();
                }
                _ => {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
    }
    book.save(path).unwrap();
}

/// Seconds since 1970 of `2026-03-02T07:30` by a clock that knows no zone.
fn seconds(text: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    let leap = |year: i64| i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let lengths = [31, 28 + leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: i64 = (1970..year).map(|year| 365 + leap(year)).sum();
    let months: i64 = lengths.iter().take(usize::try_from(month - 1).unwrap()).sum();
    ((years + months + day - 1) * 24 + part(11..13)) * 3600 + part(14..16) * 60
}

/// Times as readings of a clock, money as floating point, the rest as text, in row groups of 1,000.
fn columns(headings: &[String], rows: &[Vec<String>], path: &Path) {
    let kind = |heading: &String| match heading.as_str() {
        "start" | "end" => format!("required int64 {heading} (TIMESTAMP(MILLIS, false));"),
        "worker_pay" => format!("required double {heading};"),
        _ => format!("required binary {heading} (UTF8);"),
    };
    let schema = format!("message bookings {{ {} }}", headings.iter().map(kind).collect::<String>());
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let file = std::fs::File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(WriterProperties::default())).unwrap();
    for rows in rows.chunks(1_000) {
        let mut group = writer.next_row_group().unwrap();
        for (at, heading) in headings.iter().enumerate() {
            let mut column = group.next_column().unwrap().unwrap();
            let cells = rows.iter().map(|row| row[at].as_str());
            let written = match heading.as_str() {
                "start" | "end" => {
                    let values: Vec<i64> = cells.map(|cell| seconds(cell) * 1_000).collect();
                    column.typed::<Int64Type>().write_batch(&values, None, None)
                }
                "worker_pay" => {
                    let values: Vec<f64> = cells.map(|cell| cell.parse().unwrap_or(f64::NAN)).collect();
                    column.typed::<DoubleType>().write_batch(&values, None, None)
                }
                _ => {
                    let values: Vec<ByteArray> = cells.map(ByteArray::from).collect();
                    column.typed::<ByteArrayType>().write_batch(&values, None, None)
                }
            };
            written.unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
}

#[test]
fn three_formats_give_one_answer() {
    let out = region("rates_formats");
    let (headings, rows) = table(&out.join("bookings.csv"));
    let (book, parquet) = (out.join("bookings.xlsx"), out.join("bookings.parquet"));
    workbook(&headings, &rows, &book);
    columns(&headings, &rows, &parquet);
    let compared = |path: &Path, threads| {
        let (code, text, err) = run(&["compare", "--format", "csv", "--threads", threads], &[path]);
        assert_eq!(code, Some(0), "{err}");
        assert!(err.contains("of which 0 were refused"), "{err}");
        text
    };
    let expected = compared(&out.join("bookings.csv"), "2");
    assert_eq!(compared(&book, "2"), expected);
    assert_eq!(compared(&parquet, "1"), expected);
    assert_eq!(compared(&parquet, "3"), expected);
    let half = out.join("half.parquet");
    let bytes = std::fs::read(&parquet).unwrap();
    std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    let (code, _, err) = run(&["compare"], &[&half]);
    assert_eq!(code, Some(2));
    assert!(err.contains("incomplete or damaged"), "{err}");
}

#[test]
fn headings_are_mapped_once() {
    let out = region("rates_mapping");
    let text = std::fs::read_to_string(out.join("bookings.csv")).unwrap();
    let renamed = out.join("renamed.csv");
    std::fs::write(&renamed, text.replacen("worker_pay", "Betrag", 1)).unwrap();
    let mapping = out.join("headings.toml");
    let _ = std::fs::remove_file(&mapping);
    let map = mapping.to_str().unwrap();
    let (code, _, err) = run(&["compare"], &[&renamed]);
    assert_eq!(code, Some(2));
    assert!(err.contains("no column for worker_pay"), "{err}");
    let (code, first, err) = run(&["compare", "--mapping", map, "--map", "worker_pay=Betrag"], &[&renamed]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("headings are remembered in"), "{err}");
    let (code, second, err) = run(&["compare", "--mapping", map], &[&renamed]);
    assert_eq!((code, second), (Some(0), first), "{err}");
    std::fs::write(&mapping, "worker_pay = 3\n").unwrap();
    let (code, _, err) = run(&["compare", "--mapping", map], &[&renamed]);
    assert_eq!(code, Some(2));
    assert!(err.contains("can't be read at line 1"), "{err}");
}
