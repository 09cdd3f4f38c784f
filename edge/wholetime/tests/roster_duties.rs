//! `wholetime roster check --rules` on a real command line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly")]

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

const DUTIES: &str = "person,start,end\n\
    Patel,2026-10-20T08:00+01:00,2026-10-20T20:30+01:00\n\
    Patel,2026-10-21T08:00+01:00,2026-10-21T20:30+01:00\n\
    Okafor,2026-10-12T21:00+01:00,2026-10-13T07:00+01:00\n\
    Okafor,2026-10-15T05:00+01:00,2026-10-15T15:00+01:00\n\
    Patel,2026-10-19T08:00+01:00,2026-10-19T20:30+01:00\n\
    Patel,2026-10-22T08:00+01:00,2026-10-22T20:30+01:00\n\
    Patel,2026-10-24T20:30+01:00,2026-10-25T09:00+00:00\n\
    Okafor,2026-10-20T09:00+01:00,2026-10-20T17:00+01:00\n";

const PERIODS: &str = "person,period_start,period_end,tail,reference_weeks\n\
    Patel,2026-10-21,2026-11-03,yes,2\n\
    Okafor,2026-10-12,2026-10-18,no,1\n";

/// A file under the system's folder for temporary files, gone with the value.
struct Kept(PathBuf);

