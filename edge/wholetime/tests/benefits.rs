//! `wholetime benefits` and `wholetime gap waterfall` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn book(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book").join(name).display().to_string()
}

fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime")).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// A file of its own for each test.
fn scratch(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("wholetime-benefits-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn lines_are_listed_and_each_pound_counts_once() {
    let (ledger, base) = (book("benefits.jsonl"), book("benefits-base.csv"));
    let (code, out, err) = run(&["benefits", "list", &ledger, "--base", &base, "--format", "csv"]);
    assert_eq!(code, Some(0), "{err}");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].ends_with(
        "full_year_pence,planned_pence,year_to_date_pence,verified_pence,outturn_pence,counted_pence"
    ));
    assert_eq!(
        lines[1],
        "L1,Bank hours not bought on ward 7,DEMO07,cash-releasing,pay,true,awaits finance,7200000,6000000,2800000,1620000,5800000,5800000"
    );
    // Half of the gloves are claimed twice: by the employer that bought them, and by the one that joined it.
    assert!(lines[4].ends_with(",600000,500000,50000,0,500000,50000"), "{}", lines[4]);
    assert!(
        err.contains("A1: 'All wards out on time' was due on 2026-10-01 and is not reached (omar)."),
        "{err}"
    );
    assert!(err.contains("L4 (planned): £4,500.00 of £4,500.00 is not counted."), "{err}");
    assert!(
        err.contains(
            "L3 of DEMO03 and L4 of DEMO17 claim the same rows, and what they share is counted once."
        ),
        "{err}"
    );
    let (_, _, err) = run(&["benefits", "list", &ledger]);
    assert!(
        err.contains("Without --base overlap is not looked for: these pounds must not be added up."),
        "{err}"
    );
}

#[test]
fn the_waterfall_runs_from_the_gap_to_what_is_left() {
    let (ledger, base) = (book("benefits.jsonl"), book("benefits-base.csv"));
    let from = ["gap", "waterfall", &ledger, "--base", &base];
    let (code, out, err) =
        run(&[&from[..], &["--gap", "1000000", "--since", "2026-09-30", "--format", "csv"]].concat());
    assert_eq!(code, Some(0), "{err}");
    let cash = out.lines().nth(1).unwrap();
    assert!(cash.starts_with("cash-releasing,all,") && cash.ends_with(",2470000"), "{out}");
    assert!(
        err.contains("Of the gap of £1,000,000.00, £24,700.00 is closed and £975,300.00 is left"),
        "{err}"
    );
    assert!(
        err.contains("Verified cash-releasing pounds rose by £6,500.00 to £24,700.00: L2 +£6,500.00"),
        "{err}"
    );
    let (_, out, err) = run(&[&from[..], &["--by-employer", "--format", "json"]].concat());
    let list: serde_json::Value = serde_json::from_str(&out).unwrap();
    let verified: i64 =
        list.as_array().unwrap().iter().map(|row| row["verified_pence"].as_i64().unwrap()).sum();
    assert_eq!(verified, 2_470_000);
    assert!(err.contains("No gap is loaded, so what is left of it can't be said."), "{err}");
    let (code, _, err) = run(&[&from[..], &["--gap", "1m"]].concat());
    assert_eq!((code, err.contains("--gap: found '1m', expected pounds in full")), (Some(2), true), "{err}");
}

#[test]
fn finance_verifies_and_nobody_their_own() {
    let text = std::fs::read_to_string(book("benefits.jsonl")).unwrap();
    // As somebody leaves it who edited the file by hand.
    let path = scratch("verify.jsonl", text.trim_end());
    let file = path.display().to_string();
    let verify = |by: &str, more: &[&str]| {
        let head =
            ["benefits", "verify", &file, "L4", "--through", "2026-07", "--on", "2026-11-23", "--by", by];
        run(&[&head[..], more].concat())
    };
    let proof = ["--virement", "V-1", "--cost-centre", "40310", "--account-code", "52011"];
    let (code, _, err) = verify("pia", &proof);
    assert_eq!((code, err.trim()), (Some(2), "Pia is owner: this is for finance."));
    let (code, _, err) = verify("fay", &[]);
    assert!(code == Some(2) && err.contains("it needs a budget virement or a deleted post"), "{err}");
    assert_eq!(verify("fay", &["--virement", "V-1"]).0, Some(2));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text.trim_end());
    let (code, _, err) = verify("fay", &proof);
    assert_eq!((code, err.trim()), (Some(0), "L4 is verified to July 2026 by fay."));
    let after = std::fs::read_to_string(&path).unwrap();
    assert_eq!(after.strip_prefix(&text).unwrap().lines().count(), 1);
    let (_, out, _) = run(&["benefits", "list", &file, "--format", "csv"]);
    assert!(out.contains("L4,") && out.lines().nth(4).unwrap().contains(",verified,"), "{out}");
    let _ = std::fs::remove_file(&path);
}

