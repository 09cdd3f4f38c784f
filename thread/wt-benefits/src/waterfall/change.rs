//! What changed since then and why, in sentences whose figures add up.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use wt_benchmark::metric::BenefitType;
use wt_units::Pence;

use super::{STEPS, Waterfall};
use crate::claims::Stage;
use crate::ledger::{Entry, Event};

/// What one opportunity or line moved a step by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its id.
    pub id: String,
    /// Pounds more, or less if below nought.
    pub pounds: Pence,
    /// Why.
    pub why: String,
}

/// How one step changed; `Display` is a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which step.
    pub step: Stage,
    /// Of which type.
    pub benefit: BenefitType,
    /// Pounds then.
    pub before: Pence,
    /// Pounds now.
    pub after: Pence,
    /// What moved it, the largest first: these add up to the difference.
    pub moved: Vec<Moved>,
}

/// Every step and type that changed between two waterfalls of one ledger, with the entries made between them.
pub fn changes(before: &Waterfall, after: &Waterfall, since: &[Entry]) -> Vec<Change> {
    let types: BTreeSet<BenefitType> =
        before.positions.iter().chain(&after.positions).map(|position| position.benefit).collect();
    let mut all = Vec::new();
    for benefit in types {
        for step in STEPS {
            let mut by: BTreeMap<&str, Pence> = BTreeMap::new();
            for (waterfall, sign) in [(before, -1), (after, 1)] {
                for p in waterfall.positions.iter().filter(|p| p.benefit == benefit && p.stage >= step) {
                    let sum = by.entry(&p.id).or_default();
                    *sum = *sum + Pence::new(sign * p.counted.get());
                }
            }
            let moved = by.into_iter().filter(|(_, pounds)| *pounds != Pence::ZERO);
            let mut moved: Vec<Moved> = moved
                .map(|(id, pounds)| Moved { id: id.to_owned(), pounds, why: why(id, pounds, after, since) })
                .collect();
            moved.sort_by_key(|m| (std::cmp::Reverse(m.pounds.get().abs()), m.id.clone()));
            if !moved.is_empty() {
                let [before, after] = [before, after].map(|waterfall| waterfall.reached(benefit, step));
                all.push(Change { step, benefit, before, after, moved });
            }
        }
    }
    all
}

/// Its own entries, or else who holds its rows now.
fn why(id: &str, pounds: Pence, after: &Waterfall, since: &[Entry]) -> String {
    let own: Vec<String> = since.iter().filter_map(|entry| told(id, entry)).collect();
    if !own.is_empty() {
        return own.join("; ");
    }
    if pounds > Pence::ZERO {
        return "rows that other claims held are free".to_owned();
    }
    let mine = after.left_out.iter().filter(|left| left.claim == id);
    let mut takers: Vec<&str> = mine
        .flat_map(|left| &left.parts)
        .flat_map(|part| part.why.claims())
        .map(|(taker, _)| taker.as_str())
        .filter(|taker| *taker != id)
        .collect();
    takers.sort_unstable();
    takers.dedup();
    match takers.as_slice() {
        [] => "its rows hold less".to_owned(),
        takers => format!("its rows are counted in {}", takers.join(", ")),
    }
}

/// What an entry says of an opportunity or line; none if it says nothing of it.
fn told(id: &str, entry: &Entry) -> Option<String> {
    let (whose, said) = match &entry.event {
        Event::Opportunity(found) => (&found.id, "found".to_owned()),
        Event::Accepted { opportunity } => (opportunity, "accepted".to_owned()),
        Event::Parked { opportunity, reason } => (opportunity, format!("parked: {}", bare(reason))),
        Event::Line(line) => (&line.id, "entered".to_owned()),
        Event::Baseline(frozen) => {
            (&frozen.line, format!("measured from version {} of its baseline", frozen.version))
        }
        Event::Forecast { line, outturn, .. } => (line, format!("outturn now expected at {outturn}")),
        Event::Actual { line, month, pounds, .. } => (line, format!("{} brought {pounds}", month.long())),
        Event::Verified { line, through, .. } => {
            (line, format!("verified to {} by {} on {}", through.long(), entry.by, entry.on))
        }
        Event::Returned { line, reason } => (line, format!("returned by finance: {}", bare(reason))),
        Event::Withdrawn { line, reason } => (line, format!("withdrawn: {}", bare(reason))),
        Event::Closed { line, .. } => (line, "closed".to_owned()),
        _ => return None,
    };
    (whose == id).then_some(said)
}

/// A reason within a sentence.
fn bare(reason: &str) -> &str {
    reason.trim().trim_end_matches('.')
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = self.after - self.before;
        let what = match self.step {
            Stage::Identified => "Identified",
            Stage::Accepted => "Accepted",
            Stage::Planned => "Planned",
            Stage::Delivered => "Delivered",
            Stage::Verified => "Verified",
        };
        write!(f, "{what} {} pounds ", self.benefit.words())?;
        match by {
            Pence::ZERO => write!(f, "stayed at {}", self.after)?,
            by if by > Pence::ZERO => write!(f, "rose by {by} to {}", self.after)?,
            by => write!(f, "fell by {} to {}", -by, self.after)?,
        }
        let parts: Vec<String> = self
            .moved
            .iter()
            .map(|m| {
                let plus = if m.pounds > Pence::ZERO { "+" } else { "" };
                format!("{} {plus}{} ({})", m.id, m.pounds, m.why)
            })
            .collect();
        write!(f, ": {}.", parts.join(", "))
    }
}
