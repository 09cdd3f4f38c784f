//! Totals by benefit type that take each pound once.
//!
//! Opportunities of one organisation in one overlap group claim the same hours or pounds; the largest claim is
//! counted, the others are left out in words. A claim is one metric to one target: its units or staff groups add
//! up. Benefit types are never added together.

use std::collections::BTreeMap;

use wt_benchmark::metric::BenefitType;
use wt_units::{MetricId, OdsCode, Pence, Quantity, StaffGroup, UnitName, Wte};

use crate::opportunity::{Opportunity, Target};

/// All totals, one a benefit type.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    /// Totals that hold anything, by benefit type.
    pub totals: Vec<Total>,
    /// Claims that were not counted, and why.
    pub left_out: Vec<LeftOut>,
    /// What must stand beside every total, each a sentence.
    pub notes: Vec<String>,
}

/// The total of one benefit type.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// Which.
    pub benefit_type: BenefitType,
    /// Sum of pounds, rounded once, at the end, half to even.
    pub pounds: Pence,
    /// Sum of the pounds as printed beside each opportunity, each rounded to the penny: may differ from `pounds`
    /// by pennies.
    pub pounds_as_printed: Pence,
    /// Sums of low and of high ends; none where a part has no interval. Wider than a joint interval would be.
    pub range: Option<(Pence, Pence)>,
    /// Sum of the whole-time equivalents, where there are any.
    pub wte: Option<Wte>,
    /// Opportunities counted.
    pub count: usize,
    /// Organisations they belong to.
    pub organisations: usize,
}

/// A claim that was not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Whose.
    pub org: OdsCode,
    /// Which metric.
    pub metric: MetricId,
    /// Its pounds.
    pub pounds: Pence,
    /// Why, as a sentence.
    pub why: String,
}

/// One claim: a metric to a target, by whole organisation, by unit or by staff group.
type ClaimKey = (MetricId, Target, bool, bool);
type Part<'a> = BTreeMap<(Option<&'a UnitName>, Option<&'a StaffGroup>), &'a Opportunity>;

/// Adds up, whatever the order of entry.
pub fn sum(opportunities: &[Opportunity]) -> Sum {
    let mut places: BTreeMap<(OdsCode, String), BTreeMap<ClaimKey, Part<'_>>> = BTreeMap::new();
    for o in opportunities {
        // A metric without a group overlaps with itself only.
        let group = o.overlap_group.clone().unwrap_or_else(|| format!("metric {}", o.metric));
        let claim = (o.metric.clone(), o.target, o.unit.is_some(), o.staff_group.is_some());
        let part = places.entry((o.org, group)).or_default().entry(claim).or_default();
        let slot = part.entry((o.unit.as_ref(), o.staff_group.as_ref())).or_insert(o);
        // The same thing entered twice counts once.
        if (o.unrounded, o.pounds_range, o.benefit_type)
            > (slot.unrounded, slot.pounds_range, slot.benefit_type)
        {
            *slot = o;
        }
    }
    let mut counted = Vec::new();
    let mut left_out = Vec::new();
    for ((org, _), claims) in places {
        let largest =
            claims.iter().max_by_key(|(key, part)| (pounds(part), std::cmp::Reverse((*key).clone())));
        let Some((winner, _)) = largest.map(|(k, p)| (k.clone(), p)) else { continue };
        for (key, part) in claims {
            if key == winner {
                counted.extend(part.into_values());
            } else {
                let why = why(&winner, &key);
                left_out.push(LeftOut { org, pounds: pounds(&part), metric: key.0, why });
            }
        }
    }
    Sum { totals: totals(&counted), left_out, notes: notes(&counted) }
}

fn pounds(part: &Part<'_>) -> Pence {
    to_pence(part.values().map(|o| o.unrounded).sum())
}

/// Pounds in millionths as whole pence, half to even.
fn to_pence(pounds: Quantity) -> Pence {
    let (pence, rest) = (pounds.millionths().div_euclid(10_000), pounds.millionths().rem_euclid(10_000));
    let up = rest > 5_000 || (rest == 5_000 && pence % 2 != 0);
    Pence::new(pence + i64::from(up))
}

fn why(winner: &ClaimKey, lost: &ClaimKey) -> String {
    if winner.0 == lost.0 {
        format!("The same gap in {} is counted already.", winner.0)
    } else {
        format!("It claims the same hours or pounds as {}, whose larger amount is counted.", winner.0)
    }
}

fn totals(counted: &[&Opportunity]) -> Vec<Total> {
    let mut by_type: BTreeMap<BenefitType, Vec<&Opportunity>> = BTreeMap::new();
    for o in counted {
        by_type.entry(o.benefit_type).or_default().push(o);
    }
    by_type.into_iter().map(|(benefit_type, parts)| total(benefit_type, &parts)).collect()
}

fn total(benefit_type: BenefitType, parts: &[&Opportunity]) -> Total {
    let mut organisations: Vec<OdsCode> = parts.iter().map(|o| o.org).collect();
    organisations.sort_unstable();
    organisations.dedup();
    // Nothing to close is nothing at both ends.
    let ends = |o: &&&Opportunity| o.pounds > Pence::ZERO;
    let ranges: Option<Vec<(Pence, Pence)>> = parts.iter().filter(ends).map(|o| o.pounds_range).collect();
    Total {
        benefit_type,
        pounds: to_pence(parts.iter().map(|o| o.unrounded).sum()),
        pounds_as_printed: parts.iter().map(|o| o.pounds).sum(),
        range: ranges.map(|r| (r.iter().map(|e| e.0).sum(), r.iter().map(|e| e.1).sum())),
        wte: parts.iter().filter_map(|o| o.wte).reduce(|a, b| a + b),
        count: parts.len(),
        organisations: organisations.len(),
    }
}

fn notes(counted: &[&Opportunity]) -> Vec<String> {
    let mut notes = vec![
        "Benefit types are never added together.".to_owned(),
        "A total is rounded once, so the rounded pounds of its parts may add up to a few pence more or less."
            .to_owned(),
    ];
    if counted.iter().any(|o| o.target == Target::BestQuartile) {
        notes.push("The total to the best quartile is an upper bound, inflated by selection.".into());
    }
    if counted.iter().any(|o| o.unconfirmed()) {
        notes.push("Some prices are unconfirmed defaults.".into());
    }
    let mut stale: Vec<String> = counted
        .iter()
        .flat_map(|o| &o.price.words)
        .filter(|w| w.starts_with("The table behind the price"))
        .cloned()
        .collect();
    stale.sort();
    stale.dedup();
    notes.extend(stale);
    notes
}