#[test]
fn entries_are_recorded_all_or_none() {
    let new = r#"{"on":"2026-11-23","by":"omar","event":{"actual":{"line":"L2","month":"2026-10","pounds":"4100"}}}"#;
    let bad = r#"{"on":"2026-11-22","by":"omar","event":{"closed":{"line":"L2","lesson":"x"}}}"#;
    let text = std::fs::read_to_string(book("benefits.jsonl")).unwrap();
    let (ledger, entries) =
        (scratch("ledger.jsonl", &text), scratch("new.jsonl", &format!("{new}\n{bad}\n")));
    let (file, more) = (ledger.display().to_string(), entries.display().to_string());
    let (code, _, err) = run(&["benefits", "record", &file, &more]);
    assert!(
        code == Some(2) && err.contains(&format!("{more}, line 2: It is dated 2026-11-22, before")),
        "{err}"
    );
    assert_eq!(std::fs::read_to_string(&ledger).unwrap(), text);
    std::fs::write(&entries, new).unwrap();
    let (code, _, err) = run(&["benefits", "record", &file, &more]);
    assert_eq!((code, err.trim()), (Some(0), "1 entry added; the ledger holds 59."));
    assert_eq!(std::fs::read_to_string(&ledger).unwrap(), format!("{text}{new}\n"));
    for path in [ledger, entries] {
        let _ = std::fs::remove_file(path);
    }
}

