//! Totals of honest pounds: each pound once, never more than what is spent, with an interval.

use std::collections::BTreeMap;

use wt_benchmark::metric::BenefitType;
use wt_stats::hierarchy::Total;
use wt_units::{MetricId, OdsCode, Pence, StaffGroup, UnitName, Wte};

use super::{Claim, Honest, level, ratio};
use crate::opportunity::Target;
use crate::sum::LeftOut;

/// Totals of claims, one a benefit type.
#[derive(Debug, Clone, PartialEq)]
pub struct HonestSum {
    /// Totals that hold anything, by benefit type.
    pub totals: Vec<HonestTotal>,
    /// Claims that were not counted, and why.
    pub left_out: Vec<LeftOut>,
    /// What must stand beside every total, each a sentence.
    pub notes: Vec<String>,
}

/// The total of one benefit type.
#[derive(Debug, Clone, PartialEq)]
pub struct HonestTotal {
    /// Which.
    pub benefit_type: BenefitType,
    /// Expected pounds, rounded once.
    pub pounds: Pence,
    /// Interval. Trusts of one metric share their target and are taken together; metrics are taken to err independently.
    pub range: (Pence, Pence),
    /// The raw gaps of the same claims.
    pub raw: Pence,
    /// What is spent on what was counted: neither total nor range exceeds it.
    pub base: Pence,
    /// Expected whole-time equivalents of those counted in time.
    pub wte: Option<Wte>,
    /// Claims counted.
    pub count: usize,
    /// Organisations they belong to.
    pub organisations: usize,
}

/// One claim on an overlap group: a metric, by whole organisation, by unit or by staff group.
type Key = (MetricId, bool, bool);
type Parts<'a> = BTreeMap<(Option<&'a UnitName>, Option<&'a StaffGroup>), &'a Claim>;

impl Honest {
    /// Adds claims up. Within an overlap group the metric with the largest expected pounds counts for an organisation; the others are
    /// left out, in words. Where `bases` holds an organisation's spend, its claims of one benefit type are cut to it.
    pub fn sum(&self, bases: &BTreeMap<OdsCode, Pence>) -> HonestSum {
        let (counted, left_out) = self.chosen();
        let mut notes = vec![
            "Benefit types are never added together.".to_owned(),
            "Pounds are expected values of true gaps; luck is taken out, so they are less than the raw gaps."
                .to_owned(),
            "The range takes metrics to err independently; a fault that all share would widen it.".to_owned(),
        ];
        if self.target == Target::BestQuartile {
            notes.push(
                "The best quartile is that of true values; not every organisation can be in it.".to_owned(),
            );
        }
        if !self.without.is_empty() {
            notes.push(format!(
                "{} metrics or rows have no honest pounds and count for nothing.",
                self.without.len()
            ));
        }
        let mut by_type: BTreeMap<BenefitType, Vec<&Claim>> = BTreeMap::new();
        for claim in counted {
            by_type.entry(claim.benefit_type).or_default().push(claim);
        }
        let totals =
            by_type.into_iter().map(|(kind, claims)| self.total(kind, &claims, bases, &mut notes)).collect();
        HonestSum { totals, left_out, notes }
    }

    /// The claims that count, and those that don't.
    fn chosen(&self) -> (Vec<&Claim>, Vec<LeftOut>) {
        let mut places: BTreeMap<(OdsCode, String), BTreeMap<Key, Parts<'_>>> = BTreeMap::new();
        for claim in &self.claims {
            // A metric without a group overlaps with itself only.
            let group = claim.overlap_group.clone().unwrap_or_else(|| format!("metric {}", claim.metric));
            let key = (claim.metric.clone(), claim.unit.is_some(), claim.staff_group.is_some());
            let parts = places.entry((claim.org, group)).or_default().entry(key).or_default();
            let slot = parts.entry((claim.unit.as_ref(), claim.staff_group.as_ref())).or_insert(claim);
            // The same thing entered twice counts once.
            if claim.pounds > slot.pounds {
                *slot = claim;
            }
        }
        let pounds = |parts: &Parts<'_>| -> Pence { parts.values().map(|c| c.pounds).sum() };
        let (mut counted, mut left_out) = (Vec::new(), Vec::new());
        for ((org, _), claims) in places {
            let largest =
                claims.iter().max_by_key(|(key, parts)| (pounds(parts), std::cmp::Reverse((*key).clone())));
            let Some(winner) = largest.map(|(key, _)| key.clone()) else { continue };
            for (key, parts) in claims {
                if key == winner {
                    counted.extend(parts.into_values());
                } else {
                    left_out.push(LeftOut {
                        org,
                        pounds: pounds(&parts),
                        why: why(&winner, &key),
                        metric: key.0,
                    });
                }
            }
        }
        (counted, left_out)
    }

    fn total(
        &self,
        benefit_type: BenefitType,
        claims: &[&Claim],
        bases: &BTreeMap<OdsCode, Pence>,
        notes: &mut Vec<String>,
    ) -> HonestTotal {
        let mut of: BTreeMap<OdsCode, (Pence, Pence)> = BTreeMap::new();
        for claim in claims {
            let sums = of.entry(claim.org).or_default();
            *sums = (sums.0 + claim.pounds, sums.1 + claim.base);
        }
        // What an organisation's claims are cut by, and what is spent on them.
        let mut cut: BTreeMap<OdsCode, f64> = BTreeMap::new();
        let mut base = Pence::ZERO;
        for (org, (claimed, spent)) in &of {
            let limit = bases.get(org).map_or(*spent, |b| (*b).max(Pence::ZERO).min(*spent));
            base = base + limit;
            if *claimed > limit {
                cut.insert(*org, ratio(limit, *claimed));
                notes.push(format!(
                    "The claims of {org} came to £{} and are cut to its spend, £{}.",
                    claimed.plain(),
                    limit.plain()
                ));
            }
        }
        let share = |claim: &Claim| cut.get(&claim.org).copied().unwrap_or(1.0);
        let times = claims.iter().filter_map(|c| Some(c.wte?.to_f64() * share(c)));
        let wte = times.reduce(|a, b| a + b);
        let mut weights: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for claim in claims {
            let (set, unit) = claim.place;
            let Some((shrunk, _)) = self.sets.get(set) else { continue };
            let weights = weights.entry(set).or_insert_with(|| vec![0.0; shrunk.len()]);
            weights[unit] += claim.weight * share(claim);
        }
        let part = |(set, weights): (&usize, &Vec<f64>)| {
            let (shrunk, worse) = self.sets.get(*set)?;
            shrunk.against(level(self.target), *worse).total(weights, self.confidence)
        };
        let parts: Vec<Total> = weights.iter().filter_map(part).collect();
        let sum = match parts.as_slice() {
            [one] => *one,
            many => Total::sum(many.iter().copied(), self.confidence),
        };
        let pence = |pounds: f64| Pence::from_pounds(pounds).unwrap_or(base).min(base);
        HonestTotal {
            benefit_type,
            pounds: pence(sum.mean),
            range: (pence(sum.interval.low), pence(sum.interval.high)),
            raw: claims.iter().map(|c| c.raw).sum(),
            base,
            wte: wte.and_then(Wte::from_f64),
            count: claims.len(),
            organisations: of.len(),
        }
    }
}

fn why(winner: &Key, lost: &Key) -> String {
    if winner.0 == lost.0 {
        format!("The same gap in {} is counted already.", winner.0)
    } else {
        format!("It claims the same hours or pounds as {}, whose larger amount is counted.", winner.0)
    }
}
