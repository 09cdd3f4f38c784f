//! Files in: read, checked, and kept in one transaction, or refused with a report.
//!
//! A file is read on a thread of its own, and its accepted rows flow as blocks of text to the store's writer, so
//! that a million rows never stand in memory at once. Nothing counts until the writer commits.

use std::sync::Arc;

use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use wt_extract::kinds::KindId;
use wt_extract::mapping::Mapping;
use wt_extract::read::{self, How, ReadContext, Summary};
use wt_extract::table::{Limits, Source};
use wt_extract::{Fault, Refusal};
use wt_store::{AuditEntry, LoadMeta, LoadWriter, NewLoad, Outcome, Sharing, StoreError, Viewer};
use wt_units::OdsCode;

use crate::permit::{Person, Right};
use crate::progress::{Progress, Step};
use crate::sink::{BlockSink, Piece};
use crate::snapshot::Snapshot;
use crate::{Engine, EngineError};

/// Above this share of refused rows nothing is kept unless the person asks for the good rows.
const TOLERATED: f64 = 0.01;

/// A file as it was handed over.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
}

/// How to read it.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Kind of file; recognised from the content where none is named.
    pub kind: Option<KindId>,
    /// Which column is which, where the headings are not the kind's own.
    pub map: Option<Mapping>,
    /// Whose rows these are; the region's where none is named.
    pub owner: Option<OdsCode>,
}

/// What to do with the good rows of a file in which some were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// Keep them if at most 1 row in 100 was refused, else nothing.
    #[default]
    IfFewRefused,
    /// Keep them however many were refused.
    GoodRows,
    /// Keep nothing if a single row was refused.
    AllOrNothing,
    /// Hold them for review: nothing counts until the person says so.
    ForReview,
    /// Keep nothing: only read and report.
    Nothing,
}

/// What came of one file.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Name of the file.
    pub file: String,
    /// What was read; none where the same bytes are kept already.
    pub summary: Option<Summary>,
    /// The first refusals, in the order of the rows.
    pub refusals: Vec<Refusal>,
    /// Where it stands.
    pub verdict: Verdict,
}

/// Where a file stands after reading.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Kept: it counts from now on.
    Kept(Box<LoadMeta>),
    /// Held for review: nothing counts yet.
    Held(Box<LoadMeta>),
    /// The same bytes are kept already.
    AlreadyLoaded(Box<LoadMeta>),
    /// Read and reported only, as asked.
    Checked,
    /// Nothing was kept; why, in a sentence.
    NothingKept(String),
}

/// A file that was read, with the store's writer still open.
struct Read {
    summary: Summary,
    refusals: Vec<Refusal>,
    writer: LoadWriter,
}

impl Engine {
    /// Refuses a file that is too large before it is read into memory.
    ///
    /// # Errors
    /// [`EngineError::File`] with the size and the limit.
    pub fn check_size(name: &str, bytes: u64) -> Result<(), EngineError> {
        let most = Limits::default().max_bytes;
        if bytes <= most {
            return Ok(());
        }
        let mb = |n: u64| n.div_ceil(1 << 20);
        let what = format!("The file is {} MB. The limit is {} MB.", mb(bytes), mb(most));
        Err(Fault::new(name, what, "Split it by month.").into())
    }

