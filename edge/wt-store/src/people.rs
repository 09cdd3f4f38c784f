//! Accounts: who signs in, with which roles. What a role may do is the engine's to know; here it is text.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::load::{count, json};
use crate::write::{Touches, Writing};
use crate::{AuditEntry, Store, StoreError, Viewer, clock, sql};

/// Whether an account signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountState {
    /// It does.
    Active,
    /// Not until somebody lets it again.
    Suspended,
    /// Its person asked to be forgotten: nothing but its number is left.
    Erased,
}

impl AccountState {
    fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Erased => "erased",
        }
    }

    fn read(word: &str) -> Result<Self, StoreError> {
        match word {
            "active" => Ok(Self::Active),
            "suspended" => Ok(Self::Suspended),
            "erased" => Ok(Self::Erased),
            _ => Err(StoreError::damaged(format!("'{word}' is not a state of an account"))),
        }
    }
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What records and the audit log know them by, such as `member-7`; never used again for somebody else.
    pub id: String,
    /// What they sign in with, in lower case; empty once erased.
    pub name: String,
    /// What colleagues call them; empty once erased.
    pub shown: String,
    /// Who a provider of identities says they are; none where they sign in with a password.
    pub subject: Option<String>,
    /// Hash of the password; none before they chose one.
    pub password: Option<String>,
    /// Whether it signs in.
    pub state: AccountState,
    /// What they may do, as the engine writes it.
    pub roles: Value,
    /// How often it was changed, from 1.
    pub version: i64,
    /// Wrong passwords since the last right one.
    pub failures: i64,
    /// No sign-in before this.
    pub locked_until: Option<Timestamp>,
    /// Account that made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// When they last signed in.
    pub last_in: Option<Timestamp>,
}

/// An account to be.
#[derive(Debug, Clone, Copy)]
pub struct NewAccount<'a> {
    /// What they will sign in with, in lower case.
    pub name: &'a str,
    /// What colleagues call them.
    pub shown: &'a str,
    /// Who a provider says they are; empty for none.
    pub subject: &'a str,
    /// What they may do.
    pub roles: &'a Value,
}

impl Account {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        let some = |column: &str| {
            Ok::<_, StoreError>(Some(row.try_get::<String, _>(column)?).filter(|s| !s.is_empty()))
        };
        let when =
            |column: &str| row.try_get::<Option<String>, _>(column)?.map(|t| clock::instant(&t)).transpose();
        Ok(Self {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            shown: row.try_get("shown")?,
            subject: some("subject")?,
            password: some("password")?,
            state: AccountState::read(&row.try_get::<String, _>("state")?)?,
            roles: json(row, "roles")?,
            version: row.try_get("version")?,
            failures: row.try_get("failures")?,
            locked_until: when("locked_until")?,
            made_by: row.try_get("made_by")?,
            made_at: clock::instant(&row.try_get::<String, _>("made_at")?)?,
            last_in: when("last_in")?,
        })
    }
}

