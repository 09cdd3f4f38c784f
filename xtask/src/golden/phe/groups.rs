//! Means, quantile labels, life expectancy and indices of inequality.

use std::collections::BTreeMap;

use wt_stats::Interval;
use wt_stats::rates::slope::{Group, Known};
use wt_stats::rates::{Band, Mean, SlopeKind, Transform, life_expectancy, quantile_labels, slope_index};

use super::{Row, cell, figures, grouped, rows};
use crate::Outcome;
use crate::golden::{Golden, Tally};

pub(super) fn means(golden: &Golden, input: &str, by: &str, expected: &str) -> Outcome<Tally> {
    let (mut tally, input) = (Tally::default(), rows(golden, input)?);
    let column =
        if input.first().is_some_and(|row| row.number("values").is_some()) { "values" } else { "value" };
    let values =
        |members: &[&Row]| members.iter().map(|row| row.given(column)).collect::<Outcome<Vec<f64>>>();
    let groups: BTreeMap<_, _> = grouped(&input, by).into_iter().collect();
    for want in rows(golden, expected)? {
        let name = want.text(by);
        let members = match groups.get(name) {
            Some(members) => values(members)?,
            None => values(&input.iter().collect::<Vec<_>>())?,
        };
        let mean = Mean::of(&members)?;
        let fault = figures(&want, 0.95, |c| mean.interval(c))
            .or_else(|| cell(&want, "value_sum", Some(mean.sum)))
            .or_else(|| cell(&want, "stdev", mean.deviation));
        tally.case(name, fault);
    }
    Ok(tally)
}

fn labels(tally: &mut Tally, members: &[&Row], value: &str, want: &str, groups: usize, invert: bool) {
    let values: Vec<Option<f64>> = members.iter().map(|row| row.number(value)).collect();
    let ours = quantile_labels(&values, groups, invert);
    for (row, ours) in members.iter().zip(ours) {
        tally.case(&format!("{want} {}", row.text("area")), cell(row, want, ours.map(|g| g as f64)));
    }
}

pub(super) fn quantiles(golden: &Golden) -> Outcome<Tally> {
    let (mut tally, input) = (Tally::default(), rows(golden, "phe/quantile_expected.csv")?);
    let all: Vec<&Row> = input.iter().collect();
    for groups in [4, 5, 10, 100] {
        for (word, invert) in [("TRUE", true), ("FALSE", false)] {
            labels(&mut tally, &all, "value", &format!("q{groups}_inv{word}"), groups, invert);
        }
    }
    Ok(tally)
}

/// The package's own table: all areas at once, by indicator, and by indicator and region.
pub(super) fn package_quantiles(golden: &Golden) -> Outcome<Tally> {
    let (mut tally, input) = (Tally::default(), rows(golden, "phe/package_tests/test_quantiles_g.csv")?);
    let mut sets: BTreeMap<(&str, &str, &str), Vec<&Row>> = BTreeMap::new();
    for row in &input {
        let key = match row.text("GroupSet") {
            "None" => ("None", "", ""),
            "IndSex" => ("IndSex", row.text("IndSexRef"), ""),
            other => (other, row.text("IndSexRef"), row.text("ParentCode")),
        };
        sets.entry(key).or_default().push(row);
    }
    for ((set, ..), members) in sets {
        let groups = match members.first().map(|row| row.text("QuantileNm")) {
            Some("Quartile") => 4,
            Some("Septile") => 7,
            _ => 10,
        };
        let invert = set == "None" || members.first().is_some_and(|row| row.text("Polarity") == "TRUE");
        labels(&mut tally, &members, "Value", "QuantileInGrp", groups, invert);
    }
    Ok(tally)
}

pub(super) fn life(golden: &Golden) -> Outcome<Tally> {
    let (mut tally, input) = (Tally::default(), rows(golden, "phe/le_input.csv")?);
    let want = rows(golden, "phe/le_expected.csv")?;
    let expected: BTreeMap<_, _> = grouped(&want, "area").into_iter().collect();
    for (area, members) in grouped(&input, "area") {
        let band = |row: &&Row| {
            Ok(Band {
                start: row.given("startage")?,
                population: row.given("pops")?,
                deaths: row.given("deaths")?,
            })
        };
        let bands = members.iter().map(band).collect::<Outcome<Vec<_>>>()?;
        let ours = life_expectancy(&bands)?;
        for (want, ours) in expected.get(area).ok_or("no expected rows")?.iter().zip(ours) {
            let fault = figures(want, 0.95, |c| ours.interval(c));
            tally.case(&format!("{area} {}", want.text("startage")), fault);
        }
    }
    Ok(tally)
}

/// Values exactly; limits, which the peer simulates, within 1.5% of the interval's width.
pub(super) fn slopes(golden: &Golden, file: &str) -> Outcome<Tally> {
    let (mut tally, input) = (Tally::default(), rows(golden, "phe/sii_input.csv")?);
    let areas: BTreeMap<_, _> = grouped(&input, "area").into_iter().collect();
    for want in rows(golden, file)? {
        let group = |row: &&Row| {
            let limits = Interval { low: row.given("lower")?, high: row.given("upper")? };
            Ok(Group {
                population: row.given("pop")?,
                value: row.given("value")?,
                known: Known::Limits(limits),
            })
        };
        let members = areas.get(want.text("area")).ok_or("no input")?;
        let groups = members.iter().map(group).collect::<Outcome<Vec<_>>>()?;
        let transform = if want.text("transform") == "none" { Transform::None } else { Transform::ByKind };
        let ours = slope_index(&groups, SlopeKind::Proportion, transform, 0.95)?;
        let end = if transform == Transform::None { "cl" } else { "" };
        let limits = |name: &str, low: Option<f64>, high: Option<f64>| {
            let (lower, upper) = (format!("{name}_lower95_0{end}"), format!("{name}_upper95_0{end}"));
            let width = want.number(&upper)? - want.number(&lower)?;
            [(lower, low), (upper, high)].into_iter().find_map(|(heading, ours)| {
                let theirs = want.number(&heading)?;
                let same = ours.is_some_and(|ours| (ours - theirs).abs() <= 0.015 * width);
                (!same).then(|| format!("{heading}: {ours:?} for {theirs}"))
            })
        };
        let rii = ours.rii.ok_or("no relative index")?;
        let fault = cell(&want, "sii", Some(ours.sii.value))
            .or_else(|| cell(&want, "rii", Some(rii.value)))
            .or_else(|| limits("sii", ours.sii.low, ours.sii.high))
            .or_else(|| limits("rii", rii.low, rii.high));
        tally.case(want.text("area"), fault);
    }
    Ok(tally)
}
