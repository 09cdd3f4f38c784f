//! A policy ask: a rule that stands in the way, who can change it, who asks, and what became of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_units::{MetricId, OdsCode};

use crate::adoption::Actor;
use crate::refusal::{Refusal, refuse, said};

/// Who can change the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// Its name today.
    pub name: String,
    /// What it was called before bodies merged, the latest last, each with the day it ended.
    pub before: Vec<(String, Date)>,
}

/// An employer that asks with the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoSignature {
    /// Which.
    pub employer: OdsCode,
    /// Its accountable director.
    pub by: String,
    /// When.
    pub on: Date,
}

/// What the receiver said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Who, as they were called then.
    pub from: String,
    /// When.
    pub on: Date,
    /// What.
    pub words: String,
}

/// Where an ask stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written and signed.
    Open,
    /// With its receiver.
    Sent,
    /// The rule was changed.
    Granted,
    /// It was changed in part.
    GrantedInPart,
    /// It was not changed.
    Refused,
    /// Those who asked no longer do.
    Withdrawn,
}

impl Status {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "open for signatures",
            Self::Sent => "sent",
            Self::Granted => "granted",
            Self::GrantedInPart => "granted in part",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether nothing more is expected.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Open | Self::Sent)
    }
}

/// A policy ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// What is asked, as a heading.
    pub title: String,
    /// What stands in the way.
    pub barrier: String,
    /// The rule behind it, and where it is written.
    pub rule: String,
    /// Who can change it.
    pub receiver: Receiver,
    /// What should be changed.
    pub wanted: String,
    /// What changes for patients.
    pub patients: String,
    /// What changes for staff.
    pub staff: String,
    /// Slug of the network that asks; none: the region.
    pub network: Option<String>,
    /// Ids of items of evidence.
    pub evidence: Vec<String>,
    /// Metrics whose gaps it bears on.
    pub metrics: Vec<MetricId>,
    /// Who asks with them.
    pub signatures: Vec<CoSignature>,
    /// Where it stands.
    pub status: Status,
    /// Day it was sent.
    pub sent: Option<Date>,
    /// What came back.
    pub replies: Vec<Reply>,
    /// Why it was withdrawn.
    pub withdrawn: Option<String>,
}

/// What is done with an ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskAct {
    /// Sign for an employer.
    Sign {
        /// Which.
        employer: OdsCode,
    },
    /// Take an employer's signature back.
    Unsign {
        /// Which.
        employer: OdsCode,
    },
    /// It was sent.
    Send,
    /// The receiver said something.
    Reply {
        /// What.
        words: String,
        /// When.
        on: Date,
    },
    /// The receiver decided.
    Settle(Status),
    /// Those who asked no longer do.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// The receiver became part of another body.
    Follow {
        /// Which body it was.
        from: String,
        /// What it is called now.
        to: String,
        /// First day.
        on: Date,
    },
}

impl Ask {
    /// An ask that can be signed.
    ///
    /// # Errors
    /// A [`Refusal`] that names what was left out.
    pub fn raise(mut self) -> Result<Self, Refusal> {
        let fields = [
            ("what is asked", &mut self.title),
            ("what stands in the way", &mut self.barrier),
            ("which rule is behind it", &mut self.rule),
            ("who can change it", &mut self.receiver.name),
            ("what should be changed", &mut self.wanted),
            ("what changes for patients", &mut self.patients),
            ("what changes for staff", &mut self.staff),
        ];
        for (what, field) in fields {
            *field = said(what, field)?;
        }
        self.status = Status::Open;
        Ok(self)
    }

