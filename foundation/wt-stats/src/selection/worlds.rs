//! How far a benchmark moves by errors alone, in worlds that the figures allow.

use super::against::Rule;
use super::errors::Errors;
use super::scale::Figure;
use crate::dist::{normal_cdf, normal_density, normal_quantile};

/// The benchmark of some values, less being better; the values are put in another order.
pub(super) fn benchmark(rule: Rule, values: &mut [f64]) -> f64 {
    if let Rule::BestOf(best) = rule {
        let best = best.min(values.len());
        if best < values.len() {
            values.select_nth_unstable_by(best - 1, f64::total_cmp);
        }
        return values[..best].iter().sum::<f64>() / best as f64;
    }
    let (low, above, part) = edge(rule, values.len());
    let (_, at, beyond) = values.select_nth_unstable_by(low, f64::total_cmp);
    let at = *at;
    let next = if above > low { beyond.iter().copied().fold(f64::INFINITY, f64::min) } else { at };
    at + (next - at) * part
}

/// The places in order, from 0, between which the best end, and how far between them.
fn edge(rule: Rule, count: usize) -> (usize, usize, f64) {
    let last = count - 1;
    let (low, left, parts) = match rule {
        Rule::BestOf(best) => (best.min(count) - 1, 0, 1),
        Rule::BestQuartile => (last / 4, last % 4, 4),
        Rule::Median => (last / 2, last % 2, 2),
    };
    (low, if left == 0 { low } else { low + 1 }, left as f64 / f64::from(parts))
}

/// Positions about the edge of the best, of which only that is kept which a simultaneous band at `level` shows; level 0 shows nothing.
pub(super) fn shown(rule: Rule, peers: &[Figure], level: f64) -> Vec<f64> {
    if level <= 0.0 {
        return vec![0.0; peers.len()];
    }
    // Šidák's two-sided band of independent values.
    let beyond = -((-level).ln_1p() / peers.len() as f64).exp_m1() / 2.0;
    let z = -normal_quantile(beyond);
    let (low, high, _) = edge(rule, peers.len());
    let end = |sign: f64, place: usize| {
        let mut ends: Vec<f64> = peers.iter().map(|p| p.at + sign * z * p.se).collect();
        *ends.select_nth_unstable_by(place, f64::total_cmp).1
    };
    let (floor, ceiling) = (end(-1.0, low), end(1.0, high));
    let apart = |p: &Figure| (p.at - z * p.se - ceiling).max(0.0) - (floor - p.at - z * p.se).max(0.0);
    peers.iter().map(apart).collect()
}

/// Positions shrunk towards their middle by what of their spread is error (DerSimonian and Laird 1986): the likeliest world.
pub(super) fn likely(peers: &[Figure]) -> Vec<f64> {
    let weights = || peers.iter().map(|p| (p.se * p.se).recip());
    let sum: f64 = weights().sum();
    let middle = peers.iter().zip(weights()).map(|(p, w)| w * p.at).sum::<f64>() / sum;
    let q: f64 = peers.iter().zip(weights()).map(|(p, w)| w * (p.at - middle).powi(2)).sum();
    let spare = sum - weights().map(|w| w * w).sum::<f64>() / sum;
    let spread = ((q - (peers.len() as f64 - 1.0)) / spare).max(0.0);
    peers.iter().map(|p| (p.at - middle) * spread / (spread + p.se * p.se)).collect()
}

/// How much the benchmark of positions moves in each draw of errors; `places` are those of the peers among the drawn.
pub(super) fn moves(
    rule: Rule,
    positions: &[f64],
    peers: &[Figure],
    places: &[usize],
    errors: &Errors,
) -> Vec<f64> {
    let mut at = positions.to_vec();
    let still = benchmark(rule, &mut at);
    let moved = |drawn: &[f64]| {
        for (i, at) in at.iter_mut().enumerate() {
            *at = positions[i] + peers[i].se * drawn[places[i]];
        }
        benchmark(rule, &mut at) - still
    };
    errors.draws().map(moved).collect()
}

/// How likely a unit of standard error `se` seems at least `gap` beyond a benchmark it truly equals: P(e − move ≥ gap).
pub(super) fn tail(moves: &[f64], se: f64, gap: f64) -> f64 {
    moves.iter().map(|b| normal_cdf(-(gap + b) / se)).sum::<f64>() / moves.len() as f64
}

/// The gap that is seemed with probability `p`: Newton steps kept inside a bracket.
pub(super) fn quantile(moves: &[f64], se: f64, p: f64) -> f64 {
    let (least, most) =
        moves.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), m| (a.min(*m), b.max(*m)));
    let z = -normal_quantile(p);
    let (mut low, mut high) = (se * z - most, se * z - least);
    let mut gap = f64::midpoint(low, high);
    for _ in 0..60 {
        let off = tail(moves, se, gap) - p;
        if off > 0.0 {
            low = gap;
        } else {
            high = gap;
        }
        let density =
            moves.iter().map(|b| normal_density((gap + b) / se)).sum::<f64>() / moves.len() as f64 / se;
        let newton = gap + off / density;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if (next - gap).abs() <= 1e-10 * se {
            return next;
        }
        gap = next;
    }
    gap
}
