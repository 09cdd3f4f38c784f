//! Who asks. Nothing is read or written without one.

use wt_units::OdsCode;

/// Which organisations' own rows a viewer may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrgScope {
    /// Every organisation's: the one user of one machine, or the people who run the region's store.
    All,
    /// These organisations' own rows, and whatever is published or shared with the region.
    Only(Vec<OdsCode>),
}

/// A person or worker that asks. Who may be what is decided by the engine's permit; the store only holds to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Name or role for the audit log: an account, never a person's contact details.
    pub who: String,
    /// Whose rows.
    pub orgs: OrgScope,
    /// May write for the region as a whole, and sees what is the region's own.
    pub region: bool,
    /// May keep and undo loads, save mappings, metrics and settings.
    pub may_load: bool,
    /// May back up, restore, delete everything and read the whole audit log.
    pub may_run: bool,
}

impl Viewer {
    /// May see and do everything: the user of a store of one's own, or the program itself.
    pub fn of_all(who: impl Into<String>) -> Self {
        Self { who: who.into(), orgs: OrgScope::All, region: true, may_load: true, may_run: true }
    }

    /// Sees what is published or shared, and the own rows of `orgs`; may load for those.
    pub fn of_orgs(who: impl Into<String>, orgs: Vec<OdsCode>) -> Self {
        Self { who: who.into(), orgs: OrgScope::Only(orgs), region: false, may_load: true, may_run: false }
    }

    /// 1 if every organisation is in scope, for the first placeholder of a query.
    pub(crate) fn all(&self) -> i64 {
        i64::from(self.orgs == OrgScope::All)
    }

    /// The scope as `|RJ6|RAS|`, for the second placeholder: codes are letters and digits only, so a
    /// `like '%|RJ6|%'` can't be fooled. The empty scope is `|`, which matches nothing, not even '': that, the region's,
    /// is in scope as `||`.
    pub(crate) fn scope(&self) -> String {
        let mut scope = String::from(if self.region { "||" } else { "|" });
        if let OrgScope::Only(orgs) = &self.orgs {
            for org in orgs {
                scope.push_str(org.as_str());
                scope.push('|');
            }
        }
        scope
    }

    /// Whether rows owned by `owner` ('' or none: the region's) may be changed by this viewer.
    pub(crate) fn owns(&self, owner: Option<&OdsCode>) -> bool {
        match (&self.orgs, owner) {
            (OrgScope::All, _) => true,
            (OrgScope::Only(orgs), Some(owner)) => orgs.contains(owner),
            (OrgScope::Only(_), None) => self.region,
        }
    }
}
