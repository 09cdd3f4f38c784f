//! Honest pounds: little where nothing differs, the truth where something does, never more than is spent, whatever the order.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "../../wt-benchmark/tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;

use common::{METRIC, code, period, world};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_benchmark::metric::BenefitType;
use wt_benchmark::{Comparison, CubeBuilder, Directory, LoadRef, MetricSet, Question, compare};
use wt_extract::{MeasureRow, OrgRow};
use wt_facts::FactSet;
use wt_opportunity::{Honest, PriceBook, Target, honest};
use wt_units::{OrgType, Pence, Quantity};

fn book() -> PriceBook {
    let folder = format!("{}/../../facts", env!("CARGO_MANIFEST_DIR"));
    let texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .map(|p| (p.display().to_string(), std::fs::read_to_string(&p).unwrap()))
        .collect();
    PriceBook::from_facts(&FactSet::parse(&texts).unwrap(), period("2024-03", "2025-03"))
}

/// Figures by metric, then trust, then month from April 2024.
type Figures = Vec<Vec<Vec<(i64, i64)>>>;

/// A made-up region; every metric costs a pound a unit, and belongs to the overlap group given.
struct Region {
    metrics: MetricSet,
    comparisons: Vec<Comparison>,
}

impl Region {
    fn new(figures: &Figures, groups: &[Option<&str>], change: impl Fn(String) -> String) -> Self {
        let text = |i: usize| {
            let group = groups[i].map_or(String::new(), |g| format!("overlap_group = \"{g}\""));
            let text = METRIC
                .replace("id = \"sickness-absence\"", &format!("id = \"made-{i:03}\""))
                .replace("overlap_group = \"staff-hours\"", &group)
                .replace("price = \"sickness-fte-day\"", "price = \"pound\"");
            change(text)
        };
        let texts: Vec<(String, String)> = (0..figures.len()).map(|i| (i.to_string(), text(i))).collect();
        let metrics = MetricSet::parse(texts.iter().map(|(n, t)| (n.as_str(), t.as_str()))).unwrap();
        let mut directory = Directory::default();
        for i in 0..figures.iter().map(Vec::len).max().unwrap_or(0) {
            directory.add_org(&OrgRow {
                code: Some(code(&format!("X{i:02}"))),
                name: Some(format!("Made-up {i} NHS Trust")),
                org_type: Some(OrgType::Acute),
                region: Some("Nowhere".into()),
                ..OrgRow::default()
            });
        }
        let mut builder = CubeBuilder::new(&metrics);
        builder.load(LoadRef { id: 1, kind: "template" });
        for (i, trusts) in figures.iter().enumerate() {
            for (trust, months) in trusts.iter().enumerate() {
                for (month, (x, n)) in (4..).zip(months) {
                    let q = |n: &i64| Quantity::whole(*n).unwrap();
                    builder.add(&MeasureRow {
                        row: 2,
                        org: code(&format!("X{trust:02}")),
                        unit: None,
                        staff_group: None,
                        month: format!("2024-{month:02}").parse().unwrap(),
                        metric: Some(format!("made-{i:03}").parse().unwrap()),
                        fields: vec![("numerator", q(x)), ("denominator", q(n))],
                    });
                }
            }
        }
        let cube = builder.finish();
        let question = Question::new(period("2024-04", "2024-11"), None);
        let comparisons = metrics.iter().map(|m| compare(&cube, &directory, m, &question)).collect();
        Self { metrics, comparisons }
    }

    fn honest(&self, turned: bool, target: Target) -> Honest {
        let mut asked: Vec<_> = self.metrics.iter().zip(&self.comparisons).collect();
        if turned {
            asked.reverse();
        }
        honest(&asked, &book(), target, 0.9)
    }
}

