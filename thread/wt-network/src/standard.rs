//! A minimum standard: its clauses, its versions, and the way from a proposal to one in force.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_units::{MetricId, Quantity};

use crate::refusal::{Refusal, refuse, said};

/// Which side of a threshold is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The threshold or more.
    AtLeast,
    /// The threshold or less.
    AtMost,
}

/// How one sees whether an employer keeps a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// By a metric: compliance is worked out from what is loaded.
    Measured {
        /// Which.
        metric: MetricId,
        /// Which side is enough.
        bound: Bound,
        /// In the metric's own unit: 42 days, 95 percent.
        threshold: Quantity,
    },
    /// By what the employer shows.
    Declared {
        /// What would show it: "the policy, with its date".
        shows: String,
    },
}

/// One thing that a standard asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Short name within the standard, which comments name: `identity`.
    pub id: String,
    /// What must be so.
    pub words: String,
    /// How one sees it.
    pub test: Test,
}

/// Where a standard comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Who published it and what it is called.
    pub title: String,
    /// When.
    pub year: i16,
    /// Where in it, or how sure we are.
    pub section: String,
}

/// Where a standard stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Somebody proposed it.
    Proposed,
    /// Comments by clause are taken, to the last day and including it.
    Consulted {
        /// First day.
        opened: Date,
        /// Last day.
        closes: Date,
    },
    /// The network recommends it: employers may sign.
    Recommended {
        /// Since.
        on: Date,
    },
    /// It holds from a day that may lie ahead.
    InForce {
        /// First day.
        from: Date,
    },
    /// No longer.
    Retired {
        /// Since.
        on: Date,
        /// Why.
        reason: String,
    },
}

impl Stage {
    /// In words, as they are on that day.
    pub fn words(&self, today: Date) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Consulted { closes, .. } if *closes < today => "consultation closed",
            Self::Consulted { .. } => "being consulted on",
            Self::Recommended { .. } => "recommended",
            Self::InForce { from } if *from > today => "recommended, with a date",
            Self::InForce { .. } => "in force",
            Self::Retired { .. } => "retired",
        }
    }

    /// Whether employers may sign it.
    pub fn open_to_signature(&self) -> bool {
        matches!(self, Self::Recommended { .. } | Self::InForce { .. })
    }
}

/// What somebody said of a clause while it was consulted on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Which clause.
    pub clause: String,
    /// Which version of the standard.
    pub version: u32,
    /// Whose: as the audit log knows them.
    pub by: String,
    /// Whether they spoke for staff side.
    pub staff_side: bool,
    /// What they said.
    pub words: String,
    /// When.
    pub on: Date,
}

/// A minimum standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    /// Its name.
    pub title: String,
    /// What is better for patients and staff when all keep it.
    pub why: String,
    /// Slug of the network it belongs to; none: the region's.
    pub network: Option<String>,
    /// From 1; another with each amendment.
    pub version: u32,
    /// Where it stands.
    pub stage: Stage,
    /// What it asks.
    pub clauses: Vec<Clause>,
    /// Where it comes from.
    pub sources: Vec<Source>,
    /// What was said of its clauses, of all versions.
    pub opinions: Vec<Opinion>,
    /// How staff side was asked, where they said nothing.
    pub staff_side: Option<String>,
}

/// What is done with a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StandardAct {
    /// Ask for comments until a day.
    Consult {
        /// Last day.
        closes: Date,
    },
    /// Comment on a clause.
    Say {
        /// Which clause.
        clause: String,
        /// Who.
        by: String,
        /// Whether for staff side.
        staff_side: bool,
        /// What.
        words: String,
    },
    /// Recommend it; where staff side said nothing, with how they were asked.
    Recommend {
        /// How and when staff side was asked, if they said nothing.
        staff_side: Option<String>,
    },
    /// Set the day from which it holds.
    BringIn {
        /// That day.
        from: Date,
    },
    /// Other clauses: a new version, proposed again.
    Amend {
        /// All clauses of the new version.
        clauses: Vec<Clause>,
    },
    /// Take it back.
    Retire {
        /// Why.
        reason: String,
    },
}

