//! London sickness, April to December 2024, on the published files. Expected figures were worked out apart, in
//! Python, from the same files, and stand in the issue this answers.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at the first surprise")]

mod common;
mod made;

use common::{code, world};
use wt_benchmark::compare::IntervalBasis;
use wt_benchmark::{Basis, Comparison, Group, PeerChoice, Persistence, Row};

fn row<'a>(c: &'a Comparison, ods: &str) -> &'a Row {
    c.rows.iter().find(|r| r.code == Some(code(ods))).unwrap()
}

fn group<'a>(c: &'a Comparison, ods: &str) -> &'a Group {
    &c.groups[row(c, ods).group.unwrap()]
}

#[test]
fn croydon_and_its_peers() {
    let Some(world) = world() else { return };
    let c = world.ask(|_| {});
    let rj6 = row(&c, "RJ6");
    assert_eq!(
        (rj6.numerator.to_string(), rj6.denominator.to_string()),
        ("65229.08909".into(), "1202278.14511".into())
    );
    assert_eq!(format!("{:.4}", rj6.share * 100.0), "5.4255");
    let g = group(&c, "RJ6");
    assert_eq!((g.scope.as_str(), g.n), ("London, Acute, 21 trusts", 21));
    assert_eq!(format!("{:.4}", g.median * 100.0), "4.3673");
    assert_eq!(format!("{:.2}", rj6.excess_to_median.unwrap()), "12721.83");
    assert_eq!((rj6.rank, rj6.quartile), (Some(21), Some(4)));
    assert_eq!(c.rows.len(), 32);
    assert_eq!(rj6.sources.len(), 9);
}

#[test]
fn the_funnel_over_london_acute() {
    let Some(world) = world() else { return };
    let c = world.ask(|_| {});
    let g = group(&c, "RJ6");
    let funnel = g.funnel.as_ref().unwrap();
    assert_eq!(format!("{:.2}", funnel.phi), "525.45");
    assert!((funnel.tau2 - 9.966_103_251_246_909e-6).abs() < 1e-15);
    let z = row(&c, "RJ6").funnel.unwrap();
    assert!((z.z - 3.201).abs() < 5e-4 && z.outside95 && z.outside998);
    let z = row(&c, "RAS").funnel.unwrap();
    assert!((z.z - 2.114).abs() < 5e-4 && z.outside95 && !z.outside998);
}

#[test]
fn small_groups_are_widened_to_england_and_say_so() {
    let Some(world) = world() else { return };
    let c = world.ask(|_| {});
    assert_eq!(group(&c, "RRU").scope, "England, Ambulance, 10 trusts (fewer than five in London)");
    assert_eq!(group(&c, "RWK").scope, "London, Mental Health, 9 trusts");
    assert!(group(&c, "RYX").scope.starts_with("England, Community Provider Trust, "));
    // No turnover file, so specialist trusts can't be told apart, and a note says so.
    let apart = world.ask(|q| q.peers = PeerChoice::RegionTypeSpecialistApart);
    assert_eq!(group(&apart, "RJ6").n, 21);
    assert!(apart.notes.iter().any(|n| n.contains("Specialist")));
}

#[test]
fn mergers_pro_forma_and_as_reported() {
    let Some(world) = world() else { return };
    let c = world.ask(|_| {});
    let north = row(&c, "G6V2S");
    assert_eq!(north.reported_as.len(), 3);
    assert_eq!(north.missing().count(), 0);
    assert!(c.notes.iter().any(|n| n.contains("G6V2S") && n.contains("TAF")));
    let reported = world.ask(|q| q.basis = Basis::AsReported);
    assert_eq!(row(&reported, "G6V2S").missing().count(), 7);
    assert_eq!(row(&reported, "RRP").missing().count(), 2);
    let without = world.ask(|q| q.without = vec![code("TAF")]);
    assert!(row(&without, "G6V2S").denominator < north.denominator);
}

#[test]
fn a_gap_has_an_interval_and_a_length() {
    let Some(world) = world() else { return };
    let c = world.ask(|_| {});
    let rj6 = row(&c, "RJ6");
    // The formula again, in one place: moving-range sigma of nine monthly gaps over sqrt(9).
    let gaps: Vec<f64> = rj6.months.iter().map(|m| m.gap().unwrap()).collect();
    let range = gaps.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f64>() / 8.0;
    let half = 1.959_964 * range / 1.128 / 3.0;
    let interval = rj6.gap_interval.unwrap();
    assert!((interval.high - interval.low - 2.0 * half).abs() < 1e-12);
    assert_eq!(rj6.interval_basis, IntervalBasis::MonthlyGaps);
    assert_eq!(rj6.persistent_gap, Persistence::Yes);
    assert_eq!(row(&c, "RP4").persistent_gap, Persistence::No);
    let short = world.ask(|q| q.period = common::period("2024-11", "2024-12"));
    assert_eq!(row(&short, "RJ6").interval_basis, IntervalBasis::Funnel);
    assert_eq!(row(&short, "RJ6").persistent_gap, Persistence::TooFew);
}

#[test]
fn own_lists_and_all_bodies() {
    let Some(world) = world() else { return };
    let c = world.ask(|q| q.peers = PeerChoice::Own(["RAS", "TAF"].map(code).to_vec()));
    let g = group(&c, "RJ6");
    assert_eq!(g.scope, "Own list, 3 trusts");
    assert!(g.members.contains(&code("G6V2S")), "a predecessor stands for its successor");
    assert!(world.ask(common::all).rows.len() > 32);
}

#[test]
fn sentences_say_direction_scope_and_certainty() {
    let Some(world) = world() else { return };
    let c = world.ask(|_| {});
    let said = wt_benchmark::sentence::row(world.metric(), &c, row(&c, "RJ6")).join(" ");
    for words in [
        "was 5.4% in April to December 2024: higher than the peer median of 4.4% (London, Acute, 21 trusts)",
        "1.1 percentage points",
        "95% interval",
        "ranks 21 of 21",
        "each of the last seven months",
        // 21 trusts are few: limits that hold what they promise are wider than the usual ones.
        "outside the 95% limits of the funnel, inside the 99.8% limits",
        "By the usual limits it would lie outside the 99.8% limits.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let whole = wt_benchmark::sentence::whole(world.metric(), &c);
    assert!(whole.contains("9 of 32 were on the less favourable side"), "{whole}");
    assert!(whole.contains("none lies further from its peers than chance"), "{whole}");
    let difference =
        wt_benchmark::reading::funnel_difference(world.metric(), &c, row(&c, "RJ6").group.unwrap());
    assert_eq!(
        difference.as_deref(),
        Some("Corrected: Croydon Health Services NHS Trust within the 99.8% limits.")
    );
}
