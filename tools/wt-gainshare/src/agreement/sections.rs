//! The tables of the agreement.

use wt_facts::Ratio;
use wt_units::Pence;

use crate::decisions::Timed;
use crate::effect::{Effect, StepYear};
use crate::model::{Figures, Model, Rule, Step, Turns, pence};
use crate::page::Block;
use crate::share::Division;

/// Steps, each with its multiplication.
pub(super) fn steps(model: &Model, effect: &Effect, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(2, "What changes".to_owned()));
    let line = |when: &str, step: &Step, year: &StepYear| {
        let role = &model.roles[step.role];
        vec![
            format!("{when}: {}", step.name),
            format!("{}, {}", role.title, step.place),
            model.parties[step.payer].name.clone(),
            format!(
                "{} min × {}% = {} h × {}",
                step.minutes,
                step.share,
                hours(year.hours),
                role.rate.money()
            ),
            year.staff.to_string(),
            year.bought.to_string(),
        ]
    };
    let before = model.before.iter().zip(&effect.before).map(|(step, year)| line("Before", step, year));
    let after = model.after.iter().zip(&effect.after).map(|(step, year)| line("After", step, year));
    blocks.push(Block::Table(
        vec![
            ("Step", false),
            ("Who and where", false),
            ("Whose budget", false),
            ("Hours a year", false),
            ("Staff", true),
            ("Bought", true),
        ],
        before.chain(after).collect(),
    ));
}

/// Who pays and who gains before anything is handed over.
pub(super) fn parties(model: &Model, effect: &Effect, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading(2, "Who pays and who gains, a year".to_owned()));
    let rows = model.parties.iter().zip(&effect.parties).map(|(party, year)| {
        let mut row = vec![format!("{} ({})", party.name, party.kind)];
        let sums = [
            year.cost_before,
            year.cost_after,
            year.staff_cash,
            year.bought_cash,
            year.received + year.paid,
            year.yearly(),
        ];
        row.extend(sums.iter().map(ToString::to_string));
        row
    });
    blocks.push(Block::Table(
        vec![
            ("Party", false),
            ("Cost before", true),
            ("Cost after", true),
            ("Staff, cash", true),
            ("Bought, cash", true),
            ("Payments", true),
            ("Cash a year", true),
        ],
        rows.collect(),
    ));
}

/// Hours, cash and time apart.
pub(super) fn time(model: &Model, effect: &Effect, blocks: &mut Vec<Block>) {
    let rows = effect.roles.iter().map(|change| {
        let role = &model.roles[change.role];
        let (cash, time) = match change.turns {
            Turns::Cash => (change.saved.to_string(), String::new()),
            Turns::Time => (String::new(), change.saved.to_string()),
        };
        let who = match change.party == role.party {
            true => role.title.clone(),
            false => format!("{}, on the budget of {}", role.title, model.parties[change.party].name),
        };
        vec![who, hours(change.before), hours(change.after), cash, time, role.source.clone()]
    });
    blocks.push(Block::Table(
        vec![
            ("Role", false),
            ("Hours before", true),
            ("Hours after", true),
            ("Cash", true),
            ("Time, valued", true),
            ("Rate from", false),
        ],
        rows.collect(),
    ));
    blocks.push(Block::Text(
        "Time is capacity: salaried hours put to other work. Its pounds are a valuation and are in no sum of cash; it turns into \
         cash when a post, a session or a budget goes."
            .to_owned(),
    ));
}

/// Payments under their rules.
pub(super) fn flows(model: &Model, effect: &Effect, blocks: &mut Vec<Block>) {
    if model.flows.is_empty() {
        return;
    }
    let rows = model.flows.iter().zip(&effect.flows).map(|(flow, year)| {
        let rule = match &flow.rule {
            Rule::Fixed { .. } if flow.after < flow.before => {
                format!("fixed: less activity frees no cash of {}", model.parties[flow.from].name)
            }
            Rule::Fixed { .. } => "fixed, whatever is done".to_owned(),
            Rule::UnitPrice { price } => format!("{} each", price.money()),
            Rule::Variable { price, percent, .. } => {
                format!("fixed, and {percent}% of {} for each more or less", price.money())
            }
        };
        vec![
            flow.name.clone(),
            format!("{} to {}", model.parties[flow.from].name, model.parties[flow.to].name),
            rule,
            format!("{} to {}", flow.before, flow.after),
            year.before.to_string(),
            year.after.to_string(),
        ]
    });
    blocks.push(Block::Table(
        vec![
            ("Payment", false),
            ("From, to", false),
            ("Rule", false),
            ("Units", true),
            ("Before", true),
            ("After", true),
        ],
        rows.collect(),
    ));
}

