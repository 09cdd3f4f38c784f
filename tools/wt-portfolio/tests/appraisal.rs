//! Discount factors and optimism bias against the published tables, and appraisals by hand.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests may fail loudly, and say what they skip")]

use std::path::PathBuf;

use jiff::civil::date;
use wt_facts::{FactSet, Ratio};
use wt_portfolio::appraisal::appraise;
use wt_portfolio::candidates::read;
use wt_portfolio::choose::{Effort, best};
use wt_portfolio::discount::Rates;
use wt_portfolio::optimism::{added, biases};
use wt_portfolio::plan::{Budget, Limits, plan};
use wt_units::{Pence, Quantity};

fn facts() -> FactSet {
    FactSet::parse(&[("appraisal.toml", include_str!("../../../facts/appraisal.toml"))]).unwrap()
}

fn today() -> jiff::civil::Date {
    date(2026, 11, 23)
}

fn q(text: &str) -> Quantity {
    text.parse().unwrap()
}

/// A table of the shared reference, or none where it is absent.
fn table(name: &str) -> Option<String> {
    let root = std::env::var("WHOLETIME_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let text = std::fs::read_to_string(root.join("reference/tables").join(name)).ok();
    if text.is_none() {
        eprintln!("skipped: the shared reference is not here");
    }
    text
}

#[test]
fn factors_are_the_published_ones_to_the_digit() {
    let Some(text) = table("vectors-discount-factors.csv") else { return };
    let health = facts().at("discount-rate-health", today()).unwrap().value;
    let (pounds, health) =
        (Rates::pounds(&facts(), today()).unwrap().factors(30), Rates::flat(health).factors(30));
    let mut seen = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let year: usize = cells[0].parse().unwrap();
        assert_eq!((pounds[year], health[year]), (q(cells[1]), q(cells[2])), "year {year}");
        seen += 1;
    }
    assert_eq!(seen, 31);
}

#[test]
fn the_rate_falls_after_thirty_and_seventy_five_years() {
    let rates = Rates::pounds(&facts(), today()).unwrap();
    let factors = rates.factors(76);
    // 0.356278 / 1.03 and so on, from the unrounded factor.
    assert_eq!((factors[30], factors[31]), (q("0.356278"), q("0.345901")));
    let over = |a: usize, b: usize| factors[a].to_f64() / factors[b].to_f64();
    assert!((over(75, 76) - 1.025).abs() < 1e-4 && (over(74, 75) - 1.03).abs() < 1e-4);
}

#[test]
fn optimism_bias_is_the_published_one() {
    let Some(text) = table("optimism-bias.csv") else { return };
    let known = facts();
    let ids = [
        ("standard buildings,works", "standard-buildings-duration"),
        ("standard buildings,capital", "standard-buildings"),
        ("non-standard buildings,works", "non-standard-buildings-duration"),
        ("non-standard buildings,capital", "non-standard-buildings"),
        ("equipment and development (IT),works", "equipment-duration"),
        ("equipment and development (IT),capital", "equipment"),
        ("outsourcing,operating", "outsourcing"),
    ];
    assert_eq!(text.lines().count(), 1 + ids.len());
    for (start, id) in ids {
        let line = text.lines().find(|line| line.starts_with(start)).unwrap();
        let cells: Vec<&str> = line.split(',').collect();
        let at = |end: &str| known.at(&format!("optimism-{id}-{end}"), today()).unwrap().value;
        assert_eq!((at("upper"), at("lower")), (q(cells[2]), q(cells[3])), "{id}");
    }
}

#[test]
fn mixed_projects_weigh_their_bias_and_management_takes_it_down() {
    let known = biases(&facts(), today());
    let of = |words: &str, managed: &str| added(words, q(managed), &known);
    // Green Book supplementary guidance: 30% at 51 and 70% at 24 is 32.1.
    let mixed = of("30% non-standard-buildings + 70% standard-buildings", "0").unwrap();
    assert_eq!(mixed, Ratio::new(321, 10).unwrap());
    assert_eq!(of("equipment", "50").unwrap(), Ratio::new(105, 1).unwrap());
    assert_eq!(of("equipment", "100").unwrap(), Ratio::new(10, 1).unwrap());
    assert!(
        of("computers", "0").unwrap_err().contains("found 'computers', expected one of standard-buildings")
    );
    assert!(of("30% equipment", "0").unwrap_err().contains("add up to 100%"));
}

const FILE: &str = "id,type,cost_0,cost_1,full_year_benefit,ramp,years,low_percent,high_percent,confidence_percent,optimism,managed_percent,people,attention,quality,requires,excludes
rota,cash-releasing,100000,20000,90000,0;50;100,4,60,120,80,equipment,100,2,10,1,,
bank,cash-releasing,10000,0,30000,100,3,50,150,100,,,0.5,5,0,rota,
rooms,cost-avoided,5000,0,40000,100,2,100,100,100,,,1,3,0,,
kind,quality,3000,0,0,,1,,,,,,0.2,4,9,,rooms
";

