//! Cumulative sums that alert when an organisation drifts, as OpenPrescribing sends them (§2.6).
//!
//! Two one-sided tabular CUSUMs (Page 1954; Montgomery 2009, §9.1) of a monthly percentile. Target mean and alert
//! threshold come from a window of months: the threshold is `sensitivity` standard deviations (of the population, not
//! the sample), the slack half of one. Sums are rounded to two decimals. While a sum stays past the threshold the
//! target follows the last window; once the drift stops, target, threshold and sums start afresh.

/// What [`cusum`] keeps of each month. Vectors are as long as the data, or empty where the data has no value at all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cusum {
    /// Sum of rises.
    pub smax: Vec<f64>,
    /// Sum of falls, zero or negative.
    pub smin: Vec<f64>,
    /// Mean that months are held against; none before there is a value.
    pub target_mean: Vec<Option<f64>>,
    /// Sum at which an alert starts; none before there is a value.
    pub alert_threshold: Vec<Option<f64>>,
    /// Which way the month alerts.
    pub alerts: Vec<Option<Drift>>,
}

/// The direction of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drift {
    /// Upwards.
    Up,
    /// Downwards.
    Down,
}

/// An alert that still holds in the last month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LastAlert {
    /// The target mean when it began.
    pub from: f64,
    /// The last value.
    pub to: f64,
    /// Months it has lasted.
    pub period: usize,
}

/// CUSUM alerts of a series, oldest month first. A missing month sets both sums to zero, as the peer does.
///
/// OpenPrescribing calls it with a `window` of 12 and a `sensitivity` of 5.
///
/// ```
/// use wt_stats::cusum::{Drift, cusum};
/// let rising = [0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0].map(Some);
/// let sums = cusum(&rising, 3, 5.0);
/// assert_eq!(sums.alerts[3..], [None, Some(Drift::Up), Some(Drift::Up), Some(Drift::Up)]);
/// assert_eq!(sums.last_alert(&rising).unwrap().period, 3);
/// ```
pub fn cusum(data: &[Option<f64>], window: usize, sensitivity: f64) -> Cusum {
    let data: Vec<Option<f64>> = data.iter().map(|x| x.filter(|x| x.is_finite())).collect();
    let mut out = Cusum::default();
    let Some(first) = data.iter().position(Option::is_some).filter(|_| window > 0) else {
        return out;
    };
    // The first month whose window holds a value.
    let start = (first + 1).saturating_sub(window);
    for (i, &value) in data.iter().enumerate() {
        let step = |sums, mean, threshold| step(value, sums, mean, threshold, sensitivity);
        let held = out.now();
        let (mean, threshold, sums) = match held {
            Some(held) if i > start => {
                if held.drift().is_none() {
                    (held.mean, held.threshold, step(held.sums, held.mean, held.threshold))
                } else {
                    let recent = before(&data, i, window);
                    let mean = mean_of(recent);
                    let next = step(held.sums, mean, held.threshold);
                    let on = match held.drift() {
                        Some(Drift::Up) => next.0 > held.sums.0,
                        _ => next.1 < held.sums.1,
                    };
                    if on {
                        (mean, held.threshold, next)
                    } else {
                        let threshold = spread_of(recent, sensitivity);
                        (mean, threshold, step((0.0, 0.0), mean, threshold))
                    }
                }
            }
            _ => {
                let ahead = &data[i..data.len().min(i + window)];
                let (mean, threshold) = (mean_of(ahead), spread_of(ahead, sensitivity));
                (mean, threshold, step((0.0, 0.0), mean, threshold))
            }
        };
        out.smax.push(sums.0);
        out.smin.push(sums.1);
        out.target_mean.push(mean);
        out.alert_threshold.push(threshold);
        out.alerts.push(State { mean, threshold, sums }.drift());
    }
    out
}

impl Cusum {
    /// The alert that holds in the last month, if one does; `data` as given to [`cusum`].
    pub fn last_alert(&self, data: &[Option<f64>]) -> Option<LastAlert> {
        let last = (*self.alerts.last()?)?;
        let period = self.alerts.iter().rev().take_while(|a| **a == Some(last)).count();
        let start = self.alerts.len() - period;
        let from = *self.target_mean.get(start.checked_sub(1)?)?;
        Some(LastAlert { from: from?, to: (*data.last()?)?, period })
    }

