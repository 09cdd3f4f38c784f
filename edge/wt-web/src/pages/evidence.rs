//! `/evidence`, `/evidence/{id}`, `/insights/{id}`: what worked elsewhere, found by words or by metric, and what it
//! could serve here.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use serde::Deserialize;
use wt_engine::evidence::metrics_of;
use wt_evidence::{EvidenceItem, Filters, Insight, Marked, SearchAnswer, Strength};

use super::form::{Choice, Select};
use super::opportunities::{metric_link, released, worth};
use super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, Failure, State, page};
use crate::shell::{Section, Shell};

/// Results on the page; a library of some hundred items needs no second page yet.
const SHOWN: usize = 50;
/// Opportunities shown with an item.
const SERVES: usize = 5;
/// Items like an item.
const LIKE: usize = 4;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/evidence", get(find))
        .route("/evidence/{id}", get(show))
        .route("/insights/{id}", get(insight))
}

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Looking {
    q: String,
    insight: String,
    strength: String,
    metric: String,
}

impl Looking {
    fn filters(&self) -> Filters {
        let some = |s: &str| (!s.trim().is_empty()).then(|| s.trim().to_owned());
        Filters {
            insight: some(&self.insight),
            strength: Strength::from_slug(self.strength.trim()),
            metric: self.metric.trim().parse().ok(),
        }
    }

    fn narrowed(&self) -> bool {
        [&self.q, &self.insight, &self.strength, &self.metric].iter().any(|s| !s.trim().is_empty())
    }
}

/// A text in parts, those that were asked for marked.
struct Parts(Vec<(String, bool)>);

impl Parts {
    fn of(marked: &Marked) -> Self {
        Self(marked.parts().into_iter().map(|(text, hit)| (text.to_owned(), hit)).collect())
    }
}

struct Found<'a> {
    item: &'a EvidenceItem,
    title: Parts,
    snippet: Parts,
}

#[derive(Template)]
#[template(path = "pages/evidence.html")]
struct ListPage<'a> {
    shell: Shell,
    looking: &'a Looking,
    selects: Vec<Select>,
    found: Vec<Found<'a>>,
    total: usize,
    meant: Option<String>,
    notes: Vec<String>,
    insights: &'a [Insight],
    narrowed: bool,
}

async fn find(State(app): State<App>, Asked(looking): Asked<Looking>) -> Answer {
    let (snapshot, _) = app.picture().await?;
    let answer = app.engine.find_evidence(&looking.q, &looking.filters(), SHOWN);
    let library = app.engine.library();
    let found: Vec<Found<'_>> = answer
        .hits
        .iter()
        .filter_map(|hit| {
            let item = library.item(&hit.id)?;
            Some(Found { item, title: Parts::of(&hit.title), snippet: Parts::of(&hit.snippet) })
        })
        .collect();
    let name = |id: &str| {
        let metric = id.parse().ok().and_then(|id| snapshot.metrics.get(&id));
        metric.map_or(id.to_owned(), |m| m.name.clone())
    };
    let selects = selects(&looking, &answer, library.insights(), &name);
    page(&ListPage {
        shell: app.shell("Evidence", Section::Evidence).await?,
        selects,
        found,
        total: answer.total,
        meant: answer.did_you_mean,
        notes: answer.notes,
        insights: library.insights(),
        narrowed: looking.narrowed(),
        looking: &looking,
    })
}

fn selects(
    looking: &Looking,
    answer: &SearchAnswer,
    insights: &[Insight],
    metric: &dyn Fn(&str) -> String,
) -> Vec<Select> {
    let title = |id: &str| insights.iter().find(|i| i.id == id).map_or(id.to_owned(), |i| i.title.clone());
    let mut by_insight = vec![Choice::new("", "Every subject", looking.insight.is_empty())];
    by_insight.extend(answer.facets.insights.iter().map(|c| {
        Choice::new(&c.label, format!("{} ({})", title(&c.label), c.count), c.label == looking.insight)
    }));
    let mut by_strength = vec![Choice::new("", "Any strength", looking.strength.is_empty())];
    by_strength.extend(answer.facets.strengths.iter().map(|c| {
        let words = Strength::from_slug(&c.label).map_or_else(|| c.label.clone(), |s| s.words().to_owned());
        Choice::new(&c.label, format!("{words} ({})", c.count), c.label == looking.strength)
    }));
    let mut by_metric = vec![Choice::new("", "Any metric", looking.metric.is_empty())];
    by_metric.extend(answer.facets.metrics.iter().map(|c| {
        Choice::new(&c.label, format!("{} ({})", metric(&c.label), c.count), c.label == looking.metric)
    }));
    vec![
        Select { name: "insight", label: "Subject", choices: by_insight },
        Select { name: "strength", label: "Strength", choices: by_strength },
        Select { name: "metric", label: "Metric", choices: by_metric },
    ]
}