/// Thirty trusts of 1,000 cases a month over eight months, `metrics` of them, true logits `spread` apart; and the true excess in pounds.
fn drawn(metrics: usize, spread: f64) -> (Figures, f64) {
    let mut rng = Pcg64Mcg::seed_from_u64(9);
    let mut truth = 0.0;
    let figures = (0..metrics)
        .map(|_| {
            let mut bell = || (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
            let rates: Vec<f64> = (0..30).map(|_| 1.0 / (1.0 + (2.0 - spread * bell()).exp())).collect();
            let target = wt_stats::quantile(&rates, 0.25).unwrap();
            truth += rates.iter().map(|p| 8.0 * 1000.0 * (p - target).max(0.0)).sum::<f64>();
            let mut month = |p: f64| ((0..1000).map(|_| i64::from(rng.random::<f64>() < p)).sum(), 1000);
            rates.iter().map(|p| (0..8).map(|_| month(*p)).collect()).collect()
        })
        .collect();
    (figures, truth)
}

#[test]
fn where_nothing_differs_nothing_is_claimed_and_else_the_truth() {
    for (spread, most) in [(0.0, 0.01), (0.15, f64::INFINITY)] {
        let (figures, truth) = drawn(8, spread);
        let region = Region::new(&figures, &[None; 8], |t| t);
        let sum = region.honest(false, Target::BestQuartile).sum(&BTreeMap::new());
        let [total] = &sum.totals[..] else { panic!("{sum:?}") };
        assert_eq!(
            (total.benefit_type, total.count, total.organisations),
            (BenefitType::TimeReleased, 240, 30)
        );
        let share = total.pounds.to_pounds() / total.base.to_pounds();
        assert!(share <= most, "{share}");
        assert!(total.raw > total.pounds, "{total:?}");
        let (low, high) = (total.range.0.to_pounds(), total.range.1.to_pounds());
        if truth > 0.0 {
            assert!((total.pounds.to_pounds() / truth - 1.0).abs() < 0.1, "{total:?} {truth}");
            assert!(low < truth && truth < high, "{total:?} {truth}");
        }
    }
}

#[test]
fn overlap_is_counted_once_and_cuts_are_said() {
    let (figures, _) = drawn(3, 0.3);
    let region = Region::new(&figures, &[Some("hours"), Some("hours"), None], |t| t);
    let all = region.honest(false, Target::PeerMedian);
    let sum = all.sum(&BTreeMap::new());
    assert_eq!((sum.totals[0].count, sum.left_out.len()), (60, 30));
    assert!(sum.left_out[0].why.contains("made-00"), "{:?}", sum.left_out[0]);
    for lost in &sum.left_out {
        let other = if lost.metric.as_str() == "made-000" { "made-001" } else { "made-000" };
        let won = all.claims.iter().find(|c| c.org == lost.org && c.metric.as_str() == other).unwrap();
        assert!(won.pounds >= lost.pounds);
    }
    let worst = all.claims.iter().max_by_key(|c| c.pounds).unwrap();
    assert!(worst.worse > 0.95 && Pence::ZERO < worst.range.0 && worst.range.1 < worst.base, "{worst:?}");
    let cut = all.sum(&BTreeMap::from([(worst.org, Pence::new(100))]));
    assert!(cut.totals[0].pounds < sum.totals[0].pounds && cut.totals[0].base < sum.totals[0].base);
    assert!(cut.notes.iter().any(|n| n.contains("cut to its spend, £1.00")), "{:?}", cut.notes);
}

#[test]
fn who_has_no_honest_pounds_is_said_in_words() {
    let (figures, _) = drawn(1, 0.1);
    let without = |change: &dyn Fn(String) -> String, figures: &Figures| {
        let all = Region::new(figures, &[None], change).honest(false, Target::PeerMedian);
        assert!(all.claims.is_empty());
        all.without[0].why.clone()
    };
    let context = |t: String| t.replace("direction = \"lower\"", "direction = \"to-zero\"");
    assert!(without(&context, &figures).contains("no one side"));
    let unpriced =
        |t: String| t.split("[pounds]").next().unwrap().to_owned() + "[pounds]\nnone = \"Made up.\"";
    assert_eq!(without(&unpriced, &figures), "Made up.");
    let ratio = |t: String| t.replace("chart = \"proportion\"", "chart = \"ratio\"");
    let few: Figures = vec![vec![vec![(5, 100)]; 6]];
    assert!(without(&ratio, &few).contains("Too few months"));
    let none: Figures = vec![vec![vec![(0, 100); 8]; 6]];
    assert!(without(&|t| t, &none).contains("no event anywhere"));
}

#[test]
fn published_sickness_is_shrunk_below_its_raw_gap() {
    let Some(world) = world() else { return };
    let comparison = world.ask(|q| q.region = None);
    let all = honest(&[(world.metric(), &comparison)], &book(), Target::PeerMedian, 0.9);
    let sum = all.sum(&BTreeMap::new());
    let total = &sum.totals[0];
    assert!(
        total.pounds < total.raw && total.range.0 < total.pounds && total.pounds < total.range.1,
        "{total:?}"
    );
    assert!(total.count > 190 && total.range.1 < total.base, "{total:?}");
    assert!(all.claims[0].method.contains("times as much as independent events"), "{}", all.claims[0].method);
}

fn small() -> impl Strategy<Value = Figures> {
    let month = (0..40i64, 1..60i64).prop_map(|(x, n)| (x.min(n), n));
    let trusts = proptest::collection::vec(proptest::collection::vec(month, 0..7), 0..9);
    proptest::collection::vec(trusts, 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_total_never_exceeds_its_base_and_order_does_not_matter(
        figures in small(), limit in 0..5_000i64, ratio in any::<bool>(), higher in any::<bool>(),
    ) {
        let change = |t: String| {
            let t = if ratio { t.replace("chart = \"proportion\"", "chart = \"ratio\"") } else { t };
            if higher { t.replace("direction = \"lower\"", "direction = \"higher\"") } else { t }
        };
        let region = Region::new(&figures, &[Some("a"), Some("a"), None][..figures.len()], change);
        let all = region.honest(false, Target::BestQuartile);
        let bases = BTreeMap::from([(code("X00"), Pence::new(limit))]);
        for bases in [&BTreeMap::new(), &bases] {
            let sum = all.sum(bases);
            prop_assert_eq!(&region.honest(true, Target::BestQuartile).sum(bases), &sum);
            for total in &sum.totals {
                prop_assert!(Pence::ZERO <= total.pounds && total.pounds <= total.base, "{total:?}");
                prop_assert!(total.range.0 <= total.range.1 && total.range.1 <= total.base, "{total:?}");
            }
        }
        for claim in &all.claims {
            prop_assert!(Pence::ZERO <= claim.pounds && claim.pounds <= claim.base, "{claim:?}");
            prop_assert!(claim.range.0 <= claim.range.1 && claim.range.1 <= claim.base, "{claim:?}");
        }
    }
}
