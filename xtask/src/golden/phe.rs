//! Golden cases of rates, standardised rates, means, quantiles, life expectancy and inequality
//! (PHEindicatormethods, and the tables of its own tests).

mod counts;
mod groups;
mod standardised;

use std::collections::HashMap;

use wt_stats::rates::{Estimate, Why};

use super::{Golden, Judge, near};
use crate::Outcome;

/// Files and their judges.
pub(super) const JUDGES: &[Judge] = &[
    ("phe/byars.csv", counts::byars),
    ("phe/proportion_c900_m100.csv", |g| counts::proportions(g, "phe/proportion_c900_m100.csv")),
    ("phe/proportion_c950_m100.csv", |g| counts::proportions(g, "phe/proportion_c950_m100.csv")),
    ("phe/proportion_c990_m100.csv", |g| counts::proportions(g, "phe/proportion_c990_m100.csv")),
    ("phe/proportion_c998_m100.csv", |g| counts::proportions(g, "phe/proportion_c998_m100.csv")),
    ("phe/proportion_two_levels.csv", |g| counts::proportions(g, "phe/proportion_two_levels.csv")),
    ("phe/rate_c900.csv", |g| counts::rates(g, "phe/rate_c900.csv", 100_000.0)),
    ("phe/rate_c950.csv", |g| counts::rates(g, "phe/rate_c950.csv", 100_000.0)),
    ("phe/rate_c990.csv", |g| counts::rates(g, "phe/rate_c990.csv", 100_000.0)),
    ("phe/rate_c998.csv", |g| counts::rates(g, "phe/rate_c998.csv", 100_000.0)),
    ("phe/rate_two_levels.csv", |g| counts::rates(g, "phe/rate_two_levels.csv", 1_000.0)),
    ("phe/dsr_expected.csv", |g| standardised::directly(g, "phe/dsr_expected.csv", 100_000.0, 0.95)),
    ("phe/dsr_expected_c90_m1000.csv", |g| {
        standardised::directly(g, "phe/dsr_expected_c90_m1000.csv", 1_000.0, 0.9)
    }),
    ("phe/dsr_nonindependent_expected.csv", standardised::persons),
    ("phe/isratio_expected.csv", |g| standardised::indirectly(g, "phe/isratio_expected.csv", 1.0)),
    ("phe/israte_expected.csv", |g| standardised::indirectly(g, "phe/israte_expected.csv", 100_000.0)),
    ("phe/mean_expected.csv", |g| groups::means(g, "phe/mean_input.csv", "grp", "phe/mean_expected.csv")),
    ("phe/quantile_expected.csv", groups::quantiles),
    ("phe/le_expected.csv", groups::life),
    ("phe/sii_expected_transformFALSE.csv", |g| groups::slopes(g, "phe/sii_expected_transformFALSE.csv")),
    ("phe/sii_expected_transformTRUE.csv", |g| groups::slopes(g, "phe/sii_expected_transformTRUE.csv")),
    ("phe/package_tests/test_BW.csv", counts::package_intervals),
    ("phe/package_tests/test_Prop.csv", |g| {
        counts::package_proportions(g, "phe/package_tests/test_Prop.csv")
    }),
    ("phe/package_tests/test_Prop_g_results.csv", |g| {
        counts::package_proportions(g, "phe/package_tests/test_Prop_g_results.csv")
    }),
    ("phe/package_tests/NCMP_testdata.csv", counts::measured),
    ("phe/package_tests/test_DSR_results.csv", standardised::package_directly),
    ("phe/package_tests/test_Mean_results.csv", |g| {
        groups::means(g, "phe/package_tests/test_Mean.csv", "area", "phe/package_tests/test_Mean_results.csv")
    }),
    ("phe/package_tests/test_quantiles_g.csv", groups::package_quantiles),
];

/// A row by its headings.
pub(super) struct Row(HashMap<String, String>);

impl Row {
    /// A cell's text.
    pub(super) fn text(&self, heading: &str) -> &str {
        self.0.get(heading).map_or("", String::as_str)
    }

    /// A cell's number; none for `NA`, a blank or a heading that is not there.
    pub(super) fn number(&self, heading: &str) -> Option<f64> {
        self.text(heading).parse().ok()
    }

    /// A number that must be there.
    pub(super) fn given(&self, heading: &str) -> Outcome<f64> {
        self.number(heading).ok_or_else(|| format!("no number in {heading}").into())
    }
}

/// The rows of a CSV file.
pub(super) fn rows(golden: &Golden, file: &str) -> Outcome<Vec<Row>> {
    let text = golden.text(file)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers()?.clone();
    reader
        .records()
        .map(|record| {
            let record = record?;
            Ok(Row(headings.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()))
        })
        .collect()
}

/// Rows of each value of a column, in order.
pub(super) fn grouped<'a>(rows: &'a [Row], by: &str) -> Vec<(&'a str, Vec<&'a Row>)> {
    let mut groups: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in rows {
        let name = row.text(by);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, members)) => members.push(row),
            None => groups.push((name, vec![row])),
        }
    }
    groups
}

/// What differs between a figure of ours and an expected cell.
pub(super) fn cell(row: &Row, heading: &str, ours: Option<f64>) -> Option<String> {
    let same = match (ours, row.number(heading)) {
        (Some(ours), Some(theirs)) => near(ours, theirs),
        (None, None) => true,
        _ => false,
    };
    (!same).then(|| format!("{heading}: {ours:?} for {}", row.text(heading)))
}

/// Value and limits as the peer names its columns: `lowercl` for one confidence, `lower95_0cl` and `lower99_8cl` for
/// two.
pub(super) fn figures(
    row: &Row,
    confidence: f64,
    ours: impl Fn(f64) -> Result<Estimate, Why>,
) -> Option<String> {
    let columns = [
        ("lowercl", "uppercl", confidence),
        ("lower95_0cl", "upper95_0cl", 0.95),
        ("lower99_8cl", "upper99_8cl", 0.998),
    ];
    let first = ours(confidence).ok();
    cell(row, "value", first.map(|e| e.value)).or_else(|| {
        columns.into_iter().filter(|(low, ..)| !row.text(low).is_empty()).find_map(
            |(low, high, confidence)| {
                let found = ours(confidence).ok();
                cell(row, low, found.and_then(|e| e.low))
                    .or_else(|| cell(row, high, found.and_then(|e| e.high)))
            },
        )
    })
}

#[cfg(test)]
#[test]
fn every_case_passes() {
    super::assert_all(JUDGES);
}
