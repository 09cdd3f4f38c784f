//! Directly and indirectly standardised rates.

use std::collections::BTreeMap;

use wt_stats::rates::{Directly, Indirectly, Stratum, Why};

use super::{Row, cell, figures, grouped, rows};
use crate::Outcome;
use crate::golden::{Golden, Tally};

fn stratum(row: &Row, events: &str, population: &str, weight: &str) -> Outcome<Stratum> {
    // A count that is not known adds none, as the peer has it.
    Ok(Stratum {
        events: row.number(events).unwrap_or(0.0),
        population: row.given(population)?,
        weight: row.given(weight)?,
    })
}

fn strata(members: &[&Row], [events, population, weight]: [&str; 3]) -> Outcome<Vec<Stratum>> {
    members.iter().map(|row| stratum(row, events, population, weight)).collect()
}

const COLUMNS: [&str; 3] = ["obs", "pop", "stdpop"];

fn directly_fault(want: &Row, found: Result<Directly, Why>, per: f64, confidence: f64) -> Option<String> {
    figures(want, confidence, |c| Ok(found?.interval(c)?.times(per)))
        .or_else(|| cell(want, "total_count", found.map_or(want.number("total_count"), |d| Some(d.total))))
}

pub(super) fn directly(golden: &Golden, file: &str, per: f64, confidence: f64) -> Outcome<Tally> {
    let (mut tally, input) = (Tally::default(), rows(golden, "phe/dsr_input.csv")?);
    let areas: BTreeMap<_, _> = grouped(&input, "area").into_iter().collect();
    for want in rows(golden, file)? {
        let area = want.text("area");
        let members = areas.get(area).ok_or_else(|| format!("no input of {area}"))?;
        let found = Directly::of(strata(members, COLUMNS)?);
        tally.case(area, directly_fault(&want, found, per, confidence));
    }
    Ok(tally)
}

pub(super) fn persons(golden: &Golden) -> Outcome<Tally> {
    let (mut tally, input) = (Tally::default(), rows(golden, "phe/dsr_nonindependent_input.csv")?);
    let areas: BTreeMap<_, _> = grouped(&input, "area").into_iter().collect();
    for want in rows(golden, "phe/dsr_nonindependent_expected.csv")? {
        let members = areas.get(want.text("area")).ok_or("no input")?;
        let mut by: BTreeMap<&str, Vec<Stratum>> = BTreeMap::new();
        for row in members {
            by.entry(row.text("eventfreq")).or_default().push(stratum(row, "obs", "pop", "stdpop")?);
        }
        let found = Directly::of_persons(by.into_iter().map(|(f, s)| (f.parse().unwrap_or(f64::NAN), s)));
        tally.case(want.text("area"), directly_fault(&want, found, 100_000.0, 0.95));
    }
    Ok(tally)
}

/// The package's own table. The rows of events that are not independent have no input here and are passed over; so
/// are the 99.8% limits of the area of 1976, which that table itself has ten times too large.
pub(super) fn package_directly(golden: &Golden) -> Outcome<Tally> {
    let mut tally = Tally::default();
    let many = rows(golden, "phe/package_tests/test_multiarea_esp.csv")?;
    let old = rows(golden, "phe/package_tests/test_DSR_1976.csv")?;
    let mut areas: BTreeMap<&str, Vec<Stratum>> = BTreeMap::new();
    for (area, members) in grouped(&many, "area") {
        areas.insert(area, strata(&members, ["count", "pop", "esp2013"])?);
    }
    areas.insert("testdata_1976", strata(&old.iter().collect::<Vec<_>>(), ["count", "pop", "esp1976"])?);
    for mut want in rows(golden, "phe/package_tests/test_DSR_results.csv")? {
        let area = want.text("area").to_owned();
        let Some(strata) = areas.get(area.as_str()) else { continue };
        if area == "testdata_1976" {
            want.0.retain(|heading, _| !heading.contains("99_8"));
        }
        let per = if want.text("statistic").ends_with("10000") { 10_000.0 } else { 100_000.0 };
        let found = Directly::of(strata.iter().copied());
        tally.case(&area, directly_fault(&want, found, per, 0.95));
    }
    Ok(tally)
}

pub(super) fn indirectly(golden: &Golden, file: &str, per: f64) -> Outcome<Tally> {
    let (mut tally, input) = (Tally::default(), rows(golden, "phe/dsr_input.csv")?);
    let mut reference = Vec::new();
    for row in rows(golden, "phe/isr_reference.csv")? {
        reference.push((row.given("xr")?, row.given("nr")?));
    }
    let areas: BTreeMap<_, _> = grouped(&input, "area").into_iter().collect();
    for want in rows(golden, file)? {
        let members = areas.get(want.text("area")).ok_or("no input")?;
        let strata = strata(members, COLUMNS)?;
        let observed = strata.iter().map(|s| s.events).sum();
        let bands = strata.iter().zip(&reference).map(|(s, (xr, nr))| (s.population, *xr, *nr));
        let found = Indirectly::of(observed, bands)?;
        let rate = !want.text("ref_rate").is_empty();
        let fault =
            figures(&want, 0.95, |c| if rate { Ok(found.rate(c)?.times(per)) } else { found.ratio(c) })
                .or_else(|| cell(&want, "expected", Some(found.expected)))
                .or_else(|| if rate { cell(&want, "ref_rate", Some(found.reference * per)) } else { None });
        tally.case(want.text("area"), fault);
    }
    Ok(tally)
}
