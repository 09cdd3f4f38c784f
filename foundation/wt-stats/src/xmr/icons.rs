//! What a chart says of good and bad: point types, the variation icon and the assurance icon (§2.1).

use super::{Label, Xmr};

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Improvement {
    /// Higher is better.
    Increase,
    /// Lower is better.
    Decrease,
    /// Neither is better.
    Neutral,
}

impl Improvement {
    /// The direction of a word as the peer writes it: `increase`, `decrease` or `neutral`.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "increase" => Some(Self::Increase),
            "decrease" => Some(Self::Decrease),
            "neutral" => Some(Self::Neutral),
            _ => None,
        }
    }
}

/// What a point, or the variation icon, says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// Common cause variation.
    Common,
    /// Special cause, for the better.
    Improvement,
    /// Special cause, for the worse.
    Concern,
    /// Special cause upward where neither way is better.
    High,
    /// Special cause downward where neither way is better.
    Low,
}

impl Point {
    /// What a rule means where `improvement` is good.
    pub fn of(label: Label, improvement: Improvement) -> Self {
        Self::of_direction(label.direction(), improvement)
    }

    /// What a signal upward (1) or downward (−1) means, or that there is none (0).
    pub fn of_direction(direction: i8, improvement: Improvement) -> Self {
        match (direction, improvement) {
            (0, _) => Self::Common,
            (1, Improvement::Increase) | (-1, Improvement::Decrease) => Self::Improvement,
            (1, Improvement::Neutral) => Self::High,
            (_, Improvement::Neutral) => Self::Low,
            _ => Self::Concern,
        }
    }

    /// As a table says it in one letter: `c i n h l`.
    pub fn letter(self) -> char {
        match self {
            Self::Common => 'c',
            Self::Improvement => 'i',
            Self::Concern => 'n',
            Self::High => 'h',
            Self::Low => 'l',
        }
    }

    /// The name of the variation icon, as the peer writes it.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Common => "common_cause",
            Self::Improvement => "special_cause_improvement",
            Self::Concern => "special_cause_concern",
            Self::High => "special_cause_neutral_high",
            Self::Low => "special_cause_neutral_low",
        }
    }
}

/// Whether the process, left as it is, meets its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assurance {
    /// The target lies strictly on the good side of both limits: it is met month after month.
    ConsistentPass,
    /// The target lies strictly beyond the limits on the other side: it is missed month after month.
    ConsistentFail,
    /// The target lies within the limits, or there are none: it is hit and missed by chance.
    Inconsistent,
}

impl Assurance {
    /// A target against lower and upper limits; without limits it is hit and missed by chance. None without a target
    /// and without a good direction.
    pub fn of(target: Option<f64>, improvement: Improvement, limits: Option<(f64, f64)>) -> Option<Self> {
        let target = target.filter(|t| t.is_finite())?;
        let (above, below) = limits.map_or((false, false), |(lower, upper)| (target > upper, target < lower));
        match (improvement, above, below) {
            (Improvement::Neutral, ..) => None,
            (Improvement::Increase, true, _) | (Improvement::Decrease, _, true) => Some(Self::ConsistentFail),
            (Improvement::Increase, _, true) | (Improvement::Decrease, true, _) => Some(Self::ConsistentPass),
            _ => Some(Self::Inconsistent),
        }
    }

    /// The name of the icon, as the peer writes it.
    pub fn icon(self) -> &'static str {
        match self {
            Self::ConsistentPass => "consistent_pass",
            Self::ConsistentFail => "consistent_fail",
            Self::Inconsistent => "inconsistent",
        }
    }
}

impl Xmr {
    /// The variation icon: what the last point that is not a gap says; none where every point is a gap.
    pub fn variation(&self, improvement: Improvement) -> Option<Point> {
        self.last().map(|mark| Point::of(mark.label, improvement))
    }

    /// The assurance icon: the target against the limits of the last segment. None without a target, without a good
    /// direction and without points. Where a limit equals the target the peer says inconsistent.
    pub fn assurance(&self, target: Option<f64>, improvement: Improvement) -> Option<Assurance> {
        let segment = self.segments.last()?;
        Assurance::of(target, improvement, segment.limits.map(|l| (l.lower, l.upper)))
    }
}
