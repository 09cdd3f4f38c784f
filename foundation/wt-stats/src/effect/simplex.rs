//! Least squares over weights that are not negative and add up to one.

use crate::matrix::dot;

/// Inner products of series with each other.
#[derive(Debug, Clone)]
pub(super) struct Gram {
    series: usize,
    products: Vec<f64>,
}

impl Gram {
    /// Of the first `months` of each series.
    pub(super) fn of(series: &[Vec<f64>], months: usize) -> Self {
        let n = series.len();
        let mut products = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let product = dot(&series[i][..months], &series[j][..months]);
                products[i * n + j] = product;
                products[j * n + i] = product;
            }
        }
        Self { series: n, products }
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.products[i * self.series + j]
    }

    /// Weights on `donors` that bring their sum nearest to series `target`: |x − Σ w y|² + ridge |w|² at its least,
    /// by active sets (Lawson and Hanson 1974, ch. 23, with the sum held to one). In the order of `donors`.
    ///
    /// A tiny share of the largest product is added to the ridge, so that one answer exists even where donors are alike.
    pub(super) fn weights(&self, target: usize, donors: &[usize], ridge: f64) -> Vec<f64> {
        let largest = donors.iter().map(|d| self.at(*d, *d)).fold(0.0, f64::max);
        let ridge = if largest + ridge > 0.0 { ridge + 1e-10 * largest } else { 1.0 };
        let alone = |d: usize| self.at(donors[d], donors[d]) - 2.0 * self.at(donors[d], target);
        let Some(first) = (0..donors.len()).min_by(|a, b| alone(*a).total_cmp(&alone(*b))) else {
            return Vec::new();
        };
        let mut weights = vec![0.0; donors.len()];
        weights[first] = 1.0;
        let mut free = Free { gram: self, target, donors, ridge, places: Vec::new(), lower: Vec::new() };
        free.add(first);
        // Each round lowers the sum of squares, so that none comes back; the bound is for rounding alone.
        for _ in 0..10 * donors.len() + 10 {
            let (best, price) = free.best();
            if best.iter().all(|w| *w > 0.0) {
                weights.fill(0.0);
                free.places.iter().zip(&best).for_each(|(place, w)| weights[*place] = *w);
                match free.cheapest(&best, price, 1e-9 * (largest + ridge)) {
                    Some(place) => free.add(place),
                    None => break,
                }
            } else {
                free.step(&best, &mut weights);
            }
        }
        weights
    }
}

/// The donors whose weights are not held at nought, and the Cholesky factor of their products (row by row, packed).
struct Free<'a> {
    gram: &'a Gram,
    target: usize,
    donors: &'a [usize],
    ridge: f64,
    places: Vec<usize>,
    lower: Vec<Vec<f64>>,
}