    /// Employers that signed.
    pub fn employers(&self) -> impl Iterator<Item = OdsCode> + '_ {
        self.signatures.iter().map(|s| s.employer)
    }

    /// The ask after an act.
    ///
    /// # Errors
    /// A [`Refusal`]: a signature by anybody but the employer's accountable director, a second one, an ask that nobody signed,
    /// a reply to what was not sent, anything after it is over.
    pub fn act(mut self, act: AskAct, actor: &Actor, today: Date) -> Result<Self, Refusal> {
        if self.status.is_over() {
            return refuse(format!("This ask is {}. Raise another.", self.status.words()));
        }
        let speaks = |employer: OdsCode| match actor.director_of == Some(employer) {
            true => said("who signs", &actor.name),
            false => {
                refuse(format!("Only the accountable director of {employer} signs for it, and nobody else."))
            }
        };
        match act {
            AskAct::Sign { employer } => {
                let by = speaks(employer)?;
                if self.employers().any(|known| known == employer) {
                    return refuse(format!("{employer} has signed already."));
                }
                self.signatures.push(CoSignature { employer, by, on: today });
            }
            AskAct::Unsign { employer } => {
                speaks(employer)?;
                let before = self.signatures.len();
                self.signatures.retain(|known| known.employer != employer);
                if self.signatures.len() == before {
                    return refuse(format!("{employer} has not signed."));
                }
            }
            AskAct::Send if self.status == Status::Sent => return refuse("It was sent already."),
            AskAct::Send if self.signatures.is_empty() => {
                return refuse("No employer has signed. An ask that nobody makes is not sent.");
            }
            AskAct::Send => (self.status, self.sent) = (Status::Sent, Some(today)),
            AskAct::Reply { .. } | AskAct::Settle(_) if self.status == Status::Open => {
                return refuse("It was not sent yet, so nobody can have answered.");
            }
            AskAct::Reply { on, .. } if on > today || self.sent.is_some_and(|sent| on < sent) => {
                return refuse(format!(
                    "Found {on} as the day of the reply, expected one from the day it was sent to today."
                ));
            }
            AskAct::Reply { words, on } => {
                let words = said("what the reply says", &words)?;
                self.replies.push(Reply { from: self.receiver.name.clone(), on, words });
            }
            AskAct::Settle(Status::Open | Status::Sent | Status::Withdrawn) => {
                return refuse("Say whether it was granted, granted in part or refused.");
            }
            AskAct::Settle(status) => self.status = status,
            AskAct::Withdraw { reason } => {
                self.withdrawn = Some(said("why it is withdrawn", &reason)?);
                self.status = Status::Withdrawn;
            }
            AskAct::Follow { from, to, on } => {
                if self.receiver.name != from {
                    return refuse(format!("This ask is to {}, not to {from}.", self.receiver.name));
                }
                let to = said("what the body is called now", &to)?;
                if to == from {
                    return refuse(format!("{to} is what it is called already."));
                }
                self.receiver.before.push((from, on));
                self.receiver.name = to;
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use jiff::civil::date;

    fn ask() -> Ask {
        let words = || "So.".to_owned();
        let receiver = Receiver { name: "Body A".into(), before: Vec::new() };
        Ask {
            title: words(),
            barrier: words(),
            rule: words(),
            receiver,
            wanted: words(),
            patients: words(),
            staff: words(),
            network: None,
            evidence: Vec::new(),
            metrics: Vec::new(),
            signatures: Vec::new(),
            status: Status::Open,
            sent: None,
            replies: Vec::new(),
            withdrawn: None,
        }
    }

    #[test]
    fn an_ask_without_what_changes_for_staff_is_not_raised() {
        let bare = Ask { staff: "  ".into(), ..ask() };
        assert_eq!(bare.raise().unwrap_err().to_string(), "Say what changes for staff.");
    }

    #[test]
    fn it_is_signed_sent_answered_and_follows_its_receiver() {
        let today = date(2026, 11, 23);
        let raa: OdsCode = "RAA".parse().unwrap();
        let own = Actor { name: "Director".into(), director_of: Some(raa) };
        let anybody = Actor { name: "M".into(), director_of: None };
        let ask = ask().raise().unwrap();
        assert!(ask.clone().act(AskAct::Send, &own, today).is_err());
        assert!(ask.clone().act(AskAct::Sign { employer: raa }, &anybody, today).is_err());
        let signed = ask.act(AskAct::Sign { employer: raa }, &own, today).unwrap();
        assert!(signed.clone().act(AskAct::Sign { employer: raa }, &own, today).is_err());
        let early = AskAct::Reply { words: "No.".into(), on: today };
        assert!(signed.clone().act(early.clone(), &anybody, today).is_err());
        let sent = signed.act(AskAct::Send, &anybody, today).unwrap();
        let tomorrow = AskAct::Reply { words: "No.".into(), on: date(2026, 11, 24) };
        assert!(sent.clone().act(tomorrow, &anybody, today).is_err());
        let follow = AskAct::Follow { from: "Body A".into(), to: "Body B".into(), on: today };
        let moved = sent.act(follow.clone(), &anybody, today).unwrap();
        assert!(moved.clone().act(follow, &anybody, today).is_err());
        let heard = moved.act(early, &anybody, today).unwrap();
        assert_eq!((heard.replies[0].from.as_str(), heard.receiver.before.len()), ("Body B", 1));
        assert!(heard.clone().act(AskAct::Settle(Status::Open), &anybody, today).is_err());
        let over = heard.act(AskAct::Settle(Status::GrantedInPart), &anybody, today).unwrap();
        let late = over.act(AskAct::Sign { employer: raa }, &own, today);
        assert!(late.unwrap_err().to_string().contains("granted in part"));
    }
}
