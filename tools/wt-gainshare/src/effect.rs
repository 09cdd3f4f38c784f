//! What a model of care changes for each party: costs, cash apart from time, and payments.

use std::collections::BTreeMap;

use wt_facts::Ratio;
use wt_units::Pence;

use crate::model::{Flow, Model, Rule, Step, Turns, pence};

/// What a year of one step takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepYear {
    /// Hours.
    pub hours: Ratio,
    /// Hours at the role's rate.
    pub staff: Pence,
    /// What is bought.
    pub bought: Pence,
}

/// How a role's hours on one budget change in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleYear {
    /// Whose budget.
    pub party: usize,
    /// Which role.
    pub role: usize,
    /// Hours before.
    pub before: Ratio,
    /// Hours after.
    pub after: Ratio,
    /// Cost before less cost after: above nought where hours are freed.
    pub saved: Pence,
    /// Whether that is cash or time.
    pub turns: Turns,
}

/// What a payment is before and after, in pence a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowYear {
    /// Paid before.
    pub before: Pence,
    /// Paid after.
    pub after: Pence,
}

/// What changes for one party. Above nought is better for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartyYear {
    /// Staff and what is bought, on its budget, before; a year.
    pub cost_before: Pence,
    /// The same after.
    pub cost_after: Pence,
    /// Staff cost that goes, or comes, as cash; a year.
    pub staff_cash: Pence,
    /// What is no longer bought; a year.
    pub bought_cash: Pence,
    /// More is received; a year.
    pub received: Pence,
    /// Less is paid; a year.
    pub paid: Pence,
    /// Spent once to get there.
    pub set_up: Pence,
    /// Hours of salaried time freed, or taken up, valued at their rates; a year. Capacity, never cash.
    pub time_value: Pence,
}

impl PartyYear {
    /// Cash a year once all runs: staff, what is bought, and payments.
    pub fn yearly(&self) -> Pence {
        self.staff_cash + self.bought_cash + self.received + self.paid
    }

    /// Cash over the whole agreement, set-up taken off.
    pub fn over(&self, years: u32) -> Pence {
        Pence::new(self.yearly().get().saturating_mul(years.into())) - self.set_up
    }
}

/// What a model of care changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Each step before, in the model's order.
    pub before: Vec<StepYear>,
    /// Each step after.
    pub after: Vec<StepYear>,
    /// Each role on each budget.
    pub roles: Vec<RoleYear>,
    /// Each payment.
    pub flows: Vec<FlowYear>,
    /// Each party.
    pub parties: Vec<PartyYear>,
}

impl Effect {
    /// Cash over the whole agreement for all parties together; payments between them cancel.
    pub fn total(&self, years: u32) -> Pence {
        self.parties.iter().map(|party| party.over(years)).sum()
    }
}

/// The amounts are too large to be counted in pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amounts of the model are too large to be counted in pence")]
pub struct TooLarge;

/// Works out what changes for each party. Each line is rounded to a penny once, half to even, and totals are sums of
/// lines, so that what is printed adds up.
///
/// # Errors
/// [`TooLarge`] for amounts beyond what pence hold.
pub fn effect(model: &Model) -> Result<Effect, TooLarge> {
    let year = |steps: &[Step]| -> Result<Vec<StepYear>, TooLarge> {
        steps.iter().map(|step| step_year(model, step).ok_or(TooLarge)).collect()
    };
    let (before, after) = (year(&model.before)?, year(&model.after)?);
    let flows: Vec<FlowYear> =
        model.flows.iter().map(|flow| flow_year(flow).ok_or(TooLarge)).collect::<Result<_, _>>()?;
    let mut parties = vec![PartyYear::default(); model.parties.len()];
    for (step, year) in model.before.iter().zip(&before) {
        let party = &mut parties[step.payer];
        party.cost_before = party.cost_before + year.staff + year.bought;
        party.bought_cash = party.bought_cash + year.bought;
    }
    for (step, year) in model.after.iter().zip(&after) {
        let party = &mut parties[step.payer];
        party.cost_after = party.cost_after + year.staff + year.bought;
        party.bought_cash = party.bought_cash - year.bought;
    }
    let roles = roles(model, &before, &after).ok_or(TooLarge)?;
    for change in &roles {
        let party = &mut parties[change.party];
        match change.turns {
            Turns::Cash => party.staff_cash = party.staff_cash + change.saved,
            Turns::Time => party.time_value = party.time_value + change.saved,
        }
    }
    for (flow, year) in model.flows.iter().zip(&flows) {
        let more = year.after - year.before;
        parties[flow.to].received = parties[flow.to].received + more;
        parties[flow.from].paid = parties[flow.from].paid - more;
    }
    for line in &model.set_up {
        let party = &mut parties[line.party];
        party.set_up = party.set_up + line.amount.pounds().ok_or(TooLarge)?;
    }
    Ok(Effect { before, after, roles, flows, parties })
}

fn step_year(model: &Model, step: &Step) -> Option<StepYear> {
    let times = model.patients.ratio().checked_mul(Ratio::percent(step.share.0))?;
    let hours = times.checked_mul(step.minutes.ratio())?.checked_div(Ratio::new(60, 1)?)?;
    let staff = pence(hours.checked_mul(model.roles[step.role].rate.ratio())?)?;
    Some(StepYear { hours, staff, bought: pence(times.checked_mul(step.bought.ratio())?)? })
}

fn roles(model: &Model, before: &[StepYear], after: &[StepYear]) -> Option<Vec<RoleYear>> {
    let mut sums: BTreeMap<(usize, usize), (Ratio, Ratio, Pence)> = BTreeMap::new();
    for (step, year) in model.before.iter().zip(before) {
        let sum = sums.entry((step.payer, step.role)).or_insert((Ratio::ZERO, Ratio::ZERO, Pence::ZERO));
        *sum = (sum.0.checked_add(year.hours)?, sum.1, sum.2 + year.staff);
    }
    for (step, year) in model.after.iter().zip(after) {
        let sum = sums.entry((step.payer, step.role)).or_insert((Ratio::ZERO, Ratio::ZERO, Pence::ZERO));
        *sum = (sum.0, sum.1.checked_add(year.hours)?, sum.2 - year.staff);
    }
    let change = |((party, role), (before, after, saved)): ((usize, usize), (Ratio, Ratio, Pence))| {
        let of = &model.roles[role];
        let turns = if saved < Pence::ZERO { of.added } else { of.freed };
        RoleYear { party, role, before, after, saved, turns }
    };
    Some(sums.into_iter().map(change).collect())
}

fn flow_year(flow: &Flow) -> Option<FlowYear> {
    let (before, after) = (flow.before.ratio(), flow.after.ratio());
    match &flow.rule {
        Rule::Fixed { amount } => {
            let amount = amount.pounds()?;
            Some(FlowYear { before: amount, after: amount })
        }
        Rule::UnitPrice { price } => {
            let of = |units: Ratio| pence(units.checked_mul(price.ratio())?);
            Some(FlowYear { before: of(before)?, after: of(after)? })
        }
        Rule::Variable { amount, price, percent } => {
            let marginal = price.ratio().checked_mul(Ratio::percent(percent.0))?;
            let change = pence(after.checked_sub(before)?.checked_mul(marginal)?)?;
            let amount = amount.pounds()?;
            Some(FlowYear { before: amount, after: amount + change })
        }
    }
}
