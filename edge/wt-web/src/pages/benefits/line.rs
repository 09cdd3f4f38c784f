//! `/benefits/lines/{line}`: what a benefit claimed, what its measure proves, what finance agreed to.

mod forms;

use axum::extract::Path;
use serde::Deserialize;
use wt_benefits::ledger::{Baseline, Event, Evidence, Ledger, LineState, Status, Sum};
use wt_benefits::proof::Proof;
use wt_engine::benefits::Book;
use wt_units::{FinancialYear, Month, Pence, Pounds};

use super::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::plan::pounds;
use super::sheet::SheetPage;
use super::{colour, history};
use crate::app::{Answer, App, Asked, Failure, State, see};
use crate::design::{Caption, Cell, Column, Table, Tag};
use crate::say;
use crate::shell::Section;

/// Earlier dates at which the proof asks the same question; each takes as long again.
const DATES: usize = 0;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

impl Done {
    fn words(&self) -> Option<String> {
        let words = match self.done.as_str() {
            "actual" => "The month was entered. It awaits finance.",
            "recalculate" => "Every month that can be proved stands as the measure says.",
            "verify" => "The benefit is verified.",
            "return" => "The benefit went back to its owner.",
            "pass" => "It may stand above its ceiling.",
            "baseline" => "The new baseline is frozen; the one before stays visible.",
            "forecast" => "The forecast was entered.",
            "close" => "The benefit is closed.",
            "withdraw" => "The benefit was withdrawn.",
            _ => return None,
        };
        Some(words.to_owned())
    }
}

pub(super) async fn show(State(app): State<App>, Path(id): Path<String>, Asked(done): Asked<Done>) -> Answer {
    let book = app.engine.book(&app.person).await?;
    draw(&app, &book, &id, done.words(), &Typed::default(), None).await
}

pub(super) async fn act(State(app): State<App>, Path(id): Path<String>, form: Sent) -> Answer {
    let typed = Typed::read(form)?;
    match enter(&app, &id, &typed).await {
        Ok(()) => see(&format!("/benefits/lines/{id}?done={}", typed.what())),
        Err(Trouble::Failure(failure)) => Err(failure),
        Err(Trouble::Wrong(field, text)) => {
            let book = app.engine.book(&app.person).await?;
            let wrong = Wrong { what: typed.what().to_owned(), field, text };
            draw(&app, &book, &id, None, &typed, Some(&wrong)).await
        }
    }
}

async fn enter(app: &App, id: &str, typed: &Typed) -> Result<(), Trouble> {
    let line = id.to_owned();
    let reason = || typed.get("reason").to_owned();
    let month = "a month, such as 2026-10";
    let event = match typed.what() {
        "recalculate" => {
            let (entered, why) = app.engine.recalculate(&app.person, typed.get("by"), Some(id)).await?;
            return match why.first().filter(|_| entered == 0) {
                Some(why) => Err(Trouble::Wrong(None, why.clone())),
                None => Ok(()),
            };
        }
        "actual" => Event::Actual {
            line,
            month: typed.parse("month", month)?,
            pounds: signed(typed, "pounds")?,
            reason: typed.words("reason"),
            in_full: typed.get("in_full") == "yes",
        },
        "verify" => Event::Verified { line, through: typed.parse("through", month)?, proof: proof(typed) },
        "return" => Event::Returned { line, reason: reason() },
        "pass" => Event::Passed { line, reason: reason() },
        "close" => Event::Closed { line, lesson: typed.get("lesson").to_owned() },
        "withdraw" => Event::Withdrawn { line, reason: reason() },
        "forecast" => Event::Forecast {
            line,
            year: typed.parse("year", "a calendar year, such as 2026 for 2026/27")?,
            outturn: pounds(typed, "outturn")?,
        },
        "baseline" => {
            let book = app.engine.book(&app.person).await?;
            let last =
                book.ledger.lines().get(id).and_then(|l| l.baselines.last()).map_or(0, |(_, b)| b.version);
            Event::Baseline(Baseline {
                line,
                version: last.saturating_add(1),
                from: typed.parse("from", month)?,
                to: typed.parse("to", month)?,
                figure: typed.get("figure").to_owned(),
                reason: typed.words("reason"),
            })
        }
        _ => return Err(Failure::bad("The form can't be read. Go back and send it again.").into()),
    };
    app.engine.enter(&app.person, typed.get("by"), &[event]).await?;
    Ok(())
}

/// Pounds that may be below nought: a month can cost more than it saved.
fn signed(typed: &Typed, name: &'static str) -> Result<Sum, Trouble> {
    let less = typed.get(name).starts_with(['-', '\u{2212}']);
    if !less {
        return pounds(typed, name);
    }
    let plain: String = typed.get(name).chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let sum: Sum = plain.parse().map_err(|why: String| Trouble::at(name, format!("Pounds: {why}.")))?;
    Ok(Sum(-sum.0))
}

fn proof(typed: &Typed) -> Option<Evidence> {
    let name = typed.words("reference")?;
    let (cost_centre, account_code) =
        (typed.get("cost_centre").to_owned(), typed.get("account_code").to_owned());
    Some(match typed.get("kind") {
        "post" => Evidence::DeletedPost { post: name, cost_centre, account_code },
        _ => Evidence::Virement { reference: name, cost_centre, account_code },
    })
}

