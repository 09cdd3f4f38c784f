//! Figures that other tools published: FunnelPlotR and PHEindicatormethods run on open data.
//! Skipped in words where the shared data is not beside the project.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at the first surprise")]

use std::path::PathBuf;

use serde_json::Value;
use wt_stats::funnel::{Funnel, Scale};
use wt_stats::{Z95, Z998, wilson};

fn shared(path: &str) -> Option<String> {
    let root = std::env::var_os("WHOLETIME_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let file = root.join("data/benchmarking").join(path);
    let text = std::fs::read_to_string(&file).ok();
    if text.is_none() {
        println!("skipped: no {}", file.display());
    }
    text
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-12)
}

fn numbers(v: &Value) -> Vec<Option<f64>> {
    v.as_array().unwrap().iter().map(Value::as_f64).collect()
}

#[test]
fn funnels_agree_with_funnelplotr() {
    let Some(text) = shared("funnel/funnelplotr.jsonl") else { return };
    let mut cases = 0;
    for case in text.lines().map(|l| serde_json::from_str::<Value>(l).unwrap()) {
        if case["data_type"] != "PR" || case["requested_adjusted"] != true {
            continue;
        }
        cases += 1;
        let pairs: Vec<(f64, f64)> = numbers(&case["numerator"])
            .into_iter()
            .zip(numbers(&case["denominator"]))
            .map(|(x, n)| (x.unwrap(), n.unwrap()))
            .collect();
        let f = Funnel::new(&pairs, Scale::Arcsine, case["trim_by"].as_f64().unwrap()).unwrap();
        let name = &case["case"];
        assert!(near(case["phi"].as_f64().unwrap(), f.phi), "{name} phi {}", f.phi);
        assert!(near(case["tau2"].as_f64().unwrap(), f.tau2), "{name} tau2 {}", f.tau2);
        check_points(&case, &pairs, &f);
    }
    assert_eq!(cases, 13);
}

/// z, limits and flags of each organisation. Limits that turn back on the arcsine scale the tool cuts to 0 or 1
/// by its own rule (it lets some turn back): where either says exactly 0 or 1 they are not compared.
fn check_points(case: &Value, pairs: &[(f64, f64)], f: &Funnel) {
    let multiplier = case["multiplier"].as_f64().unwrap();
    let adjusted = case["used_adjusted"] == true;
    let prefix = if adjusted { "od_" } else { "" };
    let flag = |key: &str, i: usize| case[key].as_str().map(|flags| flags.as_bytes()[i] == b'1');
    for (i, (x, n)) in pairs.iter().enumerate() {
        let got = f.standing(*x, *n).unwrap();
        assert!((got.raw_z - case["uz"][i].as_f64().unwrap()).abs() < 1e-7 * got.raw_z.abs().max(1.0));
        for (level, z) in [("95", Z95), ("998", Z998)] {
            let limits = if adjusted { f.limits(*n, z) } else { f.unadjusted_limits(*n, z) }.unwrap();
            for (end, ours) in [("l", limits.low), ("u", limits.high)] {
                let want = case[format!("{prefix}{end}{level}")][i].as_f64().unwrap() / multiplier;
                let cut = [want, ours].iter().any(|x| *x == 0.0 || *x == 1.0);
                assert!(cut || (want - ours).abs() < 1e-8, "{} {end}{level} {want} {ours}", case["case"]);
            }
        }
        // Not every case has flags.
        for (key, ours) in [("outlier_95", got.outside95), ("outlier_998", got.outside998)] {
            let theirs = flag(key, i).filter(|_| adjusted);
            assert_eq!(theirs.unwrap_or(ours), ours, "{} {i} {key}", case["case"]);
        }
    }
}

#[test]
fn wilson_agrees_with_phe_indicator_methods() {
    let Some(text) = shared("phe/proportion_two_levels.csv") else { return };
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let cell: Vec<f64> = line.split(',').map(|c| c.parse().unwrap_or(f64::NAN)).collect();
        // Exact quantiles there, not the rounded ones of the funnels.
        for (z, low, high) in [(1.959_963_984_540_054, 4, 5), (3.090_232_306_167_813_5, 6, 7)] {
            let got = wilson(cell[0], cell[1], z).unwrap();
            assert!(
                (got.low - cell[low]).abs() < 1e-9 && (got.high - cell[high]).abs() < 1e-9,
                "{line} {got:?}"
            );
        }
        rows += 1;
    }
    assert!(rows > 20, "{rows}");
}

#[test]
fn too_little_gives_nothing_rather_than_nan() {
    assert!(Funnel::new(&[(1.0, 2.0)], Scale::Proportion, 0.1).is_none());
    assert!(Funnel::new(&[(0.0, 2.0), (0.0, 3.0)], Scale::Proportion, 0.1).is_none());
    assert!(Funnel::new(&[(1.0, 0.0), (f64::NAN, 3.0), (2.0, 1.0)], Scale::Arcsine, 0.1).is_none());
    assert!(wilson(1.0, 0.0, Z95).is_none() && wilson(2.0, 1.0, Z95).is_none());
}
