//! Mutations that know workbooks: a member of an XLSX archive, a record of an XLS stream.
//!
//! A bit flipped in compressed bytes only ever shows that the archive is broken; to reach the reader's own code the
//! member is unpacked, hit, and packed again.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::dice::Dice;
use super::mutate;

/// What stands in the XML of workbooks and is worth getting wrong.
const XML: &[&str] = &[
    "",
    "0",
    "-1",
    "4294967296",
    "99999999999",
    "1E400",
    "NaN",
    "A0",
    "XFD1048576",
    "XFE1048577",
    "A1:XFD1048576",
    "B2:A1",
    "s",
    "inlineStr",
    "str",
    "e",
    "b",
    "d",
    "<c/>",
    "<row r=\"1048577\">",
    "<v>",
    "</v>",
    "&#0;",
    "&amp;",
    "<![CDATA[",
    "<!--",
    "date1904=\"1\"",
    "../../x.xml",
    "rId999",
    "\u{fffd}",
];

/// One member rewritten, the others as they were; none where the archive can't be read.
pub(super) fn member(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = dice.below(archive.len());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut text = Vec::new();
        file.read_to_end(&mut text).ok()?;
        if at == chosen {
            if dice.below(40) == 0 {
                continue; // the member is missing altogether
            }
            (0..=dice.below(5)).for_each(|_| hit_xml(&mut text, dice));
        }
        out.start_file(name, options).ok()?;
        out.write_all(&text).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// Replaces what stands between two marks (`"…"` or `>…<`), or hits anywhere.
fn hit_xml(text: &mut Vec<u8>, dice: &mut Dice) {
    let from = dice.below(text.len());
    let opens = text[from..].iter().position(|byte| matches!(byte, b'"' | b'>')).map(|at| from + at + 1);
    let closes = opens.and_then(|open| {
        text[open..].iter().position(|byte| matches!(byte, b'"' | b'<')).map(|at| open + at)
    });
    match (opens, closes, dice.below(4)) {
        (Some(open), Some(close), 0..=2) => drop(text.splice(open..close, dice.pick(XML).bytes())),
        _ => mutate::hit(text, dice),
    }
}

/// One to six records of the BIFF stream with a wrong kind, length or content.
pub(super) fn records(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let found = stream(&bytes);
    if found.is_empty() {
        mutate::hit(&mut bytes, dice);
        return bytes;
    }
    for _ in 0..=dice.below(6) {
        let (at, length) = found[dice.below(found.len())];
        let hit = match dice.below(4) {
            0 => at + dice.below(2),
            1 => at + 2 + dice.below(2),
            _ => at + 4 + dice.below(length),
        };
        let value = match dice.below(3) {
            0 => 0,
            1 => 0xff,
            _ => dice.byte(),
        };
        if let Some(byte) = bytes.get_mut(hit) {
            *byte = value;
        }
    }
    bytes
}

/// Places and lengths of the records from the first BOF record on; the workbook's sectors usually lie in one piece.
fn stream(bytes: &[u8]) -> Vec<(usize, usize)> {
    let is_start = |at: &usize| bytes.get(*at..*at + 2) == Some(&[0x09, 0x08]);
    let Some(mut at) = (512..bytes.len()).step_by(512).find(is_start) else { return Vec::new() };
    let mut found = Vec::new();
    while let Some([_, _, low, high]) = bytes.get(at..at + 4).and_then(|four| four.first_chunk::<4>()) {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        // BIFF8 limits a record to 8,224 bytes; beyond it we have left the stream.
        if length > 8_224 || found.len() > 200_000 {
            break;
        }
        found.push((at, length));
        at += 4 + length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::dice::Dice;

    #[test]
    fn a_rewritten_archive_is_still_an_archive() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write(0, 0, "a").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        for number in 0..200 {
            let changed = super::member(&bytes, &mut Dice::new(3, number)).unwrap();
            assert!(zip::ZipArchive::new(std::io::Cursor::new(changed)).is_ok());
        }
    }

    #[test]
    fn records_are_walked_from_the_first_bof() {
        let mut bytes = vec![0; 1024];
        bytes[512..522].copy_from_slice(&[0x09, 0x08, 2, 0, 7, 7, 0x0a, 0, 0, 0]);
        let found = super::stream(&bytes);
        assert_eq!(&found[..2], &[(512, 2), (518, 0)]);
    }
}
