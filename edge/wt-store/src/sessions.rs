//! Browsers that are signed in, and invitations. The store knows hashes of tokens, never a token.

use jiff::Timestamp;
use sqlx::Row;

use crate::load::count;
use crate::write::Touches;
use crate::{Account, AuditEntry, Store, StoreError, Viewer, clock, people, sql};

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its account.
    pub account: String,
    /// When it signed in.
    pub made_at: Timestamp,
    /// When it last asked for a page, to the minute.
    pub seen_at: Timestamp,
}

impl Store {
    /// Keeps a session of an account that has just signed in, forgives its earlier failures, and drops sessions older than
    /// `stale`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such account.
    pub async fn open_session(
        &self,
        viewer: &Viewer,
        account: &str,
        hash: &str,
        stale: Timestamp,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        let now = clock::text(self.now());
        let mut writing = self.write(Touches::Upkeep).await?;
        people::find(&mut writing, account).await?;
        sql::SESSIONS_STALE.query().bind(clock::text(stale)).execute(writing.conn()).await?;
        let made = sql::SESSION_INSERT.query().bind(hash.to_owned()).bind(account.to_owned());
        made.bind(now.clone()).bind(now.clone()).execute(writing.conn()).await?;
        sql::ACCOUNT_IN.query().bind(account.to_owned()).bind(now).execute(writing.conn()).await?;
        writing.commit_with(self, viewer, &audit).await
    }

    /// The session with this hash.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn session(&self, hash: &str) -> Result<Option<Session>, StoreError> {
        let row = sql::SESSION_FIND.query().bind(hash.to_owned()).fetch_optional(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Session {
                account: row.try_get("account_id")?,
                made_at: clock::instant(&row.try_get::<String, _>("made_at")?)?,
                seen_at: clock::instant(&row.try_get::<String, _>("seen_at")?)?,
            })
        };
        row.as_ref().map(read).transpose()
    }

    /// How many browsers an account is signed in with.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sessions_of(&self, account: &str) -> Result<u64, StoreError> {
        count(&sql::SESSIONS_COUNT.query().bind(account.to_owned()).fetch_one(&self.pool).await?, "n")
    }

    /// Notes that a session is in use. Not while somebody writes: a page must not wait for a load, and the note a
    /// minute later will do.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn session_seen(&self, hash: &str) -> Result<(), StoreError> {
        let Ok(_turn) = self.turn.try_lock() else { return Ok(()) };
        let query = sql::SESSION_SEEN.query().bind(hash.to_owned()).bind(clock::text(self.now()));
        query.execute(&self.pool).await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_session(
        &self,
        viewer: &Viewer,
        hash: &str,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        let mut writing = self.write(Touches::Upkeep).await?;
        sql::SESSION_END.query().bind(hash.to_owned()).execute(writing.conn()).await?;
        writing.commit_with(self, viewer, &audit).await
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_sessions(
        &self,
        viewer: &Viewer,
        account: &str,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        let mut writing = self.write(Touches::Upkeep).await?;
        sql::SESSIONS_END.query().bind(account.to_owned()).execute(writing.conn()).await?;
        writing.commit_with(self, viewer, &audit).await
    }

    /// Keeps an invitation to choose a password, in place of earlier ones of the account.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such account.
    pub async fn add_invite(
        &self,
        viewer: &Viewer,
        account: &str,
        hash: &str,
        ends_at: Timestamp,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        let mut writing = self.write(Touches::Upkeep).await?;
        people::find(&mut writing, account).await?;
        sql::INVITES_END.query().bind(account.to_owned()).execute(writing.conn()).await?;
        let made = sql::INVITE_INSERT.query().bind(hash.to_owned()).bind(account.to_owned());
        made.bind(clock::text(ends_at)).execute(writing.conn()).await?;
        writing.commit_with(self, viewer, &audit).await
    }

    /// Whose invitation this is, if it has not ended.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn invited(&self, hash: &str) -> Result<Option<Account>, StoreError> {
        let query = sql::INVITE_FIND.query().bind(hash.to_owned()).bind(clock::text(self.now()));
        match query.fetch_optional(&self.pool).await? {
            Some(row) => self.account(&row.try_get::<String, _>("account_id")?).await,
            None => Ok(None),
        }
    }
}
