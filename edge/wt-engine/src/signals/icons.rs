//! One employer's metrics at a glance: variation and assurance of each, and the reason in words.

use wt_benchmark::{Metric, Row, reading};
use wt_stats::xmr::{Assurance, Point};
use wt_units::{MetricId, OdsCode};

use crate::compare::Ask;
use crate::permit::Person;
use crate::report::{Cell, Report};
use crate::{Engine, EngineError};

/// A metric's line.
#[derive(Debug, Clone, PartialEq)]
pub struct IconRow {
    /// Metric.
    pub metric: MetricId,
    /// Its name.
    pub name: String,
    /// Latest month with a figure.
    pub month: String,
    /// Its value.
    pub value: String,
    /// Mean of the months.
    pub mean: String,
    /// Limits, where there are some.
    pub limits: Option<String>,
    /// Variation by the Making Data Count rules; none where there are too few data to say.
    pub variation: Option<Point>,
    /// Assurance against the metric's target; none without one.
    pub assurance: Option<Assurance>,
    /// Why, in words.
    pub why: String,
    /// What the corrected reading says where it differs.
    pub corrected: Option<String>,
}

impl Engine {
    /// The metrics of one employer that have figures.
    ///
    /// # Errors
    /// As [`Engine::opportunities`].
    pub async fn icons(&self, person: &Person, ask: &Ask, org: OdsCode) -> Result<Vec<IconRow>, EngineError> {
        let snapshot = self.snapshot(person).await?;
        super::known(&snapshot, Some(org))?;
        let mut rows = Vec::new();
        for compared in self.compare_all(&snapshot, ask)? {
            let history = self.history(&compared, ask)?;
            rows.extend(history.row_of(org).and_then(|row| of(&history.metric, row)));
        }
        Ok(rows)
    }
}

/// The line of one row; none where no month has a figure.
pub fn of(metric: &Metric, row: &Row) -> Option<IconRow> {
    let latest = row.months.iter().rev().find(|m| m.share.is_some())?;
    let chart = &row.value_chart;
    let segment = chart.segments.last()?;
    let say = |x: f64| metric.unit.say(x);
    let too_few = segment.stage == wt_stats::xmr::Stage::LineOnly;
    let improvement = reading::improvement(metric);
    let variation = chart.variation(improvement).filter(|_| !too_few);
    Some(IconRow {
        metric: metric.id.clone(),
        name: metric.name.clone(),
        month: latest.month.long(),
        value: say(latest.share?),
        mean: say(segment.mean),
        limits: segment.limits.filter(|_| !too_few).map(|l| format!("{} to {}", say(l.lower), say(l.upper))),
        variation,
        assurance: chart.assurance(metric.target_share(), improvement).filter(|_| !too_few),
        why: reading::peer_words(row, chart),
        corrected: reading::difference(chart, row),
    })
}

/// The lines as a table.
pub fn report(rows: &[IconRow]) -> Report {
    let columns = [
        "metric",
        "name",
        "month",
        "value",
        "mean",
        "limits",
        "variation",
        "assurance",
        "why",
        "corrected_reading",
    ];
    let mut report = Report::new(&columns);
    for r in rows {
        report.push(vec![
            Cell::text(r.metric.to_string()),
            Cell::text(&r.name),
            Cell::text(&r.month),
            Cell::text(&r.value),
            Cell::text(&r.mean),
            Cell::maybe(r.limits.as_ref(), Cell::text),
            Cell::maybe(r.variation.map(Point::icon), Cell::text),
            Cell::maybe(r.assurance.map(Assurance::icon), Cell::text),
            Cell::text(&r.why),
            Cell::maybe(r.corrected.as_ref(), Cell::text),
        ]);
    }
    report
}
