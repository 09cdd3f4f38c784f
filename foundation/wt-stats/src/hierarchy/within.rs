//! How far a unit's own figure wavers: scatter within units, from one half of the period to the other.
//!
//! Days lost of the same people, or pounds of the same contracts, waver more than independent events would, and months in a
//! row hang together. The difference between the two halves of a period holds both; a season that all units share is taken out first.

use super::{Figures, fit};
use crate::dist::{chi2_cdf, chi2_quantile};

/// Fewer units or months than these show nothing.
const FEWEST_UNITS: usize = 5;
const FEWEST_MONTHS: usize = 4;
/// Share of units kept: the wildest may have changed in truth.
const KEPT: f64 = 0.9;

/// Numerator and denominator of each month of a unit; none where it is missing.
pub type Months = Vec<Option<(f64, f64)>>;

/// How far figures waver, by two readings. Both are the variance of a unit's share (numerator over denominator) × its denominator,
/// pooled over units: a share over denominator n has standard error sqrt(scatter / n). For independent events it is p(1 − p), for
/// events over exposure the rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scatter {
    /// From month to month: exact, but too small where months hang together.
    pub months: f64,
    /// From one half of the period to the other: holds what months share, but rests on one difference a unit.
    pub halves: f64,
    /// Units behind it.
    pub units: usize,
    /// Months of a unit.
    pub length: usize,
}

/// The scatter of a metric's units. Each unit's month less the share of all units in that month; then the spread of those over the
/// months, and the difference of the two halves. Means leave out the largest tenth of the units, which may have changed in truth, and
/// allow for that under a χ². None for fewer than five units with figures in both halves, or fewer than four months.
pub fn scatter(units: &[Months]) -> Option<Scatter> {
    let length = units.iter().map(Vec::len).max()?;
    if length < FEWEST_MONTHS {
        return None;
    }
    let usable = |m: Option<(f64, f64)>| m.filter(|(x, n)| x.is_finite() && n.is_finite() && *n > 0.0);
    let at = |u: &Months, t: usize| usable(u.get(t).copied().flatten());
    let shares: Vec<f64> = (0..length)
        .map(|t| {
            let (x, n) =
                units.iter().filter_map(|u| at(u, t)).fold((0.0, 0.0), |a, m| (a.0 + m.0, a.1 + m.1));
            x / n
        })
        .collect();
    let off = |u: &Months, t: usize| at(u, t).map(|(x, n)| (x - n * shares[t], n));
    let sum = |u: &Months, range: std::ops::Range<usize>| {
        range.filter_map(|t| off(u, t)).reduce(|a, b| (a.0 + b.0, a.1 + b.1))
    };
    let half = |u: &Months| {
        let ((x1, n1), (x2, n2)) = (sum(u, 0..length / 2)?, sum(u, length / 2..length)?);
        Some((x1 / n1 - x2 / n2).powi(2) / (n1.recip() + n2.recip()))
    };
    let month = |u: &Months| {
        let (x, n) = sum(u, 0..length)?;
        let seen = (0..length).filter_map(|t| off(u, t));
        let (count, squares) =
            seen.fold((0.0, 0.0), |a, m| (a.0 + 1.0, a.1 + m.1 * (m.0 / m.1 - x / n).powi(2)));
        (count > 1.0).then_some(squares / (count - 1.0))
    };
    let both: Vec<(f64, f64)> = units
        .iter()
        .filter_map(|u| Some((month(u)?, half(u)?)))
        .filter(|(a, b)| a.is_finite() && b.is_finite())
        .collect();
    if both.len() < FEWEST_UNITS {
        return None;
    }
    let months = trimmed(both.iter().map(|b| b.0), length as f64 - 1.0);
    let halves = trimmed(both.iter().map(|b| b.1), 1.0);
    (months.is_finite() && halves.is_finite()).then_some(Scatter {
        months,
        halves,
        units: both.len(),
        length,
    })
}

/// Mean of squares, each a χ² of `df` degrees over `df`, without the largest tenth: E[X | X below its quantile q] of χ² is
/// df P(χ² of df + 2 ≤ q) / P(χ² of df ≤ q). The shares of the months were fitted to the units themselves, which costs one of them.
fn trimmed(squares: impl Iterator<Item = f64>, df: f64) -> f64 {
    let mut squares: Vec<f64> = squares.collect();
    squares.sort_unstable_by(f64::total_cmp);
    let count = squares.len() as f64;
    let kept = (count * KEPT).ceil();
    let share = kept / count;
    let expected = if share < 1.0 { chi2_cdf(chi2_quantile(share, df), df + 2.0) / share } else { 1.0 };
    squares[..kept as usize].iter().sum::<f64>() / kept / expected * count / (count - 1.0)
}

