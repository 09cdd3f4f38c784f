//! Workbooks made here: the newer by a writer library, the older record by record.

use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook};
use wt_extract::table::{Format, Limits, Source};

use crate::make::{record, shorts, with_part, xls};
use crate::{open, read, rows_of, words};

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn dates() -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Style::new().set_num_format("dd-mmm-yyyy");
    let time = Style::new().set_num_format("yyyy-mm-dd hh:mm");
    let hours = Style::new().set_num_format("[h]:mm");
    let sheet = book.add_worksheet();
    sheet.write_datetime_with_format(0, 0, ExcelDateTime::from_ymd(2024, 4, 30).unwrap(), &day).unwrap();
    let noon = ExcelDateTime::from_ymd(2025, 1, 31).unwrap().and_hms(13, 30, 0).unwrap();
    sheet.write_datetime_with_format(0, 1, noon, &time).unwrap();
    sheet.write_number_with_format(0, 2, 1.5, &hours).unwrap();
    sheet.write_number(0, 3, 45_412).unwrap();
    sheet.write_number_with_format(1, 0, 1, &day).unwrap();
    sheet.write_number_with_format(1, 1, 60, &day).unwrap();
    sheet.write_number_with_format(1, 2, 61, &day).unwrap();
    sheet.write_number_with_format(1, 3, 0.25, &time).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn dates_follow_their_format() {
    // Serial numbers 1, 60 and 61 as Microsoft documents them: 60 is the day that never was.
    let expected = ["1: 2024-04-30|2025-01-31T13:30:00|1.5|45412", "2: 1900-01-01|60|1900-03-01|0.25"];
    assert_eq!(words(&read(&dates())), expected);
}

#[test]
fn dates_of_1904_are_four_years_and_a_day_later() {
    let old = with_part(&dates(), "xl/workbook.xml", |text| {
        text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    assert!(words(&read(&old))[0].starts_with("1: 2028-05-01|2029-02-01T13:30:00|1.5|45412"));
}

#[test]
fn cells_of_every_kind() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(2, 1, "text").unwrap();
    sheet.write_number(2, 3, 1.25).unwrap();
    sheet.write_boolean(2, 4, true).unwrap();
    sheet.write_formula(3, 0, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_formula(3, 1, Formula::new("=A1&\"x\"").set_result("made")).unwrap();
    sheet.write_formula(3, 2, Formula::new("=NA()").set_result("#N/A")).unwrap();
    sheet.write_formula(3, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_string(4, 0, "   ").unwrap();
    sheet.write_string(5, 0, " £ & <b> ").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let expected = ["3: ·|text|·|1.25|TRUE", "4: 2|made|#N/A|#DIV/0!", "6:  £ & <b> "];
    assert_eq!(words(&read(&bytes)), expected);
    assert_eq!(*open(&bytes).unwrap().format(), Format::Xlsx);
}

#[test]
fn merged_cells_stand_in_their_first_cell() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 1, 2, "group", &Style::new()).unwrap();
    sheet.write_string(0, 3, "after").unwrap();
    sheet.write_string(2, 0, "below").unwrap();
    assert_eq!(words(&read(&book.save_to_buffer().unwrap())), ["1: group|·|·|after", "3: below"]);
}

#[test]
fn hidden_sheets_are_listed_as_such() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("shown").unwrap();
    book.add_worksheet().set_name("hidden").unwrap().set_hidden(true).write_string(0, 0, "x").unwrap();
    book.add_worksheet().set_name("deep").unwrap().set_very_hidden(true);
    let bytes = book.save_to_buffer().unwrap();
    let mut source = open(&bytes).unwrap();
    let seen: Vec<_> = source.sheets().iter().map(|s| (s.index, s.name.as_str(), s.visible)).collect();
    assert_eq!(seen, [(0, "shown", true), (1, "hidden", false), (2, "deep", false)]);
    assert!(rows_of(&mut source, 0).unwrap().is_empty());
    assert_eq!(words(&rows_of(&mut source, 1).unwrap()), ["1: x"]);
}

/// As many as a sheet holds; fewer where the reader is built without optimisation and takes 17 s for them.
const BLANK_ROWS: u32 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };

