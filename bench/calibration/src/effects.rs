//! Did it work? How often a nominal 5% test calls a change at placebo dates, where nobody did anything, over real
//! accident and emergency series; how often it finds a planted one; how often its interval covers it.
//!
//! Each series is treated at six dates and three lengths since; its donors are drawn from the same kind of series. Standard errors
//! allow for the dates of a series being alike (they are of the means over dates, between series). Reads the folder that
//! WHOLETIME_SHARED names.
//!
//! Tried besides what is printed, error of the estimate at placebo dates as a share of that of difference in differences with
//! all months before (three months since; type 1 attendances, waits): no donors 1.03, 1.31; weights without a ridge 0.74, 0.84;
//! ridges of 0.1, 0.5 and 2.5 times the one used 0.71 to 0.74, 0.84 to 0.85; measured from the same months a year before 0.78, 0.92;
//! from the twelve before 0.66, 0.82 (used); from an exponential mean 0.64, 0.80. Of references, the rank among the placebos itself
//! rejects 3.7% with 26 donors and nothing at all with fewer than 19; t with as many degrees of freedom as donors 5.4% with 39, 6.2% with 19,
//! 7.1% with 12; placebos capped at 3 standard deviations 6.5% with 39, at 4 5.8% (used: 6), and not capped they find less; estimates that are not divided by the error before reject 1 to 3% of quiet and 8 to 13% of restless series.

mod data;
mod made;
mod methods;

use std::path::Path;

use crate::draw::Draw;
use data::{Family, MONTHS};
use methods::{METHODS, Tried, try_all};
use wt_stats::effect::Verdict;

/// First months before the change; the others follow in steps.
const FIRST: usize = 18;
const STEP: usize = 3;
/// Months since the change.
const LENGTHS: [usize; 3] = [3, 6, 12];
/// Donors: for ours all of these, for all methods the last.
const DONORS: [usize; 4] = [8, 12, 20, 39];

/// Prints the tables.
pub fn simulate() {
    println!(
        "\n## Did it work? (bar: a nominal 5% test rejects 4–6% at placebo dates of real A&E series; its 95% interval covers 94–96%)\n"
    );
    let shared = std::env::var_os("WHOLETIME_SHARED");
    match shared.and_then(|shared| data::read(Path::new(&shared))) {
        Some(families) => {
            println!("Real series.\n");
            tables(&families);
        }
        None => println!("skipped: no published figures under WHOLETIME_SHARED"),
    }
    println!("\nMade series.\n");
    tables(&made::families());
}

fn tables(families: &[Family]) {
    let all: Vec<(usize, Vec<Tried>)> =
        DONORS.iter().map(|donors| (*donors, run(families, *donors))).collect();
    let Some((most, full)) = all.last() else { return };
    println!(
        "Rejected at 5%, each series treated at its placebo dates ({} in all), {most} donors:\n",
        full.len()
    );
    println!(
        "| method | rejected, % |{}",
        families.iter().map(|f| format!(" {} |", f.name)).collect::<String>()
    );
    println!("|---|---|{}", "---|".repeat(families.len()));
    for (m, method) in METHODS.iter().enumerate() {
        let of = |keep: &dyn Fn(&Tried) -> bool| share(full, keep, &|t| t.rejected[m]);
        let each: String = (0..families.len()).map(|f| format!(" {} |", of(&|t| t.family == f))).collect();
        println!("| {method} | {} | {} |{each}", of(&|_| true), share(full, &|_| true, &|t| t.found[m]));
    }
    ours(&all);
}

