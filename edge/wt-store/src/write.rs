//! A writing transaction: one turn in the queue, with its audit line.

use sqlx::any::Any;
use sqlx::{AnyConnection, Transaction};
use tokio::sync::OwnedMutexGuard;

use crate::{AuditEntry, Store, StoreError, Viewer, audit, sql};

/// Whether a transaction changes what answers are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touches {
    /// Loads, metrics, settings: readers rebuild.
    Content,
    /// What people write: pages change, what is counted from loads does not.
    Records,
    /// Jobs, drafts, the audit log alone.
    Upkeep,
}

/// An open transaction. Dropped without `commit`, it leaves nothing.
#[derive(Debug)]
pub(crate) struct Writing {
    tx: Transaction<'static, Any>,
    // After `tx`, so that it is let go once the connection is back.
    _turn: OwnedMutexGuard<()>,
}

impl Store {
    /// Waits for a turn among the writers of this process; not for ever, since a task that writes while it holds a
    /// large load open would wait for itself.
    pub(crate) async fn take_turn(&self) -> Result<OwnedMutexGuard<()>, StoreError> {
        let turn = tokio::time::timeout(self.patience, self.turn.clone().lock_owned());
        turn.await.map_err(|_| StoreError::Locked)
    }

    /// Waits for a turn and starts.
    pub(crate) async fn write(&self, touches: Touches) -> Result<Writing, StoreError> {
        let turn = self.take_turn().await?;
        let mut tx = self.pool.begin().await?;
        // The first statement writes, so SQLite takes its lock at once (a later upgrade could fail without
        // waiting), and PostgreSQL locks the row.
        let by = |what| i64::from(touches == what);
        let query = sql::TAKE_TURN.query().bind(by(Touches::Content)).bind(by(Touches::Records));
        query.execute(&mut *tx).await?;
        Ok(Writing { tx, _turn: turn })
    }
}

impl Writing {
    pub(crate) fn conn(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// Adds a line to the audit log and keeps everything.
    pub(crate) async fn commit_with(
        mut self,
        store: &Store,
        viewer: &Viewer,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        audit::append(&mut self.tx, store.now(), &viewer.who, entry).await?;
        self.commit().await
    }

    /// Keeps everything, for changes that need no audit line.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}
