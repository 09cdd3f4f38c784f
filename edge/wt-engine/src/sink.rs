//! From the reader's thread to the store's writer: accepted rows as blocks of text.

use std::sync::Arc;

use tokio::sync::mpsc::Sender;
use wt_extract::{Accepted, Refusal, Sink, codec};

use crate::progress::Progress;

/// Rows in a block: a million rows are then a few hundred inserts, and one block is quick to page through.
const BLOCK_ROWS: u64 = 2_000;
/// Refusals kept and shown; the rest are counted. A file with more is the wrong file, not one with mistakes.
pub(crate) const KEPT_REFUSALS: u64 = 10_000;

/// What travels to the writer.
pub(crate) enum Piece {
    /// Some rows.
    Block { first_row: u64, rows: u64, body: String },
    /// One refusal.
    Refusal(Refusal),
}

/// Collects rows into blocks and hands them over.
pub(crate) struct BlockSink {
    to: Sender<Piece>,
    progress: Arc<dyn Progress>,
    body: String,
    first_row: u64,
    rows: u64,
    refusals: u64,
    /// The writer has gone, so reading on is for nothing.
    deserted: bool,
    /// The person asked to stop.
    pub(crate) stopped: bool,
}

impl BlockSink {
    pub(crate) fn new(to: Sender<Piece>, progress: Arc<dyn Progress>) -> Self {
        let body = String::with_capacity(192 << 10);
        Self { to, progress, body, first_row: 0, rows: 0, refusals: 0, deserted: false, stopped: false }
    }

    /// Hands over what is left.
    pub(crate) fn flush(&mut self) {
        if self.rows > 0 {
            let body = std::mem::replace(&mut self.body, String::with_capacity(192 << 10));
            self.send(Piece::Block { first_row: self.first_row, rows: self.rows, body });
            self.rows = 0;
        }
    }

    fn send(&mut self, piece: Piece) {
        self.deserted |= self.to.blocking_send(piece).is_err();
    }
}

impl Sink for BlockSink {
    fn accept(&mut self, row: Accepted) {
        if self.rows == 0 {
            self.first_row = u64::from(row.row());
        }
        codec::encode(&row, &mut self.body);
        self.rows += 1;
        if self.rows == BLOCK_ROWS {
            self.flush();
        }
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.refusals += 1;
        if self.refusals <= KEPT_REFUSALS {
            self.send(Piece::Refusal(refusal));
        }
    }

    fn progress(&mut self, rows: u64) -> bool {
        self.stopped |= self.progress.at(rows);
        self.stopped || self.deserted
    }
}
