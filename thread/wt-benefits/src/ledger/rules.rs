//! What is asked of people, opportunities, actions and organisations.

use jiff::civil::Date;
use wt_benchmark::metric::BenefitType;
use wt_units::{Month, OdsCode, Pence, Quantity};

use super::event::{Action, Impact, Opportunity, Role, Rows};
use super::state::{ActionState, Assessment, OpportunityState, Person};
use super::{Ledger, Refusal, said};

impl Ledger {
    pub(super) fn someone(&self, id: &str) -> Result<&Person, Refusal> {
        self.people.get(id).ok_or_else(|| Refusal::Nobody(id.to_owned()))
    }

    pub(super) fn person(&mut self, by: &str, id: &str, name: &str, role: Role) -> Result<(), Refusal> {
        said(id, "The id")?;
        said(name, "The name")?;
        let free = matches!(role, Role::Programme | Role::Owner);
        if by == id && !free {
            return Err(Refusal::OwnRole { who: id.to_owned(), role });
        }
        if by != id {
            self.someone(by)?;
        }
        if self.people.contains_key(id) {
            return Err(Refusal::There { what: "Person", id: id.to_owned() });
        }
        let person = Person { id: id.to_owned(), name: name.to_owned(), role };
        self.people.insert(id.to_owned(), person);
        Ok(())
    }

    pub(super) fn opportunity(&mut self, found: &Opportunity) -> Result<(), Refusal> {
        said(&found.id, "The id")?;
        said(&found.name, "The name")?;
        if self.opportunities.contains_key(&found.id) {
            return Err(Refusal::There { what: "Opportunity", id: found.id.clone() });
        }
        self.lives(found.org)?;
        let (low, central, high) = (found.low.0, found.central.0, found.high.0);
        let what = || format!("Opportunity '{}'", found.id);
        if !(Pence::ZERO <= low && low <= central && central <= high) {
            let found = format!("{low}, {central} and {high}");
            let expected = "low, central and high pounds from nought up, in this order";
            return Err(Refusal::Figure { what: what(), found, expected });
        }
        stands(&what(), found.benefit, &found.rows, central, found.certainty)?;
        let state = OpportunityState { found: found.clone(), accepted: false, parked: None };
        self.opportunities.insert(found.id.clone(), state);
        Ok(())
    }

    /// Accepts, or parks with a reason.
    pub(super) fn decide(&mut self, id: &str, parked: Option<&String>) -> Result<(), Refusal> {
        if let Some(reason) = parked {
            said(reason, "The reason for parking")?;
        }
        let used = self.actions.values().find(|a| a.action.opportunities.iter().any(|o| o == id));
        let state = self.opportunities.get_mut(id).ok_or_else(|| no("opportunity", id))?;
        let order = |is: &str, first: String| Refusal::Order {
            what: format!("Opportunity '{id}'"),
            is: is.to_owned(),
            first,
        };
        match (parked, used) {
            (None, _) if state.accepted => {
                return Err(order("is accepted already", "Plan an action.".into()));
            }
            (Some(_), Some(action)) => {
                let first = format!("Withdraw the lines of action '{}' instead.", action.action.id);
                return Err(order("is being acted on", first));
            }
            _ => {}
        }
        state.accepted = parked.is_none();
        state.parked = parked.cloned();
        Ok(())
    }

    pub(super) fn action(&mut self, on: Date, action: &Action) -> Result<(), Refusal> {
        for (text, what) in [
            (&action.id, "The id"),
            (&action.name, "The name"),
            (&action.tool, "The tool"),
            (&action.evidence, "The evidence"),
            (&action.balance_patients, "A balancing measure for patients"),
            (&action.balance_staff, "A balancing measure for staff"),
        ] {
            said(text, what)?;
        }
        if self.actions.contains_key(&action.id) {
            return Err(Refusal::There { what: "Action", id: action.id.clone() });
        }
        self.someone(&action.owner)?;
        if action.opportunities.is_empty() {
            return Err(Refusal::Missing("An opportunity that the action realises"));
        }
        if action.milestones.is_empty() {
            return Err(Refusal::Missing("A milestone with its day"));
        }
        for id in &action.opportunities {
            let state = self.opportunities.get(id).ok_or_else(|| no("opportunity", id))?;
            if !state.accepted {
                return Err(Refusal::Order {
                    what: format!("Opportunity '{id}'"),
                    is: if state.parked.is_some() { "is parked" } else { "is not accepted yet" }.to_owned(),
                    first: "Accept it first.".to_owned(),
                });
            }
        }
        if Month::of(on).is_none_or(|now| action.start < now) {
            let expected = "this month or a later one: an action is planned before it starts".to_owned();
            return Err(Refusal::Month { what: "The start", found: action.start, expected });
        }
        self.actions.insert(
            action.id.clone(),
            ActionState {
                action: action.clone(),
                assessments: [].into(),
                started: None,
                reached: [].into(),
                lines: [].into(),
            },
        );
        Ok(())
    }

    fn not_started(&mut self, id: &str) -> Result<&mut ActionState, Refusal> {
        let state = self.actions.get_mut(id).ok_or_else(|| no("action", id))?;
        match state.started {
            None => Ok(state),
            Some(day) => Err(Refusal::Order {
                what: format!("Action '{id}'"),
                is: format!("started on {day}"),
                first: "Impacts are assessed and approved before the start.".to_owned(),
            }),
        }
    }

