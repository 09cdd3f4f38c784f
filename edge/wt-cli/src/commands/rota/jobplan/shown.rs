//! A comparison of job plans with demand as text, rows and JSON.

use serde_json::{Value, json};
use wt_facts::Ratio;
use wt_jobplan::{Category, Cell, DAYS, OpportunityKind, Report, Terms, TooLarge, hundredths};
use wt_units::{Pence, Pounds};

use super::Priced;

/// For reading.
pub(super) fn text(report: &Report, terms: &Terms, price: Option<&Priced>) -> Result<String, TooLarge> {
    let mut out = String::from("Programmed activities (PAs) a week\n\n");
    let width = report.plans.iter().map(|plan| plan.consultant.chars().count()).max().unwrap_or(0).max(10);
    let heads = Category::ALL.map(Category::word);
    out.push_str(&format!("{:<width$}  contract  in all", "consultant"));
    for head in heads {
        out.push_str(&format!(" {head:>7}"));
    }
    out.push_str(" premium\n");
    for plan in &report.plans {
        let mark = if plan.contract_known { ' ' } else { '*' };
        let (contracted, total) = (hundredths(plan.contracted), hundredths(plan.total));
        out.push_str(&format!("{:<width$}  {contracted:>7}{mark}  {total:>6}", plan.consultant));
        for pas in plan.by_category.iter().chain([&plan.premium]) {
            out.push_str(&format!(" {:>7}", hundredths(*pas)));
        }
        out.push('\n');
    }
    if report.plans.iter().any(|plan| !plan.contract_known) {
        let full = hundredths(terms.full_time);
        out.push_str(&format!("* The file does not say: {full}, full time, is taken.\n"));
    }
    for plan in &report.plans {
        for note in &plan.notes {
            out.push_str(&format!("{}: {note}\n", plan.consultant));
        }
    }
    out.push_str("\nday    wanted  planned  lacking  beyond  what lacks costs a year\n");
    for (day, [wanted, planned, lacking, beyond]) in DAYS.into_iter().zip(report.by_day()?) {
        let cells = [wanted, planned, lacking, beyond].map(hundredths);
        let pounds = price.and_then(|price| price.of(in_plans(lacking, terms)?)).map(range);
        out.push_str(&format!(
            "{day:<5} {:>7} {:>8} {:>8} {:>7}  {}\n",
            cells[0],
            cells[1],
            cells[2],
            cells[3],
            pounds.unwrap_or_else(|| "-".to_owned())
        ));
    }
    out.push_str("\nWhat lacks, or is beyond what is wanted\n");
    for cell in report.cells.iter().filter(|cell| cell.gap != Ratio::ZERO) {
        let word = if cell.gap.is_negative() { "beyond" } else { "lacking" };
        let gap = hundredths(cell.gap).trim_start_matches('-').to_owned();
        out.push_str(&format!("  {} {}, {}: {gap} {word}\n", DAYS[cell.day], cell.part.name(), cell.work));
    }
    for (words, list) in [
        ("without a fixed time, in no weekday above", &report.untimed),
        ("which the demand does not name", &report.unnamed),
    ] {
        for (work, pas) in list {
            out.push_str(&format!("Clinical work {words}: {work}, {}\n", hundredths(*pas)));
        }
    }
    out.push_str(&opportunities(report, price));
    Ok(out)
}

fn opportunities(report: &Report, price: Option<&Priced>) -> String {
    let mut out = String::from("\nWhat can be done, each PA once\n");
    if report.opportunities.is_empty() {
        out.push_str("  Nothing lacks, and every contract is filled.\n");
    }
    for one in &report.opportunities {
        let pounds = price.and_then(|price| price.of(one.pas)).map(range);
        let pounds =
            pounds.map_or_else(String::new, |words| format!(" {words} a year ({}).", one.kind.value()));
        out.push_str(&format!("  {}{pounds}\n", one.sentence));
        if one.kind == OpportunityKind::Place {
            for placing in &report.placed.placings {
                let (work, open) = &report.open[placing.open];
                if Some(work) == one.work.as_ref() {
                    let who = &report.plans[placing.candidate].consultant;
                    out.push_str(&format!("    {work} {}: {who}\n", open.at));
                }
            }
        }
    }
    if report.placed.size < report.placed.bound {
        out.push_str("  Time ended before it was proved that no more sessions can be placed.\n");
    }
    if let Some(price) = price {
        out.push_str(&format!("\nPounds: {}", price.words));
        price.caveat.iter().for_each(|caveat| out.push_str(&format!(" {caveat}")));
        out.push('\n');
    }
    out
}

/// What must stand in plans for so much of a mean week.
fn in_plans(pas: Ratio, terms: &Terms) -> Option<Ratio> {
    pas.checked_mul(Ratio::new(52, terms.weeks_worked.into())?)
}

