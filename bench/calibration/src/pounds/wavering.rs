//! The same where figures waver more than independent events: each event counts twenty days, and months hang together.

use wt_stats::hierarchy::{Months, Scatter, scatter, settled};

use super::{Made, RATE, Scene, TRUSTS};
use crate::draw::Draw;

/// Days an event counts.
const DAYS: f64 = 20.0;
const MONTHS: usize = 12;
/// A month's logit wavers this much, and this share of it lasts into the next.
const WAVERS: f64 = 0.1;
const LASTS: f64 = 0.4;

/// A metric in months; its scatter; and its sums before they are divided by their dispersion.
pub fn made(draw: &mut Draw, scene: &Scene, spread: f64) -> (Made, Option<Scatter>) {
    let centre = (RATE / (1.0 - RATE)).ln();
    let (mut units, mut truth, mut pairs): (Vec<Months>, Vec<f64>, Vec<(f64, f64)>) = Default::default();
    for _ in 0..TRUSTS {
        let size = (scene.typical / MONTHS as f64 * (0.5 * draw.normal()).exp()).round().max(2.0);
        let eta = centre + spread * draw.normal();
        let mut off = draw.normal();
        let months: Months = (0..MONTHS)
            .map(|_| {
                off = LASTS * off + (1.0 - LASTS * LASTS).sqrt() * draw.normal();
                let p = 1.0 / (1.0 + (-(eta + WAVERS * off)).exp());
                Some((DAYS * draw.binomial(size as u32, p), DAYS * size))
            })
            .collect();
        truth.push(1.0 / (1.0 + (-eta).exp()));
        pairs.push(months.iter().flatten().fold((0.0, 0.0), |a, m| (a.0 + m.0, a.1 + m.1)));
        units.push(months);
    }
    (Made { spread, pairs, truth }, scatter(&units))
}

/// Pairs divided by their dispersion.
pub fn calm(all: &[Made], scatters: &[Option<Scatter>]) -> Vec<Vec<(f64, f64)>> {
    let one = |(made, wavers): (&Made, Option<f64>)| {
        let (x, n) = made.pairs.iter().fold((0.0, 0.0), |a, p| (a.0 + p.0, a.1 + p.1));
        let by = wavers.map_or(1.0, |w| (w / (x / n * (1.0 - x / n))).max(1.0));
        made.pairs.iter().map(|(x, n)| (x / by, n / by)).collect()
    };
    all.iter().zip(settled(scatters)).map(one).collect()
}
