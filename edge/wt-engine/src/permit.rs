//! Who may do what: asked here and nowhere else.
//!
//! One machine, one user is the default: [`Person::local`] sees and does everything in a store of their own, and
//! the audit log names them. Where there are accounts, a person holds roles ([`Membership`]) in organisations, networks or the
//! region, and [`allowed`] is the table of what a role may do; whatever a page or command asks goes through
//! [`Person::may`], [`Person::viewer`] or [`Person::can`] first.

mod role;
mod scope;
mod table;
#[cfg(test)]
mod tests;

pub use wt_store::RecordSharing;
use wt_store::{OrgScope, Viewer};
use wt_units::OdsCode;

use crate::EngineError;

pub use role::{Membership, Reach, Role};
pub use scope::Scope;
pub use table::{Action, Object, Place, allowed};

/// Something a person may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See comparisons, opportunities and evidence.
    See,
    /// Load files, review and undo loads, remember mappings, add metrics.
    Load,
    /// Change settings of the whole store, back up, restore.
    Run,
    /// Read the audit log: all of it, or one's organisation's part.
    Audit,
    /// Give people accounts and roles.
    People,
    /// Take on opportunities, plan actions, enter what they bring.
    Own,
    /// Verify benefits, return them, and pass what is above its ceiling: finance.
    Verify,
    /// Approve assessments of quality and equality: chief nurse and medical director.
    ApproveQuality,
    /// Record the region's basis in law, design its rate card and see what leaving it would cost: the neutral rates analyst.
    RatesAnalyst,
    /// Sign the region's card for an employer: its accountable director.
    Sign,
    /// Act as named colleagues: on a machine of one's own, where there are no accounts.
    ActAs,
}

impl Right {
    /// What of the table it asks; none: no role holds it.
    fn asks(self) -> Option<(Object, Action)> {
        Some(match self {
            Self::See => (Object::Aggregates, Action::See),
            Self::Load => (Object::Loads, Action::Write),
            Self::Run => (Object::Settings, Action::Manage),
            Self::Audit => (Object::AuditLog, Action::See),
            Self::People => (Object::People, Action::Manage),
            Self::Own => (Object::Benefits, Action::Write),
            Self::Verify => (Object::Benefits, Action::Verify),
            Self::ApproveQuality => (Object::QualityImpact, Action::Approve),
            Self::RatesAnalyst => (Object::RateCard, Action::Write),
            Self::Sign => (Object::RateCard, Action::Adopt),
            // Nobody with an account acts as somebody else.
            Self::ActAs => return None,
        })
    }

    /// As a verb.
    fn words(self) -> &'static str {
        match self {
            Self::See => "see this",
            Self::Load => "load or undo files",
            Self::Run => "change settings of the store",
            Self::Audit => "read the audit log",
            Self::People => "change who may do what",
            Self::Own => "plan actions or enter benefits",
            Self::Verify => "verify or return benefits",
            Self::ApproveQuality => "approve impact assessments",
            Self::RatesAnalyst => "design rate cards or see what leaving one costs",
            Self::Sign => "sign the rate card for an employer",
            Self::ActAs => "act as somebody else",
        }
    }
}

/// Whose something is: asked of [`Person::can`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whose<'a> {
    /// The organisation that owns it; none: a network's or the region's.
    pub org: Option<&'a OdsCode>,
    /// Its unit, where it belongs to one.
    pub unit: Option<&'a str>,
    /// The network it belongs to.
    pub network: Option<&'a str>,
    /// Who else may see it.
    pub sharing: RecordSharing,
}

impl<'a> Whose<'a> {
    /// An organisation's, and nobody else's.
    pub fn org(org: &'a OdsCode) -> Self {
        Self { org: Some(org), unit: None, network: None, sharing: RecordSharing::Own }
    }

    /// The region's, and nobody else's.
    pub fn region() -> Self {
        Self { org: None, unit: None, network: None, sharing: RecordSharing::Own }
    }

    /// The same, shared.
    #[must_use]
    pub fn shared(self, sharing: RecordSharing) -> Self {
        Self { sharing, ..self }
    }

