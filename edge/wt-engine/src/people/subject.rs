//! What a person may ask of whoever holds data about them: a copy, and to be forgotten (UK GDPR, articles 15, 17 and 20).

use serde_json::{Value, json};
use wt_store::{Account, AccountState, AuditEntry};

use super::session::viewer;
use super::{Member, roles};
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// Lines of the log in a copy.
const LINES: u64 = 100_000;

impl Engine {
    /// Everything the store holds about this person: the account, and every line of the log that they wrote. No password and no
    /// hash of one.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for somebody without an account, [`EngineError::Store`].
    pub async fn personal_copy(&self, person: &Person) -> Result<Value, EngineError> {
        let account = self.account_of(person.name()).await?;
        let lines = self.store().audit_lines(&viewer(person.name()), None, LINES).await?;
        let line = |l: wt_store::AuditLine| json!({ "number": l.seq, "at": l.at.to_string(), "action": l.action, "object": l.object, "detail": l.detail });
        let copy = json!({
            "account": {
                "id": account.id,
                "name": account.name,
                "shown": account.shown,
                "provider": account.subject,
                "state": format!("{:?}", account.state).to_lowercase(),
                "roles": roles(&account.roles).iter().map(ToString::to_string).collect::<Vec<_>>(),
                "made by": account.made_by,
                "made at": account.made_at.to_string(),
                "last signed in": account.last_in.map(|at| at.to_string()),
                "signed in browsers": self.store().sessions_of(person.name()).await?,
            },
            "tokens of your programs": self.keys(person).await?.iter().map(|k| json!({
                "id": k.id, "name": k.name, "scopes": k.scopes, "ends": k.ends_at.to_string(),
                "last used": k.used_at.map(|at| at.to_string()),
            })).collect::<Vec<_>>(),
            "what you did": lines.into_iter().map(line).collect::<Vec<_>>(),
        });
        self.note(person, "member.copied", person.name(), Value::Null).await?;
        Ok(copy)
    }

    /// Forgets a member: name, provider, password, roles and sessions go; what they wrote stays, as by a former member. A member may
    /// ask it of themselves, and whoever manages people of anybody they manage.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::NotFound`], [`EngineError::Store`].
    pub async fn forget(&self, person: &Person, id: &str) -> Result<Member, EngineError> {
        let (by, account) = if person.name() == id {
            (viewer(id), self.account_of(id).await?)
        } else {
            (person.may(Right::People)?, self.account_managed(person, id).await?)
        };
        let gone = Account {
            name: String::new(),
            shown: String::new(),
            subject: None,
            password: None,
            state: AccountState::Erased,
            roles: json!([]),
            ..account
        };
        let gone = self.store().change_account(&by, &gone, AuditEntry::new("member.forgotten", id)).await?;
        Ok(Member::of(gone))
    }
}
