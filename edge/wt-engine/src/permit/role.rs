//! Roles, and where each is held.

use serde::{Deserialize, Serialize};
use wt_units::OdsCode;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $title:literal, $words:literal;)*) => {
        /// What somebody is to an organisation, a network or the region.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Role { $($(#[$doc])* $name,)* }

        impl Role {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// As in addresses, on the command line and in a provider's groups.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Its title.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What it is for, in a sentence.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

roles! {
    /// Sees figures.
    Viewer = "viewer", "Viewer", "Sees comparisons, evidence, standards and the rate card.";
    /// Loads and compares.
    Analyst = "analyst", "Analyst", "Loads and undoes files, runs modules, drafts evidence.";
    /// Runs a ward or team.
    UnitManager = "unit-manager", "Unit manager", "Writes the unit's roster, sees its staff by name, takes on opportunities.";
    /// Owns actions.
    Owner = "owner", "Owner of benefits", "Takes on opportunities, owns actions, enters what they bring.";
    /// Finance.
    FinanceVerifier = "finance-verifier", "Finance verifier", "Verifies benefits that are not their own.";
    /// Keeps a network going.
    NetworkConvenor = "network-convenor", "Network convenor", "Proposes standards, reviews evidence, moderates.";
    /// Chairs a network.
    NetworkChair = "network-chair", "Network chair", "Recommends standards, publishes policy asks, admits members.";
    /// The region's programme.
    RegionProgramme = "region-programme", "Region programme", "Sees organisations, not people; loads the region's files.";
    /// Manages people.
    Administrator = "administrator", "Administrator", "Manages people of the organisation. No right to content.";
    /// Reads the log.
    Auditor = "auditor", "Auditor", "Reads the audit log of the organisation.";
    /// Anybody on a roster.
    StaffMember = "staff-member", "Staff member", "Sees their own duties, asks for changes to them, and writes exception reports.";
    /// Checks a roster first.
    FirstApprover = "first-approver", "First roster approver", "Approves a roster for its ward or service.";
    /// Checks it again.
    SecondApprover = "second-approver", "Second roster approver", "Approves it finally, for publication.";
    /// Quality of nursing.
    ChiefNurse = "chief-nurse", "Chief nurse", "Approves quality impact assessments.";
    /// Quality of medicine.
    MedicalDirector = "medical-director", "Medical director", "Approves quality impact assessments.";
    /// Safe working hours.
    Guardian = "guardian", "Guardian of safe working hours", "Sees doctors' rosters and exception reports, and settles what is disputed.";
    /// Doctors' contracts and rotas.
    MedicalHr = "medical-hr", "Medical HR", "Writes doctors' rotas, sees exception reports and decides on hours and rest.";
    /// Doctors' education.
    MedicalEducation = "medical-education", "Director of medical education", "Sees exception reports and decides on teaching missed.";
    /// Trusted with every employer's rates.
    RatesAnalyst = "rates-analyst", "Neutral rates analyst", "Sees every employer's bookings, so that no employer sees another's.";
    /// Trade unions.
    StaffSideReader = "staff-side", "Staff-side reader", "Reads standards, policy asks and figures, and comments on them.";
    /// Signs for an employer.
    AccountableDirector = "accountable-director", "Accountable director", "Adopts standards and approves what the employer shares.";
    /// Reads before publication.
    EvidenceReviewer = "evidence-reviewer", "Evidence reviewer", "Reviews, publishes and withdraws evidence that is not their own.";
    /// Runs the store.
    StoreRunner = "run-the-store", "Runs the store", "Manages people, settings and backups. No right to content.";
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|role| role.word() == word).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|role| role.word()).collect();
            format!("There is no role '{word}'. There are: {}.", known.join(", "))
        })
    }
}

/// Where a role is held.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// In an organisation, or in one unit of it.
    Org {
        /// Its code.
        org: OdsCode,
        /// The unit; none: all of them.
        unit: Option<String>,
    },
    /// In a network of several organisations, by its address.
    Network(String),
    /// For the region as a whole.
    Region,
}

impl std::fmt::Display for Reach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Org { org, unit: None } => write!(f, "{org}"),
            Self::Org { org, unit: Some(unit) } => write!(f, "{org}, {unit}"),
            Self::Network(slug) => write!(f, "network {slug}"),
            Self::Region => f.write_str("the region"),
        }
    }
}

/// A role somebody holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// Which.
    pub role: Role,
    /// Where.
    pub reach: Reach,
}

impl Membership {
    /// A role in an organisation.
    pub fn at(role: Role, org: OdsCode) -> Self {
        Self { role, reach: Reach::Org { org, unit: None } }
    }

    /// A role for the region.
    pub fn region(role: Role) -> Self {
        Self { role, reach: Reach::Region }
    }

    /// A role in a network.
    pub fn network(role: Role, slug: &str) -> Self {
        Self { role, reach: Reach::Network(slug.to_owned()) }
    }
}

impl std::fmt::Display for Membership {
    /// As [`from_str`](std::str::FromStr) reads it: `analyst@RJ6`, `unit-manager@RJ6/Ward 4`, `network-chair@network:rostering`,
    /// `run-the-store`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let role = self.role.word();
        match &self.reach {
            Reach::Region => f.write_str(role),
            Reach::Network(slug) => write!(f, "{role}@network:{slug}"),
            Reach::Org { org, unit: None } => write!(f, "{role}@{org}"),
            Reach::Org { org, unit: Some(unit) } => write!(f, "{role}@{org}/{unit}"),
        }
    }
}

impl std::str::FromStr for Membership {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((role, place)) = text.trim().split_once('@') else {
            return Ok(Self { role: text.trim().parse()?, reach: Reach::Region });
        };
        let role = role.trim().parse()?;
        if let Some(slug) = place.strip_prefix("network:") {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if slug.is_empty() || !slug.chars().all(fits) {
                return Err(format!(
                    "'{slug}' is not the address of a network. It has small letters, digits and hyphens, such as rostering."
                ));
            }
            return Ok(Self { role, reach: Reach::Network(slug.to_owned()) });
        }
        let (code, unit) =
            place.split_once('/').map_or((place, None), |(code, unit)| (code, Some(unit.trim().to_owned())));
        let org = code.trim().parse().map_err(|e| format!("'{text}': {e}. Write a role as analyst@RJ6."))?;
        Ok(Self { role, reach: Reach::Org { org, unit: unit.filter(|u| !u.is_empty()) } })
    }
}
