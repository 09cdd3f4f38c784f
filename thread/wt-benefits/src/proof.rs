//! What a benefit line claimed, beside what its measure says: recalculated month by month, with an interval, in one sentence.
//!
//! The effect is that of [`wt_benchmark::worked`]: a synthetic control of similar employers, judged by placebos. Pounds are the
//! effect times what the measure is out of, times the line's price of a unit.

use std::collections::{BTreeMap, BTreeSet};

use wt_benchmark::metric::{Direction, Metric};
use wt_benchmark::worked::{Change, Seen, Unsaid, Worked, judged};
use wt_stats::effect::Verdict;
use wt_units::{Month, OdsCode, Pence, Period, Quantity};

use crate::ledger::LineState;

/// Numerator and denominator of one employer's measure, by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Whose.
    pub org: OdsCode,
    /// Its name.
    pub name: String,
    /// Figures; a month that is not there is missing, not nought.
    pub months: BTreeMap<Month, (Quantity, Quantity)>,
}

impl Series {
    fn share(&self, month: Month) -> Option<f64> {
        let (numerator, denominator) = self.months.get(&month)?;
        Some(numerator.to_f64() / denominator.to_f64()).filter(|share| share.is_finite())
    }
}

/// Why a line has no proof, as a sentence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoProof {
    /// It names no measure.
    #[error("Can't tell: line '{0}' names no measure with a price, so its pounds are finance's word alone.")]
    NoMeasure(String),
    /// Its employer is not among the series.
    #[error("Can't tell: {org} has no figures for {metric}.")]
    NoFigures {
        /// Whose.
        org: OdsCode,
        /// For what.
        metric: String,
    },
    /// The statistics say nothing.
    #[error("{0}")]
    Unsaid(Unsaid),
    /// Beyond what pence can hold.
    #[error("Can't tell: the pounds are too large to calculate with.")]
    TooLarge,
}

/// Pounds with an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Low end.
    pub low: Pence,
    /// The estimate.
    pub central: Pence,
    /// High end.
    pub high: Pence,
}

/// One month since the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProvedMonth {
    /// Which.
    pub month: Month,
    /// The measure, as a share.
    pub value: f64,
    /// What similar employers say it would have been.
    pub expected: f64,
    /// Pounds saved; below nought where it cost more.
    pub pounds: Pence,
    /// Pounds that the ledger holds for the month; none where it holds nothing.
    pub claimed: Option<Pence>,
}

/// What was claimed and what was proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// The line.
    pub line: String,
    /// Pounds claimed in the months that are proved here.
    pub claimed: Pence,
    /// Pounds proved, with the 95% interval of the effect.
    pub proved: Range,
    /// Month by month since the start.
    pub months: Vec<ProvedMonth>,
    /// The effect, with who was compared.
    pub worked: Worked,
}

