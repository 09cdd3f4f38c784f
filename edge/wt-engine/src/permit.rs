//! Who may do what: asked here and nowhere else.
//!
//! One machine, one user is the default: [`Person::local`] sees and does everything in a store of their own, and
//! the audit log names them. People with narrower rights carry the organisations and rights they hold; whatever
//! a page or command asks goes through [`Person::may`] first.

use wt_store::{OrgScope, Viewer};
use wt_units::OdsCode;

use crate::EngineError;

/// Something a person may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See comparisons, opportunities and evidence.
    See,
    /// Load files, review and undo loads, remember mappings, add metrics.
    Load,
    /// Change settings of the whole store, back up, restore, read the audit log.
    Run,
    /// Take on opportunities, plan actions, enter what they bring.
    Own,
    /// Verify benefits, return them, and pass what is above its ceiling: finance.
    Verify,
    /// Approve assessments of quality and equality: chief nurse and medical director.
    ApproveQuality,
    /// Act as named colleagues: on a machine of one's own, where there are no accounts.
    ActAs,
}

/// Somebody who asks.
#[derive(Debug, Clone)]
pub struct Person {
    name: String,
    orgs: OrgScope,
    rights: Vec<Right>,
}

impl Person {
    /// The user of a store of their own: everything. `name` goes into the audit log.
    pub fn local(name: &str) -> Self {
        let rights = vec![
            Right::See,
            Right::Load,
            Right::Run,
            Right::Own,
            Right::Verify,
            Right::ApproveQuality,
            Right::ActAs,
        ];
        Self { name: name.to_owned(), orgs: OrgScope::All, rights }
    }

    /// Somebody who sees what is published and shared, and the own rows of `orgs`, with these rights.
    pub fn of(name: &str, orgs: Vec<OdsCode>, rights: Vec<Right>) -> Self {
        Self { name: name.to_owned(), orgs: OrgScope::Only(orgs), rights }
    }

    /// The viewer the store asks for, if this person holds `right`.
    ///
    /// # Errors
    /// [`EngineError::Denied`] with what they may not do.
    pub fn may(&self, right: Right) -> Result<Viewer, EngineError> {
        if !self.rights.contains(&right) {
            let what = match right {
                Right::See => "see this",
                Right::Load => "load or undo files",
                Right::Run => "change settings or read the audit log",
                Right::Own => "plan actions or enter benefits",
                Right::Verify => "verify or return benefits",
                Right::ApproveQuality => "approve impact assessments",
                Right::ActAs => "act as somebody else",
            };
            return Err(EngineError::Denied(format!(
                "You may not {what}. Ask the person who runs this store."
            )));
        }
        Ok(Viewer {
            who: self.name.clone(),
            orgs: self.orgs.clone(),
            may_load: self.rights.contains(&Right::Load),
            may_run: self.rights.contains(&Right::Run),
        })
    }

    /// The name that the audit log knows them by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What of the store this person sees, as a key for caches: two people with the same key see the same rows.
    pub(crate) fn sees(&self) -> String {
        match &self.orgs {
            OrgScope::All => "*".to_owned(),
            OrgScope::Only(orgs) => {
                let mut codes: Vec<&str> = orgs.iter().map(OdsCode::as_str).collect();
                codes.sort_unstable();
                codes.join(",")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_asked_for_one_by_one() {
        let reader = Person::of("reader", vec!["RJ6".parse().unwrap()], vec![Right::See]);
        assert!(!reader.may(Right::See).unwrap().may_load);
        assert!(matches!(reader.may(Right::Load), Err(EngineError::Denied(_))));
        assert!(Person::local("you").may(Right::Run).unwrap().may_run);
        assert_ne!(reader.sees(), Person::local("you").sees());
    }
}
