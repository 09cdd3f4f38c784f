//! The corrected reading of a control chart: what decides signals, beside the reading boards are trained in.
//!
//! The peer's limits are undefined or flat on 22% of real series, one outlier empties them, and season, momentum and
//! small counts set off its icon in up to 18% of months where nothing happened (§3). Here
//! - limits always exist from eight points up: the spread is that of the whole model, from values pulled in towards
//!   the median around them where they are wild, and never less than the step between values allows;
//! - a missing month is a longer step, nothing else;
//! - season (where months are given), momentum from month to month and a control series are weighed in the model of
//!   [`model`], not assumed away;
//! - a lasting change of level, or a steady drift, is one test over all months at which it may have begun, with a
//!   critical value from simulation, in place of four rules;
//! - small counts must also be surprising by their exact distribution ([`counts`]).
//!
//! The latest point carries a false signal in at most 2% of series; `wt-calibration spc` prints how many.

mod counts;
mod critical;
mod model;
mod robust;
mod whitened;

use counts::Events;
use model::{Design, Evidence, Fit, Observation};
use robust::{Frame, Scale};

use crate::dist::t_quantile;

/// Points without which there are no limits.
pub const FEWEST: usize = 8;
/// Points without which no change of level is looked for.
pub const FEWEST_FOR_CHANGE: usize = 12;
/// Points without which season is not looked for.
const FEWEST_FOR_SEASON: usize = 24;
/// The latest that many points judge.
const WINDOW: usize = 60;
/// Chance that the latest point of a still series lies outside its limits.
const OUTSIDE: f64 = 0.0015;

/// A series to judge: one entry a month in every slice.
#[derive(Debug, Clone, Copy, Default)]
pub struct Series<'a> {
    /// Values, or counts of events; none, or not finite, where missing.
    pub values: &'a [Option<f64>],
    /// What the values are.
    pub kind: Kind,
    /// What events are counted in: needed for proportions, possible for counts.
    pub denominators: Option<&'a [Option<f64>]>,
    /// Months of the year, 1 to 12: with 24 points and more a season is allowed for.
    pub months: Option<&'a [u8]>,
    /// What the rest did at the same time, such as the median of peers: what moves both is no signal. Where it is
    /// missing the month is not judged.
    pub control: Option<&'a [Option<f64>]>,
}

/// What values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Measurements. Whole numbers from 0 up with a mean below ten are taken as counts all the same.
    #[default]
    Measure,
    /// Counts of events, each over its denominator where given (Poisson).
    Count,
    /// Counts of events among so many (binomial).
    Proportion,
}

/// What a series says.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// One for each given entry.
    pub points: Vec<Point>,
    /// What the latest point that is judged says.
    pub latest: Reason,
    /// A lasting change of level that reaches the latest point.
    pub change: Option<Change>,
    /// How far the evidence for a change or a drift is above (or below) what is asked for, as a logarithm of a likelihood ratio;
    /// none for fewer than twelve points.
    pub evidence: Option<f64>,
}

/// A point and what is expected of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Value, or rate; none where missing.
    pub value: Option<f64>,
    /// Expected value, without any change.
    pub expected: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// What it says; none where missing, without a control value, or before the window of the latest 60 points.
    pub reason: Option<Reason>,
}

/// Why a point is, or is not, a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nothing but common cause variation.
    Common,
    /// Above the upper limit.
    Above,
    /// Below the lower limit.
    Below,
    /// Since a lasting rise.
    Risen,
    /// Since a lasting fall.
    Fallen,
    /// Rising through the whole of the window.
    Rising,
    /// Falling through the whole of the window.
    Falling,
}

impl Reason {
    /// Up (1), down (−1) or common cause (0).
    pub fn direction(self) -> i8 {
        match self {
            Self::Common => 0,
            Self::Above | Self::Risen | Self::Rising => 1,
            Self::Below | Self::Fallen | Self::Falling => -1,
        }
    }

    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Common => "common cause variation",
            Self::Above => "above what is expected",
            Self::Below => "below what is expected",
            Self::Risen => "risen to a higher level",
            Self::Fallen => "fallen to a lower level",
            Self::Rising => "rising steadily",
            Self::Falling => "falling steadily",
        }
    }
}

