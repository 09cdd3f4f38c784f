//! `stats spc`.

use std::fmt::Write;

use serde_json::Value;

use super::{Sheet, flags, golden, run, stats};

/// Letters of every point in one text.
fn letters(points: &Value, key: &str) -> String {
    points.as_array().unwrap().iter().filter_map(|p| p[key].as_str()).collect()
}

#[test]
fn golden_series_come_back_letter_by_letter() {
    let Some(text) = golden("spc/ptd_edge_cases.jsonl") else { return };
    // Every fifth case: each is a process of its own, and all of them are judged in the workshop.
    for (at, line) in text.lines().enumerate().filter(|(i, _)| i % 5 == 0) {
        let case: Value = serde_json::from_str(line).unwrap();
        let mut csv = "when,how many\n".to_owned();
        for (date, value) in case["dates"].as_array().unwrap().iter().zip(case["values"].as_array().unwrap())
        {
            let value = if value.is_null() { String::new() } else { value.to_string() };
            writeln!(csv, "{},{value}", date.as_str().unwrap()).unwrap();
        }
        let sheet = Sheet::new(&format!("spc{at}"), &csv);
        let mut asked = flags(&case["options"]);
        asked.extend(["--date", "when", "--value", "how many", "--mode", "peer"].map(str::to_owned));
        let found = &stats("spc", &sheet, &asked)["series"][0];
        let name = format!("{} {}", case["case"], case["series"]);
        for key in ["special", "point"] {
            assert_eq!(letters(&found["points"], key), case[key].as_str().unwrap(), "{name} {key}");
        }
        for key in ["variation_icon", "assurance_icon"] {
            assert_eq!(found[key], case[key], "{name} {key}");
        }
    }
}

#[test]
fn what_is_no_number_is_refused_with_its_place() {
    let sheet = Sheet::new("refused", "month,late\n2026-01-01,3\n2026-02-01,three\n");
    let asked = ["--date", "month", "--value", "late"].map(str::to_owned);
    let (code, _, err) = run("spc", &sheet, &asked);
    assert_eq!(code, Some(2));
    assert!(err.contains("row 3, column late: found 'three', expected a number"), "{err}");
    let (code, _, err) = run("spc", &sheet, &["--value".to_owned(), "lat".to_owned()]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no column 'lat'. The headings are: month, late"), "{err}");
}

#[test]
fn facets_keep_their_order_and_rows_their_time() {
    let sheet = Sheet::new("facets", "d,v,f\n2026-02-01,2,b\n2026-01-01,1,b\n2026-01-01,,a\n");
    let asked = ["--date", "d", "--value", "v", "--facet", "f"].map(str::to_owned);
    let found = stats("spc", &sheet, &asked);
    assert_eq!(found["series"][0]["series"], "b");
    assert_eq!(found["series"][0]["points"][0]["value"], 1.0);
    assert_eq!(found["series"][1]["points"][0]["value"], Value::Null);
    assert_eq!(found["series"][1]["variation_icon"], Value::Null);
}

#[test]
fn one_outlier_is_one_signal_in_the_corrected_reading() {
    let mut csv = "month,late\n".to_owned();
    for i in 0..24 {
        let value = if i == 10 { 90.0 } else { 5.0 + f64::from(i * 7 % 5) * 0.3 };
        writeln!(csv, "202{}-{:02}-01,{value}", 4 + i / 12, i % 12 + 1).unwrap();
    }
    let sheet = Sheet::new("corrected", &csv);
    let asked = |mode: &str| ["--date", "month", "--value", "late", "--mode", mode].map(str::to_owned);
    // The peer's mean keeps the outlier and its limits leave it out: nearly every ordinary month is a signal.
    let peer = &stats("spc", &sheet, &asked("peer"))["series"][0];
    assert!(letters(&peer["points"], "special").chars().filter(|c| *c != '.').count() > 20);
    let ours = &stats("spc", &sheet, &asked("corrected"))["series"][0];
    assert_eq!(letters(&ours["points"], "special"), "..........U.............");
    assert_eq!(ours["variation_icon"], "common_cause");
}
