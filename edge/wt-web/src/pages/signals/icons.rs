//! `/signals/icons`: variation, assurance and the reason in words for each metric of one employer; as CSV, XLSX and an
//! SVG to paste into slides.

use askama::Template;
use wt_benchmark::reading;
use wt_engine::Snapshot;
use wt_engine::signals::icons::{IconRow, report};
use wt_units::OdsCode;

use super::super::form::Select;
use super::super::opportunities::selects;
use super::super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, Failure, State, download, page};
use crate::charts::{Icon, SummaryRow, summary};
use crate::say;
use crate::shell::{Section, Shell};

struct Line {
    name: String,
    link: String,
    month: String,
    value: String,
    limits: String,
    variation: Icon,
    assurance: Option<Icon>,
    why: String,
    corrected: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/icons.html")]
struct IconsPage {
    shell: Shell,
    who: String,
    selects: Vec<Select>,
    lines: Vec<Line>,
    csv: String,
    xlsx: String,
    svg: String,
}

struct Asking {
    snapshot: std::sync::Arc<Snapshot>,
    region: Option<String>,
    own: OdsCode,
    who: String,
    rows: Vec<IconRow>,
}

async fn asking(app: &App, query: &ScopeQuery) -> Result<Asking, Failure> {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let own = query.own_code(&home)?;
    let own = own.ok_or_else(|| Failure::bad("Choose an employer to see its metrics at a glance."))?;
    let rows = app.engine.icons(&app.person, &ask, own).await?;
    if rows.is_empty() {
        return Err(Failure::not_found(format!("{own} has no figures in this place and period.")));
    }
    let who = snapshot.directory.label(own);
    Ok(Asking { region: ask.region, snapshot, own, who, rows })
}

fn icons(a: &Asking, row: &IconRow) -> (Icon, Option<Icon>) {
    let improvement = a.snapshot.metrics.get(&row.metric).map(reading::improvement);
    let improvement = improvement.unwrap_or(wt_stats::xmr::Improvement::Neutral);
    (Icon::variation(row.variation, improvement), Icon::assurance(row.assurance))
}

pub(super) async fn show(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let a = asking(&app, &query).await?;
    let line = |row: &IconRow| {
        let (variation, assurance) = icons(&a, row);
        Line {
            name: row.name.clone(),
            link: query.link(&format!("/compare/{}", row.metric), |q| q.own = a.own.to_string()),
            month: row.month.clone(),
            value: row.value.clone(),
            limits: row.limits.clone().unwrap_or_else(|| "Too few data to say".to_owned()),
            variation,
            assurance,
            why: say::capital(&row.why),
            corrected: row.corrected.clone(),
        }
    };
    let shell = app.shell("Metrics at a glance", Section::Compare).await?;
    page(&IconsPage {
        shell: shell.under(&[("Compare", "/compare"), ("Signals", &query.link("/signals", |_| {}))]),
        who: a.who.clone(),
        selects: selects(&a.snapshot, a.region.as_deref(), Some(a.own)),
        lines: a.rows.iter().map(line).collect(),
        csv: query.link("/signals/icons.csv", |_| {}),
        xlsx: query.link("/signals/icons.xlsx", |_| {}),
        svg: query.link("/signals/icons.svg", |_| {}),
    })
}

fn name(a: &Asking, end: &str) -> String {
    format!("wholetime_{}_at_a_glance.{end}", a.own)
}

pub(super) async fn csv(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let a = asking(&app, &query).await?;
    download(&name(&a, "csv"), "text/csv; charset=utf-8", report(&a.rows).csv())
}

pub(super) async fn xlsx(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let a = asking(&app, &query).await?;
    let book = report(&a.rows).xlsx().map_err(|e| Failure::ours(&e))?;
    download(&name(&a, "xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book)
}

pub(super) async fn svg(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let a = asking(&app, &query).await?;
    let row = |row: &IconRow| {
        let (variation, assurance) = icons(&a, row);
        SummaryRow {
            name: row.name.clone(),
            value: row.value.clone(),
            why: row.why.clone(),
            icons: [Some(variation), assurance],
        }
    };
    let rows: Vec<SummaryRow> = a.rows.iter().map(row).collect();
    download(&name(&a, "svg"), "image/svg+xml", summary(&format!("{}: metrics at a glance", a.who), &rows))
}
