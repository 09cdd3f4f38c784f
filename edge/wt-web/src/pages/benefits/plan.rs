//! `/benefits/plan/{opportunity}`: the action for an accepted opportunity, with its assessments, benefit and baseline.

use axum::extract::Path;
use serde::Deserialize;
use wt_benchmark::BenefitType;
use wt_benefits::ledger::{Account, Baseline, Milestone, OpportunityState, Role, Sum};
use wt_engine::benefits::{Book, Plan};
use wt_units::{Month, Pence, Pounds};

use super::form::{Sent, Sheet, Trouble, Typed, Wrong, people};
use super::sheet::SheetPage;
use crate::app::{Answer, App, Asked, Failure, State, see};
use crate::design::Width;
use crate::shell::Section;

const FIRST: &str = "a month, such as 2026-11";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

pub(super) async fn show(State(app): State<App>, Path(id): Path<String>, Asked(done): Asked<Done>) -> Answer {
    let book = app.engine.book(&app.person).await?;
    if let Some((action, _)) =
        book.ledger.actions().iter().find(|(_, a)| a.action.opportunities.contains(&id))
    {
        return see(&format!("/benefits/actions/{action}"));
    }
    let done = (done.done == "accepted").then(|| "It is accepted. Plan what is to be done.".to_owned());
    draw(&app, &book, &id, done, &Typed::default(), None).await
}

pub(super) async fn save(State(app): State<App>, Path(id): Path<String>, form: Sent) -> Answer {
    let typed = Typed::read(form)?;
    let trouble = match read(&id, &typed) {
        Err(trouble) => trouble,
        Ok(plan) => match app.engine.plan(&app.person, typed.get("by"), &plan).await {
            Ok(action) => return see(&format!("/benefits/actions/{action}?done=planned")),
            Err(e) => e.into(),
        },
    };
    match trouble {
        Trouble::Failure(failure) => Err(failure),
        Trouble::Wrong(field, text) => {
            let book = app.engine.book(&app.person).await?;
            let wrong = Wrong { what: "plan".to_owned(), field, text };
            draw(&app, &book, &id, None, &typed, Some(&wrong)).await
        }
    }
}

fn read(id: &str, typed: &Typed) -> Result<Plan, Trouble> {
    let needed = |name: &'static str, words: &str| {
        typed.words(name).ok_or_else(|| Trouble::at(name, words.to_owned()))
    };
    let milestone = |name: &'static str, due: &'static str| -> Result<Option<Milestone>, Trouble> {
        let Some(said) = typed.words(name) else { return Ok(None) };
        Ok(Some(Milestone { name: said, due: typed.parse(due, "a day, such as 2027-01-31")? }))
    };
    let milestones = [milestone("milestone", "due")?, milestone("milestone2", "due2")?].into_iter().flatten();
    Ok(Plan {
        opportunity: id.to_owned(),
        name: needed("name", "Say what is done.")?,
        owner: needed("owner", "Choose who answers for it.")?,
        tool: needed("tool", "Name the tool it is done with.")?,
        evidence: needed("evidence", "Name the evidence that it works elsewhere.")?,
        start: typed.parse("start", FIRST)?,
        milestones: milestones.collect(),
        balance_patients: needed("balance_patients", "Name what must not get worse for patients.")?,
        balance_staff: needed("balance_staff", "Name what must not get worse for staff.")?,
        quality: needed("quality", "Say what the quality impact assessment found.")?,
        equality: needed("equality", "Say what the equality impact assessment found.")?,
        gain: needed("gain", "Say what is gained.")?,
        account: match typed.get("account") {
            "pay" => Account::Pay,
            "income" => Account::Income,
            _ => Account::NonPay,
        },
        recurrent: typed.get("recurrent") != "once",
        full_year: pounds(typed, "full_year")?,
        price: if typed.get("price").is_empty() { None } else { Some(pounds(typed, "price")?) },
        baseline: Baseline {
            line: String::new(),
            version: 1,
            from: typed.parse("from", "a month, such as 2025-10")?,
            to: typed.parse("to", "a month, such as 2026-09")?,
            figure: needed("figure", "Say which figure it is measured from.")?,
            reason: None,
        },
    })
}

/// Pounds as people type them: signs and separators are passed over, thousands are not guessed.
pub(super) fn pounds(typed: &Typed, name: &'static str) -> Result<Sum, Trouble> {
    let plain: String = typed.get(name).chars().filter(|c| !matches!(c, '£' | ',' | ' ')).collect();
    plain.parse().map_err(|why: String| Trouble::at(name, format!("Pounds: {why}.")))
}

