//! What is asked of benefit lines: baselines, actuals, verification, closing.

use jiff::civil::Date;
use wt_benchmark::metric::BenefitType;
use wt_units::{Month, Pence};

use super::event::{Baseline, Evidence, Line, Role};
use super::money::Sum;
use super::rules::{no, role, stands};
use super::state::{Actual, LineState, Person, Status, Verified};
use super::{Ledger, Refusal, said};

/// So many times too much or too little looks like a slip by a thousand.
const SLIP: i128 = 500;

impl Ledger {
    pub(super) fn line(&mut self, who: &Person, line: &Line) -> Result<(), Refusal> {
        said(&line.id, "The id")?;
        said(&line.name, "The name")?;
        if self.lines.contains_key(&line.id) {
            return Err(Refusal::There { what: "Line", id: line.id.clone() });
        }
        self.lives(line.org)?;
        let action = self.actions.get(&line.action).ok_or_else(|| no("action", &line.action))?;
        if let Some(day) = action.started {
            return Err(Refusal::Order {
                what: format!("Action '{}'", line.action),
                is: format!("started on {day}"),
                first: "Its lines and their baselines are entered before; what was found later is an action of its own.".to_owned(),
            });
        }
        let full = line.full_year.0;
        if full < Pence::ZERO || (full == Pence::ZERO && line.benefit != BenefitType::Quality) {
            return Err(Refusal::Negative { line: line.id.clone(), found: full });
        }
        stands(&format!("Line '{}'", line.id), line.benefit, &line.rows, full, line.certainty)?;
        if line.start < action.action.start {
            let expected = format!("{} or later, when the action starts", action.action.start);
            return Err(Refusal::Month { what: "The start of the benefit", found: line.start, expected });
        }
        let found = || action.action.opportunities.iter().filter_map(|id| self.opportunities.get(id));
        let (central, high) = found().fold((Pence::ZERO, Pence::ZERO), |(central, high), state| {
            (central + state.found.central.0, high + state.found.high.0)
        });
        if !line.in_full && full > Pence::ZERO {
            slip(full, central, high, "the opportunity's")?;
        }
        let flag = found().find_map(|state| self.above(line, state.found.area.as_deref()?));
        let state = LineState {
            line: line.clone(),
            by: who.id.clone(),
            baselines: Vec::new(),
            forecasts: [].into(),
            actuals: [].into(),
            verified: None,
            returned: None,
            flag,
            passed: None,
            status: Status::Open,
        };
        if let Some(action) = self.actions.get_mut(&line.action) {
            action.lines.insert(line.id.clone());
        }
        self.lines.insert(line.id.clone(), state);
        Ok(())
    }

    /// What is said of a line above the ceiling of its area.
    fn above(&self, line: &Line, area: &str) -> Option<String> {
        let ceiling = self.ceilings.iter().find(|ceiling| ceiling.area == area)?;
        (line.full_year.0 > ceiling.pounds).then(|| {
            format!(
                "{} a year is more than all of England could save on {area}: {} ({}).",
                line.full_year, ceiling.pounds, ceiling.source
            )
        })
    }

    /// A line to which something may still happen.
    fn open(&mut self, id: &str) -> Result<&mut LineState, Refusal> {
        let state = self.lines.get_mut(id).ok_or_else(|| no("line", id))?;
        match &state.status {
            Status::Open => Ok(state),
            Status::Closed(_) => Err(Refusal::Closed(id.to_owned())),
            Status::Withdrawn(_) => Err(Refusal::Withdrawn(id.to_owned())),
        }
    }

    /// When the action of a line started, and the month it was planned for.
    fn start(&self, line: &str) -> Result<(Option<Date>, Month), Refusal> {
        let state = self.lines.get(line).ok_or_else(|| no("line", line))?;
        let action = self.actions.get(&state.line.action).ok_or_else(|| no("action", &state.line.action))?;
        Ok((action.started, action.action.start))
    }

