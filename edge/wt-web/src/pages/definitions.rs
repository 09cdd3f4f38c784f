//! `/metrics/{id}`: what a metric means, where that comes from, and how it becomes pounds.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use wt_benchmark::metric::{Status, Value};
use wt_benchmark::{Direction, Metric};
use wt_evidence::EvidenceItem;
use wt_units::{FinancialYear, Month};

use super::metric::metric_id;
use crate::app::{Answer, App, State, page};
use crate::shell::{Section, Shell};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/metrics/{id}", get(show))
}

#[derive(Template)]
#[template(path = "pages/definition.html")]
struct DefinitionPage<'a> {
    shell: Shell,
    m: &'a Metric,
    insight: String,
    direction: &'static str,
    status: &'static str,
    unconfirmed: bool,
    source: String,
    loaded: Option<String>,
    pounds: Vec<String>,
    evidence: Vec<&'a EvidenceItem>,
}

async fn show(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let (snapshot, _) = app.picture().await?;
    let m = snapshot.metric(&metric_id(&id)?)?;
    let shell = app.shell(&format!("{} - Metric", m.name), Section::Compare).await?;
    page(&DefinitionPage {
        shell: shell.under(&[("Compare", "/compare")]),
        insight: app.engine.library().insight(&m.insight).map_or(m.insight.clone(), |i| i.title.clone()),
        direction: direction(m.direction),
        status: status(m.status),
        unconfirmed: m.status == Status::Memory,
        source: source(m),
        loaded: snapshot.cube.period(&m.id).map(wt_units::Period::long),
        pounds: pounds(&app, m),
        evidence: app.engine.evidence_for(&m.id),
        m,
    })
}

fn direction(d: Direction) -> &'static str {
    match d {
        Direction::Lower => "Lower is better",
        Direction::Higher => "Higher is better",
        Direction::Context => "Context: no value is called better or worse",
        Direction::ToZero => "Nearer to zero is better",
        Direction::To100 => "Nearer to 100 is better",
        Direction::Band => "Inside a band is better",
    }
}

fn status(s: Status) -> &'static str {
    match s {
        Status::Verified => "Read in the named source",
        Status::Memory => "Unconfirmed: the definition was not read in a source",
        Status::Own => "Our own: there is no national definition",
    }
}

fn source(m: &Metric) -> String {
    let s = &m.source;
    let year = s.year.map(|y| y.to_string());
    let parts = [Some(s.title.clone()), year, s.section.clone(), s.address.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// How a unit becomes pounds this year, or why it does not.
fn pounds(app: &App, m: &Metric) -> Vec<String> {
    let priced = match &m.pounds {
        Value::None(none) => return vec![format!("None. {}", none.none)],
        Value::Priced(priced) => priced,
    };
    let mut said =
        vec![format!("For each {}: {}.", priced.per, priced.benefit_type.words()), priced.caveat.clone()];
    let Some(month) = Month::of(app.engine.today()) else { return said };
    match app.engine.facts().price(&priced.price, FinancialYear::of(month)) {
        Ok(price) => {
            said.push(format!("£{:.2} in {}. {}", price.central.to_f64(), price.year, price.words));
            said.extend(price.range_words);
            if let Some(ended) = price.stale_since {
                said.push(format!("The table behind it ended on {ended}; its last year is used."));
            }
        }
        Err(why) => said.push(why.to_string()),
    }
    said
}
