//! Tokens with which programs ask in a person's name.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use wt_store::{AccountState, ApiToken, AuditEntry, NewApiToken};

use super::session::{clock, viewer};
use super::{SignedIn, Token, roles};
use crate::permit::{Person, Right, Scope};
use crate::{Engine, EngineError};

/// Tokens a person may hold at once.
pub const MOST: usize = 20;
/// A token is good for so many days at most.
pub const LONGEST_DAYS: i64 = 366;
/// How exactly it is known when a token was last used.
const USED_TO: SignedDuration = SignedDuration::from_mins(1);

/// A token of one's own, without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What pages and the audit log know it by.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// From then on it opens nothing.
    pub ends_at: Timestamp,
    /// When it was last used; none: never.
    pub used_at: Option<Timestamp>,
}

impl Key {
    fn of(token: ApiToken) -> Self {
        let scopes = scopes(&token);
        Self { id: token.id, name: token.name, scopes, ends_at: token.ends_at, used_at: token.used_at }
    }
}

/// Scopes as a token keeps them. One that this version does not know covers nothing.
fn scopes(token: &ApiToken) -> Vec<Scope> {
    let read = |one: &serde_json::Value| serde_json::from_value(one.clone()).ok();
    token.scopes.as_array().into_iter().flatten().filter_map(read).collect()
}

impl Engine {
    /// Makes a token with which a program asks in this person's name, within `scopes` and for `days`. It is shown once.
    ///
    /// # Errors
    /// [`EngineError::Question`] for no name, no scope, a time that is too long, or too many tokens; [`EngineError::NotFound`] for
    /// somebody without an account.
    pub async fn add_key(
        &self,
        person: &Person,
        name: &str,
        scopes: &[Scope],
        days: i64,
    ) -> Result<Token, EngineError> {
        self.make_key(person, person.name(), name, scopes, days).await
    }

    /// The same for a member by whoever runs the machine, such as for a program that runs on it.
    ///
    /// # Errors
    /// As [`add_key`](Self::add_key); [`EngineError::Denied`] for anybody with an account.
    pub async fn add_key_for(
        &self,
        person: &Person,
        member: &str,
        name: &str,
        scopes: &[Scope],
        days: i64,
    ) -> Result<Token, EngineError> {
        person.may(Right::ActAs)?;
        self.make_key(person, member, name, scopes, days).await
    }

    async fn make_key(
        &self,
        by: &Person,
        owner: &str,
        name: &str,
        scopes: &[Scope],
        days: i64,
    ) -> Result<Token, EngineError> {
        let account = self.account_of(owner).await?;
        let question = |words: String| Err(EngineError::Question(words));
        let name = name.trim();
        if !(1..=60).contains(&name.chars().count()) {
            return question(
                "Name: say what will use the token, in 1 to 60 characters, such as monthly feed.".to_owned(),
            );
        }
        if scopes.is_empty() {
            return question("Choose at least one thing that the token may be used for.".to_owned());
        }
        if !(1..=LONGEST_DAYS).contains(&days) {
            return question(format!("Days: found {days}, expected 1 to {LONGEST_DAYS}."));
        }
        if self.store().api_tokens(&account.id).await?.len() >= MOST {
            return question(format!("You hold {MOST} tokens already. End one that is no longer used."));
        }
        let token = Token::new()?;
        let hours = days.saturating_mul(24);
        let ends_at = self.store().now().saturating_add(SignedDuration::from_hours(hours)).map_err(clock)?;
        let (hash, kept) = (token.hash(), json!(scopes));
        let new = NewApiToken { hash: &hash, account: &account.id, name, scopes: &kept, ends_at };
        let entry = AuditEntry::new("token.made", "")
            .with(json!({ "of": account.id, "scopes": scopes, "days": days }));
        self.store().add_api_token(&viewer(by.name()), &new, entry).await?;
        Ok(token)
    }

    /// This person's tokens that have not ended.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn keys(&self, person: &Person) -> Result<Vec<Key>, EngineError> {
        Ok(self.store().api_tokens(person.name()).await?.into_iter().map(Key::of).collect())
    }

    /// Ends one of this person's tokens.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] if they have no such token.
    pub async fn end_key(&self, person: &Person, id: &str) -> Result<(), EngineError> {
        let entry = AuditEntry::new("token.ended", id);
        Ok(self.store().end_api_token(&viewer(person.name()), person.name(), id, entry).await?)
    }

    /// In whose name a program asks, and within what; none if its token has ended, or its owner no longer signs in.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn who_sends(&self, token: &Token) -> Result<Option<SignedIn>, EngineError> {
        let hash = token.hash();
        let Some(kept) = self.store().api_token(&hash).await? else { return Ok(None) };
        let account = self.store().account(&kept.account).await?;
        let Some(account) = account.filter(|a| a.state == AccountState::Active) else { return Ok(None) };
        if kept.used_at.is_none_or(|at| self.store().now().duration_since(at) > USED_TO) {
            self.store().api_token_used(&hash).await?;
        }
        let person = Person::member(&account.id, &account.shown, roles(&account.roles)).within(scopes(&kept));
        Ok(Some(SignedIn { person, since: kept.made_at, version: account.version }))
    }
}
