//! `stats p-adjust`, `meta`, `effect`, `trend` and `cusum`.

use std::fmt::Write;

use serde_json::Value;

use super::{Sheet, golden, run, stats};

#[track_caller]
fn near(ours: &Value, theirs: &Value, what: &str) {
    assert!(super::near(ours, theirs), "{what}: {ours} for {theirs}");
}

fn flags(words: &str) -> Vec<String> {
    words.split(' ').map(str::to_owned).collect()
}

fn read(file: &str) -> Option<Value> {
    golden(file).map(|text| serde_json::from_str(&text).unwrap())
}

#[test]
fn golden_p_values_come_back_adjusted() {
    let Some(cases) = read("inference/p_adjust.json") else { return };
    for (name, case) in cases.as_object().unwrap() {
        let p = case["p"].as_array().unwrap();
        let csv = p.iter().fold("p\n".to_owned(), |csv, p| csv + &p.to_string() + "\n");
        let found = stats("p-adjust", &Sheet::new(&format!("adjust-{name}"), &csv), &[]);
        for (i, row) in found.as_array().unwrap().iter().enumerate() {
            for how in ["bonferroni", "holm", "hochberg", "BH", "BY"] {
                near(&row[how], &case[how][i], &format!("{name} {how} {i}"));
            }
        }
    }
    let sheet = Sheet::new("adjust-refused", "p\n0.1\n1.2\n");
    let (code, _, err) = run("p-adjust", &sheet, &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("row 3, column p: found '1.2', expected a p-value from 0 to 1"), "{err}");
}

#[test]
fn golden_random_effects_come_back_with_their_units() {
    let Some(cases) = read("inference/random_effects_metafor_lme4.json") else { return };
    for (name, case) in cases.as_object().unwrap() {
        let mut csv = "org,y,v\n".to_owned();
        for (i, org) in case["org"].as_array().unwrap().iter().enumerate() {
            writeln!(csv, "{org},{},{}", case["y"][i], case["v"][i]).unwrap();
        }
        let sheet = Sheet::new(&format!("meta-{name}"), &csv);
        for method in ["DL", "REML", "PM", "ML"] {
            let asked = flags(&format!("--unit org --value y --variance v --method {method}"));
            let (found, want) = (stats("meta", &sheet, &asked), &case[method]);
            for key in ["mu", "se", "tau2", "I2", "H2", "QE", "QEp"] {
                near(&found[key], &want[key], &format!("{name} {method} {key}"));
            }
            for key in ["blup", "blup_se", "pi_lb", "pi_ub"] {
                near(&found["units"][3][key], &want[key][3], &format!("{name} {method} {key}"));
            }
        }
    }
}

#[test]
fn golden_interrupted_series_come_back_term_by_term() {
    let Some(cases) = read("inference/interrupted_time_series.json") else { return };
    for (name, case) in cases.as_object().unwrap() {
        let csv =
            case["y"].as_array().unwrap().iter().fold("y\n".to_owned(), |csv, y| csv + &y.to_string() + "\n");
        let sheet = Sheet::new(&format!("its-{name}"), &csv);
        let asked = flags(&format!("--kind its --value y --break-after {} --lag 3", case["break_after"]));
        let found = &stats("effect", &sheet, &asked)["series"][0];
        near(&found["sigma"], &case["sigma"], name);
        near(&found["dw"], &case["dw"], name);
        for term in ["(Intercept)", "t", "post", "tp"] {
            near(&found["coef"][term], &case["coef"][term], &format!("{name} {term}"));
            near(&found["se_ols"][term], &case["se_ols"][term], &format!("{name} {term}"));
            let robust = &case["se_newey_west_lag3_adjusted"][term];
            near(&found["se_newey_west"][term], robust, &format!("{name} {term}"));
        }
    }
}

#[test]
fn a_planted_effect_is_found_by_difference_in_differences() {
    let mut csv = "trust,month,treated,rate\n".to_owned();
    for unit in 0..6 {
        for month in 0..10 {
            let treated = i32::from(unit < 2 && month >= 5);
            let wobble = f64::from((unit * 31 + month * 17) % 7) / 100.0;
            writeln!(
                csv,
                "T{unit},{month},{treated},{}",
                f64::from(unit + month) - 3.0 * f64::from(treated) + wobble
            )
            .unwrap();
        }
    }
    let sheet = Sheet::new("did", &csv);
    let asked = flags("--kind did --value rate --unit trust --date month --treated treated");
    let found = &stats("effect", &sheet, &asked)[0];
    assert!((found["effect"].as_f64().unwrap() + 3.0).abs() < 0.05, "{found}");
    assert_eq!((&found["units"], &found["observations"]), (&6.into(), &60.into()));
}

#[test]
fn golden_drifts_alert_where_the_peer_does() {
    let Some(cases) = read("change/openprescribing_cusum.json") else { return };
    // Each case is a process of its own; all of them are judged in the workshop.
    for (at, case) in cases["real"].as_array().unwrap().iter().enumerate().filter(|(i, _)| i % 8 == 0) {
        let value = |v: &Value| if v.is_null() { String::new() } else { v.to_string() };
        let data = case["data"].as_array().unwrap();
        let csv = data
            .iter()
            .enumerate()
            .fold("i,x\n".to_owned(), |csv, (i, x)| csv + &format!("{i},{}\n", value(x)));
        let sheet = Sheet::new(&format!("cusum{at}"), &csv);
        let (window, sensitivity) = (&case["window_size"], &case["sensitivity"]);
        let asked = flags(&format!("--value x --date i --window-size {window} --sensitivity {sensitivity}"));
        let found = stats("cusum", &sheet, &asked);
        for (i, row) in found.as_array().unwrap().iter().enumerate() {
            near(&row["smax"], &case["peer_output"]["smax"][i], &format!("{} {i}", case["name"]));
            near(
                &row["target_mean"],
                &case["peer_output"]["target_mean"][i],
                &format!("{} {i}", case["name"]),
            );
        }
    }
}

#[test]
fn golden_trends_are_marked_as_fingertips_marks_them() {
    let Some(cases) = read("change/fingertips_recent_trend.json") else { return };
    let mut tried = 0;
    for case in cases["next"].as_array().unwrap() {
        let mut csv = "year,count,value,n,low,high\n".to_owned();
        for p in case["points"].as_array().unwrap() {
            let cell = |key: &str| if p[key].is_null() { String::new() } else { p[key].to_string() };
            let date = p["Date"].as_str().unwrap();
            let cells = ["Count", "Value", "Denominator", "LowerCI", "UpperCI"].map(cell).join(",");
            writeln!(csv, "{date},{cells}").unwrap();
        }
        let polarity = case["Polarity"].as_str().unwrap().to_lowercase().replace(' ', "-");
        let sheet = Sheet::new(&format!("trend{tried}"), &csv);
        let asked = flags(&format!(
            "--date year --value value --lower low --upper high --numerator count --denominator n --polarity {polarity}"
        ));
        let found = &stats("trend", &sheet, &asked)[0];
        assert_eq!(found["marker"], case["expected_trend"], "{}", case["case"]);
        tried += 1;
    }
    assert!(tried > 2, "{tried}");
}
