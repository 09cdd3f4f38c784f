//! What a candidate is worth: costs with optimism bias, benefits with their range and confidence, discounted.

use wt_facts::Ratio;
use wt_units::{Pence, Quantity};

use crate::discount::{Rates, part};

/// What kind of benefit; never added together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Benefit {
    /// A cost is removed.
    CashReleasing,
    /// A cost that would have come does not.
    CostAvoided,
    /// Time, valued.
    TimeReleased,
    /// Better care; not in pounds.
    Quality,
}

impl Benefit {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::CashReleasing, Self::CostAvoided, Self::TimeReleased, Self::Quality];

    /// As files write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CashReleasing => "cash-releasing",
            Self::CostAvoided => "cost-avoided",
            Self::TimeReleased => "time-released",
            Self::Quality => "quality",
        }
    }
}

/// Something that could be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Slug, by which others name it.
    pub id: String,
    /// Name for a heading.
    pub name: String,
    /// What its benefit is.
    pub benefit: Benefit,
    /// Cost in years 0, 1, …, before optimism bias, at the price year's prices.
    pub costs: Vec<Pence>,
    /// Benefit in years 0, 1, …, as expected by those who propose it.
    pub benefits: Vec<Pence>,
    /// Low benefit in percent of the expected one.
    pub low: Quantity,
    /// High benefit in percent of the expected one.
    pub high: Quantity,
    /// How much of the expected benefit is counted, in percent; there is no national table.
    pub confidence: Quantity,
    /// Percent added to costs.
    pub optimism: Ratio,
    /// Whole-time equivalents it takes to do.
    pub people: Quantity,
    /// Days of those who lead.
    pub attention: Quantity,
    /// Quality points, in the user's own scale.
    pub quality: Quantity,
    /// Ids of what must be done with it.
    pub requires: Vec<String>,
    /// Ids of what can't be done with it.
    pub excludes: Vec<String>,
}

/// What a candidate comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appraised {
    /// Cost in years 0, 1, … with optimism bias, not discounted: what budgets have to find.
    pub spend: Vec<Pence>,
    /// Present value of costs.
    pub present_cost: Pence,
    /// Present value of benefits: low, central and high.
    pub present_benefit: [Pence; 3],
    /// First year by whose end discounted benefits have covered discounted costs; none if never.
    pub payback: Option<u32>,
}

impl Appraised {
    /// Net present value at the low (0), central (1) or high (2) benefit.
    pub fn net(&self) -> [Pence; 3] {
        self.present_benefit.map(|benefit| benefit - self.present_cost)
    }

    /// Benefit-cost ratio in hundredths, rounded down: present value of central benefits over that of costs; none without
    /// costs.
    pub fn ratio_hundredths(&self) -> Option<i64> {
        let cost = self.present_cost.get();
        (cost > 0).then(|| (i128::from(self.present_benefit[1].get()) * 100).div_euclid(cost.into()) as i64)
    }
}

/// The candidate's amounts are too large to be counted in pence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the amounts of '{0}' are too large to be counted in pence")]
pub struct TooLarge(pub String);

/// Appraises a candidate: each year's line is rounded to a penny once, and present values are sums of lines.
///
/// # Errors
/// [`TooLarge`].
pub fn appraise(candidate: &Candidate, rates: &Rates) -> Result<Appraised, TooLarge> {
    let too_large = || TooLarge(candidate.id.clone());
    let years = candidate.costs.len().max(candidate.benefits.len()).max(1);
    let factors = rates.factors(years as u32 - 1);
    let whole = Ratio::new(100, 1).and_then(|hundred| hundred.checked_add(candidate.optimism));
    let uplift = whole.and_then(|whole| whole.checked_div(Ratio::new(100, 1)?)).ok_or_else(too_large)?;
    let confident = Ratio::percent(candidate.confidence);
    let ends = [candidate.low, Quantity::from_millionths(100_000_000), candidate.high];
    let mut found = Appraised {
        spend: Vec::new(),
        present_cost: Pence::ZERO,
        present_benefit: [Pence::ZERO; 3],
        payback: None,
    };
    let now = Quantity::from_millionths(1_000_000);
    let mut run = Pence::ZERO;
    for (year, factor) in factors.iter().enumerate() {
        let line = |list: &[Pence], percent: Ratio, factor: Quantity| {
            let pence = list.get(year).map_or(0, |p| p.get());
            part(pence, percent, factor).map(Pence::new).ok_or_else(too_large)
        };
        if year < candidate.costs.len() {
            found.spend.push(line(&candidate.costs, uplift, now)?);
        }
        let cost = line(&candidate.costs, uplift, *factor)?;
        found.present_cost = found.present_cost + cost;
        for (end, sum) in ends.iter().zip(&mut found.present_benefit) {
            let percent = confident.checked_mul(Ratio::percent(*end)).ok_or_else(too_large)?;
            *sum = *sum + line(&candidate.benefits, percent, *factor)?;
        }
        run = run + line(&candidate.benefits, confident, *factor)? - cost;
        if run < Pence::ZERO {
            found.payback = None;
        } else if found.payback.is_none() {
            found.payback = Some(year as u32);
        }
    }
    Ok(found)
}
