//! Figures that other tools published: PHEindicatormethods run on open data.
//! Skipped in words where the shared data is not beside the project.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at the first surprise")]

use std::path::PathBuf;

use wt_stats::funnel::{Funnel, Scale};
use wt_stats::{Z95, wilson};

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
    assert!(Funnel::new(&[(1.0, 0.0), (f64::NAN, 3.0), (2.0, 1.0)], Scale::Proportion, 0.1).is_none());
    assert!(wilson(1.0, 0.0, Z95).is_none() && wilson(2.0, 1.0, Z95).is_none());
}
