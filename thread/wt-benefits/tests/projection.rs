//! The gap if nothing is done: exact to the penny, refused in sentences.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_benefits::projection::{Projection, bases, growth, project, stated};
use wt_units::Pence;

fn rows(text: &str) -> (Vec<String>, Vec<(u32, Vec<String>)>) {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let headings = lines.next().unwrap();
    (headings, (2..).zip(lines).collect())
}

const BASE: &str = "organisation,pay,non_pay,income\nRJ6,600,400,1000\nRAS,60,40,90";
const GROWTH: &str = "year,what,central,low,high,organisation
2026,activity,2,1,3,\n2026,price,1,1,2,\n2026,pay,3,2,4,\n2026,workforce,1,0,2,\n2026,income,2,1,3,
2026,income,5,,,RAS
2027,activity,2,,,\n2027,price,1,,,\n2027,pay,3,,,\n2027,workforce,1,,,\n2027,income,2,,,";

fn made(base: &str, grow: &str) -> Result<Projection, String> {
    let (headings, base) = rows(base);
    let base = bases(&headings, &base).map_err(|why| why[0].to_string())?;
    let (headings, grow) = rows(grow);
    let grow = growth(&headings, &grow).map_err(|why| why[0].to_string())?;
    let years = project(2025, &base, &grow).map_err(|why| why.to_string())?;
    let years = years.into_iter().map(Into::into).collect();
    let (covers, source) = ("Here".to_owned(), "A test".to_owned());
    Ok(Projection { covers, source, stated: "2026-04-01".parse().unwrap(), base: Some(2025), years })
}

#[test]
fn a_gap_grows_by_its_rates_and_the_whole_is_the_sum_of_employers() {
    let made = made(BASE, GROWTH).unwrap();
    let of = |org: &str, year: i16| {
        let found = made.years.iter().find(|y| y.org.as_str() == org && y.year == year).unwrap();
        [found.low, found.central, found.high].map(|sum| sum.0.get())
    };
    // By hand: 600 × 1.01 × 1.03 + 400 × 1.02 × 1.01 − 1,000 × 1.02; the low end takes low costs and high income.
    assert_eq!(
        of("RJ6", 2026),
        [61_200 + 40_804 - 103_000, 62_418 + 41_208 - 102_000, 63_648 + 42_024 - 101_000]
    );
    // Its own rate of income goes before that of all.
    assert_eq!(of("RAS", 2026)[1], 6_242 + 4_121 - 9_450);
    for (year, gap) in made.whole() {
        let sum = of("RJ6", year)[1] + of("RAS", year)[1];
        assert_eq!(gap.central, Pence::new(sum));
        assert!(gap.low <= gap.central && gap.central <= gap.high);
    }
    let said = made.sentences("2028-05-01".parse().unwrap());
    assert!(said[0].starts_with("If nothing is done, Here is short of £25.39 in 2026/27"), "{}", said[0]);
    assert!(said.iter().any(|s| s.starts_with("It begins in 2026/27, which is over")), "{said:?}");
}

#[test]
fn what_is_missing_is_not_taken_for_nought() {
    let without = GROWTH.replace("2027,pay,3,,,\n", "");
    assert_eq!(
        made(BASE, &without).unwrap_err(),
        "2027 has no rate of pay for RJ6: a rate that is not known is not taken for nought."
    );
    let hole = GROWTH.replace("2027,", "2028,");
    assert!(made(BASE, &hole).unwrap_err().starts_with("2027 has no rates"));
    let swapped = GROWTH.replace("2026,pay,3,2,4,", "2026,pay,3,4,2,");
    assert!(made(BASE, &swapped).unwrap_err().starts_with("The rate of pay in 2026: found 4, 3 and 2"));
    let twice = format!("{BASE}\nRJ6,1,1,1");
    assert_eq!(made(&twice, GROWTH).unwrap_err(), "RJ6 has two bases, expected one.");
    let thousands = BASE.replace("600", "600k");
    assert_eq!(
        made(&thousands, GROWTH).unwrap_err(),
        "row 2, column pay: found '600k', expected pounds in full, such as 120000.50"
    );
    let (headings, years) = rows("organisation,year,gap,low,high\nRJ6,2026,100,120,130");
    assert_eq!(
        stated(&headings, &years).unwrap_err()[0].to_string(),
        "row 2, column low: found '120', expected no more than the gap"
    );
}
