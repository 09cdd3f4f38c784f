//! Small files made by hand: zips, Office containers and `.xls` records.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A zip of these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with one part changed.
pub fn with_part(workbook: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().to_string();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.push(if name == part { (name, change(text)) } else { (name, text) });
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    zip(&parts)
}

/// An Office container (version 3) that holds one stream, laid out as \[MS-CFB\] 2.2 and 2.6 say.
pub fn ole(name: &str, content: &[u8]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    let size = content.len().max(4096);
    let sectors = size.div_ceil(512);
    assert!(sectors <= 126, "one table sector is enough for these tests");
    let mut file = vec![0u8; 512 * (3 + sectors)];
    file[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    put(&mut file, 26, &3u16.to_le_bytes());
    put(&mut file, 30, &9u16.to_le_bytes());
    put(&mut file, 44, &1u32.to_le_bytes());
    put(&mut file, 48, &1u32.to_le_bytes());
    put(&mut file, 60, &END.to_le_bytes());
    put(&mut file, 68, &END.to_le_bytes());
    for slot in 0..109 {
        let sector = if slot == 0 { 0 } else { FREE };
        put(&mut file, 76 + 4 * slot, &sector.to_le_bytes());
    }
    // Sector 0: which follows which. Sector 1: the directory. From 2: the stream.
    for slot in 0..128usize {
        let next = match slot {
            0 => 0xFFFF_FFFD,
            1 => END,
            s if s == sectors + 1 => END,
            s if s <= sectors => u32::try_from(s + 1).unwrap(),
            _ => FREE,
        };
        put(&mut file, 512 + 4 * slot, &next.to_le_bytes());
    }
    for (slot, (name, start, size)) in [("Root Entry", END, 0), (name, 2, size)].into_iter().enumerate() {
        let at = 1024 + 128 * slot;
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        put(&mut file, at, &units);
        put(&mut file, at + 64, &u16::try_from(units.len()).unwrap().to_le_bytes());
        put(&mut file, at + 116, &start.to_le_bytes());
        put(&mut file, at + 120, &u32::try_from(size).unwrap().to_le_bytes());
    }
    put(&mut file, 1536, content);
    file
}

fn put(file: &mut [u8], at: usize, bytes: &[u8]) {
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

/// One `.xls` record.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

/// Numbers as the little-endian bytes of a record.
pub fn shorts(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// An `.xls` with these records before its sheets, and one sheet `S` of these cell records.
pub fn xls(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let bof = |kind: u16| record(0x0809, &shorts(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let bound = |start: u32| record(0x0085, &[&start.to_le_bytes()[..], b"\0\0\x01\0S"].concat());
    let end = record(0x000A, b"");
    let before = [bof(5), globals.concat()].concat();
    let start = u32::try_from(before.len() + bound(0).len() + end.len()).unwrap();
    let stream = [before, bound(start), end.clone(), bof(16), cells.concat(), end].concat();
    ole("Workbook", &stream)
}
