//! Funnels: are organisations further apart than their sizes and a common spread explain?
//!
//! [`Funnel`] is the funnel of the metric pages, after Spiegelhalter (2005): [`Scale::Proportion`] tests the proportion itself and
//! [`Scale::Rate`] a rate of events; z within organisations, winsorised at the type-7 quantiles `trim` and 1 − `trim`; phi is the mean z²; tau² the
//! spread between organisations that is left. [`mod@peer`] draws funnels as FunnelPlotR does, [`public_health`] as PHEindicatormethods and Fingertips do.

pub mod corrected;
pub mod peer;
pub mod public_health;
mod spread;

use crate::{Interval, Z95, Z998};

/// The two pairs of limits that funnels have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 95%: 2.5% beyond each limit.
    P95,
    /// 99.8%: 0.1% beyond each limit.
    P998,
}

impl Level {
    /// Normal quantile, rounded as funnels have it.
    pub fn z(self) -> f64 {
        match self {
            Self::P95 => Z95,
            Self::P998 => Z998,
        }
    }

    /// Share beyond each limit.
    pub fn tail(self) -> f64 {
        match self {
            Self::P95 => 0.025,
            Self::P998 => 0.001,
        }
    }
}

/// Outside which limits an organisation lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flag {
    /// Strictly outside the 95% limits.
    pub outside95: bool,
    /// Strictly outside the 99.8% limits.
    pub outside998: bool,
}

/// On which scale organisations are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// p itself, s = sqrt(θ(1−θ)/n).
    Proportion,
    /// Events over exposure, s = sqrt(θ/n) (Poisson).
    Rate,
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
        funnel.phi = spread::phi(spread::winsorised(&z, trim)?.into_iter());
        funnel.tau2 = spread::tau2(funnel.phi, pairs.iter().map(|(_, n)| funnel.variance(*n).recip()));
        Some(funnel)
    }

    /// Where x of n stands; none if it is not a proportion.
    pub fn standing(&self, x: f64, n: f64) -> Option<Standing> {
        if !usable(self.scale, &(x, n)) {
            return None;
        }
        let z = (x / n - self.centre) / (self.variance(n) + self.tau2).sqrt();
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

    /// The standard error of an organisation of denominator `n`, spread between organisations included.
    pub fn standard_error(&self, n: f64) -> Option<f64> {
        let se = (self.variance(n) + self.tau2).sqrt();
        (n > 0.0 && se.is_finite()).then_some(se)
    }

    fn raw_z(&self, p: f64, n: f64) -> f64 {
        (p - self.centre) / self.variance(n).sqrt()
    }

    fn variance(&self, n: f64) -> f64 {
        match self.scale {
            Scale::Proportion => self.centre * (1.0 - self.centre) / n,
            Scale::Rate => self.centre / n,
        }
    }

    fn band(&self, half: f64) -> Interval {
        let top = if self.scale == Scale::Rate { f64::INFINITY } else { 1.0 };
        Interval { low: (self.centre - half).max(0.0), high: (self.centre + half).min(top) }
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
