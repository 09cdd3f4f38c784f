//! `/compare`: the metrics that have figures, by insight.

use std::collections::BTreeMap;

use askama::Template;
use wt_benchmark::{Persistence, reading};
use wt_engine::Coverage;
use wt_engine::compare::Compared;

use super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, State, page};
use crate::shell::{Section, Shell};

struct Line {
    name: String,
    link: String,
    months: String,
    organisations: usize,
    shows: String,
}

struct Heading {
    id: String,
    title: String,
    metrics: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/compare.html")]
struct ComparePage {
    shell: Shell,
    sentence: String,
    groups: Vec<Heading>,
    empty: Vec<(String, String)>,
}

/// The page.
pub(crate) async fn list(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let compared: BTreeMap<String, Compared> =
        app.engine.compare_all(&snapshot, &ask)?.into_iter().map(|c| (c.metric.id.to_string(), c)).collect();
    let mut groups: Vec<Heading> = app
        .engine
        .library()
        .insights()
        .iter()
        .map(|i| Heading { id: i.id.clone(), title: i.title.clone(), metrics: Vec::new() })
        .collect();
    let mut empty = Vec::new();
    let coverage = snapshot.coverage();
    let filled = coverage.iter().filter(|c| c.period.is_some()).count();
    for cover in &coverage {
        let id = cover.metric.id.to_string();
        let Some(group) = groups.iter_mut().find(|g| g.id == cover.metric.insight) else { continue };
        match (cover.period, compared.get(&id)) {
            (Some(_), compared) => group.metrics.push(line(cover, compared, &query)),
            (None, _) => empty.push((id, cover.metric.name.clone())),
        }
    }
    groups.retain(|g| !g.metrics.is_empty());
    let sentence = format!(
        "{filled} of {} metrics have figures. Choose one to see how each employer compares with its peers, whether \
         the difference is more than noise, and what it is worth.",
        coverage.len()
    );
    let shell = app.shell("Compare", Section::Compare).await?;
    page(&ComparePage { shell, sentence, groups, empty })
}

fn line(cover: &Coverage<'_>, compared: Option<&Compared>, query: &ScopeQuery) -> Line {
    Line {
        name: cover.metric.name.clone(),
        link: query.link(&format!("/compare/{}", cover.metric.id), |_| {}),
        months: cover.period.map_or(String::new(), wt_units::Period::long),
        organisations: cover.organisations,
        shows: compared.map_or("No figures in this period".to_owned(), shows),
    }
}

/// What a comparison shows, in a few words.
fn shows(c: &Compared) -> String {
    let rows = &c.comparison.rows;
    if c.metric.direction == wt_benchmark::Direction::Context {
        return "Context: no value is called better or worse".to_owned();
    }
    let lasting = rows.iter().filter(|r| r.persistent_gap == Persistence::Yes).count();
    let standings = reading::standings(&c.metric, &c.comparison);
    let outside = standings.iter().flatten().filter(|unit| unit.flag.outside998).count();
    match (lasting, outside) {
        (0, 0) => "No gap beyond noise".to_owned(),
        (l, 0) => format!("{l} lasting gaps"),
        (l, o) => format!("{l} lasting gaps, {o} outside the 99.8% limits"),
    }
}
