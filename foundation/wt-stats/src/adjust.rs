//! P-values adjusted for how many there are.
//!
//! Holm, Hochberg and Bonferroni hold the chance of any false finding; Benjamini–Hochberg and Benjamini–Yekutieli the
//! share of findings that are false. Adjusted p-values are as R's `p.adjust` gives them: reject where they are at or
//! below the level.

/// How to adjust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// n p. Any dependence.
    Bonferroni,
    /// Step-down: max over smaller p of (n − i + 1) p. Any dependence (Holm 1979).
    Holm,
    /// Step-up: min over larger p of (n − i + 1) p. Independent or positively dependent (Hochberg 1988).
    Hochberg,
    /// False discovery rate: min over larger p of n p / i. Independent or positively dependent (Benjamini and
    /// Hochberg 1995).
    BenjaminiHochberg,
    /// The same times 1 + 1/2 + … + 1/n. Any dependence (Benjamini and Yekutieli 2001).
    BenjaminiYekutieli,
}

/// Adjusted p-values in the order given; none if one is not a probability.
///
/// ```
/// use wt_stats::adjust::{Adjustment, adjust};
/// let bh = adjust(&[0.01, 0.04, 0.03], Adjustment::BenjaminiHochberg).unwrap();
/// assert!(bh.iter().zip([0.03, 0.04, 0.04]).all(|(a, b)| (a - b).abs() < 1e-15));
/// ```
pub fn adjust(p: &[f64], adjustment: Adjustment) -> Option<Vec<f64>> {
    if !p.iter().all(|p| (0.0..=1.0).contains(p)) {
        return None;
    }
    let n = p.len() as f64;
    if adjustment == Adjustment::Bonferroni {
        return Some(p.iter().map(|p| (n * p).min(1.0)).collect());
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_unstable_by(|a, b| p[*a].total_cmp(&p[*b]));
    let factor: f64 = match adjustment {
        Adjustment::BenjaminiYekutieli => (1..=p.len()).map(|i| 1.0 / i as f64).sum(),
        _ => 1.0,
    };
    // `rank` runs from 0 at the smallest.
    let scaled = |rank: usize| {
        let scale = match adjustment {
            Adjustment::Holm | Adjustment::Hochberg => n - rank as f64,
            _ => factor * n / (rank + 1) as f64,
        };
        scale * p[order[rank]]
    };
    let mut out = vec![0.0; p.len()];
    if adjustment == Adjustment::Holm {
        let mut largest: f64 = 0.0;
        for rank in 0..p.len() {
            largest = largest.max(scaled(rank));
            out[order[rank]] = largest.min(1.0);
        }
    } else {
        let mut smallest: f64 = 1.0;
        for rank in (0..p.len()).rev() {
            smallest = smallest.min(scaled(rank));
            out[order[rank]] = smallest;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_not_a_probability() {
        assert_eq!(adjust(&[], Adjustment::Holm), Some(vec![]));
        assert_eq!(adjust(&[0.5, f64::NAN], Adjustment::Holm), None);
        assert_eq!(adjust(&[1.5], Adjustment::Bonferroni), None);
    }

    proptest::proptest! {
        #[test]
        fn adjusting_keeps_the_order_and_only_raises(p in proptest::collection::vec(0.0..=1.0f64, 1..60)) {
            use Adjustment::{BenjaminiHochberg as Bh, BenjaminiYekutieli as By, Bonferroni, Hochberg, Holm};
            let of = |a| adjust(&p, a).unwrap();
            for a in [Bonferroni, Holm, Hochberg, Bh, By] {
                let out = of(a);
                for i in 0..p.len() {
                    assert!(out[i] >= p[i] - 1e-15 && out[i] <= 1.0);
                    assert!((0..p.len()).all(|j| p[i] > p[j] || out[i] <= out[j]));
                }
            }
            // From the strictest to the most lenient.
            for (strict, lenient) in [(Bonferroni, Holm), (Holm, Hochberg), (Hochberg, Bh), (By, Bh)] {
                assert!(of(strict).iter().zip(of(lenient)).all(|(s, l)| *s >= l - 1e-15));
            }
        }
    }
}