fn rows(text: &str) -> (Vec<String>, Vec<(u32, Vec<String>)>) {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<String>>();
    let mut lines = text.lines();
    let headings = cells(lines.next().unwrap());
    (headings, lines.map(cells).zip(2..).map(|(row, at)| (at, row)).collect())
}

#[test]
fn an_appraisal_is_what_a_calculator_says() {
    let (headings, rows) = rows(FILE);
    let candidates = read(&headings, rows, &biases(&facts(), today())).unwrap();
    let found = appraise(&candidates[0], &Rates::pounds(&facts(), today()).unwrap()).unwrap();
    // 110% of costs; 80% of 0, 45,000, 90,000 and 90,000.
    assert_eq!(found.spend, [Pence::new(11_000_000), Pence::new(2_200_000)]);
    // 110,000 + 22,000 × 0.966184 = 131,256.05
    assert_eq!(found.present_cost, Pence::new(13_125_605));
    // 36,000 × 0.966184 + 72,000 × 0.933511 + 72,000 × 0.901943 = 34,782.62 + 67,212.79 + 64,939.90
    assert_eq!(found.present_benefit[1], Pence::new(3_478_262 + 6_721_279 + 6_493_990));
    assert_eq!(found.net()[1], Pence::new(16_693_531 - 13_125_605));
    assert_eq!((found.ratio_hundredths(), found.payback), (Some(127), Some(3)));
    let low = found.present_benefit[0].get() as f64 / found.present_benefit[1].get() as f64;
    assert!((low - 0.6).abs() < 1e-6);
}

#[test]
fn types_are_not_added_and_dependencies_hold() {
    let (headings, rows) = rows(FILE);
    let candidates = read(&headings, rows, &biases(&facts(), today())).unwrap();
    let rates = Rates::pounds(&facts(), today()).unwrap();
    let limits = |budget: i64| Limits {
        budget: Some(Budget::Whole(Pence::new(budget * 100))),
        people: Some(q("3")),
        attention: Some(q("20")),
    };
    let chosen = |budget: i64, counted: &[wt_portfolio::appraisal::Benefit]| {
        let plan = plan(&candidates, &rates, &limits(budget), counted).unwrap();
        best(&plan.problem, Effort::EXACT, &mut || false).unwrap().unwrap().taken
    };
    use wt_portfolio::appraisal::Benefit::{CashReleasing, CostAvoided};
    assert_eq!(chosen(150_000, &[CashReleasing]), [true, true, false, false]);
    assert_eq!(chosen(140_000, &[CashReleasing]), [true, false, false, false], "bank needs the rota too");
    assert_eq!(chosen(20_000, &[CashReleasing]), [false; 4]);
    assert_eq!(chosen(20_000, &[CashReleasing, CostAvoided]), [false, false, true, false]);
}

#[test]
fn rows_that_cannot_be_used_name_row_column_found_and_expected() {
    let known = biases(&facts(), today());
    for (old, new, words) in [
        (
            "rota,cash-releasing",
            "rota,cash",
            "row 2, column type: found 'cash', expected one of cash-releasing, cost-avoided",
        ),
        ("100000,20000", "-5,20000", "row 2, column cost_0: found '-5', expected pounds from nought up"),
        ("100000,20000", "lots,20000", "row 2, column cost_0: found 'lots', expected pounds from nought up"),
        ("0;50;100", "0;500", "row 2, column ramp: found '500', expected percentages by year from 0 to 100"),
        (
            ",60,120",
            ",160,120",
            "row 2, column low_percent: found '160', expected a percentage from 0 to 100",
        ),
        (
            "equipment",
            "computers",
            "row 2, column optimism: found 'computers', expected one of standard-buildings",
        ),
        ("bank,cash", "rota,cash", "row 3, column id: found 'rota', which row 2 has, expected each id once"),
        (
            "0,rota,",
            "0,rotas,",
            "row 3, column requires: found 'rotas', expected the id of another candidate",
        ),
        ("id,type", "ident,type", "row 1, column ident: found 'ident', expected one of id, name"),
        ("cost_1", "cost_2", "row 1, column cost_: found years with a gap, expected cost_0, cost_1"),
        (
            "full_year_benefit",
            "note",
            "row 1, column full_year_benefit: found no benefit, expected either benefit_0",
        ),
    ] {
        assert!(FILE.contains(old), "{old}");
        let (headings, rows) = rows(&FILE.replacen(old, new, 1));
        let refusals = read(&headings, rows, &known).unwrap_err();
        assert!(refusals.iter().any(|r| r.to_string().contains(words)), "{words}: {refusals:?}");
    }
}
