//! An action as one form holds it: owner, evidence, milestones, impacts, and the benefit line it is to bring with its baseline.

use wt_benefits::ledger::{
    Account, Action, Baseline, Event, Impact, Line, Milestone, OpportunityState, Rows, Sum,
};
use wt_units::{Month, Quantity};

use super::{Book, offer};
use crate::permit::Person;
use crate::{Engine, EngineError};

/// What is planned for an accepted opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The opportunity.
    pub opportunity: String,
    /// What is done.
    pub name: String,
    /// Who answers for it: id of one of the ledger's people.
    pub owner: String,
    /// The tool it is done with.
    pub tool: String,
    /// The evidence that it works elsewhere.
    pub evidence: String,
    /// The first month that could show it.
    pub start: Month,
    /// What is done by when.
    pub milestones: Vec<Milestone>,
    /// The measure that must not get worse for patients.
    pub balance_patients: String,
    /// The measure that must not get worse for staff.
    pub balance_staff: String,
    /// What the quality impact assessment found.
    pub quality: String,
    /// What the equality impact assessment found.
    pub equality: String,
    /// What is gained.
    pub gain: String,
    /// Pay, non-pay or income.
    pub account: Account,
    /// Whether it comes again every year.
    pub recurrent: bool,
    /// Pounds in a full year, or once.
    pub full_year: Sum,
    /// Pounds for one unit of the measure, by which it is proved.
    pub price: Option<Sum>,
    /// The figure it is measured from; the version and line are set here.
    pub baseline: Baseline,
}

impl Engine {
    /// Enters an action with its assessments, benefit line and baseline, all or nothing; returns the id of the action.
    ///
    /// # Errors
    /// As [`Engine::enter`].
    pub async fn plan(&self, person: &Person, by: &str, plan: &Plan) -> Result<String, EngineError> {
        let book = self.book(person).await?;
        let (action, events) = events(&book, plan)?;
        self.enter(person, by, &events).await?;
        Ok(action)
    }

    /// What the line of an opportunity would be measured from, if its action starts in a month; none without figures.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn baseline(
        &self,
        person: &Person,
        state: &OpportunityState,
        start: Month,
    ) -> Result<Option<Baseline>, EngineError> {
        let snapshot = self.snapshot(person).await?;
        let found = &state.found;
        let of = |metric| offer::baseline(&snapshot, metric, found.org, "", start);
        Ok(found.metric.as_ref().and_then(of))
    }
}

/// The next free id of a kind: `A1`, `A2`, …
fn next<'a>(letter: char, taken: impl Iterator<Item = &'a String>) -> String {
    let last = taken.filter_map(|id| id.strip_prefix(letter)?.parse::<u64>().ok()).max();
    format!("{letter}{}", last.unwrap_or(0).saturating_add(1))
}

pub(super) fn events(book: &Book, plan: &Plan) -> Result<(String, Vec<Event>), EngineError> {
    let found = book.ledger.opportunities().get(&plan.opportunity).ok_or_else(|| {
        EngineError::NotFound(format!("There is no opportunity '{}' in this ledger.", plan.opportunity))
    })?;
    let found = &found.found;
    let action = next('A', book.ledger.actions().keys());
    let line = next('L', book.ledger.lines().keys());
    // A line that claims less than was found stands on less of its rows.
    let part = |row: &Rows| {
        let (full, central) = (i128::from(plan.full_year.0.get()), i128::from(found.central.0.get()).max(1));
        let share = i128::from(row.quantity.millionths()) * full.clamp(0, central) / central;
        let quantity = Quantity::from_millionths(i64::try_from(share).unwrap_or(i64::MAX).max(1));
        Rows { row: row.row.clone(), quantity }
    };
    let assessed = |impact, finding: &String| Event::Assessed {
        action: action.clone(),
        impact,
        finding: finding.clone(),
    };
    let events = vec![
        Event::Action(Action {
            id: action.clone(),
            name: plan.name.clone(),
            opportunities: vec![plan.opportunity.clone()],
            owner: plan.owner.clone(),
            tool: plan.tool.clone(),
            evidence: plan.evidence.clone(),
            start: plan.start,
            milestones: plan.milestones.clone(),
            balance_patients: plan.balance_patients.clone(),
            balance_staff: plan.balance_staff.clone(),
        }),
        assessed(Impact::Quality, &plan.quality),
        assessed(Impact::Equality, &plan.equality),
        Event::Line(Line {
            id: line.clone(),
            name: plan.gain.clone(),
            action: action.clone(),
            org: found.org,
            benefit: found.benefit,
            account: plan.account,
            recurrent: plan.recurrent,
            full_year: plan.full_year,
            start: plan.start,
            certainty: found.certainty,
            metric: found.metric.clone(),
            price: plan.price,
            rows: found.rows.iter().map(part).collect(),
            in_full: false,
        }),
        Event::Baseline(Baseline { line, version: 1, reason: None, ..plan.baseline.clone() }),
    ];
    Ok((action, events))
}
