//! `/compare/{metric}/rows` and downloads: every figure opens into the rows that made it.

use askama::Template;
use axum::extract::Path;
use wt_engine::compare::{Compared, Trace, report};

use super::metric::metric_id;
use super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, Failure, State, download, page};
use crate::shell::{Section, Shell};

#[derive(Template)]
#[template(path = "pages/rows.html")]
struct RowsPage {
    shell: Shell,
    metric: String,
    period: String,
    name: String,
    numerator_words: String,
    numerator: String,
    denominator_words: String,
    denominator: String,
    value: String,
    rows: Vec<Trace>,
    back: String,
    csv: String,
}

async fn compared(
    app: &App,
    metric: &str,
    query: &ScopeQuery,
) -> Result<(Compared, Option<wt_units::OdsCode>), Failure> {
    let (snapshot, home) = app.picture().await?;
    let compared = app.engine.compare_in(&snapshot, &metric_id(metric)?, &query.ask(&snapshot, &home)?)?;
    Ok((compared, query.own_code(&home)?))
}

/// The rows of files behind an employer's figure.
pub(crate) async fn show(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
) -> Answer {
    let (compared, own) = compared(&app, &metric, &query).await?;
    let own = own.ok_or_else(|| Failure::bad("Choose an employer to see the rows behind its figure."))?;
    let row = compared
        .row_of(own)
        .ok_or_else(|| Failure::not_found(format!("{own} has no figures in this comparison.")))?;
    let m = &compared.metric;
    let shell = app.shell(&format!("Source rows - {}", m.name), Section::Compare).await?;
    page(&RowsPage {
        shell: shell
            .under(&[("Compare", "/compare"), (&m.name, &query.link(&format!("/compare/{metric}"), |_| {}))]),
        metric: m.name.clone(),
        period: compared.comparison.question.period.long(),
        name: format!("{} ({own})", row.name),
        numerator_words: m.numerator.words.clone(),
        numerator: row.numerator.to_string(),
        denominator_words: m.denominator.words.clone(),
        denominator: row.denominator.to_string(),
        value: m.unit.say(row.share),
        rows: compared.trace(row),
        back: query.link(&format!("/compare/{metric}"), |_| {}),
        csv: query.link(&format!("/compare/{metric}/rows.csv"), |_| {}),
    })
}

/// The same as CSV.
pub(crate) async fn rows_csv(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
) -> Answer {
    let (compared, own) = compared(&app, &metric, &query).await?;
    let row = own.and_then(|code| compared.row_of(code));
    let row =
        row.ok_or_else(|| Failure::not_found("Choose an employer that has figures in this comparison."))?;
    let name = format!("wholetime_{metric}_rows_{}.csv", row.code.map(|c| c.to_string()).unwrap_or_default());
    download(&name, "text/csv; charset=utf-8", report::trace(&compared, row).csv())
}

/// The whole comparison as CSV, with the columns of the command line.
pub(crate) async fn data_csv(
    State(app): State<App>,
    Path(metric): Path<String>,
    Asked(query): Asked<ScopeQuery>,
) -> Answer {
    let (compared, _) = compared(&app, &metric, &query).await?;
    let name = format!("wholetime_{metric}_{}.csv", compared.comparison.question.period.to());
    download(&name, "text/csv; charset=utf-8", report::comparison(&compared).csv())
}
