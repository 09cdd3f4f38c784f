//! Files that are not tables, or can't be read: each gets a sentence of its own.

use rust_xlsxwriter::Workbook;
use wt_extract::table::{Limits, Source};

use crate::make::{ole, record, shorts, with_part, xls, zip};
use crate::{open, read, rows_of};

fn what(bytes: &[u8]) -> String {
    let fault = open(bytes).unwrap_err();
    assert!(fault.what.ends_with('.') && fault.fix.ends_with('.'), "sentences: {fault}");
    fault.what
}

#[test]
fn other_files_are_named() {
    let page =
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1</td></tr></table></html>";
    let office_2003 = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>";
    let cases: [(&[u8], &str); 21] = [
        (b"", "The file is empty."),
        (b" \r\n\r\n", "The file is empty."),
        (b"\xEF\xBB\xBF", "The file is empty."),
        (b"%PDF-1.7\n", "This is a PDF."),
        (b"\x89PNG\r\n\x1A\n\0\0", "This is an image."),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "This is an image."),
        (b"\x1F\x8B\x08\0\0\0", "This is a compressed file (gz)."),
        (b"PAR1\x15\x04PAR1", "The Parquet file is incomplete or damaged."),
        (page.as_bytes(), "This is a web page saved as .xls."),
        (b"\r\n<!DOCTYPE html><p>", "This is a web page saved as .xls."),
        (b"\xFF\xFE<\0h\0t\0m\0l\0>\0", "This is a web page saved as .xls."),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;", "This is a web page saved as .xls."),
        (office_2003.as_bytes(), "This is an XML spreadsheet of Excel 2003."),
        (b"<?xml version=\"1.0\"?><data/>", "This is an XML file."),
        (b"{\"rows\": []}", "This is a JSON file."),
        (b"a,b\n1,\0\n", "This is neither a table in text form nor a workbook."),
        (b"o\0r\0g\0,\0n\0", "This is neither a table in text form nor a workbook."),
        (b"\x01\x02\x03\x04 abc", "This is neither a table in text form nor a workbook."),
        (b"\xEF\xBB\xBFa,\xFF\n", "The file says that it is UTF-8 text, but parts of it are not."),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "This is a zip of other files."),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "The workbook is incomplete or damaged."),
    ];
    for (bytes, expected) in cases {
        assert_eq!(what(bytes), expected);
    }
    let named = Source::open("page.html", page.as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(named.what, "This is a web page.");
}

#[test]
fn zips_of_other_things_are_named() {
    let cases: [(&[&str], &str); 6] = [
        (&["[Content_Types].xml", "word/document.xml"], "This is a Word document."),
        (&["[Content_Types].xml", "ppt/presentation.xml"], "This is a PowerPoint presentation."),
        (&["mimetype", "content.xml"], "This is an OpenDocument file, which is not read here."),
        (&["xl/workbook.bin"], "This is a binary workbook (XLSB), which is not read here."),
        (&["April.csv", "May.csv"], "This is a zip of other files."),
        (&["xl/workbook.xml"], "The workbook is incomplete or damaged."),
    ];
    for (names, expected) in cases {
        let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"<x/>"[..])).collect();
        assert_eq!(what(&zip(&parts)), expected, "{names:?}");
    }
}

#[test]
fn containers_of_other_things_are_named() {
    for (stream, expected) in [
        ("EncryptedPackage", "The workbook is protected by a password."),
        ("WordDocument", "This is a Word document."),
        ("Book", "The workbook was saved by Excel 95 or earlier, which is not read here."),
        ("Contents", "This is an Office file without a workbook in it."),
    ] {
        assert_eq!(what(&ole(stream, b"")), expected);
    }
}

#[test]
fn an_old_workbook_with_a_password_says_so() {
    let bytes = xls(&[record(0x002F, &shorts(&[1, 1, 1]))], &[]);
    assert_eq!(what(&bytes), "The workbook is protected by a password.");
    // The same file without that record opens.
    assert!(open(&xls(&[], &[])).is_ok());
}

fn small() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..500 {
        sheet.write_string(row, 0, format!("cell {row}")).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn truncated_workbooks_say_so_wherever_they_were_cut() {
    let bytes = small();
    for length in (4..bytes.len()).step_by(97) {
        assert_eq!(what(&bytes[..length]), "The workbook is incomplete or damaged.", "{length} bytes");
    }
    let cell = record(0x0203, &[&shorts(&[0, 0, 0])[..], &1f64.to_le_bytes()].concat());
    let old = xls(&[], &vec![cell; 500]);
    for length in (8..old.len() - 512).step_by(512) {
        assert_eq!(what(&old[..length]), "The workbook is incomplete or damaged.", "{length} bytes");
    }
}

#[test]
fn a_workbook_without_the_end_of_its_sheet_is_damaged() {
    let cut = with_part(&small(), "xl/worksheets/sheet1.xml", |text| text[..text.len() / 2].to_owned());
    let fault = rows_of(&mut open(&cut).unwrap(), 0).unwrap_err();
    assert_eq!(fault.what, "The workbook is incomplete or damaged.");
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let bomb = with_part(&small(), "xl/worksheets/sheet1.xml", |text| text + &" ".repeat(3 << 20));
    let limits = Limits { max_unzipped: 2 << 20, ..Limits::default() };
    let too_large = "The workbook unzips to more than can be read safely (limit 2 MB).";
    assert_eq!(Source::open("b.xlsx", &bomb, &limits).unwrap_err().what, too_large);
    // One whose directory claims to be small.
    let mut liar = bomb.clone();
    let claim = u32::try_from(2_000).unwrap().to_le_bytes();
    let entries: Vec<usize> =
        (0..liar.len() - 4).filter(|at| liar[*at..].starts_with(b"PK\x01\x02")).collect();
    for at in entries {
        if liar[at + 46..].starts_with(b"xl/worksheets") {
            liar[at + 24..at + 28].copy_from_slice(&claim);
        }
    }
    assert_ne!(liar, bomb);
    assert!(Source::open("b.xlsx", &liar, &limits).is_err());
    assert!(read(&bomb).len() == 500, "under the usual limit it is read");
}

#[test]
fn a_false_count_of_strings_sets_no_memory_aside() {
    let liar = with_part(&small(), "xl/sharedStrings.xml", |text| {
        text.replace("uniqueCount=\"500\"", "uniqueCount=\"99999999999\"")
    });
    assert_eq!(what(&liar), "The workbook is incomplete or damaged.");
}

#[test]
fn a_workbook_over_its_limit_is_refused_before_it_is_opened() {
    let bytes = small();
    let limits = Limits { max_workbook_bytes: 1024, ..Limits::default() };
    assert!(Source::open("b.xlsx", &bytes, &limits).unwrap_err().what.starts_with("The file is 1 MB."));
}
