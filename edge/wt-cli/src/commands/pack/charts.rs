//! The charts of a board pack: the way down from the gap, and each proved benefit's measure before and since.

use wt_benchmark::{BenefitType, MetricSet};
use wt_benefits::claims::Stage;
use wt_benefits::ledger::Ledger;
use wt_benefits::proof::Proof;
use wt_benefits::waterfall::{STEPS, Waterfall};
use wt_charts::{Chart, Control, Effect, Line, Step, Times, Trend, Waterfall as Down};
use wt_stats::xmr::{Options, xmr};
use wt_units::Month;

/// Benefits whose measures are drawn: with more the pack would outgrow six pages.
const DRAWN: usize = 2;

/// A chart with the name of its file.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) chart: Chart,
}

/// The gap and what each step takes off it beyond the step after it; none without a gap.
pub(super) fn down(waterfall: &Waterfall) -> Option<Named> {
    let gap = waterfall.gap?;
    let at = |step: Stage| waterfall.reached(BenefitType::CashReleasing, step);
    let [identified, accepted, planned, delivered, verified] = STEPS.map(at);
    let step = |label: &str, pounds| Step { label: label.to_owned(), pounds };
    let chart = Down {
        title: format!("The gap in {} and what is left of it", waterfall.year),
        covers: waterfall.year.to_string(),
        gap: Some(gap),
        steps: vec![
            step("Verified", verified),
            step("Delivered, not verified", delivered - verified),
            step("Planned, to come", planned - delivered),
            step("Accepted, not planned", accepted - planned),
            step("Identified, not accepted", identified - accepted),
        ],
    };
    Some(Named { name: "gap".to_owned(), chart: chart.chart("gap") })
}

/// For the proved benefits with the most pounds: what the measure was beside what others say it would have been, and its control
/// chart.
pub(super) fn measures(ledger: &Ledger, proofs: &[Proof], metrics: &MetricSet) -> Vec<Named> {
    let mut largest: Vec<&Proof> = proofs.iter().collect();
    largest.sort_by_key(|proof| (std::cmp::Reverse(proof.claimed), proof.line.clone()));
    let mut all = Vec::new();
    for proof in largest.into_iter().take(DRAWN) {
        let metric = ledger.lines().get(&proof.line).and_then(|state| state.line.metric.as_ref());
        let Some(metric) = metric.and_then(|id| metrics.get(id)) else { continue };
        let worked = &proof.worked;
        let months: Vec<Month> = worked.period.months().collect();
        let (mut values, mut expected) = (vec![None; months.len()], vec![None; months.len()]);
        for month in worked.answer.path.iter().filter(|m| m.month < months.len()) {
            values[month.month] = Some(month.value);
            let limits = month.range.map(|r| (r.low, r.high));
            expected[month.month] = Some(Line { centre: month.expected, limits });
        }
        let title = |what: &str| format!("{}: {}, {}, {what}", proof.line, metric.name, worked.name);
        let effect = Effect {
            title: title("before and since"),
            unit: metric.unit.into(),
            values: values.clone(),
            expected,
            change: usize::try_from(worked.since.since(worked.period.from())).unwrap_or(0),
            times: Times::Months(months.clone()),
        };
        let control = Trend {
            title: title("by month with its limits"),
            unit: metric.unit.into(),
            gaps: false,
            times: Times::Months(months),
            control: Control::Rules(xmr(&values, &Options::default())),
            values,
            peers: Vec::new(),
        };
        let named = |kind: &str, chart: Chart| Named { name: format!("{}-{kind}", proof.line), chart };
        all.push(named("effect", effect.chart("effect")));
        all.push(named("control", control.chart("control")));
    }
    all
}
