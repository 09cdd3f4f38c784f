//! Accounts and roles, given and taken by those who may.

use jiff::SignedDuration;
use serde_json::json;
use wt_store::{Account, AccountState, AuditEntry, NewAccount};

use super::session::{clock, viewer};
use super::{Member, Token, password, roles};
use crate::permit::{Action, Membership, Object, Person, Reach, RecordSharing, Right, Whose};
use crate::{Engine, EngineError};

/// An invitation is good for so long.
const INVITED_FOR: SignedDuration = SignedDuration::from_hours(72);

/// Somebody to be given an account.
#[derive(Debug, Clone, Default)]
pub struct NewMember {
    /// What they will sign in with: letters, digits and `.-_@`.
    pub name: String,
    /// What colleagues call them.
    pub shown: String,
    /// Who a provider of identities says they are, as `https://provider subject`; empty for none.
    pub subject: String,
    /// What they may do.
    pub roles: Vec<Membership>,
}

impl Engine {
    /// Gives somebody an account, and the invitation with which they choose a password (good for 72 hours, once).
    ///
    /// # Errors
    /// [`EngineError::Denied`] for a role in an organisation whose people this person does not manage; [`EngineError::Question`]
    /// for a name that will not do; [`EngineError::Store`] if it is taken.
    pub async fn add_member(&self, person: &Person, new: &NewMember) -> Result<(Member, Token), EngineError> {
        let by = person.may(Right::People)?;
        let name = name(&new.name)?;
        let shown = if new.shown.trim().is_empty() { &name } else { new.shown.trim() };
        if new.roles.is_empty() {
            return Err(EngineError::Question(
                "Give at least one role: without any, nothing can be seen.".to_owned(),
            ));
        }
        for role in &new.roles {
            manages(person, role)?;
        }
        let entry = AuditEntry::new("member.added", "").with(json!({ "roles": words(&new.roles) }));
        let account =
            NewAccount { name: &name, shown, subject: new.subject.trim(), roles: &json!(new.roles) };
        let account = self.store().add_account(&by, &account, entry).await?;
        let token = self.invitation(person, &account.id).await?;
        Ok((Member::of(account), token))
    }