#[test]
fn a_measure_says_whether_it_worked() {
    let text = std::fs::read_to_string(book("benefits.jsonl")).unwrap();
    let with = r#""certainty":80,"metric":"agency-share-of-pay","price":"1","#;
    let ledger = scratch("measured.jsonl", &text.replacen(r#""certainty":80,"#, with, 1));
    let mut series = "organisation,period,metric,numerator,denominator\n".to_owned();
    let mut chance = 7_u64;
    for n in 0..16 {
        for at in 0..36 {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let noise = (chance >> 33) % 3_000;
            let (year, month) = (2023 + (at + 10) / 12, (at + 10) % 12 + 1);
            let saved = if n == 0 && at >= 31 { 6_000 } else { 0 };
            let org = if n == 0 { "DEMO07".to_owned() } else { format!("DEMO{}", 20 + n) };
            let pounds = 40_000 + 900 * n + noise - saved;
            series.push_str(&format!("{org},{year}-{month:02},agency-share-of-pay,{pounds},1000000\n"));
        }
    }
    let figures = scratch("series.csv", &series);
    let (file, returns) = (ledger.display().to_string(), figures.display().to_string());
    let (code, out, err) = run(&["benefits", "prove", &file, "L1", "--series", &returns, "--format", "csv"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(out.lines().next(), Some("line,month,value,expected,proved_pence,claimed_pence"));
    assert_eq!(out.lines().count(), 6);
    assert!(err.starts_with("L1 worked: it saved £") && err.contains("£28,000.00 was claimed."), "{err}");
    let (code, out, _) = run(&["benefits", "prove", &file, "--series", &returns, "--format", "csv"]);
    assert!(code == Some(0) && out.lines().nth(1).unwrap().starts_with("L1,worked,2800000,"), "{out}");
    let (code, _, err) = run(&["benefits", "prove", &file, "L9", "--series", &returns]);
    assert!(code == Some(2) && err.contains("There is no line 'L9' in"), "{err}");
    std::fs::write(&figures, series.replacen("40000", "much", 1).replacen("1000000\n", "n/a\n", 1)).unwrap();
    let (code, _, err) = run(&["benefits", "prove", &file, "L1", "--series", &returns]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains(&format!("{returns}, row 2, column denominator: found 'n/a', expected a number.")),
        "{err}"
    );
    for path in [ledger, figures] {
        let _ = std::fs::remove_file(path);
    }
}

#[test]
fn a_bad_base_or_ledger_is_told_by_row() {
    let base = scratch(
        "base.csv",
        "row,kind,capacity,cost\na,hours,10,1\nb,minutes,10,1\nc,hours,x,1\nd,hours,1,60k\n",
    );
    let (ledger, file) = (book("benefits.jsonl"), base.display().to_string());
    let (code, _, err) = run(&["benefits", "list", &ledger, "--base", &file]);
    assert_eq!(code, Some(2));
    for words in [
        "row 3, column kind: found 'minutes', expected hours, FTE days, shifts, order line, posts or spend.",
        "row 4, column capacity: found 'x', expected a number, such as 1950.",
        "row 5, column cost: found '60k', expected pounds in full, such as 120000.50.",
    ] {
        assert!(err.contains(&format!("{file}, {words}")), "{words}: {err}");
    }
    let (code, _, err) = run(&["benefits", "list", "no-such-ledger.jsonl"]);
    assert!(code == Some(2) && err.contains("no-such-ledger.jsonl"), "{err}");
    let (code, _, err) = run(&["benefits", "list", &file]);
    assert!(code == Some(2) && err.contains(", line 1: It is not an entry of a ledger"), "{err}");
    let _ = std::fs::remove_file(base);
}

#[test]
fn a_store_keeps_the_ledger_as_a_file_does() {
    let folder = std::env::temp_dir().join(format!("wholetime-benefits-store-{}", std::process::id()));
    let store = folder.display().to_string();
    let (ledger, base) = (book("benefits.jsonl"), book("benefits-base.csv"));
    let (code, _, err) = run(&["benefits", "base", "--store", &store, &base]);
    assert_eq!(code, Some(0), "{err}");
    let (code, _, err) = run(&["benefits", "record", "--store", &store, &ledger]);
    assert_eq!(code, Some(0), "{err}");
    let of_file = run(&["benefits", "list", &ledger, "--base", &base, "--format", "csv"]);
    let of_store = run(&["benefits", "list", "--store", &store, "--format", "csv"]);
    assert_eq!((of_store.0, &of_store.1), (Some(0), &of_file.1), "{}", of_store.2);
    let args =
        ["--through", "2026-10", "--virement", "V-2304", "--cost-centre", "10707", "--account-code", "31120"];
    let verify = |by: &str, line: &str| {
        let mut all = vec!["benefits", "verify", "--store", &store, line, "--by", by];
        all.extend(args);
        run(&all)
    };
    let (code, _, err) = verify("omar", "L1");
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("Omar is owner: this is for finance."), "{err}");
    let (code, _, err) = verify("fay", "L1");
    assert_eq!(code, Some(0), "{err}");
    let (_, out, _) = run(&["benefits", "list", "--store", &store, "--format", "csv"]);
    assert!(out.lines().nth(1).unwrap().contains(",verified,"), "{out}");
    let (code, _, err) = run(&["gap", "waterfall", "--store", &store]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("No gap is loaded"), "{err}");
    // What is recorded twice is refused, and nothing of it is kept.
    let (code, _, err) = run(&["benefits", "record", "--store", &store, &ledger]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("line 1: It is dated 2026-04-01, before the last entry"), "{err}");
    let (code, _, err) = run(&["benefits", "prove", "--store", &store, "L1"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("Can't tell"), "{err}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_gap_is_projected_kept_and_based_anew() {
    let folder = std::env::temp_dir().join(format!("wholetime-gap-store-{}", std::process::id()));
    let store = folder.display().to_string();
    let base = scratch("gap-base.csv", "organisation,pay,non_pay,income\nRJ6,600000,400000,990000\n");
    let mut rates = "year,what,central,low,high\n".to_owned();
    for year in 2026..2029 {
        for (what, central) in [("activity", 2), ("price", 1), ("pay", 3), ("workforce", 1), ("income", 2)] {
            rates.push_str(&format!("{year},{what},{central},{},{}\n", central - 1, central + 1));
        }
    }
    let rates = scratch("rates.csv", &rates);
    let (base, rates) = (base.display().to_string(), rates.display().to_string());
    let made =
        ["gap", "project", "--baseline", &base, "--growth", &rates, "--covers", "Croydon", "--format", "csv"];
    let (code, out, err) = run(&made);
    assert_eq!(code, Some(0), "{err}");
    // 600,000 × 1.01 × 1.03 + 400,000 × 1.02 × 1.01 − 990,000 × 1.02
    assert!(out.lines().nth(1).unwrap().starts_with("2026/27,RJ6,"), "{out}");
    assert!(out.contains(",2646000,"), "{out}");
    assert!(err.contains("History, no part of these figures") && err.contains("4760 million"), "{err}");
    let keep = ["--source", "Plan of April", "--on", "2026-04-01", "--store", &store, "--save"];
    let kept = run(&[&made[..], &keep[..]].concat());
    assert!(
        kept.2.contains("Kept as version 1") && kept.2.contains("The gap is £26,460.00: Croydon, 2026/27"),
        "{}",
        kept.2
    );
    let (_, again, err) = run(&["gap", "project", "--store", &store, "--format", "csv"]);
    assert_eq!(again, out, "{err}");
    let stated = scratch("stated.csv", "organisation,year,gap\nRJ6,2026,30000\n").display().to_string();
    let anew = ["gap", "project", "--stated", &stated, "--source", "Board", "--store", &store, "--save"];
    assert!(run(&anew).2.contains("Kept as version 2"), "based anew");
    let (_, shown, _) = run(&["gap", "show", "--store", &store]);
    assert!(shown.starts_with("30000.00\t"), "{shown}");
    let (code, _, err) = run(&["gap", "project", "--baseline", &base]);
    assert_eq!(code, Some(2), "{err}");
    std::fs::remove_dir_all(&folder).unwrap();
}
