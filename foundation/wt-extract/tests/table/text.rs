//! Text files. Row numbers were read off LibreOffice's rule: every record is a row, blank ones included.

use std::ops::ControlFlow;

use wt_extract::table::{Format, Limits, Source, Value};

use crate::{open, read, rows_of, words};

#[test]
fn a_plain_file_borrows_its_cells() {
    let mut source = open(b"org,days\nRJ6,12\n").unwrap();
    assert_eq!(source.sheets().len(), 1);
    assert_eq!(*source.format(), Format::Csv { encoding: "UTF-8", delimiter: b',', bom: false });
    assert!(source.notes().is_empty());
    source
        .rows(0, &mut |row| {
            assert!(row.cells.iter().all(|c| matches!(c, Value::Text(std::borrow::Cow::Borrowed(_)))));
            ControlFlow::Continue(())
        })
        .unwrap();
}

#[test]
fn numbers_stay_text() {
    assert_eq!(read(b"a,b\n1,007\n")[1].1, [Value::Text("1".into()), Value::Text("007".into())]);
}

#[test]
fn every_line_ending_gives_the_same_rows() {
    let expected = ["1: a|b", "2: 1|2", "4: 3|4"];
    for ending in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,2", "", "3,4"].join(ending);
        assert_eq!(words(&read(text.as_bytes())), expected, "{ending:?}");
        assert_eq!(words(&read((text + ending).as_bytes())), expected, "{ending:?} at the end");
    }
}

#[test]
fn blank_rows_are_counted_but_not_handed_over() {
    let text = b"\n\nTitle,,\n,,\n \t ,  ,\nRJ6,,3\n\n\n";
    assert_eq!(words(&read(text)), ["3: Title|·|·", "6: RJ6|·|3"]);
}

#[test]
fn a_line_break_inside_quotation_marks_is_one_row() {
    let text = b"a,\"two\r\nlines\",c\nd,\"say \"\"hi\"\", twice\",f\n";
    assert_eq!(words(&read(text)), ["1: a|two\r\nlines|c", "2: d|say \"hi\", twice|f"]);
}

#[test]
fn quotation_marks_inside_a_cell_and_after_its_end_are_kept() {
    assert_eq!(words(&read(b"a 5\" pipe,b\n\"x\"y,z\n")), ["1: a 5\" pipe|b", "2: xy|z"]);
    assert_eq!(words(&read(b"a,\"\"\n\"\"\"\",b\n")), ["1: a|·", "2: \"|b"]);
}

#[test]
fn ragged_rows_keep_their_length() {
    assert_eq!(words(&read(b"a,b,c\n1\n1,2,3,4\n")), ["1: a|b|c", "2: 1", "3: 1|2|3|4"]);
}

#[test]
fn an_unclosed_quotation_mark_is_a_fault_with_its_place() {
    let mut source = open(b"a,b\n1,2\n\n3,\"open\n5,6\n").unwrap();
    let fault = rows_of(&mut source, 0).unwrap_err();
    assert_eq!(fault.what, "The quotation mark that opens column 2 of row 4 is never closed.");
    // The next mark may come after half the file: a cell longer than a spreadsheet allows is the same mistake.
    let long = format!("a,b\n1,\"{}\n2,\"x\"\n", "y,z\n".repeat(50_000));
    assert!(rows_of(&mut open(long.as_bytes()).unwrap(), 0).unwrap_err().what.contains("column 2 of row 2"));
}

#[test]
fn delimiters_are_found() {
    for (delimiter, text) in [
        (b';', "org;rate\nRJ6;1,5\nRAS;2,5\n"),
        (b'\t', "org\tname, short\nRJ6\tCroydon; London\n"),
        (b',', "Title; with a semicolon\n\norg,reason\nRJ6,S10; anxiety\nRAS,S11; back\nR1H,S12; other\n"),
        (b',', "one column\nonly\n"),
        (b',', "a,b\n\"x;y;z\",1\n\"x;y;z\",2\n"),
    ] {
        let source = open(text.as_bytes()).unwrap();
        assert!(matches!(source.format(), Format::Csv { delimiter: d, .. } if *d == delimiter), "{text}");
    }
}