    pub(super) fn baseline(&mut self, on: Date, frozen: &Baseline) -> Result<(), Refusal> {
        said(&frozen.figure, "The figure")?;
        let (started, start) = self.start(&frozen.line)?;
        let state = self.open(&frozen.line)?;
        let last = state.baselines.last().map_or(0, |(_, baseline)| baseline.version);
        if frozen.version != last + 1 || (last > 0 && frozen.reason.is_none()) {
            if last == 0 {
                let what = format!("Line '{}'", frozen.line);
                let found = format!("version {}", frozen.version);
                return Err(Refusal::Figure { what, found, expected: "baseline version 1 first" });
            }
            return Err(Refusal::Version { line: frozen.line.clone(), last });
        }
        if let Some(reason) = &frozen.reason {
            said(reason, "The reason for a new baseline")?;
        }
        if last == 0 && started.is_some() {
            return Err(Refusal::LateBaseline { line: frozen.line.clone(), start });
        }
        if frozen.to < frozen.from || frozen.to >= start || frozen.to.last_day() >= on {
            let expected =
                format!("a month from {} on, over, and before the action's start in {start}", frozen.from);
            return Err(Refusal::Month {
                what: "The last month of the baseline",
                found: frozen.to,
                expected,
            });
        }
        state.baselines.push((on, frozen.clone()));
        if let Some(verified) = state.verified.take() {
            state.returned = Some(format!(
                "It was verified against version {} of the baseline; version {} needs verifying anew.",
                verified.baseline, frozen.version
            ));
        }
        Ok(())
    }

    pub(super) fn forecast(&mut self, line: &str, year: i16, outturn: Sum) -> Result<(), Refusal> {
        self.open(line)?.forecasts.insert(year, outturn.0);
        Ok(())
    }

    pub(super) fn actual(
        &mut self,
        line: &str,
        month: Month,
        actual: Actual,
        in_full: bool,
    ) -> Result<(), Refusal> {
        let (started, _) = self.start(line)?;
        self.measured(line)?;
        let state = self.open(line)?;
        if started.is_none() {
            return Err(Refusal::Order {
                what: format!("The action of line '{line}'"),
                is: "has not started".to_owned(),
                first: "A benefit comes after the start.".to_owned(),
            });
        }
        if month < state.line.start || month.last_day() >= actual.on {
            let expected = format!("{} or later, and over by {}", state.line.start, actual.on);
            return Err(Refusal::Month { what: "The month", found: month, expected });
        }
        if state.verified.as_ref().is_some_and(|verified| month <= verified.through) {
            return Err(Refusal::Order {
                what: format!("{} of line '{line}'", month.long()),
                is: "is verified".to_owned(),
                first: "Finance returns it first, with a reason.".to_owned(),
            });
        }
        if state.actuals.contains_key(&month) || actual.pounds < Pence::ZERO {
            said(
                actual.reason.as_deref().unwrap_or(""),
                "The reason for a correction or a month below nought",
            )?;
        }
        let usual = if state.line.recurrent {
            state.line.full_year.0.get() / 12
        } else {
            state.line.full_year.0.get()
        };
        let size = Pence::new(actual.pounds.get().saturating_abs());
        if !in_full && size > Pence::ZERO && usual > 0 {
            slip(size, Pence::new(usual), Pence::new(usual), "an expected")?;
        }
        state.actuals.insert(month, actual);
        Ok(())
    }

