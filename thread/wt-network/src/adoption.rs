//! Where one employer stands with a standard, and who may move it: adopted means signed by its accountable director.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_units::OdsCode;

use crate::refusal::{Refusal, refuse, said};
use crate::standard::{Stage, Standard, Test};

/// Who acts, as the edge knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Name or role under which they sign.
    pub name: String,
    /// The employer of which they are the accountable director; none: of none.
    pub director_of: Option<OdsCode>,
}

/// How far an employer is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    /// Nothing was said.
    #[default]
    NotStarted,
    /// It will be.
    Planned {
        /// Day by which.
        by: Date,
    },
    /// Signed.
    Adopted {
        /// Its accountable director.
        signed_by: String,
        /// When.
        on: Date,
        /// Which version.
        version: u32,
    },
    /// It is not for this employer.
    Exempt {
        /// Why.
        reason: String,
        /// Who said so.
        signed_by: String,
        /// When.
        on: Date,
    },
}

impl Stand {
    /// In words, seen from the version that stands today.
    pub fn words(&self, version: u32) -> String {
        match self {
            Self::NotStarted => "not started".to_owned(),
            Self::Planned { by } => format!("planned by {}", by.strftime("%-d %B %Y")),
            Self::Adopted { version: signed, .. } if *signed < version => {
                format!("adopted in version {signed}; version {version} not signed")
            }
            Self::Adopted { .. } => "adopted".to_owned(),
            Self::Exempt { .. } => "exempt".to_owned(),
        }
    }
}

/// One employer and one standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// Which employer.
    pub employer: OdsCode,
    /// How far it is.
    pub stand: Stand,
    /// Whether others may read its name beside its figures.
    pub named: bool,
    /// What it shows for declared clauses, by the clause's name.
    pub shown: BTreeMap<String, String>,
}

/// What an employer does with a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Say by when.
    Plan {
        /// That day.
        by: Date,
    },
    /// Attach what shows that a declared clause is kept.
    Show {
        /// Which clause.
        clause: String,
        /// What shows it: where it can be read.
        evidence: String,
    },
    /// Adopt it.
    Sign,
    /// Say why it is not for this employer.
    Exempt {
        /// Why.
        reason: String,
    },
    /// Let others read the employer's name, or no longer.
    Name(bool),
    /// Take back what was said.
    TakeBack,
}

impl Adoption {
    /// An employer that has said nothing.
    pub fn of(employer: OdsCode) -> Self {
        Self { employer, stand: Stand::NotStarted, named: false, shown: BTreeMap::new() }
    }

