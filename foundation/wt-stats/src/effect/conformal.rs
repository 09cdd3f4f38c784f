//! Conformal test of an effect (Chernozhukov, Wüthrich and Zhu, J Am Stat Assoc 2021;116:1849).
//!
//! The effect that is supposed is taken off the months since the change, the synthetic control is fitted to all months, and the mean of the
//! errors since the change is compared with the mean over every other run of as many months, the end joined to the
//! beginning (moving blocks). It asks for no likeness between organisations, but that the errors of the one do not drift, and
//! its p-values go in steps of one over the number of months. Over real series it rejects 3.8 to 6.5% at a nominal 5%, by kind of series, and
//! finds about as much as [`super::did_it_work`] (`wt-calibration effects`): a second opinion.

use super::panel::{Fault, Panel, Whole};
use super::synthetic::{Fitter, mean};

/// The p-value of a supposed effect: the share of runs of months whose mean error is at least as far from nought.
///
/// Its steps are one over the number of months: with 36 it is never less than 0.028.
///
/// # Errors
///
/// A [`Fault`] for too few months or donors, or figures that cannot be used.
///
/// ```
/// use wt_stats::effect::{Panel, conformal::p_value};
/// let wave = |k: usize| (0..40).map(|t| Some(((t * k) as f64).sin())).collect::<Vec<_>>();
/// let donors: Vec<_> = (1..9).map(wave).collect();
/// let treated: Vec<_> = wave(9).iter().enumerate().map(|(t, x)| x.map(|x| if t < 30 { x } else { x + 4.0 })).collect();
/// let panel = Panel { treated: &treated, donors: &donors, change: 30 };
/// assert!(p_value(&panel, 0.0).unwrap() < 0.05 && p_value(&panel, 4.0).unwrap() > 0.05);
/// ```
pub fn p_value(panel: &Panel<'_>, effect: f64) -> Result<f64, Fault> {
    let mut whole = Whole::of(panel)?;
    if !effect.is_finite() || effect.abs() > 1e100 {
        return Err(Fault::TooLarge);
    }
    whole.series[0][whole.before..].iter_mut().for_each(|x| *x -= effect);
    let months = whole.months.len();
    let errors = Fitter::new(&whole.series, months).fit(0, 0).gap;
    let level = mean(&errors);
    let since = months - whole.before;
    let far = |from: usize| {
        (0..since).map(|t| errors[(from + t) % months] - level).sum::<f64>().abs() / since as f64
    };
    // Runs that are the same up to rounding count as equal.
    let own = far(whole.before) * (1.0 - 1e-9);
    let as_far = (0..months).filter(|from| far(*from) >= own).count();
    Ok(as_far as f64 / months as f64)
}
