//! `/similar`: the organisations most like one, by variables and weights that are shown and can be changed; RightCare's
//! way beside them.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::routing::get;
use wt_benchmark::similar::SIMILAR;
use wt_engine::similar::{AskSimilar, Likeness, report};
use wt_engine::{EngineError, Snapshot};
use wt_units::OdsCode;

use super::form::{Choice, Select};
use super::opportunities::selects;
use super::scope::{ScopeQuery, encode};
use crate::app::{Answer, App, Asked, Failure, State, download, page};
use crate::shell::{Section, Shell};

/// What an address says beside the scope: the metric, and `w-VARIABLE` for each weight.
type Extra = BTreeMap<String, String>;

struct Weight {
    id: String,
    name: String,
    percent: String,
    /// As the reader entered it; a percentage where none was.
    entered: String,
}

struct Line {
    name: String,
    link: String,
    distance: String,
    apart: String,
    value: String,
    similar_10: bool,
}

#[derive(Template)]
#[template(path = "pages/similar.html")]
struct SimilarPage {
    shell: Shell,
    who: String,
    selects: Vec<Select>,
    from: String,
    words: String,
    weights: Vec<Weight>,
    values: Vec<(&'static str, String)>,
    metric: Option<String>,
    lines: Vec<Line>,
    compare: Option<String>,
    own: String,
    asked: String,
    reset: String,
    csv: String,
}

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/similar", get(show)).route("/similar.csv", get(csv))
}

struct Found {
    likeness: Likeness,
    how: AskSimilar,
}

async fn find(app: &App, query: &ScopeQuery, extra: &Extra) -> Result<Found, Failure> {
    let (snapshot, home) = app.picture().await?;
    let own = query.own_code(&home)?;
    let own = own.ok_or_else(|| Failure::bad("Choose an employer to see which others are like it."))?;
    let how = how(extra)?;
    let ask = query.ask(&snapshot, &home)?;
    let likeness = app.engine.similar(&app.person, own, &ask, &how).await?;
    Ok(Found { likeness, how })
}

fn how(extra: &Extra) -> Result<AskSimilar, EngineError> {
    let metric = extra.get("metric").map(|m| m.trim()).filter(|m| !m.is_empty());
    let metric = metric
        .map(|m| m.parse().map_err(|_| EngineError::NotFound(format!("There is no metric '{m}'."))))
        .transpose()?;
    let weight = |(key, text): (&String, &String)| {
        let id = key.strip_prefix("w-")?.to_owned();
        let text = text.trim();
        (!text.is_empty()).then(|| match text.parse::<f64>() {
            Ok(weight) => Ok((id, weight)),
            Err(_) => Err(EngineError::Question(format!(
                "The weight of {id} is '{text}', which is not a number. Use 0 to leave a variable out."
            ))),
        })
    };
    let weights = extra.iter().filter_map(weight).collect::<Result<Vec<_>, _>>()?;
    Ok(AskSimilar { metric, weights, count: SIMILAR })
}

async fn show(State(app): State<App>, Asked(query): Asked<ScopeQuery>, Asked(extra): Asked<Extra>) -> Answer {
    let found = find(&app, &query, &extra).await?;
    let (snapshot, home) = app.picture().await?;
    let own = found.likeness.org;
    let region = query.ask(&snapshot, &home)?.region;
    let shell = app.shell("Similar organisations", Section::Compare).await?;
    let l = &found.likeness;
    let metric = l.metric.as_ref();
    let id = metric.map_or(String::new(), |m| m.id.to_string());
    let mut choices: Vec<Select> = selects(&snapshot, region.as_deref(), Some(own));
    choices.retain(|s| s.name == "own");
    choices.push(metrics(&snapshot, &id));
    page(&SimilarPage {
        shell: shell.under(&[("Compare", "/compare")]),
        who: format!("{} ({own})", l.name),
        selects: choices,
        from: l.from.clone(),
        words: l.words(),
        weights: weights(&found),
        values: values(l),
        metric: metric.map(|m| m.name.clone()),
        lines: lines(l, &query),
        compare: metric.map(|m| compare(&query, &m.id.to_string(), own, &l.peers())),
        own: own.to_string(),
        asked: id.clone(),
        reset: with(&query.link("/similar", |q| q.own = own.to_string()), "metric", &id),
        csv: with(&query.link("/similar.csv", |q| q.own = own.to_string()), "metric", &id),
    })
}

async fn csv(State(app): State<App>, Asked(query): Asked<ScopeQuery>, Asked(extra): Asked<Extra>) -> Answer {
    let found = find(&app, &query, &extra).await?;
    let name = format!("wholetime_similar_to_{}.csv", found.likeness.org);
    download(&name, "text/csv; charset=utf-8", report(&found.likeness).csv())
}

fn metrics(snapshot: &Snapshot, chosen: &str) -> Select {
    let mut choices = vec![Choice::new("", "None: weigh all alike", chosen.is_empty())];
    let known = snapshot.metrics.iter().filter(|m| snapshot.cube.period(&m.id).is_some());
    choices.extend(known.map(|m| Choice::new(m.id.to_string(), m.name.clone(), m.id.as_str() == chosen)));
    Select { name: "metric", label: "To be compared on", choices }
}

fn weights(found: &Found) -> Vec<Weight> {
    let entered = |id: &str| found.how.weights.iter().find(|(one, _)| one == id).map(|(_, w)| w.to_string());
    let weight = |v: &wt_engine::similar::Variable| {
        let percent = format!("{:.1}", v.weight * 100.0);
        Weight {
            id: v.id.clone(),
            name: v.name.clone(),
            entered: entered(&v.id).unwrap_or_else(|| percent.clone()),
            percent: format!("{percent}%"),
        }
    };
    found.likeness.variables.iter().map(weight).collect()
}

fn values(l: &Likeness) -> Vec<(&'static str, String)> {
    let Some(values) = &l.values else { return Vec::new() };
    let names = [
        "Its own",
        "Mean of those listed",
        "RightCare's similar 10, mean",
        "RightCare's benchmark: mean of the best 5 of them (partly luck)",
    ];
    let said = |v: &Option<String>| v.clone().unwrap_or_else(|| "Not known".to_owned());
    names.into_iter().zip(values.iter().map(said)).collect()
}

fn lines(l: &Likeness, query: &ScopeQuery) -> Vec<Line> {
    let line = |like: &wt_engine::similar::Like| {
        let code = like.similar.code;
        let apart = like.similar.apart_by.first().filter(|(_, share)| *share > 0.0);
        Line {
            name: format!("{} ({code})", like.name),
            link: query.link("/similar", |q| q.own = code.to_string()),
            distance: format!("{:.2}", like.similar.distance),
            apart: apart.map_or("alike in everything weighed".to_owned(), |(name, share)| {
                format!("{name} ({:.0}%)", share * 100.0)
            }),
            value: like.value.clone().unwrap_or_else(|| "–".to_owned()),
            similar_10: like.similar_10,
        }
    };
    l.like.iter().map(line).collect()
}

/// The comparison of the metric with these as peers.
fn compare(query: &ScopeQuery, metric: &str, own: OdsCode, peers: &str) -> String {
    query.link(&format!("/compare/{metric}"), |q| {
        q.own = own.to_string();
        q.peers = peers.to_owned();
    })
}

fn with(link: &str, name: &str, value: &str) -> String {
    if value.is_empty() { link.to_owned() } else { format!("{link}&{name}={}", encode(value)) }
}