struct Bears {
    /// Its comparison where figures are loaded, else its definition.
    link: String,
    id: String,
    name: String,
    direct: bool,
    why: String,
    known: bool,
}

struct Serves {
    name: String,
    link: String,
    words: String,
}

#[derive(Template)]
#[template(path = "pages/evidence_item.html")]
struct ItemPage<'a> {
    shell: Shell,
    item: &'a EvidenceItem,
    insights: Vec<&'a Insight>,
    bears: Vec<Bears>,
    serves: Vec<Serves>,
    like: Vec<&'a EvidenceItem>,
}

async fn show(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let item = app.engine.evidence_item(&id)?;
    let (snapshot, home) = app.picture().await?;
    let library = app.engine.library();
    let bears: Vec<Bears> = item
        .metrics
        .iter()
        .map(|b| {
            let metric = snapshot.metrics.get(&b.metric);
            let loaded = snapshot.cube.period(&b.metric).is_some();
            Bears {
                link: format!("/{}/{}", if loaded { "compare" } else { "metrics" }, b.metric),
                id: b.metric.to_string(),
                name: metric.map_or(b.metric.to_string(), |m| m.name.clone()),
                direct: b.link == wt_evidence::Directness::Direct,
                why: b.why.clone(),
                known: metric.is_some(),
            }
        })
        .collect();
    let query = ScopeQuery::default();
    let wanted: Vec<_> = metrics_of(&app.engine, &snapshot, item).iter().map(|m| m.id.clone()).collect();
    let serves = if snapshot.has_organisations() {
        let found = app.engine.opportunities(&app.person, &query.ask(&snapshot, &home)?, home.org).await?;
        let fits = found.opportunities.iter().filter(|r| wanted.contains(&r.opportunity.metric));
        fits.take(SERVES)
            .map(|r| Serves {
                name: format!("{}, {}", r.opportunity.name, r.opportunity.metric),
                link: metric_link(&query, &r.opportunity),
                words: {
                    let (pounds, range) = worth(r);
                    format!("{}, {pounds} ({range})", released(r))
                },
            })
            .collect()
    } else {
        Vec::new()
    };
    let shell = app.shell(&format!("{} - Evidence", item.title), Section::Evidence).await?;
    page(&ItemPage {
        shell: shell.under(&[("Evidence", "/evidence")]),
        insights: item.insights.iter().filter_map(|i| library.insight(i)).collect(),
        bears,
        serves,
        like: library.more_like(&item.id, LIKE),
        item,
    })
}

#[derive(Template)]
#[template(path = "pages/insight.html")]
struct InsightPage<'a> {
    shell: Shell,
    insight: &'a Insight,
    metrics: Vec<(String, String)>,
    items: Vec<&'a EvidenceItem>,
}

async fn insight(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let library = app.engine.library();
    let insight = library.insight(&id).ok_or_else(|| {
        Failure::not_found(format!("There is no insight '{id}'. Choose one from the evidence page."))
    })?;
    let (snapshot, _) = app.picture().await?;
    let shell = app.shell(&format!("{} - Evidence", insight.title), Section::Evidence).await?;
    let of = snapshot.metrics.iter().filter(|m| m.insight == insight.id);
    page(&InsightPage {
        shell: shell.under(&[("Evidence", "/evidence")]),
        metrics: of.map(|m| (m.id.to_string(), m.name.clone())).collect(),
        items: library.for_insight(&insight.id),
        insight,
    })
}
