//! `stats funnel`.

use std::fmt::Write;

use serde_json::Value;

use super::{Sheet, golden, near, stats};

#[test]
fn golden_funnels_come_back_unit_by_unit() {
    let Some(text) = golden("funnel/funnelplotr.jsonl") else { return };
    let mut tried = 0;
    // Every third case: each is a process of its own, and all of them are judged in the workshop.
    for (at, line) in text.lines().enumerate().filter(|(i, _)| i % 3 == 0) {
        let case: Value = serde_json::from_str(line).unwrap();
        let kind = match case["sr_method"].as_str() {
            Some(method) => format!("SR-{method}"),
            None => case["data_type"].as_str().unwrap().to_owned(),
        };
        let mut csv = "org,x,n\n".to_owned();
        for (i, org) in case["group"].as_array().unwrap().iter().enumerate() {
            writeln!(csv, "{org},{},{}", case["numerator"][i], case["denominator"][i]).unwrap();
        }
        let sheet = Sheet::new(&format!("funnel{at}"), &csv);
        let mut asked: Vec<String> =
            ["--unit", "org", "--numerator", "x", "--denominator", "n", "--type", &kind]
                .map(str::to_owned)
                .to_vec();
        for (flag, key) in [
            ("--trim-by", "trim_by"),
            ("--multiplier", "multiplier"),
            ("--shmi-rounding", "shmi_rounding"),
            ("--requested-adjusted", "requested_adjusted"),
        ] {
            asked.extend([flag.to_owned(), case[key].to_string()]);
        }
        let found = stats("funnel", &sheet, &asked);
        let name = &case["case"];
        assert_eq!(found["used_adjusted"], case["used_adjusted"], "{name}");
        for key in ["phi", "tau2"] {
            assert!(near(&found[key], &case[key]), "{name} {key}: {} for {}", found[key], case[key]);
        }
        for (i, unit) in found["units"].as_array().unwrap().iter().enumerate() {
            for key in ["uz", "l95", "u998", "od_l95", "od_u998"] {
                assert!(
                    near(&unit[key], &case[key][i]),
                    "{name} {i} {key}: {} for {}",
                    unit[key],
                    case[key][i]
                );
            }
        }
        tried += 1;
    }
    assert!(tried >= 10, "{tried}");
}

#[test]
fn rows_of_one_unit_are_added_up() {
    let rows = "org,x,n\nA,10,90\nB,20,200\nC,12,110\nA,5,10\nD,30,260\nE,9,100\n";
    let asked =
        ["--unit", "org", "--numerator", "x", "--denominator", "n", "--type", "PR"].map(str::to_owned);
    let found = stats("funnel", &Sheet::new("funnel-twice", rows), &asked);
    assert_eq!(found["units"].as_array().unwrap().len(), 5);
    assert_eq!((&found["units"][0]["unit"], &found["units"][0]["denominator"]), (&"A".into(), &100.0.into()));
    assert_eq!(found["units"][0]["value"], 0.15);
}
