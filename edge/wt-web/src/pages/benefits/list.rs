//! The list of benefits: claimed, planned, forecast, actual, verified; what needs a signature, what is late.

use askama::Template;
use serde::Deserialize;
use wt_benefits::ledger::{Ledger, LineState};
use wt_benefits::month_end::{self, About};
use wt_engine::benefits::Way;
use wt_engine::report::{Cell, Report};
use wt_units::{FinancialYear, Pence, Pounds};

use super::colour;
use crate::app::{Answer, App, Asked, Failure, State, download, page, see};
use crate::design::Tag;
use crate::pages::scope::ScopeQuery;
use crate::say;
use crate::shell::{Section, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

struct LineRow {
    id: String,
    name: String,
    org: String,
    kind: &'static str,
    tag: Tag,
    full_year: String,
    planned: String,
    outturn: String,
    to_date: String,
    verified: String,
    counted: String,
}

/// Something to do, and where.
struct Todo {
    link: String,
    label: String,
    words: String,
}

#[derive(Template)]
#[template(path = "pages/benefits.html")]
struct BenefitsPage {
    shell: Shell,
    year: String,
    sentences: Vec<String>,
    todos: Vec<Todo>,
    lines: Vec<LineRow>,
    actions: Vec<Todo>,
    parked: Vec<Todo>,
    left_out: Vec<String>,
    generated: bool,
    today: String,
}

async fn way(app: &App) -> Result<Way, Failure> {
    let (snapshot, home) = app.picture().await?;
    let ask = ScopeQuery::default().ask(&snapshot, &home)?;
    let found = app.engine.opportunities(&app.person, &ask, None).await?;
    Ok(app.engine.way(&app.person, &found, None).await?)
}

pub(super) async fn show(State(app): State<App>, Asked(done): Asked<Done>) -> Answer {
    let way = way(&app).await?;
    let ledger = &way.book.ledger;
    let today = app.engine.today();
    let done = match done.done.as_str() {
        "gone" => Some(
            "The gap behind it is no longer found in what is loaded. It stays as it was decided.".to_owned(),
        ),
        "parked" => Some("The opportunity was parked.".to_owned()),
        "month" => Some(format!("In this demonstration it is now {}.", say::day(&today.to_string()))),
        _ => None,
    };
    let shell = app.shell("Benefits", Section::Benefits).await?.done(done);
    let generated = shell.generated;
    page(&BenefitsPage {
        shell,
        year: way.now.year.to_string(),
        sentences: way.now.sentences(),
        todos: month_end::todos(ledger, today).into_iter().map(todo).collect(),
        lines: ledger.lines().iter().map(|(id, state)| row(&way, id, state)).collect(),
        actions: actions(ledger),
        parked: parked(ledger),
        left_out: way.now.left_out.iter().map(ToString::to_string).chain(way.now.shared()).collect(),
        generated,
        today: say::day(&today.to_string()),
    })
}

/// The same as a file.
pub(super) async fn csv(State(app): State<App>) -> Answer {
    let way = way(&app).await?;
    let mut report = Report::new(&[
        "line",
        "name",
        "organisation",
        "type",
        "stands",
        "full_year_pence",
        "planned_pence",
        "year_to_date_pence",
        "verified_pence",
        "outturn_pence",
        "counted_pence",
    ]);
    let year = way.now.year;
    for (id, state) in way.book.ledger.lines() {
        let money = |pence: Pence| Cell::number(pence.get());
        report.push(vec![
            Cell::text(id),
            Cell::text(&state.line.name),
            Cell::text(way.book.ledger.today(state.line.org).as_str()),
            Cell::text(state.line.benefit.words()),
            Cell::text(state.words()),
            money(state.line.full_year.0),
            money(state.planned(year)),
            money(state.year_to_date(year)),
            money(state.verified_in(year)),
            money(state.outturn(year)),
            money(counted(&way, id)),
        ]);
    }
    download("wholetime_benefits.csv", "text/csv; charset=utf-8", report.csv())
}

/// In a demonstration a month can pass in a moment.
pub(super) async fn next_month(State(app): State<App>) -> Answer {
    app.engine.next_month(&app.person).await?;
    see("/benefits?done=month")
}

fn counted(way: &Way, id: &str) -> Pence {
    way.now.positions.iter().filter(|p| p.id == id).map(|p| p.counted).sum()
}

fn row(way: &Way, id: &str, state: &LineState) -> LineRow {
    let year: FinancialYear = way.now.year;
    let money = |pence: Pence| Pounds(pence).table();
    LineRow {
        id: id.to_owned(),
        name: state.line.name.clone(),
        org: way.book.ledger.today(state.line.org).to_string(),
        kind: state.line.benefit.words(),
        tag: Tag::new(state.words(), colour(state.words())),
        full_year: money(state.line.full_year.0),
        planned: money(state.planned(year)),
        outturn: money(state.outturn(year)),
        to_date: money(state.year_to_date(year)),
        verified: money(state.verified_in(year)),
        counted: money(counted(way, id)),
    }
}

/// What needs a signature, what is late, what went back, each with its page.
fn todo(todo: month_end::Todo) -> Todo {
    let link = match &todo.about {
        About::Line(id) => format!("/benefits/lines/{id}"),
        About::Action(id) => format!("/benefits/actions/{id}"),
        About::Opportunity(id) => format!("/benefits/plan/{id}"),
    };
    Todo { link, label: todo.name, words: todo.words }
}

/// Milestones as a calendar, to put into a diary.
pub(super) async fn ics(State(app): State<App>) -> Answer {
    let book = app.engine.book(&app.person).await?;
    download("wholetime_milestones.ics", "text/calendar; charset=utf-8", month_end::calendar(&book.ledger))
}

fn actions(ledger: &Ledger) -> Vec<Todo> {
    let said = |(id, state): (&String, &wt_benefits::ledger::ActionState)| Todo {
        link: format!("/benefits/actions/{id}"),
        label: format!("{id}, {}", state.action.name),
        words: match state.started {
            Some(day) => format!("started {}", say::day(&day.to_string())),
            None => format!("to start in {}", state.action.start.long()),
        },
    };
    ledger.actions().iter().map(said).collect()
}

fn parked(ledger: &Ledger) -> Vec<Todo> {
    let said = |(id, state): (&String, &wt_benefits::ledger::OpportunityState)| {
        let words = state.parked.clone()?;
        Some(Todo { link: format!("/benefits/take/{id}"), label: state.found.name.clone(), words })
    };
    ledger.opportunities().iter().filter_map(said).collect()
}