    pub(super) fn assessed(&mut self, id: &str, impact: Impact, finding: &str) -> Result<(), Refusal> {
        said(finding, "The finding")?;
        let state = self.not_started(id)?;
        // A new finding needs new approval.
        state.assessments.insert(impact, Assessment { finding: finding.to_owned(), approved: [].into() });
        Ok(())
    }

    pub(super) fn approved(&mut self, who: &Person, id: &str, impact: Impact) -> Result<(), Refusal> {
        if !matches!(who.role, Role::ChiefNurse | Role::MedicalDirector) {
            return Err(role(who, "the chief nurse and the medical director"));
        }
        let state = self.not_started(id)?;
        if state.action.owner == who.id {
            let tie = "owns the action of";
            return Err(Refusal::Own { who: who.name.clone(), tie });
        }
        let Some(assessment) = state.assessments.get_mut(&impact) else {
            return Err(Refusal::Order {
                what: format!("Action '{id}'"),
                is: format!("has no {}", impact.words()),
                first: "Assess it first.".to_owned(),
            });
        };
        assessment.approved.insert(who.role, who.id.clone());
        Ok(())
    }

    pub(super) fn started(&mut self, on: Date, id: &str) -> Result<(), Refusal> {
        let lines = &self.lines;
        let Some(state) = self.actions.get(id) else { return Err(no("action", id)) };
        let bare = state.lines.iter().find(|line| lines.get(*line).is_some_and(|l| l.baselines.is_empty()));
        let mut missing = Vec::new();
        for impact in [Impact::Quality, Impact::Equality] {
            for needed in [Role::ChiefNurse, Role::MedicalDirector] {
                if !state.assessments.get(&impact).is_some_and(|a| a.approved.contains_key(&needed)) {
                    missing.push(format!("the {} approved by the {}", impact.words(), needed.words()));
                }
            }
        }
        let order = |is: String, first: &str| {
            Err(Refusal::Order { what: format!("Action '{id}'"), is, first: first.to_owned() })
        };
        if state.lines.is_empty() {
            return order("has no benefit line".to_owned(), "Enter what it is to bring first.");
        }
        if let Some(line) = bare {
            return order(format!("has line '{line}' without a baseline"), "Freeze it before the start.");
        }
        if !missing.is_empty() {
            return order(format!("lacks {}", missing.join(", ")), "It can start when they are there.");
        }
        if on < state.action.start.first_day() {
            return order(
                format!("is to start in {}", state.action.start.long()),
                "Enter the start when it has come.",
            );
        }
        let state = self.not_started(id)?;
        state.started = Some(on);
        Ok(())
    }

    pub(super) fn reached(&mut self, on: Date, id: &str, milestone: &str) -> Result<(), Refusal> {
        let state = self.actions.get_mut(id).ok_or_else(|| no("action", id))?;
        if !state.action.milestones.iter().any(|m| m.name == milestone) {
            return Err(no("milestone", milestone));
        }
        state.reached.entry(milestone.to_owned()).or_insert(on);
        Ok(())
    }

    pub(super) fn merger(&mut self, from: OdsCode, into: OdsCode) -> Result<(), Refusal> {
        self.lives(from)?;
        self.lives(into)?;
        if from == into {
            let what = format!("The merger of {from}");
            return Err(Refusal::Figure { what, found: into.to_string(), expected: "another organisation" });
        }
        self.mergers.insert(from, into);
        Ok(())
    }

    pub(super) fn lives(&self, org: OdsCode) -> Result<(), Refusal> {
        match self.today(org) {
            into if into == org => Ok(()),
            into => Err(Refusal::Merged { from: org, into }),
        }
    }
}

pub(super) fn no(what: &'static str, id: &str) -> Refusal {
    Refusal::NoSuch { what, id: id.to_owned() }
}

pub(super) fn role(who: &Person, needs: &'static str) -> Refusal {
    Refusal::Role { who: who.name.clone(), has: who.role.words(), needs }
}

/// Pounds stand on rows; quality has none.
pub(super) fn stands(
    what: &str,
    benefit: BenefitType,
    rows: &[Rows],
    pounds: Pence,
    certainty: u8,
) -> Result<(), Refusal> {
    let refuse = |found: String, expected| Err(Refusal::Figure { what: what.to_owned(), found, expected });
    let mut names: Vec<&str> = rows.iter().map(|row| row.row.as_str()).collect();
    names.sort_unstable();
    if certainty > 100 {
        return refuse(format!("{certainty}%"), "a certainty of 0 to 100 percent");
    }
    if benefit == BenefitType::Quality && pounds != Pence::ZERO {
        return refuse(pounds.to_string(), "no pounds for a benefit in quality: it is told by its measure");
    }
    if benefit != BenefitType::Quality && rows.is_empty() {
        return refuse(
            "no rows".to_owned(),
            "the hours, shifts, order lines or posts that the pounds stand on",
        );
    }
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return refuse(format!("row '{}' twice", twice[0]), "each row once");
    }
    match rows.iter().find(|row| row.quantity <= Quantity::ZERO) {
        Some(row) => refuse(format!("{} of row '{}'", row.quantity, row.row), "a quantity above nought"),
        None => Ok(()),
    }
}
