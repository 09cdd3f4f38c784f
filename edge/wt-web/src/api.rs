//! `/api/v1`: the same answers as pages and commands, as JSON. Plain numbers with the digits of the CSV, ISO dates.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use wt_engine::compare::report as compare_report;
use wt_engine::opportunities::report as opportunities_report;
use wt_engine::report::{Cell, Report};
use wt_evidence::Filters;

use crate::app::{App, Asked, Failure, State};
use crate::pages::metric::metric_id;
use crate::pages::scope::ScopeQuery;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/openapi.json", get(|| async { Json(description()) }))
        .route("/api/v1/metrics", get(metrics))
        .route("/api/v1/compare/{metric}", get(compare))
        .route("/api/v1/opportunities", get(opportunities))
        .route("/api/v1/evidence", get(evidence))
        .route("/api/v1/evidence/{id}", get(evidence_item))
        .route("/api/v1/loads", get(loads))
}

/// A refusal as JSON, with the status a page would have.
struct Refused(Failure);

impl<E: Into<Failure>> From<E> for Refused {
    fn from(e: E) -> Self {
        Self(e.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0.status(), Json(json!({ "error": self.0.words() }))).into_response()
    }
}

type Answer = Result<Response, Refused>;

fn list(report: &Report) -> Answer {
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], report.json()).into_response())
}

async fn metrics(State(app): State<App>) -> Answer {
    let (snapshot, _) = app.picture().await?;
    let mut report =
        Report::new(&["id", "name", "insight", "unit", "direction", "organisations", "from", "to"]);
    for c in snapshot.coverage() {
        report.push(vec![
            Cell::text(c.metric.id.as_str()),
            Cell::text(&c.metric.name),
            Cell::text(&c.metric.insight),
            Cell::text(word(&c.metric.unit)),
            Cell::text(word(&c.metric.direction)),
            Cell::number(c.organisations),
            Cell::maybe(c.period, |p| Cell::text(p.from().to_string())),
            Cell::maybe(c.period, |p| Cell::text(p.to().to_string())),
        ]);
    }
    list(&report)
}

/// A word as metric files write it.
fn word(value: &impl serde::Serialize) -> String {
    json!(value).as_str().unwrap_or_default().to_owned()
}

async fn compare(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let compared = app.engine.compare_in(&snapshot, &metric_id(&metric)?, &query.ask(&snapshot, &home)?)?;
    let rows: Value = serde_json::from_str(&compare_report::comparison(&compared).json()).unwrap_or_default();
    let question = &compared.comparison.question;
    let body = json!({
        "metric": metric,
        "metric_version": compared.metric.version,
        "from": question.period.from(),
        "to": question.period.to(),
        "region": question.region,
        "sentence": compared.sentence(),
        "notes": compared.comparison.notes,
        "no_pounds": compared.no_pounds,
        "rows": rows,
    });
    Ok(Json(body).into_response())
}

async fn opportunities(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let found = app.engine.opportunities(&app.person, &ask, query.own_code(&home)?).await?;
    list(&opportunities_report(&found, usize::MAX))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Looking {
    q: String,
}

async fn evidence(State(app): State<App>, Asked(looking): Asked<Looking>) -> Answer {
    let found = app.engine.find_evidence(&looking.q, &Filters::default(), 100);
    let items: Vec<Value> = found
        .hits
        .iter()
        .filter_map(|h| app.engine.library().item(&h.id))
        .map(|i| json!({ "id": i.id, "title": i.title, "summary": i.summary, "strength": i.strength, "date": i.date }))
        .collect();
    Ok(Json(json!({ "total": found.total, "did_you_mean": found.did_you_mean, "items": items }))
        .into_response())
}

async fn evidence_item(State(app): State<App>, Path(id): Path<String>) -> Answer {
    Ok(Json(json!(app.engine.evidence_item(&id)?)).into_response())
}

async fn loads(State(app): State<App>) -> Answer {
    let (loads, _) = app.engine.loads(&app.person, 10_000, 0).await?;
    let mut report = Report::new(&["id", "state", "kind", "file", "rows", "refused", "loaded", "sha256"]);
    for load in &loads {
        report.push(vec![
            Cell::text(&load.id),
            Cell::text(word(&load.state)),
            Cell::text(&load.kind),
            Cell::text(&load.file_name),
            Cell::number(load.rows_accepted),
            Cell::number(load.rows_refused),
            Cell::text(load.loaded_day()),
            Cell::text(&load.sha256),
        ]);
    }
    list(&report)
}

/// The OpenAPI description of exactly these addresses.
fn description() -> Value {
    let text = |name: &str, place: &str, about: &str| {
        json!({ "name": name, "in": place, "required": place == "path", "description": about,
                "schema": { "type": "string" } })
    };
    let scope = || {
        vec![
            text("region", "query", "Region by name; `everywhere` for all"),
            text("from", "query", "First month, such as 2024-04"),
            text("to", "query", "Last month"),
            text(
                "peers",
                "query",
                "region-type, region-type-specialist-apart, a peer set, or codes joined by commas",
            ),
            text("bodies", "query", "`all` for every organisation, else NHS trusts"),
            text("basis", "query", "`as-reported`, else today's structure"),
            text("staff_group", "query", "One staff group"),
            text("own", "query", "An employer's code"),
            text("without", "query", "Codes left out, joined by commas"),
        ]
    };
    let get = |summary: &str, parameters: Vec<Value>| {
        let json = json!({ "application/json": { "schema": {} } });
        json!({ "get": { "summary": summary, "parameters": parameters, "responses": {
            "200": { "description": "The answer", "content": json },
            "400": { "description": "The question can't be answered as asked: {\"error\": sentence}" },
            "404": { "description": "There is no such thing: {\"error\": sentence}" } } } })
    };
    let mut compared = scope();
    compared.insert(0, text("metric", "path", "Slug of a metric"));
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Wholetime", "version": env!("CARGO_PKG_VERSION"),
                  "description": "The same answers as pages and commands. Fields are added to, never changed." },
        "paths": {
            "/api/v1/metrics": get("Every metric and what is loaded of it", Vec::new()),
            "/api/v1/compare/{metric}": get("One metric compared", compared),
            "/api/v1/opportunities": get("Gaps that have pounds, the surest first", scope()),
            "/api/v1/evidence": get("Evidence that answers a question", vec![text("q", "query", "Words")]),
            "/api/v1/evidence/{id}": get("One account", vec![text("id", "path", "Slug of an account")]),
            "/api/v1/loads": get("What is loaded", Vec::new()),
        }
    })
}