/// What our own method does, by donors, months since and restlessness, with a planted change.
fn ours(all: &[(usize, Vec<Tried>)]) {
    println!("\nThe product's method:\n");
    println!(
        "| donors | months since | rejected, % | quiet third | restless third | covered, % | found: −1 sd | −2 sd | −4 sd | 'worked' | 'got worse' | 'did not' |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (donors, tried) in all {
        for since in LENGTHS.map(Some).into_iter().chain([None]) {
            let of = |event: &dyn Fn(&Tried) -> Option<bool>| {
                share(tried, &|t| since.is_none_or(|since| t.since == since), event)
            };
            let third = |third: usize| {
                let keep = |t: &Tried| t.third == third && since.is_none_or(|since| t.since == since);
                share(tried, &keep, &|t| t.rejected[0])
            };
            let found = |sd: f64| of(&move |t| t.finds(sd));
            let verdict = |v: Verdict| of(&move |t| t.verdict.map(|verdict| verdict == v));
            println!(
                "| {donors} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                since.map_or("all".to_owned(), |n| n.to_string()),
                of(&|t| t.rejected[0]),
                third(0),
                third(2),
                of(&Tried::covers),
                found(1.0),
                found(2.0),
                found(4.0),
                verdict(Verdict::Worked),
                verdict(Verdict::Worse),
                verdict(Verdict::DidNot),
            );
        }
    }
}

fn run(families: &[Family], donors: usize) -> Vec<Tried> {
    let mut draw = Draw::new(700 + donors as u64);
    let mut tried = Vec::new();
    for (f, family) in families.iter().enumerate() {
        for change in (FIRST..MONTHS).step_by(STEP) {
            let thirds = thirds(&family.series, change);
            for (s, treated) in family.series.iter().enumerate() {
                for since in LENGTHS.into_iter().filter(|since| change + since <= MONTHS) {
                    let cut = |row: &Vec<f64>| row[..change + since].to_vec();
                    let others = drawn(family.series.len(), s, donors, &mut draw);
                    let others: Vec<Vec<f64>> = others.iter().map(|d| cut(&family.series[*d])).collect();
                    let every = donors == DONORS[DONORS.len() - 1];
                    tried.push(Tried {
                        family: f,
                        series: s,
                        third: thirds[s],
                        since,
                        ..try_all(&cut(treated), &others, change, every)
                    });
                }
            }
        }
    }
    tried
}

/// Other series, without putting back.
fn drawn(of: usize, but: usize, count: usize, draw: &mut Draw) -> Vec<usize> {
    let mut left: Vec<usize> = (0..of).filter(|i| *i != but).collect();
    for i in 0..count.min(left.len()) {
        let other = i + (draw.unit() * (left.len() - i) as f64) as usize;
        left.swap(i, other.min(of - 2));
    }
    left.truncate(count);
    left
}

/// The third, from 0, in which a series lies by its steps from month to month before the change.
fn thirds(series: &[Vec<f64>], change: usize) -> Vec<usize> {
    let steps = |row: &Vec<f64>| row[..change].windows(2).map(|w| (w[1] - w[0]).powi(2)).sum::<f64>();
    let steps: Vec<f64> = series.iter().map(steps).collect();
    let below = |own: &f64| steps.iter().filter(|other| *other < own).count();
    steps.iter().map(|own| 3 * below(own) / steps.len()).collect()
}

/// A share in percent, with its standard error between series.
fn share(tried: &[Tried], keep: &dyn Fn(&Tried) -> bool, event: &dyn Fn(&Tried) -> Option<bool>) -> String {
    let mut sums = std::collections::BTreeMap::<(usize, usize), (f64, f64)>::new();
    for t in tried.iter().filter(|t| keep(t)) {
        if let Some(happened) = event(t) {
            let sum = sums.entry((t.family, t.series)).or_default();
            *sum = (sum.0 + f64::from(u8::from(happened)), sum.1 + 1.0);
        }
    }
    let (hits, n) = sums.values().fold((0.0, 0.0), |(hits, n), one| (hits + one.0, n + one.1));
    if n == 0.0 {
        return "–".to_owned();
    }
    let rate = hits / n;
    let squares: f64 = sums.values().map(|(hits, n)| (hits - rate * n).powi(2)).sum();
    format!("{:.1} ± {:.1}", 100.0 * rate, 100.0 * squares.sqrt() / n)
}
