//! Proportions, rates and Byar's limits.

use wt_stats::dist::z_of;
use wt_stats::rates::{byar, proportion, rate};

use super::{Row, cell, figures, rows};
use crate::Outcome;
use crate::golden::{Golden, Tally};

pub(super) fn byars(golden: &Golden) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for row in rows(golden, "phe/byars.csv")? {
        let x = row.given("x")?;
        let fault = [0.9, 0.95, 0.998].into_iter().find_map(|confidence| {
            let (low, high) = byar(x, z_of(confidence));
            cell(&row, &format!("byars_lower_{confidence}"), low)
                .or_else(|| cell(&row, &format!("byars_upper_{confidence}"), Some(high)))
        });
        tally.case(row.text("x"), fault);
    }
    Ok(tally)
}

/// The confidence of a row, 0.95 where it names two or none.
fn confidence(row: &Row) -> f64 {
    let percent = row.text("confidence").strip_suffix('%').and_then(|p| p.parse::<f64>().ok());
    row.number("conf_level").or(percent.map(|p| p / 100.0)).unwrap_or(0.95)
}

pub(super) fn proportions(golden: &Golden, file: &str) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for row in rows(golden, file)? {
        let (x, n) = (row.given("x")?, row.given("n")?);
        let per = row.number("multiplier").unwrap_or(1.0);
        tally.case(row.text("id"), figures(&row, confidence(&row), |c| Ok(proportion(x, n, c)?.times(per))));
    }
    Ok(tally)
}

pub(super) fn rates(golden: &Golden, file: &str, per: f64) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for row in rows(golden, file)? {
        let (x, n) = (row.given("x")?, row.given("n")?);
        tally.case(row.text("id"), figures(&row, confidence(&row), |c| Ok(rate(x, n, c)?.times(per))));
    }
    Ok(tally)
}

pub(super) fn package_intervals(golden: &Golden) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for row in rows(golden, "phe/package_tests/test_BW.csv")? {
        let (x, confidence) = (row.given("x")?, confidence(&row));
        let limits = match row.number("n") {
            None => {
                let (low, high) = byar(x, z_of(confidence));
                (low, Some(high))
            }
            Some(n) => proportion(x, n, confidence).map_or((None, None), |e| (e.low, e.high)),
        };
        let fault = cell(&row, "lowercl", limits.0).or_else(|| cell(&row, "uppercl", limits.1));
        tally.case(&format!("{x} {}", row.text("method")), fault);
    }
    Ok(tally)
}

pub(super) fn package_proportions(golden: &Golden, file: &str) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for row in rows(golden, file)? {
        let (x, n) = (row.number("Numerator"), row.number("Denominator"));
        let per = row.number("multiplier").unwrap_or(1.0);
        let ours = |c: f64| Ok(proportion(x.unwrap_or(f64::NAN), n.unwrap_or(f64::NAN), c)?.times(per));
        tally.case(row.text("Area"), figures(&row, confidence(&row), ours));
    }
    Ok(tally)
}

/// Measured children: a percentage with Wilson's limits at 95%.
pub(super) fn measured(golden: &Golden) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for row in rows(golden, "phe/package_tests/NCMP_testdata.csv")? {
        let ours = proportion(row.given("Count")?, row.given("Measured")?, 0.95)?.times(100.0);
        let fault = cell(&row, "Rate", Some(ours.value))
            .or_else(|| cell(&row, "LCL", ours.low))
            .or_else(|| cell(&row, "UCL", ours.high));
        tally.case(&format!("{} {}", row.text("AreaCode"), row.text("Decile")), fault);
    }
    Ok(tally)
}
