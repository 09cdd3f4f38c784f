//! By evidence and pounds: two organisations with the same pounds can be a signal and mere size.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use wt_units::{MetricId, OdsCode, Pence, StaffGroup, UnitName};

use crate::honest::Claim;
use crate::opportunity::Opportunity;

/// From this chance on that a true value is worse than the target, a gap is called likely.
pub const LIKELY: f64 = 0.95;

/// How strong the signal behind an opportunity is, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// On the worse side of its peers, further than chance and the usual spread between them explain, among all metrics
    /// and organisations at once (false discovery rate).
    Signal,
    /// Its true value is worse than the target with a chance of [`LIKELY`] or more, but no further out than usual.
    Likely,
    /// Neither, or too few data to say: it may be size or noise.
    SizeOrNoise,
}

impl Tier {
    /// The tier of a gap: whether it is listed among the signals, and how likely it truly is worse than the target.
    pub fn of(listed: bool, worse: Option<f64>) -> Self {
        match (listed, worse) {
            (true, _) => Self::Signal,
            (false, Some(chance)) if chance >= LIKELY => Self::Likely,
            _ => Self::SizeOrNoise,
        }
    }

    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Signal => "further from its peers than chance and usual spread explain",
            Self::Likely => "a true gap (95% sure or more), within the usual spread",
            Self::SizeOrNoise => "may be size or noise",
        }
    }
}

/// An opportunity with what decides its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The raw gap and everything that stands beside it.
    pub opportunity: Opportunity,
    /// Its pounds with luck taken out; none where there are too few data to say.
    pub claim: Option<Claim>,
    /// How strong the signal is.
    pub tier: Tier,
}

type Key<'a> = (OdsCode, &'a MetricId, Option<&'a UnitName>, Option<&'a StaffGroup>);

/// Orders by tier, then expected pounds with luck taken out (largest first; those without any last), then raw pounds,
/// code and metric, so that the order is always the same. `listed` says which are among the signals.
pub fn rank(
    opportunities: Vec<Opportunity>,
    claims: &[Claim],
    listed: impl Fn(&Opportunity) -> bool,
) -> Vec<Ranked> {
    let claims: BTreeMap<Key<'_>, &Claim> =
        claims.iter().map(|c| ((c.org, &c.metric, c.unit.as_ref(), c.staff_group.as_ref()), c)).collect();
    let with = |o: Opportunity| {
        let claim = claims.get(&(o.org, &o.metric, o.unit.as_ref(), o.staff_group.as_ref())).copied();
        let tier = Tier::of(listed(&o), claim.map(|c| c.worse));
        Ranked { claim: claim.cloned(), tier, opportunity: o }
    };
    let mut ranked: Vec<Ranked> = opportunities.into_iter().map(with).collect();
    ranked.sort_by(|a, b| {
        let pounds = |r: &Ranked| r.claim.as_ref().map_or(Pence::ZERO, |c| c.pounds);
        let key = |r: &Ranked| (r.tier, Reverse(pounds(r)), Reverse(r.opportunity.pounds));
        let (left, right) = (&a.opportunity, &b.opportunity);
        key(a).cmp(&key(b)).then_with(|| {
            (left.org, &left.metric, &left.unit, &left.staff_group, left.target).cmp(&(
                right.org,
                &right.metric,
                &right.unit,
                &right.staff_group,
                right.target,
            ))
        })
    });
    ranked
}
