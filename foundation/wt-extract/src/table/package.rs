//! What is in a zip, found out before anything is unpacked into memory.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::Fault;

use super::guard::damaged;
use super::limits::Limits;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Parts other than sheets are held in memory by the reader (shared strings above all), so they get a smaller share.
/// Excel's own books of a million rows stay under 100 MB here.
const MAX_HELD: u64 = 200 * 1024 * 1024;
/// The head of the shared strings that must hold their count.
const STRINGS_HEAD: usize = 64 * 1024;
/// Strings that may be announced whatever the size of the part.
const FREE_STRINGS: u64 = 100_000;

/// Makes sure that `bytes` are a workbook (XLSX or XLSM) that can be read within the limits.
pub(crate) fn check(name: &str, bytes: &[u8], limits: &Limits) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(name))?;
    refuse_other_kinds(name, &archive)?;
    let mut budget = limits.max_unzipped;
    let mut held = MAX_HELD.min(limits.max_unzipped);
    for index in 0..archive.len() {
        check_part(name, &mut archive, index, &mut budget, &mut held, limits)?;
    }
    Ok(())
}

/// Takes one part from the budgets. The directory may lie about sizes, so the part is run through once.
fn check_part(
    name: &str,
    archive: &mut Archive<'_>,
    index: usize,
    budget: &mut u64,
    held: &mut u64,
    limits: &Limits,
) -> Result<(), Fault> {
    let mut part = archive.by_index(index).map_err(|_| damaged(name))?;
    let path = part.name().map_err(|_| damaged(name))?.to_ascii_lowercase();
    let is_sheet = path.contains("worksheets/");
    let allowed = if is_sheet { *budget } else { *budget.min(held) };
    if part.size() > allowed {
        return Err(too_large(name, limits));
    }
    let is_strings = path.ends_with("sharedstrings.xml");
    let size = count(name, &mut part, allowed, is_strings)?.ok_or_else(|| too_large(name, limits))?;
    *budget -= size;
    if !is_sheet {
        *held -= size.min(*held);
    }
    Ok(())
}

/// Bytes of a part once unzipped, or none when there are more than `allowed`.
fn count(name: &str, part: &mut impl Read, allowed: u64, is_strings: bool) -> Result<Option<u64>, Fault> {
    let mut buffer = vec![0; STRINGS_HEAD];
    let mut head = Vec::new();
    let mut size = 0;
    loop {
        let n = part.read(&mut buffer).map_err(|_| damaged(name))?;
        if n == 0 {
            break;
        }
        size += u64::try_from(n).unwrap_or(u64::MAX);
        if size > allowed {
            return Ok(None);
        }
        if is_strings && head.len() < STRINGS_HEAD {
            head.extend_from_slice(buffer.get(..n).unwrap_or_default());
        }
    }
    if is_strings && !plausible_strings(&head, size) {
        return Err(damaged(name));
    }
    Ok(Some(size))
}

/// The reader sets memory aside for as many strings as the part announces, so a false count is refused here.
fn plausible_strings(head: &[u8], size: u64) -> bool {
    const COUNT: &[u8] = b"uniqueCount";
    let whole = u64::try_from(head.len()).is_ok_and(|n| n == size);
    if !whole && !head.windows(3).any(|part| part == b"si>") {
        return false;
    }
    let most = size.max(FREE_STRINGS);
    head.windows(COUNT.len()).enumerate().filter(|(_, part)| *part == COUNT).all(|(at, _)| {
        let rest = head.get(at + COUNT.len()..).unwrap_or_default();
        let digits =
            rest.iter().skip_while(|b| b" \t\r\n=\"'+".contains(b)).take_while(|b| b.is_ascii_digit());
        let n = digits.fold(0u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(b - b'0')));
        n <= most
    })
}

fn too_large(name: &str, limits: &Limits) -> Fault {
    let limit = limits.max_unzipped / (1024 * 1024);
    Fault::new(
        name,
        format!("The workbook unzips to more than can be read safely (limit {limit} MB)."),
        "Save the one sheet that is needed as CSV.",
    )
}

/// A zip holds other things than workbooks. Word and the rest are named, so that the user knows at once.
fn refuse_other_kinds(name: &str, archive: &Archive<'_>) -> Result<(), Fault> {
    let parts: Vec<String> = archive.file_names().flatten().map(|part| part.to_ascii_lowercase()).collect();
    let has = |start: &str| parts.iter().any(|part| part.starts_with(start));
    let holds = |end: &str| parts.iter().any(|part| part.ends_with(end));
    let save = "Open it in Excel and save it as XLSX or CSV.";
    let (what, fix) = if holds("workbook.bin") {
        ("This is a binary workbook (XLSB), which is not read here.", save)
    } else if has("xl/") || holds("workbook.xml") {
        return Ok(());
    } else if has("word/") {
        ("This is a Word document.", "Copy its table into a spreadsheet and save that as XLSX.")
    } else if has("ppt/") {
        ("This is a PowerPoint presentation.", "Ask for the table itself as XLSX or CSV.")
    } else if holds("content.xml") && has("mimetype") {
        ("This is an OpenDocument file, which is not read here.", "Save the table as XLSX or CSV.")
    } else if has("index/") && holds(".iwa") {
        ("This is an Apple Numbers document.", "Export it as XLSX or CSV.")
    } else {
        ("This is a zip of other files.", "Unpack it and load the XLSX or CSV inside.")
    };
    Err(Fault::new(name, what, fix))
}
