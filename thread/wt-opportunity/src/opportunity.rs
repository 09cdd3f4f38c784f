//! A gap turned into pounds, with everything that must stand beside them.

use wt_benchmark::metric::{BenefitType, Metric, Value};
use wt_benchmark::{Comparison, Group, Persistence, Row, SourceRow};
use wt_units::{FteDays, Hours, MetricId, OdsCode, Pence, Period, Quantity, StaffGroup, UnitName, Wte};

use crate::price::{PeriodPrice, PriceBook};

/// To where the gap would be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The median of the peers.
    PeerMedian,
    /// The best quarter of the peers: an upper bound.
    BestQuartile,
}

impl Target {
    /// What the pounds to this target are.
    pub fn words(self) -> &'static str {
        match self {
            Self::PeerMedian => "to the peer median",
            Self::BestQuartile => {
                "to the best quartile: an upper bound, inflated by selection, since the best quarter of peers is partly luck"
            }
        }
    }
}

/// What closing a gap would be worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    /// Whose.
    pub org: OdsCode,
    /// Name of the row: organisation, unit or staff group.
    pub name: String,
    /// Unit, where units were compared.
    pub unit: Option<UnitName>,
    /// Staff group, where staff groups were compared or one was asked for.
    pub staff_group: Option<StaffGroup>,
    /// Which metric.
    pub metric: MetricId,
    /// Version of its definition.
    pub metric_version: u32,
    /// Months it is for.
    pub period: Period,
    /// To where.
    pub target: Target,
    /// Pounds; 0 where there is no gap on the worse side.
    pub pounds: Pence,
    /// The pounds before rounding, to a millionth: totals add these up and round once.
    pub unrounded: Quantity,
    /// Low and high end, from the 95% interval of the gap, not below 0; none where there are too few data to
    /// say. The price is taken as certain: its own range is in `price`.
    pub pounds_range: Option<(Pence, Pence)>,
    /// Units of the numerator that would be released.
    pub units: Quantity,
    /// What the units are: "FTE days".
    pub unit_words: String,
    /// The units as whole-time equivalents over the months with figures, where they are FTE days or hours.
    pub wte: Option<Wte>,
    /// What kind of benefit; kinds are never added together.
    pub benefit_type: BenefitType,
    /// Opportunities of one organisation in one group claim the same hours or pounds.
    pub overlap_group: Option<String>,
    /// Insight the metric belongs to.
    pub insight: String,
    /// Whether the gap lasted seven months.
    pub persistent: Persistence,
    /// Who the peers are: "London, Acute, 21 trusts".
    pub scope: String,
    /// Rows it was made from.
    pub sources: Vec<SourceRow>,
    /// The price.
    pub price: PeriodPrice,
    /// How the pounds were made.
    pub method: String,
    /// What they are not.
    pub not: String,
}

impl Opportunity {
    /// Whether a page must say "unconfirmed default".
    pub fn unconfirmed(&self) -> bool {
        self.price.status.unconfirmed()
    }
}

/// Why a row has no pounds, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoOpportunity {
    /// The metric has none.
    #[error("{0}")]
    NoPounds(String),
    /// It has a price, but not for these months.
    #[error("{0}")]
    NoPrice(String),
    /// The row has no peers, so no gap.
    #[error("It has no peers to compare with.")]
    NoPeers,
    /// Staff groups across employers belong to nobody who could act.
    #[error("These figures belong to several employers: ask for one of them.")]
    NoOwner,
    /// Too large to be pounds.
    #[error("The amount is too large.")]
    TooLarge,
}

