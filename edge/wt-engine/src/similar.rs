//! Who is like whom: similar organisations chosen because their figures predict one's own, RightCare's way beside them.

use std::sync::Arc;

use wt_benchmark::similar::{Described, Similar};
use wt_benchmark::{Comparison, Direction, Level, Metric, Row};
use wt_stats::similar::{Fault, Peer, best_of, equal, learn, learn_general, mean_of};
use wt_units::{MetricId, OdsCode};

use crate::compare::{Ask, Compared};
use crate::permit::Person;
use crate::report::{Cell, Report};
use crate::{Engine, EngineError, Snapshot};

/// RightCare's benchmark is the mean of so many …
const BEST: usize = 5;
/// The variable that is no metric: the logarithm of the denominator.
pub const SIZE: &str = "size";
/// A variable must be known of this share of the organisations.
const KNOWN: f64 = 0.5;

/// Who is asked about, and how likeness is weighed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AskSimilar {
    /// The metric they are to be compared on: its weights are learnt, and it is no variable.
    pub metric: Option<MetricId>,
    /// Weights of one's own, by variable ([`SIZE`] or a metric); those not named do not count. Empty: learnt or equal.
    pub weights: Vec<(String, f64)>,
    /// How many.
    pub count: usize,
}

/// Where the weights come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Weighing {
    /// The reader's own.
    Own,
    /// Learnt: the share of the metric's variance told of organisations left out.
    Learnt(f64),
    /// Equal, and why.
    Equal(&'static str),
}

/// One variable that describes an organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its slug: [`SIZE`] or a metric's.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its weight as a share of all.
    pub weight: f64,
}

/// One of the organisations like it.
#[derive(Debug, Clone, PartialEq)]
pub struct Like {
    /// Which, how far, and what sets the two apart.
    pub similar: Similar,
    /// Its name.
    pub name: String,
    /// Its value of the metric asked about, as a page says it.
    pub value: Option<String>,
    /// Whether RightCare's way takes it too: one of the nearest ten by equal weights.
    pub similar_10: bool,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// Whose.
    pub org: OdsCode,
    /// Its name.
    pub name: String,
    /// The metric asked about.
    pub metric: Option<Metric>,
    /// What they were described by, the heaviest first.
    pub variables: Vec<Variable>,
    /// Where the weights come from.
    pub weighing: Weighing,
    /// The share of the metric's variance that the plain mean of similar 10 by equal weights tells; below 0 where the mean
    /// of all would tell more. None where it can't be said.
    pub similar_10_told: Option<f64>,
    /// The nearest, nearest first.
    pub like: Vec<Like>,
    /// How many they were chosen from: "Acute, 124 organisations".
    pub from: String,
    /// Its own value, the mean of those like it, the mean of RightCare's similar 10 and of the best five of them, as a page
    /// says them.
    pub values: Option<[Option<String>; 4]>,
}

impl Likeness {
    /// They as a choice of peers: codes joined by commas.
    pub fn peers(&self) -> String {
        self.like.iter().map(|l| l.similar.code.to_string()).collect::<Vec<_>>().join(",")
    }

    /// Where the weights come from, as a sentence.
    pub fn words(&self) -> String {
        let share = |told: f64| format!("{:.0}%", told.max(0.0) * 100.0);
        let beside = self.similar_10_told.map_or(String::new(), |told| {
            format!(" The plain mean of the similar 10 by equal weights told {}.", share(told))
        });
        match (&self.weighing, &self.metric) {
            (Weighing::Own, _) => format!("Weights are your own.{beside}"),
            (Weighing::Learnt(told), Some(metric)) => format!(
                "Weights were learnt from how well these variables predict {}: of organisations left out they told {} of its \
                 variance.{beside}",
                wt_benchmark::sentence::lower_first(&metric.name),
                share(*told)
            ),
            (Weighing::Learnt(_), None) => "Weights were learnt.".to_owned(),
            (Weighing::Equal(why), _) => format!("Weights are equal, as RightCare's are: {why}.{beside}"),
        }
    }
}

impl Engine {
    /// The organisations most like one, among those of its type anywhere.
    ///
    /// # Errors
    /// [`EngineError::Question`] for an organisation without figures, unknown variables or weights that can't be;
    /// [`EngineError::NotFound`] for an unknown metric; [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn similar(
        &self,
        person: &Person,
        org: OdsCode,
        ask: &Ask,
        how: &AskSimilar,
    ) -> Result<Likeness, EngineError> {
        let snapshot = self.snapshot(person).await?;
        let metric = how.metric.as_ref().map(|id| snapshot.metric(id).cloned()).transpose()?;
        let everywhere = Ask { region: None, level: Level::Employers, staff_group: None, ..ask.clone() };
        let all = self.compare_all(&snapshot, &everywhere)?;
        let table = Table::new(&snapshot, &all, org, metric.as_ref())?;
        table
            .answer(metric, how)
            .map_err(|why| EngineError::Question(format!("No similar organisations: {why}.")))
    }
}