    fn now(&self) -> Option<State> {
        Some(State {
            mean: *self.target_mean.last()?,
            threshold: *self.alert_threshold.last()?,
            sums: (*self.smax.last()?, *self.smin.last()?),
        })
    }
}

/// What a month hands on to the next.
#[derive(Debug, Clone, Copy)]
struct State {
    mean: Option<f64>,
    threshold: Option<f64>,
    sums: (f64, f64),
}

impl State {
    fn drift(&self) -> Option<Drift> {
        let threshold = self.threshold?;
        if self.sums.0 > threshold {
            Some(Drift::Up)
        } else {
            (self.sums.1 < -threshold).then_some(Drift::Down)
        }
    }
}

/// Both sums after a month; zero where anything they need is missing.
fn step(
    value: Option<f64>,
    sums: (f64, f64),
    mean: Option<f64>,
    threshold: Option<f64>,
    sensitivity: f64,
) -> (f64, f64) {
    let (Some(value), Some(mean), Some(threshold)) = (value, mean, threshold) else {
        return (0.0, 0.0);
    };
    let slack = 0.5 * threshold / sensitivity;
    let (up, down) = (value - (mean + slack) + sums.0, value - (mean - slack) + sums.1);
    (hundredths(if up > 0.0 { up } else { 0.0 }), hundredths(if down < 0.0 { down } else { 0.0 }))
}

/// Rounded to two decimals, halves to even, as the peer's numbers are.
fn hundredths(x: f64) -> f64 {
    let rounded = (x * 100.0).round_ties_even() / 100.0;
    if rounded.is_finite() { rounded } else { 0.0 }
}

/// The `window` months before month `i`. In the first months of a long window the peer counts from the end of the
/// series, and so most often gets none.
fn before(data: &[Option<f64>], i: usize, window: usize) -> &[Option<f64>] {
    let start = if i >= window { i - window } else { (data.len() + i).saturating_sub(window) };
    data.get(start..i).unwrap_or(&[])
}

fn mean_of(window: &[Option<f64>]) -> Option<f64> {
    let (sum, n) = window.iter().flatten().fold((0.0, 0.0), |(sum, n), x| (sum + x, n + 1.0));
    Some(sum / n).filter(|m: &f64| m.is_finite())
}

/// Population standard deviation of the values times the sensitivity.
fn spread_of(window: &[Option<f64>], sensitivity: f64) -> Option<f64> {
    let scaled: Vec<Option<f64>> = window.iter().map(|x| x.map(|x| x * sensitivity)).collect();
    let mean = mean_of(&scaled)?;
    let squares: Vec<Option<f64>> = scaled.iter().map(|x| x.map(|x| (x - mean) * (x - mean))).collect();
    mean_of(&squares).map(f64::sqrt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_that_stopped_is_no_last_alert() {
        let data = [1.0, 1.0, 1.0, 1.0, 0.9, 0.8, 1.0, 1.0].map(Some);
        let sums = cusum(&data, 3, 5.0);
        assert_eq!(sums.alerts[4], Some(Drift::Down));
        assert_eq!(sums.last_alert(&data), None);
    }

    #[test]
    fn no_value_gives_nothing() {
        assert_eq!(cusum(&[None, Some(f64::NAN)], 12, 5.0), Cusum::default());
        assert_eq!(cusum(&[Some(1.0)], 0, 5.0), Cusum::default());
    }

    proptest::proptest! {
        #[test]
        fn any_series_gives_numbers(
            data in proptest::collection::vec(proptest::option::of(proptest::num::f64::ANY), 0..40), window in 0..50usize,
        ) {
            let sums = cusum(&data, window, 5.0);
            assert!(sums.smax.iter().chain(&sums.smin).all(|x| x.is_finite()));
            assert!(sums.target_mean.iter().chain(&sums.alert_threshold).flatten().all(|x| x.is_finite()));
            let _ = sums.last_alert(&data);
        }
    }
}
