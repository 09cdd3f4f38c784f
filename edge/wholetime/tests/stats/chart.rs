//! `stats chart`.

use std::fmt::Write;

use serde_json::Value;

use super::{Sheet, golden, near, run, stats};

#[test]
fn golden_proportions_come_back_line_by_line() {
    let Some(text) = golden("spc/qicharts2_charts.jsonl") else { return };
    let mut tried = 0;
    for (at, line) in text.lines().enumerate() {
        let case: Value = serde_json::from_str(line).unwrap();
        let name = case["case"].as_str().unwrap();
        let Some(kind) = ["p", "pp", "u", "up"].into_iter().find(|k| name.ends_with(&format!("/{k}"))) else {
            continue;
        };
        tried += 1;
        let mut csv = "month,late,all\n".to_owned();
        for (i, date) in case["x"].as_array().unwrap().iter().enumerate() {
            let n = case["n"][i].as_f64().unwrap();
            let late = (case["y"][i].as_f64().unwrap() * n).round();
            writeln!(csv, "{},{late},{n}", date.as_str().unwrap()).unwrap();
        }
        let sheet = Sheet::new(&format!("chart{at}"), &csv);
        let asked =
            ["--type", kind, "--value", "late", "--denominator", "all", "--date", "month"].map(str::to_owned);
        let found = &stats("chart", &sheet, &asked)["series"][0];
        for (i, point) in found["points"].as_array().unwrap().iter().enumerate() {
            for key in ["y", "cl", "lcl", "ucl", "lcl.95", "ucl.95"] {
                let want = case[key].get(i).unwrap_or(&case[key]);
                assert!(near(&point[key], want), "{name} {i} {key}: {} for {want}", point[key]);
            }
        }
        assert_eq!(found["runs"], case["runs"], "{name}");
    }
    assert!(tried > 10, "{tried}");
}

#[test]
fn a_chart_that_cannot_be_drawn_says_why() {
    let sheet = Sheet::new("chart-bare", "late\n3\n4\n");
    let (code, _, err) = run("chart", &sheet, &["--type", "p", "--value", "late"].map(str::to_owned));
    assert_eq!(code, Some(2));
    assert!(err.contains("this chart needs denominators"), "{err}");
    let asked = ["--type", "i", "--value", "late", "--exclude", "0"].map(str::to_owned);
    let (code, _, err) = run("chart", &sheet, &asked);
    assert_eq!(code, Some(2));
    assert!(err.contains("counts points from 1"), "{err}");
    let asked = ["--value", "late", "--window-size", "0"].map(str::to_owned);
    assert_eq!(run("cusum", &sheet, &asked).0, Some(2));
}
