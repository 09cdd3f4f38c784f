//! Centiles of organisations and what reaching one would save, as OpenPrescribing counts it (§2.6).
//!
//! Savings keep their sign: a negative one says that the organisation is already better than that centile.
//! These are peer figures: they take noise for opportunity (§4).

use crate::quantile::{of_sorted, sorted};

/// Share of the other values that are smaller: (rank − 1) / (n − 1), ties sharing the lowest rank; 0 where there is
/// one value alone. Values that are missing or not finite have none and count for nothing.
///
/// ```
/// let ranks = wt_stats::savings::percent_ranks(&[Some(3.0), Some(1.0), None, Some(3.0)]);
/// assert_eq!(ranks, [Some(0.5), Some(0.0), None, Some(0.5)]);
/// ```
pub fn percent_ranks(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut known: Vec<f64> = values.iter().flatten().copied().filter(|x| x.is_finite()).collect();
    known.sort_unstable_by(f64::total_cmp);
    let others = known.len().saturating_sub(1).max(1) as f64;
    let rank = |x: f64| known.partition_point(|y| *y < x) as f64 / others;
    values.iter().map(|x| x.filter(|x| x.is_finite()).map(rank)).collect()
}

/// The 10th to the 90th centile by linear interpolation, of the values that are finite; none if there is none.
pub fn deciles(values: &[Option<f64>]) -> Option<[f64; 9]> {
    let known: Vec<f64> = values.iter().flatten().copied().filter(|x| x.is_finite()).collect();
    let known = sorted(&known).filter(|known| !known.is_empty())?;
    let mut out = [0.0; 9];
    for (i, decile) in out.iter_mut().enumerate() {
        *decile = of_sorted(&known, (i + 1) as f64 / 10.0)?;
    }
    Some(out)
}

/// Saving of a measure per head (numerator in pounds): numerator − target × denominator.
pub fn list_size_saving(numerator: f64, denominator: f64, target: f64) -> Option<f64> {
    Some(numerator - target * denominator).filter(|x| x.is_finite())
}

/// What an organisation buys under a percentage measure: all of a group, and the part that could be swapped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Purchase {
    /// Quantity that counts for the numerator.
    pub num_quantity: f64,
    /// Its cost in pounds.
    pub num_cost: f64,
    /// Quantity of the whole group.
    pub denom_quantity: f64,
    /// Its cost in pounds.
    pub denom_cost: f64,
}

impl Purchase {
    /// Cost of the part that is not in the numerator over its quantity.
    fn other_unit_cost(&self) -> Option<f64> {
        let quantity = self.denom_quantity - self.num_quantity;
        let cost = (self.denom_cost - self.num_cost) / quantity;
        (quantity != 0.0 && cost.is_finite()).then_some(cost)
    }

    /// Cost of the numerator over its quantity.
    fn unit_cost(&self) -> Option<f64> {
        Some(self.num_cost / self.num_quantity).filter(|cost| self.num_quantity > 0.0 && cost.is_finite())
    }
}

/// Unit costs over all organisations, for one that has bought none itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitCosts {
    /// Pounds for a unit of the numerator.
    pub per_num: f64,
    /// Pounds for a unit of the rest of the group.
    pub per_denom: f64,
}

impl UnitCosts {
    /// Of many purchases: sums of cost over sums of quantity; none where one of the quantities is zero.
    pub fn over(purchases: &[Purchase]) -> Option<Self> {
        let mut all = Purchase { num_quantity: 0.0, num_cost: 0.0, denom_quantity: 0.0, denom_cost: 0.0 };
        for one in purchases {
            all.num_quantity += one.num_quantity;
            all.num_cost += one.num_cost;
            all.denom_quantity += one.denom_quantity;
            all.denom_cost += one.denom_cost;
        }
        Some(Self { per_num: all.unit_cost()?, per_denom: all.other_unit_cost()? })
    }
}

