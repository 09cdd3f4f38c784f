//! From a gap in the figures to an opportunity of the ledger: pounds of a full year, and the rows they stand on.

use std::collections::BTreeMap;

use wt_benchmark::{Basis, Metric};
use wt_benefits::ledger::{Baseline, Event, Opportunity, Rows, Sum};
use wt_opportunity::Ranked;
use wt_units::{MetricId, Month, OdsCode, Pence, Period, Quantity};

use super::base::{Row, made};
use super::{Base, Book};
use crate::compare::Ask;
use crate::opportunities::Found;
use crate::permit::{Person, Right};
use crate::{Engine, EngineError, Snapshot};

/// Months of a full year.
const YEAR: i64 = 12;
/// Days of a full-time week, by which its hours are hours of a day.
const DAYS: i64 = 5;

/// A gap that can be taken on.
#[derive(Debug, Clone)]
pub struct Offer {
    /// As the ledger would hold it.
    pub found: Opportunity,
    /// The row it stands on, as it stood in the period asked about.
    pub row: Row,
    /// The larger row, which measures of the same hours share.
    pub outer: Option<Row>,
    /// Pounds for one unit of the measure's numerator.
    pub price: Sum,
    /// Months that the figures are of.
    pub period: Period,
}

/// The id of an opportunity, which is its address as well: `DEMO07-sickness-absence`.
pub fn address(org: OdsCode, metric: &MetricId) -> String {
    format!("{org}-{metric}")
}

impl Offer {
    fn of(snapshot: &Snapshot, week: Option<Quantity>, ranked: &Ranked) -> Option<Self> {
        let Ranked { opportunity: o, claim, .. } = ranked;
        let metric = snapshot.metrics.get(&o.metric)?;
        let months = i64::try_from(o.period.months().count()).ok().filter(|n| *n > 0)?;
        let year = |n: i64| i64::try_from(i128::from(n) * i128::from(YEAR) / i128::from(months)).ok();
        let pence = |p: Pence| year(p.get()).map(Pence::new);
        let (central, range, units, base) = match claim {
            Some(c) => (c.pounds, Some(c.range), c.units, c.base),
            None => (o.pounds, o.pounds_range, o.units, o.pounds),
        };
        let (low, high) = range.unwrap_or((Pence::ZERO, central));
        let (central, cost) = (pence(central)?, pence(base)?);
        let price = Pence::from_pounds(o.price.pounds).filter(|p| *p > Pence::ZERO)?;
        let units = Quantity::from_millionths(year(units.millionths())?);
        if central <= Pence::ZERO || units <= Quantity::ZERO {
            return None;
        }
        let (kind, each) = kind(metric, week)?;
        let name = format!("{} {}", o.org, o.metric);
        let group =
            o.overlap_group.as_deref().zip(each).map(|(group, each)| (format!("{} {group}", o.org), each));
        let source = format!("{}, {}", o.metric, o.period.long());
        let row = Row {
            row: name.clone(),
            kind: kind.to_owned(),
            // What could be won, and no more: an action on it leaves nothing of it to be identified once again.
            capacity: units.to_string(),
            cost: cost.max(central).plain(),
            within: group.as_ref().map_or(String::new(), |(group, _)| group.clone()),
            each: group.as_ref().map_or(String::new(), |(_, each)| each.to_string()),
            source: source.clone(),
        };
        let outer = group.map(|(group, each)| Row {
            row: group,
            kind: "hours".to_owned(),
            capacity: times(units, each).to_string(),
            source,
            ..Row::default()
        });
        let found = Opportunity {
            id: address(o.org, &o.metric),
            name: format!("{}: {}", snapshot.directory.label(o.org), metric.name),
            org: o.org,
            metric: Some(o.metric.clone()),
            area: None,
            benefit: o.benefit_type,
            low: Sum(pence(low)?.min(central)),
            central: Sum(central),
            high: Sum(pence(high)?.max(central)),
            certainty: claim.as_ref().map_or(50, |c| percent(c.worse)),
            rows: vec![Rows { row: name, quantity: units }],
        };
        Some(Self { found, row, outer, price: Sum(price), period: o.period })
    }

    /// The rows that are not in a base yet, and the larger row where this one needs more of it than there is.
    fn missing<'a>(&'a self, base: &'a Base) -> impl Iterator<Item = &'a Row> {
        let there = base.get(&self.row.row).is_some();
        let outer = self.outer.iter().filter(move |outer| {
            let needed: Option<Quantity> = outer.capacity.parse().ok();
            base.get(&outer.row).is_none_or(|held| !there && needed.is_some_and(|n| n > held.capacity))
        });
        std::iter::once(&self.row).filter(move |_| !there).chain(outer)
    }
}

