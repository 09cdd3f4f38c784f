//! Funnels with overdispersion: are organisations further apart than their sizes and a common spread explain?
//!
//! Three scales. [`Scale::Proportion`] tests the proportion itself and [`Scale::Rate`] a rate of events
//! (Spiegelhalter 2005); [`Scale::Arcsine`] is the form of FunnelPlotR 0.6.0 for proportions (§2.3). All: z within organisations, winsorised at the type-7
//! quantiles `trim` and 1 − `trim`; phi is the mean z²; tau² the spread between organisations that is left.

use crate::quantile::{of_sorted, sorted};
use crate::{Interval, Z95, Z998};

/// On which scale organisations are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// p itself, s = sqrt(θ(1−θ)/n).
    Proportion,
    /// Events over exposure, s = sqrt(θ/n) (Poisson).
    Rate,
    /// asin sqrt p, s = 1 / (2 sqrt n).
    Arcsine,
}

/// Winsorised share at each end by default.
pub const TRIM: f64 = 0.1;

/// A funnel over a group of organisations.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    scale: Scale,
    /// Pooled proportion Σx / Σn: the centre line.
    pub centre: f64,
    /// Overdispersion: mean squared winsorised z. About 1 where sizes explain all.
    pub phi: f64,
    /// Spread between organisations, on the funnel's scale, squared.
    pub tau2: f64,
    /// Organisations that counted.
    pub count: usize,
}

/// Where one organisation stands in a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// z without the spread between organisations.
    pub raw_z: f64,
    /// z with it.
    pub z: f64,
    /// Strictly outside the adjusted 95% limits.
    pub outside95: bool,
    /// Strictly outside the adjusted 99.8% limits.
    pub outside998: bool,
}

impl Funnel {
    /// The funnel of (numerator, denominator) pairs; none for fewer than two usable pairs, or where all or none
    /// of the denominator counts. A pair that is not a proportion is left out.
    pub fn new(pairs: &[(f64, f64)], scale: Scale, trim: f64) -> Option<Self> {
        let pairs: Vec<(f64, f64)> = pairs.iter().copied().filter(|p| usable(scale, p)).collect();
        let (x, n) = pairs.iter().fold((0.0, 0.0), |a, p| (a.0 + p.0, a.1 + p.1));
        let centre = x / n;
        if pairs.len() < 2 || !inside(scale, centre) {
            return None;
        }
        let mut funnel = Self { scale, centre, phi: 0.0, tau2: 0.0, count: pairs.len() };
        let z: Vec<f64> = pairs.iter().map(|(x, n)| funnel.raw_z(x / n, *n)).collect();
        let z_sorted = sorted(&z)?;
        let (low, high) = (of_sorted(&z_sorted, trim)?, of_sorted(&z_sorted, 1.0 - trim)?);
        funnel.phi = z.iter().map(|z| z.max(low).min(high).powi(2)).sum::<f64>() / z.len() as f64;
        funnel.tau2 = tau2(funnel.phi, pairs.iter().map(|(_, n)| funnel.variance(*n).recip()));
        Some(funnel)
    }

    /// Where x of n stands; none if it is not a proportion.
    pub fn standing(&self, x: f64, n: f64) -> Option<Standing> {
        if !usable(self.scale, &(x, n)) {
            return None;
        }
        let y = self.transform(x / n) - self.transform(self.centre);
        let z = y / (self.variance(n) + self.tau2).sqrt();
        let raw_z = self.raw_z(x / n, n);
        Some(Standing { raw_z, z, outside95: z.abs() > Z95, outside998: z.abs() > Z998 })
    }

    /// Adjusted limits for denominator `n` at normal quantile `z` ([`Z95`], [`Z998`]), cut to 0 and 1; none for
    /// no denominator.
    pub fn limits(&self, n: f64, z: f64) -> Option<Interval> {
        (n > 0.0).then(|| self.band(z * (self.variance(n) + self.tau2).sqrt()))
    }

    /// Limits from size alone.
    pub fn unadjusted_limits(&self, n: f64, z: f64) -> Option<Interval> {
        (n > 0.0).then(|| self.band(z * self.variance(n).sqrt()))
    }

    /// The standard error of an organisation of denominator `n`, spread between organisations included, as a
    /// proportion.
    pub fn standard_error(&self, n: f64) -> Option<f64> {
        let se = (self.variance(n) + self.tau2).sqrt();
        // Delta method on the arcsine scale: dp = 2 sqrt(p(1−p)) dy.
        let scale = match self.scale {
            Scale::Proportion | Scale::Rate => 1.0,
            Scale::Arcsine => 2.0 * (self.centre * (1.0 - self.centre)).sqrt(),
        };
        (n > 0.0 && se.is_finite()).then_some(se * scale)
    }

    fn raw_z(&self, p: f64, n: f64) -> f64 {
        (self.transform(p) - self.transform(self.centre)) / self.variance(n).sqrt()
    }

    fn transform(&self, p: f64) -> f64 {
        match self.scale {
            Scale::Proportion | Scale::Rate => p,
            Scale::Arcsine => p.sqrt().asin(),
        }
    }

    fn variance(&self, n: f64) -> f64 {
        match self.scale {
            Scale::Proportion => self.centre * (1.0 - self.centre) / n,
            Scale::Rate => self.centre / n,
            Scale::Arcsine => 0.25 / n,
        }
    }

    fn band(&self, half: f64) -> Interval {
        let y = self.transform(self.centre);
        let back = |y: f64| match self.scale {
            Scale::Proportion => y.clamp(0.0, 1.0),
            Scale::Rate => y.max(0.0),
            // Outside [0, π/2] the sine turns back: there the limit is 0 or 1.
            Scale::Arcsine => y.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2),
        };
        Interval { low: back(y - half), high: back(y + half) }
    }
}

fn usable(scale: Scale, &(x, n): &(f64, f64)) -> bool {
    let top = if scale == Scale::Rate { f64::MAX } else { n };
    n.is_finite() && n > 0.0 && (0.0..=top).contains(&x)
}

/// Whether a centre line leaves room on both sides.
fn inside(scale: Scale, centre: f64) -> bool {
    centre > 0.0 && (centre < 1.0 || (scale == Scale::Rate && centre.is_finite()))
}

/// max(0, (m·phi − (m−1)) / (Σw − Σw²/Σw)), w = 1/s² (DerSimonian and Laird 1986, as §2.3 has it).
fn tau2(phi: f64, weights: impl Iterator<Item = f64>) -> f64 {
    let (m, sum, squares) = weights.fold((0.0, 0.0, 0.0), |a, w| (a.0 + 1.0, a.1 + w, a.2 + w * w));
    let tau2 = (m * phi - (m - 1.0)) / (sum - squares / sum);
    if tau2.is_finite() { tau2.max(0.0) } else { 0.0 }
}
