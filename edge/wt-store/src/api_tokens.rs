//! Tokens that programs sign in with in a person's name. The store knows hashes, never a token.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

use crate::load::json;
use crate::write::Touches;
use crate::{AuditEntry, Store, StoreError, Viewer, clock, people, sql};

/// A token of a person's program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// What pages and the audit log know it by.
    pub id: String,
    /// In whose name it asks.
    pub account: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for, as the engine writes it.
    pub scopes: Value,
    /// When it was made.
    pub made_at: Timestamp,
    /// From then on it opens nothing.
    pub ends_at: Timestamp,
    /// When it was last used, to the minute; none: never.
    pub used_at: Option<Timestamp>,
}

/// A token to be.
#[derive(Debug, Clone, Copy)]
pub struct NewApiToken<'a> {
    /// Hash of what its holder keeps.
    pub hash: &'a str,
    /// In whose name it will ask.
    pub account: &'a str,
    /// What its owner calls it.
    pub name: &'a str,
    /// What it may be used for.
    pub scopes: &'a Value,
    /// From then on it opens nothing.
    pub ends_at: Timestamp,
}

impl ApiToken {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        let when = |column: &str| clock::instant(&row.try_get::<String, _>(column)?);
        let used: Option<String> = row.try_get("used_at")?;
        Ok(Self {
            id: row.try_get("id")?,
            account: row.try_get("account_id")?,
            name: row.try_get("name")?,
            scopes: json(row, "scopes")?,
            made_at: when("made_at")?,
            ends_at: when("ends_at")?,
            used_at: used.map(|t| clock::instant(&t)).transpose()?,
        })
    }
}

impl Store {
    /// Keeps a token; the audit line gets its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such account.
    pub async fn add_api_token(
        &self,
        viewer: &Viewer,
        new: &NewApiToken<'_>,
        audit: AuditEntry,
    ) -> Result<String, StoreError> {
        let mut writing = self.write(Touches::Upkeep).await?;
        people::find(&mut writing, new.account).await?;
        let id = Uuid::now_v7().to_string();
        let made = sql::API_TOKEN_INSERT.query().bind(new.hash.to_owned()).bind(id.clone());
        let made = made.bind(new.account.to_owned()).bind(new.name.to_owned()).bind(new.scopes.to_string());
        let made = made.bind(clock::text(self.now())).bind(clock::text(new.ends_at));
        made.execute(writing.conn()).await?;
        let audit = AuditEntry { object: id.clone(), ..audit };
        writing.commit_with(self, viewer, &audit).await?;
        Ok(id)
    }

    /// The token with this hash, if it has not ended.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn api_token(&self, hash: &str) -> Result<Option<ApiToken>, StoreError> {
        let query = sql::API_TOKEN_FIND.query().bind(hash.to_owned()).bind(clock::text(self.now()));
        query.fetch_optional(&self.pool).await?.as_ref().map(ApiToken::read).transpose()
    }

    /// An account's tokens that have not ended, the first made first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn api_tokens(&self, account: &str) -> Result<Vec<ApiToken>, StoreError> {
        let query = sql::API_TOKENS_OF.query().bind(account.to_owned()).bind(clock::text(self.now()));
        query.fetch_all(&self.pool).await?.iter().map(ApiToken::read).collect()
    }

    /// Notes that a token is in use; not while somebody writes, as with [`session_seen`](Self::session_seen).
    ///
    /// # Errors
    /// Those of the database.
    pub async fn api_token_used(&self, hash: &str) -> Result<(), StoreError> {
        let Ok(_turn) = self.turn.try_lock() else { return Ok(()) };
        let query = sql::API_TOKEN_USED.query().bind(hash.to_owned()).bind(clock::text(self.now()));
        query.execute(&self.pool).await?;
        Ok(())
    }

    /// Ends a token of an account.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the account has no such token.
    pub async fn end_api_token(
        &self,
        viewer: &Viewer,
        account: &str,
        id: &str,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        let mut writing = self.write(Touches::Upkeep).await?;
        let ended = sql::API_TOKEN_END.query().bind(account.to_owned()).bind(id.to_owned());
        if ended.execute(writing.conn()).await?.rows_affected() == 0 {
            return Err(StoreError::not_found("such token"));
        }
        writing.commit_with(self, viewer, &audit).await
    }
}
