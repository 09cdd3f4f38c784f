//! XmR charts where the data is poor, and the bulk path beside the chart.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use wt_stats::xmr::{Assurance, Improvement, Label, Options, Point, bulk, positions, xmr};

#[test]
fn too_little_gives_nothing_rather_than_nan() {
    assert!(xmr(&[], &Options::default()).segments.is_empty());
    assert!(xmr(&[None, Some(f64::NAN)], &Options::default()).last().is_none());
    let one = xmr(&[Some(1.0)], &Options::default());
    assert!(one.segments[0].limits.is_none() && one.last().unwrap().label == Label::Common);
}

#[test]
fn a_gap_breaks_runs_and_has_no_moving_range() {
    let level = |i: usize| if i < 7 { 1.0 } else { 2.0 };
    let mut values: Vec<Option<f64>> = (0..14).map(|i| Some(level(i) + (i % 2) as f64 / 2.0)).collect();
    let whole = xmr(&values, &Options { screen: false, ..Options::default() });
    assert_eq!(whole.last().unwrap().label, Label::ShiftUp);
    values[10] = None;
    let gap = xmr(&values, &Options { screen: false, ..Options::default() });
    assert_eq!((gap.last().unwrap().label, gap.marks[10]), (Label::Common, None));
    assert_eq!(gap.segments[0].count, 13);
}

#[test]
fn a_target_on_the_limit_is_not_assured() {
    let values: Vec<Option<f64>> = (0..20).map(|i| Some(f64::from(i % 2))).collect();
    let chart = xmr(&values, &Options::default());
    let upper = chart.segments[0].limits.unwrap().upper;
    let said = |target| chart.assurance(Some(target), Improvement::Increase);
    assert_eq!(said(upper), Some(Assurance::Inconsistent));
    assert_eq!(said(upper + 1e-9), Some(Assurance::ConsistentFail));
    assert_eq!(chart.assurance(Some(9.0), Improvement::Neutral), None);
    assert_eq!(chart.assurance(Some(f64::NAN), Improvement::Increase), None);
}

#[test]
fn a_rebase_date_that_is_not_there_starts_nothing() {
    assert_eq!(positions(&["2020-01", "2020-02", "2020-03"], &["2020-03", "2021-01"]), [2]);
}

/// Values as a careless file has them: gaps, infinities, numbers near the largest, plateaus.
fn careless() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        4 => (-5_i32..5).prop_map(|x| Some(f64::from(x))),
        2 => any::<f64>().prop_map(Some),
        1 => Just(None),
    ]
}

proptest! {
    #[test]
    fn no_line_is_ever_nan_or_infinite(
        values in prop::collection::vec(careless(), 0..80),
        rebase in prop::collection::vec(0_usize..90, 0..4),
        fix_after in prop::option::of(0_usize..90),
        screen in any::<bool>(),
        target in any::<f64>(),
    ) {
        let chart = xmr(&values, &Options { screen, rebase, fix_after });
        prop_assert_eq!(chart.marks.len(), values.len());
        for s in &chart.segments {
            prop_assert!(s.mean.is_finite());
            if let Some(l) = s.limits {
                prop_assert!(l.lower <= s.mean && s.mean <= l.upper && l.upper.is_finite() && l.lower.is_finite());
            }
        }
        for improvement in [Improvement::Increase, Improvement::Decrease, Improvement::Neutral] {
            let icon = chart.variation(improvement);
            prop_assert_eq!(icon.is_some(), chart.last().is_some());
            prop_assert_eq!(icon == Some(Point::Common), chart.last().is_some_and(|m| m.label == Label::Common));
            chart.assurance(Some(target), improvement);
        }
    }

    #[test]
    fn bulk_says_what_the_chart_says(
        values in prop::collection::vec(careless(), 0..120),
        length in 0_usize..40,
        screen in any::<bool>(),
    ) {
        let flat: Vec<f64> = values.iter().map(|v| v.unwrap_or(f64::NAN)).collect();
        let mut labels = vec![Label::Common; flat.len()];
        let mut lines = vec![None; flat.len()];
        bulk(&flat, length, screen, &mut labels, &mut lines, &mut vec![0; length]);
        for (i, series) in values.chunks_exact(length.max(1)).enumerate().take_while(|_| length > 0) {
            let chart = xmr(series, &Options { screen, ..Options::default() });
            prop_assert_eq!(lines[i].map(|l| (l.mean, l.limits)), chart.segments.first().map(|s| (s.mean, s.limits)));
            for (mark, label) in chart.marks.iter().zip(&labels[i * length..]) {
                prop_assert_eq!(mark.map_or(Label::Common, |m| m.label), *label);
            }
        }
    }
}
