//! Every gap that has pounds, over all metrics: ranked by evidence and pounds, totalled once.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use wt_benchmark::{MetricSet, Persistence};
use wt_opportunity::{
    Claim, Honest, HonestSum, Opportunity, PriceBook, Sum, Target, Tier, honest_to, rank, sum,
};
use wt_units::{OdsCode, Pence, Period};

use crate::compare::{Ask, Compared};
use crate::permit::Person;
use crate::report::{Cell, Report};
use crate::{Engine, EngineError, Snapshot};

/// What there is to win, and what must be said with it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The picture it was made from.
    pub snapshot: Arc<Snapshot>,
    /// To the peer median, the strongest signals first, then the largest.
    pub opportunities: Vec<Opportunity>,
    /// Their totals by benefit type, each hour and pound once.
    pub totals: Sum,
    /// Totals to the best quartile: an upper bound.
    pub upper: Sum,
    /// What each gap is worth with luck taken out: expected pounds of the true gap to the peer median, with an interval.
    pub claims: Vec<Claim>,
    /// Totals of those.
    pub true_totals: HonestSum,
    /// Totals to the best quartile of true values.
    pub true_upper: HonestSum,
    /// Signals without pounds: gaps that last and lie outside the funnel, on metrics that have no price.
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

impl Found {
    /// The honest pounds of an opportunity.
    pub fn claim(&self, o: &Opportunity) -> Option<&Claim> {
        claim_of(&self.claims, o)
    }
}

fn claim_of<'a>(claims: &'a [Claim], o: &Opportunity) -> Option<&'a Claim> {
    claims.iter().find(|c| {
        c.org == o.org && c.metric == o.metric && c.unit == o.unit && c.staff_group == o.staff_group
    })
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
        let mut found = Found {
            true_totals: median.sum(&BTreeMap::new()),
            true_upper: best.sum(&BTreeMap::new()),
            claims: median.claims,
            opportunities: Vec::new(),
            totals: sum(&[]),
            upper: sum(&[]),
            signals: Vec::new(),
            no_pounds: Vec::new(),
            snapshot: Arc::clone(&snapshot),
        };
        let mut upper = Vec::new();
        for compared in all {
            let of = |o: &&Opportunity| org.is_none_or(|code| o.org == code);
            found.opportunities.extend(compared.to_median.iter().filter(of).cloned());
            upper.extend(compared.to_best_quartile.iter().filter(of).cloned());
            if let Some(why) = &compared.no_pounds {
                found.no_pounds.push((compared.metric.name.clone(), why.clone()));
                found.signals.extend(signals(&compared, org));
            }
        }
        rank(&mut found.opportunities);
        // Within a tier, by pounds with luck taken out where there are some.
        let claims = &found.claims;
        let pounds = |o: &Opportunity| claim_of(claims, o).map_or(o.pounds, |c| c.pounds);
        found.opportunities.sort_by_key(|o| (Tier::of(o), Reverse(pounds(o))));
        found.totals = sum(&found.opportunities);
        found.upper = sum(&upper);
        Ok(found)
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

/// How strong the signal behind an opportunity is, as a page says it.
pub fn strength(o: &Opportunity) -> &'static str {
    Tier::of(o).words()
}

fn signals(compared: &Compared, org: Option<OdsCode>) -> Vec<Signal> {
    let lasting = |r: &&wt_benchmark::Row| {
        r.persistent_gap == Persistence::Yes && r.funnel.is_some_and(|f| f.outside998)
    };
    let rows = compared.comparison.rows.iter().filter(lasting);
    rows.filter_map(|row| {
        let code = row.code.filter(|c| org.is_none_or(|o| o == *c))?;
        let sentences = compared.sentences(row);
        Some(Signal { org: code, metric: compared.metric.id.to_string(), sentences })
    })
    .collect()
}

const COLUMNS: [&str; 22] = [
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
];

/// Opportunities as a table: the first `top`, the surest first.
pub fn report(found: &Found, top: usize) -> Report {
    let mut report = Report::new(&COLUMNS);
    for o in found.opportunities.iter().take(top) {
        let claim = found.claim(o);
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
            Cell::text(strength(o)),
            Cell::text(o.persistent.words()),
            Cell::text(&o.scope),
            Cell::number(o.sources.len()),
            Cell::text(o.price.status.words()),
            end(claim.map(|c| c.pounds)),
            end(claim.map(|c| c.range.0)),
            end(claim.map(|c| c.range.1)),
            Cell::maybe(claim.map(|c| c.worse), |p| Cell::decimals(p, 4)),
        ]);
    }
    report
}