fn range([low, central, high]: [Pence; 3]) -> String {
    if low == high {
        return Pounds(central).table();
    }
    format!("{} ({})", Pounds(central).table(), Pounds::range(low, high))
}

/// One row a cell.
pub(super) fn csv(report: &Report, terms: &Terms, price: Option<&Priced>) -> String {
    let mut out =
        String::from("weekday,part,work,wanted_pas,planned_pas,gap_pas,pounds_low,pounds,pounds_high\n");
    for cell in &report.cells {
        let pounds = cell_pounds(cell, terms, price);
        let pounds = pounds.map_or_else(|| ",,".to_owned(), |all| all.map(Pence::plain).join(","));
        let work = cell.work.to_string();
        let work =
            if work.contains([',', '"', '\n']) { format!("\"{}\"", work.replace('"', "\"\"")) } else { work };
        out.push_str(&format!(
            "{},{},{work},{},{},{},{pounds}\n",
            DAYS[cell.day],
            cell.part.name(),
            hundredths(cell.wanted),
            hundredths(cell.planned),
            hundredths(cell.gap)
        ));
    }
    out
}

/// What closes the gap of a cell; nothing where nothing lacks.
fn cell_pounds(cell: &Cell, terms: &Terms, price: Option<&Priced>) -> Option<[Pence; 3]> {
    let lacking = if cell.gap.is_negative() { Ratio::ZERO } else { cell.gap };
    price?.of(in_plans(lacking, terms)?)
}

/// Everything.
pub(super) fn json(report: &Report, terms: &Terms, price: Option<&Priced>) -> Result<Value, TooLarge> {
    let number = |pas: Ratio| json!(pas.to_f64());
    let pounds = |all: Option<[Pence; 3]>| {
        all.map(|all| all.map(Pence::to_pounds))
            .map(|[low, central, high]| json!({ "low": low, "central": central, "high": high }))
    };
    let plans: Vec<Value> = report
        .plans
        .iter()
        .map(|plan| {
            let by: serde_json::Map<String, Value> = Category::ALL
                .iter()
                .zip(plan.by_category)
                .map(|(category, pas)| (category.word().to_owned(), number(pas)))
                .collect();
            let notes: Vec<String> = plan.notes.iter().map(ToString::to_string).collect();
            json!({
                "consultant": plan.consultant, "contracted": number(plan.contracted), "contract_known": plan.contract_known,
                "total": number(plan.total), "premium": number(plan.premium), "typical_spa": number(plan.typical_spa),
                "by_category": by, "notes": notes,
            })
        })
        .collect();
    let cells: Vec<Value> = report
        .cells
        .iter()
        .map(|cell| {
            json!({
                "weekday": DAYS[cell.day], "part": cell.part.name(), "specialty": cell.work.specialty,
                "activity": cell.work.activity, "wanted": number(cell.wanted), "planned": number(cell.planned),
                "gap": number(cell.gap), "pounds_a_year": pounds(cell_pounds(cell, terms, price)),
            })
        })
        .collect();
    let days: Vec<Value> = DAYS
        .into_iter()
        .zip(report.by_day()?)
        .map(|(day, [wanted, planned, lacking, beyond])| {
            json!({
                "weekday": day, "wanted": number(wanted), "planned": number(planned), "lacking": number(lacking),
                "beyond": number(beyond),
                "pounds_a_year": pounds(price.and_then(|price| price.of(in_plans(lacking, terms)?))),
            })
        })
        .collect();
    let placings: Vec<Value> = report
        .placed
        .placings
        .iter()
        .map(|placing| {
            let (work, open) = &report.open[placing.open];
            json!({
                "consultant": report.plans[placing.candidate].consultant, "specialty": work.specialty,
                "activity": work.activity, "at": open.at.to_string(),
            })
        })
        .collect();
    let opportunities: Vec<Value> = report
        .opportunities
        .iter()
        .map(|one| {
            json!({
                "kind": one.kind.word(), "work": one.work.as_ref().map(ToString::to_string), "pas": number(one.pas),
                "value": one.kind.value(), "pounds_a_year": pounds(price.and_then(|price| price.of(one.pas))),
                "sentence": one.sentence,
            })
        })
        .collect();
    let list = |all: &[(wt_jobplan::Work, Ratio)]| -> Vec<Value> {
        all.iter().map(|(work, pas)| json!({ "work": work.to_string(), "pas": number(*pas) })).collect()
    };
    Ok(json!({
        "plans": plans, "days": days, "cells": cells, "untimed": list(&report.untimed), "unnamed": list(&report.unnamed),
        "placings": placings, "placed_is_the_most": report.placed.size == report.placed.bound,
        "opportunities": opportunities, "weeks_worked": terms.weeks_worked,
        "price": price.map(|price| json!({ "words": price.words, "caveat": price.caveat })),
    }))
}
