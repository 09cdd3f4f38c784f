//! Distributions: tails and quantiles of the normal, t, chi-square, gamma, beta, binomial and Poisson.
//!
//! Tails come from `statrs` and `libm` (whose erfc is good to the last digit); quantiles are found here by bracketed Newton steps on those tails, because limits at
//! 99.8% are asked to nine digits (`statrs` gives eleven). Lower tails throughout: `p = P(X ≤ x)`. Outside their domain functions give NaN;
//! callers check their input before they come here.

use statrs::function::{beta, erf, gamma};

/// P(Z ≤ z) of the standard normal.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The z with P(Z ≤ z) = p; infinite at 0 and 1.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    // From the nearer tail, where small p keeps its digits.
    let tail = p.min(1.0 - p);
    let mut z = -std::f64::consts::SQRT_2 * erf::erfc_inv(2.0 * tail);
    for _ in 0..3 {
        // Halley: the second derivative of the normal is −z times the first.
        let step = (normal_cdf(z) - tail) / normal_density(z);
        z -= step / (1.0 + z * step / 2.0);
    }
    if p < 0.5 { z } else { -z }
}

/// Density of the standard normal.
pub fn normal_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// The two-sided z of a confidence such as 0.95.
pub fn z_of(confidence: f64) -> f64 {
    normal_quantile(0.5 + confidence / 2.0)
}

/// P(X ≤ x) of a gamma with the given shape and scale 1.
pub fn gamma_cdf(x: f64, shape: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { gamma::checked_gamma_lr(shape, x).unwrap_or(f64::NAN) }
}

/// P(X > x) of a gamma with the given shape and scale 1.
pub fn gamma_upper(x: f64, shape: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma::checked_gamma_ur(shape, x).unwrap_or(f64::NAN) }
}

/// The x with P(X ≤ x) = p of a gamma with scale 1.
pub fn gamma_quantile(p: f64, shape: f64) -> f64 {
    if p.is_nan() || shape.is_nan() || !(0.0..=1.0).contains(&p) || shape <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return if p == 0.0 { 0.0 } else { f64::INFINITY };
    }
    // Wilson and Hilferty's cube as a start.
    let z = normal_quantile(p);
    let guess = shape * (1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt())).powi(3);
    let log_density = |x: f64| (shape - 1.0) * x.ln() - x - libm::lgamma(shape);
    let distance = |x: f64| if p < 0.5 { gamma_cdf(x, shape) - p } else { (1.0 - p) - gamma_upper(x, shape) };
    solve(distance, |x| log_density(x).exp(), guess.max(f64::MIN_POSITIVE), 0.0, f64::INFINITY)
}

/// P(X ≤ x) of chi-square with `df` degrees of freedom.
pub fn chi2_cdf(x: f64, df: f64) -> f64 {
    gamma_cdf(x / 2.0, df / 2.0)
}

/// P(X > x) of chi-square.
pub fn chi2_upper(x: f64, df: f64) -> f64 {
    gamma_upper(x / 2.0, df / 2.0)
}

/// The x with P(X ≤ x) = p of chi-square.
pub fn chi2_quantile(p: f64, df: f64) -> f64 {
    2.0 * gamma_quantile(p, df / 2.0)
}

/// P(X ≤ x) of a beta(a, b).
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    match x {
        x if x.is_nan() || a <= 0.0 || b <= 0.0 => f64::NAN,
        x if x <= 0.0 => 0.0,
        x if x >= 1.0 => 1.0,
        x => beta::checked_beta_reg(a, b, x).unwrap_or(f64::NAN),
    }
}

/// The x with P(X ≤ x) = p of a beta(a, b).
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || a.is_nan() || b.is_nan() || a <= 0.0 || b <= 0.0 {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return p;
    }
    let density = |x: f64| ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - beta::ln_beta(a, b)).exp();
    solve(|x| beta_cdf(x, a, b) - p, density, a / (a + b), 0.0, 1.0)
}

/// P(T ≤ t) of Student's t with `df` degrees of freedom.
pub fn t_cdf(t: f64, df: f64) -> f64 {
    let half = beta_cdf(df / (df + t * t), df / 2.0, 0.5) / 2.0;
    if t < 0.0 { half } else { 1.0 - half }
}

/// Two-sided p-value of a t statistic.
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    beta_cdf(df / (df + t * t), df / 2.0, 0.5)
}

