//! What was planted is in the figures.

use super::*;

/// Share of days lost by employer over the months whose name starts so.
fn sickness(demo: &Demo, starts: &str, org_type: &str) -> BTreeMap<String, f64> {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for row in rows(demo, starts).iter().filter(|r| r["ORG_TYPE"] == org_type) {
        let sum = sums.entry(row["ORG_CODE"].clone()).or_default();
        sum.0 += number(row, "FTE_DAYS_LOST");
        sum.1 += number(row, "FTE_DAYS_AVAILABLE");
    }
    sums.into_iter().map(|(code, (n, d))| (code, n / d)).collect()
}

fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn the_outlier_is_the_highest_in_every_month_of_the_last_year() {
    let demo = demo();
    let code = truth(demo, "outlier")["organisation"].as_str().unwrap();
    for month in (1..=9).map(|m| format!("generated_sickness_absence_2026-{m:02}")) {
        let shares = sickness(demo, &month, "Acute");
        let most = shares.iter().max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
        assert_eq!(most.0, code, "{month}");
    }
    let year = sickness(demo, "generated_sickness_absence_2026", "Acute");
    let above = year[code] - middle(year.values().copied());
    assert!((0.012..0.026).contains(&above), "{above}");
}

#[test]
fn size_that_is_no_signal_comes_and_goes() {
    let demo = demo();
    let code = truth(demo, "size-not-signal")["organisation"].as_str().unwrap();
    let better = (3..=9).filter(|m| {
        let shares = sickness(demo, &format!("generated_sickness_absence_2026-{m:02}"), "Acute");
        shares[code] < middle(shares.values().copied())
    });
    assert!(better.count() >= 2);
}

#[test]
fn the_merged_employer_stops_and_its_successor_grows() {
    let demo = demo();
    let merger = truth(demo, "merger");
    let (from, code) = (merger["from"].as_str().unwrap(), merger["organisation"].as_str().unwrap());
    let successor = merger["successor"].as_str().unwrap();
    let before = from.parse::<Month>().unwrap().plus(-1).to_string();
    let available = |month: &str, code: &str| {
        let rows = rows(demo, &format!("generated_sickness_absence_{month}"));
        rows.iter().find(|r| r["ORG_CODE"] == code).map(|r| number(r, "FTE_DAYS_AVAILABLE"))
    };
    assert!(available(&before, code).is_some() && available(from, code).is_none());
    let both = available(&before, code).unwrap() + available(&before, successor).unwrap();
    // 31 days in one month and 28 to 31 in the other, and a little growth.
    let ratio = available(from, successor).unwrap() / both;
    assert!((0.9..1.13).contains(&ratio), "{ratio}");
    let table = rows(demo, "generated_successors");
    assert_eq!((table[0]["code"].as_str(), table[0]["from_month"].as_str()), (code, from));
}

/// Shares of a template metric by employer and month.
fn measure(demo: &Demo, metric: &str) -> BTreeMap<(String, String), f64> {
    rows(demo, "generated_measures_employers")
        .into_iter()
        .filter(|r| r["metric"] == metric)
        .map(|r| {
            let share = number(&r, "numerator") / number(&r, "denominator");
            ((r["organisation"].clone(), r["period"].clone()), share)
        })
        .collect()
}

#[test]
fn the_improvement_came_after_the_action_and_stayed() {
    let demo = demo();
    let planted = truth(demo, "improvement");
    let (from, to) = (planted["from"].as_str().unwrap(), planted["to"].as_str().unwrap());
    let shares = measure(demo, planted["metric"].as_str().unwrap());
    let own = |keep: &dyn Fn(&str) -> bool| {
        let own: Vec<f64> = shares
            .iter()
            .filter(|((org, month), _)| planted["organisation"] == org.as_str() && keep(month))
            .map(|(_, share)| *share)
            .collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    let (before, after) = (own(&|m| m < from), own(&|m| m > to));
    assert!((before - 0.075).abs() < 0.003 && (after - 0.045).abs() < 0.003, "{before} {after}");
}

#[test]
fn the_noise_metric_is_chance_alone() {
    // Chi-square of each employer's own mean against the common level: about one for each employer.
    let demo = demo();
    let metric = truth(demo, "noise-only")["metric"].as_str().unwrap();
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for row in rows(demo, "generated_measures_employers").iter().filter(|r| r["metric"] == metric) {
        let sum = sums.entry(row["organisation"].clone()).or_default();
        sum.0 += number(row, "numerator");
        sum.1 += number(row, "denominator");
    }
    let p = 0.68;
    let z2: Vec<f64> = sums.values().map(|(n, d)| (n / d - p).powi(2) * d / (p * (1.0 - p))).collect();
    let mean = z2.iter().sum::<f64>() / z2.len() as f64;
    assert!((0.4..2.0).contains(&mean) && z2.iter().all(|z| *z < 14.0), "{mean}");
}

#[test]
fn the_seasonal_metric_is_high_in_january_for_nearly_all() {
    let demo = demo();
    let shares = measure(demo, truth(demo, "season")["metric"].as_str().unwrap());
    let employers: BTreeSet<_> = shares.keys().map(|k| k.0.clone()).collect();
    let higher = employers.iter().filter(|org| {
        let at = |month: &str| shares.get(&((*org).clone(), month.to_owned()));
        matches!((at("2026-01"), at("2025-10")), (Some(winter), Some(autumn)) if *winter > autumn * 1.3)
    });
    assert!(higher.count() + 2 >= employers.len());
}

#[test]
fn directorates_add_up_to_the_published_figure_and_one_stands_out() {
    let demo = demo();
    let planted = truth(demo, "unit");
    let (org, unit) = (planted["organisation"].as_str().unwrap(), planted["unit"].as_str().unwrap());
    let published = rows(demo, "generated_sickness_absence_2026-09");
    let published = published.iter().find(|r| r["ORG_CODE"] == org).unwrap();
    let own: Vec<_> = rows(demo, "generated_measures_DEMO05")
        .into_iter()
        .filter(|r| r["metric"] == "sickness-absence" && r["period"] == "2026-09")
        .collect();
    let sum = |keep: &dyn Fn(&BTreeMap<String, String>) -> bool| {
        let kept = own.iter().filter(|r| keep(r));
        kept.map(|r| (number(r, "numerator"), number(r, "denominator")))
            .fold((0.0, 0.0), |s, x| (s.0 + x.0, s.1 + x.1))
    };
    for (lost, available) in [
        sum(&|r| r["staff_group"].is_empty()),
        sum(&|r| r["unit"].is_empty()),
        sum(&|r| !r["unit"].is_empty() && !r["staff_group"].is_empty()),
    ] {
        assert!((lost - number(published, "FTE_DAYS_LOST")).abs() < 1e-4, "{lost}");
        assert!((available - number(published, "FTE_DAYS_AVAILABLE")).abs() < 1e-4, "{available}");
    }
    let mine = sum(&|r| r["unit"] == unit && r["staff_group"].is_empty());
    let others = sum(&|r| r["unit"] != unit && !r["unit"].is_empty() && r["staff_group"].is_empty());
    let times = (mine.0 / mine.1) / (others.0 / others.1);
    assert!((1.5..1.9).contains(&times), "{times}");
}