impl Free<'_> {
    fn add(&mut self, place: usize) {
        let mut row: Vec<f64> = Vec::with_capacity(self.places.len() + 1);
        for (other, above) in self.places.iter().zip(&self.lower) {
            let left = self.gram.at(self.donors[place], self.donors[*other]) - dot(&row, above);
            row.push(left / above[row.len()]);
        }
        let own = self.gram.at(self.donors[place], self.donors[place]) + self.ridge - dot(&row, &row);
        row.push(own.max(f64::MIN_POSITIVE).sqrt());
        self.lower.push(row);
        self.places.push(place);
    }

    /// Weights of the free donors that add up to one, whatever their signs, and the price of that sum.
    fn best(&self) -> (Vec<f64>, f64) {
        let towards: Vec<f64> =
            self.places.iter().map(|p| self.gram.at(self.donors[*p], self.target)).collect();
        let plain = self.solve(towards);
        let even = self.solve(vec![1.0; self.places.len()]);
        let price = (1.0 - plain.iter().sum::<f64>()) / even.iter().sum::<f64>();
        (plain.iter().zip(&even).map(|(plain, even)| plain + price * even).collect(), price)
    }

    fn solve(&self, mut right: Vec<f64>) -> Vec<f64> {
        for (i, row) in self.lower.iter().enumerate() {
            right[i] = (right[i] - dot(&row[..i], &right[..i])) / row[i];
        }
        for (i, row) in self.lower.iter().enumerate().rev() {
            right[i] /= row[i];
            let known = right[i];
            right.iter_mut().zip(&row[..i]).for_each(|(x, l)| *x -= l * known);
        }
        right
    }

    /// The donor held at nought that would lower the sum of squares the most.
    fn cheapest(&self, weights: &[f64], price: f64, tolerance: f64) -> Option<usize> {
        let mut best = (-tolerance, None);
        for place in (0..self.donors.len()).filter(|place| !self.places.contains(place)) {
            let donor = self.donors[place];
            let fitted: f64 =
                self.places.iter().zip(weights).map(|(p, w)| w * self.gram.at(donor, self.donors[*p])).sum();
            let slope = fitted - self.gram.at(donor, self.target) - price;
            if slope < best.0 {
                best = (slope, Some(place));
            }
        }
        best.1
    }

    /// Goes towards `best` until the first weight is nought, and holds it there.
    fn step(&mut self, best: &[f64], weights: &mut [f64]) {
        let blocking = |(place, towards): &(&usize, &f64)| (**towards <= 0.0).then(|| weights[**place]);
        let moves = self.places.iter().zip(best);
        let far = moves
            .clone()
            .filter_map(|m| blocking(&m).map(|from| if from > *m.1 { from / (from - m.1) } else { 0.0 }))
            .fold(1.0, f64::min);
        let next: Vec<(usize, f64)> = moves
            .map(|(place, towards)| (*place, weights[*place] + far * (towards - weights[*place])))
            .collect();
        // The one that blocks ends at nought up to rounding.
        let least = next.iter().map(|(_, w)| *w).fold(f64::INFINITY, f64::min).max(1e-14);
        self.places.clear();
        self.lower.clear();
        for (place, weight) in next {
            weights[place] = if weight <= least { 0.0 } else { weight };
            if weights[place] > 0.0 {
                self.add(place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objective(series: &[Vec<f64>], weights: &[f64], ridge: f64) -> f64 {
        let off = (0..series[0].len()).map(|t| {
            let made: f64 = weights.iter().zip(&series[1..]).map(|(w, s)| w * s[t]).sum();
            (series[0][t] - made).powi(2)
        });
        off.sum::<f64>() + ridge * dot(weights, weights)
    }

    #[test]
    fn a_mixture_of_two_donors_is_found_out() {
        let donors = [vec![1.0, 5.0, 2.0, 8.0], vec![0.0, 1.0, 7.0, 3.0], vec![9.0, -3.0, 4.0, 1.0]];
        let own: Vec<f64> = (0..4).map(|t| 0.3 * donors[0][t] + 0.7 * donors[2][t]).collect();
        let series: Vec<Vec<f64>> = std::iter::once(own).chain(donors).collect();
        let weights = Gram::of(&series, 4).weights(0, &[1, 2, 3], 0.0);
        assert!((weights[0] - 0.3).abs() < 1e-6 && weights[1] < 1e-6 && (weights[2] - 0.7).abs() < 1e-6);
    }

    #[test]
    fn donors_that_are_alike_or_flat_share_evenly() {
        let flat = vec![vec![0.0; 5]; 4];
        assert!(Gram::of(&flat, 5).weights(0, &[1, 2, 3], 0.0).iter().all(|w| (w - 1.0 / 3.0).abs() < 1e-9));
        assert!(Gram::of(&flat, 5).weights(0, &[], 0.0).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_small_move_between_two_donors_is_better(
            flat in proptest::collection::vec(-5.0..5.0f64, 48), ridge in 0.0..3.0f64) {
            let series: Vec<Vec<f64>> = flat.chunks(6).map(<[f64]>::to_vec).collect();
            let donors: Vec<usize> = (1..8).collect();
            let weights = Gram::of(&series, 6).weights(0, &donors, ridge);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-9 && weights.iter().all(|w| *w >= 0.0));
            let least = objective(&series, &weights, ridge);
            for (from, to) in (0..7).flat_map(|from| (0..7).map(move |to| (from, to))) {
                let mut other = weights.clone();
                let moved = other[from].min(1e-3);
                other[from] -= moved;
                other[to] += moved;
                assert!(objective(&series, &other, ridge) >= least - 1e-7 * (1.0 + least));
            }
        }
    }
}