    /// Reads a file and keeps it (or holds it for review), in one transaction.
    ///
    /// # Errors
    /// [`EngineError::File`] if it can't be read at all, [`EngineError::Denied`], [`EngineError::Cancelled`],
    /// [`EngineError::Store`].
    pub async fn import(
        &self,
        person: &Person,
        upload: &Upload,
        reading: &Reading,
        keep: Keep,
        progress: Arc<dyn Progress>,
    ) -> Result<Intake, EngineError> {
        let viewer = person.may(Right::Load)?;
        progress.step(Step::Recognising);
        let snapshot = self.snapshot(person).await?;
        let given = reading.map.as_ref();
        let reading = &self.settled(person, upload, reading).await?;
        let kind = reading.kind.unwrap_or(KindId::Template);
        let intake =
            |summary, refusals, verdict| Intake { file: upload.name.clone(), summary, refusals, verdict };
        progress.step(Step::Reading);
        let read = match self.read_file(&viewer, snapshot, upload, reading, kind, Arc::clone(&progress)).await
        {
            Ok(read) => read,
            Err(EngineError::Store(StoreError::AlreadyLoaded { load })) => {
                return Ok(intake(None, Vec::new(), Verdict::AlreadyLoaded(load)));
            }
            Err(e) => return Err(e),
        };
        let Read { summary, refusals, writer } = read;
        if keep == Keep::Nothing {
            return Ok(intake(Some(summary), refusals, Verdict::Checked));
        }
        if let Some(why) = nothing_to_keep(&summary, keep) {
            return Ok(intake(Some(summary), refusals, Verdict::NothingKept(why)));
        }
        progress.step(Step::Keeping);
        let outcome = self.outcome(&viewer, kind, &summary).await?;
        // The last moment to stop: what follows is one transaction.
        if progress.at(summary.rows_read) {
            return Err(EngineError::Cancelled);
        }
        let verdict = if keep == Keep::ForReview {
            let audit = audit("load.held", &upload.name, reading.owner, &summary);
            Verdict::Held(Box::new(writer.hold(outcome, audit).await?))
        } else {
            let audit = audit("load.kept", &upload.name, reading.owner, &summary);
            Verdict::Kept(Box::new(writer.commit(outcome, audit).await?))
        };
        // Only a mapping that read something is worth remembering for the next file with these headings.
        if let Some(map) = given
            && let Some(seen) = self.suggest(person, upload, map.kind, reading.owner.as_ref()).await?
        {
            self.remember(person, reading.owner.as_ref(), &seen.proposal.fingerprint, map).await?;
        }
        Ok(intake(Some(summary), refusals, verdict))
    }

    /// How the file is read: as named, as its content shows, or as was remembered for its headings.
    async fn settled(
        &self,
        person: &Person,
        upload: &Upload,
        reading: &Reading,
    ) -> Result<Reading, EngineError> {
        let mut settled = reading.clone();
        if let Some(map) = &reading.map {
            settled.kind = Some(map.kind);
            return Ok(settled);
        }
        if settled.kind.is_none() {
            let (name, bytes) = (upload.name.clone(), Arc::clone(&upload.bytes));
            let recognised = blocking(move || {
                let mut source = Source::open(&name, &bytes, &Limits::default())?;
                Ok::<_, Fault>(read::recognise(&mut source)?.best())
            });
            settled.kind = recognised.await??;
        }
        if settled.kind.is_none() {
            let seen = self.suggest(person, upload, KindId::Template, reading.owner.as_ref()).await?;
            settled.map = seen.and_then(|s| s.remembered);
            settled.kind = Some(settled.map.as_ref().ok_or_else(|| unknown_kind(&upload.name))?.kind);
        }
        Ok(settled)
    }

    async fn read_file(
        &self,
        viewer: &Viewer,
        snapshot: Arc<Snapshot>,
        upload: &Upload,
        reading: &Reading,
        kind: KindId,
        progress: Arc<dyn Progress>,
    ) -> Result<Read, EngineError> {
        let bytes = Arc::clone(&upload.bytes);
        let sha256 = blocking(move || hex(&Sha256::digest(bytes.as_slice()))).await?;
        let new = NewLoad {
            kind: kind.id().to_owned(),
            source_name: kind.spec().publisher.to_owned(),
            file_name: upload.name.clone(),
            sha256,
            bytes: upload.bytes.len() as u64,
            owner: reading.owner,
            sharing: sharing(kind, reading.owner),
        };
        let mut writer = self.store().begin_load(viewer, new).await?;
        let (to, mut from) = mpsc::channel(16);
        let mut sink = BlockSink::new(to, progress);
        let key = self.store().pseudonym_key()?;
        let (today, owner) = (self.today(), reading.owner);
        let (name, bytes, map) = (upload.name.clone(), Arc::clone(&upload.bytes), reading.map.clone());
        let reader = tokio::task::spawn_blocking(move || {
            let known_org = |code: &OdsCode| snapshot.knows(*code);
            let known_metric = |id: &wt_units::MetricId| snapshot.metrics.get(id).is_some();
            let may_be_negative = |id: &wt_units::MetricId| {
                snapshot.metrics.get(id).is_some_and(|m| m.numerator_may_be_negative)
            };
            let context = ReadContext {
                today,
                known_org: snapshot.has_organisations().then_some(&known_org),
                metric_known: Some(&known_metric),
                may_be_negative: Some(&may_be_negative),
                pseudonym_key: key.bytes(),
                owner,
            };
            let mut source = Source::open(&name, &bytes, &Limits::default())?;
            let how = map.as_ref().map_or(How::Kind(kind), |m| How::Mapped(kind, m));
            let summary = read::read(&mut source, how, &context, &mut sink);
            sink.flush();
            Ok::<_, Fault>((summary?, sink.stopped))
        });
        let mut refusals = Vec::new();
        while let Some(piece) = from.recv().await {
            match piece {
                Piece::Block { first_row, rows, body } => writer.push_block(first_row, rows, body).await?,
                Piece::Refusal(refusal) => {
                    writer.refuse(&json!(refusal)).await?;
                    refusals.push(refusal);
                }
            }
        }
        let (summary, stopped) = joined(reader.await)??;
        if stopped { Err(EngineError::Cancelled) } else { Ok(Read { summary, refusals, writer }) }
    }