    /// Everybody with an account whom this person may see.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn members(&self, person: &Person) -> Result<Vec<Member>, EngineError> {
        person.viewer(Object::People, Action::See)?;
        let all = self.store().accounts().await?.into_iter().map(Member::of);
        Ok(all.filter(|m| sees(person, &m.roles)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], also for one whom this person may not see.
    pub async fn member(&self, person: &Person, id: &str) -> Result<Member, EngineError> {
        person.viewer(Object::People, Action::See)?;
        let found = self.store().account(id).await?.map(Member::of).filter(|m| sees(person, &m.roles));
        found.ok_or_else(|| nobody(id))
    }

    /// Gives a member these roles in place of those they have.
    ///
    /// # Errors
    /// [`EngineError::Denied`] for one's own roles, and for a role given or taken where this person does not manage people;
    /// [`EngineError::Store`] if the account was changed since `version`.
    pub async fn set_roles(
        &self,
        person: &Person,
        id: &str,
        version: i64,
        new: Vec<Membership>,
    ) -> Result<Member, EngineError> {
        let by = person.may(Right::People)?;
        if person.name() == id {
            let words = "You may not change your own roles. Ask somebody else who manages people.";
            return Err(EngineError::Denied(words.to_owned()));
        }
        let mut account = self.account_seen(person, id).await?;
        let old = roles(&account.roles);
        let given = new.iter().filter(|m| !old.contains(m));
        let taken = old.iter().filter(|m| !new.contains(m));
        for role in given.clone().chain(taken.clone()) {
            manages(person, role)?;
        }
        let detail = json!({
            "given": given.map(ToString::to_string).collect::<Vec<_>>(),
            "taken": taken.map(ToString::to_string).collect::<Vec<_>>(),
        });
        account.roles = json!(new);
        account.version = version;
        let entry = AuditEntry::new("member.roles", id).with(detail);
        Ok(Member::of(self.store().change_account(&by, &account, entry).await?))
    }

    /// Lets a member sign in, or not any more.
    ///
    /// # Errors
    /// [`EngineError::Denied`] for oneself, and for somebody who holds a role where this person does not manage people.
    pub async fn set_suspended(
        &self,
        person: &Person,
        id: &str,
        suspended: bool,
    ) -> Result<Member, EngineError> {
        let by = person.may(Right::People)?;
        if person.name() == id {
            return Err(EngineError::Denied("You may not suspend yourself.".to_owned()));
        }
        let mut account = self.account_managed(person, id).await?;
        account.state = if suspended { AccountState::Suspended } else { AccountState::Active };
        let action = if suspended { "member.suspended" } else { "member.let-in" };
        Ok(Member::of(self.store().change_account(&by, &account, AuditEntry::new(action, id)).await?))
    }

    /// A new invitation, for somebody who has lost their password or the first one.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::NotFound`].
    pub async fn invite(&self, person: &Person, id: &str) -> Result<Token, EngineError> {
        person.may(Right::People)?;
        self.account_managed(person, id).await?;
        self.invitation(person, id).await
    }

    async fn invitation(&self, person: &Person, id: &str) -> Result<Token, EngineError> {
        let by = person.may(Right::People)?;
        let token = Token::new()?;
        let ends = self.store().now().saturating_add(INVITED_FOR).map_err(clock)?;
        let entry = AuditEntry::new("member.invited", id);
        self.store().add_invite(&by, id, &token.hash(), ends, entry).await?;
        Ok(token)
    }

    /// Whose invitation this is.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] if it was used, has ended, or never was.
    pub async fn invited(&self, token: &Token) -> Result<Member, EngineError> {
        let account = self.store().invited(&token.hash()).await?.filter(|a| a.state == AccountState::Active);
        account.map(Member::of).ok_or_else(|| {
            let words = "This invitation was used, has ended, or was never given. Ask for a new one.";
            EngineError::NotFound(words.to_owned())
        })
    }

    /// Uses an invitation: keeps the password, which ends every session, and signs in.
    ///
    /// # Errors
    /// [`EngineError::Question`] for a password that will not do; as [`invited`](Self::invited).
    pub async fn accept(&self, token: &Token, chosen: &str) -> Result<Token, EngineError> {
        let member = self.invited(token).await?;
        self.keep_password(&member.id, chosen).await
    }

    /// Changes one's own password, which ends every session, and opens a new one.
    ///
    /// # Errors
    /// [`EngineError::Question`] if the old one is wrong, or the new one will not do.
    pub async fn change_password(&self, person: &Person, old: &str, new: &str) -> Result<Token, EngineError> {
        let account = self.account_of(person.name()).await?;
        // A guess here counts like one at the door.
        let name = account.name.clone();
        if self.sign_in(&name, old).await.is_err() {
            return Err(EngineError::Question("The password you have now is not that.".to_owned()));
        }
        self.keep_password(&account.id, new).await
    }

    async fn keep_password(&self, id: &str, chosen: &str) -> Result<Token, EngineError> {
        let mut account = self.account_of(id).await?;
        if let Some(fault) = password::password_fault(chosen, &account.name) {
            return Err(EngineError::Question(fault));
        }
        account.password = Some(password::hashed(chosen.to_owned()).await?);
        let entry = AuditEntry::new("member.password", id);
        let account = self.store().change_account(&viewer(id), &account, entry).await?;
        self.open_for(&account, "password").await
    }

    pub(super) async fn account_of(&self, id: &str) -> Result<Account, EngineError> {
        self.store().account(id).await?.ok_or_else(|| nobody(id))
    }

    /// One whom this person may see.
    async fn account_seen(&self, person: &Person, id: &str) -> Result<Account, EngineError> {
        self.account_of(id)
            .await
            .and_then(|a| if sees(person, &roles(&a.roles)) { Ok(a) } else { Err(nobody(id)) })
    }

    /// One all of whose roles are where this person manages people.
    pub(super) async fn account_managed(&self, person: &Person, id: &str) -> Result<Account, EngineError> {
        let account = self.account_seen(person, id).await?;
        if account.state == AccountState::Erased {
            return Err(nobody(id));
        }
        for role in roles(&account.roles) {
            manages(person, &role)?;
        }
        Ok(account)
    }
}

/// Whether this person may give and take that role.
fn manages(person: &Person, role: &Membership) -> Result<(), EngineError> {
    if may(person, Action::Manage, role) {
        return Ok(());
    }
    let words = format!("You do not manage people of {}. Ask the person who runs this store.", role.reach);
    Err(EngineError::Denied(words))
}

/// Whether one of the roles is where this person may see people; somebody without any is the store's.
fn sees(person: &Person, roles: &[Membership]) -> bool {
    roles.iter().any(|role| may(person, Action::See, role))
        || person.can(Object::People, Action::See, &Whose::region()).is_ok()
}

/// Whoever manages the region's people manages everybody's: an organisation's first administrator comes from somewhere.
fn may(person: &Person, action: Action, role: &Membership) -> bool {
    let whose = match &role.reach {
        Reach::Org { org, .. } => Whose::org(org),
        Reach::Network(slug) => Whose::region().network(slug),
        Reach::Region => Whose::region(),
    };
    let whose = whose.shared(RecordSharing::Own);
    person.can(Object::People, action, &whose).is_ok()
        || person.can(Object::People, action, &Whose::region()).is_ok()
}

fn words(roles: &[Membership]) -> Vec<String> {
    roles.iter().map(ToString::to_string).collect()
}

fn name(typed: &str) -> Result<String, EngineError> {
    let name = typed.trim().to_lowercase();
    let fits = |c: char| c.is_alphanumeric() || ".-_@+'".contains(c);
    if (2..=120).contains(&name.chars().count()) && name.chars().all(fits) {
        return Ok(name);
    }
    let words = format!(
        "Name: found '{typed}', expected 2 to 120 letters, digits and . - _ @ without spaces, such as ada.lovelace."
    );
    Err(EngineError::Question(words))
}

fn nobody(id: &str) -> EngineError {
    EngineError::NotFound(format!("There is no member '{id}' here, or you may not see them."))
}
