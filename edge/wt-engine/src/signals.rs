//! What is real this month, among all metrics and employers at once: who lies far from peers, what has changed, how
//! many of those listed are expected to be false, and what is new since last month.

pub mod icons;
mod levels;

use std::sync::Arc;

use wt_benchmark::metric::Metric;
use wt_benchmark::{Level, Row, reading};
use wt_stats::spc::corrected::{Judgement, Reason};
use wt_units::{MetricId, Month, OdsCode};

use crate::compare::{Ask, Compared};
use crate::permit::Person;
use crate::report::{Cell, Report};
use crate::{Engine, EngineError, Snapshot};
use levels::better;
pub(crate) use levels::{Listed, levels};

/// Months a change is looked for in, the latest included.
const HISTORY: i32 = 36;
/// Share of still series whose latest point is called a change all the same (measured by `wt-calibration spc`).
const FALSE_CHANGES: f64 = 0.02;

/// All signals of a place and month.
#[derive(Debug, Clone)]
pub struct Signals {
    /// The picture they were made from.
    pub snapshot: Arc<Snapshot>,
    /// The latest month that has figures.
    pub month: Option<Month>,
    /// Far from peers, the strongest first.
    pub levels: Vec<LevelSignal>,
    /// How many comparisons were made, listed, and are expected to be false, as a sentence.
    pub levels_words: String,
    /// Changed, the strongest first.
    pub changes: Vec<ChangeSignal>,
    /// Series in which a change was looked for.
    pub series: usize,
    /// Series with too few months to say.
    pub too_few: usize,
    /// Listed a month ago and no longer.
    pub gone: Vec<Place>,
}

/// Which employer on which metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Employer.
    pub org: OdsCode,
    /// Its name.
    pub name: String,
    /// Metric.
    pub metric: MetricId,
    /// Its name.
    pub metric_name: String,
}

/// An employer that lies further from its peers than chance and usual spread explain.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelSignal {
    /// Who and what.
    pub place: Place,
    /// Its value, as a page says it.
    pub value: String,
    /// Its peers' median.
    pub median: String,
    /// Whether it lies on the better side; none where no direction is good.
    pub better: Option<bool>,
    /// How many standard deviations from its peers, spread between them allowed for.
    pub z: f64,
    /// How likely this one is false.
    pub false_chance: f64,
    /// Not listed a month ago.
    pub new: bool,
}

/// An employer whose figure has changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSignal {
    /// Who and what.
    pub place: Place,
    /// What the latest month says.
    pub reason: Reason,
    /// Since when, where a lasting change was found.
    pub since: Option<Month>,
    /// The same in words: "seven months above what is expected, since May 2025".
    pub words: String,
    /// Whether it is for the better; none where no direction is good.
    pub better: Option<bool>,
    /// Did not say so a month ago.
    pub new: bool,
}

impl Signals {
    /// How many series would at most look changed if nothing had changed anywhere.
    pub fn false_changes_expected(&self) -> f64 {
        FALSE_CHANGES * self.series as f64
    }
}