/// What a metric's numerator is as a row of a base, and how many hours one unit of it is; none for what can't be claimed.
fn kind(metric: &Metric, week: Option<Quantity>) -> Option<(&'static str, Option<Quantity>)> {
    match metric.numerator.unit.as_str() {
        "FTE days" => Some(("FTE days", week.map(|w| Quantity::from_millionths(w.millionths() / DAYS)))),
        "hours" => Some(("hours", Quantity::whole(1))),
        "shifts" => Some(("shifts", None)),
        "GBP" => Some(("spend", None)),
        _ => None,
    }
}

/// Rounded up, so that the larger row is never too small for the one within it.
fn times(a: Quantity, b: Quantity) -> Quantity {
    let product = i128::from(a.millionths()) * i128::from(b.millionths());
    Quantity::from_millionths(i64::try_from((product + 999_999) / 1_000_000).unwrap_or(i64::MAX))
}

fn percent(share: f64) -> u8 {
    // Between 0 and 100, so nothing is cut off.
    (share.clamp(0.0, 1.0) * 100.0).round() as u8
}

impl Engine {
    /// What the ledger could take on of what was found, the surest first.
    pub fn offers(&self, found: &Found) -> Vec<Offer> {
        let week = self.facts().at("full-time-week", self.today()).ok().map(|figure| figure.value);
        found.opportunities.iter().filter_map(|r| Offer::of(&found.snapshot, week, r)).collect()
    }

    /// One of them by its id.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where there is no such gap; as [`Engine::opportunities`].
    pub async fn offer(&self, person: &Person, ask: &Ask, id: &str) -> Result<Offer, EngineError> {
        let found = self.opportunities(person, ask, None).await?;
        self.offers(&found).into_iter().find(|offer| offer.found.id == id).ok_or_else(|| {
            EngineError::NotFound(format!(
                "There is no opportunity '{id}' that has pounds in what is loaded. Choose one from the list of opportunities."
            ))
        })
    }

    /// Enters an opportunity, and accepts it, or parks it with a reason.
    ///
    /// # Errors
    /// As [`Engine::enter`].
    pub async fn take_on(
        &self,
        person: &Person,
        by: &str,
        offer: &Offer,
        parked: Option<&str>,
    ) -> Result<Book, EngineError> {
        person.may(Right::Own)?;
        let book = self.book(person).await?;
        let opportunity = offer.found.id.clone();
        let decided = match parked {
            None => Event::Accepted { opportunity },
            Some(reason) => Event::Parked { opportunity, reason: reason.to_owned() },
        };
        let known = book.ledger.opportunities().contains_key(&offer.found.id);
        let mut events = if known { Vec::new() } else { vec![Event::Opportunity(offer.found.clone())] };
        events.push(decided);
        // Refused before the base grows, if it is refused at all.
        self.would(person, &book, by, &events)?;
        self.add_base(person, &offer.missing(&book.base).cloned().collect::<Vec<_>>()).await?;
        self.enter(person, by, &events).await
    }
}

/// A base with the rows of offers that nobody took on yet.
pub(super) fn with_offers(mut rows: Vec<Row>, offers: &[&Offer]) -> Result<Base, String> {
    let mut base = made(rows.clone())?;
    for offer in offers {
        let missing: Vec<Row> = offer.missing(&base).cloned().collect();
        if !missing.is_empty() {
            rows.extend(missing);
            // Only the larger rows depend on what came before, and there is one for an employer and group.
            if offer.outer.is_some() {
                base = made(rows.clone())?;
            }
        }
    }
    made(rows)
}

/// What a measure of an employer was in the twelve months before one, in words and numbers; none without figures.
pub(super) fn baseline(
    snapshot: &Snapshot,
    metric: &MetricId,
    org: OdsCode,
    line: &str,
    before: Month,
) -> Option<Baseline> {
    let metric = snapshot.metrics.get(metric)?;
    let mut months: BTreeMap<Month, (Quantity, Quantity)> = BTreeMap::new();
    for series in snapshot.cube.series(&metric.id) {
        let whole = series.unit.is_none() && series.staff_group.is_none();
        if whole && snapshot.directory.resolve(series.org, Basis::ProForma) == org {
            for point in series.points.iter().filter(|p| p.month < before) {
                let sum = months.entry(point.month).or_default();
                *sum = (sum.0 + point.numerator, sum.1 + point.denominator);
            }
        }
    }
    let to = *months.keys().next_back()?;
    let from = (*months.keys().next()?).max(to.plus(-11));
    let (n, d) =
        months.range(from..=to).fold((Quantity::ZERO, Quantity::ZERO), |a, (_, m)| (a.0 + m.0, a.1 + m.1));
    let share = Some(n.to_f64() / d.to_f64()).filter(|share| share.is_finite())?;
    let figure = format!(
        "{}: {} ({n} {} of {d} {})",
        metric.name,
        metric.unit.say(share),
        metric.numerator.unit,
        metric.denominator.unit
    );
    Some(Baseline { line: line.to_owned(), version: 1, from, to, figure, reason: None })
}
