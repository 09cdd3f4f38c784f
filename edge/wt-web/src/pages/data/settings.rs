//! Forms of the Data page: where pages open, the gap, a metric of one's own.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::HeaderMap;
use serde::Deserialize;
use wt_engine::settings::{Gap, Home};
use wt_units::Pence;

use super::from_us;
use crate::app::{Answer, App, Failure, see, sent};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HomeForm {
    region: String,
    own: String,
}

pub(super) async fn home(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<HomeForm>, FormRejection>,
) -> Answer {
    from_us(&headers)?;
    let form = sent(form)?;
    let some = |s: &str| (!s.trim().is_empty()).then(|| s.trim().to_owned());
    let org = some(&form.own)
        .map(|code| code.parse().map_err(|e| Failure::bad(format!("The employer: {e}."))))
        .transpose()?;
    let region = some(&form.region).filter(|r| r != "everywhere");
    app.engine.save_home(&app.person, &Home { region, org }).await?;
    see("/data?done=home")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GapForm {
    amount: String,
    covers: String,
    source: String,
    stated: String,
}

pub(super) async fn gap(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<GapForm>, FormRejection>,
) -> Answer {
    from_us(&headers)?;
    let form = sent(form)?;
    let plain: String = form.amount.chars().filter(|c| !matches!(c, '£' | ',' | ' ')).collect();
    let amount = plain.parse().ok().and_then(Pence::from_pounds);
    let amount = amount.ok_or_else(|| {
        Failure::bad(format!("Amount: found '{}', expected pounds, such as 250000000.", form.amount))
    })?;
    let stated = form.stated.trim().parse().map_err(|_| {
        Failure::bad(format!("Stated on: found '{}', expected a day, such as 2026-04-01.", form.stated))
    })?;
    let gap = Gap { amount, covers: form.covers, source: form.source, stated };
    app.engine.save_gap(&app.person, &gap).await?;
    see("/data?done=gap")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MetricForm {
    toml: String,
}

pub(super) async fn metric(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<MetricForm>, FormRejection>,
) -> Answer {
    from_us(&headers)?;
    app.engine.add_metric(&app.person, "The metric", &sent(form)?.toml).await?;
    see("/data?done=metric")
}
