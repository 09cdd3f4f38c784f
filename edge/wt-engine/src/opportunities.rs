//! Every gap that has pounds, over all metrics: ranked by evidence and pounds, totalled once.

use std::collections::BTreeMap;
use std::sync::Arc;

use wt_benchmark::{Level, MetricSet};
use wt_opportunity::{Honest, HonestSum, Opportunity, PriceBook, Ranked, Sum, Target, honest_to, rank, sum};
use wt_units::{OdsCode, Pence, Period};

use crate::compare::{Ask, Compared};
use crate::permit::Person;
use crate::report::{Cell, Report};
use crate::signals::{Listed, levels};
use crate::{Engine, EngineError, Snapshot};

/// What there is to win, and what must be said with it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The picture it was made from.
    pub snapshot: Arc<Snapshot>,
    /// To the peer median, the strongest signals first, then the largest with luck taken out.
    pub opportunities: Vec<Ranked>,
    /// What the gaps are worth with luck taken out: totals by benefit type of the expected pounds of the true gaps to the
    /// peer median, each hour and pound once, with intervals.
    pub true_totals: HonestSum,
    /// The same to the best quartile of true values.
    pub true_upper: HonestSum,
    /// The raw gaps beside them, which take luck for difference.
    pub totals: Sum,
    /// Raw gaps to the best quartile: an upper bound.
    pub upper: Sum,
    /// Signals without pounds: on the worse side, further from peers than chance and usual spread explain, on metrics that
    /// have no price.
    pub signals: Vec<Signal>,
    /// Metrics with figures that have no pounds, and why.
    pub no_pounds: Vec<(String, String)>,
}

/// A gap that is more than noise and has no pounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Whose.
    pub org: OdsCode,
    /// Which metric, by slug.
    pub metric: String,
    /// What it shows, as sentences.
    pub sentences: Vec<String>,
}

/// Confidence of the intervals of honest pounds.
pub const CONFIDENCE: f64 = 0.9;

impl Engine {
    /// Every gap of every metric that has figures, in the place and period asked for. A metric without figures in
    /// the period is passed over.
    ///
    /// # Errors
    /// [`EngineError::Question`] for a region or peer set that the data do not have; [`EngineError::Denied`],
    /// [`EngineError::Store`].
    pub async fn opportunities(
        &self,
        person: &Person,
        ask: &Ask,
        org: Option<OdsCode>,
    ) -> Result<Found, EngineError> {
        let snapshot = self.snapshot(person).await?;
        let all = self.compare_all(&snapshot, ask)?;
        let [median, best] = self.honest(&all, org);
        let (listed, _) = levels(&all);
        let of = |code: Option<OdsCode>| org.is_none_or(|o| code == Some(o));
        let raw = |target: fn(&Compared) -> &Vec<Opportunity>| -> Vec<Opportunity> {
            all.iter().flat_map(target).filter(|o| of(Some(o.org))).cloned().collect()
        };
        let (to_median, to_best) = (raw(|c| &c.to_median), raw(|c| &c.to_best_quartile));
        let unpriced = |c: &&Compared| c.no_pounds.is_some();
        Ok(Found {
            true_totals: median.sum(&BTreeMap::new()),
            true_upper: best.sum(&BTreeMap::new()),
            totals: sum(&to_median),
            upper: sum(&to_best),
            opportunities: rank(to_median, &median.claims, |o| listed.iter().any(|l| l.worse_of(o))),
            signals: listed
                .iter()
                .filter(|l| unpriced(&l.compared) && l.better == Some(false) && of(l.row.code))
                .filter_map(signal)
                .collect(),
            no_pounds: all
                .iter()
                .filter_map(|c| Some((c.metric.name.clone(), c.no_pounds.clone()?)))
                .collect(),
            snapshot: Arc::clone(&snapshot),
        })
    }

    /// What the gaps of one comparison are worth with luck taken out: to the peer median and to the best quartile. Employers are
    /// fitted together with all metrics of the place and period, so that the pounds are those of the list of opportunities;
    /// units and staff groups by themselves.
    ///
    /// # Errors
    /// As [`opportunities`](Self::opportunities).
    pub fn worth(&self, compared: &Compared, ask: &Ask) -> Result<[Honest; 2], EngineError> {
        let whole = ask.level == Level::Employers && ask.staff_group.is_none();
        let all = if whole { self.compare_all(&compared.snapshot, ask)? } else { vec![compared.clone()] };
        Ok(self.honest(&all, None).map(|mut found| {
            found.claims.retain(|c| c.metric == compared.metric.id);
            found
        }))
    }