impl Store {
    /// Whether anybody was ever given an account: from then on nobody is let in without one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn has_accounts(&self) -> Result<bool, StoreError> {
        Ok(count(&sql::ACCOUNT_COUNT.query().fetch_one(&self.pool).await?, "n")? > 0)
    }

    /// Makes an account.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if somebody signs in with that name or is that subject.
    pub async fn add_account(
        &self,
        viewer: &Viewer,
        new: &NewAccount<'_>,
        audit: AuditEntry,
    ) -> Result<Account, StoreError> {
        let mut writing = self.write(Touches::Upkeep).await?;
        let taken = sql::ACCOUNT_TAKEN.query().bind(new.name.to_owned()).bind(new.subject.to_owned());
        if taken.fetch_optional(writing.conn()).await?.is_some() {
            return Err(StoreError::Taken { kind: "member".to_owned(), slug: new.name.to_owned() });
        }
        let last: i64 = sql::ACCOUNT_LAST.query().fetch_one(writing.conn()).await?.try_get("n")?;
        let n = last.saturating_add(1);
        let row = sql::ACCOUNT_INSERT
            .query()
            .bind(format!("member-{n}"))
            .bind(n)
            .bind(new.name.to_owned())
            .bind(new.shown.to_owned())
            .bind(new.subject.to_owned())
            .bind(String::new())
            .bind(AccountState::Active.word())
            .bind(new.roles.to_string())
            .bind(1_i64)
            .bind(0_i64)
            .bind(None::<String>)
            .bind(viewer.who.clone())
            .bind(clock::text(self.now()))
            .bind(None::<String>)
            .fetch_one(writing.conn())
            .await?;
        let account = Account::read(&row)?;
        let audit = AuditEntry { object: account.id.clone(), ..audit };
        writing.commit_with(self, viewer, &audit).await?;
        Ok(account)
    }

    /// The account that signs in with `name`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn account_by_name(&self, name: &str) -> Result<Option<Account>, StoreError> {
        let row = sql::ACCOUNT_BY_NAME.query().bind(name.to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(Account::read).transpose()
    }

    /// The account of somebody whom a provider of identities vouches for.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn account_by_subject(&self, subject: &str) -> Result<Option<Account>, StoreError> {
        let row = sql::ACCOUNT_BY_SUBJECT.query().bind(subject.to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(Account::read).transpose()
    }

    /// The account with this id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        let row = sql::ACCOUNT_BY_ID.query().bind(id.to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(Account::read).transpose()
    }

    /// All accounts, the first made first, erased ones too.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        sql::ACCOUNTS.query().fetch_all(&self.pool).await?.iter().map(Account::read).collect()
    }

    /// Writes what an account is from now on: name, subject, password, state, roles. Where it no longer signs in, or
    /// its password is another, its sessions, invitations and tokens of programs end with the same stroke.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it was changed since it was read; [`StoreError::NotFound`].
    pub async fn change_account(
        &self,
        viewer: &Viewer,
        new: &Account,
        audit: AuditEntry,
    ) -> Result<Account, StoreError> {
        let mut writing = self.write(Touches::Upkeep).await?;
        let old = find(&mut writing, &new.id).await?;
        if old.version != new.version {
            let (expected, found) = (new.version, old.version);
            return Err(StoreError::Conflict { expected, found, by: String::new() });
        }
        let row = sql::ACCOUNT_CHANGE
            .query()
            .bind(new.id.clone())
            .bind(new.name.clone())
            .bind(new.shown.clone())
            .bind(new.subject.clone().unwrap_or_default())
            .bind(new.password.clone().unwrap_or_default())
            .bind(new.state.word())
            .bind(new.roles.to_string())
            .fetch_one(writing.conn())
            .await?;
        if new.state != AccountState::Active || new.password != old.password {
            for ended in [sql::SESSIONS_END, sql::INVITES_END, sql::API_TOKENS_END] {
                ended.query().bind(new.id.clone()).execute(writing.conn()).await?;
            }
        }
        writing.commit_with(self, viewer, &audit).await?;
        Account::read(&row)
    }

    /// Notes a wrong password, and until when no other is taken.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn note_failure(
        &self,
        viewer: &Viewer,
        id: &str,
        locked_until: Option<Timestamp>,
        audit: AuditEntry,
    ) -> Result<(), StoreError> {
        let mut writing = self.write(Touches::Upkeep).await?;
        let until = locked_until.map(clock::text);
        sql::ACCOUNT_FAILED.query().bind(id.to_owned()).bind(until).execute(writing.conn()).await?;
        writing.commit_with(self, viewer, &audit).await
    }
}

pub(crate) async fn find(writing: &mut Writing, id: &str) -> Result<Account, StoreError> {
    let row = sql::ACCOUNT_BY_ID.query().bind(id.to_owned()).fetch_optional(writing.conn()).await?;
    row.as_ref().map(Account::read).transpose()?.ok_or_else(|| StoreError::not_found("such member"))
}
