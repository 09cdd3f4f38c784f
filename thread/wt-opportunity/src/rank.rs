//! By evidence and pounds: two organisations with the same pounds can be a signal and mere size.

use std::cmp::Reverse;

use wt_benchmark::Persistence;

use crate::opportunity::Opportunity;

/// How strong the signal behind an opportunity is, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The gap lasted seven months and lies outside the 99.8% limits of the funnel.
    Signal,
    /// One of the two.
    Partly,
    /// Neither, or too few data to say: it may be size or noise.
    SizeOrNoise,
}

impl Tier {
    /// The tier of an opportunity.
    pub fn of(o: &Opportunity) -> Self {
        match (o.persistent == Persistence::Yes, o.outside998 == Some(true)) {
            (true, true) => Self::Signal,
            (false, false) => Self::SizeOrNoise,
            _ => Self::Partly,
        }
    }

    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Signal => "lasting and outside the usual spread",
            Self::Partly => "lasting or outside the usual spread",
            Self::SizeOrNoise => "may be size or noise",
        }
    }
}

/// Orders by tier, then pounds (largest first), then code and metric, so that the order is always the same.
pub fn rank(opportunities: &mut [Opportunity]) {
    opportunities.sort_by(|a, b| {
        let key = |o: &Opportunity| (Tier::of(o), Reverse(o.pounds));
        key(a).cmp(&key(b)).then_with(|| {
            (a.org, &a.metric, &a.unit, &a.staff_group, a.target).cmp(&(
                b.org,
                &b.metric,
                &b.unit,
                &b.staff_group,
                b.target,
            ))
        })
    });
}
