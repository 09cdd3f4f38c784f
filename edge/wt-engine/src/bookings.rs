//! Files of bookings, read block by block in several threads, gathered as they pass: rows are never held.

mod tables;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

use wt_extract::Fault;
use wt_facts::FactSet;
use wt_rates::booking::Names;
use wt_rates::extract::{Findings, Layout, Mapping, Reading, Record, RowReader, block, cut, delimiter};
use wt_rates::gather::Gather;

use crate::EngineError;

/// Bytes of a block: some ten thousand bookings.
const BLOCK: usize = 4 << 20;
/// A single record can't be longer: an open quotation mark would swallow the file.
const LONGEST: usize = 64 << 20;

/// What came out of files of bookings.
pub struct Bookings<G> {
    /// What was gathered.
    pub gathered: G,
    /// Names of all files.
    pub names: Names,
    /// Each file with what was found in it.
    pub files: Vec<(String, Findings)>,
}

/// How files are to be read.
pub struct Intake<'a> {
    /// Workers, money, zones.
    pub reading: Reading,
    /// Headings that were mapped.
    pub mapping: Mapping,
    /// Facts, for public holidays.
    pub facts: &'a FactSet,
    /// Threads that read.
    pub threads: usize,
}

/// Reads files and gathers what `make` begins, once a thread and file.
///
/// # Errors
/// [`EngineError::File`] where a file can't be read or used at all; refused rows are in the findings.
pub fn read<G: Gather + Send>(
    paths: &[PathBuf],
    intake: &Intake<'_>,
    make: &(dyn Fn() -> G + Sync),
) -> Result<Bookings<G>, EngineError> {
    let mut all = Bookings { gathered: make(), names: Names::default(), files: Vec::new() };
    for (at, path) in (0_u16..).zip(paths) {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        let mut findings = Findings::default();
        for (gathered, names, found) in file(at, &name, path, intake, make)? {
            let to = all.names.absorb(&names);
            all.gathered.absorb(gathered, &to);
            findings.absorb(found);
        }
        if let Some(fault) = findings.fault {
            return Err(fault.into());
        }
        all.files.push((name, findings));
    }
    Ok(all)
}

/// What a thread hands back.
type Share<G> = (G, Names, Findings);

fn file<G: Gather + Send>(
    at: u16,
    name: &str,
    path: &Path,
    intake: &Intake<'_>,
    make: &(dyn Fn() -> G + Sync),
) -> Result<Vec<Share<G>>, EngineError> {
    let broken = |e: std::io::Error| {
        Fault::new(name, format!("The file can't be read: {e}."), "Check its name and that you may use it.")
    };
    let mut open = File::open(path).map_err(broken)?;
    let mut first = Vec::with_capacity(BLOCK);
    open.by_ref().take(BLOCK as u64).read_to_end(&mut first).map_err(broken)?;
    if first.starts_with(b"PAR1") {
        return tables::parquet(at, name, path, intake, make);
    }
    let text = !first.starts_with(b"PK") && !first.starts_with(b"\xD0\xCF") && !first.contains(&0);
    if !text {
        open.read_to_end(&mut first).map_err(broken)?;
        return tables::workbook(at, name, &first, intake, make).map(|share| vec![share]);
    }
    stream(at, name, open, first, intake, make)
}

/// A text file in blocks: this thread reads and cuts, the others parse.
fn stream<G: Gather + Send>(
    at: u16,
    name: &str,
    mut open: File,
    mut pending: Vec<u8>,
    intake: &Intake<'_>,
    make: &(dyn Fn() -> G + Sync),
) -> Result<Vec<Share<G>>, EngineError> {
    let skip = if pending.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let line = pending[skip..].split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = delimiter(line);
    let mut record = Record::default();
    let begins = record.read(&pending, skip, separator);
    let headings: Vec<String> = (0..record.len())
        .map(|cell| String::from_utf8_lossy(record.cell(&pending, cell)).into_owned())
        .collect();
    let layout = Layout::find(name, &headings, &intake.mapping)?;
    pending.drain(..begins);
    let (send, receive) = sync_channel::<(Vec<u8>, u32)>(2);
    let (receive, stopped) = (Mutex::new(receive), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let parse = || {
            let mut reader = RowReader::new(at, name, &layout, &intake.reading, intake.facts);
            let mut gathered = make();
            loop {
                // A thread that panicked while holding the lock has nothing more to hand out.
                let Ok(next) = receive.lock().map(|queue| queue.recv()) else { break };
                let Ok((bytes, first_row)) = next else { break };
                block(&mut reader, &bytes, first_row, separator, &mut |booking, names| {
                    gathered.take(booking, names);
                });
                if reader.stopped() {
                    stopped.store(true, Ordering::Relaxed);
                }
            }
            (gathered, reader.names, reader.findings)
        };
        let threads: Vec<_> = (0..intake.threads.max(1)).map(|_| scope.spawn(parse)).collect();
        let mut row = 2_u32;
        let fed = feed(&mut open, pending, separator, name, &mut |bytes, records| {
            let going = !stopped.load(Ordering::Relaxed) && send.send((bytes, row)).is_ok();
            row = row.saturating_add(records);
            going
        });
        drop(send);
        let mut shares = Vec::with_capacity(threads.len());
        for thread in threads {
            let share = thread
                .join()
                .map_err(|_| EngineError::Question(format!("{name}: a reading thread failed.")))?;
            shares.push(share);
        }
        fed.map(|()| shares)
    })
}

/// Cuts a file at the ends of records and hands the pieces on, until `next` wants no more.
fn feed(
    open: &mut File,
    mut pending: Vec<u8>,
    separator: u8,
    name: &str,
    next: &mut dyn FnMut(Vec<u8>, u32) -> bool,
) -> Result<(), EngineError> {
    loop {
        let room = BLOCK.saturating_sub(pending.len()).max(1 << 16);
        let broken = |e: std::io::Error| {
            Fault::new(name, format!("The file can't be read further: {e}."), "Try again.")
        };
        let read = open.by_ref().take(room as u64).read_to_end(&mut pending).map_err(broken)?;
        if read == 0 {
            let rest = cut(&pending, separator).map_or(0, |found| found.records) + 1;
            if !pending.is_empty() {
                next(pending, rest);
            }
            return Ok(());
        }
        if let Some(found) = cut(&pending, separator) {
            let rest = pending.split_off(found.end);
            if !next(std::mem::replace(&mut pending, rest), found.records) {
                return Ok(());
            }
            // The rest of a block is short, and the next one needs room.
            pending.reserve(BLOCK);
        } else if pending.len() > LONGEST {
            let what = "A row is longer than 64 MB: a quotation mark that never closes?";
            return Err(Fault::new(name, what, "Correct the row and read the file again.").into());
        }
    }
}