    /// What the store notes with the load, among it what the load covers.
    async fn outcome(&self, viewer: &Viewer, kind: KindId, s: &Summary) -> Result<Outcome, EngineError> {
        let mut covered: Vec<String> = Vec::new();
        for load in self.store().active_loads(viewer).await? {
            let same = kind.replaces_months() && load.kind == kind.id();
            for month in load.months.iter().filter(|m| same && s.months.contains(m)) {
                covered.push(format!("{} of {}", month.long(), load.file_name));
            }
        }
        let notes = if covered.is_empty() {
            String::new()
        } else {
            format!("Replaces {}; the earlier version stays on record.", covered.join(", "))
        };
        Ok(Outcome {
            rows_read: s.rows_read,
            rows_accepted: s.rows_accepted,
            rows_refused: s.rows_refused,
            months: s.months.clone(),
            summary: json!(s),
            notes,
        })
    }
}

/// Why nothing of a file is kept, if nothing is.
fn nothing_to_keep(s: &Summary, keep: Keep) -> Option<String> {
    if s.rows_accepted == 0 {
        return Some("No row could be read, so nothing was kept.".to_owned());
    }
    let share = s.rows_refused as f64 / s.rows_read.max(1) as f64;
    let (refused, read) = (s.rows_refused, s.rows_read);
    match keep {
        Keep::IfFewRefused if share > TOLERATED => Some(format!(
            "{refused} of {read} rows were refused, more than 1 in 100, so nothing was kept. Mend the file, or load \
             the good rows."
        )),
        Keep::AllOrNothing if refused > 0 => {
            Some(format!("{refused} of {read} rows were refused, so nothing was kept."))
        }
        _ => None,
    }
}

/// Published files are everybody's; an employer's own rows are its own; the region's are the region's.
fn sharing(kind: KindId, owner: Option<OdsCode>) -> Sharing {
    match (kind.is_published(), owner) {
        (true, _) => Sharing::Published,
        (false, Some(_)) => Sharing::Own,
        (false, None) => Sharing::Region,
    }
}

fn audit(action: &str, file: &str, owner: Option<OdsCode>, s: &Summary) -> AuditEntry {
    AuditEntry::new(action, file)
        .of(owner)
        .with(json!({ "kind": s.kind.id(), "rows": s.rows_accepted, "refused": s.rows_refused }))
}

fn unknown_kind(file: &str) -> Fault {
    Fault::new(
        file,
        "This file is not one that Wholetime recognises.",
        "Name its kind, say which column is which, or copy the figures into Wholetime's template.",
    )
}

/// Runs what would hold up other requests on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, EngineError> {
    joined(tokio::task::spawn_blocking(work).await)
}

/// A thread that panicked is our fault, not the file's; nothing is kept either way.
pub(crate) fn joined<T>(result: Result<T, tokio::task::JoinError>) -> Result<T, EngineError> {
    result.map_err(|e| EngineError::Builtin(format!("the reader stopped: {e}")))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
