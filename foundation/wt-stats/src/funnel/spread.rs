//! Overdispersion: the mean squared z of a trimmed group, and the spread between organisations that it leaves.

use crate::quantile::{of_sorted, sorted};

/// Values pulled in to their type-7 quantiles `trim` and 1 − `trim`; none where a value is not finite or there is none.
pub(super) fn winsorised(z: &[f64], trim: f64) -> Option<Vec<f64>> {
    let order = sorted(z)?;
    let (low, high) = (of_sorted(&order, trim)?, of_sorted(&order, 1.0 - trim)?);
    Some(z.iter().map(|z| z.max(low).min(high)).collect())
}

/// Which values are left when those of the lowest and highest 1/k are dropped, k = 1 / `trim`: group
/// floor(rank k / (n + 1)) of ranks with ties averaged; the first and the last group go.
pub(super) fn truncated(z: &[f64], trim: f64) -> Vec<bool> {
    let groups = 1.0 / trim;
    let mut order: Vec<usize> = (0..z.len()).collect();
    order.sort_unstable_by(|a, b| z[*a].total_cmp(&z[*b]));
    let mut kept = vec![false; z.len()];
    let mut start = 0;
    while start < order.len() {
        let ties = order[start..].iter().take_while(|i| z[**i] == z[order[start]]).count().max(1);
        let rank = start as f64 + (ties as f64 + 1.0) / 2.0;
        let group = (rank * groups / (z.len() as f64 + 1.0)).floor();
        for &i in &order[start..start + ties] {
            kept[i] = group > 0.0 && group < groups - 1.0;
        }
        start += ties;
    }
    kept
}

/// Overdispersion: the mean of z².
pub(super) fn phi(z: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = z.len() as f64;
    z.map(|z| z.powi(2)).sum::<f64>() / count
}

/// max(0, (m·phi − (m−1)) / (Σw − Σw²/Σw)), w = 1/s² (DerSimonian and Laird 1986, as §2.3 has it).
pub(super) fn tau2(phi: f64, weights: impl Iterator<Item = f64>) -> f64 {
    let (m, sum, squares) = weights.fold((0.0, 0.0, 0.0), |a, w| (a.0 + 1.0, a.1 + w, a.2 + w * w));
    let tau2 = (m * phi - (m - 1.0)) / (sum - squares / sum);
    if tau2.is_finite() { tau2.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncation_drops_the_outer_groups() {
        let z: Vec<f64> = (1..=19).map(f64::from).collect();
        // k = 10: rank × 10 / 20 below 1 is rank 1; at 9 or above is rank 18 and 19.
        let kept = truncated(&z, 0.1);
        assert_eq!(kept.iter().filter(|kept| **kept).count(), 16);
        assert!(!kept[0] && kept[1] && kept[16] && !kept[17]);
        assert!(truncated(&[2.0; 5], 0.1).iter().all(|kept| *kept), "ties share the middle rank");
    }
}
