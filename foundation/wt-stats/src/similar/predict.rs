//! What peers' figures say of one's own: the mean, a mean that weighs the near more, and RightCare's best five.

use super::variables::normal;
use super::{Fault, Learnt, Peer, Variables};

/// Mean of the peers' values; none where no peer has one. RightCare's and others' plain average of the similar 10.
#[must_use]
pub fn mean_of(peers: &[Peer], values: &[Option<f64>]) -> Option<f64> {
    mean(&figures(peers, values))
}

/// Mean of the `best` of the peers' values: RightCare's benchmark is the best 5 of the similar 10 (§2.7), on each
/// metric anew, lowest first where `low_is_good`. Part of every gap to it is luck: where all are equal, it still lies
/// 0.739 standard errors from the mean. None where fewer than `best` peers have a value, or `best` is 0.
#[must_use]
pub fn best_of(peers: &[Peer], values: &[Option<f64>], best: usize, low_is_good: bool) -> Option<f64> {
    let mut figures = figures(peers, values);
    if figures.len() < best {
        return None;
    }
    figures.sort_by(f64::total_cmp);
    if !low_is_good {
        figures.reverse();
    }
    mean(&figures[..best])
}

/// What the others' figures, weighed by exp(−sharpness × squared distance) and adjusted for the differences that remain,
/// say the organisation's own would be: what it is learnt to predict. Its own figure is not used. `None` among `values`
/// where an organisation has no figure; none given where no other has one.
///
/// # Errors
/// `NoSuchPlace`, `Shape`, `Weights`, `NotANumber`.
pub fn predict(
    variables: &Variables,
    of: usize,
    values: &[Option<f64>],
    learnt: &Learnt,
) -> Result<Option<f64>, Fault> {
    variables.check(&learnt.weights)?;
    if of >= variables.organisations() {
        return Err(Fault::NoSuchPlace);
    }
    if values.len() != variables.organisations() || learnt.slopes.len() != variables.variables() {
        return Err(Fault::Shape);
    }
    let sane = learnt.sharpness.is_finite() && learnt.sharpness >= 0.0;
    if !sane || learnt.slopes.iter().any(|slope| !slope.is_finite()) {
        return Err(Fault::NotANumber);
    }
    let known: Vec<usize> =
        (0..values.len()).filter(|place| values[*place].is_some_and(f64::is_finite)).collect();
    let others: Vec<usize> = known.into_iter().filter(|place| *place != of).collect();
    let weights = normal(&learnt.weights);
    let squared: Vec<f64> = others.iter().map(|other| variables.squared(&weights, of, *other)).collect();
    let says = kernel(&squared, learnt.sharpness);
    let total: f64 = says.iter().sum();
    let left = |place: usize| values[place].unwrap_or(0.0) - line(variables, place, &learnt.slopes);
    let sum: f64 = says.iter().zip(&others).map(|(say, other)| say / total * left(*other)).sum();
    Ok(Some(sum + line(variables, of, &learnt.slopes)).filter(|mean| !others.is_empty() && mean.is_finite()))
}

/// What the variables say of the organisation; the mean stands for a missing value.
pub(crate) fn line(variables: &Variables, place: usize, slopes: &[f64]) -> f64 {
    let parts = slopes.iter().enumerate().filter(|(_, slope)| **slope != 0.0);
    parts.map(|(v, slope)| slope * variables.score(place, v).unwrap_or(0.0)).sum()
}

/// exp(−sharpness × squared distance), up to a factor that gives the nearest 1.
pub(crate) fn kernel(squared: &[f64], sharpness: f64) -> Vec<f64> {
    let nearest = squared.iter().copied().fold(f64::INFINITY, f64::min);
    squared.iter().map(|squared| (sharpness * (nearest - squared)).exp()).collect()
}

fn figures(peers: &[Peer], values: &[Option<f64>]) -> Vec<f64> {
    let value = |peer: &Peer| values.get(peer.place).copied().flatten().filter(|value| value.is_finite());
    peers.iter().filter_map(value).collect()
}

fn mean(figures: &[f64]) -> Option<f64> {
    let n = figures.len() as f64;
    let mean: f64 = figures.iter().map(|value| value / n).sum();
    (!figures.is_empty() && mean.is_finite()).then_some(mean)
}