#[test]
fn a_million_blank_formatted_rows_are_passed_over() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "first").unwrap();
    let bytes = with_part(&book.save_to_buffer().unwrap(), SHEET, |text| {
        let mut rows = String::with_capacity(50 << 20);
        for row in 2..=BLANK_ROWS {
            rows.push_str(&format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"0\"/></row>"));
        }
        let last = BLANK_ROWS + 1;
        rows.push_str(&format!("<row r=\"{last}\"><c r=\"B{last}\"><v>7</v></c></row></sheetData>"));
        text.replace("</sheetData>", &rows)
    });
    assert_eq!(words(&read(&bytes)), ["1: first".to_owned(), format!("{}: ·|7", BLANK_ROWS + 1)]);
}

#[test]
fn stray_cells_far_to_the_right_and_rows_out_of_order_are_faults() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(3, 2_000, "stray").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let fault = rows_of(&mut open(&bytes).unwrap(), 0).unwrap_err();
    assert_eq!(fault.what, "Row 4 has more than 1024 columns.");
    let cells =
        "<row r=\"5\"><c r=\"A5\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row></sheetData>";
    let disordered = with_part(&dates(), SHEET, |text| text.replace("</sheetData>", cells));
    assert!(rows_of(&mut open(&disordered).unwrap(), 0).is_err());
}

#[test]
fn rows_over_the_limit_are_a_fault() {
    let bytes = dates();
    let limits = Limits { max_rows: 1, ..Limits::default() };
    let mut source = Source::open("dates.xlsx", &bytes, &limits).unwrap();
    assert_eq!(rows_of(&mut source, 0).unwrap_err().what, "There are more than 1 rows.");
}

#[test]
fn an_old_workbook_gives_cells_of_every_kind() {
    let format = record(0x041E, &[&shorts(&[164, 10])[..], b"\0dd-mmm-yyy"].concat());
    let xf = |id: u16| record(0x00E0, &shorts(&[0, id, 0, 0, 0, 0, 0, 0, 0, 0]));
    // Two strings; the second goes on in the next record, there with two bytes a character.
    let strings = record(0x00FC, b"\x02\0\0\0\x02\0\0\0\x02\0\0hi\x04\0\0ab");
    let more = record(0x003C, b"\x01\x19\x20c\0");
    let cell = |kind, column, xf, rest: &[u8]| record(kind, &[&shorts(&[4, column, xf])[..], rest].concat());
    let rk = |number: i32, flags: u32| ((number << 2).cast_unsigned() | flags).to_le_bytes();
    let cells = [
        cell(0x0203, 0, 0, &1.5f64.to_le_bytes()),
        cell(0x027E, 1, 0, &rk(-250, 3)),
        record(
            0x00BD,
            &[&shorts(&[4, 2, 1])[..], &rk(45_412, 2), &shorts(&[0]), &rk(9, 2), &shorts(&[3])].concat(),
        ),
        cell(0x00FD, 4, 0, &1u32.to_le_bytes()),
        cell(0x0205, 5, 0, &[1, 0]),
        cell(0x0205, 6, 0, &[0x2A, 1]),
        cell(0x0006, 7, 0, b"\0\0\0\0\0\0\xFF\xFF\0\0\0\0\0\0"),
        record(0x0207, b"\x03\0\0sum"),
        cell(0x0006, 8, 1, &[&61f64.to_le_bytes()[..], &[0; 6]].concat()),
        // A chart inside the sheet, whose records are not cells.
        record(0x0809, &shorts(&[0x0600, 32, 0, 0, 0, 0, 0, 0])),
        cell(0x0203, 0, 0, &99f64.to_le_bytes()),
        record(0x000A, b""),
        // A formatted blank cell.
        cell(0x0201, 9, 0, b""),
    ];
    let bytes = xls(&[format, xf(0), xf(164), strings, more], &cells);
    let source = open(&bytes).unwrap();
    assert_eq!((source.format(), source.sheets()[0].name.as_str()), (&Format::Xls, "S"));
    let expected = "5: 1.5|-2.5|2024-04-30|9|ab\u{2019}c|TRUE|#N/A|sum|1900-03-01";
    assert_eq!(words(&read(&bytes)), [expected]);
}

#[test]
fn an_old_workbook_may_count_from_1904() {
    let xf = record(0x00E0, &shorts(&[0, 14, 0, 0, 0, 0, 0, 0, 0, 0]));
    let cell = record(0x0203, &[&shorts(&[0, 0, 0])[..], &45_412f64.to_le_bytes()].concat());
    let bytes = xls(&[record(0x0022, &shorts(&[1])), xf], &[cell]);
    assert_eq!(words(&read(&bytes)), ["1: 2028-05-01"]);
}
