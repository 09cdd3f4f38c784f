//! The ledger of benefits, kept in the store: who may enter what, and what all entries come to.
//!
//! The rules are the ledger's own ([`wt_benefits::ledger`]); here stands who asks, which day it is, and that every entry has its
//! line in the audit log. Two streams only grow: the entries, and the base rows that claims stand on.

mod base;
mod close;
mod demo;
mod offer;
mod plan;
mod projected;
mod proved;
mod way;

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Value, json};
use wt_benefits::claims::Base;
use wt_benefits::ledger::{Ceiling, Entry, Event, Ledger, entry, written};
use wt_facts::FactSet;
use wt_store::{AuditEntry, OrgScope, StoreError};
use wt_units::{OdsCode, Pence};

use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

pub use base::Row;
pub use close::MonthEnd;
pub use offer::{Offer, address};
pub use plan::Plan;
pub use way::Way;

/// The stream of entries.
const LEDGER: &str = "benefits";
/// How often an entry is tried again when somebody else wrote in between; its rules are asked each time.
const TRIES: u32 = 3;
/// Facts of this kind hold what the nation could save in an area.
const CEILING: &str = "national-ceiling-";

/// The ledger as it stands, with the rows that its claims stand on.
#[derive(Debug, Clone)]
pub struct Book {
    /// All entries, and what they come to.
    pub ledger: Ledger,
    /// What claims stand on.
    pub base: Arc<Base>,
    /// Number of the last entry, 0 before the first.
    pub last: i64,
}

impl Engine {
    /// The ledger as it stands; it holds nothing before the first entry.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`]; [`EngineError::Builtin`] if an entry can't be read back.
    pub async fn book(&self, person: &Person) -> Result<Book, EngineError> {
        let viewer = person.may(Right::See)?;
        let mut ledger = Ledger::new(ceilings(self.facts()));
        let mut last = 0;
        for kept in self.store().entries(&viewer, LEDGER, 0).await? {
            let damaged =
                |why: String| EngineError::Builtin(format!("entry {} of the ledger: {why}", kept.n));
            let read = entry(&kept.body.to_string()).map_err(damaged)?;
            ledger.apply(read).map_err(|why| damaged(why.to_string()))?;
            last = kept.n;
        }
        let base = Arc::new(self.base(&viewer).await?);
        Ok(Book { ledger, base, last })
    }

    /// Adds entries, all of them or none, dated today; returns the ledger after them. `by` is the id of one of the ledger's people:
    /// the account itself, or a colleague that this person may act as. The audit log names both.
    ///
    /// # Errors
    /// [`EngineError::Question`] with the ledger's own sentence where it refuses; [`EngineError::Denied`] for a right that is
    /// missing; [`EngineError::Store`].
    pub async fn enter(&self, person: &Person, by: &str, events: &[Event]) -> Result<Book, EngineError> {
        let on = self.today();
        let entry = |event: &Event| Entry { on, by: by.to_owned(), event: event.clone() };
        self.enter_dated(person, &events.iter().map(entry).collect::<Vec<_>>()).await
    }

    /// The same for entries that have their day and person already, as a file of entries does.
    ///
    /// # Errors
    /// As [`enter`](Self::enter); an entry of a day to come is refused.
    pub async fn enter_dated(&self, person: &Person, entries: &[Entry]) -> Result<Book, EngineError> {
        let mut tries = 0;
        loop {
            let mut book = self.book(person).await?;
            let audit = self.checked(person, &mut book.ledger, entries)?;
            let bodies: Vec<Value> = entries.iter().map(body).collect();
            let mut viewer = person.may(Right::See)?;
            // The ledger is the region's: whose lines somebody may touch was asked above, one by one.
            viewer.orgs = OrgScope::All;
            match self.store().append_entries(&viewer, LEDGER, None, book.last, &bodies, audit).await {
                Ok(last) => {
                    book.last = last;
                    return Ok(book);
                }
                Err(StoreError::Conflict { .. }) if tries < TRIES => tries += 1,
                Err(e) => return Err(e.into()),
            }
        }
    }

    /// Whether entries would be taken, without entering them.
    fn would(&self, person: &Person, book: &Book, by: &str, events: &[Event]) -> Result<(), EngineError> {
        let on = self.today();
        let entries: Vec<Entry> =
            events.iter().map(|event| Entry { on, by: by.to_owned(), event: event.clone() }).collect();
        self.checked(person, &mut book.ledger.clone(), &entries).map(|_| ())
    }

