//! Ranges of the assumptions carried through to an answer, and which of them matters most.

use super::Elasticities;
use crate::market::{Range, Segment};

/// Which end of its range an assumption takes, in all cells at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// The low end.
    Low,
    /// The central value.
    Central,
    /// The high end.
    High,
}

impl End {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Low, Self::Central, Self::High];

    fn of(self, range: Range) -> f64 {
        match self {
            Self::Low => range.low,
            Self::Central => range.central,
            Self::High => range.high,
        }
    }
}

/// Which ends all three assumptions take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Case {
    /// Own-price elasticity.
    pub own: End,
    /// Elasticity by neighbours' rates.
    pub cross: End,
    /// Elasticity between routes.
    pub route: End,
}

impl Case {
    /// All at their central values.
    pub const CENTRAL: Self = Self { own: End::Central, cross: End::Central, route: End::Central };

    /// All 27 of them.
    pub fn all() -> impl Iterator<Item = Self> {
        End::ALL
            .into_iter()
            .flat_map(|own| End::ALL.map(|cross| (own, cross)))
            .flat_map(|(own, cross)| End::ALL.map(|route| Self { own, cross, route }))
    }

    /// The elasticities of a cell. What neighbours draw away is never more than what a rate draws of itself.
    #[must_use]
    pub fn of(self, segment: &Segment) -> Elasticities {
        let own = self.own.of(segment.own);
        Elasticities {
            own,
            cross: self.cross.of(segment.cross).min(own),
            route: self.route.of(segment.route),
        }
    }
}

/// A figure with its range: least, central and most over all cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// Least.
    pub low: i64,
    /// With all assumptions central.
    pub central: i64,
    /// Most.
    pub high: i64,
}

/// The range of a figure over all 27 combinations of low, central and high. Each assumption moves in all cells together, so
/// the range is wide rather than narrow.
pub fn spread(mut figure: impl FnMut(Case) -> i64) -> Spread {
    let central = figure(Case::CENTRAL);
    Case::all().fold(Spread { low: central, central, high: central }, |spread, case| {
        let value = figure(case);
        Spread { low: spread.low.min(value), high: spread.high.max(value), ..spread }
    })
}

/// What one assumption alone does to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swing {
    /// The assumption.
    pub assumption: &'static str,
    /// The figure at its low end, the others central.
    pub low: i64,
    /// At its high end.
    pub high: i64,
}

impl Swing {
    /// How far apart they are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.low.abs_diff(self.high)
    }
}

/// One assumption at a time from low to high, the largest swing first: the assumption that matters most.
pub fn tornado(mut figure: impl FnMut(Case) -> i64) -> [Swing; 3] {
    let mut swing = |assumption, set: fn(&mut Case, End)| {
        let mut at = |end| {
            let mut case = Case::CENTRAL;
            set(&mut case, end);
            figure(case)
        };
        Swing { assumption, low: at(End::Low), high: at(End::High) }
    };
    let mut swings = [
        swing("how supply answers an employer's own rate", |case, end| case.own = end),
        swing("how supply answers neighbours' rates", |case, end| case.cross = end),
        swing("how readily workers change between bank, agency and overtime", |case, end| case.route = end),
    ];
    swings.sort_by_key(|swing| std::cmp::Reverse(swing.size()));
    swings
}
