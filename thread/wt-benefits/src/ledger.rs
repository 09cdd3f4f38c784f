//! The ledger of benefits: an append-only list of entries, and what it comes to.
//!
//! Opportunity → accepted or parked → action, with its impact assessments approved before it starts → benefit line with a
//! frozen baseline → actual by month → verified by finance → closed. [`Ledger::apply`] takes one [`Entry`] or refuses it in a
//! sentence ([`Refusal`]) and is then as it was. Nothing is deleted: whatever changes is a new entry.
//!
//! ```
//! use wt_benefits::ledger::{Ledger, read};
//! let text = r#"{"on":"2026-04-01","by":"ann","event":{"person":{"id":"ann","name":"Ann","role":"programme"}}}
//! {"on":"2026-03-31","by":"ann","event":{"person":{"id":"bo","name":"Bo","role":"finance"}}}"#;
//! let refused = read(text, Vec::new()).unwrap_err();
//! assert_eq!(refused.line, 2);
//! assert!(refused.why.starts_with("It is dated 2026-03-31, before the last entry of 2026-04-01"));
//! ```

mod event;
mod lines;
mod money;
mod refusal;
mod rules;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use wt_units::{MetricId, OdsCode, Pence};

pub use event::{
    Account, Action, Baseline, Entry, Event, Evidence, Impact, Line, Milestone, Opportunity, Role, Rows,
};
pub use money::Sum;
pub use refusal::Refusal;
pub use state::{ActionState, Actual, Assessment, LineState, OpportunityState, Person, Status, Verified};

/// The most that the whole nation could save in an area in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceiling {
    /// The area, as opportunities name it.
    pub area: String,
    /// Pounds a year.
    pub pounds: Pence,
    /// Where the figure is from.
    pub source: String,
}

/// What all entries so far come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    ceilings: Vec<Ceiling>,
    people: BTreeMap<String, Person>,
    opportunities: BTreeMap<String, OpportunityState>,
    actions: BTreeMap<String, ActionState>,
    lines: BTreeMap<String, LineState>,
    mergers: BTreeMap<OdsCode, OdsCode>,
    gone: BTreeMap<MetricId, String>,
    entries: Vec<Entry>,
}

impl Ledger {
    /// An empty ledger, with the ceilings that hold for it.
    pub fn new(ceilings: Vec<Ceiling>) -> Self {
        Self { ceilings, ..Self::default() }
    }

    /// Takes one entry. Refused, the ledger is as it was.
    ///
    /// # Errors
    /// A sentence with what to do about it.
    pub fn apply(&mut self, entry: Entry) -> Result<(), Refusal> {
        if let Some(last) = self.last().filter(|last| entry.on < *last) {
            return Err(Refusal::Backdated { on: entry.on, last });
        }
        self.take(&entry)?;
        self.entries.push(entry);
        Ok(())
    }

    fn take(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let Entry { on, by, event } = entry;
        if let Event::Person { id, name, role } = event {
            return self.person(by, id, name, *role);
        }
        let who = self.someone(by)?.clone();
        match event {
            Event::Person { .. } => Ok(()),
            Event::Opportunity(found) => self.opportunity(found),
            Event::Accepted { opportunity } => self.decide(opportunity, None),
            Event::Parked { opportunity, reason } => self.decide(opportunity, Some(reason)),
            Event::Action(action) => self.action(*on, action),
            Event::Assessed { action, impact, finding } => self.assessed(action, *impact, finding),
            Event::Approved { action, impact } => self.approved(&who, action, *impact),
            Event::Started { action } => self.started(*on, action),
            Event::Reached { action, milestone } => self.reached(*on, action, milestone),
            Event::Line(line) => self.line(&who, line),
            Event::Baseline(baseline) => self.baseline(*on, baseline),
            Event::Forecast { line, year, outturn } => self.forecast(line, *year, *outturn),
            Event::Actual { line, month, pounds, reason, in_full } => {
                let actual = Actual { pounds: pounds.0, by: who.id.clone(), on: *on, reason: reason.clone() };
                self.actual(line, *month, actual, *in_full)
            }
            Event::Verified { line, through, proof } => {
                self.verified(*on, &who, line, *through, proof.as_ref())
            }
            Event::Returned { line, reason } => self.returned(&who, line, reason),
            Event::Passed { line, reason } => self.passed(&who, line, reason),
            Event::Closed { line, lesson } => self.closed(line, lesson),
            Event::Withdrawn { line, reason } => self.withdrawn(line, reason),
            Event::Merger { from, into } => self.merger(*from, *into),
            Event::MetricWithdrawn { metric, reason } => {
                said(reason, "The reason")?;
                self.gone.insert(metric.clone(), reason.clone());
                Ok(())
            }
        }
    }