    /// Applies entries to a ledger if this person may enter them, and says what the audit log will.
    fn checked(
        &self,
        person: &Person,
        ledger: &mut Ledger,
        entries: &[Entry],
    ) -> Result<AuditEntry, EngineError> {
        let today = self.today();
        let (mut object, mut kinds, mut acting) = (String::new(), Vec::new(), Vec::new());
        for entry in entries {
            let viewer = person.may(right(&entry.event))?;
            if entry.by != person.name() {
                person.may(Right::ActAs)?;
            }
            if entry.on > today {
                let words =
                    format!("It is dated {}, and today is {today}: date it the day it is entered.", entry.on);
                return Err(EngineError::Question(words));
            }
            ledger.apply(entry.clone()).map_err(|why| EngineError::Question(why.to_string()))?;
            let (subject, org) = subject(ledger, &entry.event);
            if let (OrgScope::Only(orgs), Some(org)) = (&viewer.orgs, org)
                && !orgs.contains(&org)
            {
                return Err(EngineError::Denied(format!(
                    "You may not enter benefits of {org}. Ask the person who runs this store."
                )));
            }
            object = subject;
            kinds.push(kind(&entry.event));
            acting.push(entry.by.clone());
        }
        acting.dedup();
        let roles: Vec<&str> =
            acting.iter().filter_map(|id| ledger.people().get(id)).map(|p| p.role.words()).collect();
        let last = kinds.last().cloned().unwrap_or_default();
        Ok(AuditEntry::new(format!("benefit.{last}"), object)
            .with(json!({ "acting_as": acting, "role": roles, "entries": kinds })))
    }
}

/// What the nation could save, by area, as last published.
pub fn ceilings(facts: &FactSet) -> Vec<Ceiling> {
    let ceiling = |fact: &wt_facts::Fact| {
        let figure = fact.at(Date::MAX).ok()?;
        Some(Ceiling {
            area: fact.id.strip_prefix(CEILING)?.replace('-', " "),
            pounds: Pence::new(figure.value.millionths() / 10_000),
            source: match figure.source.year {
                Some(year) => format!("{}, {year}; {}", figure.source.title, figure.status.words()),
                None => format!("{}; {}", figure.source.title, figure.status.words()),
            },
        })
    };
    facts.facts().filter_map(ceiling).collect()
}

/// Whose it is to enter something.
fn right(event: &Event) -> Right {
    match event {
        Event::Verified { .. } | Event::Returned { .. } | Event::Passed { .. } => Right::Verify,
        Event::Approved { .. } => Right::ApproveQuality,
        _ => Right::Own,
    }
}

fn body(entry: &Entry) -> Value {
    // Written by the ledger itself, so it reads.
    serde_json::from_str(&written(entry)).unwrap_or_default()
}

/// The word of an event, as the ledger writes it: `verified`.
fn kind(event: &Event) -> String {
    let Ok(Value::Object(map)) = serde_json::to_value(event) else { return String::new() };
    map.keys().next().cloned().unwrap_or_default()
}

/// What an entry is about, and whose that is.
fn subject(ledger: &Ledger, event: &Event) -> (String, Option<OdsCode>) {
    let line = |id: &String| (id.clone(), ledger.lines().get(id).map(|l| l.line.org));
    let opportunity = |id: &String| (id.clone(), ledger.opportunities().get(id).map(|o| o.found.org));
    let action = |id: &String| {
        let first = ledger.actions().get(id).and_then(|a| a.action.opportunities.first());
        (id.clone(), first.and_then(|o| ledger.opportunities().get(o)).map(|o| o.found.org))
    };
    match event {
        Event::Person { id, .. } => (id.clone(), None),
        Event::Opportunity(found) => (found.id.clone(), Some(found.org)),
        Event::Accepted { opportunity: id } | Event::Parked { opportunity: id, .. } => opportunity(id),
        Event::Action(planned) => action(&planned.id),
        Event::Assessed { action: id, .. }
        | Event::Approved { action: id, .. }
        | Event::Started { action: id }
        | Event::Reached { action: id, .. } => action(id),
        Event::Line(entered) => (entered.id.clone(), Some(entered.org)),
        Event::Baseline(frozen) => line(&frozen.line),
        Event::Forecast { line: id, .. }
        | Event::Actual { line: id, .. }
        | Event::Verified { line: id, .. }
        | Event::Returned { line: id, .. }
        | Event::Passed { line: id, .. }
        | Event::Closed { line: id, .. }
        | Event::Withdrawn { line: id, .. } => line(id),
        Event::Merger { from, .. } => (from.to_string(), Some(*from)),
        Event::MetricWithdrawn { metric, .. } => (metric.to_string(), None),
    }
}
