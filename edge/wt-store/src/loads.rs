//! Reading loads back, and taking them back.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::AnyPool;
use sqlx::{AnyConnection, Row};
use wt_units::OdsCode;

use crate::load::{count, kept, org_text};
use crate::write::{Touches, Writing};
use crate::{AuditEntry, Block, LoadMeta, Store, StoreError, Viewer, clock, sql};

impl Store {
    /// Every load that counts, in the order in which they count (a later one covers an earlier one).
    ///
    /// # Errors
    /// Those of the database.
    pub async fn active_loads(&self, viewer: &Viewer) -> Result<Vec<LoadMeta>, StoreError> {
        let rows =
            sql::LOADS_ACTIVE.query().bind(viewer.all()).bind(viewer.scope()).fetch_all(&self.pool).await?;
        rows.iter().map(LoadMeta::read).collect()
    }

    /// Kept and undone loads, latest first, and how many there are in all.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn loads_page(
        &self,
        viewer: &Viewer,
        limit: u64,
        offset: u64,
    ) -> Result<(Vec<LoadMeta>, u64), StoreError> {
        let rows = sql::LOADS_PAGE
            .query()
            .bind(viewer.all())
            .bind(viewer.scope())
            .bind(kept(limit))
            .bind(kept(offset))
            .fetch_all(&self.pool)
            .await?;
        let n =
            sql::LOADS_COUNT.query().bind(viewer.all()).bind(viewer.scope()).fetch_one(&self.pool).await?;
        Ok((rows.iter().map(LoadMeta::read).collect::<Result<_, _>>()?, count(&n, "n")?))
    }

    /// One load or draft.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is none that the viewer may see.
    pub async fn load(&self, viewer: &Viewer, id: &str) -> Result<LoadMeta, StoreError> {
        let row = sql::LOAD_BY_ID
            .query()
            .bind(viewer.all())
            .bind(viewer.scope())
            .bind(id.to_owned())
            .bind(viewer.who.clone())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref()
            .map(LoadMeta::read)
            .transpose()?
            .ok_or_else(|| StoreError::not_found(format!("load {id}")))
    }

    /// The kept load of the same bytes, kind and owner, if there is one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find_same(
        &self,
        _viewer: &Viewer,
        kind: &str,
        sha256: &str,
        owner: Option<&OdsCode>,
    ) -> Result<Option<LoadMeta>, StoreError> {
        twin(&self.pool, kind, sha256, owner).await
    }

    /// The blocks of a load (or of one's own draft), in order, as far as the viewer may see them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn blocks(&self, viewer: &Viewer, load: &str) -> Result<Vec<Block>, StoreError> {
        self.blocks_page(viewer, load, 0, u64::MAX).await
    }

    /// At most `limit` blocks from number `from` on, for those who would not hold a large load's text all at once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn blocks_page(
        &self,
        viewer: &Viewer,
        load: &str,
        from: u64,
        limit: u64,
    ) -> Result<Vec<Block>, StoreError> {
        let rows = sql::BLOCKS
            .query()
            .bind(viewer.all())
            .bind(viewer.scope())
            .bind(load.to_owned())
            .bind(viewer.who.clone())
            .bind(kept(from))
            .bind(kept(limit))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(Block::read).collect()
    }

    /// Refusals `from` (0 for the first) onwards, at most `limit`. They may quote the file, so only those who may
    /// see the load itself get them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such load for this viewer.
    pub async fn refusals(
        &self,
        viewer: &Viewer,
        load: &str,
        from: u64,
        limit: u64,
    ) -> Result<Vec<Value>, StoreError> {
        let meta = self.load(viewer, load).await?;
        if meta.sharing == crate::Sharing::Own
            && !viewer.owns(meta.owner.as_ref())
            && meta.loaded_by != viewer.who
        {
            return Ok(Vec::new());
        }
        let query = sql::REFUSALS.query().bind(load.to_owned()).bind(kept(from)).bind(kept(limit));
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(|r| crate::load::json(r, "refusal")).collect()
    }

    /// Takes a load back: its rows are deleted, and what it covered counts again. Its record stays, as undone.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such kept load that the viewer may change; [`StoreError::NotAllowed`].
    pub async fn undo(&self, viewer: &Viewer, id: &str, audit: AuditEntry) -> Result<LoadMeta, StoreError> {
        allowed(viewer)?;
        let mut writing = self.write(Touches::Content).await?;
        let row = sql::LOAD_UNDO
            .query()
            .bind(viewer.all())
            .bind(viewer.scope())
            .bind(id.to_owned())
            .bind(clock::text(self.now()))
            .bind(viewer.who.clone())
            .fetch_optional(writing.conn())
            .await?
            .ok_or_else(|| StoreError::not_found(format!("load {id} that can be undone")))?;
        empty(&mut writing, id).await?;
        writing.commit_with(self, viewer, &audit).await?;
        LoadMeta::read(&row)
    }

    /// Drafts under review, oldest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn drafts(&self, viewer: &Viewer) -> Result<Vec<LoadMeta>, StoreError> {
        let query = sql::DRAFTS.query().bind(viewer.all()).bind(viewer.scope()).bind(viewer.who.clone());
        query.fetch_all(&self.pool).await?.iter().map(LoadMeta::read).collect()
    }

    /// Turns a draft into a load that counts from now on; `notes` says what it replaced.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`], [`StoreError::AlreadyLoaded`] if the same file was kept
    /// meanwhile.
    pub async fn confirm_draft(
        &self,
        viewer: &Viewer,
        id: &str,
        notes: &str,
        audit: AuditEntry,
    ) -> Result<LoadMeta, StoreError> {
        allowed(viewer)?;
        let draft = self.load(viewer, id).await?;
        let mut writing = self.write(Touches::Content).await?;
        let seq = next_seq(writing.conn()).await?;
        let confirmed = sql::LOAD_CONFIRM
            .query()
            .bind(viewer.all())
            .bind(viewer.scope())
            .bind(id.to_owned())
            .bind(seq)
            .bind(viewer.who.clone())
            .bind(clock::text(self.now()))
            .bind(notes.to_owned())
            .fetch_optional(writing.conn())
            .await;
        match confirmed {
            Ok(Some(row)) => {
                writing.commit_with(self, viewer, &audit).await?;
                LoadMeta::read(&row)
            }
            Ok(None) => Err(StoreError::not_found(format!("draft {id} that you may confirm"))),
            Err(e) => {
                drop(writing);
                Err(twin_or(self, e, &draft.kind, &draft.sha256, draft.owner.as_ref()).await)
            }
        }
    }

    /// Throws a draft away, rows and record.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAllowed`].
    pub async fn discard_draft(
        &self,
        viewer: &Viewer,
        id: &str,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        allowed(viewer)?;
        self.load(viewer, id).await?;
        let mut writing = self.write(Touches::Upkeep).await?;
        if !discard(&mut writing, viewer, id).await? {
            return Err(StoreError::not_found(format!("draft {id} that you may discard")));
        }
        writing.commit_with(self, viewer, &audit).await
    }

    /// Throws away drafts uploaded before `before`; answers how many.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn discard_drafts_before(&self, viewer: &Viewer, before: Timestamp) -> Result<u64, StoreError> {
        allowed(viewer)?;
        let old: Vec<_> = self.drafts(viewer).await?.into_iter().filter(|d| d.loaded_at < before).collect();
        let mut writing = self.write(Touches::Upkeep).await?;
        let mut n = 0;
        for draft in &old {
            // One that was confirmed or discarded meanwhile is left alone.
            n += u64::from(discard(&mut writing, viewer, &draft.id).await?);
        }
        writing.commit().await?;
        Ok(n)
    }
}

