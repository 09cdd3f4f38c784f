//! What stands behind a trend: the rules of Making Data Count, or the corrected reading.

use wt_stats::spc::corrected::{Judgement, Reason};
use wt_stats::xmr::{Label, Stage, Xmr};

/// Whose reading of a series.
#[derive(Debug, Clone)]
pub enum Control {
    /// Mean and limits by segment, four rules.
    Rules(Xmr),
    /// Expectation and limits by month.
    Corrected(Judgement),
    /// What others say would have been, month by month.
    Expected(Vec<Option<Line>>),
    /// The lines of another chart, and where its points lie beyond them.
    Lines(Lines),
    /// Neither: why there are no limits.
    None(&'static str),
}

/// Lines at points in time.
#[derive(Debug, Clone)]
pub struct Lines {
    /// Centre and limits at each point.
    pub lines: Vec<Option<Line>>,
    /// Whether a point is a signal: up (1), down (−1) or not (0).
    pub signals: Vec<i8>,
    /// What the centre line is called: "mean", "trend".
    pub centre: &'static str,
    /// Whether lines are level from point to point, as steps.
    pub level: bool,
}

/// A month that is more than common cause variation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// Up (1) or down (−1).
    pub direction: i8,
    /// As a table says it.
    pub words: &'static str,
    /// As the plot says it.
    pub short: &'static str,
}

/// The lines at a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Mean, or what is expected.
    pub centre: f64,
    /// Lower and upper limit.
    pub limits: Option<(f64, f64)>,
}

impl Control {
    /// The signal at a month; none for common cause and for gaps.
    pub fn signal(&self, i: usize) -> Option<Signal> {
        match self {
            Self::None(_) | Self::Expected(_) => None,
            Self::Lines(chart) => beyond(*chart.signals.get(i)?),
            Self::Rules(chart) => {
                let short =
                    chart.segments.iter().any(|s| s.points.contains(&i) && s.stage == Stage::LineOnly);
                let label = chart.marks.get(i).copied().flatten().filter(|_| !short)?.label;
                rule(label)
            }
            Self::Corrected(judged) => reason(judged.points.get(i)?.reason?),
        }
    }

    /// The lines at a month.
    pub fn line(&self, i: usize) -> Option<Line> {
        match self {
            Self::None(_) => None,
            Self::Rules(chart) => {
                let segment =
                    chart.segments.iter().find(|s| s.points.contains(&i) && s.stage != Stage::LineOnly)?;
                Some(Line { centre: segment.mean, limits: segment.limits.map(|l| (l.lower, l.upper)) })
            }
            Self::Corrected(judged) => {
                let p = judged.points.get(i)?;
                Some(Line { centre: p.expected, limits: Some((p.lower, p.upper)) })
            }
            Self::Expected(lines) => *lines.get(i)?,
            Self::Lines(chart) => *chart.lines.get(i)?,
        }
    }

    /// The lines at the latest month that has some.
    pub fn latest(&self) -> Option<Line> {
        let months = match self {
            Self::None(_) => 0,
            Self::Rules(chart) => chart.marks.len(),
            Self::Corrected(judged) => judged.points.len(),
            Self::Expected(lines) => lines.len(),
            Self::Lines(chart) => chart.lines.len(),
        };
        (0..months).rev().find_map(|i| self.line(i))
    }

    /// Whether any month has limits.
    pub fn has_limits(&self) -> bool {
        self.latest().is_some_and(|l| l.limits.is_some())
    }

    /// What the centre line is called.
    pub fn centre(&self) -> &'static str {
        match self {
            Self::Rules(_) | Self::None(_) => "mean",
            Self::Corrected(_) | Self::Expected(_) => "expected",
            Self::Lines(chart) => chart.centre,
        }
    }

    /// Whether limits will move as months come.
    pub fn is_provisional(&self) -> bool {
        matches!(self, Self::Rules(chart) if chart.segments.last().is_some_and(|s| s.stage == Stage::Provisional))
    }

    /// Whether lines are level over a segment.
    pub fn is_level(&self) -> bool {
        match self {
            Self::Rules(_) => true,
            Self::Lines(chart) => chart.level,
            Self::Corrected(_) | Self::Expected(_) | Self::None(_) => false,
        }
    }

    /// Why there are no limits, as a sentence.
    pub fn why_no_limits(&self) -> String {
        match self {
            Self::Rules(chart) => {
                let months = chart.segments.last().map_or(0, |s| s.count);
                format!("With {months} months there are no limits: that takes ten.")
            }
            Self::Corrected(_) | Self::Expected(_) | Self::Lines(_) => String::new(),
            Self::None(why) => format!("There are no limits: {why}."),
        }
    }
}

fn beyond(direction: i8) -> Option<Signal> {
    match direction {
        0 => None,
        1.. => Some(Signal { direction, words: "above the upper limit", short: "Above limit" }),
        _ => Some(Signal { direction, words: "below the lower limit", short: "Below limit" }),
    }
}

fn rule(label: Label) -> Option<Signal> {
    let short = match label {
        Label::Above => "Above limit",
        Label::Below => "Below limit",
        Label::Rising => "7 rising",
        Label::Falling => "7 falling",
        Label::CloseAbove | Label::CloseBelow => "Near limit",
        Label::ShiftUp => "7 above mean",
        Label::ShiftDown => "7 below mean",
        Label::Common => return None,
    };
    Some(Signal { direction: label.direction(), words: label.words(), short })
}

fn reason(reason: Reason) -> Option<Signal> {
    let short = match reason {
        Reason::Common => return None,
        Reason::Above => "Above limit",
        Reason::Below => "Below limit",
        Reason::Risen => "Risen",
        Reason::Fallen => "Fallen",
        Reason::Rising => "Rising",
        Reason::Falling => "Falling",
    };
    Some(Signal { direction: reason.direction(), words: reason.words(), short })
}
