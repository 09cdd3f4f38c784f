//! The claim of somebody who knows how metrics come about: what no estimate can beat.

use super::{Made, RATE, excess};
use crate::draw::Draw;

/// What somebody would claim who knew the centre and how often each spread happens: no estimate can do better on average.
pub fn oracle(draw: &mut Draw, made: &Made, spreads: &[f64], level: f64) -> f64 {
    const GRID: usize = 41;
    let centre = (RATE / (1.0 - RATE)).ln();
    let at = |k: usize| (k as f64 / (GRID - 1) as f64 - 0.5) * 9.0;
    let mut found: Vec<(f64, f64)> = Vec::new();
    for spread in spreads {
        let grid: Vec<(f64, f64, f64)> = (0..GRID)
            .map(|k| {
                let p = 1.0 / (1.0 + (-(centre + spread * at(k))).exp());
                (p, p.ln() - (1.0 - p).ln(), (1.0 - p).ln())
            })
            .collect();
        let mut log = 0.0;
        let posteriors: Vec<Vec<f64>> = made
            .pairs
            .iter()
            .map(|(x, n)| {
                let logs: Vec<f64> = grid
                    .iter()
                    .enumerate()
                    .map(|(k, (_, logit, rest))| x * logit + n * rest - 0.5 * at(k) * at(k))
                    .collect();
                let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let masses: Vec<f64> = logs.iter().map(|l| (l - top).exp()).collect();
                log += top + masses.iter().sum::<f64>().ln();
                masses
            })
            .collect();
        let runs = if *spread > 0.0 { 40 } else { 1 };
        let mut claimed = 0.0;
        for _ in 0..runs {
            let rates: Vec<f64> = posteriors
                .iter()
                .map(|masses| {
                    let mut left = draw.unit() * masses.iter().sum::<f64>();
                    let k = masses.iter().position(|m| {
                        left -= m;
                        left <= 0.0
                    });
                    grid[k.unwrap_or(GRID - 1)].0
                })
                .collect();
            claimed += excess(&rates, &made.pairs, level) / f64::from(runs);
        }
        found.push((log, if *spread > 0.0 { claimed } else { 0.0 }));
    }
    let top = found.iter().map(|f| f.0).fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = found.iter().map(|f| (f.0 - top).exp()).sum();
    found.iter().map(|(log, claimed)| (log - top).exp() / sum * claimed).sum()
}