#[test]
fn excels_own_delimiter_line_is_obeyed_and_not_a_row() {
    assert_eq!(words(&read(b"sep=;\r\na,b;c\r\n1;2\r\n")), ["1: a,b|c", "2: 1|2"]);
}

#[test]
fn encodings_are_found_and_noted() {
    let text = "organisation;pounds\nSt Mary\u{2019}s;\u{a3}5\n";
    let utf16 = |order: fn(u16) -> [u8; 2]| {
        [0xFEFFu16].into_iter().chain(text.encode_utf16()).flat_map(order).collect()
    };
    let cases: [(Vec<u8>, &str, bool); 5] = [
        (text.into(), "UTF-8", false),
        (["\u{feff}", text].concat().into(), "UTF-8", true),
        (utf16(u16::to_le_bytes), "UTF-16", true),
        (utf16(u16::to_be_bytes), "UTF-16 (big endian)", true),
        (
            text.replace('\u{2019}', "?").replace('\u{a3}', "!").bytes().map(cp1252).collect(),
            "Windows-1252",
            false,
        ),
    ];
    for (bytes, encoding, bom) in cases {
        let mut source = open(&bytes).unwrap();
        assert_eq!(*source.format(), Format::Csv { encoding, delimiter: b';', bom });
        assert_eq!(source.notes().is_empty(), encoding == "UTF-8");
        let rows = rows_of(&mut source, 0).unwrap();
        assert_eq!(words(&rows), ["1: organisation|pounds", "2: St Mary\u{2019}s|\u{a3}5"], "{encoding}");
    }
}

/// `?` and `!` stand in for the right quotation mark (0x92) and the pound sign (0xA3) of Windows-1252.
fn cp1252(byte: u8) -> u8 {
    match byte {
        b'?' => 0x92,
        b'!' => 0xA3,
        other => other,
    }
}

#[test]
fn head_is_the_first_rows_only() {
    let mut source = open(b"\na\nb\nc\n").unwrap();
    assert_eq!(words(&source.head(0, 2).unwrap()), ["2: a", "3: b"]);
    assert!(source.head(0, 0).unwrap().is_empty());
    assert!(source.head(1, 1).unwrap_err().what.contains("sheet number 2"));
}

#[test]
fn reading_stops_when_asked() {
    let mut seen = 0;
    let stop = &mut |_: wt_extract::table::Row<'_>| {
        seen += 1;
        if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    open(b"a\nb\nc\n").unwrap().rows(0, stop).unwrap();
    assert_eq!(seen, 2);
}

#[test]
fn limits_are_said_in_numbers() {
    let limits = Limits { max_bytes: 4 << 20, max_rows: 2, max_columns: 3, ..Limits::default() };
    let large = vec![b'a'; (4 << 20) + 1];
    let fault = Source::open("days.csv", &large, &limits).unwrap_err();
    assert_eq!(fault.what, "The file is 5 MB. The limit is 4 MB: split it by month.");
    let mut long = Source::open("days.csv", b"a\nb\nc\n", &limits).unwrap();
    assert_eq!(rows_of(&mut long, 0).unwrap_err().what, "There are more than 2 rows.");
    let mut wide = Source::open("days.csv", b"a,b\n1,2,3,4\n", &limits).unwrap();
    assert_eq!(rows_of(&mut wide, 0).unwrap_err().what, "Row 2 has more than 3 columns.");
}

#[test]
fn a_large_file_is_read_without_harm() {
    // 20 MB here; 200 MB takes ten times as long and the same memory beside the file itself.
    let text = "RJ6,2024-04-30,Nurses,12.5,1000,London,Acute\n".repeat(450_000);
    let mut rows = 0u32;
    let mut last = 0;
    open(text.as_bytes())
        .unwrap()
        .rows(0, &mut |row| {
            (rows, last) = (rows + 1, row.number);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((rows, last), (450_000, 450_000));
}
