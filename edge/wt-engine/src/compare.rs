//! One metric compared: the question with its defaults, the answer, what it is worth, what worked elsewhere.

pub mod report;

use std::sync::Arc;

use wt_benchmark::{
    Basis, Bodies, Comparison, Level, Metric, PeerChoice, Question, Row, SourceRow, compare, sentence,
};
use wt_opportunity::{Opportunity, PriceBook, Target, opportunities};
use wt_units::{MetricId, Month, OdsCode, Period, Quantity, StaffGroup};

use crate::permit::Person;
use crate::{Engine, EngineError, Snapshot};

/// Months that a comparison covers where nobody says.
const USUAL_MONTHS: i32 = 12;

/// A question as a person puts it; what they leave out has a default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ask {
    /// Region by name or code; none for everywhere.
    pub region: Option<String>,
    /// First month; by default twelve months before the last.
    pub from: Option<Month>,
    /// Last month; by default the last with figures.
    pub to: Option<Month>,
    /// `region-type`, `region-type-specialist-apart`, a named set, or codes joined by commas.
    pub peers: String,
    /// Which bodies count.
    pub bodies: Bodies,
    /// Today's structure or as reported.
    pub basis: Basis,
    /// Codes whose figures are left out.
    pub without: Vec<OdsCode>,
    /// One staff group; none for all staff.
    pub staff_group: Option<StaffGroup>,
    /// What the rows are.
    pub level: Level,
}

/// The answer, with everything a page or a file says of it.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The picture it was made from.
    pub snapshot: Arc<Snapshot>,
    /// The metric.
    pub metric: Metric,
    /// The comparison.
    pub comparison: Comparison,
    /// What closing each row's gap to the peer median would be worth, for the rows on the worse side.
    pub to_median: Vec<Opportunity>,
    /// The same to the best quartile: an upper bound, inflated by selection.
    pub to_best_quartile: Vec<Opportunity>,
    /// Why there are no pounds, where there are none.
    pub no_pounds: Option<String>,
}

/// One month of a figure and the rows it was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// File.
    pub file: String,
    /// Row of the file as a spreadsheet counts.
    pub row: u32,
    /// Code as the source has it.
    pub org: OdsCode,
    /// Unit, if the row is of one.
    pub unit: Option<String>,
    /// Staff group, if the row is of one.
    pub staff_group: Option<String>,
    /// Month.
    pub month: Month,
    /// Figure of that month (the same on each row that it was put together from).
    pub numerator: Quantity,
    /// Figure of that month.
    pub denominator: Quantity,
}

impl Compared {
    /// What closing this row's gap would be worth.
    pub fn opportunity(&self, row: &Row, target: Target) -> Option<&Opportunity> {
        let all = match target {
            Target::PeerMedian => &self.to_median,
            Target::BestQuartile => &self.to_best_quartile,
        };
        all.iter().find(|o| Some(o.org) == row.code && o.unit == row.unit && o.staff_group == row.staff_group)
    }

    /// One sentence about the whole.
    pub fn sentence(&self) -> String {
        sentence::whole(&self.metric, &self.comparison)
    }

    /// Sentences about one row.
    pub fn sentences(&self, row: &Row) -> Vec<String> {
        sentence::row(&self.metric, &self.comparison, row)
    }

    /// The row of an employer.
    pub fn row_of(&self, code: OdsCode) -> Option<&Row> {
        self.comparison.rows.iter().find(|r| r.code == Some(code))
    }

    /// The rows of files behind one row, in the order of months.
    pub fn trace(&self, row: &Row) -> Vec<Trace> {
        let wanted: std::collections::HashSet<SourceRow> = row.sources.iter().copied().collect();
        let mut found = Vec::new();
        for series in self.snapshot.cube.series(&self.metric.id) {
            for point in &series.points {
                for source in point.rows.as_slice().iter().filter(|s| wanted.contains(s)) {
                    found.push(Trace {
                        file: self.snapshot.load_of(*source).map_or(String::new(), |l| l.file_name.clone()),
                        row: source.row,
                        org: series.org,
                        unit: series.unit.as_ref().map(ToString::to_string),
                        staff_group: series.staff_group.as_ref().map(ToString::to_string),
                        month: point.month,
                        numerator: point.numerator,
                        denominator: point.denominator,
                    });
                }
            }
        }
        found.retain(|t| self.comparison.question.period.holds(t.month));
        found.sort_by(|a, b| (a.month, a.org, &a.file, a.row).cmp(&(b.month, b.org, &b.file, b.row)));
        found
    }
}