/// The t with P(T ≤ t) = p.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    let tail = p.min(1.0 - p);
    if !(tail > 0.0 && df > 0.0) {
        return if tail == 0.0 && p == 0.0 {
            f64::NEG_INFINITY
        } else if tail == 0.0 {
            f64::INFINITY
        } else {
            f64::NAN
        };
    }
    let log_scale = libm::lgamma(f64::midpoint(df, 1.0))
        - libm::lgamma(df / 2.0)
        - 0.5 * (df * std::f64::consts::PI).ln();
    let density = |t: f64| (log_scale - f64::midpoint(df, 1.0) * (t * t / df).ln_1p()).exp();
    let t = solve(|t| t_cdf(t, df) - tail, density, normal_quantile(tail), f64::NEG_INFINITY, 0.0);
    if p < 0.5 { t } else { -t }
}

/// P(X ≤ k) of a binomial(n, p).
pub fn binomial_cdf(k: f64, n: f64, p: f64) -> f64 {
    match k.floor() {
        k if k < 0.0 => 0.0,
        k if k >= n => 1.0,
        k => beta_cdf(1.0 - p, n - k, k + 1.0),
    }
}

/// P(X ≤ k) of a Poisson with the given mean.
pub fn poisson_cdf(k: f64, mean: f64) -> f64 {
    match k.floor() {
        k if k < 0.0 => 0.0,
        _ if mean <= 0.0 => 1.0,
        k => gamma_upper(mean, k + 1.0),
    }
}

/// ln Γ(x).
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Root of an increasing function by Newton steps kept inside a bracket that shrinks; bisection where a step leaves it.
fn solve(
    distance: impl Fn(f64) -> f64,
    slope: impl Fn(f64) -> f64,
    start: f64,
    mut low: f64,
    mut high: f64,
) -> f64 {
    let mut x = start;
    for _ in 0..200 {
        let off = distance(x);
        if off == 0.0 || off.is_nan() {
            return x;
        }
        if off > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let newton = x - off / slope(x);
        let next = if newton > low && newton < high { newton } else { between(low, high) };
        if (next - x).abs() <= 4.0 * f64::EPSILON * x.abs() {
            return next;
        }
        x = next;
    }
    x
}

/// A point inside a bracket that may be open to one side.
fn between(low: f64, high: f64) -> f64 {
    match (low.is_finite(), high.is_finite()) {
        (true, true) if low == 0.0 && high < 1e-3 => high / 16.0,
        (true, true) => f64::midpoint(low, high),
        (true, false) => 2.0 * low.max(1.0),
        (false, true) => 2.0 * high.min(-1.0),
        (false, false) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, want: f64) {
        assert!((got - want).abs() <= 1e-11 * want.abs(), "{got} is not {want}");
    }

    /// Published to these digits by R 4.5.0: qnorm, qchisq, qt, qgamma, qbeta, ppois, pbinom.
    #[test]
    fn quantiles_agree_with_r() {
        near(normal_quantile(0.975), 1.959_963_984_540_054);
        near(normal_quantile(0.999), 3.090_232_306_167_813);
        near(normal_quantile(1e-10), -6.361_340_902_404_056);
        near(chi2_quantile(0.95, 1.0), 3.841_458_820_694_124);
        near(chi2_quantile(0.025, 20.0), 9.590_777_392_264_867);
        near(t_quantile(0.975, 10.0), 2.228_138_851_964_938_6);
        near(t_quantile(0.975, 1.0), 12.706_204_736_174_7);
        near(poisson_cdf(3.0, 2.5), 0.757_576_133_133_066_2);
        near(binomial_cdf(2.0, 10.0, 0.3), 0.382_782_786_4);
        near(beta_quantile(0.5, 2.0, 2.0), 0.5);
    }

    proptest::proptest! {
        #[test]
        fn quantiles_undo_tails(p in 1e-6..0.999_999f64, shape in 0.05..500f64) {
            assert!((normal_cdf(normal_quantile(p)) - p).abs() < 1e-13);
            assert!((gamma_cdf(gamma_quantile(p, shape), shape) - p).abs() < 1e-9);
            assert!((t_cdf(t_quantile(p, shape.max(0.5)), shape.max(0.5)) - p).abs() < 1e-9);
            assert!((beta_cdf(beta_quantile(p, shape, 3.0), shape, 3.0) - p).abs() < 1e-9);
        }
    }
}
