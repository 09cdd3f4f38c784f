//! People: accounts with roles, signing in and out, being forgotten.
//!
//! Before the first account is made, whoever reaches the pages is the local user. From the first one on, for good, nobody is
//! let in without signing in. Who somebody is stands in the account alone; records and the log know `member-7`.

mod api;
mod manage;
mod password;
mod session;
mod subject;
mod token;

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use serde_json::Value;
use wt_store::Account;
pub use wt_store::AccountState;

use crate::permit::{Membership, Person, Right};
use crate::{Engine, EngineError};

pub use api::{Key, LONGEST_DAYS, MOST};
pub use manage::NewMember;
pub use password::{SHORTEST, password_fault};
pub use session::{ABSOLUTE, IDLE, LOCKED_FOR, SignedIn, TRIES};
pub use token::{Token, form_token, random};

/// Somebody with an account, as colleagues who manage people see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What records and the log know them by.
    pub id: String,
    /// What they sign in with; empty once forgotten.
    pub name: String,
    /// What colleagues call them; "A former member" once forgotten.
    pub shown: String,
    /// Whether they sign in.
    pub state: AccountState,
    /// What they may do.
    pub roles: Vec<Membership>,
    /// Whether they have chosen a password.
    pub has_password: bool,
    /// Whether a provider of identities vouches for them.
    pub has_subject: bool,
    /// Locked after wrong passwords until then; none where not.
    pub locked_until: Option<Timestamp>,
    /// When they last signed in; none: never.
    pub last_in: Option<Timestamp>,
    /// When the account was made.
    pub made_at: Timestamp,
    /// How often it was changed.
    pub version: i64,
}

/// What a person is called who asked to be forgotten.
pub const FORMER: &str = "a former member";

impl Member {
    fn of(account: Account) -> Self {
        let shown = if account.state == AccountState::Erased { FORMER.to_owned() } else { account.shown };
        Self {
            roles: roles(&account.roles),
            id: account.id,
            name: account.name,
            shown,
            state: account.state,
            has_password: account.password.is_some(),
            has_subject: account.subject.is_some(),
            locked_until: account.locked_until,
            last_in: account.last_in,
            made_at: account.made_at,
            version: account.version,
        }
    }
}

/// Roles as an account keeps them. One that this version does not know gives no right.
fn roles(kept: &Value) -> Vec<Membership> {
    let read = |one: &Value| serde_json::from_value(one.clone()).ok();
    kept.as_array().into_iter().flatten().filter_map(read).collect()
}

/// What accounts are called by people.
#[derive(Debug, Clone, Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// What `who` of a record or a line of the log is called: a member's name, "a former member", or `who` itself
    /// (the command line, the local user).
    pub fn of<'a>(&'a self, who: &'a str) -> &'a str {
        self.0.get(who).map_or(who, String::as_str)
    }
}

impl Engine {
    /// Whether anybody was ever given an account. If so, pages are for those who sign in.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn has_accounts(&self) -> Result<bool, EngineError> {
        if self.accounts.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let has = self.store().has_accounts().await?;
        self.accounts.fetch_or(has, Ordering::Relaxed);
        Ok(has)
    }

    /// What accounts are called, for pages that say who did something.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn names(&self) -> Result<Names, EngineError> {
        let members = self.store().accounts().await?.into_iter().map(Member::of);
        Ok(Names(members.map(|m| (m.id, m.shown)).collect()))
    }

    /// Notes that somebody was refused: every such attempt is in the log.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn note_denied(&self, person: &Person, what: &str) -> Result<(), EngineError> {
        self.note(person, "denied", what, Value::Null).await
    }

    /// Notes that somebody took a copy away: `what` is its address with the filters, `bytes` its size where known.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn note_export(
        &self,
        person: &Person,
        what: &str,
        rows: Option<u64>,
        bytes: Option<u64>,
    ) -> Result<(), EngineError> {
        self.note(person, "export", what, serde_json::json!({ "rows": rows, "bytes": bytes })).await
    }

    /// Notes that somebody looked at rows that name members of staff; a page that shows such rows calls it first.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn note_named_rows(&self, person: &Person, what: &str, rows: u64) -> Result<(), EngineError> {
        self.note(person, "named-rows.read", what, serde_json::json!({ "rows": rows })).await
    }

    /// How the audit log stands: lines looked at, and the first that does not follow from the one before it.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn audit_chain(&self, person: &Person) -> Result<(u64, Option<i64>), EngineError> {
        let chain = self.store().verify_chain(&person.may(Right::Audit)?).await?;
        Ok((chain.lines, chain.broken_at))
    }
}
