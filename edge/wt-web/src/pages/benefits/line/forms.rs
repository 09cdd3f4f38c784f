//! What can be done about a benefit: the likeliest first, the rest folded away.

use wt_benchmark::BenefitType;
use wt_benefits::ledger::{Ledger, LineState, Role};
use wt_engine::benefits::Book;
use wt_units::{Month, Pence};

use super::{Sheet, SheetPage, Typed, Wrong};
use crate::app::{App, Failure};
use crate::design::Width;

const TEN: Option<Width> = Some(Width::Ten);
/// Who plans and enters.
const DOERS: [Role; 2] = [Role::Owner, Role::Programme];

/// What all forms of a page share.
struct Desk<'s, 'a> {
    ledger: &'s Ledger,
    state: &'s LineState,
    owner: Option<&'s str>,
    typed: &'a Typed,
    wrong: Option<&'a Wrong>,
}

pub(super) fn forms<'a>(
    page: &mut SheetPage<'a>,
    app: &App,
    book: &Book,
    state: &LineState,
    measured: bool,
    typed: &'a Typed,
    wrong: Option<&'a Wrong>,
) -> Result<(), Failure> {
    let ledger = &book.ledger;
    let owner = ledger.actions().get(&state.line.action).map(|a| a.action.owner.as_str());
    let now = Month::of(app.engine.today()).ok_or_else(|| Failure::ours("the clock has no month"))?;
    let desk = Desk { ledger, state, owner, typed, wrong };
    let entered = !state.actuals.is_empty();
    page.forms.extend(desk.verify());
    page.forms.push(desk.actual());
    if measured {
        page.forms.push(
            desk.doing("recalculate", "Enter what the measure proves", "Recalculate from the measure")
                .hint("Months that are verified stay as they are."),
        );
    }
    if entered {
        page.forms.push(desk.reasoned("return", "Send it back", "Send it back", &[Role::Finance]));
    }
    if state.flag.is_some() && state.passed.is_none() {
        let finance = &[Role::Finance];
        page.forms.push(desk.reasoned("pass", "Let it stand above its ceiling", "Let it stand", finance));
    }
    // The financial year of a month begins three months before it in the calendar's count.
    let year = now.plus(-3).first_day().year().to_string();
    page.forms.push(
        desk.doing("forecast", "Forecast the year", "Save the forecast")
            .input("year", "Financial year, by its first calendar year", "", &year, TEN)
            .input("outturn", "Pounds by its end", "", "", TEN),
    );
    page.forms.push(desk.baseline());
    page.forms.push(desk.doing("close", "Close it", "Close the benefit").area(
        "lesson",
        "What would you tell the next organisation?",
        "",
        "",
    ));
    page.forms.push(desk.reasoned("withdraw", "Withdraw it", "Withdraw the benefit", &DOERS));
    Ok(())
}

impl<'a> Desk<'_, 'a> {
    fn sheet(&self, what: &'static str, heading: &str, button: &str) -> Sheet<'a> {
        Sheet::new(what, heading, button, self.typed, self.wrong)
    }

    /// Something rarely done by whoever owns the work.
    fn doing(&self, what: &'static str, heading: &str, button: &str) -> Sheet<'a> {
        self.sheet(what, heading, button).folded().acting(self.ledger, &DOERS, self.owner)
    }

    fn reasoned(&self, what: &'static str, heading: &str, button: &str, roles: &[Role]) -> Sheet<'a> {
        let sheet = self.sheet(what, heading, button).folded().acting(self.ledger, roles, None);
        sheet.input("reason", "Why", "", "", None)
    }

    /// None where there is nothing to verify.
    fn verify(&self) -> Option<Sheet<'a>> {
        let verified = self.state.verified.as_ref().map(|v| v.through);
        let last = *self.state.actuals.keys().next_back()?;
        if verified.is_some_and(|through| through >= last) {
            return None;
        }
        let apart = |id: &str| self.state.by != id && self.state.actuals.values().all(|a| a.by != id);
        let people = self.ledger.people().values();
        let usual = people.filter(|p| p.role == Role::Finance).find(|p| apart(&p.id)).map(|p| p.id.as_str());
        let form = self
            .sheet("verify", "Verify it", "Verify the benefit")
            .acting(self.ledger, &[], usual)
            .input("through", "Up to which month", "", &last.to_string(), TEN);
        if self.state.line.benefit != BenefitType::CashReleasing || verified.is_some() {
            return Some(form);
        }
        let shows = [("virement", "A budget virement"), ("post", "A deleted post")];
        Some(
            form.hint("Cash is verified by finance, with what shows that the cost is gone.")
                .radios("kind", "What shows it", &shows, "virement")
                .input("reference", "Its number", "", "", TEN)
                .input("cost_centre", "Cost centre", "", "", TEN)
                .input("account_code", "Account code", "", "", TEN),
        )
    }

    fn actual(&self) -> Sheet<'a> {
        let last = self.state.actuals.keys().next_back();
        let next = last.map_or(self.state.line.start, |m| m.plus(1));
        let usual = self.state.line.full_year.0.get() / if self.state.line.recurrent { 12 } else { 1 };
        let why = "Why it is below nought or differs from before";
        let mut form = self
            .sheet("actual", "What a month brought", "Enter the month")
            .acting(self.ledger, &DOERS, self.owner)
            .input("month", "Month", "", &next.to_string(), TEN)
            .input(
                "pounds",
                "Pounds",
                "In full; below nought where it cost more.",
                &Pence::new(usual).plain(),
                TEN,
            )
            .input("reason", why, "", "", None);
        if self.typed.what() == "actual" && self.wrong.is_some() {
            form =
                form.tick("in_full", "If the pounds look wrong beside the plan", "These pounds are in full");
        }
        if last.is_some() { form.folded() } else { form }
    }

    fn baseline(&self) -> Sheet<'a> {
        let last = self.state.baselines.last();
        let (from, to) = last.map(|(_, b)| (b.from.to_string(), b.to.to_string())).unwrap_or_default();
        self.doing("baseline", "Change the baseline", "Freeze the new baseline")
            .hint("A changed baseline is a new version, and what was verified is verified anew.")
            .input("from", "First month", "", &from, TEN)
            .input("to", "Last month", "", &to, TEN)
            .area("figure", "The figure", "", "")
            .input("reason", "Why it changes", "", "", None)
    }
}