async fn draw(
    app: &App,
    book: &Book,
    id: &str,
    done: Option<String>,
    typed: &Typed,
    wrong: Option<&Wrong>,
) -> Answer {
    let state = book
        .ledger
        .lines()
        .get(id)
        .ok_or_else(|| Failure::not_found(format!("There is no benefit '{id}'.")))?;
    let title = if wrong.is_some() { format!("Error: {id}") } else { format!("{id}, {}", state.line.name) };
    let action = format!("/benefits/actions/{}", state.line.action);
    let shell = app
        .shell(&title, Section::Benefits)
        .await?
        .under(&[("Benefits", "/benefits"), (state.line.action.as_str(), action.as_str())])
        .done(done);
    let mut page = SheetPage::new(shell, &format!("Benefit {id}"), state.line.name.clone());
    page.tag = Some(Tag::new(state.words(), colour(state.words())));
    let proved = match state.line.price {
        Some(_) => Some(app.engine.proof(&app.person, book, id, DATES).await?),
        None => None,
    };
    page.lede = match &proved {
        Some(Ok(proof)) => proof.sentence(),
        Some(Err(why)) => why.clone(),
        None => "No measure with a price: its pounds are finance's word alone.".to_owned(),
    };
    facts(&mut page, &book.ledger, state, app.engine.today());
    page.tables.push(months(state, proved.as_ref().and_then(|p| p.as_ref().ok())));
    if state.status == Status::Open {
        forms::forms(&mut page, app, book, state, proved.is_some(), typed, wrong)?;
    }
    page.history = history(&book.ledger, |event| concerns(id, event));
    page.answer(wrong)
}

fn concerns(id: &str, event: &Event) -> bool {
    match event {
        Event::Line(entered) => entered.id == id,
        Event::Baseline(frozen) => frozen.line == id,
        Event::Forecast { line, .. }
        | Event::Actual { line, .. }
        | Event::Verified { line, .. }
        | Event::Returned { line, .. }
        | Event::Passed { line, .. }
        | Event::Closed { line, .. }
        | Event::Withdrawn { line, .. } => line == id,
        _ => false,
    }
}

fn facts(page: &mut SheetPage<'_>, ledger: &Ledger, state: &LineState, today: jiff::civil::Date) {
    let line = &state.line;
    let year = Month::of(today).map(FinancialYear::of);
    page.fact("Who counts it", ledger.today(line.org).to_string());
    let again = if line.recurrent { "every year" } else { "once" };
    page.fact("Kind", format!("{}, {}, {again}", say::capital(line.benefit.words()), state.account()));
    page.fact("Full year", Pounds(line.full_year.0).table());
    if let Some(year) = year {
        let of = |what: &str, pence: Pence| (format!("{what}, {year}"), Pounds(pence).table());
        for (key, value) in [
            of("Planned", state.planned(year)),
            of("To date", state.year_to_date(year)),
            of("Verified", state.verified_in(year)),
            of("Outturn", state.outturn(year)),
        ] {
            page.fact(&key, value);
        }
    }
    for (day, frozen) in &state.baselines {
        let why = frozen.reason.as_ref().map_or(String::new(), |why| format!(" Why: {why}"));
        page.fact(
            &format!("Baseline {}", frozen.version),
            format!("{}, {} to {}, frozen {day}.{why}", frozen.figure, frozen.from.long(), frozen.to.long()),
        );
    }
    if let Some(verified) = &state.verified {
        let proof = match &verified.proof {
            Some(Evidence::Virement { reference, cost_centre, account_code }) => {
                format!(", virement {reference}, cost centre {cost_centre}, account {account_code}")
            }
            Some(Evidence::DeletedPost { post, cost_centre, account_code }) => {
                format!(", deleted post {post}, cost centre {cost_centre}, account {account_code}")
            }
            None => String::new(),
        };
        let by = ledger.people().get(&verified.by).map_or(verified.by.as_str(), |p| &p.name);
        page.fact("Finance", format!("verified to {} by {by}{proof}", verified.through.long()));
    }
    page.notes.extend(state.returned.iter().map(|why| format!("It went back: {why}")));
    page.notes.extend(state.flag.clone());
    page.notes.extend(state.passed.iter().map(|(who, why)| format!("{who} let it stand: {why}")));
    page.notes.extend(match &state.status {
        Status::Closed(lesson) => Some(format!("What one would tell the next organisation: {lesson}")),
        Status::Withdrawn(why) => Some(format!("It was withdrawn: {why}")),
        Status::Open => None,
    });
}

/// What was claimed and what was proved, side by side.
fn months(state: &LineState, proof: Option<&Proof>) -> Table {
    let cell = |text: String| Cell { content: text.into(), href: None };
    let head = |text: &str, numeric| Column { text: text.to_owned(), numeric };
    let proved = |month: Month| proof?.months.iter().find(|m| m.month == month);
    let mut all: Vec<Month> = state.actuals.keys().copied().collect();
    all.extend(proof.iter().flat_map(|p| p.months.iter().map(|m| m.month)));
    all.sort_unstable();
    all.dedup();
    let through = state.verified.as_ref().map(|v| v.through);
    let dash = || "–".to_owned();
    let row = |month: &Month| {
        let actual = state.actuals.get(month);
        let stands = match actual {
            Some(_) if through.is_some_and(|t| *month <= t) => "verified",
            Some(_) => "awaits finance",
            None => "not entered",
        };
        vec![
            cell(month.long()),
            cell(actual.map_or_else(dash, |a| Pounds(a.pounds).table())),
            cell(proved(*month).map_or_else(dash, |m| Pounds(m.pounds).table())),
            cell(stands.to_owned()),
        ]
    };
    Table {
        caption: Caption {
            text: "Month by month: claimed, and proved by the measure".to_owned(),
            ..Caption::default()
        },
        head: vec![head("Month", false), head("Claimed", true), head("Proved", true), head("Stands", false)],
        rows: all.iter().rev().map(row).collect(),
        first_cell_is_header: true,
        scroll: true,
        compact: true,
        ..Table::default()
    }
}
