//! Keeping a load: blocks and refusals in one transaction.
//!
//! Blocks wait in memory until there are 32 MB of them, so that the store is locked for a moment at the end and
//! not for as long as a file takes to read; a larger load takes its turn early and holds it.

use serde_json::Value;
use uuid::Uuid;
use wt_units::OdsCode;

use crate::load::{json_text, kept, org_text};
use crate::write::{Touches, Writing};
use crate::{AuditEntry, LoadMeta, NewLoad, Outcome, Sharing, Store, StoreError, Viewer, clock, loads, sql};

/// Bytes that wait in memory before the transaction is opened.
const WAITING_ROOM: usize = 32 << 20;

/// A load on its way in. Dropped before [`commit`](Self::commit) or [`hold`](Self::hold), it leaves nothing.
///
/// A task that holds one may report [`Store::progress`], and read; anything else it would write (a setting, the end
/// of its job) must come after `commit`, or it waits for itself until it is told that the store is in use.
#[derive(Debug)]
pub struct LoadWriter {
    head: Head,
    waiting: Vec<Piece>,
    waiting_bytes: usize,
    writing: Option<Writing>,
    blocks: i64,
    refusals: i64,
}

/// What is known from the start. Apart from the rest, because an open transaction can't be shared among threads
/// and a future that borrowed it could not move between them.
#[derive(Debug)]
struct Head {
    store: Store,
    viewer: Viewer,
    id: String,
    new: NewLoad,
}

impl Head {
    /// The load's row, a draft until it is closed.
    async fn insert(&self, writing: &mut Writing) -> Result<(), StoreError> {
        sql::LOAD_INSERT
            .query()
            .bind(self.id.clone())
            .bind(None::<i64>)
            .bind("draft")
            .bind(self.new.kind.clone())
            .bind(self.new.source_name.clone())
            .bind(self.new.file_name.clone())
            .bind(self.new.sha256.clone())
            .bind(kept(self.new.bytes))
            .bind(org_text(self.new.owner.as_ref()))
            .bind(self.new.sharing.word())
            .bind(self.viewer.who.clone())
            .bind(clock::text(self.store.now()))
            .execute(writing.conn())
            .await?;
        Ok(())
    }
}

#[derive(Debug)]
enum Piece {
    Block { no: i64, first_row: i64, row_count: i64, owner: String, sharing: Sharing, body: String },
    Refusal { n: i64, text: String },
}

impl Store {
    /// Starts keeping a file.
    ///
    /// # Errors
    /// [`StoreError::AlreadyLoaded`] if the same bytes are kept as the same kind for the same owner;
    /// [`StoreError::NotAllowed`].
    pub async fn begin_load(&self, viewer: &Viewer, new: NewLoad) -> Result<LoadWriter, StoreError> {
        if !viewer.may_load || new.owner.is_some_and(|o| !viewer.owns(Some(&o))) {
            return Err(StoreError::NotAllowed { what: "load files into this store" });
        }
        loads::refuse_twin(&self.pool, &new.kind, &new.sha256, new.owner.as_ref()).await?;
        Ok(LoadWriter {
            head: Head { store: self.clone(), viewer: viewer.clone(), id: Uuid::now_v7().to_string(), new },
            waiting: Vec::new(),
            waiting_bytes: 0,
            writing: None,
            blocks: 0,
            refusals: 0,
        })
    }
}

impl LoadWriter {
    /// The id the load will have.
    pub fn id(&self) -> &str {
        &self.head.id
    }

    /// Adds the next block, owned and shared as the load is.
    ///
    /// # Errors
    /// If the database does not take it.
    pub async fn push_block(
        &mut self,
        first_row: u64,
        row_count: u64,
        body: String,
    ) -> Result<(), StoreError> {
        let (owner, sharing) = (self.head.new.owner, self.head.new.sharing);
        self.push_block_of(owner, sharing, first_row, row_count, body).await
    }

    /// Adds the next block, with an owner and sharing of its own: a regional file may hold many employers' rows.
    ///
    /// # Errors
    /// If the database does not take it.
    pub async fn push_block_of(
        &mut self,
        owner: Option<OdsCode>,
        sharing: Sharing,
        first_row: u64,
        row_count: u64,
        body: String,
    ) -> Result<(), StoreError> {
        let no = self.blocks;
        self.blocks += 1;
        self.waiting_bytes += body.len();
        let owner = org_text(owner.as_ref());
        let (first_row, row_count) = (kept(first_row), kept(row_count));
        self.waiting.push(Piece::Block { no, first_row, row_count, owner, sharing, body });
        self.spill().await
    }

