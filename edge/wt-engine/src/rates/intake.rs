//! Bookings in: read and checked as any file of bookings, and kept as a load in lines of the template's columns.

use std::sync::Arc;

use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{self, Sender};
use wt_extract::columns::show;
use wt_extract::table::{Limits, Source};
use wt_extract::{Fault, Refusal};
use wt_facts::FactSet;
use wt_rates::extract::{
    Findings, Layout, Mapping, Money, Reading, Record, RowReader, Workers, date_of, delimiter, keep,
};
use wt_store::{AuditEntry, NewLoad, Outcome, Sharing, StoreError};
use wt_units::{Month, OdsCode};

use crate::intake::{Intake, Upload, Verdict, blocking, hex, joined};
use crate::permit::{Person, Right};
use crate::progress::{Progress, Step};
use crate::sink::Piece;
use crate::{Engine, EngineError};

/// The kind of such loads.
pub const BOOKINGS: &str = "bookings";
/// Lines in a block.
const BLOCK_ROWS: u64 = 2_000;
/// Rows after which the progress is told.
const TOLD: u64 = 4_096;

/// How a file of bookings is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct How {
    /// Money is written in whole pence.
    pub pence: bool,
    /// Workers are hashed with this store's own key: for a column that holds names or staff numbers.
    pub hashed: bool,
    /// Whose rows these are; the region's where none is named.
    pub owner: Option<OdsCode>,
}

impl How {
    /// What a form calls it: `bookings`, `bookings-pence`, `bookings-hashed`, `bookings-pence-hashed`; none for other kinds.
    pub fn named(kind: &str) -> Option<Self> {
        let rest = kind.strip_prefix(BOOKINGS)?;
        let words: Vec<&str> = rest.split('-').skip(1).collect();
        let known = words.iter().all(|word| ["pence", "hashed"].contains(word))
            && (rest.is_empty() || rest.starts_with('-'));
        known.then(|| Self {
            pence: words.contains(&"pence"),
            hashed: words.contains(&"hashed"),
            owner: None,
        })
    }

    pub(super) fn money(self) -> Money {
        if self.pence { Money::Pence } else { Money::Pounds }
    }
}

/// What the reading thread found.
struct Found {
    findings: Findings,
    months: Vec<Month>,
    ignored: Vec<String>,
    stopped: bool,
}

impl Engine {
    /// Whether a file's headings are those of bookings.
    pub async fn are_bookings(&self, upload: &Upload) -> bool {
        let (name, bytes) = (upload.name.clone(), Arc::clone(&upload.bytes));
        let found = blocking(move || {
            let headings = headings(&name, &bytes)?;
            Layout::find(&name, &headings, &Mapping::default())
        });
        found.await.is_ok_and(|layout| layout.is_ok())
    }

    /// Reads a file of bookings and holds its good rows for review. Confirmed, they count ([`Engine::confirm`]).
    ///
    /// # Errors
    /// [`EngineError::File`] if it can't be read at all or its workers look like names, [`EngineError::Denied`],
    /// [`EngineError::Cancelled`], [`EngineError::Store`].
    pub async fn import_bookings(
        &self,
        person: &Person,
        upload: &Upload,
        how: How,
        progress: Arc<dyn Progress>,
    ) -> Result<Intake, EngineError> {
        let viewer = person.may(Right::Load)?;
        progress.step(Step::Reading);
        let bytes = Arc::clone(&upload.bytes);
        let sha256 = blocking(move || hex(&Sha256::digest(bytes.as_slice()))).await?;
        let new = NewLoad {
            kind: BOOKINGS.to_owned(),
            source_name: "Bookings of temporary staff".to_owned(),
            file_name: upload.name.clone(),
            sha256,
            bytes: upload.bytes.len() as u64,
            owner: how.owner,
            sharing: if how.owner.is_some() { Sharing::Own } else { Sharing::Region },
        };
        let intake =
            |refusals, verdict| Intake { file: upload.name.clone(), summary: None, refusals, verdict };
        let mut writer = match self.store().begin_load(&viewer, new).await {
            Ok(writer) => writer,
            Err(StoreError::AlreadyLoaded { load }) => {
                return Ok(intake(Vec::new(), Verdict::AlreadyLoaded(load)));
            }
            Err(e) => return Err(e.into()),
        };
        let workers = match how.hashed {
            true => Workers::Hashed(self.store().pseudonym_key()?.bytes().to_vec()),
            false => Workers::Pseudonyms,
        };
        let reading = Reading { workers, money: how.money(), sites: None };
        let (to, mut from) = mpsc::channel(16);
        let (name, bytes, facts) = (upload.name.clone(), Arc::clone(&upload.bytes), self.facts().clone());
        let hears = Arc::clone(&progress);
        let reader = tokio::task::spawn_blocking(move || read(&name, &bytes, &reading, &facts, &to, &*hears));
        while let Some(piece) = from.recv().await {
            if let Piece::Block { first_row, rows, body } = piece {
                writer.push_block(first_row, rows, body).await?;
            }
        }
        let Found { findings, months, ignored, stopped } = joined(reader.await)??;
        if stopped {
            return Err(EngineError::Cancelled);
        }
        if let Some(fault) = findings.fault {
            return Err(fault.into());
        }
        let refusals: Vec<Refusal> = findings.refusals.clone();
        for refusal in &refusals {
            writer.refuse(&json!(refusal)).await?;
        }
        let accepted = findings.rows - findings.refused;
        if accepted == 0 {
            let words = "No row could be read, so nothing was kept.".to_owned();
            return Ok(intake(refusals, Verdict::NothingKept(words)));
        }
        progress.step(Step::Keeping);
        let notes = findings.sentences(how.money());
        let outcome = Outcome {
            rows_read: findings.rows,
            rows_accepted: accepted,
            rows_refused: findings.refused,
            months,
            summary: json!({ "notes": notes, "ignored_columns": ignored, "pence": how.pence }),
            notes: "Its employers' months replace those of earlier files of bookings; those stay on record."
                .to_owned(),
        };
        let entry = AuditEntry::new("load.held", &upload.name)
            .of(how.owner)
            .with(json!({ "kind": BOOKINGS, "rows": accepted, "refused": findings.refused }));
        Ok(intake(refusals, Verdict::Held(Box::new(writer.hold(outcome, entry).await?))))
    }
}

