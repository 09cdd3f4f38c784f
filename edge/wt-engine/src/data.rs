//! What is loaded, from where, when; review before anything is kept; undo.

use serde_json::json;
use wt_extract::Refusal;
use wt_store::{AuditEntry, AuditLine, LoadMeta, LoadState};

use crate::permit::{Action, Object, Person, Right};
use crate::{Engine, EngineError};

/// A load or draft with what was refused of it.
#[derive(Debug, Clone)]
pub struct Record {
    /// The load.
    pub load: LoadMeta,
    /// The first refusals.
    pub refusals: Vec<Refusal>,
}

impl Engine {
    /// Kept and undone loads, latest first, and how many there are.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn loads(
        &self,
        person: &Person,
        limit: u64,
        offset: u64,
    ) -> Result<(Vec<LoadMeta>, u64), EngineError> {
        Ok(self.store().loads_page(&person.may(Right::See)?, limit, offset).await?)
    }

    /// Drafts under review, oldest first.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn drafts(&self, person: &Person) -> Result<Vec<LoadMeta>, EngineError> {
        Ok(self.store().drafts(&person.may(Right::See)?).await?)
    }

    /// A load or draft, with its first `limit` refusals.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn record(&self, person: &Person, id: &str, limit: u64) -> Result<Record, EngineError> {
        let viewer = person.may(Right::See)?;
        let load = self.store().load(&viewer, id).await?;
        // A refused cell holds whatever stood in the file: it is for those who load.
        let limit = if person.viewer(Object::Loads, Action::Export).is_ok() { limit } else { 0 };
        let refusals = self.store().refusals(&viewer, id, 0, limit).await?;
        let refusals = refusals.into_iter().filter_map(|r| serde_json::from_value(r).ok()).collect();
        Ok(Record { load, refusals })
    }

    /// Keeps the good rows of a draft: from now on it counts.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn confirm(&self, person: &Person, id: &str) -> Result<LoadMeta, EngineError> {
        let viewer = person.may(Right::Load)?;
        let draft = self.store().load(&viewer, id).await?;
        let audit = AuditEntry::new("load.kept", &draft.file_name)
            .of(draft.owner)
            .with(json!({ "kind": draft.kind, "rows": draft.rows_accepted, "refused": draft.rows_refused }));
        let kept = self.store().confirm_draft(&viewer, id, &draft.notes, audit).await?;
        if kept.kind == crate::rates::BOOKINGS {
            // The bookings are kept whatever becomes of the letters: the page of the watch says the same.
            let _ = self.tell_rates(person).await;
        }
        Ok(kept)
    }

    /// Throws a draft away, rows and record.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn discard(&self, person: &Person, id: &str) -> Result<(), EngineError> {
        let viewer = person.may(Right::Load)?;
        let draft = self.store().load(&viewer, id).await?;
        let audit = AuditEntry::new("load.discarded", &draft.file_name).of(draft.owner);
        Ok(self.store().discard_draft(&viewer, id, audit).await?)
    }

    /// Takes a load back: its rows go, and what it covered counts again. Its record stays.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn undo(&self, person: &Person, id: &str) -> Result<LoadMeta, EngineError> {
        let viewer = person.may(Right::Load)?;
        let load = self.store().load(&viewer, id).await?;
        if load.state != LoadState::Kept {
            return Err(EngineError::Question(format!(
                "{} does not count, so there is nothing to undo.",
                load.file_name
            )));
        }
        let audit = AuditEntry::new("load.undone", &load.file_name)
            .of(load.owner)
            .with(json!({ "load": load.id, "rows": load.rows_accepted }));
        Ok(self.store().undo(&viewer, id, audit).await?)
    }

    /// The latest lines of the audit log.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn audit_lines(&self, person: &Person, limit: u64) -> Result<Vec<AuditLine>, EngineError> {
        Ok(self.store().audit_lines(&person.may(Right::Audit)?, None, limit).await?)
    }

    /// Lines of the audit log before number `before` (none: from the end), latest first: all of them for whoever reads it for the
    /// region, else those of one's organisations and one's own.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn audit_page(
        &self,
        person: &Person,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<AuditLine>, EngineError> {
        Ok(self.store().audit_lines(&person.may(Right::Audit)?, before, limit).await?)
    }

    /// Where the store is, as a person would call it; never with a password.
    pub fn place(&self) -> String {
        self.place.clone()
    }

    /// What is kept, in words, and how much of it this person may see.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn kept(&self, person: &Person) -> Result<Vec<(String, u64)>, EngineError> {
        let mut kept = Vec::new();
        if let Ok(viewer) = person.may(Right::See) {
            let (_, loads) = self.store().loads_page(&viewer, 1, 0).await?;
            kept.push(("Loaded files, undone ones among them".to_owned(), loads));
        }
        if person.viewer(Object::People, Action::See).is_ok() {
            let members = self.members(person).await?;
            kept.push(("Accounts".to_owned(), members.len() as u64));
        }
        if person.may(Right::Audit).is_ok() {
            kept.push((
                "Lines of the audit log, of the whole store".to_owned(),
                self.audit_chain(person).await?.0,
            ));
        }
        Ok(kept)
    }
}