/// A lasting change of level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Position of the likeliest first point at the new level.
    pub from: usize,
    /// Points since then, that one included.
    pub points: usize,
    /// Mean distance of those points from what is expected.
    pub by: f64,
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Slices are not of one length.
    LengthsDiffer,
    /// Fewer than [`FEWEST`] points that can be judged: so many.
    TooFew(usize),
    /// Proportions without denominators.
    DenominatorsMissing,
    /// A count is negative, not whole, or above the number it is out of.
    NotCounts,
    /// Values too large to reckon with.
    TooLarge,
}

impl Refusal {
    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::LengthsDiffer => "every value needs its month, denominator and control",
            Self::TooFew(_) => "too few data to say",
            Self::DenominatorsMissing => "proportions need denominators",
            Self::NotCounts => "counts must be whole numbers from nought up to their denominators",
            Self::TooLarge => "the values are too large to reckon with",
        }
    }
}

/// Judges a series.
///
/// ```
/// use wt_stats::spc::corrected::{Reason, Series, judge};
///
/// let values: Vec<Option<f64>> =
///     (0..36).map(|i| Some(f64::from(i * 7 % 5) + if i < 24 { 10.0 } else { 14.0 })).collect();
/// let said = judge(&Series { values: &values, ..Series::default() })?;
/// assert_eq!(said.latest, Reason::Risen);
/// assert_eq!(said.change.map(|c| c.from), Some(24));
/// # Ok::<(), wt_stats::spc::corrected::Refusal>(())
/// ```
pub fn judge(series: &Series) -> Result<Judgement, Refusal> {
    let events = Events::of(series)?;
    let rates = events.rates();
    let controlled = |i: usize| series.control.is_none_or(|c| c[i].is_some_and(f64::is_finite));
    let present: Vec<usize> = (0..rates.len()).filter(|i| rates[*i].is_some() && controlled(*i)).collect();
    if present.len() < FEWEST {
        return Err(Refusal::TooFew(present.len()));
    }
    let window = &present[present.len().saturating_sub(WINDOW)..];
    let all = Analysis::new(series, &events, &rates, window).ok_or(Refusal::TooLarge)?;
    let last = window.len() - 1;
    let found = all.change().filter(|_| window.len() >= FEWEST_FOR_CHANGE);
    let evidence = found.map(|f| f.ratio - critical::value(window.len(), all.design));
    let found = found.filter(|_| evidence.is_some_and(|e| e > 0.0));
    // A drift is held to the counts of its two halves.
    let cut = found.map(|f| window.len() - f.age.unwrap_or(window.len() / 2));
    let found = found.filter(|_| cut.is_some_and(|c| events.changed(window, c)));
    let before = cut.filter(|_| found.is_some_and(|f| f.age.is_some()));
    let known = before.unwrap_or(last);
    let chart = Chart::new(&all, &events, &window[..known]);
    let mut points: Vec<Point> = (0..rates.len()).map(|i| chart.point(i, rates[i])).collect();
    let change = before.map(|cut| chart.change(&points, &window[cut..]));
    for (k, i) in window.iter().enumerate() {
        let reason = match change {
            Some(c) if k >= known && c.by > 0.0 => Reason::Risen,
            Some(_) if k >= known => Reason::Fallen,
            _ if k == last && found.is_some() => all.drift(),
            _ => outside(&points[*i]),
        };
        points[*i].reason = Some(reason);
    }
    let latest = points[window[last]].reason.unwrap_or(Reason::Common);
    Ok(Judgement { points, latest, change, evidence })
}

fn outside(point: &Point) -> Reason {
    match point.value {
        Some(x) if x > point.upper => Reason::Above,
        Some(x) if x < point.lower => Reason::Below,
        _ => Reason::Common,
    }
}

/// The points of the window in the terms of the model.
struct Analysis<'a> {
    series: &'a Series<'a>,
    design: Design,
    frame: Frame,
    observations: Vec<Observation>,
}