    /// Pounds of true gaps. The estimate learns from all employers, whichever are asked for.
    /// To the peer median and to the best quartile.
    fn honest(&self, all: &[Compared], org: Option<OdsCode>) -> [Honest; 2] {
        let periods = all.iter().map(|c| c.comparison.question.period);
        let whole =
            periods.reduce(|a, b| Period::new(a.from().min(b.from()), a.to().max(b.to())).unwrap_or(a));
        let book = whole.map(|p| PriceBook::from_facts(self.facts(), p)).unwrap_or_default();
        let asked: Vec<_> = all.iter().map(|c| (&c.metric, &c.comparison)).collect();
        honest_to(&asked, &book, [Target::PeerMedian, Target::BestQuartile], CONFIDENCE).map(|mut found| {
            found.claims.retain(|c| org.is_none_or(|o| c.org == o));
            found
        })
    }

    /// Every metric that has figures in the period, compared.
    ///
    /// # Errors
    /// As [`opportunities`](Self::opportunities).
    pub fn compare_all(&self, snapshot: &Arc<Snapshot>, ask: &Ask) -> Result<Vec<Compared>, EngineError> {
        let with_figures = |set: &MetricSet| -> Vec<_> {
            let has = |id: &wt_units::MetricId| {
                let loaded = snapshot.cube.period(id)?;
                let early = ask.to.is_some_and(|to| to < loaded.from());
                let late = ask.from.is_some_and(|from| from > loaded.to());
                (!early && !late).then_some(())
            };
            set.iter().filter(|m| has(&m.id).is_some()).map(|m| m.id.clone()).collect()
        };
        with_figures(&snapshot.metrics).iter().map(|id| self.compare_in(snapshot, id, ask)).collect()
    }
}

fn signal(listed: &Listed<'_>) -> Option<Signal> {
    let sentences = listed.compared.sentences(listed.row);
    Some(Signal { org: listed.row.code?, metric: listed.compared.metric.id.to_string(), sentences })
}

const COLUMNS: [&str; 23] = [
    "code",
    "name",
    "metric",
    "from",
    "to",
    "pounds",
    "pounds_low",
    "pounds_high",
    "units",
    "unit_of_units",
    "wte",
    "benefit_type",
    "overlap_group",
    "signal",
    "persistent_gap",
    "peer_scope",
    "source_rows",
    "price_status",
    "pounds_true",
    "pounds_true_low",
    "pounds_true_high",
    "chance_worse",
    "wte_true",
];

/// Opportunities as a table: the first `top`, the surest first.
pub fn report(found: &Found, top: usize) -> Report {
    let mut report = Report::new(&COLUMNS);
    for Ranked { opportunity: o, claim, tier } in found.opportunities.iter().take(top) {
        let claim = claim.as_ref();
        let end = |p: Option<Pence>| Cell::maybe(p, |p| Cell::Number(p.plain()));
        report.push(vec![
            Cell::text(o.org.to_string()),
            Cell::text(&o.name),
            Cell::text(o.metric.as_str()),
            Cell::text(o.period.from().to_string()),
            Cell::text(o.period.to().to_string()),
            Cell::Number(o.pounds.plain()),
            end(o.pounds_range.map(|r| r.0)),
            end(o.pounds_range.map(|r| r.1)),
            Cell::number(o.units),
            Cell::text(&o.unit_words),
            Cell::maybe(o.wte, |w| Cell::decimals(w.to_f64(), 4)),
            Cell::text(o.benefit_type.words()),
            Cell::maybe(o.overlap_group.as_deref(), Cell::text),
            Cell::text(tier.words()),
            Cell::text(o.persistent.words()),
            Cell::text(&o.scope),
            Cell::number(o.sources.len()),
            Cell::text(o.price.status.words()),
            end(claim.map(|c| c.pounds)),
            end(claim.map(|c| c.range.0)),
            end(claim.map(|c| c.range.1)),
            Cell::maybe(claim.map(|c| c.worse), |p| Cell::decimals(p, 4)),
            Cell::maybe(claim.and_then(|c| c.wte), |w| Cell::decimals(w.to_f64(), 4)),
        ]);
    }
    report
}
