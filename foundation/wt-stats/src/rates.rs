//! Rates of public health as PHEindicatormethods computes them (§2.4): counts over populations with intervals,
//! standardised rates, means, quantile labels, life expectancy, slope and relative index of inequality.
//!
//! A figure is worked out once; its interval is then asked for at any confidence (0.95, 0.998). Multipliers (per
//! 100,000) are the caller's: [`Estimate::times`]. What can't be said is a [`Why`], in words.

pub mod count;
pub mod life;
pub mod mean;
pub mod quantiles;
pub mod slope;
pub mod standardised;

pub use count::{Level, byar, count_interval, count_method, proportion, rate};
pub use life::{Band, Expectancy, life_expectancy};
pub use mean::Mean;
pub use quantiles::quantile_labels;
pub use slope::{Slope, SlopeKind, Transform, slope_index};
pub use standardised::{Directly, Indirectly, Stratum};

/// A value and the ends of its interval; an end that the method does not give is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Estimate {
    /// The same per so many: 100 for percentages, 100,000 for rates.
    pub fn times(self, multiplier: f64) -> Self {
        Self {
            value: self.value * multiplier,
            low: self.low.map(|x| x * multiplier),
            high: self.high.map(|x| x * multiplier),
        }
    }

    /// Itself, if all of it can be written as numbers.
    fn said(self) -> Result<Self, Why> {
        let all = [Some(self.value), self.low, self.high];
        if all.into_iter().flatten().all(f64::is_finite) { Ok(self) } else { Err(Why::OutOfRange) }
    }
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A count is negative or not a number.
    BadCount,
    /// A population or other denominator is zero, negative or not a number.
    BadDenominator,
    /// More events than chances of one.
    CountAboveDenominator,
    /// A weight or reference rate is negative, not a number, or all are zero.
    BadWeight,
    /// A confidence outside 0 to 1.
    BadConfidence,
    /// Columns of different lengths, or none.
    BadShape,
    /// Fewer than ten events.
    FewerThanTen,
    /// Too few values for what is asked.
    TooFew,
    /// A population of 5,000 or fewer.
    SmallPopulation,
    /// A 95% interval wider than 20 years.
    TooWide,
    /// The age bands do not rise from one to the next.
    BadBands,
    /// Too large to be worked with.
    OutOfRange,
}

impl Why {
    /// As a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::BadCount => "a count is negative or not a number",
            Self::BadDenominator => "a denominator is zero, negative or not a number",
            Self::CountAboveDenominator => "the count is larger than its denominator",
            Self::BadWeight => "a weight is negative or not a number, or all are zero",
            Self::BadConfidence => "a confidence must lie between 0 and 1",
            Self::BadShape => "the columns differ in length, or hold nothing",
            Self::FewerThanTen => "fewer than ten events",
            Self::TooFew => "too few values",
            Self::SmallPopulation => "a population of 5,000 or fewer",
            Self::TooWide => "the 95% interval is wider than 20 years",
            Self::OutOfRange => "a figure is too large to be worked with",
            Self::BadBands => "the age bands do not rise from one to the next",
        }
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.words())
    }
}

impl std::error::Error for Why {}

/// Beyond this, squares would leave the range of numbers.
const LARGEST: f64 = 1e100;

/// A count that can be worked with.
fn counted(x: f64) -> Result<f64, Why> {
    match x {
        x if x.is_nan() || x < 0.0 => Err(Why::BadCount),
        x if x > LARGEST => Err(Why::OutOfRange),
        x => Ok(x),
    }
}

/// A denominator that can be worked with.
fn divisor(n: f64) -> Result<f64, Why> {
    match n {
        n if n.is_nan() || n <= 0.0 => Err(Why::BadDenominator),
        n if n > LARGEST => Err(Why::OutOfRange),
        n => Ok(n),
    }
}

/// A confidence that can be worked with.
fn confident(c: f64) -> Result<f64, Why> {
    if c > 0.0 && c < 1.0 { Ok(c) } else { Err(Why::BadConfidence) }
}
