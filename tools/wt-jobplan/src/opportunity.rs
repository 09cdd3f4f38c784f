//! What can be done about what lacks: each PA once, the cheapest way first.

use std::collections::BTreeMap;

use wt_facts::Ratio;

use crate::compare::Report;
use crate::count::{above, hundredths, less, smaller, sum, times};
use crate::model::{DAYS, Work};
use crate::terms::{Terms, TooLarge};

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpportunityKind {
    /// Whole sessions fit into contracts that are not filled: time that is paid already.
    Place,
    /// Work planned beyond what is wanted on one part of the week, and lacking on another. Who can move it is not looked into.
    Move,
    /// What then still lacks: to be agreed above the contract, employed or bought, or not done.
    Buy,
    /// PAs that contracts pay and no plan holds, after what was placed.
    Unplanned,
}

impl OpportunityKind {
    /// As a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Move => "move",
            Self::Buy => "buy",
            Self::Unplanned => "unplanned",
        }
    }

    /// What its pounds are: a valuation of time that is paid already, or a cost.
    #[must_use]
    pub fn value(self) -> &'static str {
        match self {
            Self::Place | Self::Move | Self::Unplanned => "time released, valued",
            Self::Buy => "cost",
        }
    }
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    /// What kind.
    pub kind: OpportunityKind,
    /// Of what work; none for PAs of all kinds.
    pub work: Option<Work>,
    /// PAs of contracts, a week: what must be in plans so that, in the weeks that are worked, so much is done.
    pub pas: Ratio,
    /// In a sentence.
    pub sentence: String,
}

/// By work: what was placed, what can be moved, what must be bought; and what is paid and not planned.
pub(crate) fn opportunities(report: &Report, terms: &Terms) -> Result<Vec<Opportunity>, TooLarge> {
    let mut placed: BTreeMap<&Work, Ratio> = BTreeMap::new();
    for placing in &report.placed.placings {
        let (work, open) = &report.open[placing.open];
        let pas = crate::count::pas_of(open.at, terms)?;
        let place = placed.entry(work).or_insert(Ratio::ZERO);
        *place = sum([*place, pas])?;
    }
    let mut works: Vec<&Work> = report.cells.iter().map(|cell| &cell.work).collect();
    works.dedup();
    let mut found = Vec::new();
    for work in works {
        let placed = placed.get(work).copied().unwrap_or(Ratio::ZERO);
        found.extend(of_work(report, terms, work, placed)?);
    }
    let mut paid = Ratio::ZERO;
    for plan in report.plans.iter().filter(|plan| plan.contract_known) {
        paid = sum([paid, above(less(plan.contracted, plan.total)?)])?;
    }
    let within: Vec<Ratio> = match terms.room {
        crate::Room::Contract => placed.into_values().collect(),
        crate::Room::UsualMost => Vec::new(),
    };
    let left = above(less(paid, sum(within)?)?);
    if left.numerator() > 0 {
        found.push(Opportunity {
            kind: OpportunityKind::Unplanned,
            work: None,
            pas: left,
            sentence: format!(
                "Contracts pay {} PAs a week that no plan holds and no open session fits.",
                hundredths(left)
            ),
        });
    }
    found.sort_by_key(|one| one.kind);
    Ok(found)
}

fn of_work(report: &Report, terms: &Terms, work: &Work, placed: Ratio) -> Result<Vec<Opportunity>, TooLarge> {
    let (mut lacking, mut more) = (Ratio::ZERO, Ratio::ZERO);
    let (mut short, mut over) = (Vec::new(), Vec::new());
    for cell in report.cells.iter().filter(|cell| cell.work == *work) {
        let words = |pas| format!("{} {} {}", DAYS[cell.day], cell.part.name(), hundredths(pas));
        let beyond = less(Ratio::ZERO, cell.gap)?;
        if cell.gap.numerator() > 0 {
            lacking = sum([lacking, cell.gap])?;
            short.push(words(cell.gap));
        } else if beyond.numerator() > 0 {
            more = sum([more, beyond])?;
            over.push(words(beyond));
        }
    }
    // From what is done in a mean week to what must stand in a plan for it.
    let in_plans = |pas: Ratio| pas.checked_div(terms.worked()).ok_or(TooLarge);
    let still = above(less(lacking, times(placed, terms.worked())?)?);
    let moved = smaller(still, more)?;
    let bought = less(still, moved)?;
    let mut found = Vec::new();
    let mut push = |kind, pas: Ratio, sentence: String| {
        if pas.numerator() > 0 {
            found.push(Opportunity { kind, work: Some(work.clone()), pas, sentence });
        }
    };
    let room = match terms.room {
        crate::Room::Contract => "within their contracts",
        crate::Room::UsualMost => {
            "up to the usual most of a plan; what is above a contract must be agreed and paid"
        }
    };
    push(
        OpportunityKind::Place,
        placed,
        format!("{} PAs of {work} fit into the weeks of consultants who do it, {room}.", hundredths(placed)),
    );
    let moved = in_plans(moved)?;
    push(
        OpportunityKind::Move,
        moved,
        format!(
            "{} PAs of {work} could move from where more is planned than wanted ({}) to where it lacks ({}), if those who do them can.",
            hundredths(moved),
            over.join(", "),
            short.join(", ")
        ),
    );
    let bought = in_plans(bought)?;
    push(
        OpportunityKind::Buy,
        bought,
        format!("{} PAs of {work} lack, and no plan has room for them.", hundredths(bought)),
    );
    Ok(found)
}
