//! Claimed beside proved: what was planted is found, what was not is not.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_benchmark::metric::Metric;
use wt_benefits::ledger::{LineState, read};
use wt_benefits::proof::{NoProof, Series, prove};
use wt_units::{Month, Quantity};

const BOOK: &str = include_str!("../../../book/benefits.jsonl");
const METRIC: &str = include_str!("../../../metrics/agency-share-of-pay.toml");

fn metric() -> Metric {
    toml::from_str(METRIC).unwrap()
}

/// Line L1 with a measure whose pounds are its numerator.
fn line() -> LineState {
    let with = r#""certainty":80,"metric":"agency-share-of-pay","price":"1","#;
    let ledger = read(&BOOK.replacen(r#""certainty":80,"#, with, 1), Vec::new()).unwrap();
    ledger.lines()["L1"].clone()
}

/// Twenty employers, £1m of pay a month of which 5% or so is agency; the first saves a share of its pay from June 2026.
fn region(saved: f64) -> Vec<Series> {
    let mut random = Pcg64Mcg::seed_from_u64(11);
    (0..20)
        .map(|n| {
            let level = 0.04 + 0.02 * random.random::<f64>();
            let months = (0..36).map(|at| {
                let month = Month::new(2023, 11).unwrap().plus(at);
                let from = Month::new(2026, 6).unwrap();
                let cut = if n == 0 && month >= from { saved } else { 0.0 };
                let share = level + 0.004 * (random.random::<f64>() - 0.5) - cut;
                let amount = Quantity::from_f64((share * 1_000_000.0).round()).unwrap();
                (month, (amount, Quantity::whole(1_000_000).unwrap()))
            });
            let org = if n == 0 { "DEMO07".parse() } else { format!("DEMO{}", 20 + n).parse() }.unwrap();
            Series { org, name: format!("Employer {n}"), months: months.collect() }
        })
        .collect()
}

#[test]
fn what_was_planted_is_proved() {
    let proof =
        prove(&line(), "DEMO07".parse().unwrap(), &metric(), &region(0.006), &BTreeSet::new(), 6).unwrap();
    assert_eq!((proof.word(), proof.months.len()), ("worked", 5));
    // Five months of £6,000 were planted.
    let pounds = |pence: wt_units::Pence| pence.get() / 100;
    assert!((25_000..35_000).contains(&pounds(proof.proved.central)), "{:?}", proof.proved);
    assert!(pounds(proof.proved.low) < 30_000 && pounds(proof.proved.high) > 30_000);
    assert_eq!(pounds(proof.claimed), 4_100 + 5_900 + 6_200 + 5_800 + 6_000);
    assert_eq!(proof.months.iter().map(|m| m.pounds).sum::<wt_units::Pence>(), proof.proved.central);
    let said = proof.sentence();
    assert!(said.starts_with("L1 worked: it saved £") && said.ends_with("£28,000.00 was claimed."), "{said}");
}

#[test]
fn what_was_not_there_is_not_proved() {
    let proof =
        prove(&line(), "DEMO07".parse().unwrap(), &metric(), &region(0.0), &BTreeSet::new(), 6).unwrap();
    assert_eq!(proof.word(), "did not");
    let said = proof.sentence();
    assert!(said.contains("£28,000.00 was claimed, more than the measure allows."), "{said}");
    let worse =
        prove(&line(), "DEMO07".parse().unwrap(), &metric(), &region(-0.01), &BTreeSet::new(), 6).unwrap();
    assert!(worse.sentence().starts_with("L1 did not work, it got worse: −£"), "{}", worse.sentence());
}

#[test]
fn others_who_act_too_are_no_yardstick() {
    let org = "DEMO07".parse().unwrap();
    let mut region = region(0.006);
    // Eight others save as much at the same time.
    for series in &mut region[1..9] {
        for (_, (pounds, _)) in series.months.range_mut(Month::new(2026, 6).unwrap()..) {
            *pounds = *pounds - Quantity::whole(6_000).unwrap();
        }
    }
    let acting: BTreeSet<_> = region[..9].iter().map(|series| series.org).collect();
    let hidden = prove(&line(), org, &metric(), &region, &BTreeSet::new(), 0).unwrap();
    let shown = prove(&line(), org, &metric(), &region, &acting, 0).unwrap();
    assert!(hidden.proved.central < wt_units::Pence::new(2_400_000), "{:?}", hidden.proved);
    assert!(shown.proved.central > wt_units::Pence::new(2_600_000), "{:?}", shown.proved);
    assert_eq!(shown.worked.scope, "11 others in the file; 8 that act on the same measure are left out");
    // The ledger knows who they are.
    let with = r#""certainty":80,"metric":"agency-share-of-pay","price":"1","#;
    let ledger = read(&BOOK.replacen(r#""certainty":80,"#, with, 1), Vec::new()).unwrap();
    assert_eq!(ledger.acting_on(&metric().id), [org].into());
}

#[test]
fn what_cant_be_told_says_why() {
    let org = "DEMO07".parse().unwrap();
    let mut bare = line();
    bare.line.price = None;
    assert_eq!(
        prove(&bare, org, &metric(), &region(0.0), &BTreeSet::new(), 6).unwrap_err().to_string(),
        "Can't tell: line 'L1' names no measure with a price, so its pounds are finance's word alone."
    );
    let others = region(0.0).split_off(1);
    assert!(matches!(
        prove(&line(), org, &metric(), &others, &BTreeSet::new(), 6),
        Err(NoProof::NoFigures { .. })
    ));
    let few = region(0.0)[..4].to_vec();
    let why = prove(&line(), org, &metric(), &few, &BTreeSet::new(), 6).unwrap_err().to_string();
    assert!(why.starts_with("Can't tell: 3 other organisations have figures"), "{why}");
    let mut early = region(0.0);
    for series in &mut early {
        series.months.retain(|month, _| *month < Month::new(2026, 6).unwrap());
    }
    assert!(
        prove(&line(), org, &metric(), &early, &BTreeSet::new(), 6)
            .unwrap_err()
            .to_string()
            .starts_with("Can't tell yet")
    );
}
