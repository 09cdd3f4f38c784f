//! `/compare/{metric}/worked`: did a dated change at one employer work?

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use serde::Deserialize;
use wt_benchmark::worked::{p_words, range};
use wt_benchmark::{Change, Worked};
use wt_engine::settings::Home;
use wt_engine::worked::{DidItWork, report};
use wt_engine::{EngineError, Snapshot};
use wt_stats::effect::Verdict;
use wt_units::MetricId;

use super::form::{Choice, Select};
use super::metric::{Card, metric_id};
use super::opportunities::selects;
use super::scope::{ScopeQuery, encode};
use crate::app::{Answer, App, Asked, Failure, State, download, page};
use crate::charts::{self, Chart};
use crate::say;
use crate::shell::{Section, Shell};

/// Months that the first choice of a change must leave before it.
const BEFORE: usize = wt_stats::effect::FEWEST_BEFORE;
/// Lines of the table of organisations; the download holds all.
const SHOWN: usize = 50;

/// What an address says beside the scope.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Extra {
    /// The first month that could show the change.
    since: String,
    /// The least improvement worth having, in the metric's unit.
    worthwhile: String,
}

/// An organisation it was compared with.
struct Other {
    name: String,
    weight: String,
    placebo: String,
    score: String,
}

/// Everything under the sentence.
struct Found {
    verdict: (&'static str, &'static str),
    reasons: Vec<String>,
    cards: Vec<Card>,
    heading: String,
    sub: String,
    chart: Chart,
    scope: String,
    others: Vec<Other>,
    more: usize,
    left_out: Vec<String>,
    in_space: String,
    dates: Vec<(String, String, String)>,
    csv: String,
    svg: String,
}

#[derive(Template)]
#[template(path = "pages/worked.html")]
struct WorkedPage {
    shell: Shell,
    name: String,
    selects: Vec<Select>,
    worthwhile: String,
    kept: Vec<(&'static str, String)>,
    sentence: Option<String>,
    found: Option<Found>,
    compare: String,
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/compare/{metric}/worked", get(show))
        .route("/compare/{metric}/worked.csv", get(csv))
        .route("/compare/{metric}/worked.svg", get(svg))
}

/// Asks, where employer and month are chosen.
async fn ask(
    app: &App,
    metric: &MetricId,
    query: &ScopeQuery,
    extra: &Extra,
) -> Result<Option<DidItWork>, Failure> {
    let (snapshot, home) = app.picture().await?;
    let Some(change) = change(query, &home, extra)? else { return Ok(None) };
    let mut asked = query.ask(&snapshot, &home)?;
    asked.region = None;
    Ok(Some(app.engine.worked(&app.person, metric, &asked, &change).await?))
}

fn change(query: &ScopeQuery, home: &Home, extra: &Extra) -> Result<Option<Change>, EngineError> {
    let (since, worthwhile) = (extra.since.trim(), extra.worthwhile.trim());
    let Some(org) = query.own_code(home)?.filter(|_| !since.is_empty()) else { return Ok(None) };
    let since = since.parse().map_err(|e| EngineError::Question(format!("The month of the change: {e}.")))?;
    let number = |text: &str| {
        text.parse::<f64>().map_err(|_| {
            let words = "The worthwhile change must be a number above 0, in the metric's unit.";
            EngineError::Question(words.to_owned())
        })
    };
    let worthwhile = (!worthwhile.is_empty()).then(|| number(worthwhile)).transpose()?;
    Ok(Some(Change { org, since, worthwhile }))
}

async fn show(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
    Asked(extra): Asked<Extra>,
) -> Answer {
    let id = metric_id(&metric)?;
    let (snapshot, home) = app.picture().await?;
    let answer = ask(&app, &id, &query, &extra).await?;
    let name = snapshot.metric(&id)?.name.clone();
    let own = query.own_code(&home)?;
    let region = query.ask(&snapshot, &home)?.region;
    let mut choices = selects(&snapshot, region.as_deref(), own);
    choices.retain(|s| s.name == "own");
    choices.extend(months(&snapshot, &id, &query, &extra));
    let compare = query.link(&format!("/compare/{id}"), |_| {});
    let shell = app.shell("Did it work?", Section::Compare).await?;
    let kept = ["own", "to", "from", "reading", "level"];
    page(&WorkedPage {
        shell: shell.under(&[("Compare", "/compare"), (&name, &compare)]),
        selects: choices,
        worthwhile: extra.worthwhile.clone(),
        kept: query
            .parts()
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && !kept.contains(name))
            .map(|(name, value)| (name, value.to_owned()))
            .collect(),
        sentence: answer.as_ref().map(DidItWork::sentence),
        found: answer.and_then(|a| found(&a, &query, &extra)),
        compare,
        name,
    })
}