/// The ratio of the variance of a mean of `length` months to that of independent ones, from the ratio that its halves show. Halves that
/// lie side by side share some of what months share, and show less: with months of first-order autocorrelation ρ, to order 1 / length,
/// means have 1 + 2ρ/(1 − ρ) − 2c and halves show 1 + 2ρ/(1 − ρ) − 6c, where c = ρ / (1 − ρ)² / length. Months that seem to counteract each
/// other are luck of the halves.
fn of_the_mean(seen: f64, length: f64) -> f64 {
    let c = |rho: f64| rho / (1.0 - rho) / (1.0 - rho) / length;
    // Above this ρ halves show less again.
    let (mut low, mut high) = (0.0, (length - 3.0) / (length + 3.0));
    for _ in 0..40 {
        let rho = f64::midpoint(low, high);
        if 1.0 + 2.0 * rho / (1.0 - rho) - 6.0 * c(rho) < seen {
            low = rho;
        } else {
            high = rho;
        }
    }
    let most = 1.0 + 2.0 * low / (1.0 - low) - 2.0 * c(low);
    // More than any ρ would show stays as it was seen.
    most.max(seen)
}

/// One figure of scatter for each metric: that from month to month, times how much more halves differ than months, this ratio shrunk
/// over all metrics. A ratio seen in 35 differences alone is off by a quarter, which would pass for a spread between units.
pub fn settled(scatters: &[Option<Scatter>]) -> Vec<Option<f64>> {
    let ratio = |s: &Option<Scatter>| {
        let s = (*s)?;
        let (halves, months) = (s.units as f64 * KEPT, s.units as f64 * KEPT * (s.length as f64 - 1.0));
        // E ln(χ² of df / df) is about −1 / df, its variance 2 / df.
        let log = (s.halves / s.months).ln() + halves.recip() - months.recip();
        log.is_finite().then_some((log, (2.0 / halves + 2.0 / months).sqrt()))
    };
    let ratios: Vec<Option<(f64, f64)>> = scatters.iter().map(ratio).collect();
    // A metric without a ratio keeps its place, and gets no estimate.
    let pairs: Vec<(f64, f64)> = ratios.iter().map(|r| r.unwrap_or((f64::NAN, f64::NAN))).collect();
    let fitted = fit(&[Figures::Means(&pairs)]).metrics.pop().and_then(Result::ok);
    let one = |(place, s): (usize, &Option<Scatter>)| {
        let s = (*s)?;
        let Some((own, _)) = ratios[place] else { return Some(s.months.max(s.halves)) };
        let shrunk = fitted.as_ref().and_then(|f| f.estimate(place, 0.9).ok()).map_or(own, |e| e.value);
        Some(s.months * of_the_mean(shrunk.exp(), s.length as f64))
    };
    scatters.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

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
        let plain = scatter(&plain).unwrap();
        assert!(
            (plain.halves / 0.09 - 1.0).abs() < 0.15 && (plain.months / 0.09 - 1.0).abs() < 0.05,
            "{plain:?}"
        );
        // Each event counted as twenty days: twenty times the scatter, season or no season.
        let copied: Vec<Months> = (0..400).map(|_| unit(20.0, true)).collect();
        let copied = scatter(&copied).unwrap();
        let binomial = 0.75 * 0.09 + 0.25 * 0.16;
        assert!((copied.halves / (20.0 * binomial) - 1.0).abs() < 0.2, "{copied:?}");
        assert!((copied.months / (20.0 * binomial) - 1.0).abs() < 0.1, "{copied:?}");
    }

    #[test]
    fn too_little_shows_nothing() {
        assert_eq!(scatter(&[]), None);
        let unit = vec![Some((1.0, 10.0)); 12];
        assert_eq!(scatter(&vec![unit.clone(); 4]), None);
        assert_eq!(scatter(&vec![vec![Some((1.0, 10.0)); 3]; 9]), None);
        assert_eq!(scatter(&vec![vec![Some((f64::NAN, 10.0)); 12]; 9]), None);
        let flat = scatter(&vec![unit; 5]);
        assert_eq!(settled(&[flat, None]), [Some(0.0), None]);
    }

    #[test]
    fn ratios_of_metrics_are_shrunk_towards_each_other() {
        let of = |halves: f64| Some(Scatter { months: 2.0, halves, units: 35, length: 12 });
        // All true ratios alike: 35 differences scatter a quarter round 3.
        let seen: Vec<Option<Scatter>> =
            [2.2, 2.6, 2.8, 3.0, 3.1, 3.2, 3.5, 3.9].map(|r| of(2.0 * r)).to_vec();
        let settled = settled(&seen);
        let (low, high) = (settled[0].unwrap(), settled[7].unwrap());
        assert!(high / low < 1.15 && low > 6.0 && high < 7.5, "{settled:?}");
        assert_eq!((of_the_mean(0.8, 12.0), of_the_mean(100.0, 12.0)), (1.0, 100.0));
        // ρ = 0.4 over twelve months, exactly: halves show 1.78 of the variance of independent ones, means have 2.15.
        assert!((of_the_mean(1.78, 12.0) - 2.15).abs() < 0.1, "{}", of_the_mean(1.78, 12.0));
    }
}