    /// The same, in a network.
    #[must_use]
    pub fn network(self, slug: &'a str) -> Self {
        Self { network: Some(slug), ..self }
    }
}

/// Somebody who asks.
#[derive(Debug, Clone)]
pub struct Person {
    name: String,
    shown: String,
    holds: Holds,
    /// What a program may do in their name; none for themselves.
    within: Option<Vec<Scope>>,
}

/// What somebody may do.
#[derive(Debug, Clone)]
enum Holds {
    Everything,
    Rights(Vec<OdsCode>, Vec<Right>),
    Roles(Vec<Membership>),
}

impl Person {
    /// The user of a store of their own: everything. `name` goes into the audit log.
    pub fn local(name: &str) -> Self {
        Self { name: name.to_owned(), shown: name.to_owned(), holds: Holds::Everything, within: None }
    }

    /// Somebody who sees what is published and shared, and the own rows of `orgs`, with these rights.
    pub fn of(name: &str, orgs: Vec<OdsCode>, rights: Vec<Right>) -> Self {
        Self {
            name: name.to_owned(),
            shown: name.to_owned(),
            holds: Holds::Rights(orgs, rights),
            within: None,
        }
    }

    /// A member with an account: `id` goes into the audit log, `shown` is what colleagues call them.
    pub fn member(id: &str, shown: &str, roles: Vec<Membership>) -> Self {
        Self { name: id.to_owned(), shown: shown.to_owned(), holds: Holds::Roles(roles), within: None }
    }

    /// A program that asks in this person's name: what they may do, and no more of it than these scopes.
    #[must_use]
    pub fn within(mut self, scopes: Vec<Scope>) -> Self {
        self.within = Some(scopes);
        self
    }

    /// What asks in their name may do; none where they ask themselves.
    pub fn scopes(&self) -> Option<&[Scope]> {
        self.within.as_deref()
    }

    /// Whether what asks in their name was made for that.
    fn reaches(&self, object: Object, action: Action) -> bool {
        self.within.as_ref().is_none_or(|scopes| scopes.iter().any(|s| s.covers(object, action)))
    }

    /// Somebody who has not signed in where one must: nothing.
    pub fn nobody() -> Self {
        Self::member("nobody", "", Vec::new())
    }

    /// The name that the audit log knows them by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What colleagues call them.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Whether this is the user of a store of their own.
    pub fn is_local(&self) -> bool {
        matches!(self.holds, Holds::Everything)
    }

    /// The roles they hold; none for the user of a store of their own.
    pub fn roles(&self) -> &[Membership] {
        match &self.holds {
            Holds::Roles(roles) => roles,
            Holds::Everything | Holds::Rights(..) => &[],
        }
    }

    /// The viewer the store asks for, if this person holds `right`.
    ///
    /// # Errors
    /// [`EngineError::Denied`] with what they may not do.
    pub fn may(&self, right: Right) -> Result<Viewer, EngineError> {
        let viewer = match (right.asks(), &self.holds) {
            (Some((object, action)), _) => self.viewer_of(object, action),
            (None, Holds::Everything) if self.within.is_none() => {
                self.viewer_of(Object::Aggregates, Action::See)
            }
            (None, _) => None,
        };
        viewer.ok_or_else(|| denied(right.words()))
    }

    /// The viewer for something that has no [`Right`] of its own: its scope is the organisations in which this person may do
    /// `action` to `object`.
    ///
    /// # Errors
    /// [`EngineError::Denied`] if that is nowhere.
    pub fn viewer(&self, object: Object, action: Action) -> Result<Viewer, EngineError> {
        self.viewer_of(object, action)
            .ok_or_else(|| denied(&format!("{} {}", action.words(), object.words())))
    }

