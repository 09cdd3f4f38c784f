//! What changed from last month's list to this month's.

use std::collections::BTreeSet;

/// Two lists compared, each part in the order of the list it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes<K> {
    /// Listed now and not before.
    pub appeared: Vec<K>,
    /// Listed both times.
    pub stayed: Vec<K>,
    /// Listed before, judged now and no longer listed.
    pub gone: Vec<K>,
    /// Listed before and not judged now: nothing can be said.
    pub unjudged: Vec<K>,
}

/// Compares the keys (metric and organisation, say) listed before and now; `judged` tells which keys had a score now. Keys entered twice
/// count once.
///
/// ```
/// use wt_stats::fdr::changes;
/// let c = changes(&["a", "b", "c"], &["d", "b"], |key| *key != "c");
/// assert_eq!((c.appeared, c.stayed, c.gone, c.unjudged), (vec!["d"], vec!["b"], vec!["a"], vec!["c"]));
/// ```
pub fn changes<K: Ord + Clone>(before: &[K], now: &[K], judged: impl Fn(&K) -> bool) -> Changes<K> {
    let was: BTreeSet<&K> = before.iter().collect();
    let is: BTreeSet<&K> = now.iter().collect();
    let mut said = BTreeSet::new();
    let (mut appeared, mut stayed) = (Vec::new(), Vec::new());
    for key in now.iter().filter(|k| said.insert(*k)) {
        if was.contains(key) { &mut stayed } else { &mut appeared }.push(key.clone());
    }
    said.clear();
    let dropped = before.iter().filter(|k| !is.contains(k) && said.insert(*k)).cloned();
    let (gone, unjudged) = dropped.partition(judged);
    Changes { appeared, stayed, gone, unjudged }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_said_once() {
        let c = changes(&[1, 1, 2, 3], &[3, 4, 4], |k| *k != 2);
        assert_eq!(c, Changes { appeared: vec![4], stayed: vec![3], gone: vec![1], unjudged: vec![2] });
        assert_eq!(changes::<u8>(&[], &[], |_| true).stayed, Vec::<u8>::new());
    }
}
