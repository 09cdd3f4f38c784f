//! Each unit against the mean of all.

use super::scale::{Scale, read};
use super::{Options, Refusal, Selected};
use crate::Interval;
use crate::dist::{normal_cdf, z_of};
use crate::hierarchy::{Figures, Worse};

/// Each unit against the mean of all: Σ numerators / Σ denominators, or the plain mean of means and ratios.
///
/// The mean carries the errors of all units, one's own among them, so that the error of the gap is √(s_i² (1 − 2 w_i) + Σ w_j² s_j²) with
/// weights w: a large unit pulls the mean towards itself, and differs from it by less than it seems to. On the scale of [`super::against_selected`].
///
/// ```
/// use wt_stats::hierarchy::{Figures, Worse};
/// use wt_stats::selection::{Options, against_mean};
/// let pairs = [(10.0, 100.0), (12.0, 100.0), (30.0, 100.0)];
/// let found = against_mean(Figures::Proportions(&pairs), Worse::Higher, &Options::default());
/// let third = found[2].unwrap();
/// assert!((third.benchmark - 52.0 / 300.0).abs() < 1e-15);
/// assert!(third.p() < 0.001 && third.interval.low > 0.0);
/// ```
pub fn against_mean(figures: Figures<'_>, worse: Worse, options: &Options) -> Vec<Result<Selected, Refusal>> {
    let (scale, read) = read(figures);
    if !(options.confidence > 0.0 && options.confidence < 1.0) {
        return vec![Err(Refusal::BadConfidence); read.len()];
    }
    let plain = matches!(scale, Scale::Mean | Scale::Ratio);
    // Numerator and denominator as they enter the mean.
    let parts: Vec<Option<(f64, f64)>> = (0..read.len())
        .map(|i| {
            figures.pair(i).filter(|_| read[i].is_ok()).map(|(x, n)| if plain { (x, 1.0) } else { (x, n) })
        })
        .collect();
    let (x, n) = parts.iter().flatten().fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
    let (mean, known) = (x / n, parts.iter().flatten().count());
    let common: f64 =
        parts.iter().zip(&read).filter_map(|(p, f)| Some(((*p)?.1 / n * f.ok()?.se).powi(2))).sum();
    let z = z_of(options.confidence);
    let one = |i: usize| {
        let own = read[i].map_err(Refusal::Figure)?;
        let (x, n_own) = parts[i].ok_or(Refusal::TooFewPeers)?;
        if known < 2 {
            return Err(Refusal::TooFewPeers);
        }
        let value = if plain { x } else { x / n_own };
        let error = (own.se * own.se * (1.0 - 2.0 * n_own / n) + common).max(0.0).sqrt();
        let centre = scale.place(mean);
        let seen = own.at - centre;
        let end = |off: f64| scale.back(centre + seen + off * error) - mean;
        let above = normal_cdf(-seen / error);
        let (up, down) = (above, 1.0 - above);
        let selected = Selected {
            value,
            observed: mean,
            benchmark: mean,
            gap: value - mean,
            interval: Interval { low: end(-z), high: end(z) },
            worse: if worse == Worse::Higher { up } else { down },
            better: if worse == Worse::Higher { down } else { up },
        };
        let all = [selected.value, mean, selected.interval.low, selected.interval.high, up];
        if all.into_iter().all(f64::is_finite) { Ok(selected) } else { Err(Refusal::TooLarge) }
    };
    (0..read.len()).map(one).collect()
}
