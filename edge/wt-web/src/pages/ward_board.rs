//! `/tools/measures`: the wards of an employer beside each other in a month, as a board reads them.

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;
use wt_engine::ward_board::{Figure, WardBoard, employers, report, ward_board};
use wt_engine::{EngineError, Snapshot};
use wt_units::{MetricId, Month, OdsCode};

use super::form::{Choice, Select};
use crate::app::{Answer, App, Asked, Failure, State, download, page};
use crate::shell::{Section, Shell};

/// What an address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The employer.
    own: String,
    /// The month.
    month: String,
}

struct Heading {
    name: String,
    link: String,
}

struct Line {
    name: String,
    whole: bool,
    values: Vec<String>,
}

struct Found {
    who: String,
    month: String,
    headings: Vec<Heading>,
    lines: Vec<Line>,
    missing: usize,
    wards: usize,
    csv: String,
}

#[derive(Template)]
#[template(path = "pages/ward_board.html")]
struct WardBoardPage {
    shell: Shell,
    selects: Vec<Select>,
    found: Option<Found>,
}

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/tools/measures", get(show)).route("/tools/measures.csv", get(csv))
}

async fn board(app: &App, query: &Query) -> Result<(std::sync::Arc<Snapshot>, Option<WardBoard>), Failure> {
    let (snapshot, home) = app.picture().await?;
    let known = employers(&snapshot);
    let month = asked(&query.month)
        .map(|text| text.parse::<Month>().map_err(|e| EngineError::Question(format!("The month: {e}."))))
        .transpose()?;
    let own = asked(&query.own)
        .map(|text| text.parse::<OdsCode>().map_err(|e| EngineError::Question(format!("The employer: {e}."))))
        .transpose()?;
    let usual = home.org.filter(|org| known.contains(org)).or_else(|| known.first().copied());
    let board = own.or(usual).map(|org| ward_board(&snapshot, org, month)).transpose()?;
    Ok((snapshot, board))
}

async fn show(State(app): State<App>, Asked(query): Asked<Query>) -> Answer {
    let (snapshot, board) = board(&app, &query).await?;
    let shell = app.shell("Measures of wards", Section::Compare).await?;
    page(&WardBoardPage {
        shell: shell.under(&[("Compare", "/compare")]),
        selects: board.as_ref().map(|board| selects(&snapshot, board)).unwrap_or_default(),
        found: board.as_ref().map(|board| found(&snapshot, board)),
    })
}

async fn csv(State(app): State<App>, Asked(query): Asked<Query>) -> Answer {
    let (_, board) = board(&app, &query).await?;
    let board = board.ok_or_else(|| Failure::not_found("No figures of wards are loaded."))?;
    let name = format!("wholetime_wards_{}_{}.csv", board.org, board.month);
    download(&name, "text/csv; charset=utf-8", report(&board).csv())
}

fn asked(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn selects(snapshot: &Snapshot, board: &WardBoard) -> Vec<Select> {
    let employers = employers(snapshot)
        .into_iter()
        .map(|org| Choice::new(org.to_string(), label(snapshot, org), org == board.org))
        .collect();
    let months = board.months.iter().rev();
    let months = months.map(|m| Choice::new(m.to_string(), m.long(), *m == board.month)).collect();
    vec![
        Select { name: "own", label: "Employer", choices: employers },
        Select { name: "month", label: "Month", choices: months },
    ]
}

fn label(snapshot: &Snapshot, org: OdsCode) -> String {
    snapshot.directory.get(org).map_or_else(|| org.to_string(), wt_benchmark::Organisation::label)
}

fn found(snapshot: &Snapshot, board: &WardBoard) -> Found {
    let (org, month) = (board.org, board.month);
    let heading = |column: &wt_engine::ward_board::Column| Heading {
        name: column.name.clone(),
        link: format!("/compare/{}?own={org}&level=units&from={month}&to={month}", column.metric),
    };
    let care = board.columns.iter().position(|column| column.metric.as_str() == "chppd");
    let wards = || board.lines.iter().filter(|line| line.ward.is_some());
    let missing = |at: usize| wards().filter(|line| line.figures.get(at).is_none_or(Option::is_none)).count();
    let lines = board.lines.iter().map(|line| Line {
        name: line.ward.as_ref().map_or_else(|| "Whole employer".to_owned(), ToString::to_string),
        whole: line.ward.is_none(),
        values: board
            .columns
            .iter()
            .zip(&line.figures)
            .map(|(c, f)| value(snapshot, &c.metric, *f))
            .collect(),
    });
    Found {
        who: label(snapshot, org),
        month: month.long(),
        headings: board.columns.iter().map(heading).collect(),
        lines: lines.collect(),
        missing: care.map_or(0, missing),
        wards: wards().count(),
        csv: format!("/tools/measures.csv?own={org}&month={month}"),
    }
}

/// A value in its metric's unit; a dash where nothing may be said.
fn value(snapshot: &Snapshot, metric: &MetricId, figure: Option<Figure>) -> String {
    let said = figure.filter(|figure| !figure.denominator.is_zero()).and_then(|figure| {
        let metric = snapshot.metrics.get(metric)?;
        Some(metric.unit.say(figure.numerator.to_f64() / figure.denominator.to_f64()))
    });
    said.unwrap_or_else(|| "\u{2013}".to_owned())
}