/// Organisations of one type and what describes them.
struct Table<'a> {
    snapshot: &'a Arc<Snapshot>,
    org: OdsCode,
    codes: Vec<OdsCode>,
    from: String,
    variables: Vec<(String, String)>,
    /// Row by row, a value for each variable.
    values: Vec<Option<f64>>,
    /// The figures of the metric asked about.
    figures: Option<Vec<Option<f64>>>,
}

impl<'a> Table<'a> {
    fn new(
        snapshot: &'a Arc<Snapshot>,
        all: &[Compared],
        org: OdsCode,
        metric: Option<&Metric>,
    ) -> Result<Self, EngineError> {
        let rows = || all.iter().flat_map(|c| &c.comparison.rows);
        let Some(own) = rows().find(|r| r.code == Some(org)) else {
            return Err(EngineError::Question(format!(
                "{org} has no figures in this period, so nothing tells who is like it. Check the code, or import a file that holds it."
            )));
        };
        let mut codes: Vec<OdsCode> =
            rows().filter(|r| r.org_type == own.org_type).filter_map(|r| r.code).collect();
        codes.sort_unstable();
        codes.dedup();
        let kind = own.org_type.map_or("Type not known".to_owned(), |t| t.to_string());
        let asked = |c: &&Compared| metric.is_some_and(|m| m.id == c.metric.id);
        let mut columns = vec![(SIZE.to_owned(), size_name(all, metric), size(all, metric, &codes))];
        columns.extend(all.iter().filter(|c| !asked(c)).map(|c| {
            (c.metric.id.to_string(), c.metric.name.clone(), column(&c.comparison, &codes, |r| r.share))
        }));
        let enough = |column: &[Option<f64>]| {
            let known: Vec<f64> = column.iter().flatten().copied().collect();
            known.len() as f64 >= KNOWN * codes.len() as f64 && known.iter().any(|v| *v != known[0])
        };
        columns.retain(|(.., column)| enough(column));
        let values = (0..codes.len()).flat_map(|i| columns.iter().map(move |c| c.2[i])).collect();
        Ok(Self {
            snapshot,
            org,
            from: format!("{kind}, {} organisations", codes.len()),
            figures: all.iter().find(asked).map(|c| column(&c.comparison, &codes, |r| r.share)),
            variables: columns.into_iter().map(|(id, name, _)| (id, name)).collect(),
            codes,
            values,
        })
    }

    fn answer(&self, metric: Option<Metric>, how: &AskSimilar) -> Result<Likeness, String> {
        let said = |fault: Fault| fault.to_string();
        let names = self.variables.iter().map(|(_, name)| name.clone()).collect();
        let plain = Described::new(self.codes.clone(), names, &self.values).map_err(said)?;
        let (weights, weighing) = self.weights(&plain, how)?;
        let similar_10 = self.peers(&plain, self.org).map_err(said)?;
        let taken: Vec<OdsCode> = similar_10.iter().map(|p| self.codes[p.place]).collect();
        let weighed = plain.clone().weighed(weights).map_err(said)?;
        let ids = self.variables.iter().map(|(id, _)| id.clone());
        let mut variables: Vec<Variable> = ids
            .zip(weighed.weights())
            .map(|(id, (name, weight))| Variable { id, name: name.to_owned(), weight })
            .collect();
        variables.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let like = weighed.like(self.org, how.count).map_err(said)?;
        let value = |code: OdsCode| self.figure(code).zip(metric.as_ref()).map(|(v, m)| m.unit.say(v));
        let like: Vec<Like> = like
            .into_iter()
            .map(|similar| Like {
                name: self.name(similar.code),
                value: value(similar.code),
                similar_10: taken.contains(&similar.code),
                similar,
            })
            .collect();
        Ok(Likeness {
            org: self.org,
            name: self.name(self.org),
            values: metric.as_ref().map(|m| self.values_of(m, &like, &similar_10)),
            similar_10_told: self.told_by_similar_10(&plain),
            from: self.from.clone(),
            metric,
            variables,
            weighing,
            like,
        })
    }

    fn weights(&self, plain: &Described, how: &AskSimilar) -> Result<(Vec<f64>, Weighing), String> {
        if !how.weights.is_empty() {
            let mut weights = vec![0.0; self.variables.len()];
            for (id, weight) in &how.weights {
                let place = self.variables.iter().position(|(one, _)| one == id).ok_or_else(|| {
                    let known: Vec<&str> = self.variables.iter().map(|(id, _)| id.as_str()).collect();
                    format!("there is no variable '{id}'; there are: {}", known.join(", "))
                })?;
                weights[place] = *weight;
            }
            return Ok((weights, Weighing::Own));
        }
        let same = equal(self.variables.len());
        let Some(figures) = &self.figures else {
            return Ok((same, Weighing::Equal("no metric was named to learn from")));
        };
        let others: Vec<Vec<Option<f64>>> = (0..self.variables.len())
            .map(|v| self.values.iter().skip(v).step_by(self.variables.len()).copied().collect())
            .collect();
        let general = learn_general(plain.variables(), &others).map_or(same.clone(), |l| l.weights);
        match learn(plain.variables(), figures, &general) {
            Ok(learnt) if learnt.told > 0.0 => Ok((learnt.weights, Weighing::Learnt(learnt.told))),
            Ok(_) => Ok((same, Weighing::Equal("none that were learnt tell more than the mean of all"))),
            Err(_) => Ok((same, Weighing::Equal("too few organisations have figures to learn from"))),
        }
    }

