//! Whatever is entered, in whatever order: a total never exceeds the sum of its parts and takes each pound once.

use proptest::prelude::*;
use wt_benchmark::Persistence;
use wt_benchmark::metric::BenefitType;
use wt_facts::Status;
use wt_opportunity::{Opportunity, PeriodPrice, Sum, Target, sum};
use wt_units::{Pence, Quantity};

fn opportunity(org: u8, metric: u8, group: Option<u8>, benefit: bool, pounds: i64) -> Opportunity {
    Opportunity {
        org: format!("X{org:02}").parse().unwrap(),
        name: format!("Employer {org}"),
        unit: None,
        staff_group: None,
        metric: format!("metric-{metric}").parse().unwrap(),
        metric_version: 1,
        period: crate::common::period("2024-04", "2024-12"),
        target: Target::PeerMedian,
        pounds: Pence::new(pounds),
        unrounded: Quantity::from_millionths(pounds * 10_000),
        pounds_range: Some((Pence::new(pounds / 2), Pence::new(pounds * 2))),
        units: Quantity::ZERO,
        unit_words: "FTE days".into(),
        wte: None,
        benefit_type: if benefit { BenefitType::CashReleasing } else { BenefitType::TimeReleased },
        overlap_group: group.map(|g| format!("group-{g}")),
        insight: "planning-and-rostering".into(),
        persistent: Persistence::No,
        scope: String::new(),
        sources: Vec::new(),
        price: PeriodPrice {
            pounds: 1.0,
            words: Vec::new(),
            caveat: String::new(),
            status: Status::Verified,
            range: (1.0, 1.0),
            sources: Vec::new(),
        },
        method: String::new(),
        not: String::new(),
    }
}

fn entries() -> impl Strategy<Value = Vec<Opportunity>> {
    let one = (0..4u8, 0..5u8, 0..10_000_000i64).prop_map(|(org, metric, pounds)| {
        // Group and benefit type belong to the metric.
        let group = [Some(0), Some(0), Some(1), None, None][usize::from(metric)];
        opportunity(org, metric, group, metric % 2 == 0, pounds)
    });
    proptest::collection::vec(one, 0..30)
}

fn all(s: &Sum) -> i64 {
    s.totals.iter().map(|t| t.pounds.get()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_total_is_at_most_the_sum_and_does_not_depend_on_order(mut entries in entries(), seed in any::<u64>()) {
        let total = sum(&entries);
        prop_assert!(all(&total) <= entries.iter().map(|o| o.pounds.get()).sum());
        let n = entries.len().max(1);
        entries.rotate_left(seed as usize % n);
        entries.reverse();
        prop_assert_eq!(&sum(&entries), &total);
        // Each organisation and group is counted for its largest entry, no more.
        let mut largest = std::collections::BTreeMap::new();
        for o in &entries {
            let group = o.overlap_group.clone().unwrap_or(o.metric.to_string());
            let slot = largest.entry((o.org, group)).or_insert(0);
            *slot = (*slot).max(o.pounds.get());
        }
        prop_assert_eq!(all(&total), largest.values().sum::<i64>());
    }
}

#[test]
fn what_was_left_out_is_said_and_benefit_types_stay_apart() {
    let s = sum(&[
        opportunity(1, 0, Some(0), true, 500),
        opportunity(1, 1, Some(0), false, 700),
        opportunity(1, 2, Some(1), true, 40),
    ]);
    let totals: Vec<(BenefitType, i64)> = s.totals.iter().map(|t| (t.benefit_type, t.pounds.get())).collect();
    assert_eq!(totals, [(BenefitType::CashReleasing, 40), (BenefitType::TimeReleased, 700)]);
    assert_eq!((s.left_out.len(), s.left_out[0].pounds.get()), (1, 500));
    assert!(s.left_out[0].why.contains("metric-1"));
}
