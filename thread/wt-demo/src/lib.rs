//! A generated region with known truths, from the same column specifications as the importers.
//!
//! [`generate`] gives files as they would be published or filled in (sickness absence, turnover, A&E, successors and
//! the template), for a region of 36 fictional employers over three years, and beside them what was planted
//! in them: an outlier, size that is no signal, a merger, a season, a metric of noise alone, an improvement after an
//! action, a directorate that stands out. Names say that they are generated, and no code could be a real one.
//! The same seed gives the same bytes on any machine: chance is PCG64 and only `+ - × ÷ √` are used on floats.

mod measures;
mod noise;
mod region;
mod sheet;
mod sickness;
mod truth;
mod turnover;
mod units;
mod urgent;

use wt_units::{Month, Pence, Period};

/// How many months are generated.
pub const MONTHS: i32 = 36;

/// The name of the generated region.
pub const REGION: &str = region::HOME.name;

/// The region's affordability gap, as made up as the rest.
pub const GAP: Pence = Pence::new(6_000_000_000);

/// The employer that acts on its agency use.
pub const IMPROVER: &str = truth::IMPROVER;

/// Position of the month, among those generated, in which its action starts.
pub const ACTED: i32 = truth::ACTION_AT;

/// A generated region.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    /// Files by name, in the order to load them.
    pub files: Vec<(String, Vec<u8>)>,
    /// What was planted: for `truth.json`.
    pub truth: serde_json::Value,
}

/// Everything a file generator needs to know.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) first: Month,
    pub(crate) last: Month,
    pub(crate) employers: Vec<region::Employer>,
}

impl World {
    fn new(seed: u64, last: Month) -> Self {
        Self { seed, first: last.plus(1 - MONTHS), last, employers: region::employers(seed) }
    }

    /// The months, with their position from 0.
    pub(crate) fn months(&self) -> impl Iterator<Item = (i32, Month)> + use<> {
        let first = self.first;
        (0..MONTHS).map(move |i| (i, first.plus(i)))
    }

    /// Months with figures that only cover the last year.
    pub(crate) fn last_year(&self) -> impl Iterator<Item = (i32, Month)> + use<> {
        self.months().skip(24)
    }

    /// First month in which the merged employer reports under its successor's code.
    pub(crate) fn merger(&self) -> Month {
        self.first.plus(truth::MERGER_AT)
    }

    /// The employer that reports for `employer` in `month`.
    pub(crate) fn reports<'a>(
        &'a self,
        employer: &'a region::Employer,
        month: Month,
    ) -> &'a region::Employer {
        let merged = employer.code == truth::MERGED && month >= self.merger();
        let successor = || self.employers.iter().find(|e| e.code == truth::SUCCESSOR);
        if merged { successor().unwrap_or(employer) } else { employer }
    }
}

/// Generates three years up to `last_month`; the same seed gives the same bytes.
pub fn generate(seed: u64, last_month: Month) -> Demo {
    let world = World::new(seed, last_month);
    let mut files = vec![sheet::successors(&world)];
    files.extend(sickness::files(&world));
    files.extend(turnover::files(&world));
    files.extend(urgent::files(&world));
    files.push(measures::file(&world));
    files.push(units::file(&world));
    let files = files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    Demo { files, truth: truth::told(&world) }
}

/// The period that is generated.
pub fn period(last_month: Month) -> Option<Period> {
    Period::new(last_month.plus(1 - MONTHS), last_month)
}
