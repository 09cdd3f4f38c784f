//! Metrics, comparisons, opportunities, benefits.

use axum::extract::Path;
use axum::http::Uri;
use serde_json::{Value, json};
use wt_engine::compare::report as compare_report;
use wt_engine::opportunities::report as opportunities_report;
use wt_engine::permit::{Action, Object, Whose};
use wt_engine::report::{Cell, Report};

use super::object;
use super::rows::{Paging, rows};
use crate::app::{Answer, App, Asked, Failure, State};
use crate::pages::metric::metric_id;
use crate::pages::scope::ScopeQuery;

pub(super) async fn metrics(State(app): State<App>, uri: Uri, Asked(paging): Asked<Paging>) -> Answer {
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
    paging.part(&uri, rows(&report))
}

/// A word as metric files write it.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    json!(value).as_str().unwrap_or_default().to_owned()
}

/// Pages take a word that they do not know for the usual one; a program is told.
fn strict(query: &ScopeQuery) -> Result<(), Failure> {
    let words = [
        ("bodies", &query.bodies, super::description::BODIES),
        ("basis", &query.basis, super::description::BASES),
        ("level", &query.level, super::description::LEVELS),
    ];
    for (name, found, known) in words {
        if !found.is_empty() && !known.contains(&found.as_str()) {
            return Err(Failure::bad(format!("{name}: found '{found}', expected {}.", known.join(" or "))));
        }
    }
    Ok(())
}

pub(super) async fn compare(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
) -> Answer {
    strict(&query)?;
    let (snapshot, home) = app.picture().await?;
    let compared = app.engine.compare_in(&snapshot, &metric_id(&metric)?, &query.ask(&snapshot, &home)?)?;
    let question = &compared.comparison.question;
    object(&json!({
        "metric": metric,
        "metric_version": compared.metric.version,
        "from": question.period.from(),
        "to": question.period.to(),
        "region": question.region,
        "sentence": compared.sentence(),
        "notes": compared.comparison.notes,
        "no_pounds": compared.no_pounds,
        "rows": rows(&compare_report::comparison(&compared)),
    }))
}

pub(super) async fn opportunities(
    State(app): State<App>,
    uri: Uri,
    Asked(query): Asked<ScopeQuery>,
    Asked(paging): Asked<Paging>,
) -> Answer {
    strict(&query)?;
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    let found = app.engine.opportunities(&app.person, &ask, query.own_code(&home)?).await?;
    paging.part(&uri, rows(&opportunities_report(&found, usize::MAX)))
}

/// The lines of the ledger that this person may see.
pub(super) async fn benefits(State(app): State<App>, uri: Uri, Asked(paging): Asked<Paging>) -> Answer {
    app.person.viewer(Object::Benefits, Action::See)?;
    let book = app.engine.book(&app.person).await?;
    let ledger = &book.ledger;
    let seen = ledger.lines().iter().filter(|(_, state)| {
        let org = ledger.today(state.line.org);
        app.person.can(Object::Benefits, Action::See, &Whose::org(&org)).is_ok()
    });
    let lines = seen.map(|(id, state)| -> Value {
        json!({
            "id": id,
            "name": state.line.name,
            "organisation": ledger.today(state.line.org),
            "type": state.line.benefit.words(),
            "account": state.account(),
            "recurrent": state.line.recurrent,
            "stands": state.words(),
            "full_year_pence": state.line.full_year.0.get(),
            "measure": state.line.metric,
        })
    });
    paging.part(&uri, lines.collect())
}