/// The split over the whole agreement.
pub(super) fn split(model: &Model, effect: &Effect, division: &Division, blocks: &mut Vec<Block>) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, party) in model.parties.iter().enumerate() {
        let year = &effect.parties[at];
        rows.push(vec![
            party.name.clone(),
            format!("{} × {} − {}", model.years, year.yearly(), year.set_up),
            division.without[at].to_string(),
            division.share[at].to_string(),
            division.handed[at].to_string(),
        ]);
    }
    let sum = |list: &[Pence]| list.iter().copied().sum::<Pence>().to_string();
    let (without, share, handed) = (sum(&division.without), sum(&division.share), sum(&division.handed));
    rows.push(vec!["All".to_owned(), String::new(), without, share, handed]);
    blocks.push(Block::Table(
        vec![
            ("Party", false),
            ("Years × cash a year − set-up", true),
            ("Without a split", true),
            ("Share", true),
            ("Is handed (−: hands over)", true),
        ],
        rows,
    ));
    for alone in &model.alone {
        let group = alone.parties.iter().copied().collect();
        blocks.push(Block::Text(format!(
            "{} could save {} without the others ({}).",
            super::names(model, group),
            alone.saves,
            alone.source
        )));
    }
}

/// Who must approve, in time.
pub(super) fn decisions(model: &Model, (timed, weeks): &(Vec<Timed>, u32), blocks: &mut Vec<Block>) {
    if model.decisions.is_empty() {
        return;
    }
    blocks.push(Block::Heading(2, "Who decides".to_owned()));
    let rows = model.decisions.iter().zip(timed).map(|(decision, time)| {
        let limit = match (decision.limit, time.above_limit) {
            (None, _) => "none in money".to_owned(),
            (Some(limit), false) => limit.money(),
            (Some(limit), true) => format!("{}: too low, goes up a level", limit.money()),
        };
        let critical = if time.critical { ", holds up all" } else { "" };
        vec![
            decision.name.clone(),
            format!("{}, {}", decision.who, decision.meeting),
            limit,
            format!("{} to {}{critical}", time.starts, time.taken),
            decision.blocks.clone().unwrap_or_default(),
            decision.ask.clone().unwrap_or_default(),
        ]
    });
    blocks.push(Block::Table(
        vec![
            ("Decision", false),
            ("Who, where", false),
            ("Limit", true),
            ("Weeks", false),
            ("Rule that blocks", false),
            ("Policy ask", false),
        ],
        rows.collect(),
    ));
    blocks.push(Block::Text(format!("The longest way through takes {weeks} weeks.")));
}

/// What patients notice.
pub(super) fn access(model: &Model, blocks: &mut Vec<Block>) {
    if model.access.is_empty() {
        return;
    }
    blocks.push(Block::Heading(2, "What patients notice".to_owned()));
    let rows = model.access.iter().map(|access| {
        let better = match access.after.cmp(&access.before) {
            std::cmp::Ordering::Equal => "no change",
            order if (order == std::cmp::Ordering::Less) == access.lower_is_better => "better",
            _ => "worse",
        };
        vec![
            format!("{} ({})", access.name, access.unit),
            access.before.to_string(),
            access.after.to_string(),
            better.to_owned(),
            match model.figures {
                Figures::Generated => format!("generated; {}", access.source),
                Figures::Supplied => access.source.clone(),
            },
        ]
    });
    blocks.push(Block::Table(
        vec![("Measure", false), ("Before", true), ("After", true), ("", false), ("From", false)],
        rows.collect(),
    ));
}

/// Hours to a tenth, half to even: a hundredth of a "pound" is a hundredth of an hour.
fn hours(of: Ratio) -> String {
    let tenths = of.checked_div(Ratio::new(10, 1).unwrap_or(Ratio::ONE)).and_then(pence);
    tenths.map_or_else(|| "too many".to_owned(), |t| format!("{}.{}", t.get() / 10, t.get().abs() % 10))
}