    /// The day of the last entry; none before the first.
    pub fn last(&self) -> Option<Date> {
        self.entries.last().map(|entry| entry.on)
    }

    /// All entries, in their order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// People by id.
    pub fn people(&self) -> &BTreeMap<String, Person> {
        &self.people
    }

    /// Opportunities by id.
    pub fn opportunities(&self) -> &BTreeMap<String, OpportunityState> {
        &self.opportunities
    }

    /// Actions by id.
    pub fn actions(&self) -> &BTreeMap<String, ActionState> {
        &self.actions
    }

    /// Benefit lines by id.
    pub fn lines(&self) -> &BTreeMap<String, LineState> {
        &self.lines
    }

    /// Why a measure is no longer published; none where it is.
    pub fn gone(&self, metric: &MetricId) -> Option<&str> {
        self.gone.get(metric).map(String::as_str)
    }

    /// Who has a benefit line on a measure whose action began, under today's codes: they are no yardstick for others on it.
    pub fn acting_on(&self, metric: &MetricId) -> BTreeSet<OdsCode> {
        let began = |state: &&LineState| {
            state.line.metric.as_ref() == Some(metric)
                && self.actions.get(&state.line.action).is_some_and(|action| action.started.is_some())
        };
        self.lines.values().filter(began).map(|state| self.today(state.line.org)).collect()
    }

    /// The organisation that stands for this one now: itself, or its successor's successor.
    pub fn today(&self, org: OdsCode) -> OdsCode {
        let mut at = org;
        // A merger into one's own predecessor is refused, so this ends.
        while let Some(into) = self.mergers.get(&at) {
            at = *into;
        }
        at
    }

    /// The ledger as it stood at the end of a day.
    pub fn at_end_of(&self, day: Date) -> Self {
        let mut then = Self::new(self.ceilings.clone());
        for entry in self.entries.iter().take_while(|entry| entry.on <= day) {
            // Taken before, so taken again.
            let _ = then.apply(entry.clone());
        }
        then
    }
}

fn said(text: &str, what: &'static str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Missing(what)) } else { Ok(()) }
}

/// A line of a file that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Unread {
    /// From 1.
    pub line: usize,
    /// A sentence.
    pub why: String,
}

/// Reads a ledger of one entry a line; blank lines are passed over.
///
/// # Errors
/// The first line that is not taken, and why.
pub fn read(text: &str, ceilings: Vec<Ceiling>) -> Result<Ledger, Unread> {
    let mut ledger = Ledger::new(ceilings);
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let unread = |why: String| Unread { line: at + 1, why };
        let entry = entry(line).map_err(unread)?;
        ledger.apply(entry).map_err(|refusal| unread(refusal.to_string()))?;
    }
    Ok(ledger)
}

/// Reads one entry.
///
/// # Errors
/// What was found and what was expected, as a sentence.
pub fn entry(line: &str) -> Result<Entry, String> {
    serde_json::from_str(line).map_err(|why| {
        let text = why.to_string();
        // Each line is a text of its own, so the parser's line is always 1.
        format!("It is not an entry of a ledger: {}.", text.replace(" at line 1 column", ", at character"))
    })
}

/// Writes one entry as one line, without its end.
///
/// ```
/// let line = r#"{"on":"2026-04-01","by":"ann","event":{"accepted":{"opportunity":"O1"}}}"#;
/// assert_eq!(wt_benefits::ledger::written(&wt_benefits::ledger::entry(line).unwrap()), line);
/// ```
pub fn written(entry: &Entry) -> String {
    // Every field writes itself as text, so nothing can fail.
    serde_json::to_string(entry).unwrap_or_default()
}