    /// Whether this person may do `action` to one thing of the kind `object`, by whose it is.
    ///
    /// # Errors
    /// [`EngineError::Denied`] with what they may not do.
    pub fn can(&self, object: Object, action: Action, whose: &Whose<'_>) -> Result<(), EngineError> {
        let may = match &self.holds {
            Holds::Everything => true,
            Holds::Rights(orgs, rights) => {
                let mine = whose.org.is_some_and(|org| orgs.contains(org));
                let reads = action == Action::See && whose.sharing != RecordSharing::Own;
                rights.iter().any(|r| r.asks() == Some((object, action))) && (mine || reads)
            }
            Holds::Roles(roles) => {
                roles.iter().any(|m| allowed(m.role, object, action, place(roles, m, whose)))
            }
        };
        if may && self.reaches(object, action) {
            Ok(())
        } else {
            Err(denied(&format!("{} {}", action.words(), object.words())))
        }
    }

    fn viewer_of(&self, object: Object, action: Action) -> Option<Viewer> {
        let (orgs, region) = self.scope(object, action)?;
        let may =
            |right: Right| right.asks().is_some_and(|(object, action)| self.scope(object, action).is_some());
        Some(Viewer {
            who: self.name.clone(),
            orgs,
            region,
            may_load: may(Right::Load),
            may_run: may(Right::Run),
        })
    }

    /// Where this person may do something: the organisations, and whether for the region as a whole.
    fn scope(&self, object: Object, action: Action) -> Option<(OrgScope, bool)> {
        if !self.reaches(object, action) {
            return None;
        }
        match &self.holds {
            Holds::Everything => Some((OrgScope::All, true)),
            Holds::Rights(orgs, rights) => {
                let holds = rights.iter().any(|r| r.asks() == Some((object, action)));
                holds.then(|| (OrgScope::Only(orgs.clone()), false))
            }
            Holds::Roles(roles) => {
                let may = |m: &&Membership, place| allowed(m.role, object, action, place);
                if roles.iter().any(|m| may(&m, Place::Other)) {
                    return Some((OrgScope::All, true));
                }
                let held: Vec<&Membership> = roles.iter().filter(|m| may(m, Place::Own)).collect();
                let region = held.iter().any(|m| m.reach == Reach::Region);
                // Settings are the whole store's: a role in one organisation is not enough.
                let fits = if object == Object::Settings { region } else { !held.is_empty() };
                let code = |m: &&Membership| match &m.reach {
                    Reach::Org { org, .. } => Some(*org),
                    Reach::Network(_) | Reach::Region => None,
                };
                fits.then(|| (OrgScope::Only(held.iter().filter_map(code).collect()), region))
            }
        }
    }

    /// What of the store this person sees, as a key for caches: two people with the same key see the same rows.
    pub(crate) fn sees(&self) -> String {
        match self.scope(Object::Aggregates, Action::See) {
            None => "-".to_owned(),
            Some((OrgScope::All, _)) => "*".to_owned(),
            Some((OrgScope::Only(orgs), region)) => {
                let mut codes: Vec<&str> = orgs.iter().map(OdsCode::as_str).collect();
                codes.sort_unstable();
                codes.dedup();
                format!("{}{}", if region { "region " } else { "" }, codes.join(","))
            }
        }
    }
}

/// Whose something is, seen from one of somebody's roles.
fn place(all: &[Membership], held: &Membership, whose: &Whose<'_>) -> Place {
    let own = match &held.reach {
        Reach::Org { org, unit } => {
            whose.org == Some(org) && (unit.is_none() || unit.as_deref() == whose.unit)
        }
        Reach::Network(slug) => whose.network == Some(slug),
        Reach::Region => whose.org.is_none() && whose.network.is_none(),
    };
    let shared = match whose.sharing {
        RecordSharing::Own => false,
        RecordSharing::Network => {
            all.iter().any(|m| matches!(&m.reach, Reach::Network(slug) if whose.network == Some(slug)))
        }
        RecordSharing::Region | RecordSharing::Public => true,
    };
    match (own, shared) {
        (true, _) => Place::Own,
        (false, true) => Place::Shared,
        (false, false) => Place::Other,
    }
}

fn denied(what: &str) -> EngineError {
    EngineError::Denied(format!("You may not {what}. Ask the person who runs this store."))
}
