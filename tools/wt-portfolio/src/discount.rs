//! What a pound in a later year is worth today: discount factors to six decimals, as they are published.

use jiff::civil::Date;
use wt_facts::{FactSet, NoFigure, Ratio};
use wt_units::Quantity;

/// Rates over the years of an appraisal, in percent a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// First year that a rate applies to, and the rate; from 1 upwards.
    steps: Vec<(u32, Quantity)>,
}

/// Facts for pounds, with the first year each applies to: the rate falls after years 30 and 75.
const POUNDS: [(u32, &str); 3] =
    [(1, "discount-rate"), (31, "discount-rate-after-30"), (76, "discount-rate-after-75")];

/// Digits kept on the way; factors are rounded to six at the end only.
const KEPT: i128 = 1_000_000_000_000_000_000_000_000_000;
const MILLION: i128 = 1_000_000;

impl Rates {
    /// The rates for pounds in force on a day.
    ///
    /// # Errors
    /// When the facts hold no rate for that day.
    pub fn pounds(facts: &FactSet, on: Date) -> Result<Self, NoFigure> {
        let step = |(from, id): (u32, &str)| Ok((from, facts.at(id, on)?.value));
        Ok(Self { steps: POUNDS.into_iter().map(step).collect::<Result<_, _>>()? })
    }

    /// One rate for all years.
    pub fn flat(percent: Quantity) -> Self {
        Self { steps: vec![(1, percent)] }
    }

    /// Factors of years 0 to `last`, each `1 / (1 + rate)` times the one before, rounded half to even to a millionth as in the
    /// tables of the Green Book. A rate at or below -100% counts as none.
    ///
    /// ```
    /// use wt_portfolio::discount::Rates;
    /// let factors = Rates::flat("3.5".parse().unwrap()).factors(2);
    /// let words: Vec<String> = factors.iter().map(ToString::to_string).collect();
    /// assert_eq!(words, ["1", "0.966184", "0.933511"]);
    /// ```
    pub fn factors(&self, last: u32) -> Vec<Quantity> {
        let mut exact = KEPT;
        let mut factors = Vec::with_capacity(last as usize + 1);
        for year in 0..=last {
            let rate = self.steps.iter().rev().find(|(from, _)| *from <= year).map(|(_, rate)| *rate);
            if let Some(rate) = rate {
                let over = 100 * MILLION + i128::from(rate.millionths());
                exact = if over > 0 { nearest(exact * (100 * MILLION), over) } else { exact };
            }
            factors.push(Quantity::from_millionths(nearest(exact, KEPT / MILLION) as i64));
        }
        factors
    }
}

/// Division to the nearest, half to even.
fn nearest(of: i128, by: i128) -> i128 {
    let (whole, rest) = (of.div_euclid(by), of.rem_euclid(by));
    whole + i128::from(rest * 2 > by || (rest * 2 == by && whole % 2 != 0))
}

/// A percentage of an amount of pence times a factor, rounded half to even; none beyond what pence hold.
pub(crate) fn part(pence: i64, percent: Ratio, factor: Quantity) -> Option<i64> {
    let exact = Ratio::new(pence.into(), 1)?.checked_mul(percent)?.checked_mul(Ratio::of(factor))?;
    i64::try_from(nearest(exact.numerator(), exact.denominator())).ok()
}
