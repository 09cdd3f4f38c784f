//! Honest pounds: what closing the *true* gap would be worth, luck taken out.
//!
//! The raw gap of [`crate::value`] takes observed values for true ones: 35 trusts without any true difference show 6 to 16% of spend as
//! the gap to the best quartile (§4). Here all metrics are shrunk together ([`wt_stats::hierarchy`]), the target is the median or best
//! quartile of true values, and pounds are the expected gap on the worse side, with an interval. How far a figure wavers by itself is read off the
//! months of all peers ([`wt_stats::hierarchy::settled`]), not assumed.
//!
//! ```
//! use wt_opportunity::{PriceBook, Target, honest};
//! let nothing = honest(&[], &PriceBook::default(), Target::BestQuartile, 0.9);
//! assert!(nothing.claims.is_empty() && nothing.sum(&Default::default()).totals.is_empty());
//! ```

use wt_benchmark::metric::{BenefitType, Direction, Metric, PricedBy, Value};
use wt_benchmark::{Comparison, Group, Row};
use wt_stats::hierarchy::{Level, Shrunk, Worse, fit, settled};
use wt_units::{MetricId, OdsCode, Pence, Period, Quantity, StaffGroup, UnitName, Wte};

use crate::opportunity::{Target, wte};
use crate::price::PriceBook;

mod figures;
mod total;

use figures::{Made, Seen};
pub use total::{HonestSum, HonestTotal};

/// What closing a true gap would be worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Whose.
    pub org: OdsCode,
    /// Name of the row.
    pub name: String,
    /// Unit, where units were compared.
    pub unit: Option<UnitName>,
    /// Staff group, where staff groups were compared or one was asked for.
    pub staff_group: Option<StaffGroup>,
    /// Which metric.
    pub metric: MetricId,
    /// Months it is for.
    pub period: Period,
    /// Expected pounds; never more than `base`.
    pub pounds: Pence,
    /// Interval of the pounds at the confidence asked for; starts at 0 where no gap is likely enough.
    pub range: (Pence, Pence),
    /// The raw gap in pounds, which takes luck for difference; beside the honest figure, never instead of it.
    pub raw: Pence,
    /// What is spent and could at most be released: the numerator at its price where less is better, the rest of the
    /// denominator where more is better.
    pub base: Pence,
    /// Expected units of the numerator that would be released.
    pub units: Quantity,
    /// What the units are.
    pub unit_words: String,
    /// The units as whole-time equivalents over the months with figures, where they are FTE days or hours.
    pub wte: Option<Wte>,
    /// How likely it truly is worse than the target.
    pub worse: f64,
    /// What kind of benefit; kinds are never added together.
    pub benefit_type: BenefitType,
    /// Claims of one organisation in one group are for the same hours or pounds.
    pub overlap_group: Option<String>,
    /// How the pounds were made.
    pub method: String,
    /// Which set of units it was fitted in, which unit of it, and pounds for a whole of the metric's value.
    place: (usize, usize),
    weight: f64,
}

/// A metric or row without a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    /// Which metric.
    pub metric: MetricId,
    /// Whose; none where it is the metric that has none.
    pub org: Option<OdsCode>,
    /// Why, as a sentence.
    pub why: String,
}

/// All claims, and what their totals are made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Honest {
    /// Every row with a price and a fit, by metric, then in the order of its rows.
    pub claims: Vec<Claim>,
    /// Who has none, and why.
    pub without: Vec<Without>,
    /// To where.
    pub target: Target,
    /// Confidence of the intervals.
    pub confidence: f64,
    sets: Vec<(Shrunk, Worse)>,
}

/// One peer group of one metric.
struct Set<'a, M> {
    metric: &'a Metric,
    priced: &'a PricedBy,
    comparison: &'a Comparison,
    group: usize,
    worse: Worse,
    made: M,
}

/// Claims of all metrics to a target; the prior on spread is learnt from all of them, so give all there are. The order of entry does
/// not matter.
pub fn honest(asked: &[(&Metric, &Comparison)], book: &PriceBook, target: Target, confidence: f64) -> Honest {
    let [found] = honest_to(asked, book, [target], confidence);
    found
}

/// As [`honest`], to several targets: figures are read and fitted once.
pub fn honest_to<const N: usize>(
    asked: &[(&Metric, &Comparison)],
    book: &PriceBook,
    targets: [Target; N],
    confidence: f64,
) -> [Honest; N] {
    let mut asked = asked.to_vec();
    asked.sort_by_cached_key(|(m, c)| (m.id.clone(), format!("{:?}", c.question)));
    let mut without = Vec::new();
    let mut seen: Vec<Set<'_, Seen>> = Vec::new();
    for (metric, comparison) in asked {
        match sets_of(metric, comparison) {
            Ok(found) => seen.extend(found),
            Err(why) => without.push(Without { metric: metric.id.clone(), org: None, why }),
        }
    }
    let wavers = settled(&seen.iter().map(|s| s.made.scatter).collect::<Vec<_>>());
    let mut sets: Vec<Set<'_, Made>> = Vec::new();
    for (set, wavers) in seen.into_iter().zip(wavers) {
        let Set { metric, priced, comparison, group, worse, made } = set;
        match made.make(wavers) {
            Ok(made) => sets.push(Set { metric, priced, comparison, group, worse, made }),
            Err(why) => without.push(Without { metric: metric.id.clone(), org: None, why }),
        }
    }
    let figures: Vec<_> = sets.iter().map(|s| s.made.figures()).collect();
    let fitted = fit(&figures).metrics;
    targets.map(|target| {
        let (mut claims, mut without, mut kept) = (Vec::new(), without.clone(), Vec::new());
        for (set, fitted) in sets.iter().zip(&fitted) {
            match fitted {
                Err(why) => without.push(set.without(None, format!("No estimate: {}.", why.words()))),
                Ok(shrunk) => {
                    set.claims(shrunk, kept.len(), (book, target, confidence), &mut claims, &mut without);
                    kept.push((shrunk.clone(), set.worse));
                }
            }
        }
        Honest { claims, without, target, confidence, sets: kept }
    })
}

