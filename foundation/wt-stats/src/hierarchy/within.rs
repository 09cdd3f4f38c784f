//! How far a unit's own figure wavers: scatter within units, from one half of the period to the other.
//!
//! Days lost of the same people, or pounds of the same contracts, waver more than independent events would, and months in a
//! row hang together. The difference between the two halves of a period holds both; a season that all units share is taken out first.

use crate::dist::{chi2_cdf, chi2_quantile};

/// Fewer units or months than these show nothing.
const FEWEST_UNITS: usize = 5;
const FEWEST_MONTHS: usize = 4;
/// Share of units kept: the wildest may have changed in truth.
const KEPT: f64 = 0.9;

/// Numerator and denominator of each month of a unit; none where it is missing.
pub type Months = Vec<Option<(f64, f64)>>;

/// The variance of a unit's share (numerator over denominator) × its denominator, pooled over units: a share over
/// denominator n has standard error sqrt(scatter / n). For independent events it is p(1 − p), for events over exposure the rate.
///
/// Each unit's months, less the share of all units in that month, are summed over either half; the squared difference of the two shares
/// over (1/n₁ + 1/n₂) estimates it with one degree of freedom. The mean leaves out the largest tenth, and allows for that
/// under a χ² of one degree. None for fewer than five units with figures in both halves, or fewer than four months.
pub fn scatter(units: &[Months]) -> Option<f64> {
    let months = units.iter().map(Vec::len).max()?;
    if months < FEWEST_MONTHS {
        return None;
    }
    let usable = |m: Option<(f64, f64)>| m.filter(|(x, n)| x.is_finite() && n.is_finite() && *n > 0.0);
    let at = |u: &Months, t: usize| usable(u.get(t).copied().flatten());
    let shares: Vec<f64> = (0..months)
        .map(|t| {
            let (x, n) =
                units.iter().filter_map(|u| at(u, t)).fold((0.0, 0.0), |a, m| (a.0 + m.0, a.1 + m.1));
            x / n
        })
        .collect();
    let half = |u: &Months, range: std::ops::Range<usize>| {
        let off = range.filter_map(|t| at(u, t).map(|(x, n)| (x - n * shares[t], n)));
        off.reduce(|a, b| (a.0 + b.0, a.1 + b.1))
    };
    let mut squares: Vec<f64> = units
        .iter()
        .filter_map(|u| {
            let (x1, n1) = half(u, 0..months / 2)?;
            let (x2, n2) = half(u, months / 2..months)?;
            let off = x1 / n1 - x2 / n2;
            let square = off * off / (n1.recip() + n2.recip());
            square.is_finite().then_some(square)
        })
        .collect();
    if squares.len() < FEWEST_UNITS {
        return None;
    }
    squares.sort_unstable_by(f64::total_cmp);
    let count = squares.len() as f64;
    let kept = (count * KEPT).ceil();
    let mean = squares[..kept as usize].iter().sum::<f64>() / kept;
    let share = kept / count;
    // E[X | X below its quantile q] of χ²₁ is P(χ²₃ ≤ q) / P(χ²₁ ≤ q).
    let expected = if share < 1.0 { chi2_cdf(chi2_quantile(share, 1.0), 3.0) / share } else { 1.0 };
    // The month's share was fitted to the units themselves.
    let scatter = mean / expected * count / (count - 1.0);
    scatter.is_finite().then_some(scatter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    #[test]
    fn independent_events_scatter_as_a_binomial_and_copied_ones_more() {
        let mut rng = Pcg64Mcg::seed_from_u64(3);
        let mut unit = |copies: f64, season: bool| -> Months {
            (0..12)
                .map(|t| {
                    let p = if season && t % 12 > 8 { 0.2 } else { 0.1 };
                    let x = (0..300).map(|_| u32::from(rng.random::<f64>() < p)).sum::<u32>();
                    Some((copies * f64::from(x), copies * 300.0))
                })
                .collect()
        };
        let plain: Vec<Months> = (0..400).map(|_| unit(1.0, false)).collect();
        let plain = scatter(&plain).unwrap_or(f64::NAN);
        assert!((plain / 0.09 - 1.0).abs() < 0.15, "{plain}");
        // Each event counted as twenty days: twenty times the scatter, season or no season.
        let copied: Vec<Months> = (0..400).map(|_| unit(20.0, true)).collect();
        let copied = scatter(&copied).unwrap_or(f64::NAN);
        let binomial = 0.75 * 0.09 + 0.25 * 0.16;
        assert!((copied / (20.0 * binomial) - 1.0).abs() < 0.2, "{copied}");
    }

    #[test]
    fn too_little_shows_nothing() {
        assert_eq!(scatter(&[]), None);
        let unit = vec![Some((1.0, 10.0)); 12];
        assert_eq!(scatter(&vec![unit.clone(); 4]), None);
        assert_eq!(scatter(&vec![vec![Some((1.0, 10.0)); 3]; 9]), None);
        assert_eq!(scatter(&vec![vec![Some((f64::NAN, 10.0)); 12]; 9]), None);
        assert_eq!(scatter(&vec![unit; 5]), Some(0.0));
    }
}
