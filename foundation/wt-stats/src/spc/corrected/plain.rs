//! A change so plain that no autocorrelation explains it: one year against an earlier one, month by month.
//!
//! The model lets a series wander, so a change that came in over several months can look to it like a long walk. Here
//! the same months of two years are paired, so that a season drops out, with up to a year between them in which the
//! change came in. The paired differences of a still series have a mean near nought; one that is so many standard
//! errors away that even an autocorrelation of 0.6 would bring it in less than one series of a thousand
//! (`wt-calibration spc`) is a change.

/// Points of a year.
const YEAR: usize = 12;
/// Points between the two years that may belong to neither.
const BETWEEN: [usize; 3] = [0, 6, 12];
/// Standard errors of independent differences from which a change is plain.
const PLAIN: f64 = 14.0;
/// Standard errors from which the rest is held to have changed as well.
const SHARED: f64 = 3.0;

/// The number of latest points that belong to a changed level, where the change is plain. `values` are evenly spaced
/// and end with the latest; what is missing is none. `controls` is
/// what the rest did at the same time.
pub(super) fn change(values: &[Option<f64>], controls: Option<&[Option<f64>]>) -> Option<usize> {
    let n = values.len();
    let sign = |values: &[Option<f64>], between: usize| -> Option<f64> {
        let from = n.checked_sub(2 * YEAR + between)?;
        let later = &values[n - YEAR..];
        // The same months of the year stand a whole number of years earlier.
        let earlier = &values[from..from + YEAR];
        let turn = between % YEAR;
        let pairs = (0..YEAR).filter_map(|i| Some(later[i]? - earlier[(i + turn) % YEAR]?));
        distance(pairs)
    };
    let own = BETWEEN.into_iter().find_map(|between| {
        let t = sign(values, between)?;
        (t.abs() > PLAIN).then_some((t, between))
    });
    let (t, between) = own?;
    // What the rest did too is no change of its own.
    let shared = |c| sign(c, between).is_some_and(|s| s * t > 0.0 && s.abs() > SHARED);
    if controls.is_some_and(shared) {
        return None;
    }
    Some(since(values, n - 2 * YEAR - between))
}

/// Mean over standard error of differences; none for fewer than ten or where all are nought.
fn distance(pairs: impl Iterator<Item = f64>) -> Option<f64> {
    let pairs: Vec<f64> = pairs.collect();
    let n = pairs.len() as f64;
    if n < 10.0 {
        return None;
    }
    let mean = pairs.iter().sum::<f64>() / n;
    let square = pairs.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
    // Differences that are all alike are as plain as can be, short of rounding.
    let error = (square / n).sqrt().max(1e-9 * mean.abs());
    (error > 0.0).then(|| mean / error)
}

/// Points since the values came nearer to the latest year than to the earlier.
fn since(values: &[Option<f64>], earlier: usize) -> usize {
    let n = values.len();
    let mean = |part: &[Option<f64>]| {
        let known: Vec<f64> = part.iter().copied().flatten().collect();
        known.iter().sum::<f64>() / known.len().max(1) as f64
    };
    let (old, new) = (mean(&values[earlier..earlier + YEAR]), mean(&values[n - YEAR..]));
    let middle = f64::midpoint(old, new);
    let nearer = |v: &Option<f64>| v.is_none_or(|v| (v > middle) == (new > middle));
    values.iter().rev().take_while(|v| nearer(v)).count().max(YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Repeatable wobble around a level.
    fn wobble(i: usize) -> f64 {
        ((i * 7919) % 101) as f64 / 101.0 - 0.5
    }

    #[test]
    fn a_level_that_sank_over_half_a_year_is_plain_and_a_still_or_seasonal_one_is_not() {
        let level = |i: usize| if i < 18 { 20.0 } else { (20.0 - 2.0 * (i - 17) as f64).max(8.0) };
        let sunk: Vec<Option<f64>> = (0..36).map(|i| Some(level(i) + wobble(i))).collect();
        let found = change(&sunk, None).unwrap();
        assert!((14..=17).contains(&found), "{found}");
        let season = |i: usize| 10.0 * (i as f64 * std::f64::consts::TAU / 12.0).sin();
        let still: Vec<Option<f64>> = (0..36).map(|i| Some(season(i) + wobble(i))).collect();
        assert_eq!(change(&still, None), None);
        // What the peers did too is no change of its own.
        let same: Vec<Option<f64>> = (0..36).map(|i| Some(level(i))).collect();
        assert_eq!(change(&sunk, Some(&same)), None);
        assert_eq!(change(&sunk[..20], None), None);
    }
}