/// The months to choose from.
fn months(snapshot: &Snapshot, metric: &MetricId, query: &ScopeQuery, extra: &Extra) -> Vec<Select> {
    let Some(loaded) = snapshot.cube.period(metric) else { return Vec::new() };
    let all = |skip: usize, chosen: &str, none: &str| {
        let mut choices = vec![Choice::new("", none, chosen.is_empty())];
        let months = loaded.months().skip(skip);
        choices.extend(months.map(|m| Choice::new(m.to_string(), m.long(), m.to_string() == chosen)));
        choices
    };
    let before = if loaded.len() > BEFORE { BEFORE } else { 0 };
    vec![
        Select {
            name: "since",
            label: "First month that could show the change",
            choices: all(before, extra.since.trim(), "Choose a month"),
        },
        Select { name: "to", label: "Up to", choices: all(before, query.to.trim(), "The latest month") },
    ]
}

fn found(answer: &DidItWork, query: &ScopeQuery, extra: &Extra) -> Option<Found> {
    let worked = answer.outcome.as_ref().ok()?;
    let (a, metric) = (&worked.answer, &answer.metric);
    let address = |file: &str| {
        let link = query.link(&format!("/compare/{}/{file}", metric.id), |q| q.own = worked.org.to_string());
        let since = format!("{link}&since={}", worked.since);
        if extra.worthwhile.is_empty() {
            since
        } else {
            format!("{since}&worthwhile={}", encode(&extra.worthwhile))
        }
    };
    Some(Found {
        verdict: match a.verdict {
            Verdict::Worked => ("Worked", "green"),
            Verdict::Worse => ("Got worse", "red"),
            Verdict::DidNot => ("Did not work", "grey"),
            Verdict::CannotTell => ("Can't tell yet", "yellow"),
        },
        reasons: worked.reasons(metric),
        cards: cards(answer, worked),
        heading: format!("{} before and since the change", worked.name),
        sub: format!("{}, {}", metric.name, worked.period.long()),
        chart: charts::effect(metric, worked, "worked"),
        scope: worked.scope.clone(),
        others: a.donors.iter().take(SHOWN).filter_map(|d| other(answer, worked, d)).collect(),
        more: a.donors.len().saturating_sub(SHOWN),
        left_out: a
            .left_out
            .iter()
            .filter_map(|l| Some(format!("{}: {l}", worked.others.get(l.place)?.1)))
            .collect(),
        in_space: in_space(worked),
        dates: a
            .in_time
            .iter()
            .map(|d| (worked.month(d.change).long(), say::signed_gap(metric.unit, d.effect), p_words(d.p)))
            .collect(),
        csv: address("worked.csv"),
        svg: address("worked.svg"),
    })
}

fn cards(answer: &DidItWork, worked: &Worked) -> Vec<Card> {
    let (a, unit) = (&worked.answer, answer.metric.unit);
    let months = |n: usize| if n == 1 { "1 month".to_owned() } else { format!("{n} months") };
    vec![
        Card {
            label: "Since the change",
            value: unit.say(a.level_after),
            note: format!("mean of {}", months(a.months.1)),
        },
        Card {
            label: "Expected without it",
            value: unit.say(a.expected),
            note: format!("from {} before", months(a.months.0)),
        },
        Card {
            label: "Effect",
            value: say::short_gap(unit, a.effect),
            note: format!("95% interval: {}", range(unit, a.interval)),
        },
        Card {
            label: "By chance alone",
            value: p_words(a.p),
            note: "how often nothing looks as much as this".to_owned(),
        },
    ]
}

fn other(answer: &DidItWork, worked: &Worked, donor: &wt_stats::effect::Donor) -> Option<Other> {
    let (_, name) = worked.others.get(donor.place)?;
    Some(Other {
        name: name.clone(),
        weight: format!("{:.1}%", donor.weight * 100.0),
        placebo: say::signed_gap(answer.metric.unit, donor.placebo),
        score: format!("{:.1}", donor.score).replace('-', "\u{2212}"),
    })
}

fn in_space(worked: &Worked) -> String {
    let (rank, of) = worked.answer.rank;
    let place = match rank {
        1 => "its own effect is the largest for its error".to_owned(),
        n => format!("its own effect is number {n} by size for its error"),
    };
    format!(
        "Each of the {} others was treated as if it had made the change in the same month: of all {of}, {place}.",
        of.saturating_sub(1)
    )
}

/// The answer where there is one; otherwise why not.
async fn needed(app: &App, metric: &str, query: &ScopeQuery, extra: &Extra) -> Result<DidItWork, Failure> {
    let answer = ask(app, &metric_id(metric)?, query, extra).await?;
    answer.ok_or_else(|| Failure::bad("Choose an employer and the month of its change."))
}

async fn csv(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
    Asked(extra): Asked<Extra>,
) -> Answer {
    let answer = needed(&app, &metric, &query, &extra).await?;
    let name = format!("wholetime_worked_{metric}_{}_{}.csv", answer.change.org, answer.change.since);
    download(&name, "text/csv; charset=utf-8", report(&answer).csv())
}

async fn svg(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
    Asked(extra): Asked<Extra>,
) -> Answer {
    let answer = needed(&app, &metric, &query, &extra).await?;
    let worked = answer.outcome.as_ref().map_err(|unsaid| Failure::bad(unsaid.to_string()))?;
    let name = format!("wholetime_worked_{metric}_{}_{}.svg", worked.org, worked.since);
    download(&name, "image/svg+xml", charts::effect(&answer.metric, worked, "worked").standalone())
}