/// Deletes a draft, unless it is no draft (any more) or not the viewer's; answers whether it did. Its rows refer
/// to it and must go first, so it is looked for before.
async fn discard(writing: &mut Writing, viewer: &Viewer, id: &str) -> Result<bool, StoreError> {
    let query = sql::DRAFTS.query().bind(viewer.all()).bind(viewer.scope()).bind(viewer.who.clone());
    let drafts = query.fetch_all(writing.conn()).await?;
    if !drafts.iter().any(|d| d.try_get::<&str, _>("id").is_ok_and(|found| found == id)) {
        return Ok(false);
    }
    empty(writing, id).await?;
    let query = sql::LOAD_DISCARD.query().bind(viewer.all()).bind(viewer.scope()).bind(id.to_owned());
    Ok(query.bind(viewer.who.clone()).execute(writing.conn()).await?.rows_affected() > 0)
}

fn allowed(viewer: &Viewer) -> Result<(), StoreError> {
    if viewer.may_load { Ok(()) } else { Err(StoreError::NotAllowed { what: "change what is loaded here" }) }
}

/// Deletes a load's rows and refusals.
async fn empty(writing: &mut Writing, id: &str) -> Result<(), StoreError> {
    sql::BLOCKS_DELETE.query().bind(id.to_owned()).execute(writing.conn()).await?;
    sql::REFUSALS_DELETE.query().bind(id.to_owned()).execute(writing.conn()).await?;
    Ok(())
}

/// Safe because every writing transaction holds the counter row.
pub(crate) async fn next_seq(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    Ok(sql::LOAD_NEXT_SEQ.query().fetch_one(conn).await?.try_get("seq")?)
}

async fn twin(
    pool: &AnyPool,
    kind: &str,
    sha256: &str,
    owner: Option<&OdsCode>,
) -> Result<Option<LoadMeta>, StoreError> {
    let query = sql::LOAD_FIND.query().bind(kind.to_owned()).bind(sha256.to_owned()).bind(org_text(owner));
    query.fetch_optional(pool).await?.as_ref().map(LoadMeta::read).transpose()
}

/// Refuses a file that is kept already.
pub(crate) async fn refuse_twin(
    pool: &AnyPool,
    kind: &str,
    sha256: &str,
    owner: Option<&OdsCode>,
) -> Result<(), StoreError> {
    match twin(pool, kind, sha256, owner).await? {
        Some(load) => Err(StoreError::AlreadyLoaded { load: Box::new(load) }),
        None => Ok(()),
    }
}

/// What a refused write means: the unique index on kept files speaks, or something else.
pub(crate) async fn twin_or(
    store: &Store,
    e: sqlx::Error,
    kind: &str,
    sha256: &str,
    owner: Option<&OdsCode>,
) -> StoreError {
    if e.as_database_error().is_some_and(|d| d.is_unique_violation())
        && let Err(found) = refuse_twin(&store.pool, kind, sha256, owner).await
    {
        return found;
    }
    e.into()
}