impl Standard {
    /// A proposal.
    ///
    /// # Errors
    /// A [`Refusal`] where the title, the reason or the clauses are missing or two clauses share a name.
    ///
    /// ```
    /// use wt_network::{Clause, Standard, Test};
    ///
    /// let clause = Clause {
    ///     id: "identity".into(),
    ///     words: "Identity is checked by the national standard.".into(),
    ///     test: Test::Declared { shows: "the policy".into() },
    /// };
    /// let proposed = Standard::propose("Employment checks", "Nobody is checked twice.", vec![clause], Vec::new())?;
    /// assert_eq!(proposed.version, 1);
    /// assert!(Standard::propose("Nothing", "No clause.", Vec::new(), Vec::new()).is_err());
    /// # Ok::<(), wt_network::Refusal>(())
    /// ```
    pub fn propose(
        title: &str,
        why: &str,
        clauses: Vec<Clause>,
        sources: Vec<Source>,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            title: said("what the standard is called", title)?,
            why: said("what it is for", why)?,
            network: None,
            version: 1,
            stage: Stage::Proposed,
            clauses: whole(clauses)?,
            sources,
            opinions: Vec::new(),
            staff_side: None,
        })
    }

    /// The clause of that name.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|c| c.id == id)
    }

    /// What was said of a clause of this version.
    pub fn opinions_on<'a>(&'a self, clause: &'a str) -> impl Iterator<Item = &'a Opinion> {
        self.opinions.iter().filter(move |o| o.clause == clause && o.version == self.version)
    }

    /// The standard after an act.
    ///
    /// # Errors
    /// A [`Refusal`] where what must come before has not come, or something is missing.
    pub fn act(mut self, act: StandardAct, today: Date) -> Result<Self, Refusal> {
        match (act, &self.stage) {
            (_, Stage::Retired { .. }) => {
                return refuse("This standard is retired. Propose another in its place.");
            }
            (StandardAct::Consult { closes }, Stage::Proposed) => {
                if closes <= today {
                    return refuse(format!("Found {closes} as the last day, expected a day after {today}."));
                }
                self.stage = Stage::Consulted { opened: today, closes };
            }
            (StandardAct::Consult { .. }, _) => return refuse("Only a proposal is put to consultation."),
            (StandardAct::Say { clause, by, staff_side, words }, Stage::Consulted { closes, .. }) => {
                if today > *closes {
                    return refuse(format!("The consultation closed on {closes}."));
                }
                if self.clause(&clause).is_none() {
                    return refuse(format!("This standard has no clause '{clause}'."));
                }
                let words = said("what you think of the clause", &words)?;
                let version = self.version;
                self.opinions.push(Opinion { clause, version, by, staff_side, words, on: today });
            }
            (StandardAct::Say { .. }, _) => {
                return refuse("Comments by clause are taken while the standard is being consulted on.");
            }
            (StandardAct::Recommend { staff_side }, Stage::Consulted { closes, .. }) => {
                if today <= *closes {
                    return refuse(format!(
                        "The consultation runs to {closes}: recommend the standard after that day."
                    ));
                }
                let spoke = self.opinions.iter().any(|o| o.staff_side && o.version == self.version);
                self.staff_side = match (spoke, staff_side.filter(|words| !words.trim().is_empty())) {
                    (true, _) => None,
                    (false, Some(words)) => Some(said("how staff side was asked", &words)?),
                    (false, None) => {
                        return refuse("Staff side has said nothing. Say how and when they were asked.");
                    }
                };
                self.stage = Stage::Recommended { on: today };
            }
            (StandardAct::Recommend { .. }, Stage::Proposed) => {
                return refuse("A standard is consulted on before it is recommended.");
            }
            (StandardAct::Recommend { .. }, _) => return refuse("This standard is recommended already."),
            (StandardAct::BringIn { from }, Stage::Recommended { .. }) => {
                if from < today {
                    return refuse(format!("{from} is past. A standard comes in force today or later."));
                }
                self.stage = Stage::InForce { from };
            }
            (StandardAct::BringIn { .. }, _) => {
                return refuse("Only a standard that the network recommends comes in force.");
            }
            (StandardAct::Amend { clauses }, _) => {
                let clauses = whole(clauses)?;
                if clauses == self.clauses {
                    return refuse("These are the clauses that it has. Change one.");
                }
                self.clauses = clauses;
                self.version += 1;
                self.stage = Stage::Proposed;
                self.staff_side = None;
            }
            (StandardAct::Retire { reason }, _) => {
                let reason = said("why it is retired", &reason)?;
                self.stage = Stage::Retired { on: today, reason };
            }
        }
        Ok(self)
    }
}