/// The headings of a file, whatever its format.
fn headings(name: &str, bytes: &[u8]) -> Result<Vec<String>, Fault> {
    if is_text(bytes) {
        let (record, _, _) = first(bytes);
        return Ok(cells(bytes, &record));
    }
    let mut found = None;
    Source::open(name, bytes, &Limits::default())?.rows(0, &mut |row| {
        found = Some(row.cells.iter().map(show).collect::<Vec<_>>());
        std::ops::ControlFlow::Break(())
    })?;
    found.ok_or_else(|| Fault::new(name, "The first sheet is empty.", "Check which file was meant."))
}

fn is_text(bytes: &[u8]) -> bool {
    !bytes.starts_with(b"PK") && !bytes.starts_with(b"\xD0\xCF") && !bytes.iter().take(4_096).any(|b| *b == 0)
}

/// The first record of a text, where the next begins, and what separates its cells.
fn first(bytes: &[u8]) -> (Record, usize, u8) {
    let skip = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let line = bytes[skip..].split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = delimiter(line);
    let mut record = Record::default();
    let at = record.read(bytes, skip, separator);
    (record, at, separator)
}

fn cells(bytes: &[u8], record: &Record) -> Vec<String> {
    (0..record.len()).map(|cell| String::from_utf8_lossy(record.cell(bytes, cell)).into_owned()).collect()
}

/// Hands over every record behind the headings: bytes, record, row. `each` says whether to stop.
fn records(name: &str, bytes: &[u8], each: &mut dyn FnMut(&[u8], &Record, u32) -> bool) -> Result<(), Fault> {
    if is_text(bytes) {
        let (mut record, mut at, separator) = first(bytes);
        let mut row = 2;
        while at < bytes.len() {
            at = record.read(bytes, at, separator);
            if each(bytes, &record, row) {
                break;
            }
            row += 1;
        }
        return Ok(());
    }
    let (mut record, mut line, mut begun) = (Record::default(), Vec::new(), false);
    Source::open(name, bytes, &Limits::default())?.rows(0, &mut |row| {
        if !std::mem::replace(&mut begun, true) {
            return std::ops::ControlFlow::Continue(());
        }
        line.clear();
        for cell in row.cells {
            line.extend_from_slice(format!("\"{}\",", show(cell).replace('"', "\"\"")).as_bytes());
        }
        record.read(&line, 0, b',');
        match each(&line, &record, row.number) {
            true => std::ops::ControlFlow::Break(()),
            false => std::ops::ControlFlow::Continue(()),
        }
    })
}

fn read(
    name: &str,
    bytes: &[u8],
    reading: &Reading,
    facts: &FactSet,
    to: &Sender<Piece>,
    progress: &dyn Progress,
) -> Result<Found, Fault> {
    let layout = Layout::find(name, &headings(name, bytes)?, &Mapping::default())?;
    let mut reader = RowReader::new(0, name, &layout, reading, facts);
    let (mut body, mut kept, mut first_row) = (String::new(), 0, 0);
    let (mut seen, mut stopped) = (0_u64, false);
    let mut months = std::collections::BTreeSet::new();
    records(name, bytes, &mut |block, record, row| {
        if let Some(booking) = reader.read(block, record, row) {
            if kept == 0 {
                first_row = u64::from(row);
            }
            months.insert(Month::of(date_of(booking.day)));
            keep(&layout, block, record, booking.worker, row, &mut body);
            kept += 1;
            if kept == BLOCK_ROWS {
                let piece = Piece::Block { first_row, rows: kept, body: std::mem::take(&mut body) };
                kept = 0;
                stopped |= to.blocking_send(piece).is_err();
            }
        }
        seen += 1;
        if seen.is_multiple_of(TOLD) {
            stopped |= progress.at(seen);
        }
        stopped || reader.stopped()
    })?;
    if kept > 0 && !stopped {
        stopped |= to.blocking_send(Piece::Block { first_row, rows: kept, body }).is_err();
    }
    progress.at(seen);
    Ok(Found {
        months: months.into_iter().flatten().collect(),
        ignored: layout.ignored().map(str::to_owned).collect(),
        findings: reader.findings,
        stopped,
    })
}
