//! Did it work? A dated change at one employer on one metric: the sentence, the figures behind it, and both as a table.

use std::sync::Arc;

use wt_benchmark::worked::HISTORY;
use wt_benchmark::{Change, Metric, Unsaid, Worked, worked};
use wt_stats::Interval;
use wt_units::{MetricId, OdsCode};

use crate::compare::{Ask, question};
use crate::permit::Person;
use crate::report::{Cell, Report};
use crate::{Engine, EngineError, Snapshot};

/// The answer for one change, with everything a page or a file says of it.
#[derive(Debug, Clone)]
pub struct DidItWork {
    /// The picture it was made from.
    pub snapshot: Arc<Snapshot>,
    /// The metric.
    pub metric: Metric,
    /// What was asked.
    pub change: Change,
    /// What came of it, or why nothing can be said.
    pub outcome: Result<Worked, Unsaid>,
}

impl DidItWork {
    /// The answer, or why there is none, in one sentence.
    pub fn sentence(&self) -> String {
        match &self.outcome {
            Ok(worked) => worked.sentence(&self.metric),
            Err(unsaid) => unsaid.to_string(),
        }
    }
}

impl Engine {
    /// Asks whether a change worked, up to the last month asked about. The first month asked about is not used: the sixty
    /// months before the change are looked at, or as many as there are.
    ///
    /// # Errors
    /// As [`Engine::compare`], and [`EngineError::Question`] for a code that nothing loaded holds or a worthwhile change that is
    /// not above 0.
    pub async fn worked(
        &self,
        person: &Person,
        metric: &MetricId,
        ask: &Ask,
        change: &Change,
    ) -> Result<DidItWork, EngineError> {
        let snapshot = self.snapshot(person).await?;
        crate::signals::known(&snapshot, Some(change.org))?;
        if change.worthwhile.is_some_and(|w| !(w.is_finite() && w > 0.0)) {
            let words = "The worthwhile change must be a number above 0, in the metric's unit.";
            return Err(EngineError::Question(words.to_owned()));
        }
        let metric = snapshot.metric(metric)?.clone();
        let from = snapshot.cube.period(&metric.id).map(|loaded| {
            let last = ask.to.unwrap_or(loaded.to()).min(change.since);
            loaded.from().max(last.plus(-(i32::try_from(HISTORY).unwrap_or(0))))
        });
        let ask = Ask { from, ..ask.clone() };
        let question = question(&snapshot, &metric, &ask)?;
        let outcome = worked(&snapshot.cube, &snapshot.directory, &metric, &question, change);
        Ok(DidItWork { snapshot, metric, change: *change, outcome })
    }
}

const COLUMNS: [&str; 13] = [
    "kind", "code", "name", "month", "value", "expected", "effect", "low", "high", "p", "weight", "score",
    "words",
];

/// One table of everything, told apart by `kind`: the `answer`; each `organisation` it was compared with (its weight, the effect
/// found where nothing was done, and that in standard errors); each `date` before the change that was tried; each `month`
/// (low and high: where the month would have lain without the change). Figures are in the metric's unit.
pub fn report(found: &DidItWork) -> Report {
    let mut report = Report::new(&COLUMNS);
    let Ok(worked) = &found.outcome else { return report };
    lines(worked).into_iter().for_each(|line| report.push(line.cells(worked, found.metric.unit.scale())));
    report
}

/// One line of the table; what it has nothing to say of is missing. Figures are shares.
#[derive(Default)]
struct Line {
    kind: &'static str,
    who: Option<(OdsCode, String)>,
    month: Option<usize>,
    value: Option<f64>,
    expected: Option<f64>,
    effect: Option<f64>,
    range: Option<Interval>,
    p: Option<f64>,
    weight: Option<f64>,
    score: Option<f64>,
    words: Option<String>,
}

impl Line {
    fn cells(self, worked: &Worked, scale: f64) -> Vec<Cell> {
        let figure = |x: Option<f64>| Cell::maybe(x, |x| Cell::decimals(x * scale, 6));
        let (code, name) = self.who.unzip();
        vec![
            Cell::text(self.kind),
            Cell::maybe(code, |code| Cell::text(code.to_string())),
            Cell::maybe(name, Cell::text),
            Cell::maybe(self.month, |month| Cell::text(worked.month(month).to_string())),
            figure(self.value),
            figure(self.expected),
            figure(self.effect),
            figure(self.range.map(|r| r.low)),
            figure(self.range.map(|r| r.high)),
            Cell::maybe(self.p, |p| Cell::decimals(p, 6)),
            Cell::maybe(self.weight, |weight| Cell::decimals(weight, 6)),
            Cell::maybe(self.score, |score| Cell::decimals(score, 4)),
            Cell::maybe(self.words, Cell::text),
        ]
    }
}

fn lines(worked: &Worked) -> Vec<Line> {
    let a = &worked.answer;
    let who = |place: usize| worked.others.get(place).cloned();
    let answer = Line {
        kind: "answer",
        who: Some((worked.org, worked.name.clone())),
        month: usize::try_from(worked.since.since(worked.period.from())).ok(),
        value: Some(a.level_after),
        expected: Some(a.expected),
        effect: Some(a.effect),
        range: Some(a.interval),
        p: Some(a.p),
        words: Some(a.verdict.word().to_owned()),
        ..Line::default()
    };
    let used = a.donors.iter().map(|donor| Line {
        kind: "organisation",
        who: who(donor.place),
        effect: Some(donor.placebo),
        weight: Some(donor.weight),
        score: Some(donor.score),
        ..Line::default()
    });
    let left_out = a.left_out.iter().map(|left| Line {
        kind: "organisation",
        who: who(left.place),
        words: Some(format!("not used: {left}")),
        ..Line::default()
    });
    let dates = a.in_time.iter().map(|date| Line {
        kind: "date",
        month: Some(date.change),
        effect: Some(date.effect),
        p: Some(date.p),
        ..Line::default()
    });
    let months = a.path.iter().map(|month| Line {
        kind: "month",
        month: Some(month.month),
        value: Some(month.value),
        expected: Some(month.expected),
        effect: Some(month.value - month.expected),
        range: month.range,
        ..Line::default()
    });
    std::iter::once(answer).chain(used).chain(left_out).chain(dates).chain(months).collect()
}