    /// Where it stands after an act.
    ///
    /// # Errors
    /// A [`Refusal`]: for anybody but the employer's own accountable director, before the network recommends, without what shows
    /// the declared clauses, or without a reason.
    ///
    /// ```
    /// use wt_network::{Act, Actor, Adoption, Clause, Standard, Test};
    /// let clause = Clause { id: "a".into(), words: "So.".into(), test: Test::Declared { shows: "it".into() } };
    /// let standard = Standard::propose("One", "Why.", vec![clause], Vec::new())?;
    /// let today = jiff::civil::date(2026, 11, 23);
    /// let anybody = Actor { name: "A manager".into(), director_of: None };
    /// let refused = Adoption::of("RAA".parse().unwrap()).act(Act::Sign, &anybody, &standard, today);
    /// assert!(refused.unwrap_err().to_string().contains("accountable director"));
    /// # Ok::<(), wt_network::Refusal>(())
    /// ```
    pub fn act(mut self, act: Act, actor: &Actor, standard: &Standard, today: Date) -> Result<Self, Refusal> {
        if actor.director_of != Some(self.employer) {
            return refuse(format!(
                "Only the accountable director of {} speaks for it, and nobody else.",
                self.employer
            ));
        }
        if matches!(standard.stage, Stage::Retired { .. }) {
            return refuse("This standard is retired.");
        }
        let may_sign = || match standard.stage.open_to_signature() {
            true => said("who signs", &actor.name),
            false => refuse("Only a standard that the network recommends can be adopted or set aside."),
        };
        match act {
            Act::Plan { by } if by <= today => {
                return refuse(format!("Found {by} as the day, expected one after {today}."));
            }
            Act::Plan { by } => self.stand = Stand::Planned { by },
            Act::Show { clause, evidence } => {
                match standard.clause(&clause).map(|c| &c.test) {
                    Some(Test::Declared { .. }) => {}
                    Some(Test::Measured { .. }) => {
                        return refuse("That clause is measured: its figures speak for it.");
                    }
                    None => return refuse(format!("This standard has no clause '{clause}'.")),
                }
                self.shown.insert(clause, said("what shows it, and where it can be read", &evidence)?);
            }
            Act::Sign => {
                let signed_by = may_sign()?;
                let signed =
                    |s: &Stand| matches!(s, Stand::Adopted { version, .. } if *version == standard.version);
                if signed(&self.stand) {
                    return refuse(format!("{} has adopted this version already.", self.employer));
                }
                let missing: Vec<&str> = standard
                    .clauses
                    .iter()
                    .filter(|c| matches!(c.test, Test::Declared { .. }) && !self.shown.contains_key(&c.id))
                    .map(|c| c.id.as_str())
                    .collect();
                if !missing.is_empty() {
                    return refuse(format!(
                        "Before it is signed, attach what shows these clauses: {}.",
                        missing.join(", ")
                    ));
                }
                self.stand = Stand::Adopted { signed_by, on: today, version: standard.version };
            }
            Act::Exempt { reason } => {
                let signed_by = may_sign()?;
                let reason = said("why it is not for this employer", &reason)?;
                self.stand = Stand::Exempt { reason, signed_by, on: today };
            }
            Act::Name(named) => self.named = named,
            Act::TakeBack if self.stand == Stand::NotStarted => {
                return refuse("There is nothing to take back.");
            }
            Act::TakeBack => self.stand = Stand::NotStarted,
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::standard::Clause;
    use jiff::civil::date;

    fn standard(stage: Stage) -> Standard {
        let clause =
            Clause { id: "a".into(), words: "So.".into(), test: Test::Declared { shows: "it".into() } };
        Standard { stage, ..Standard::propose("One", "Why.", vec![clause], Vec::new()).unwrap() }
    }

    #[test]
    fn nobody_but_the_employers_own_director_moves_it() {
        let today = date(2026, 11, 23);
        let open = standard(Stage::Recommended { on: today });
        let raa: OdsCode = "RAA".parse().unwrap();
        let other = Actor { name: "B".into(), director_of: Some("RBB".parse().unwrap()) };
        let acts = [
            Act::Plan { by: date(2027, 1, 1) },
            Act::Show { clause: "a".into(), evidence: "x".into() },
            Act::Sign,
            Act::Exempt { reason: "No wards.".into() },
            Act::Name(true),
            Act::TakeBack,
        ];
        for act in acts {
            assert!(Adoption::of(raa).act(act, &other, &open, today).is_err());
        }
    }

    #[test]
    fn signing_needs_a_recommendation_and_what_shows_the_clauses() {
        let today = date(2026, 11, 23);
        let raa: OdsCode = "RAA".parse().unwrap();
        let own = Actor { name: "Director of people".into(), director_of: Some(raa) };
        let open = standard(Stage::Recommended { on: today });
        let show = Act::Show { clause: "a".into(), evidence: "Policy 12, section 3".into() };
        let shown = Adoption::of(raa).act(show, &own, &open, today).unwrap();
        let early = shown.clone().act(Act::Sign, &own, &standard(Stage::Proposed), today);
        assert!(early.unwrap_err().to_string().contains("recommends"));
        let bare = Adoption::of(raa).act(Act::Sign, &own, &open, today);
        assert!(bare.unwrap_err().to_string().contains("attach"));
        let signed = shown.act(Act::Sign, &own, &open, today).unwrap();
        assert!(signed.clone().act(Act::Sign, &own, &open, today).is_err());
        assert_eq!(signed.stand.words(1), "adopted");
        assert!(signed.stand.words(2).contains("version 2 not signed"));
        let mut second = open;
        second.version = 2;
        assert!(signed.act(Act::Sign, &own, &second, today).is_ok());
        let blank = Act::Exempt { reason: " ".into() };
        assert!(Adoption::of(raa).act(blank, &own, &second, today).is_err());
    }
}