impl<'a> Analysis<'a> {
    fn new(series: &'a Series, events: &Events, rates: &[Option<f64>], window: &[usize]) -> Option<Self> {
        let of = |values: &[Option<f64>]| -> Vec<f64> { window.iter().filter_map(|i| values[*i]).collect() };
        let own = of(rates);
        let scale = if events.are_counts() { Scale::Plain } else { Scale::of(&own) };
        let frame = Frame::of(&own, scale)?;
        // A control that never moves says nothing.
        let rest = series.control.map(of);
        let control = rest.as_ref().and_then(|r| Frame::of(r, Scale::Plain)).filter(|f| !f.is_flat());
        let control = control.zip(rest).map(|(frame, rest)| frame.tamed(&rest));
        let seasonal = series.months.is_some() && window.len() >= FEWEST_FOR_SEASON;
        let design = Design::new(control.is_some(), seasonal);
        let month = |i: usize| series.months.map(|m| m[i]);
        let values = window.iter().zip(frame.tamed(&own)).enumerate();
        let observations = values
            .map(|(k, (i, value))| Observation {
                at: *i,
                value,
                row: design.row(month(*i), control.as_ref().map(|c| c[k])),
            })
            .collect();
        Some(Self { series, design, frame, observations })
    }

    /// What is known of month `i`: of the window, else its month and a control as usual.
    fn row(&self, i: usize) -> model::Row {
        let own = self.observations.binary_search_by_key(&i, |o| o.at).map(|k| self.observations[k].row);
        own.unwrap_or_else(|_| self.design.row(self.series.months.map(|m| m[i]), None))
    }

    /// The model of the first `n` points of the window.
    fn fit(&self, n: usize) -> Fit {
        model::fit(&self.observations[..n], self.design)
    }

    /// Which way the window drifts: by the sum of values, each times its distance from the middle.
    fn drift(&self) -> Reason {
        let middle =
            self.observations.iter().map(|o| o.at as f64).sum::<f64>() / self.observations.len() as f64;
        let slope: f64 = self.observations.iter().map(|o| (o.at as f64 - middle) * o.value).sum();
        if slope > 0.0 { Reason::Rising } else { Reason::Falling }
    }

    fn change(&self) -> Option<Evidence> {
        model::change(&self.observations, self.design)
    }
}

/// Lines of a chart.
struct Chart<'a> {
    all: &'a Analysis<'a>,
    fit: Fit,
    events: &'a Events<'a>,
    /// Positions the lines come from.
    basis: &'a [usize],
    /// Standard deviations from what is expected to a limit.
    reach: f64,
    /// Limits of counts that are not divided: the same at every point.
    undivided: Option<(f64, f64)>,
}

impl<'a> Chart<'a> {
    fn new(all: &'a Analysis, events: &'a Events, basis: &'a [usize]) -> Self {
        let fit = all.fit(basis.len());
        let reach = t_quantile(1.0 - OUTSIDE / 2.0, fit.freedom);
        let undivided = (!events.divided).then(|| events.limits(0, basis, OUTSIDE));
        Self { all, fit, events, basis, reach, undivided }
    }

    fn point(&self, i: usize, value: Option<f64>) -> Point {
        let (at, deviation) = self.fit.expect(&self.all.row(i));
        let half = self.reach * deviation.max(self.all.frame.least());
        let frame = &self.all.frame;
        let counts = || self.events.limits(i, self.basis, OUTSIDE);
        let (low, high) = self.undivided.unwrap_or_else(counts);
        let (floor, ceiling) = self.events.range();
        let within = |x: f64| x.clamp(floor, ceiling);
        Point {
            value,
            expected: within(frame.back(at)),
            lower: within(frame.back(at - half).min(low)),
            upper: within(frame.back(at + half).max(high)),
            reason: None,
        }
    }

    fn change(&self, points: &[Point], since: &[usize]) -> Change {
        let by = since.iter().filter_map(|i| Some(points[*i].value? - points[*i].expected)).sum::<f64>();
        let n = since.len();
        Change { from: since.first().copied().unwrap_or(0), points: n, by: by / n.max(1) as f64 }
    }
}
