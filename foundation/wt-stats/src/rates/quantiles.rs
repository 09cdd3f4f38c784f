//! Quantile labels: which of q groups each value belongs to.

/// The group of each value, 1 to `groups`: `(q + 1) − ⌈((N + 1) − rank) / (N / q)⌉` with the smallest rank for ties
/// (§2.4). Inverted, group 1 holds the highest values. Missing values have no group; with fewer values than groups
/// none has one.
pub fn quantile_labels(values: &[Option<f64>], groups: usize, invert: bool) -> Vec<Option<usize>> {
    let value = |i: usize| values[i].filter(|x| x.is_finite());
    let mut order: Vec<usize> = (0..values.len()).filter(|i| value(*i).is_some()).collect();
    let mut labels = vec![None; values.len()];
    let n = order.len();
    if groups == 0 || n < groups {
        return labels;
    }
    let key = |i: usize| value(i).map_or(0.0, |x| if invert { -x } else { x });
    order.sort_by(|a, b| key(*a).total_cmp(&key(*b)));
    let mut rank = 1;
    for (at, &i) in order.iter().enumerate() {
        if at > 0 && key(order[at - 1]) < key(i) {
            rank = at + 1;
        }
        let down = ((n + 1 - rank) as f64 / (n as f64 / groups as f64)).ceil();
        labels[i] = Some(groups + 1 - (down as usize).clamp(1, groups));
    }
    labels
}
