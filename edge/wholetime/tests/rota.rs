//! `wholetime rota` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime")).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

fn scratch(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("wholetime-rota-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

const SHIFTS: &str = "shift,start,end,mon,tue,wed,thu,fri,sat,sun,normal\n\
    D,08:30,16:30,3,3,3,3,3,,,yes\nL,08:30,21:00,1,1,1,1,1,1,1,\nN,20:30,09:00,1,1,1,1,1,1,1,\n";

#[test]
fn a_pattern_is_found_written_and_judged_again() {
    let (shifts, out) = (scratch("shifts.csv", SHIFTS), scratch("pattern.csv", ""));
    let (shifts, out) = (shifts.display().to_string(), out.display().to_string());
    let (code, found, err) =
        run(&["rota", "solve", &shifts, "--doctors", "10", "--out", &out, "--format", "json"]);
    assert_eq!(code, Some(0), "{err}");
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["fine"], true, "{found}");
    let (code, checked, err) = run(&["rota", "check", &shifts, &out, "--format", "json"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(serde_json::from_str::<Value>(&checked).unwrap(), found, "the judge of a file says the same");
    let (_, text, _) = run(&["rota", "check", &shifts, &out]);
    assert!(text.contains("Every shift has its people, and no rule is broken."), "{text}");
}

#[test]
fn what_cannot_be_is_said_before_it_is_looked_for() {
    let shifts = scratch("few.csv", SHIFTS).display().to_string();
    let (code, text, err) = run(&["rota", "solve", &shifts, "--doctors", "5", "--time", "1"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(
        err.contains(
            "There is no lawful pattern: The shifts come to 59.0 hours a week for each of 5 doctors"
        ),
        "{err}"
    );
    assert!(text.contains("Broken (wtr-average-48)"), "{text}");
    let (code, _, err) = run(&["rota", "solve", &shifts, "--doctors", "2", "--time", "1"]);
    assert_eq!(
        (code, err.contains("5 doctors are needed on a mon, and the rota has 2.")),
        (Some(2), true),
        "{err}"
    );
    let (code, _, err) = run(&["rota", "check", &shifts, &shifts]);
    assert_eq!((code, err.contains("line 1, column week: found 'shift,start")), (Some(2), true), "{err}");
}

const PLANS: &str = "consultant,contracted,specialty,weekday,start,end,category,activity,weeks,pas\n\
    Ahmed,10,cardiology,mon,09:00,13:00,DCC,clinic,,\nAhmed,,,,,,SPA,core,,2.5\n\
    Brown,3.5,Cardiology,wed,09:00,13:00,DCC,clinic,,\nBrown,,,,,,SPA,core,,2.5\n";
const DEMAND: &str = "specialty,activity,weekday,start,end,sessions\ncardiology,clinic,mon,09:00,13:00,2\ncardiology,clinic,fri,09:00,13:00,1\n";

#[test]
fn job_plans_are_set_against_what_is_needed_with_pounds() {
    let (plans, demand) = (scratch("plans.csv", PLANS), scratch("demand.csv", DEMAND));
    let (plans, demand) = (plans.display().to_string(), demand.display().to_string());
    let ask = |more: &[&str]| {
        let mut args = vec!["rota", "jobplan", &plans, &demand, "--as-of", "2025-06-02"];
        args.extend(more);
        run(&args)
    };
    let (code, text, err) = ask(&[]);
    assert_eq!(code, Some(0), "{err}");
    assert!(text.contains("Ahmed: 6.50 PAs of the contract are not in the plan."), "{text}");
    // Friday's clinic fits into Ahmed's week; Monday's second is at the time of his own, and Wednesday's could move there.
    assert!(text.contains("Cardiology clinic fri 09:00-13:00: Ahmed"), "{text}");
    // A tenth of £109,725, and 30% on top.
    assert!(text.contains("£14,264"), "{text}");
    assert!(text.contains("from memory"), "{text}");
    let (_, text, _) = ask(&["--price", "12000", "--format", "json"]);
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found["days"][0]["lacking"], 1.0);
    assert_eq!(found["days"][0]["pounds_a_year"]["central"], 12000.0);
    let kinds: Vec<&str> =
        found["opportunities"].as_array().unwrap().iter().map(|o| o["kind"].as_str().unwrap()).collect();
    assert_eq!(
        (kinds, &found["placed_is_the_most"]),
        (vec!["place", "move", "unplanned"], &Value::Bool(true))
    );
    let (_, text, _) = ask(&["--price", "12000", "--format", "csv"]);
    assert!(
        text.contains("\nmon,morning,Cardiology clinic,2.00,1.00,1.00,12000.00,12000.00,12000.00\n"),
        "{text}"
    );
    let (code, _, err) = run(&["rota", "jobplan", &demand, &plans]);
    assert_eq!((code, err.contains("column consultant: found 'specialty,")), (Some(2), true), "{err}");
    let (code, _, err) = run(&["rota", "jobplan", &plans, &demand, "--as-of", "2001-01-01"]);
    assert_eq!(
        (code, err.contains("--as-of: Programmed activities of a full-time consultant starts on")),
        (Some(2), true),
        "{err}"
    );
}