impl Engine {
    /// Every signal of the place asked about, of one employer or of all.
    ///
    /// # Errors
    /// As [`Engine::opportunities`].
    pub async fn signals(
        &self,
        person: &Person,
        ask: &Ask,
        org: Option<OdsCode>,
    ) -> Result<Signals, EngineError> {
        let snapshot = self.snapshot(person).await?;
        known(&snapshot, org)?;
        let ask = Ask { level: Level::Employers, ..ask.clone() };
        let now = self.compare_all(&snapshot, &ask)?;
        let before = self.a_month_ago(&snapshot, &now, &ask)?;
        let (listed, findings) = levels(&now);
        let (old, _) = levels(&before);
        let places =
            |listed: &[Listed<'_>]| -> Vec<Place> { listed.iter().filter_map(Listed::place).collect() };
        let (was, is) = (places(&old), places(&listed));
        let mut found = Signals {
            month: now.iter().map(|c| c.comparison.question.period.to()).max(),
            gone: was.iter().filter(|p| !is.contains(p)).cloned().collect(),
            levels: listed.iter().filter_map(|l| l.signal(&was)).collect(),
            levels_words: findings.map_or_else(|| "Nothing could be compared.".to_owned(), |f| f.words()),
            changes: Vec::new(),
            series: 0,
            too_few: 0,
            snapshot: Arc::clone(&snapshot),
        };
        for compared in &now {
            self.changed(compared, &ask, &mut found)?;
        }
        found.changes.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
        if let Some(org) = org {
            found.levels.retain(|l| l.place.org == org);
            found.changes.retain(|c| c.place.org == org);
            found.gone.retain(|g| g.org == org);
        }
        Ok(found)
    }

    /// The same comparison over the longer stretch of months in which changes are looked for.
    ///
    /// # Errors
    /// As [`Engine::compare`].
    pub fn history(&self, compared: &Compared, ask: &Ask) -> Result<Compared, EngineError> {
        let to = compared.comparison.question.period.to();
        let from = compared.comparison.question.period.from().min(to.plus(1 - HISTORY));
        let longer = Ask { from: Some(from), to: Some(to), ..ask.clone() };
        self.compare_in(&compared.snapshot, &compared.metric.id, &longer)
    }

    /// The same comparisons with each metric's period ending a month earlier; a metric whose figures begin only now
    /// is left out.
    fn a_month_ago(
        &self,
        snapshot: &Arc<Snapshot>,
        now: &[Compared],
        ask: &Ask,
    ) -> Result<Vec<Compared>, EngineError> {
        let earlier = now.iter().filter_map(|c| {
            let period = c.comparison.question.period;
            let to = period.to().plus(-1);
            let loaded = snapshot.cube.period(&c.metric.id)?;
            (to >= loaded.from())
                .then(|| (c, Ask { from: Some(period.from().plus(-1)), to: Some(to), ..ask.clone() }))
        });
        earlier.map(|(c, ask)| self.compare_in(snapshot, &c.metric.id, &ask)).collect()
    }

    /// Changes of one metric, over a longer stretch of months.
    fn changed(&self, compared: &Compared, ask: &Ask, found: &mut Signals) -> Result<(), EngineError> {
        let longer = self.history(compared, ask)?;
        for row in &longer.comparison.rows {
            let Some(place) = place(row, &compared.metric) else { continue };
            match reading::over_time(row, row.months.len()) {
                Err(_) => found.too_few += 1,
                Ok(judged) => {
                    found.series += 1;
                    let before = reading::over_time(row, row.months.len().saturating_sub(1)).ok();
                    found.changes.extend(change(place, row, &compared.metric, &judged, before.as_ref()));
                }
            }
        }
        Ok(())
    }
}

impl ChangeSignal {
    /// For the order of the list: new ones first, then those for the worse.
    fn strength(&self) -> f64 {
        f64::from(u8::from(self.new)) * 2.0 + f64::from(u8::from(self.better == Some(false)))
    }
}

/// Refuses an employer that is nowhere in what is loaded: an empty answer would read as good news.
pub(crate) fn known(snapshot: &Snapshot, org: Option<OdsCode>) -> Result<(), EngineError> {
    match org.filter(|code| snapshot.has_organisations() && !snapshot.knows(*code)) {
        None => Ok(()),
        Some(code) => Err(EngineError::Question(format!(
            "No organisation in what is loaded has the code {code}. Check the code, or import a file that holds it."
        ))),
    }
}

fn place(row: &Row, metric: &Metric) -> Option<Place> {
    Some(Place {
        org: row.code?,
        name: row.name.clone(),
        metric: metric.id.clone(),
        metric_name: metric.name.clone(),
    })
}

/// A change, where the latest month is one.
fn change(
    place: Place,
    row: &Row,
    metric: &Metric,
    judged: &Judgement,
    before: Option<&Judgement>,
) -> Option<ChangeSignal> {
    let last = judged.points.iter().rposition(|p| p.reason.is_some())?;
    if judged.latest == Reason::Common {
        return None;
    }
    let point = judged.points[last];
    let since = judged.change.and_then(|c| row.months.get(c.from)).map(|m| m.month);
    Some(ChangeSignal {
        place,
        reason: judged.latest,
        since,
        words: reading::words(row, judged),
        better: better(metric, point.value?, point.expected),
        new: before.is_none_or(|b| b.latest != judged.latest),
    })
}

const COLUMNS: [&str; 11] =
    ["kind", "code", "name", "metric", "value", "peer_median", "z", "chance_false", "better", "since", "new"];

/// Signals as a table.
pub fn report(found: &Signals) -> Report {
    let mut report = Report::new(&COLUMNS);
    for l in &found.levels {
        report.push(vec![
            Cell::text("level"),
            Cell::text(l.place.org.to_string()),
            Cell::text(&l.place.name),
            Cell::text(l.place.metric.to_string()),
            Cell::text(&l.value),
            Cell::text(&l.median),
            Cell::decimals(l.z, 4),
            Cell::decimals(l.false_chance, 6),
            Cell::maybe(l.better, Cell::Flag),
            Cell::Missing,
            Cell::Flag(l.new),
        ]);
    }
    for c in &found.changes {
        report.push(vec![
            Cell::text("change"),
            Cell::text(c.place.org.to_string()),
            Cell::text(&c.place.name),
            Cell::text(c.place.metric.to_string()),
            Cell::text(&c.words),
            Cell::Missing,
            Cell::Missing,
            Cell::Missing,
            Cell::maybe(c.better, Cell::Flag),
            Cell::maybe(c.since, Cell::number),
            Cell::Flag(c.new),
        ]);
    }
    report
}
