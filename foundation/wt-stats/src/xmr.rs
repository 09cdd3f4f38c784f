//! XmR charts by the Making Data Count rules, as NHSRplotthedots 0.2.2 has them (§2.1).
//!
//! Mean and moving ranges give limits; four rules mark special cause variation. A missing value is a gap: it has
//! no moving range on either side and breaks every run. (The peer stops with an error there.) Rebasing starts a
//! new segment; everything below is per segment.
//!
//! [`xmr`] makes one chart with everything a page needs; [`bulk`] judges thousands of series of one length without
//! allocating. The icons of a chart are in [`icons`].

use std::ops::Range;

mod bulk;
pub mod icons;
mod lines;
mod rules;

pub use bulk::{Lines, bulk};
pub use icons::{Assurance, Improvement, Point};
pub use lines::{Limits, moving_range};

/// A segment of fewer points is called short (the peer's warning).
const SHORT: usize = 13;

/// How a chart is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Leave extreme moving ranges out once before limits are drawn.
    pub screen: bool,
    /// Positions at which a new segment starts; see [`positions`] for dates.
    pub rebase: Vec<usize>,
    /// Mean and limits from the first that many points of each segment only. The peer asks for at least 12.
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

impl Segment {
    /// Whether the peer warns that the segment is short: fewer than 13 points.
    pub fn is_short(&self) -> bool {
        self.count < SHORT
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

    /// As a table says it in one letter: `U L` limits, `I D` trend, `a b` two in three, `A B` shift, `.` common.
    pub fn letter(self) -> char {
        match self {
            Self::Above => 'U',
            Self::Below => 'L',
            Self::Rising => 'I',
            Self::Falling => 'D',
            Self::CloseAbove => 'a',
            Self::CloseBelow => 'b',
            Self::ShiftUp => 'A',
            Self::ShiftDown => 'B',
            Self::Common => '.',
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
///
/// ```
/// use wt_stats::xmr::{Assurance, Improvement, Options, Point, xmr};
///
/// let values: Vec<Option<f64>> = [5.0, 6.0, 5.0, 7.0, 6.0, 5.0, 6.0, 7.0, 5.0, 6.0, 5.0, 6.0, 30.0]
///     .into_iter().map(Some).collect();
/// let chart = xmr(&values, &Options::default());
/// assert_eq!(chart.last().map(|m| m.label.letter()), Some('U'));
/// assert_eq!(chart.variation(Improvement::Decrease), Some(Point::Concern));
/// assert_eq!(chart.assurance(Some(40.0), Improvement::Decrease), Some(Assurance::ConsistentPass));
/// ```
pub fn xmr(values: &[Option<f64>], options: &Options) -> Xmr {
    let values: Vec<f64> = values.iter().map(|v| v.filter(|x| x.is_finite()).unwrap_or(f64::NAN)).collect();
    let mut chart = Xmr { segments: Vec::new(), marks: vec![None; values.len()] };
    let mut flags = vec![0; values.len()];
    for points in segments(values.len(), &options.rebase) {
        let own = &values[points.clone()];
        let basis = &own[..options.fix_after.unwrap_or(own.len()).min(own.len())];
        let Some(mean) = lines::mean(basis) else { continue };
        let limits = lines::mean_range(basis, options.screen).and_then(|r| Limits::around(mean, r));
        let flags = &mut flags[points.clone()];
        rules::flag(own, mean, limits.as_ref(), flags);
        for (i, mark) in chart.marks[points.clone()].iter_mut().enumerate() {
            *mark = rules::mark(flags, i, limits.is_some());
        }
        let count = own.iter().filter(|x| x.is_finite()).count();
        chart.segments.push(Segment { points, count, mean, limits, stage: Stage::of(count) });
    }
    chart
}

/// Positions at which a date of `at` stands in `dates`; a date that is not there starts nothing (§2.1).
pub fn positions<T: PartialEq>(dates: &[T], at: &[T]) -> Vec<usize> {
    (0..dates.len()).filter(|i| at.contains(&dates[*i])).collect()
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
