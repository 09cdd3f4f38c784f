//! Recent trends and CUSUM alerts.

use serde_json::Value;
use wt_stats::cusum::{Drift, cusum as cusum_of};
use wt_stats::trend::{Marker, Method, Point, Polarity, Trend};

use super::{differs, numbers};
use crate::Outcome;
use crate::golden::{Golden, Tally, near};

/// Whether a value type has a recent trend at all.
fn has_trend(value_type: &str) -> bool {
    ["Proportion", "Crude rate", "Directly standardised rate"].contains(&value_type)
}

/// Markers of the new calculator; chi-square to two decimals of the old one, whose method is named in its cases.
pub(super) fn recent_trend(golden: &Golden) -> Outcome<Tally> {
    let file: Value = serde_json::from_str(&golden.text("change/fingertips_recent_trend.json")?)?;
    let mut tally = Tally::default();
    for case in file["next"].as_array().into_iter().flatten() {
        let polarity = match case["Polarity"].as_str() {
            Some("High is good") => Polarity::HighIsGood,
            Some("Low is good") => Polarity::LowIsGood,
            _ => Polarity::NoJudgement,
        };
        let trend = Trend::recent(&points(case, "Date"), Method::Limits)
            .filter(|_| case["ValueType"].as_str().is_some_and(has_trend));
        let marker = trend.map_or(Marker::CannotBeCalculated, |t| t.marker(polarity)).name();
        let computed = &case["computed"];
        let fault = if Some(marker) != case["expected_trend"].as_str() {
            Some(format!("{marker}, not {}", case["expected_trend"]))
        } else {
            differs(
                "slope, chi2",
                &trend.map_or(vec![None; 2], |t| vec![Some(t.slope), Some(t.chi2)]),
                &["slope", "chi2"].map(|key| computed[key].as_f64()),
            )
        };
        tally.case(case["case"].as_str().unwrap_or_default(), fault);
    }
    for case in file["legacy"].as_array().into_iter().flatten() {
        let name = case["case"].as_str().unwrap_or_default();
        let method = if name.contains("spc_for_proportions") { Method::Proportions } else { Method::Limits };
        let fault = match Trend::recent(&points(case, "Year"), method) {
            None => Some("no trend".to_owned()),
            Some(trend) => {
                let rounded = (trend.chi2 * 100.0).round() / 100.0;
                let agrees = Some(trend.significant) == case["significant"].as_bool()
                    && case["chi2_rounded"].as_f64().is_some_and(|want| near(rounded, want));
                (!agrees).then(|| format!("{trend:?}"))
            }
        };
        tally.case(name, fault);
    }
    Ok(tally)
}

/// The points of a case, oldest first.
fn points(case: &Value, date: &str) -> Vec<Point> {
    let mut rows: Vec<&Value> = case["points"].as_array().into_iter().flatten().collect();
    rows.sort_by_key(|row| row[date].to_string());
    let point = |row: &&Value| Point {
        count: row["Count"].as_f64(),
        denominator: row["Denominator"].as_f64(),
        value: row["Value"].as_f64(),
        lower: row["LowerCI"].as_f64(),
        upper: row["UpperCI"].as_f64(),
    };
    rows.iter().map(point).collect()
}

/// Sums, targets, thresholds and alerts of every month, and the last alert.
pub(super) fn cusum(golden: &Golden) -> Outcome<Tally> {
    let file: Value = serde_json::from_str(&golden.text("change/openprescribing_cusum.json")?)?;
    let mut tally = Tally::default();
    for case in ["fixture", "real"].iter().flat_map(|key| file[*key].as_array().into_iter().flatten()) {
        let data = numbers(&case["data"]);
        let window = case["window_size"].as_u64().ok_or("no window")? as usize;
        let sums = cusum_of(&data, window, case["sensitivity"].as_f64().ok_or("no sensitivity")?);
        let some = |x: &[f64]| x.iter().copied().map(Some).collect::<Vec<_>>();
        let months = (0..sums.alerts.len()).filter(|i| sums.alerts[*i].is_some());
        let alert: Vec<f64> = months.map(|i| i as f64).collect();
        let alerting = |drift| -> Vec<Option<f64>> {
            sums.alerts.iter().zip(&data).map(|(a, x)| x.filter(|_| *a == Some(drift))).collect()
        };
        let got = [
            ("smax", some(&sums.smax)),
            ("smin", some(&sums.smin)),
            ("target_mean", sums.target_mean.clone()),
            ("alert_threshold", sums.alert_threshold.clone()),
            ("alert", some(&alert)),
            ("alert_percentile_pos", alerting(Drift::Up)),
            ("alert_percentile_neg", alerting(Drift::Down)),
        ];
        let want = &case["peer_output"];
        let fault = got.iter().find_map(|(key, got)| differs(key, got, &numbers(&want[*key])));
        let fault = fault.or_else(|| last_alert_fault(case, sums.last_alert(&data)));
        tally.case(case["name"].as_str().unwrap_or_default(), fault);
    }
    Ok(tally)
}

/// The last alert and the letters of the fixture, where the case has them.
fn last_alert_fault(case: &Value, got: Option<wt_stats::cusum::LastAlert>) -> Option<String> {
    let want = case.get("last_alert")?;
    let got = got.map_or(vec![None; 3], |a| vec![Some(a.from), Some(a.to), Some(a.period as f64)]);
    differs("last_alert", &got, &["from", "to", "period"].map(|key| want[key].as_f64()))
}