async fn draw(
    app: &App,
    book: &Book,
    id: &str,
    done: Option<String>,
    typed: &Typed,
    wrong: Option<&Wrong>,
) -> Answer {
    let state = book.ledger.opportunities().get(id).ok_or_else(|| {
        Failure::not_found(format!("There is no opportunity '{id}' in the ledger. Take it on first."))
    })?;
    let title = if wrong.is_some() { "Error: Plan" } else { "Plan" };
    let shell = app.shell(title, Section::Benefits).await?.under(&[("Benefits", "/benefits")]).done(done);
    let mut page = SheetPage::new(shell, "Plan what is done", state.found.name.clone());
    page.lede = format!(
        "{} in a full year ({}), {}.",
        Pounds(state.found.central.0).sentence(),
        Pounds::range(state.found.low.0, state.found.high.0),
        state.found.benefit.words()
    );
    page.forms.push(form(app, book, state, typed, wrong).await?);
    page.answer(wrong)
}

async fn form<'a>(
    app: &App,
    book: &Book,
    state: &OpportunityState,
    typed: &'a Typed,
    wrong: Option<&'a Wrong>,
) -> Result<Sheet<'a>, Failure> {
    let found = &state.found;
    let now = Month::of(app.engine.today()).ok_or_else(|| Failure::ours("the clock has no month"))?;
    let baseline = app.engine.baseline(&app.person, state, now).await?;
    let evidence =
        found.metric.as_ref().and_then(|m| app.engine.evidence_for(m).first().map(|e| e.title.clone()));
    let month = |of: fn(&Baseline) -> Month, else_: Month| baseline.as_ref().map_or(else_, of).to_string();
    let price = found.rows.first().and_then(|row| {
        let units = i128::from(row.quantity.millionths());
        let pence = i128::from(found.central.0.get()) * 1_000_000 / units.max(1);
        i64::try_from(pence).ok().filter(|p| *p > 0).map(Pence::new)
    });
    let account = match found.benefit {
        BenefitType::TimeReleased => "pay",
        _ => "non-pay",
    };
    let three = (Width::Ten, now.plus(3).last_day());
    Ok(Sheet::new("plan", "The action and what it is to bring", "Save the plan", typed, wrong)
        .acting(&book.ledger, &[Role::Owner, Role::Programme], None)
        .input("name", "What is done", "", "", None)
        .select("owner", "Who answers for it", &people(&book.ledger, &[Role::Owner, Role::Programme]), "")
        .input("tool", "With which tool", "", "Compare", None)
        .input("evidence", "Evidence that it works elsewhere", "", evidence.as_deref().unwrap_or(""), None)
        .input("start", "First month that could show it", "", &now.to_string(), Some(three.0))
        .input("milestone", "First milestone", "Such as: agreed with every ward.", "", None)
        .input("due", "Due on", "", &three.1.to_string(), Some(three.0))
        .input("milestone2", "Second milestone, if there is one", "", "", None)
        .input("due2", "Due on (second)", "", "", Some(three.0))
        .input(
            "balance_patients",
            "What must not get worse for patients",
            "A measure, such as red flags.",
            "",
            None,
        )
        .input("balance_staff", "What must not get worse for staff", "A measure, such as sickness.", "", None)
        .area("quality", "Quality impact assessment: what was found", "", "")
        .area("equality", "Equality impact assessment: what was found", "", "")
        .input("gain", "What is gained", "", &found.name, None)
        .radios(
            "account",
            "In the accounts",
            &[("pay", "Less pay"), ("non-pay", "Less of what is bought"), ("income", "More income")],
            account,
        )
        .radios("recurrent", "Does it come again every year?", &[("yes", "Yes"), ("once", "No, once")], "yes")
        .input(
            "full_year",
            "Pounds in a full year, or once",
            "In full: no thousands or millions.",
            &found.central.0.plain(),
            Some(three.0),
        )
        .input(
            "price",
            "Pounds for one unit of the measure",
            "By which loaded figures prove it. Leave blank if they can't.",
            &price.map_or(String::new(), Pence::plain),
            Some(three.0),
        )
        .input("from", "Measured from: first month", "", &month(|b| b.from, now.plus(-12)), Some(three.0))
        .input("to", "Measured from: last month", "", &month(|b| b.to, now.plus(-1)), Some(three.0))
        .area(
            "figure",
            "Measured from: the figure",
            "It is frozen; a changed one is a new version.",
            baseline.as_ref().map_or("", |b| b.figure.as_str()),
        ))
}
