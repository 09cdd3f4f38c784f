//! Formats told apart by their first bytes, and the sentence for each that is not a table.

use crate::Fault;

/// Families of files that can hold a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// A zip: perhaps a workbook.
    Zip,
    /// The older Office container: perhaps a workbook.
    Ole,
    /// A table by columns.
    Parquet,
    /// Anything else: perhaps text.
    Text,
}

/// What to do with something that is no table.
const ASK_FOR_A_TABLE: &str =
    "Ask for the table itself as XLSX or CSV, or save it so from the program that made it.";
/// What to do with something packed.
const UNPACK: &str = "Unpack it and load the XLSX or CSV inside.";

/// First bytes, what they are, what to do.
const REFUSED: [(&[u8], &str, &str); 16] = [
    (b"%PDF", "This is a PDF.", ASK_FOR_A_TABLE),
    (b"\x89PNG", "This is an image.", ASK_FOR_A_TABLE),
    (b"\xFF\xD8\xFF", "This is an image.", ASK_FOR_A_TABLE),
    (b"GIF8", "This is an image.", ASK_FOR_A_TABLE),
    (b"II*\0", "This is an image.", ASK_FOR_A_TABLE),
    (b"MM\0*", "This is an image.", ASK_FOR_A_TABLE),
    (b"{\\rtf", "This is a text document (RTF).", ASK_FOR_A_TABLE),
    (b"SQLite format 3\0", "This is a database file.", "Export the table as CSV."),
    (b"\x1F\x8B", "This is a compressed file (gz).", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "This is a compressed file (7z).", UNPACK),
    (b"Rar!\x1A\x07", "This is a compressed file (RAR).", UNPACK),
    (b"BZh9", "This is a compressed file (bz2).", UNPACK),
    (b"\xFD7zXZ\0", "This is a compressed file (xz).", UNPACK),
    (b"\x28\xB5\x2F\xFD", "This is a compressed file (zst).", UNPACK),
    (b"\x7FELF", "This is a program.", ASK_FOR_A_TABLE),
    (b"MZ\x90\0", "This is a program.", ASK_FOR_A_TABLE),
];

/// Tells which family `bytes` belong to, or why they are refused.
pub(crate) fn family(name: &str, bytes: &[u8]) -> Result<Family, Fault> {
    if bytes.is_empty() {
        return Err(super::text::empty(name));
    }
    if let Some((_, what, fix)) = REFUSED.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(Fault::new(name, *what, *fix));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Ok(Family::Zip)
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        Ok(Family::Ole)
    } else if bytes.starts_with(b"PAR1") {
        Ok(Family::Parquet)
    } else {
        Ok(Family::Text)
    }
}

/// Refuses markup: web pages, XML spreadsheets and other things that begin like text but are no table.
pub(crate) fn refuse_markup(name: &str, text: &[u8]) -> Result<(), Fault> {
    let head = text.get(..4096).unwrap_or(text).trim_ascii_start().to_ascii_lowercase();
    let has = |needle: &[u8]| head.windows(needle.len()).any(|part| part == needle);
    let save = "Open it in Excel and save it as XLSX.";
    if head.starts_with(b"mime-version:") && has(b"multipart/related") {
        return Err(Fault::new(name, web_page(name), save));
    }
    if head.starts_with(b"{\"") || head.starts_with(b"[{") {
        return Err(Fault::new(name, "This is a JSON file.", "Export the table as CSV."));
    }
    if !head.starts_with(b"<") {
        return Ok(());
    }
    if has(b"urn:schemas-microsoft-com:office:spreadsheet") || has(b"mso-application") {
        return Err(Fault::new(name, "This is an XML spreadsheet of Excel 2003.", save));
    }
    if [&b"<html"[..], b"<!doctype html", b"<table", b"<head", b"<body", b"<meta"].into_iter().any(has) {
        return Err(Fault::new(name, web_page(name), save));
    }
    let xml = head.starts_with(b"<?xml") || head.starts_with(b"<!");
    if xml { Err(Fault::new(name, "This is an XML file.", ASK_FOR_A_TABLE)) } else { Ok(()) }
}

fn web_page(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, ending)) if ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm") => {
            "This is a web page.".to_owned()
        }
        Some((_, ending)) if ending.len() <= 4 => format!("This is a web page saved as .{ending}."),
        _ => "This is a web page.".to_owned(),
    }
}