    /// Refused where the measure of a line is gone.
    fn measured(&self, line: &str) -> Result<(), Refusal> {
        let metric = self.lines.get(line).and_then(|state| state.line.metric.as_ref());
        match metric.and_then(|metric| Some((metric, self.gone.get(metric)?))) {
            Some((metric, reason)) => Err(Refusal::Metric {
                line: line.to_owned(),
                metric: metric.to_string(),
                reason: reason.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Refused to all but those in finance who have no part in the line.
    fn apart(&self, who: &Person, line: &str) -> Result<(), Refusal> {
        if who.role != Role::Finance {
            return Err(role(who, "finance"));
        }
        let state = self.lines.get(line).ok_or_else(|| no("line", line))?;
        let owner = self.actions.get(&state.line.action).map(|action| action.action.owner.as_str());
        let own = |tie| Err(Refusal::Own { who: who.name.clone(), tie });
        match () {
            () if state.by == who.id => own("entered"),
            () if owner == Some(who.id.as_str()) => own("owns the action of"),
            () if state.actuals.values().any(|actual| actual.by == who.id) => own("entered actuals of"),
            () => Ok(()),
        }
    }

    pub(super) fn verified(
        &mut self,
        on: Date,
        who: &Person,
        line: &str,
        through: Month,
        proof: Option<&Evidence>,
    ) -> Result<(), Refusal> {
        self.open(line)?;
        self.apart(who, line)?;
        self.measured(line)?;
        let state = self.open(line)?;
        if state.flag.is_some() && state.passed.is_none() {
            return Err(Refusal::Ceiling(line.to_owned()));
        }
        let before = state.verified.as_ref().map(|verified| verified.through);
        if !state.actuals.contains_key(&through) || before.is_some_and(|before| through <= before) {
            let expected = match before {
                Some(before) => {
                    format!("a month with an actual, after {before}, to which it is verified already")
                }
                None => "a month with an actual".to_owned(),
            };
            return Err(Refusal::Month { what: "The month to verify to", found: through, expected });
        }
        let proof =
            proof.or_else(|| state.verified.as_ref().and_then(|verified| verified.proof.as_ref())).cloned();
        match &proof {
            None if state.line.benefit == BenefitType::CashReleasing => {
                return Err(Refusal::Proof(line.to_owned()));
            }
            Some(Evidence::Virement { reference: name, cost_centre, account_code })
            | Some(Evidence::DeletedPost { post: name, cost_centre, account_code }) => {
                said(name, "The number of the virement or post")?;
                said(cost_centre, "The cost centre")?;
                said(account_code, "The account code")?;
            }
            None => {}
        }
        let baseline = state.baselines.last().map_or(0, |(_, baseline)| baseline.version);
        state.verified = Some(Verified { through, by: who.id.clone(), on, baseline, proof });
        state.returned = None;
        Ok(())
    }

    pub(super) fn returned(&mut self, who: &Person, line: &str, reason: &str) -> Result<(), Refusal> {
        said(reason, "The reason")?;
        self.open(line)?;
        if who.role != Role::Finance {
            return Err(role(who, "finance"));
        }
        let state = self.open(line)?;
        state.verified = None;
        state.returned = Some(reason.to_owned());
        Ok(())
    }

    pub(super) fn passed(&mut self, who: &Person, line: &str, reason: &str) -> Result<(), Refusal> {
        said(reason, "The reason")?;
        self.open(line)?;
        self.apart(who, line)?;
        let state = self.open(line)?;
        if state.flag.is_none() {
            return Err(Refusal::Order {
                what: format!("Line '{line}'"),
                is: "is below its ceiling or has none".to_owned(),
                first: "There is nothing to pass.".to_owned(),
            });
        }
        state.passed = Some((who.id.clone(), reason.to_owned()));
        Ok(())
    }

    pub(super) fn closed(&mut self, line: &str, lesson: &str) -> Result<(), Refusal> {
        said(lesson, "What you would tell the next organisation")?;
        let state = self.open(line)?;
        if state.words() != "verified" {
            return Err(Refusal::Order {
                what: format!("Line '{line}'"),
                is: format!("stands at '{}'", state.words()),
                first: "It is closed when all its actuals are verified.".to_owned(),
            });
        }
        state.status = Status::Closed(lesson.to_owned());
        Ok(())
    }

    pub(super) fn withdrawn(&mut self, line: &str, reason: &str) -> Result<(), Refusal> {
        said(reason, "The reason")?;
        let state = self.open(line)?;
        if state.verified.is_some() {
            return Err(Refusal::Order {
                what: format!("Line '{line}'"),
                is: "holds verified pounds".to_owned(),
                first: "They stay: close it, or let finance return it first.".to_owned(),
            });
        }
        state.status = Status::Withdrawn(reason.to_owned());
        Ok(())
    }
}

/// Refused where an amount is a thousandth or a thousand times what it stands beside, or nearly so.
fn slip(found: Pence, low: Pence, high: Pence, whose: &str) -> Result<(), Refusal> {
    let beside = |amount: Pence| format!("{whose} {amount}");
    let (found_, low_, high_) = (i128::from(found.get()), i128::from(low.get()), i128::from(high.get()));
    if found_ * SLIP <= low_ {
        return Err(Refusal::Thousands { found, beside: beside(low), small: true });
    }
    if high_ > 0 && found_ >= high_ * SLIP {
        return Err(Refusal::Thousands { found, beside: beside(high), small: false });
    }
    Ok(())
}
