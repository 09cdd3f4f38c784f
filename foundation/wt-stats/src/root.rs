//! A root of one function by Brent's method.

/// A root of `f` between `low` and `high`, where it has different signs, to within `tolerance` (Brent 1973, chapter 4:
/// inverse quadratic or secant steps, bisection where they do not help). The steps are those of the original, so that
/// a loose tolerance stops where R's `uniroot` stops. None where the signs are the same or a value is not a number.
pub fn brent(f: impl Fn(f64) -> f64, low: f64, high: f64, tolerance: f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa.is_nan() || fb.is_nan() || fa * fb > 0.0 {
        return None;
    }
    if fa == 0.0 {
        return Some(a);
    }
    // c is the last point on the other side of the root from b.
    let (mut c, mut fc) = (a, fa);
    for _ in 0..1000 {
        let previous = b - a;
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let near = 2.0 * f64::EPSILON * b.abs() + tolerance / 2.0;
        let half = (c - b) / 2.0;
        if half.abs() <= near || fb == 0.0 {
            return Some(b);
        }
        let interpolated = || {
            let (mut p, mut q);
            if a == c {
                let s = fb / fa;
                p = 2.0 * half * s;
                q = 1.0 - s;
            } else {
                let (r, s, t) = (fa / fc, fb / fc, fb / fa);
                p = t * (2.0 * half * r * (r - s) - (b - a) * (s - 1.0));
                q = (r - 1.0) * (s - 1.0) * (t - 1.0);
            }
            if p > 0.0 {
                q = -q;
            } else {
                p = -p;
            }
            let small = p < 1.5 * half * q - (near * q).abs() / 2.0 && p < (previous * q / 2.0).abs();
            small.then_some(p / q)
        };
        let worth_it = previous.abs() >= near && fa.abs() > fb.abs();
        let step = worth_it.then(interpolated).flatten().unwrap_or(half);
        (a, fa) = (b, fb);
        b += if step.abs() < near { near.copysign(step) } else { step };
        fb = f(b);
        if fb.is_nan() {
            return None;
        }
        if fb * fc > 0.0 {
            (c, fc) = (a, fa);
        }
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::brent;

    #[test]
    fn finds_a_root_or_says_that_it_is_not_between() {
        let root = brent(|x| x * x * x - 2.0, 0.0, 100.0, 0.0).unwrap();
        assert!((root - 2f64.cbrt()).abs() < 1e-15);
        assert_eq!(brent(|x| x * x + 1.0, -1.0, 1.0, 0.0), None);
        assert_eq!(brent(|_| f64::NAN, -1.0, 1.0, 0.0), None);
        assert_eq!(brent(|x| x, 0.0, 1.0, 0.0), Some(0.0));
    }
}
