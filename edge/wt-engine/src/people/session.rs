//! Signing in, staying signed in, signing out.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use wt_store::{Account, AccountState, AuditEntry, Viewer};

use super::{Token, password, roles};
use crate::permit::Person;
use crate::{Engine, EngineError};

/// A session ends when nothing was asked for so long.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A session ends so long after signing in, whatever was asked.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// So many wrong passwords in a row lock an account.
pub const TRIES: i64 = 5;
/// For so long, and as long again with each further one.
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);
/// How exactly it is known when a session was last used.
const SEEN_TO: SignedDuration = SignedDuration::from_mins(1);
/// Said whatever the cause, so that nobody learns who has an account.
const WRONG: &str = "The name or the password is wrong, or the account is locked for now. After five wrong passwords it is \
                     locked for 15 minutes.";

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who, with the roles they hold now.
    pub person: Person,
    /// When this session began.
    pub since: Timestamp,
    /// Changes with the account, so that pages made for it before are not shown again.
    pub version: i64,
}

impl Engine {
    /// Signs in with a password and opens a session.
    ///
    /// # Errors
    /// [`EngineError::Denied`] with the same words whatever was wrong; the log says what.
    pub async fn sign_in(&self, name: &str, tried: &str) -> Result<Token, EngineError> {
        let account = self.store().account_by_name(&name.trim().to_lowercase()).await?;
        let account = account.filter(|a| a.state == AccountState::Active);
        let hash = account.as_ref().and_then(|a| a.password.clone());
        // Worked out in every case, so that all take as long.
        let fits = password::fits(tried.to_owned(), hash).await?;
        let Some(account) = account else {
            // The name may be a password typed into the wrong field: it is not written down.
            let entry = AuditEntry::new("sign-in.failed", "unknown");
            self.store().audit(&viewer("nobody"), entry).await?;
            return Err(EngineError::Denied(WRONG.to_owned()));
        };
        let locked = account.locked_until.is_some_and(|until| until > self.store().now());
        if !fits || locked {
            self.failed(&account, locked).await?;
            return Err(EngineError::Denied(WRONG.to_owned()));
        }
        self.open_for(&account, "password").await
    }

    /// Opens a session for somebody whom a provider of identities vouches for; `subject` is its address and their name there.
    ///
    /// # Errors
    /// [`EngineError::Denied`] if nobody gave them an account.
    pub async fn sign_in_as(&self, subject: &str) -> Result<Token, EngineError> {
        let account = self.store().account_by_subject(subject).await?;
        match account.filter(|a| a.state == AccountState::Active) {
            Some(account) => self.open_for(&account, "provider").await,
            None => {
                let entry = AuditEntry::new("sign-in.failed", "unknown").with(json!({ "by": "provider" }));
                self.store().audit(&viewer("nobody"), entry).await?;
                let words = "You are known to your organisation, but have no account here. Ask the person who runs this store.";
                Err(EngineError::Denied(words.to_owned()))
            }
        }
    }

    /// A new session of an account.
    pub(super) async fn open_for(&self, account: &Account, by: &str) -> Result<Token, EngineError> {
        let token = Token::new()?;
        let stale = self.store().now().saturating_sub(ABSOLUTE).map_err(clock)?;
        let entry = AuditEntry::new("sign-in", &account.id).with(json!({ "by": by }));
        self.store().open_session(&viewer(&account.id), &account.id, &token.hash(), stale, entry).await?;
        Ok(token)
    }

    /// Notes a wrong password, and locks the account where there were too many.
    async fn failed(&self, account: &Account, locked: bool) -> Result<(), EngineError> {
        let failures = account.failures.saturating_add(1);
        let entry = AuditEntry::new("sign-in.failed", &account.id)
            .with(json!({ "locked": locked, "failures": failures }));
        // A guess while it is locked neither counts nor locks it for longer: whoever guesses must not keep its owner out.
        let until = match () {
            () if locked => account.locked_until,
            () if failures % TRIES == 0 => {
                Some(self.store().now().saturating_add(LOCKED_FOR).map_err(clock)?)
            }
            () => None,
        };
        if locked {
            return Ok(self.store().audit(&viewer(&account.id), entry).await?);
        }
        Ok(self.store().note_failure(&viewer(&account.id), &account.id, until, entry).await?)
    }

    /// Who holds a token; none if the session has ended, or the account no longer signs in.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn who(&self, token: &Token) -> Result<Option<SignedIn>, EngineError> {
        let hash = token.hash();
        let Some(session) = self.store().session(&hash).await? else { return Ok(None) };
        let now = self.store().now();
        let since = |then: Timestamp| now.duration_since(then);
        if since(session.seen_at) > IDLE || since(session.made_at) > ABSOLUTE {
            return Ok(None);
        }
        let account = self.store().account(&session.account).await?;
        let Some(account) = account.filter(|a| a.state == AccountState::Active) else { return Ok(None) };
        if since(session.seen_at) > SEEN_TO {
            self.store().session_seen(&hash).await?;
        }
        let person = Person::member(&account.id, &account.shown, roles(&account.roles));
        Ok(Some(SignedIn { person, since: session.made_at, version: account.version }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn sign_out(&self, person: &Person, token: &Token) -> Result<(), EngineError> {
        let entry = AuditEntry::new("sign-out", person.name());
        Ok(self.store().end_session(&viewer(person.name()), &token.hash(), entry).await?)
    }

    /// Ends every session of this person, wherever it is.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn sign_out_everywhere(&self, person: &Person) -> Result<(), EngineError> {
        let entry = AuditEntry::new("sign-out.everywhere", person.name());
        Ok(self.store().end_sessions(&viewer(person.name()), person.name(), entry).await?)
    }

    /// How many browsers this person is signed in with.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn sessions(&self, person: &Person) -> Result<u64, EngineError> {
        Ok(self.store().sessions_of(person.name()).await?)
    }

    /// A line of the log about this person alone.
    pub(super) async fn note(
        &self,
        person: &Person,
        action: &str,
        object: &str,
        detail: Value,
    ) -> Result<(), EngineError> {
        let entry = AuditEntry::new(action, object).with(detail);
        Ok(self.store().audit(&viewer(person.name()), entry).await?)
    }
}

/// Somebody who does something to their own account, which needs no right.
pub(super) fn viewer(who: &str) -> Viewer {
    let orgs = wt_store::OrgScope::Only(Vec::new());
    Viewer { who: who.to_owned(), orgs, region: false, may_load: false, may_run: false }
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives the error away")]
pub(super) fn clock(e: jiff::Error) -> EngineError {
    EngineError::Builtin(format!("the clock is off: {e}"))
}