/// The peer groups of a metric that has pounds.
fn sets_of<'a>(metric: &'a Metric, comparison: &'a Comparison) -> Result<Vec<Set<'a, Seen>>, String> {
    let priced = match &metric.pounds {
        Value::Priced(priced) => priced,
        Value::None(none) => return Err(none.none.clone()),
    };
    let worse = match metric.direction {
        Direction::Lower => Worse::Higher,
        Direction::Higher => Worse::Lower,
        _ => {
            return Err("Better is neither simply less nor simply more, so a gap has no one side.".to_owned());
        }
    };
    let set = |(group, g): (usize, &Group)| Set {
        metric,
        priced,
        comparison,
        group,
        worse,
        made: Seen::new(metric, g),
    };
    Ok(comparison.groups.iter().enumerate().map(set).collect())
}

impl Set<'_, Made> {
    fn without(&self, org: Option<OdsCode>, why: String) -> Without {
        Without { metric: self.metric.id.clone(), org, why }
    }

    /// Claims of the rows of this group.
    fn claims(
        &self,
        shrunk: &Shrunk,
        place: usize,
        (book, target, confidence): (&PriceBook, Target, f64),
        claims: &mut Vec<Claim>,
        without: &mut Vec<Without>,
    ) {
        let against = shrunk.against(level(target), self.worse);
        let mut taken = vec![false; shrunk.len()];
        for row in self.comparison.rows.iter().filter(|r| r.group == Some(self.group)) {
            let mut claim = || -> Result<Claim, String> {
                let org =
                    row.code.ok_or("These figures belong to several employers: ask for one of them.")?;
                let unit = self.made.unit(row, &mut taken).ok_or("It is not among its own peers.")?;
                let gap =
                    against.gap(unit, confidence).map_err(|why| format!("No estimate: {}.", why.words()))?;
                let price = book.over(&self.priced.price, &row.months)?.pounds;
                let volume = row.denominator.to_f64();
                let pounds = |units: f64| Pence::from_pounds(units * price).ok_or("The amount is too large.");
                let base = pounds(self.base(row).max(0.0))?;
                let expected = pounds(gap.excess * volume)?;
                let range = gap.excess_interval;
                let raw = match target {
                    Target::PeerMedian => row.excess_to_median,
                    Target::BestQuartile => row.excess_to_best_quartile,
                };
                let units = Quantity::from_f64(gap.excess * volume).ok_or("The amount is too large.")?;
                Ok(Claim {
                    org,
                    name: row.name.clone(),
                    unit: row.unit.clone(),
                    staff_group: row.staff_group.clone(),
                    metric: self.metric.id.clone(),
                    period: self.comparison.question.period,
                    pounds: expected.min(base),
                    range: (pounds(range.low * volume)?.min(base), pounds(range.high * volume)?.min(base)),
                    raw: pounds(raw.unwrap_or(0.0))?,
                    base,
                    wte: wte(self.metric, row, units, book.full_week()),
                    units,
                    unit_words: self.metric.numerator.unit.clone(),
                    worse: gap.worse,
                    benefit_type: self.priced.benefit_type,
                    overlap_group: self.metric.overlap_group.clone(),
                    method: self.method(against.target, target),
                    place: (place, unit),
                    // A claim cut to its base counts for as much less in totals.
                    weight: volume * price * if expected > base { ratio(base, expected) } else { 1.0 },
                })
            };
            match claim() {
                Ok(claim) => claims.push(claim),
                Err(why) => without.push(self.without(row.code, why)),
            }
        }
    }

    /// Units of the numerator that could at most be released.
    fn base(&self, row: &Row) -> f64 {
        match self.worse {
            Worse::Higher => row.numerator.to_f64(),
            Worse::Lower => row.denominator.to_f64() - row.numerator.to_f64(),
        }
    }

    fn method(&self, value: f64, target: Target) -> String {
        let to = match target {
            Target::PeerMedian => "median",
            Target::BestQuartile => "best quartile",
        };
        let scope = self.comparison.groups.get(self.group).map_or("", |g| g.scope.as_str());
        format!(
            "Expected gap of the true value to the {to} of true values ({}), all metrics shrunk together, × {} × price for each {}; peers: {scope}. {}",
            self.metric.unit.say(value),
            self.metric.denominator.unit,
            self.priced.per,
            self.made.words(),
        )
    }
}

pub(crate) fn level(target: Target) -> Level {
    match target {
        Target::PeerMedian => Level::Median,
        Target::BestQuartile => Level::BestQuartile,
    }
}

/// a / b of positive amounts.
pub(crate) fn ratio(a: Pence, b: Pence) -> f64 {
    a.get() as f64 / b.get() as f64
}
