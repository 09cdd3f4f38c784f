//! Many series of one length at once, on flat slices and without allocating.

use super::{Label, Limits, lines, rules};

/// Mean and limits of a whole series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lines {
    /// Mean.
    pub mean: f64,
    /// Limits; none where no moving range is left.
    pub limits: Option<Limits>,
}

/// Judges series of `length` values, one after the other in `values`, where NaN or an infinite value is a gap.
///
/// Writes the rule that wins at each value to `labels` and a series' lines to `lines` (none where every value is a
/// gap), and uses `flags` to work in. Says what [`xmr`](super::xmr) says of a series without rebase or fixing. Where
/// slices disagree in length, what the shortest holds is judged.
///
/// ```
/// use wt_stats::xmr::{Label, bulk};
///
/// let values = [1.0, 2.0, 1.0, 2.0, 1.0, 9.0, 3.0, 3.0, 4.0, 3.0, 4.0, 3.0];
/// let (mut labels, mut lines, mut flags) = ([Label::Common; 12], [None; 2], [0; 6]);
/// bulk(&values, 6, true, &mut labels, &mut lines, &mut flags);
/// assert_eq!(labels[5], Label::Above);
/// assert!(lines[1].is_some_and(|l| (l.mean - 20.0 / 6.0).abs() < 1e-12));
/// ```
pub fn bulk(
    values: &[f64],
    length: usize,
    screen: bool,
    labels: &mut [Label],
    lines: &mut [Option<Lines>],
    flags: &mut [u16],
) {
    let Some(flags) = flags.get_mut(..length).filter(|_| length > 0) else { return };
    let series = values.chunks_exact(length).zip(labels.chunks_exact_mut(length)).zip(lines);
    for ((values, labels), lines) in series {
        *lines = lines::mean(values).map(|mean| Lines {
            mean,
            limits: lines::mean_range(values, screen).and_then(|r| Limits::around(mean, r)),
        });
        let Some(Lines { mean, limits }) = lines else {
            labels.fill(Label::Common);
            continue;
        };
        rules::flag(values, *mean, limits.as_ref(), flags);
        for (i, label) in labels.iter_mut().enumerate() {
            *label = rules::label(flags, i);
        }
    }
}
