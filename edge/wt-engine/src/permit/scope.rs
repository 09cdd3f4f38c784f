//! What a token was made for: a program gets the part of its owner's rights that it needs.

use serde::{Deserialize, Serialize};

use super::{Action, Object};

/// A part of somebody's rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Read metrics, comparisons and opportunities.
    Figures,
    /// Read figures, and what is loaded with its refusals.
    Loads,
    /// Load files and take loads back.
    LoadsWrite,
    /// Read evidence.
    Evidence,
    /// Read the ledger of benefits.
    Benefits,
    /// Read who has which role.
    People,
    /// Read the audit log.
    Audit,
}

impl Scope {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Figures,
        Self::Loads,
        Self::LoadsWrite,
        Self::Evidence,
        Self::Benefits,
        Self::People,
        Self::Audit,
    ];

    /// As addresses and descriptions write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Loads => "loads",
            Self::LoadsWrite => "loads-write",
            Self::Evidence => "evidence",
            Self::Benefits => "benefits",
            Self::People => "people",
            Self::Audit => "audit",
        }
    }

    /// What it lets a program do.
    pub fn words(self) -> &'static str {
        match self {
            Self::Figures => "read metrics, comparisons and opportunities",
            Self::Loads => "read figures, and what is loaded with its refusals",
            Self::LoadsWrite => "load files and take loads back, and read what is loaded",
            Self::Evidence => "read evidence",
            Self::Benefits => "read the ledger of benefits",
            Self::People => "read who has which role",
            Self::Audit => "read the audit log",
        }
    }

    /// Whether it covers doing that. Nothing covers managing people, settings or tokens: a program can't give itself more.
    pub fn covers(self, object: Object, action: Action) -> bool {
        let reads = matches!(action, Action::See | Action::Export);
        let figures = object == Object::Aggregates && reads;
        let loads = object == Object::Loads && reads;
        match self {
            Self::Figures => figures,
            Self::Loads => figures || loads,
            Self::LoadsWrite => {
                let writes = matches!(action, Action::Write | Action::Withdraw);
                figures || loads || (object == Object::Loads && writes)
            }
            Self::Evidence => object == Object::Evidence && action == Action::See,
            // Whose lines they are is asked of figures' rights.
            Self::Benefits => (object == Object::Benefits && reads) || figures,
            Self::People => object == Object::People && action == Action::See,
            Self::Audit => object == Object::AuditLog && reads,
        }
    }
}
