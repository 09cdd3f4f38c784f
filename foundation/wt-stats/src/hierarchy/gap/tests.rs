//! Target, gaps and totals against brute simulation of the same posterior.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::*;
use crate::quantile;

fn normal(rng: &mut Pcg64Mcg) -> f64 {
    normal_quantile(rng.random::<f64>().clamp(1e-12, 1.0 - 1e-12))
}

/// A posterior without doubt about spread or centre.
fn made(means: &[f64], sd: f64) -> Shrunk {
    let bell = |mean: f64, share: f64| Bell { share, mean, variance: sd * sd, follow: 0.5 };
    let units = means.iter().map(|m| [bell(*m, 1.0), bell(*m, 0.0)]).collect();
    let component =
        Component { weight: 1.0, without: [1.0; 10], spread: 1.0, centre: 0.0, centre_variance: 0.0, units };
    Shrunk {
        link: Link::Identity,
        components: vec![component],
        places: (0..means.len()).map(Ok).collect(),
        nothing: false,
    }
}

#[test]
fn totals_and_gaps_are_those_of_simulation() {
    let mut rng = Pcg64Mcg::seed_from_u64(5);
    let weights: Vec<f64> = (0..35).map(|_| (0.5 * normal(&mut rng)).exp()).collect();
    for (between, sd) in [(0.0, 1.0), (0.7, 0.7), (1.0, 0.4)] {
        let means: Vec<f64> = (0..35).map(|_| between * normal(&mut rng)).collect();
        let fitted = made(&means, sd);
        for (worse, level, p) in [
            (Worse::Higher, Level::BestQuartile, 0.25),
            (Worse::Lower, Level::BestQuartile, 0.75),
            (Worse::Higher, Level::Median, 0.5),
        ] {
            let sign = if worse == Worse::Higher { 1.0 } else { -1.0 };
            let against = fitted.against(level, worse);
            let draws = 8_000;
            let (mut totals, mut targets, mut first) = (Vec::new(), 0.0, Vec::new());
            for _ in 0..draws {
                let x: Vec<f64> = means.iter().map(|m| m + sd * normal(&mut rng)).collect();
                let q = quantile(&x, p).unwrap_or(f64::NAN);
                targets += q / f64::from(draws);
                first.push(x[0] - q);
                totals.push(x.iter().zip(&weights).map(|(x, w)| w * (sign * (x - q)).max(0.0)).sum::<f64>());
            }
            let near = |got: f64, want: f64, by: f64| {
                assert!((got - want).abs() < by, "{between} {worse:?} {level:?}: {got} {want}");
            };
            let (mean, spread) = of(&totals);
            let total = against.total(&weights, 0.9).unwrap();
            near(against.target, targets, 0.01);
            near(total.mean / mean, 1.0, 0.015);
            near(total.sd / spread, 1.0, 0.04);
            let gap = against.gap(0, 0.9).unwrap();
            let (mean, spread) = of(&first);
            near(gap.gap, mean, 0.03 * sd);
            near((gap.interval.high - gap.interval.low) / (2.0 * 1.644_854 * spread), 1.0, 0.03);
        }
    }
}

fn of(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt())
}
