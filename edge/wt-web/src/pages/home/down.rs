//! The way down from the gap: a chart, tables by insight and by employer, and what changed.

use wt_benchmark::BenefitType;
use wt_benefits::claims::Stage;
use wt_benefits::waterfall::STEPS;
use wt_engine::Snapshot;
use wt_engine::benefits::Way;
use wt_engine::settings::Gap;
use wt_units::{Pence, Pounds};

use crate::charts::{self, Chart};
use crate::say;

/// Employers in the table; the others stand in the list of benefits.
const SHOWN: usize = 12;

/// A row of a table: who or what, and pounds at each step or beyond.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) steps: Vec<String>,
}

/// What the page says beside the chart.
pub(super) struct WayDown {
    pub(super) sentences: Vec<String>,
    pub(super) insights: Vec<Row>,
    pub(super) employers: Vec<Row>,
    pub(super) more: usize,
    pub(super) since: String,
    pub(super) changed: Vec<String>,
}

impl WayDown {
    pub(super) fn of(snapshot: &Snapshot, way: &Way, insight: &dyn Fn(&str) -> String) -> Self {
        let cash = BenefitType::CashReleasing;
        let row =
            |name: String, steps: [Pence; 5]| Row { name, steps: steps.map(|p| Pounds(p).table()).to_vec() };
        let mut employers: Vec<_> = way.now.by_org(cash).into_iter().collect();
        // Whoever could win most comes first.
        employers.sort_by_key(|(org, steps)| (std::cmp::Reverse(steps[0]), *org));
        let more = employers.len().saturating_sub(SHOWN);
        employers.truncate(SHOWN);
        let mut changed: Vec<String> = way.changed.iter().map(ToString::to_string).collect();
        if changed.is_empty() {
            changed.push("Nothing has changed.".to_owned());
        }
        Self {
            sentences: way.now.sentences(),
            insights: way
                .by_insight(cash)
                .into_iter()
                .map(|(slug, steps)| row(insight(&slug), steps))
                .collect(),
            employers: employers.into_iter().map(|(org, s)| row(snapshot.directory.label(org), s)).collect(),
            more,
            since: say::day(&way.since.to_string()),
            changed,
        }
    }
}

/// The gap, and what each step would take off it beyond the step after it.
pub(super) fn chart(gap: &Gap, way: &Way) -> Chart {
    let at = |step: Stage| way.now.reached(BenefitType::CashReleasing, step);
    let [identified, accepted, planned, delivered, verified] = STEPS.map(at);
    let steps = [
        ("Verified", verified),
        ("Delivered, not verified", delivered - verified),
        ("Planned, to come", planned - delivered),
        ("Accepted, not planned", accepted - planned),
        ("Identified, not accepted", identified - accepted),
    ];
    charts::waterfall(&gap.covers, gap.amount, &steps, "waterfall")
}