    /// RightCare's similar 10: the nearest by equal weights.
    fn peers(&self, plain: &Described, of: OdsCode) -> Result<Vec<Peer>, Fault> {
        let place = self.codes.binary_search(&of).map_err(|_| Fault::NoSuchPlace)?;
        plain.variables().peers(place, &equal(self.variables.len()), wt_benchmark::similar::SIMILAR)
    }

    /// The share of the metric's variance that the mean of the similar 10 tells of an organisation that is not among them.
    fn told_by_similar_10(&self, plain: &Described) -> Option<f64> {
        let figures = self.figures.as_ref()?;
        let known: Vec<f64> = figures.iter().flatten().copied().collect();
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        let all: f64 = known.iter().map(|v| (v - mean).powi(2)).sum();
        let missed = self.codes.iter().zip(figures).filter_map(|(code, own)| {
            let told = mean_of(&self.peers(plain, *code).ok()?, figures)?;
            Some(((*own)? - told).powi(2))
        });
        Some(1.0 - missed.sum::<f64>() / all).filter(|told| told.is_finite())
    }

    fn values_of(&self, metric: &Metric, like: &[Like], similar_10: &[Peer]) -> [Option<String>; 4] {
        let say = |v: Option<f64>| v.map(|v| metric.unit.say(v));
        let known: Vec<f64> = like.iter().filter_map(|l| self.figure(l.similar.code)).collect();
        let mean = (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64);
        let figures = self.figures.as_deref().unwrap_or_default();
        let best = match metric.direction {
            Direction::Lower => best_of(similar_10, figures, BEST, true),
            Direction::Higher => best_of(similar_10, figures, BEST, false),
            _ => None,
        };
        [say(self.figure(self.org)), say(mean), say(mean_of(similar_10, figures)), say(best)]
    }

    fn figure(&self, code: OdsCode) -> Option<f64> {
        self.figures.as_ref()?.get(self.codes.binary_search(&code).ok()?).copied().flatten()
    }

    fn name(&self, code: OdsCode) -> String {
        self.snapshot.directory.get(code).map_or(code.to_string(), |o| o.name().to_owned())
    }
}

fn column(c: &Comparison, codes: &[OdsCode], of: fn(&Row) -> f64) -> Vec<Option<f64>> {
    let value = |code: &OdsCode| c.rows.iter().find(|r| r.code == Some(*code)).map(of);
    codes.iter().map(value).collect()
}

/// The comparison whose denominators say how large an organisation is: of the metric asked about, else of the one that
/// most organisations have.
fn sized<'a>(all: &'a [Compared], metric: Option<&Metric>) -> Option<&'a Compared> {
    let asked = metric.and_then(|m| all.iter().find(|c| c.metric.id == m.id));
    asked.or_else(|| all.iter().rev().max_by_key(|c| c.comparison.rows.len()))
}

fn size(all: &[Compared], metric: Option<&Metric>, codes: &[OdsCode]) -> Vec<Option<f64>> {
    let log = |x: f64| (x > 0.0).then(|| x.ln());
    let months =
        |r: &Row| r.denominator.to_f64() / r.months.iter().filter(|m| m.figures.is_some()).count() as f64;
    let found = sized(all, metric).map(|c| column(&c.comparison, codes, months));
    found.unwrap_or_default().into_iter().map(|x| x.and_then(log)).collect()
}

fn size_name(all: &[Compared], metric: Option<&Metric>) -> String {
    let of = sized(all, metric)
        .map_or(String::new(), |c| format!(" (logarithm of {} a month)", c.metric.denominator.words));
    format!("Size{of}")
}

const COLUMNS: [&str; 6] = ["code", "name", "distance", "apart_by", "value", "similar_10"];

/// Those like it as a table.
pub fn report(found: &Likeness) -> Report {
    let mut report = Report::new(&COLUMNS);
    for l in &found.like {
        report.push(vec![
            Cell::text(l.similar.code.to_string()),
            Cell::text(&l.name),
            Cell::decimals(l.similar.distance, 4),
            Cell::maybe(l.similar.apart_by.first(), |(name, _)| Cell::text(name)),
            Cell::maybe(l.value.as_ref(), Cell::text),
            Cell::Flag(l.similar_10),
        ]);
    }
    report
}