impl Engine {
    /// Compares employers, units or staff groups on one metric.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for an unknown metric; [`EngineError::Question`] for a period, region, staff group
    /// or peer set that the data do not have; [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn compare(
        &self,
        person: &Person,
        metric: &MetricId,
        ask: &Ask,
    ) -> Result<Compared, EngineError> {
        let snapshot = self.snapshot(person).await?;
        self.compare_in(&snapshot, metric, ask)
    }

    /// As [`compare`](Self::compare), in a picture already at hand.
    ///
    /// # Errors
    /// As [`compare`](Self::compare).
    pub fn compare_in(
        &self,
        snapshot: &Arc<Snapshot>,
        metric: &MetricId,
        ask: &Ask,
    ) -> Result<Compared, EngineError> {
        let metric = snapshot.metric(metric)?;
        let question = question(snapshot, metric, ask)?;
        let comparison = compare(&snapshot.cube, &snapshot.directory, metric, &question);
        let book = PriceBook::from_facts(self.facts(), question.period);
        let worth = |target| opportunities(metric, &comparison, &book, target);
        let (worth, no_pounds) = match (worth(Target::PeerMedian), worth(Target::BestQuartile)) {
            (Ok(median), Ok(best)) => ((median, best), None),
            (Err(why), _) | (_, Err(why)) => ((Vec::new(), Vec::new()), Some(why.to_string())),
        };
        Ok(Compared {
            snapshot: Arc::clone(snapshot),
            metric: metric.clone(),
            comparison,
            to_median: worth.0,
            to_best_quartile: worth.1,
            no_pounds,
        })
    }
}

/// The question with every default filled in, or why it can't be asked.
pub(crate) fn question(snapshot: &Snapshot, metric: &Metric, ask: &Ask) -> Result<Question, EngineError> {
    let refuse = |words: String| Err(EngineError::Question(words));
    let Some(loaded) = snapshot.cube.period(&metric.id) else {
        return refuse(format!(
            "No figures are loaded for {}. Import a file that holds them: {}.",
            metric.name,
            if metric.kinds.is_empty() { "template".to_owned() } else { metric.kinds.join(" or ") }
        ));
    };
    let to = ask.to.unwrap_or(loaded.to());
    let usual = to.plus(1 - USUAL_MONTHS);
    let from = ask.from.unwrap_or(if ask.to.is_none() { usual.max(loaded.from()) } else { usual });
    let Some(period) = Period::new(from, to) else {
        return refuse(format!("The period ends ({to}) before it begins ({from})."));
    };
    if to < loaded.from() || from > loaded.to() {
        return refuse(format!(
            "There are no figures for {} in {}. What is loaded covers {}.",
            metric.name,
            period.long(),
            loaded.long()
        ));
    }
    if period.len() > 1200 {
        return refuse("A period can't be longer than a hundred years.".to_owned());
    }
    let region = region(snapshot, ask.region.as_deref())?;
    known_staff_group(snapshot, metric, ask.staff_group.as_ref())?;
    Ok(Question {
        period,
        region,
        peers: peers(snapshot, &ask.peers)?,
        bodies: ask.bodies,
        basis: ask.basis,
        without: ask.without.clone(),
        staff_group: ask.staff_group.clone(),
        level: ask.level.clone(),
    })
}

fn region(snapshot: &Snapshot, asked: Option<&str>) -> Result<Option<String>, EngineError> {
    let Some(asked) = asked.map(str::trim).filter(|r| !r.is_empty()) else { return Ok(None) };
    if snapshot.directory.iter().any(|o| o.is_in(asked)) {
        return Ok(Some(asked.to_owned()));
    }
    let regions: Vec<&str> = snapshot.directory.regions().into_iter().collect();
    Err(EngineError::Question(format!(
        "No organisation in what is loaded lies in a region called '{asked}'. There are: {}.",
        regions.join(", ")
    )))
}

fn known_staff_group(
    snapshot: &Snapshot,
    metric: &Metric,
    asked: Option<&StaffGroup>,
) -> Result<(), EngineError> {
    let Some(asked) = asked else { return Ok(()) };
    let groups: std::collections::BTreeSet<&str> = snapshot
        .cube
        .series(&metric.id)
        .iter()
        .filter_map(|s| s.staff_group.as_ref().map(StaffGroup::as_str))
        .collect();
    if groups.contains(asked.as_str()) {
        return Ok(());
    }
    let words = if groups.is_empty() {
        format!("{} has no figures by staff group.", metric.name)
    } else {
        let groups: Vec<&str> = groups.into_iter().collect();
        format!("There is no staff group '{asked}'. There are: {}.", groups.join("; "))
    };
    Err(EngineError::Question(words))
}

fn peers(snapshot: &Snapshot, asked: &str) -> Result<PeerChoice, EngineError> {
    match asked.trim() {
        "" | "region-type" => return Ok(PeerChoice::RegionType),
        "region-type-specialist-apart" => return Ok(PeerChoice::RegionTypeSpecialistApart),
        set if snapshot.directory.peer_sets().any(|s| s == set) => {
            return Ok(PeerChoice::NamedSet(set.to_owned()));
        }
        _ => {}
    }
    let codes: Result<Vec<OdsCode>, _> = asked.split(',').map(str::parse).collect();
    if let Ok(codes) = codes
        && codes.iter().all(|c| snapshot.knows(*c))
    {
        return Ok(PeerChoice::Own(codes));
    }
    let sets: Vec<&str> = snapshot.directory.peer_sets().collect();
    let sets = if sets.is_empty() { String::new() } else { format!(", {}", sets.join(", ")) };
    Err(EngineError::Question(format!(
        "'{asked}' is not a choice of peers. Use region-type, region-type-specialist-apart{sets}, or known codes \
         joined by commas."
    )))
}
