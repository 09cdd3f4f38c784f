//! Rates as opportunities: what a card, or caps, are worth to each employer, with a range, whose hours they count and where they stood.

mod bookings;

pub use bookings::{AgainstCard, Month};

use wt_benchmark::metric::{BenefitType, Metric, Value};
use wt_units::{MetricId, Pence};

use crate::design::{Card, Sums, outcome};
use crate::market::Market;
use crate::respond::{Case, Spread, spread};

/// What a card, or keeping the caps, is worth to one employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    /// Code of the employer.
    pub employer: String,
    /// The metric it moves.
    pub metric: MetricId,
    /// Version of its definition.
    pub metric_version: u32,
    /// First and last month it is for, as year × 12 + month − 1; none for a mean month.
    pub months: Option<(i32, i32)>,
    /// Pounds of these months, low, central and high; below 0 where the card costs the employer more. A loss is no claim: it counts in full.
    pub pounds: (Pence, Pence, Pence),
    /// Of the central pounds, those of hours booked for vacancies, sickness and leave: opportunities in staff hours claim them too.
    /// None where the reasons are not known.
    pub shared: Option<Pence>,
    /// What kind of benefit; kinds are never added together.
    pub benefit_type: BenefitType,
    /// Opportunities of one employer in one group claim the same hours.
    pub overlap_group: Option<String>,
    /// Files, from 0, and rows it was made from, in order.
    pub rows: Vec<(u16, u32)>,
    /// How the pounds were made.
    pub method: String,
    /// What they are not.
    pub not: String,
}

/// Why a card has no pounds, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoPounds(String);

/// What a card is worth to each employer that it changes, for a month, in the order of the market's.
///
/// Only what paying the card saves or costs at the hours that would be bought counts: cost today at those hours' share, less
/// cost on the card. Hours that would stay unfilled save nothing here, though they cost nothing.
///
/// # Errors
/// Where the metric has no pounds.
pub fn opportunities(market: &Market, card: &Card, metric: &Metric) -> Result<Vec<Opportunity>, NoPounds> {
    let priced = match &metric.pounds {
        Value::Priced(priced) => priced,
        Value::None(none) => return Err(NoPounds(none.none.clone())),
    };
    let mut rows = vec![Vec::new(); market.employers.len()];
    for (segment, _) in market.segments.iter().zip(&card.rates).filter(|(_, rate)| rate.is_some()) {
        for line in &segment.lines {
            rows[line.employer].push((0, line.row));
        }
    }
    let mut worth = vec![Vec::new(); market.employers.len()];
    for case in std::iter::once(Case::CENTRAL).chain(Case::all()) {
        let lines = outcome(market, card, case).lines;
        let mut sums = vec![0_i64; market.employers.len()];
        for ((segment, lines), _) in
            market.segments.iter().zip(&lines).zip(&card.rates).filter(|(_, rate)| rate.is_some())
        {
            for (line, found) in segment.lines.iter().zip(lines) {
                sums[line.employer] += saved(found);
            }
        }
        worth.iter_mut().zip(sums).for_each(|(list, sum)| list.push(sum));
    }
    let found = market.employers.iter().zip(worth).zip(rows).filter(|(_, rows)| !rows.is_empty());
    Ok(found
        .map(|((employer, worth), mut rows)| {
            rows.sort_unstable();
            let mut values = worth.into_iter();
            let central = values.next().unwrap_or(0);
            let (low, high) = values.fold((central, central), |(low, high), one| (low.min(one), high.max(one)));
            Opportunity {
                employer: employer.clone(),
                metric: metric.id.clone(),
                metric_version: metric.version,
                months: None,
                shared: None,
                pounds: (Pence::new(low), Pence::new(central), Pence::new(high)),
                benefit_type: priced.benefit_type,
                overlap_group: metric.overlap_group.clone(),
                rows,
                method: "What hours cost today, for as many as would be filled on the card, less what they would cost on it; low and \
                    high over all combinations of how supply may respond."
                    .to_owned(),
                not: format!("Not verified: expected by a model of supply, not measured. {}", priced.caveat),
            }
        })
        .collect())
}

/// Saving of a line without what comes from hours that would no longer be filled: those are left out at today's mean cost.
fn saved(line: &Sums) -> i64 {
    if line.filled_now == 0 || line.filled >= line.filled_now {
        return line.saving();
    }
    let same = i128::from(line.cost_now) * i128::from(line.filled);
    crate::booking::rounded(same, i128::from(line.filled_now)) - line.cost
}

/// What the card saves the region in a month, with its range: all of it, hours that stay unfilled too.
#[must_use]
pub fn region(market: &Market, card: &Card) -> Spread {
    spread(|case| outcome(market, card, case).all.saving())
}