fn whole(clauses: Vec<Clause>) -> Result<Vec<Clause>, Refusal> {
    if clauses.is_empty() {
        return refuse("A standard needs at least one clause.");
    }
    for (n, clause) in clauses.iter().enumerate() {
        said("what the clause asks", &clause.words)?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if clause.id.is_empty() || !clause.id.chars().all(plain) {
            return refuse(format!(
                "Found '{}' as a clause's name, expected small letters, digits and hyphens.",
                clause.id
            ));
        }
        if clauses[..n].iter().any(|c| c.id == clause.id) {
            return refuse(format!("Two clauses are called '{}'.", clause.id));
        }
        if let Test::Declared { shows } = &clause.test {
            said("what shows that the clause is kept", shows)?;
        }
    }
    Ok(clauses)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use jiff::civil::date;

    fn clause(id: &str) -> Clause {
        let test = Test::Declared { shows: "the policy".into() };
        Clause { id: id.into(), words: format!("{id} is so."), test }
    }

    fn proposed() -> Standard {
        Standard::propose("Checks", "Once is enough.", vec![clause("a"), clause("b")], Vec::new()).unwrap()
    }

    fn say(staff_side: bool) -> StandardAct {
        StandardAct::Say { clause: "a".into(), by: "member-1".into(), staff_side, words: "Fine.".into() }
    }

    #[test]
    fn it_goes_from_proposal_to_force_and_no_step_is_left_out() {
        let day = date(2026, 11, 23);
        let later = date(2027, 1, 5);
        let consult = StandardAct::Consult { closes: date(2027, 1, 4) };
        let recommend = |s: Option<&str>| StandardAct::Recommend { staff_side: s.map(str::to_owned) };
        assert!(
            proposed().act(recommend(None), day).unwrap_err().to_string().contains("consulted on before")
        );
        assert!(proposed().act(say(false), day).is_err());
        let open = proposed().act(consult.clone(), day).unwrap();
        assert!(open.clone().act(recommend(None), day).unwrap_err().to_string().contains("runs to"));
        assert!(open.clone().act(say(true), later).unwrap_err().to_string().contains("closed"));
        assert!(open.clone().act(recommend(None), later).unwrap_err().to_string().contains("Staff side"));
        assert!(open.clone().act(recommend(Some("By letter, twice.")), later).is_ok());
        let heard = open.act(say(true), day).unwrap().act(recommend(None), later).unwrap();
        assert!(heard.stage.open_to_signature());
        assert!(heard.clone().act(StandardAct::BringIn { from: day }, later).is_err());
        let from = date(2027, 4, 1);
        let ahead = heard.act(StandardAct::BringIn { from }, later).unwrap();
        assert_eq!(
            (ahead.stage.words(later), ahead.stage.words(from)),
            ("recommended, with a date", "in force")
        );
        let gone = ahead.act(StandardAct::Retire { reason: "Law changed.".into() }, from).unwrap();
        assert!(gone.act(consult, from).unwrap_err().to_string().contains("retired"));
    }

    #[test]
    fn an_amendment_is_a_new_version_and_starts_again() {
        let day = date(2026, 11, 23);
        let same = StandardAct::Amend { clauses: vec![clause("a"), clause("b")] };
        assert!(proposed().act(same, day).is_err());
        let twice = StandardAct::Amend { clauses: vec![clause("a"), clause("a")] };
        assert!(proposed().act(twice, day).unwrap_err().to_string().contains("Two clauses"));
        let open = proposed().act(StandardAct::Consult { closes: date(2027, 1, 4) }, day).unwrap();
        let heard = open.act(say(true), day).unwrap();
        let next = heard.act(StandardAct::Amend { clauses: vec![clause("a")] }, day).unwrap();
        assert_eq!((next.version, &next.stage, next.opinions_on("a").count()), (2, &Stage::Proposed, 0));
        assert_eq!(next.opinions.len(), 1);
    }
}
