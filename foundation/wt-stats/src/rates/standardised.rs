//! Directly and indirectly standardised rates.

use super::{Estimate, Why, confident, count_interval, counted, divisor};
use crate::dist::z_of;
use crate::rates::byar;
use crate::rates::count::over;

/// Fewer events than this in all: no directly standardised rate.
const FEWEST: f64 = 10.0;

/// Events and population of one age band, and the standard population's size there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Events; persons where one person can have several (see [`Directly::of_persons`]).
    pub events: f64,
    /// Population.
    pub population: f64,
    /// Standard population.
    pub weight: f64,
}

/// A directly standardised rate: `Σ(w x/n) / Σw`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Directly {
    /// The rate.
    pub value: f64,
    /// Its variance: `Σ(w² x/n²) / (Σw)²`.
    pub variance: f64,
    /// Events in all.
    pub total: f64,
}

impl Directly {
    /// Events independent of each other.
    ///
    /// ```
    /// use wt_stats::rates::{Directly, Stratum};
    ///
    /// let bands = [
    ///     Stratum { events: 40.0, population: 1000.0, weight: 5000.0 },
    ///     Stratum { events: 60.0, population: 2000.0, weight: 5500.0 },
    /// ];
    /// let rate = Directly::of(bands).unwrap().interval(0.95).unwrap().times(100_000.0);
    /// assert!((rate.value - 3476.19).abs() < 0.01);
    /// ```
    ///
    /// # Errors
    /// [`Why`]; [`Why::FewerThanTen`] where there are fewer than ten events.
    pub fn of(strata: impl IntoIterator<Item = Stratum>) -> Result<Self, Why> {
        let (mut rate, mut variance, mut total, mut weights) = (0.0, 0.0, 0.0, 0.0);
        for s in strata {
            let (x, n) = (counted(s.events)?, divisor(s.population)?);
            if !(s.weight.is_finite() && s.weight >= 0.0) {
                return Err(Why::BadWeight);
            }
            rate += s.weight * x / n;
            variance += s.weight * s.weight * x / (n * n);
            total += x;
            weights += s.weight;
        }
        if weights <= 0.0 {
            return Err(Why::BadWeight);
        }
        let all = Self { value: rate / weights, variance: variance / (weights * weights), total };
        if all.total < FEWEST { Err(Why::FewerThanTen) } else { Ok(all) }
    }

    /// Events that are not independent: for each number of events a person had, the persons by age band. The
    /// variance is summed over the numbers of events, each times its square.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn of_persons<S>(by_frequency: impl IntoIterator<Item = (f64, S)>) -> Result<Self, Why>
    where
        S: IntoIterator<Item = Stratum>,
    {
        let mut all = Self { value: 0.0, variance: 0.0, total: 0.0 };
        for (frequency, strata) in by_frequency {
            let frequency = counted(frequency)?;
            let (mut rate, mut variance, mut persons, mut weights) = (0.0, 0.0, 0.0, 0.0);
            for s in strata {
                let (x, n) = (counted(s.events)?, divisor(s.population)?);
                rate += s.weight * x / n;
                variance += s.weight * s.weight * x / (n * n);
                persons += x;
                weights += counted(s.weight).map_err(|_| Why::BadWeight)?;
            }
            if weights <= 0.0 {
                return Err(Why::BadWeight);
            }
            all.value += frequency * rate / weights;
            all.variance += frequency * frequency * variance / (weights * weights);
            all.total += frequency * persons;
        }
        if all.total < FEWEST { Err(Why::FewerThanTen) } else { Ok(all) }
    }

    /// The limits of Dobson and others (1991): `rate + √(variance / total) · (Byar's limit of the total − total)`.
    ///
    /// # Errors
    /// [`Why::BadConfidence`].
    pub fn interval(&self, confidence: f64) -> Result<Estimate, Why> {
        self.at(z_of(confident(confidence)?))
    }

    /// As [`Self::interval`], at a normal quantile.
    ///
    /// # Errors
    /// [`Why::OutOfRange`].
    pub fn at(&self, z: f64) -> Result<Estimate, Why> {
        let scale = (self.variance / self.total).sqrt();
        let (low, high) = byar(self.total, z);
        let limit = |end: f64| self.value + scale * (end - self.total);
        Estimate { value: self.value, low: low.map(limit), high: Some(limit(high)) }.said()
    }
}

/// Observed events against those expected from a reference population's rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indirectly {
    /// Events that happened.
    pub observed: f64,
    /// Events that the reference rates would bring: `Σ n · xᵣ/nᵣ`.
    pub expected: f64,
    /// The reference population's own rate: `Σxᵣ / Σnᵣ`.
    pub reference: f64,
}

impl Indirectly {
    /// From events in all, and by age band: population, reference events and reference population.
    ///
    /// # Errors
    /// [`Why`].
    pub fn of(observed: f64, bands: impl IntoIterator<Item = (f64, f64, f64)>) -> Result<Self, Why> {
        let (mut expected, mut events, mut people) = (0.0, 0.0, 0.0);
        for (n, xr, nr) in bands {
            let (xr, nr) = (counted(xr)?, divisor(nr)?);
            expected += counted(n).map_err(|_| Why::BadDenominator)? * xr / nr;
            events += xr;
            people += nr;
        }
        let reference = events / divisor(people)?;
        Ok(Self { observed: counted(observed)?, expected: divisor(expected)?, reference })
    }

    /// The ratio observed / expected.
    ///
    /// # Errors
    /// [`Why::BadConfidence`].
    pub fn ratio(&self, confidence: f64) -> Result<Estimate, Why> {
        let limits = count_interval(self.observed, confidence)?;
        over(self.observed, limits, self.expected)
    }

    /// The rate: the ratio times the reference rate.
    ///
    /// # Errors
    /// [`Why::BadConfidence`].
    pub fn rate(&self, confidence: f64) -> Result<Estimate, Why> {
        self.ratio(confidence)?.times(self.reference).said()
    }
}
