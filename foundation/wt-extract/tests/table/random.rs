//! Noise: whatever the bytes, opening and reading end soon, without a panic of ours reaching the caller.

use std::ops::ControlFlow;

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use wt_extract::table::{Limits, Source};

use crate::make::{record, shorts, with_part, xls};
use crate::real::files;

/// Opens and reads everything; returns rows seen, so that a test can ask for some.
fn read_all(bytes: &[u8]) -> u64 {
    let limits = Limits { max_unzipped: 8 << 20, ..Limits::default() };
    let Ok(mut source) = Source::open("noise", bytes, &limits) else { return 0 };
    let mut rows = 0;
    for sheet in 0..source.sheets().len() {
        let count = &mut |row: wt_extract::table::Row<'_>| {
            assert!(row.number > 0 && !row.cells.is_empty());
            rows += 1;
            ControlFlow::Continue(())
        };
        // A fault is a fine answer.
        let _ = source.rows(sheet, count);
    }
    rows
}

fn old_workbook() -> Vec<u8> {
    let strings = record(0x00FC, b"\x02\0\0\0\x02\0\0\0\x02\0\0hi\x04\0\0abcd");
    let text = |row: u16| record(0x00FD, &[&shorts(&[row, 0, 0])[..], &1u32.to_le_bytes()].concat());
    let number = |row: u16| record(0x0203, &[&shorts(&[row, 1, 0])[..], &2f64.to_le_bytes()].concat());
    let cells: Vec<Vec<u8>> = (0..40).flat_map(|row| [text(row), number(row)]).collect();
    xls(&[strings], &cells)
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..40 {
        sheet.write_string(row, 0, format!("cell {row}")).unwrap();
        sheet.write_number(row, 1, row).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn mutated(original: &[u8], changes: &[(usize, u8)]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for (at, byte) in changes {
        let at = at % bytes.len();
        bytes[at] = *byte;
    }
    bytes
}

#[test]
fn the_originals_are_read() {
    assert_eq!((read_all(&workbook()), read_all(&old_workbook())), (40, 40));
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((any::<usize>(), any::<u8>()), 1..12)
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read_all(&bytes);
    }

    #[test]
    fn any_table_like_text(text in "([a-c\",;\t\r\n£]|\"\"){0,200}") {
        read_all(text.as_bytes());
    }

    /// What a writer quotes, the reader gives back.
    #[test]
    fn quoting_is_undone(cells in prop::collection::vec("[a-z\"\n,;£ ]{0,8}", 1..6)) {
        let line = cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
        let text = format!("a,b\n{line}\n");
        let mut source = Source::open("f", text.as_bytes(), &Limits::default()).unwrap();
        let rows = crate::rows_of(&mut source, 0).unwrap();
        if cells.iter().any(|cell| !cell.trim().is_empty()) && matches!(source.format(), wt_extract::table::Format::Csv { delimiter: b',', .. }) {
            let seen: Vec<&str> = rows[1].1.iter().map(|v| v.as_text().unwrap_or("")).collect();
            let meant: Vec<&str> = cells.iter().map(|c| if c.trim().is_empty() { "" } else { c }).collect();
            prop_assert_eq!(seen, meant);
        }
    }

}

// A workbook is unzipped for each of these, so there are fewer in the usual run; `PROPTEST_CASES` asks for more.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 4))]

    #[test]
    fn any_old_workbook(changes in changes()) {
        read_all(&mutated(&old_workbook(), &changes));
    }

    #[test]
    fn any_zip(changes in changes()) {
        read_all(&mutated(&workbook(), &changes));
    }

    /// Changes inside a part, where the checksum of the zip does not catch them.
    #[test]
    fn any_sheet(changes in changes(), part in 0usize..4) {
        let part = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"][part];
        let bytes = with_part(&workbook(), part, |text| {
            String::from_utf8_lossy(&mutated(text.as_bytes(), &changes)).into_owned()
        });
        read_all(&bytes);
    }
}

#[test]
fn real_workbooks_with_damage() {
    let mut files = files("ae_provider_workbooks", &["xls", "xlsx"]);
    // One of each format, and the oldest: more takes long without optimisation.
    files.retain(|(name, _)| name.starts_with("2019-04") || name.starts_with("June"));
    let mut state = 7u64;
    for (_, original) in &files {
        for _ in 0..12 {
            let mut bytes = original.clone();
            for _ in 0..20 {
                // Knuth's generator: the same damage on every machine.
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(state >> 33).unwrap() % bytes.len();
                bytes[at] = u8::try_from(state >> 24 & 0xFF).unwrap();
            }
            read_all(&bytes);
        }
    }
}
