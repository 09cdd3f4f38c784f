//! XmR charts by the Making Data Count rules, as NHSRplotthedots 0.2.2 has them (§2.1).
//!
//! Mean and moving ranges give limits; four rules mark special cause variation. A missing value is a gap: it has
//! no moving range on either side and breaks every run. (The peer stops with an error there.) Rebasing starts a
//! new segment; everything below is per segment.

use std::ops::Range;

mod rules;

/// Moving range to natural limits: 3 / 1.128.
const LIMIT: f64 = 2.66;
/// A moving range of at least this many mean moving ranges is left out when screening.
const SCREEN: f64 = 3.267;

/// How a chart is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Leave extreme moving ranges out once before limits are drawn.
    pub screen: bool,
    /// Positions at which a new segment starts.
    pub rebase: Vec<usize>,
    /// Mean and limits from the first that many points of each segment only.
    pub fix_after: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        Self { screen: true, rebase: Vec::new(), fix_after: None }
    }
}

/// A chart: its segments and one mark a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Xmr {
    /// Segments in order; at least one where there are points.
    pub segments: Vec<Segment>,
    /// A mark for each given value; none at a gap.
    pub marks: Vec<Option<Mark>>,
}

/// Mean and limits of a run of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Positions it covers.
    pub points: Range<usize>,
    /// Points that are not gaps.
    pub count: usize,
    /// Mean.
    pub mean: f64,
    /// Limits; none where no moving range is left: one point, or a constant with screening.
    pub limits: Option<Limits>,
    /// How far it can be trusted.
    pub stage: Stage,
}

/// Natural process limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Mean moving range, after screening.
    pub moving_range: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// Lower warning line, two thirds of the way.
    pub lower_warning: f64,
    /// Upper warning line.
    pub upper_warning: f64,
}

impl Limits {
    /// Whether the limits have no width, so that being outside them means nothing.
    pub fn is_flat(&self) -> bool {
        self.moving_range <= 0.0
    }
}

/// How many points stand behind limits: fewer than 10 draw a line only; 10 to 14 give provisional limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Fewer than 10: a line without limits.
    LineOnly,
    /// 10 to 14: limits that will move.
    Provisional,
    /// 15 and more.
    Settled,
}

impl Stage {
    /// The stage of a segment of `count` points.
    pub fn of(count: usize) -> Self {
        match count {
            0..10 => Self::LineOnly,
            10..15 => Self::Provisional,
            _ => Self::Settled,
        }
    }
}

/// Where a point lies and which rule speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Strictly beyond a limit; none without limits.
    pub outside: Option<bool>,
    /// Within the limits and strictly beyond a warning line; none without limits.
    pub close: Option<bool>,
    /// Above (1), on (0) or below (−1) the mean.
    pub side: i8,
    /// The rule that wins.
    pub label: Label,
}

/// The rule that marks a point; where several do, the first in this order wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Above the upper limit.
    Above,
    /// Below the lower limit.
    Below,
    /// In a run of seven rising points.
    Rising,
    /// In a run of seven falling points.
    Falling,
    /// One of two in three points close to the upper limit.
    CloseAbove,
    /// One of two in three points close to the lower limit.
    CloseBelow,
    /// In a run of seven points above the mean.
    ShiftUp,
    /// In a run of seven points below the mean.
    ShiftDown,
    /// Common cause variation.
    Common,
}

impl Label {
    /// Up (1), down (−1) or common cause (0).
    pub fn direction(self) -> i8 {
        match self {
            Self::Above | Self::Rising | Self::CloseAbove | Self::ShiftUp => 1,
            Self::Below | Self::Falling | Self::CloseBelow | Self::ShiftDown => -1,
            Self::Common => 0,
        }
    }

    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Above => "above the upper limit",
            Self::Below => "below the lower limit",
            Self::Rising => "seven points rising",
            Self::Falling => "seven points falling",
            Self::CloseAbove => "two of three points close to the upper limit",
            Self::CloseBelow => "two of three points close to the lower limit",
            Self::ShiftUp => "seven points above the mean",
            Self::ShiftDown => "seven points below the mean",
            Self::Common => "common cause variation",
        }
    }
}

impl Xmr {
    /// The mark of the last point that is not a gap: what the variation icon says.
    pub fn last(&self) -> Option<Mark> {
        self.marks.iter().rev().find_map(|m| *m)
    }
}

/// The chart of `values` in order of time; a value that is missing or not finite is a gap.
pub fn xmr(values: &[Option<f64>], options: &Options) -> Xmr {
    let values: Vec<Option<f64>> = values.iter().map(|v| v.filter(|x| x.is_finite())).collect();
    let mut chart = Xmr { segments: Vec::new(), marks: vec![None; values.len()] };
    for points in segments(values.len(), &options.rebase) {
        if let Some(segment) = segment(&values, points.clone(), options) {
            rules::mark(&values[points.clone()], &segment, &mut chart.marks[points]);
            chart.segments.push(segment);
        }
    }
    chart
}

/// Cuts 0..n at the rebase positions.
fn segments(n: usize, rebase: &[usize]) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = rebase.iter().copied().filter(|c| (1..n).contains(c)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain(std::iter::once(n));
    starts.zip(ends).map(|(a, b)| a..b).collect()
}

fn segment(values: &[Option<f64>], points: Range<usize>, options: &Options) -> Option<Segment> {
    let all = &values[points.clone()];
    let basis = &all[..options.fix_after.unwrap_or(all.len()).min(all.len())];
    let present: Vec<f64> = basis.iter().copied().flatten().collect();
    if present.is_empty() {
        return None;
    }
    let mean = present.iter().sum::<f64>() / present.len() as f64;
    let limits = mean_range(&ranges(basis), options.screen).map(|r| limits(mean, r));
    let count = all.iter().flatten().count();
    Some(Segment { points, count, mean, limits, stage: Stage::of(count) })
}

/// Absolute differences of neighbours, none across a gap.
fn ranges(values: &[Option<f64>]) -> Vec<f64> {
    values.windows(2).filter_map(|w| Some((w[1]? - w[0]?).abs())).collect()
}

/// The mean moving range of a series, screened once if asked; none where no range is left.
pub fn moving_range(values: &[Option<f64>], screen: bool) -> Option<f64> {
    mean_range(&ranges(values), screen)
}

fn mean_range(ranges: &[f64], screen: bool) -> Option<f64> {
    let first = mean(ranges)?;
    if !screen {
        return Some(first);
    }
    let kept: Vec<f64> = ranges.iter().copied().filter(|r| *r < SCREEN * first).collect();
    mean(&kept)
}

fn mean(x: &[f64]) -> Option<f64> {
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    mean.is_finite().then_some(mean)
}

fn limits(mean: f64, moving_range: f64) -> Limits {
    let (limit, warning) = (LIMIT * moving_range, LIMIT * moving_range * 2.0 / 3.0);
    Limits {
        moving_range,
        lower: mean - limit,
        upper: mean + limit,
        lower_warning: mean - warning,
        upper_warning: mean + warning,
    }
}