/// The worth of one row's gap; zero pounds where the gap is not on the worse side.
///
/// # Errors
/// A sentence, where the row can't have pounds.
pub fn value(
    metric: &Metric,
    comparison: &Comparison,
    row: &Row,
    book: &PriceBook,
    target: Target,
) -> Result<Opportunity, NoOpportunity> {
    let priced = match &metric.pounds {
        Value::Priced(priced) => priced,
        Value::None(none) => return Err(NoOpportunity::NoPounds(none.none.clone())),
    };
    let org = row.code.ok_or(NoOpportunity::NoOwner)?;
    let group = row.group.and_then(|g| comparison.groups.get(g)).ok_or(NoOpportunity::NoPeers)?;
    let excess = match target {
        Target::PeerMedian => row.excess_to_median,
        Target::BestQuartile => row.excess_to_best_quartile,
    }
    .ok_or(NoOpportunity::NoPeers)?;
    let price = book.over(&priced.price, &row.months).map_err(NoOpportunity::NoPrice)?;
    let pence = |units: f64| Pence::from_pounds(units * price.pounds).ok_or(NoOpportunity::TooLarge);
    let units = Quantity::from_f64(excess).ok_or(NoOpportunity::TooLarge)?;
    let unrounded = Quantity::from_f64(excess * price.pounds).ok_or(NoOpportunity::TooLarge)?;
    let range = match (row.gap_interval, excess > 0.0) {
        (Some(i), true) => {
            let half = (i.high - i.low) / 2.0 * row.denominator.to_f64();
            Some((pence((excess - half).max(0.0))?, pence(excess + half)?))
        }
        _ => None,
    };
    Ok(Opportunity {
        org,
        name: row.name.clone(),
        unit: row.unit.clone(),
        staff_group: row.staff_group.clone(),
        metric: metric.id.clone(),
        metric_version: metric.version,
        period: comparison.question.period,
        target,
        pounds: pence(excess)?,
        unrounded,
        pounds_range: range,
        units,
        unit_words: metric.numerator.unit.clone(),
        wte: wte(metric, row, units, book.full_week()),
        benefit_type: priced.benefit_type,
        overlap_group: metric.overlap_group.clone(),
        insight: metric.insight.clone(),
        persistent: row.persistent_gap,
        scope: group.scope.clone(),
        sources: row.sources.clone(),
        method: method(metric, row, group, &priced.per, target),
        not: not(priced.benefit_type, &priced.caveat),
        price,
    })
}

/// The worth of every row that has a gap on the worse side, in the order of the rows.
///
/// # Errors
/// A sentence, where the metric has no pounds. Rows that can't have pounds are left out.
pub fn opportunities(
    metric: &Metric,
    comparison: &Comparison,
    book: &PriceBook,
    target: Target,
) -> Result<Vec<Opportunity>, NoOpportunity> {
    let mut found = Vec::new();
    for row in &comparison.rows {
        match value(metric, comparison, row, book, target) {
            Ok(o) if o.pounds > Pence::ZERO => found.push(o),
            Err(e @ (NoOpportunity::NoPounds(_) | NoOpportunity::NoPrice(_))) => return Err(e),
            _ => {}
        }
    }
    Ok(found)
}

/// FTE days over the calendar days of the months that have figures, or hours over those of a full-time worker in them.
pub(crate) fn wte(metric: &Metric, row: &Row, units: Quantity, full_week: Option<Hours>) -> Option<Wte> {
    let days = row.months.iter().filter(|m| m.figures.is_some()).map(|m| u32::from(m.month.days())).sum();
    match metric.numerator.unit.as_str() {
        "FTE days" => FteDays::new(units).per_days(days),
        "hours" => Hours::new(units).per_days(days, full_week?),
        _ => None,
    }
}

fn method(metric: &Metric, row: &Row, group: &Group, per: &str, target: Target) -> String {
    let to = match target {
        Target::PeerMedian => format!("the peer median {}", metric.unit.say(group.median)),
        Target::BestQuartile => "the best quartile of the peers".to_owned(),
    };
    format!(
        "({} \u{2212} {to}) × {} {} × price for each {per}; peers: {}. Pounds are worked out before rounding and rounded once to the penny.",
        metric.unit.say(row.share),
        row.denominator,
        metric.denominator.unit,
        group.scope
    )
}

fn not(benefit: BenefitType, caveat: &str) -> String {
    let start = match benefit {
        BenefitType::CashReleasing => "Not verified: cash is released only when a cost is removed.",
        BenefitType::CostAvoided => "Not cash: a cost that would otherwise come.",
        BenefitType::TimeReleased => "Not cash: a valuation of staff time, until a cost is removed.",
        BenefitType::Quality => "Not cash: a valuation of better care.",
    };
    format!("{start} {caveat} Not adjusted for staff mix.")
}