/// Saving of a percentage measure if the numerator were the share `target` of the quantity, at the organisation's own
/// unit costs, or those of all where it has none.
pub fn percentage_saving(bought: &Purchase, target: f64, all: UnitCosts) -> Option<f64> {
    let swapped = target * bought.denom_quantity * bought.unit_cost().unwrap_or(all.per_num);
    let kept = (bought.denom_quantity - bought.denom_quantity * target)
        * bought.other_unit_cost().unwrap_or(all.per_denom);
    Some(bought.denom_cost - (swapped + kept)).filter(|x| x.is_finite())
}

/// Price-per-unit savings of many organisations in one group of interchangeable products.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceSavings {
    /// The price per unit that is aimed at.
    pub target: f64,
    /// What each organisation pays per unit; none where it buys none.
    pub price: Vec<Option<f64>>,
    /// max(0, cost − quantity × target) of each.
    pub saving: Vec<f64>,
}

/// Savings if every organisation paid the price of the `centile` (0.1 for the 10th) or less.
///
/// `bought` is (quantity, cost). The target is the centile of cost / quantity over those who buy any. None for no
/// buyer, or a centile out of range; what is not finite counts as not bought.
///
/// ```
/// let savings = wt_stats::savings::price_savings(&[(10.0, 10.0), (10.0, 30.0)], 0.1).unwrap();
/// assert!((savings.target - 1.2).abs() < 1e-12 && (savings.saving[1] - 18.0).abs() < 1e-12);
/// ```
pub fn price_savings(bought: &[(f64, f64)], centile: f64) -> Option<PriceSavings> {
    let price: Vec<Option<f64>> =
        bought.iter().map(|(quantity, cost)| Some(cost / quantity).filter(|p| p.is_finite())).collect();
    let target = of_sorted(&sorted(&price.iter().flatten().copied().collect::<Vec<f64>>())?, centile)?;
    let saving = |(quantity, cost): &(f64, f64)| {
        let gap = cost - quantity * target;
        if gap.is_finite() { gap.max(0.0) } else { 0.0 }
    };
    Some(PriceSavings { target, price, saving: bought.iter().map(saving).collect() })
}

/// Sum of the savings that are worth the trouble: those of at least `least` pounds (the peer takes 10 for a practice,
/// 200 for a commissioner).
pub fn total_saving(savings: &[f64], least: f64) -> f64 {
    savings.iter().filter(|s| **s >= least).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_buys_none_is_priced_as_all() {
        let all = UnitCosts { per_num: 3.0, per_denom: 1.0 };
        let none = Purchase { num_quantity: 0.0, num_cost: 0.0, denom_quantity: 10.0, denom_cost: 20.0 };
        assert_eq!(percentage_saving(&none, 0.5, all), Some(20.0 - (15.0 + 10.0)));
        let only = Purchase { num_quantity: 10.0, num_cost: 20.0, denom_quantity: 10.0, denom_cost: 20.0 };
        assert_eq!(percentage_saving(&only, 0.5, all), Some(20.0 - (10.0 + 5.0)));
    }

    #[test]
    fn small_savings_are_left_out_of_a_total() {
        assert!((total_saving(&[9.99, 10.0, 250.0], 10.0) - 260.0).abs() < 1e-12);
        assert_eq!(price_savings(&[(0.0, 0.0)], 0.1), None);
        assert_eq!(price_savings(&[(0.0, 5.0), (1.0, 2.0)], 0.1).map(|s| s.saving), Some(vec![5.0, 0.0]));
        assert_eq!((deciles(&[None]), percent_ranks(&[Some(4.0)])), (None, vec![Some(0.0)]));
    }

    proptest::proptest! {
        #[test]
        fn any_rows_give_numbers(rows in proptest::collection::vec((proptest::num::f64::ANY, proptest::num::f64::ANY), 0..20)) {
            if let Some(savings) = price_savings(&rows, 0.1) {
                assert!(savings.saving.iter().all(|s| s.is_finite() && *s >= 0.0));
            }
            let values: Vec<Option<f64>> = rows.iter().map(|r| Some(r.0)).collect();
            assert!(percent_ranks(&values).iter().flatten().all(|p| (0.0..=1.0).contains(p)));
            assert!(deciles(&values).into_iter().flatten().all(f64::is_finite));
        }
    }
}
