//! Measures of the generated region as series, and lines that claim on them.

use std::ops::Range;

use wt_benchmark::{BenefitType, Metric};
use wt_benefits::ledger::{Account, Line, LineState, Status, Sum};
use wt_benefits::proof::Series;
use wt_benefits::tables::{Numbered, series};
use wt_units::{Month, OdsCode, Pence};

/// Months in the region.
pub const MONTHS: usize = wt_demo::MONTHS as usize;
/// The place of the first month that could show an action.
pub const CHANGE: usize = 24;
/// The employer whose improvement the region itself holds, in which measure, and the place of its first month.
pub const IMPROVER: &str = "DEMO11";
pub const IMPROVED: &str = "agency-share-of-pay";
pub const ACTION: usize = 18;
/// Its share before and after, and the months until the full effect, as `truth.json` tells them.
const FROM_TO: (f64, f64) = (0.075, 0.045);
const TAKES: usize = 6;

/// A measure, and pounds for one unit of its numerator.
pub struct Measure {
    pub metric: Metric,
    pub price: f64,
}

/// Those with pounds in which employers differ.
pub fn measures() -> Vec<Measure> {
    let measure = |text: &str, price| Some(Measure { metric: toml::from_str(text).ok()?, price });
    [
        measure(include_str!("../../../../metrics/agency-share-of-pay.toml"), 1.0),
        measure(include_str!("../../../../metrics/unused-hours.toml"), 20.0),
        measure(include_str!("../../../../metrics/unfilled-rate.toml"), 150.0),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The first month of the region; any would do.
#[allow(clippy::unwrap_used, reason = "November 2023 is a month")]
fn first() -> Month {
    Month::new(2023, 11).unwrap()
}

/// The series of every employer of one region.
pub fn read(seed: u64, measure: &Measure) -> Vec<Series> {
    let files = wt_demo::generate(seed, first().plus(wt_demo::MONTHS - 1)).files;
    let text = files.iter().find(|(name, _)| name == "generated_measures_employers.csv");
    let mut reader = csv::Reader::from_reader(text.map_or(&b""[..], |(_, bytes)| bytes));
    let headings: Vec<String> =
        reader.headers().map(|h| h.iter().map(str::to_owned).collect()).unwrap_or_default();
    let rows: Vec<Numbered> = reader
        .records()
        .flatten()
        .zip(2..)
        .map(|(record, number)| (number, record.iter().map(str::to_owned).collect()))
        .collect();
    series(&headings, &rows, &measure.metric.id, |org| org).unwrap_or_default()
}

/// A line that is proved by a measure from the month at a place on.
pub fn line(org: OdsCode, measure: &Measure, since: usize) -> LineState {
    LineState {
        line: Line {
            id: "line".to_owned(),
            name: String::new(),
            action: String::new(),
            org,
            benefit: BenefitType::CashReleasing,
            account: Account::Pay,
            recurrent: true,
            full_year: Sum(Pence::ZERO),
            start: first().plus(since as i32),
            certainty: 50,
            metric: Some(measure.metric.id.clone()),
            price: Pence::from_pounds(measure.price).map(Sum),
            rows: Vec::new(),
            in_full: false,
        },
        by: String::new(),
        baselines: Vec::new(),
        forecasts: [].into(),
        actuals: [].into(),
        verified: None,
        returned: None,
        flag: None,
        passed: None,
        status: Status::Open,
    }
}

/// Numerators over denominators of some months.
pub fn share(series: &Series, months: Range<usize>) -> f64 {
    let sums = series.months.values().skip(months.start).take(months.len());
    let (n, d) = sums.fold((0.0, 0.0), |(n, d), (a, b)| (n + a.to_f64(), d + b.to_f64()));
    n / d
}

/// By how much the improver's share has fallen at a place.
pub fn improved_by(at: usize) -> f64 {
    let done = (at + 1).saturating_sub(ACTION).min(TAKES) as f64 / TAKES as f64;
    (FROM_TO.0 - FROM_TO.1) * done
}