/// Holds a line against its measure. `all` are the series of all employers that can be compared, the line's own among them; `org`
/// is who stands for the line's employer today. Those in `acting` do something about the same measure themselves: compared
/// with them an effect would look smaller than it is, so they are left out (see [`crate::ledger::Ledger::acting_on`]). The same is
/// asked at so many earlier `dates` at most: each takes as long as the answer, and only tells how restless the figures are.
///
/// # Errors
/// Why nothing can be said, as a sentence.
pub fn prove(
    line: &LineState,
    org: OdsCode,
    metric: &Metric,
    all: &[Series],
    acting: &BTreeSet<OdsCode>,
    dates: usize,
) -> Result<Proof, NoProof> {
    let id = || line.line.id.clone();
    let price = line.line.price.filter(|_| line.line.metric.as_ref() == Some(&metric.id));
    let price = price.ok_or_else(|| NoProof::NoMeasure(id()))?;
    let none = || NoProof::NoFigures { org, metric: metric.id.to_string() };
    let own = all.iter().find(|series| series.org == org).ok_or_else(none)?;
    let first = all.iter().filter_map(|series| series.months.keys().next()).min().ok_or_else(none)?;
    let last = own.months.keys().next_back().ok_or_else(none)?;
    let from = (*first).max(line.line.start.plus(-(wt_benchmark::worked::HISTORY as i32)));
    let period = Period::new(from, *last).ok_or_else(none)?;
    let values = |series: &Series| period.months().map(|month| series.share(month)).collect::<Vec<_>>();
    let others: Vec<&Series> =
        all.iter().filter(|series| series.org != org && !acting.contains(&series.org)).collect();
    let donors: Vec<_> = others.iter().map(|series| values(series)).collect();
    let months = values(own);
    let seen = Seen {
        name: own.name.clone(),
        period,
        scope: match all.iter().filter(|series| series.org != org && acting.contains(&series.org)).count() {
            0 => format!("{} others in the file", others.len()),
            n => {
                format!("{} others in the file; {n} that act on the same measure are left out", others.len())
            }
        },
        months: &months,
        others: others.iter().map(|series| (series.org, series.name.clone())).collect(),
        donors: &donors,
        dates,
    };
    let change = Change { org, since: line.line.start, worthwhile: None };
    let worked = judged(metric, seen, &change).map_err(NoProof::Unsaid)?;
    // Where less is better, an effect below nought saves.
    let sign = match metric.direction {
        Direction::Lower => -1.0,
        Direction::Higher => 1.0,
        _ => return Err(NoProof::Unsaid(Unsaid::NoDirection)),
    };
    told(line, own, price.0, sign, worked).ok_or(NoProof::TooLarge)
}

fn told(line: &LineState, own: &Series, price: Pence, sign: f64, worked: Worked) -> Option<Proof> {
    let pounds = |share: f64, out_of: f64| Pence::from_pounds(sign * share * out_of * price.to_pounds());
    let mut months = Vec::new();
    let mut out_of = 0.0;
    for at in worked.answer.path.iter().filter(|at| worked.month(at.month) >= worked.since) {
        let month = worked.month(at.month);
        let denominator = own.months.get(&month)?.1.to_f64();
        out_of += denominator;
        months.push(ProvedMonth {
            month,
            value: at.value,
            expected: at.expected,
            pounds: pounds(at.value - at.expected, denominator)?,
            claimed: line.actuals.get(&month).map(|actual| actual.pounds),
        });
    }
    let central: Pence = months.iter().map(|month| month.pounds).sum();
    let interval = worked.answer.interval;
    let half = Pence::from_pounds((interval.high - interval.low) / 2.0 * out_of * price.to_pounds())?;
    let proved = Range { low: central - half, central, high: central + half };
    let claimed = months.iter().filter_map(|month| month.claimed).sum();
    Some(Proof { line: line.line.id.clone(), claimed, proved, months, worked })
}

impl Proof {
    /// "worked", "can't tell yet" or "did not".
    pub fn word(&self) -> &'static str {
        match self.worked.answer.verdict {
            Verdict::Worked => "worked",
            Verdict::CannotTell => "can't tell yet",
            Verdict::Worse | Verdict::DidNot => "did not",
        }
    }

    /// The answer in one sentence, with what was claimed.
    pub fn sentence(&self) -> String {
        let Range { low, central, high } = self.proved;
        let since = format!("{} since {}", self.worked.name, self.worked.since.long());
        let interval = format!("95% interval {low} to {high}");
        let beside = match self.claimed {
            claimed if claimed > high => format!("{claimed} was claimed, more than the measure allows"),
            claimed => format!("{claimed} was claimed"),
        };
        match self.worked.answer.verdict {
            Verdict::Worked => {
                format!("{} worked: it saved {central} at {since} ({interval}); {beside}.", self.line)
            }
            Verdict::CannotTell => {
                format!(
                    "{}: can't tell yet. {central} at {since} may be chance ({interval}); {beside}.",
                    self.line
                )
            }
            Verdict::DidNot => format!(
                "{} did not work: {central} at {since} is no more than chance, and a saving worth having is ruled out \
                 ({interval}); {beside}.",
                self.line
            ),
            Verdict::Worse => {
                format!(
                    "{} did not work, it got worse: {central} at {since} ({interval}); {beside}.",
                    self.line
                )
            }
        }
    }
}
