//! Prices of cover between the two extremes: the dual price, and the true cost of one more person.
//!
//! A cover's cost is convex and piecewise linear in the number of people. With a dual reward `u` and a stiffness `rho` the reward for
//! one more person at `y` people is `u + rho (z - y)`, where `z` is the number of people that the proximal step
//! chooses (augmented Lagrangian: Bertsekas, Constrained Optimization and Lagrange Multiplier Methods, 1982). A soft
//! price lets many people agree; a stiff one is the true cost.

use super::demand::Demand;

/// The slopes of one cover's cost, as rewards for one more person, largest first.
#[derive(Debug, Clone)]
struct Curve {
    /// Numbers of people at which the reward falls, and the reward just before.
    kinks: Vec<(f64, f64)>,
    /// The reward beyond the last kink.
    floor: f64,
}

/// All covers' curves.
#[derive(Debug, Clone)]
pub(crate) struct Curves {
    curves: Vec<Curve>,
}

impl Curves {
    pub(crate) fn new(demand: &Demand) -> Self {
        let curve = |table: &Vec<i32>| {
            let reward = |count: usize| f64::from(table[count] - table[count + 1]);
            let last = table.len() - 2;
            let kinks = (1..=last)
                .filter(|count| reward(*count - 1) > reward(*count))
                .map(|count| (count as f64, reward(count - 1)))
                .collect();
            Curve { kinks, floor: reward(last) }
        };
        Self { curves: demand.tables.iter().map(curve).collect() }
    }

    /// The reward for one more person in `cover` when `people` stand there, at dual reward `dual` and stiffness `rho`.
    #[inline]
    pub(crate) fn reward(&self, cover: usize, dual: f64, rho: f64, people: f64) -> i32 {
        let curve = &self.curves[cover];
        let step = |best: f64, (at, before): &(f64, f64)| best.max(before.min(dual + rho * (at - people)));
        curve.kinks.iter().fold(curve.floor, step) as i32
    }

    /// Largest reward of a cover.
    pub(crate) fn top(&self, cover: usize) -> f64 {
        self.curves[cover].kinks.first().map_or(self.curves[cover].floor, |(_, reward)| *reward)
    }
}

#[cfg(test)]
mod tests {
    use super::{Curve, Curves};

    #[test]
    fn a_stiff_price_is_the_true_cost_and_a_soft_one_the_dual() {
        let curves = Curves { curves: vec![Curve { kinks: vec![(2.0, 100.0), (4.0, 10.0)], floor: -1.0 }] };
        let reward = |rho, people| curves.reward(0, 30.0, rho, people);
        assert_eq!([1.5, 2.5, 3.5, 4.5].map(|people| reward(1e6, people)), [100, 10, 10, -1]);
        assert_eq!(reward(0.0, 3.0), 30);
        assert_eq!(reward(10.0, 1.0), 40);
        assert_eq!(reward(10.0, 9.0), -1);
    }
}