    /// Adds a refusal, as JSON. Refusals come back in this order.
    ///
    /// # Errors
    /// If the database does not take it.
    pub async fn refuse(&mut self, refusal: &Value) -> Result<(), StoreError> {
        let n = self.refusals;
        self.refusals += 1;
        let text = refusal.to_string();
        self.waiting_bytes += text.len();
        self.waiting.push(Piece::Refusal { n, text });
        self.spill().await
    }

    /// Keeps the load: from now on it counts.
    ///
    /// # Errors
    /// [`StoreError::AlreadyLoaded`] if another process kept the same file meanwhile; [`StoreError::DiskFull`] and
    /// others of the database. Nothing is kept then.
    pub async fn commit(mut self, outcome: Outcome, audit: AuditEntry) -> Result<LoadMeta, StoreError> {
        self.flush(Touches::Content).await?;
        self.close("kept", &outcome, &audit).await
    }

    /// Holds the load as a draft for review: nothing counts until [`Store::confirm_draft`].
    ///
    /// # Errors
    /// Those of the database.
    pub async fn hold(mut self, outcome: Outcome, audit: AuditEntry) -> Result<LoadMeta, StoreError> {
        self.flush(Touches::Upkeep).await?;
        self.close("draft", &outcome, &audit).await
    }

    async fn spill(&mut self) -> Result<(), StoreError> {
        if self.waiting_bytes < WAITING_ROOM { Ok(()) } else { self.flush(Touches::Content).await }
    }

    /// Writes what waits, opening the transaction if it is not open yet.
    async fn flush(&mut self, touches: Touches) -> Result<(), StoreError> {
        if self.writing.is_none() {
            let mut writing = self.head.store.write(touches).await?;
            self.head.insert(&mut writing).await?;
            self.writing = Some(writing);
        }
        let Some(writing) = self.writing.as_mut() else { return Ok(()) };
        self.waiting_bytes = 0;
        for piece in self.waiting.drain(..) {
            write_piece(writing, &self.head.id, piece).await?;
        }
        Ok(())
    }

    async fn close(
        mut self,
        state: &'static str,
        outcome: &Outcome,
        audit: &AuditEntry,
    ) -> Result<LoadMeta, StoreError> {
        let Some(mut writing) = self.writing.take() else {
            return Err(StoreError::Database { what: "the load was not begun".to_owned() });
        };
        let seq = if state == "kept" { Some(loads::next_seq(writing.conn()).await?) } else { None };
        let closed = sql::LOAD_CLOSE
            .query()
            .bind(self.head.id.clone())
            .bind(seq)
            .bind(state)
            .bind(kept(outcome.rows_read))
            .bind(kept(outcome.rows_accepted))
            .bind(kept(outcome.rows_refused))
            .bind(json_text(&outcome.months)?)
            .bind(json_text(&outcome.summary)?)
            .bind(outcome.notes.clone())
            .bind(clock::text(self.head.store.now()))
            .fetch_one(writing.conn())
            .await;
        let meta = match closed {
            Ok(row) => LoadMeta::read(&row)?,
            Err(e) => {
                drop(writing);
                return Err(loads::twin_or(
                    &self.head.store,
                    e,
                    &self.head.new.kind,
                    &self.head.new.sha256,
                    self.head.new.owner.as_ref(),
                )
                .await);
            }
        };
        writing.commit_with(&self.head.store, &self.head.viewer, audit).await?;
        Ok(meta)
    }
}

async fn write_piece(writing: &mut Writing, load: &str, piece: Piece) -> Result<(), StoreError> {
    let query = match piece {
        Piece::Block { no, first_row, row_count, owner, sharing, body } => sql::BLOCK_INSERT
            .query()
            .bind(load.to_owned())
            .bind(no)
            .bind(first_row)
            .bind(row_count)
            .bind(owner)
            .bind(sharing.word())
            .bind(body),
        Piece::Refusal { n, text } => sql::REFUSAL_INSERT.query().bind(load.to_owned()).bind(n).bind(text),
    };
    query.execute(writing.conn()).await?;
    Ok(())
}
