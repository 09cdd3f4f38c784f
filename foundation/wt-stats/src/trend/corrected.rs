//! The recent trend with what years differ by beyond chance allowed for.
//!
//! The peer takes the limits of each year as all that moves it, so that years which truly differ, without going anywhere, pass for a
//! trend; it closes up missing years, looks at five points whatever there are, and judges each series as if it were the only one.
//! Here the line goes through all years that have a value and limits, each at its place; residuals wider than the limits allow widen the
//! error of the slope (never below what the limits say), which is judged by Student's t with two degrees fewer than years.
//! Many series are for the caller to judge together, by false discovery rate ([`crate::adjust`]).

use super::{POINTS, Point};
use crate::dist::t_two_sided;

/// Half the width of 95% limits in standard errors.
const HALF: f64 = 1.959_963_984_540_054;

/// A slope and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Units of the value a year.
    pub slope: f64,
    /// The line at the first entry.
    pub start: f64,
    /// Its standard error.
    pub se: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Years it goes through.
    pub years: usize,
    /// How much wider than the limits allow residuals are: their weighted mean square, 1 where the limits explain all.
    pub phi: f64,
}

/// The trend through all years, oldest first, one entry a year; none with fewer than five that have a value and limits of some width.
///
/// ```
/// use wt_stats::trend::{Point, corrected};
/// let year = |value: f64| Point {
///     count: None, denominator: None, value: Some(value), lower: Some(value - 1.0), upper: Some(value + 1.0),
/// };
/// let still: Vec<Point> = [10.0, 16.0, 11.0, 17.0, 15.0, 18.0].map(year).to_vec();
/// let rising: Vec<Point> = [10.0, 11.8, 14.1, 15.9, 18.2, 20.1].map(year).to_vec();
/// assert!(corrected(&still).unwrap().p > 0.05 && corrected(&still).unwrap().phi > 10.0);
/// assert!(corrected(&rising).unwrap().p < 0.001);
/// ```
#[must_use]
pub fn corrected(points: &[Point]) -> Option<Slope> {
    let years: Vec<(f64, f64, f64)> = points
        .iter()
        .enumerate()
        .filter_map(|(year, p)| {
            let se = (p.upper? - p.lower?) / (2.0 * HALF);
            let weight = (se * se).recip();
            let fits = p.value?.is_finite() && se > 0.0 && weight.is_finite() && weight > 0.0;
            fits.then_some((year as f64, p.value?, weight))
        })
        .collect();
    if years.len() < POINTS {
        return None;
    }
    let sum = |of: &dyn Fn(&(f64, f64, f64)) -> f64| years.iter().map(of).sum::<f64>();
    let all = sum(&|y| y.2);
    let (x0, y0) = (sum(&|y| y.2 * y.0) / all, sum(&|y| y.2 * y.1) / all);
    let spread = sum(&|y| y.2 * (y.0 - x0).powi(2));
    let slope = sum(&|y| y.2 * (y.0 - x0) * (y.1 - y0)) / spread;
    let free = (years.len() - 2) as f64;
    let phi = sum(&|y| y.2 * (y.1 - y0 - slope * (y.0 - x0)).powi(2)) / free;
    let se = (phi.max(1.0) / spread).sqrt();
    let p = t_two_sided(slope / se, free);
    let said = [slope, se, p, phi].into_iter().all(f64::is_finite);
    said.then_some(Slope { slope, start: y0 - slope * x0, se, p, years: years.len(), phi })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::{Method, Trend};
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    fn normal(rng: &mut Pcg64Mcg) -> f64 {
        (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0
    }

    /// Years with limits of ±1.96, moved by `extra` standard errors more, and a slope.
    fn series(rng: &mut Pcg64Mcg, extra: f64, slope: f64, years: usize) -> Vec<Point> {
        (0..years)
            .map(|i| {
                let value = 50.0 + slope * i as f64 + normal(rng) + extra * normal(rng);
                Point {
                    count: Some(10.0),
                    denominator: Some(100.0),
                    value: Some(value),
                    lower: Some(value - HALF),
                    upper: Some(value + HALF),
                }
            })
            .collect()
    }

    #[test]
    fn years_that_differ_without_going_anywhere_are_no_trend() {
        let mut rng = Pcg64Mcg::seed_from_u64(4);
        for (extra, most) in [(0.0, 0.06), (1.0, 0.06), (3.0, 0.06)] {
            let (mut ours, mut peer) = (0, 0);
            for _ in 0..3000 {
                let years = series(&mut rng, extra, 0.0, 8);
                ours += i32::from(corrected(&years).unwrap().p < 0.05);
                peer += i32::from(Trend::recent(&years, Method::Limits).unwrap().significant);
            }
            assert!(f64::from(ours) / 3000.0 < most, "extra {extra}: {ours}");
            // The peer's test is at 0.2%: a spread of three errors makes it sixty times that.
            assert!(extra < 3.0 || peer > 360, "extra {extra}: {peer}");
        }
        let found = (0..500).filter(|_| corrected(&series(&mut rng, 0.0, 1.0, 8)).unwrap().p < 0.05);
        assert!(found.count() > 450);
    }

    #[test]
    fn a_missing_year_keeps_its_place_and_too_few_say_nothing() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let mut years = series(&mut rng, 0.0, 2.0, 7);
        for (i, year) in years.iter_mut().enumerate() {
            year.value = Some(3.0 * i as f64);
        }
        years[2].value = None;
        let found = corrected(&years).unwrap();
        assert!((found.slope - 3.0).abs() < 1e-9 && found.years == 6);
        years[3].upper = years[3].lower;
        years[4].value = Some(f64::INFINITY);
        assert_eq!(corrected(&years), None);
    }
}