impl Kept {
    fn new(test: &str, name: &str, text: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("wholetime-duties-{}-{test}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn run(flags: &[&str]) -> (Option<i32>, String, String) {
    let done =
        Command::new(env!("CARGO_BIN_EXE_wholetime")).args(["roster", "check"]).args(flags).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn breaches_measures_and_the_duties_that_did_it() {
    let duties = Kept::new("usual", "duties.csv", DUTIES);
    let periods = Kept::new("usual", "periods.csv", PERIODS);
    let excluded = Kept::new("usual", "excluded.csv", "person,date\nOkafor,2026-10-14\n");
    let (code, out, err) = run(&[
        "--rules",
        "resident-doctors-2016",
        duties.path(),
        "--periods",
        periods.path(),
        "--excluded-days",
        excluded.path(),
        "--format",
        "json",
    ]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let out: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&out["rules"], &out["as_of"]), (&json!("resident-doctors-2016"), &json!("2026-10-24")));
    let [okafor, patel] = [&out["people"][0], &out["people"][1]];
    assert_eq!(okafor["person"], "Okafor");
    // 46 hours of rest, as the clock of one night has it; (20 + 8) hours in one week, a day of leave made up.
    assert_eq!(okafor["breaches"], json!([]));
    assert_eq!(
        okafor["measures"],
        json!({"max_shift_hours": 10.0, "max_hours_in_168": 20.0, "min_rest_hours": 46.0, "longest_run_long": 0,
            "longest_run_long_evening": 0, "longest_run_night": 1, "longest_run_any": 1, "average_hours": 28.0})
    );
    assert_eq!(okafor["average_hours"], 28.0, "flat as well");
    assert_eq!(patel["breaches"], json!(["wtr-daily-rest-11"]));
    assert_eq!((&patel["longest_run_long"], &patel["max_shift_hours"]), (&json!(4), &json!(13.5)));
    let [shift, rest] = [&patel["findings"][0], &patel["findings"][1]];
    assert_eq!((&shift["rule"], &shift["breach"]), (&json!("rd-max-shift-13"), &json!(false)));
    assert_eq!((&rest["rule"], &rest["breach"]), (&json!("wtr-daily-rest-11"), &json!(true)));
    assert_eq!(
        rest["sentence"],
        "At most 10 h 30 min of rest in the 24 hours from the start of the duty on Sat 24 October 2026 at 20:30; 11 hours is the least."
    );
    let night = json!([{"start": "2026-10-24T20:30+01:00", "end": "2026-10-25T09:00+00:00"}]);
    assert_eq!(rest["duties"], night);
    let sources = out["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 12);
    assert_eq!(sources[3]["since"], "2019-08-07", "long shifts after the refresh");
}

#[test]
fn the_book_s_example_is_what_is_printed() {
    let book = include_str!("../../../book/working-time.md");
    let block = |start: &str| {
        let found = book.split("```\n").find(|block| block.starts_with(start));
        found.unwrap_or_else(|| panic!("no block starts with {start}"))
    };
    let duties = Kept::new("book", "duties.csv", block("person,start,end"));
    let periods = Kept::new("book", "periods.csv", block("person,period_start"));
    let leave = Kept::new("book", "leave.csv", "person,date\nOkafor,2026-10-23\n");
    let beside = ["--periods", periods.path(), "--excluded-days", leave.path()];
    let (code, out, err) = run(&[&["--rules", "resident-doctors-2016", duties.path()], &beside[..]].concat());
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(out, block("Rules "));
}

#[test]
fn rows_for_a_sheet_and_sentences_for_a_reader() {
    let duties = Kept::new("forms", "duties.csv", DUTIES);
    let (code, out, err) = run(&["--rules", "resident-doctors-2016", duties.path(), "--format", "csv"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        [
            "person,breaches,max_shift_hours,max_hours_in_168,min_rest_hours,longest_run_long,\
             longest_run_long_evening,longest_run_night,longest_run_any,average_hours",
            "Okafor,,10,20,46,0,0,1,1,",
            "Patel,wtr-daily-rest-11,13.5,63.5,11.5,4,0,1,4,",
        ]
    );
    assert!(err.contains("People without a period (--periods): 2."), "{err}");
    let flags = ["--set", "clock-change-shift=counted", "--as-of", "2018-03-01"];
    let (_, out, _) = run(&[&["--rules", "resident-doctors-2016", duties.path()], &flags[..]].concat());
    assert!(out.starts_with(
        "Rules resident-doctors-2016 as they stood on 2018-03-01\n\nOkafor: no rule is broken\n"
    ));
    assert!(out.contains("  rd-max-shift-13: The shift on Sat 24 October 2026 at 20:30 lasts 13 h 30 min; 13 hours is the most."));
}

#[test]
fn what_cannot_be_used_is_told_with_its_address_and_others_are_judged() {
    let bad = "person,start,end\n\
        A,2026-10-19T08:00+01:00,2026-10-19T07:30+01:00\n\
        B,2026-10-19T08:00+01:00,2026-10-20T10:00+01:00\n\
        C,2026-10-19T08:00+01:00,2026-10-19T20:30+01:00\n\
        C,2026-10-19T20:00+01:00,2026-10-19T22:30+01:00\n\
        D,2026-10-19T08:00,2026-10-19T16:30+01:00\n\
        E,2026-10-19T08:00+01:00,2026-10-19T16:30+01:00\n\
        E,2026-10-19T08:00+01:00,2026-10-19T16:30+01:00\n\
        ,2026-10-19T08:00+01:00,2026-10-19T16:30+01:00\n\
        G,2026-10-19T08:00+01:00,2026-10-19T16:30+01:00\n\
        H,2026-10-19T08:00+01:00,2026-10-19T16:30+01:00\n";
    let duties = Kept::new("bad", "duties.csv", bad);
    let periods = "person,period_start,period_end,tail,reference_weeks\n\
        Z,2026-10-01,2026-10-30,yes,4\n\
        H,2026-10-01,2026-10-30,maybe,4\n";
    let periods = Kept::new("bad", "periods.csv", periods);
    let excluded = Kept::new("bad", "excluded.csv", "person,date\nY,2026-10-14\n");
    let beside = ["--periods", periods.path(), "--excluded-days", excluded.path(), "--format", "csv"];
    let (code, out, err) = run(&[&["--rules", "resident-doctors-2016", duties.path()], &beside[..]].concat());
    assert_eq!(code, Some(2));
    for words in [
        "duties.csv, row 2, column end: found an end at 2026-10-19T07:30+01:00, expected one after the start at 2026-10-19T08:00+01:00.",
        "duties.csv, row 3, column end: found an end at 2026-10-20T10:00+01:00, 26 hours after the start at 2026-10-19T08:00+01:00, expected a duty of less than 26 hours.",
        "duties.csv, row 5, column start: found for C that the duty from 2026-10-19T20:00+01:00",
        "duties.csv, row 6, column start: found '2026-10-19T08:00', expected a time with its offset",
        "duties.csv, row 8, column start: found the duty of E from 2026-10-19T08:00+01:00 to 2026-10-19T16:30+01:00 a second time (first in row 7)",
        "duties.csv, row 9, column person: found nothing, expected whose duty it is.",
        "periods.csv, row 2, column person: found 'Z', expected a person of the file of duties.",
        "periods.csv, row 3, column tail: found 'maybe', expected yes, no, repeats",
        "excluded.csv, row 2, column person: found 'Y', expected a person of the file of duties.",
        "People left out because a row of theirs can't be used: 6.",
    ] {
        assert!(err.contains(words), "{words}: {err}");
    }
    let people: Vec<&str> = out.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(people, ["G"], "the others are judged all the same");
}

#[test]
fn questions_that_make_no_sense_are_refused_in_words() {
    let duties = Kept::new("asked", "duties.csv", DUTIES);
    let headings = Kept::new("asked", "headings.csv", "person,from,to\nA,1,2\n");
    let rules = "resident-doctors-2016";
    for (flags, words) in [
        (
            vec!["--rules", "junior-doctors", duties.path()],
            "--rules: found the rule set 'junior-doctors', expected one of resident-doctors-2016, working-time-regulations",
        ),
        (vec!["--rules", rules, duties.path(), "--as-of", "2016-01-01"], "--as-of: "),
        (
            vec!["--rules", rules, duties.path(), "--set", "daily-rest=never"],
            "found 'never', expected in-each-24-hours",
        ),
        (
            vec!["--rules", rules, headings.path()],
            "row 1: found the headings person, from, to, expected a column 'start'.",
        ),
        (vec![duties.path()], "required"),
        (vec![duties.path(), duties.path(), "--as-of", "2026-01-01"], "--rules"),
    ] {
        let (code, out, err) = run(&flags);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{flags:?}");
        assert!(err.contains(words), "{words}: {err}");
    }
}
