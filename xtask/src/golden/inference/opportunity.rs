//! Centiles and savings of OpenPrescribing.

use std::collections::HashMap;

use serde_json::Value;
use wt_stats::savings::{Purchase, UnitCosts, deciles, list_size_saving, percent_ranks, percentage_saving};

use super::differs;
use crate::Outcome;
use crate::golden::{Golden, Tally};

/// Rows of a CSV file by column name.
type Rows = Vec<HashMap<String, String>>;

fn rows(golden: &Golden, file: &str) -> Outcome<Rows> {
    let text = golden.text(file)?;
    let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_owned()));
    let head: Vec<String> = lines.next().ok_or("no head")?.collect();
    Ok(lines.map(|cells| head.iter().cloned().zip(cells).collect()).collect())
}

fn number(row: &HashMap<String, String>, key: &str) -> Option<f64> {
    row.get(key)?.parse().ok().filter(|x: &f64| x.is_finite())
}

fn column(rows: &Rows, key: &str) -> Vec<Option<f64>> {
    rows.iter().map(|row| number(row, key)).collect()
}

fn purchase(row: &HashMap<String, String>) -> Option<Purchase> {
    Some(Purchase {
        num_quantity: number(row, "num_quantity")?,
        num_cost: number(row, "num_cost")?,
        denom_quantity: number(row, "denom_quantity")?,
        denom_cost: number(row, "denom_cost")?,
    })
}

/// Ranks and savings at each decile, practice by practice.
fn judge(
    golden: &Golden,
    measure: &str,
    saving: impl Fn(&HashMap<String, String>, f64) -> Option<f64>,
) -> Outcome<Tally> {
    let inputs = rows(golden, &format!("opportunity/{measure}_inputs_all.csv"))?;
    let values = column(&inputs, "calc_value");
    let deciles = deciles(&values).ok_or("no values")?;
    let ranks = percent_ranks(&values);
    let rank_of: HashMap<&String, Option<f64>> =
        inputs.iter().map(|r| &r["practice_id"]).zip(ranks).collect();
    let mut tally = Tally::default();
    for row in rows(golden, &format!("opportunity/{measure}_cost_savings.csv"))? {
        let mut got = vec![rank_of.get(&row["practice_id"]).copied().flatten()];
        got.extend(deciles.map(|target| saving(&row, target)));
        let mut want = vec![number(&row, "percentile")];
        want.extend((1..10).map(|d| number(&row, &format!("cost_savings_{d}0"))));
        tally.case(&row["practice_id"], differs("percentile, savings", &got, &want));
    }
    Ok(tally)
}

fn unit_costs(golden: &Golden) -> Outcome<UnitCosts> {
    let all: Option<Vec<Purchase>> =
        rows(golden, "opportunity/percentage_inputs_all.csv")?.iter().map(purchase).collect();
    Ok(UnitCosts::over(&all.ok_or("a purchase without figures")?).ok_or("nothing bought")?)
}

pub(super) fn list_size(golden: &Golden) -> Outcome<Tally> {
    judge(golden, "listsize", |row, target| {
        list_size_saving(number(row, "numerator")?, number(row, "denominator")?, target)
    })
}

pub(super) fn percentage(golden: &Golden) -> Outcome<Tally> {
    let all = unit_costs(golden)?;
    judge(golden, "percentage", |row, target| percentage_saving(&purchase(row)?, target, all))
}

/// Deciles, sums and unit costs over all practices.
fn global(golden: &Golden, measure: &str, unit: Option<UnitCosts>) -> Outcome<Tally> {
    let inputs = rows(golden, &format!("opportunity/{measure}_inputs_all.csv"))?;
    let want: Value = serde_json::from_str(&golden.text(&format!("opportunity/{measure}_global.json"))?)?;
    let sum = |key| column(&inputs, key).iter().flatten().sum::<f64>();
    let mut got: Vec<(String, f64)> =
        ["numerator", "denominator"].map(|key| (key.to_owned(), sum(key))).to_vec();
    let deciles = deciles(&column(&inputs, "calc_value")).ok_or("no values")?;
    got.extend((1..10).zip(deciles).map(|(d, decile)| (format!("practice_{d}0th"), decile)));
    if let Some(unit) = unit {
        got.push(("cost_per_denom".to_owned(), unit.per_denom));
        got.push(("cost_per_num".to_owned(), unit.per_num));
    }
    let mut tally = Tally::default();
    for (key, got) in got {
        tally.case(&key, differs(&key, &[Some(got)], &[want[0][&key].as_f64()]));
    }
    Ok(tally)
}

pub(super) fn list_size_global(golden: &Golden) -> Outcome<Tally> {
    global(golden, "listsize", None)
}

pub(super) fn percentage_global(golden: &Golden) -> Outcome<Tally> {
    global(golden, "percentage", Some(unit_costs(golden)?))
}
