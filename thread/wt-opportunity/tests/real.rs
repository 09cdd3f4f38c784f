//! The pounds on the published files, and rules of totals that hold for anything.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../../wt-benchmark/tests/common/mod.rs"]
mod common;
mod totals;

use common::{World, code, world};
use wt_benchmark::metric::Value;
use wt_benchmark::{Comparison, MetricSet, MonthFigure};
use wt_facts::FactSet;
use wt_opportunity::{PriceBook, Target, Tier, honest, opportunities, rank, sum, value};
use wt_units::{OrgType, Pence};

/// The TOML files of a folder of the project, as (path, text).
fn texts(folder: &str) -> Vec<(String, String)> {
    std::fs::read_dir(format!("{}/../../{folder}", env!("CARGO_MANIFEST_DIR")))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .map(|p| (p.display().to_string(), std::fs::read_to_string(&p).unwrap()))
        .collect()
}

fn facts() -> FactSet {
    FactSet::parse(&texts("facts")).unwrap()
}

fn book() -> PriceBook {
    PriceBook::from_facts(&facts(), common::period("2024-03", "2028-03"))
}

#[test]
fn every_metric_file_reads_and_its_price_exists() {
    let texts = texts("metrics");
    let metrics = MetricSet::parse(texts.iter().map(|(p, t)| (p.as_str(), t.as_str()))).unwrap();
    assert!(metrics.len() >= 40, "{}", metrics.len());
    let facts = facts();
    let prices: Vec<&str> = facts.prices().map(|p| p.id.as_str()).collect();
    for metric in metrics.iter() {
        if let Value::Priced(by) = &metric.pounds {
            assert!(prices.contains(&by.price.as_str()), "{}: no price '{}'", metric.id, by.price);
        }
    }
}

fn pounds(world: &World, c: &Comparison, of: impl Fn(&wt_benchmark::Row) -> bool) -> Pence {
    let book = book();
    let one = |r| value(world.metric(), c, r, &book, Target::PeerMedian).unwrap().pounds;
    c.rows.iter().filter(|r| of(r)).map(one).sum()
}

#[test]
fn the_total_of_london_and_its_parts() {
    let Some(world) = world() else { return };
    let c = world.ask(|_| {});
    for (of, want) in [
        (OrgType::Acute, "9632757.86"),
        (OrgType::MentalHealth, "5772303.51"),
        (OrgType::Ambulance, "911447.46"),
        (OrgType::Community, "0.00"),
    ] {
        assert_eq!(pounds(&world, &c, |r| r.org_type == Some(of)).plain(), want, "{of}");
    }
    assert_eq!(pounds(&world, &c, |_| true).plain(), "16316508.83");
    for (org, want) in [("RJ6", "1653067.83"), ("RAS", "884510.00")] {
        assert_eq!(pounds(&world, &c, |r| r.code == Some(code(org))).plain(), want);
    }
    // Rounded once, half to even; the same sum in Python, unrounded: 16316508.840613.
    assert_eq!(total(&world, &c), "16316508.84");
    // The total leaves out what TAF reported before it became part of G6V2S. Unrounded: 13378603.005477.
    let without = world.ask(|q| q.without = vec![code("TAF")]);
    assert_eq!(total(&world, &without), "13378603.01");
}

fn total(world: &World, c: &Comparison) -> String {
    let found = opportunities(world.metric(), c, &book(), Target::PeerMedian).unwrap();
    sum(&found).totals[0].pounds.plain()
}

#[test]
fn an_opportunity_carries_what_must_stand_beside_it() {
    let Some(world) = world() else { return };
    let c = world.ask(|_| {});
    let found = opportunities(world.metric(), &c, &book(), Target::PeerMedian).unwrap();
    let claims = honest(&[(world.metric(), &c)], &book(), Target::PeerMedian, 0.9).claims;
    let ranked = rank(found.clone(), &claims, |_| false);
    // Far out and large: the true value is worse than the median nearly for sure, listed or not.
    let rj6 = ranked.iter().find(|r| r.opportunity.org == code("RJ6")).unwrap();
    assert_eq!(rj6.tier, Tier::Likely);
    assert!(rj6.claim.as_ref().is_some_and(|c| c.worse > 0.99 && c.pounds < rj6.opportunity.pounds));
    let listed = rank(found.clone(), &claims, |o| o.org == code("RJ6"));
    assert_eq!((listed[0].opportunity.org, listed[0].tier), (code("RJ6"), Tier::Signal));
    let best = &rj6.opportunity;
    // 12,721.83 FTE days over the 275 days of April to December.
    assert_eq!(format!("{:.2}", best.wte.unwrap().to_f64()), "46.26");
    let (low, high) = best.pounds_range.unwrap();
    assert!(Pence::ZERO < low && low < best.pounds && best.pounds < high);
    assert!(
        best.price.words[0].contains("36,483") || best.price.words[0].contains("36483"),
        "{:?}",
        best.price.words
    );
    assert!(best.not.contains("Not cash") && best.sources.len() == 9);
    assert!(found.iter().all(|o| o.pounds > Pence::ZERO));
    let total = sum(&found);
    assert_eq!((total.totals.len(), total.totals[0].pounds_as_printed.plain()), (1, "16316508.83".into()));
    let quartile = opportunities(world.metric(), &c, &book(), Target::BestQuartile).unwrap();
    let upper = sum(&quartile);
    assert!(upper.totals[0].pounds > total.totals[0].pounds);
    assert!(upper.notes.iter().any(|n| n.contains("upper bound")));
}

#[test]
fn a_period_over_two_years_weighs_months_by_their_denominators() {
    let month = |m: &str, d: &str| MonthFigure {
        month: m.parse().unwrap(),
        figures: Some(("1".parse().unwrap(), d.parse().unwrap())),
        share: None,
        peer_median: None,
    };
    let book = book();
    let at = |months: &[MonthFigure]| book.over("sickness-fte-day", months);
    let a = at(&[month("2024-05", "1")]).unwrap().pounds;
    let b = at(&[month("2025-05", "1")]).unwrap().pounds;
    assert!((a - 36_483.0 * 1.30 / 365.0).abs() < 1e-9);
    let both = at(&[month("2024-05", "100"), month("2025-05", "300")]).unwrap();
    assert!((both.pounds - (a + 3.0 * b) / 4.0).abs() < 1e-9);
    assert!(at(&[]).is_err() && book.over("no-such", &[month("2024-05", "1")]).is_err());
    // The pay table ends with 2025/26: a later year says so.
    let late = at(&[month("2026-05", "1")]).unwrap();
    assert!(late.words.iter().any(|w| w.contains("ended on")), "{:?}", late.words);
}
