//! `wholetime portfolio` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/portfolio.csv")
}

fn run(file: &Path, flags: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .arg("portfolio")
        .arg(file)
        .args(["--on", "2026-11-23"])
        .args(flags)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

fn written(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("wholetime-portfolio-{}-{name}.csv", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

const LIMITS: [&str; 6] = ["--budget", "1500000", "--people", "15", "--attention", "200"];

/// Ids of what is taken, in the order of the file.
fn taken(csv: &str) -> Vec<String> {
    let rows = csv.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|cells| cells[3] == "true").map(|cells| cells[0].to_owned()).collect()
}

#[test]
fn the_example_is_chosen_under_its_limits_and_says_why() {
    let (code, out, err) = run(&example(), &[&LIMITS[..], &["--format", "csv"]].concat());
    assert_eq!(code, Some(0), "{err}");
    assert!(out.starts_with(
        "id,name,type,taken,spend_pence,present_cost_pence,present_benefit_pence,net_low_pence,"
    ));
    assert_eq!(
        taken(&out),
        ["bank-first", "weekly-pay", "agency-caps", "estates-small", "medicines", "procurement"]
    );
    assert_eq!(out.lines().count(), 15);
    for words in [
        "6 of 14 candidates, worth £2,785,268.21 net of cost today; £1,184,749.50 if every benefit turns out low.",
        "No other choice within the limits is worth more.",
        "budget: £1,492,000.00 of £1,500,000.00 used.",
        "Of 3 candidates of other types only the costs are, as types are never added.",
    ] {
        assert!(err.contains(words), "{words}: {err}");
    }
    let (_, out, _) = run(&example(), &[&LIMITS[..], &["--format", "json"]].concat());
    let list: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&list[1]["taken"], &list[1]["net_pence"]), (&true.into(), &67_300_432.into()));
}

#[test]
fn limits_ranges_and_frontiers_are_told() {
    let (code, out, _) = run(&example(), &[&LIMITS[..], &["--show", "limits", "--format", "csv"]].concat());
    assert_eq!(code, Some(0));
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        [
            "limit,unit,most,used,shadow_price_pence,tenth_more_pence,without_pence",
            "budget,pound,1500000.00,1492000.00,86,22439018,44831913",
            "people,WTE,15,11.5,0,0,0",
            "attention,day,200,150,0,0,0"
        ]
    );
    let (_, out, _) = run(&example(), &[&LIMITS[..], &["--show", "risk", "--format", "csv"]].concat());
    let risks: Vec<i64> =
        out.lines().skip(1).map(|l| l.split(',').nth(2).unwrap().parse().unwrap()).collect();
    assert!(risks.len() > 5 && risks.is_sorted(), "{out}");
    let (_, out, _) = run(&example(), &[&LIMITS[..], &["--show", "quality"]].concat());
    assert!(out.contains("flow"), "quality is bought with pounds: {out}");
    let (_, _, err) = run(&example(), &[&LIMITS[..], &["--protect", "3"]].concat());
    assert!(err.contains("should any 3 of them turn out low"), "{err}");
    let by_year = ["--budget", "500000,200000,100000", "--format", "csv"];
    let (_, out, err) = run(&example(), &by_year);
    assert!(err.contains("budget, year 0: ") && !taken(&out).contains(&"estates-small".to_owned()), "{err}");
}

#[test]
fn bad_rows_and_flags_are_told_in_words() {
    let text = std::fs::read_to_string(example()).unwrap();
    let path =
        written("bad", &text.replace("equipment,70", "computers,70").replace("bank-first,Bank", ",Bank"));
    let (code, out, err) = run(&path, &LIMITS);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains("row 2, column optimism: found 'computers', expected one of standard-buildings"),
        "{err}"
    );
    assert!(err.contains("row 3, column id: found '', expected a short name"), "{err}");
    let _ = std::fs::remove_file(path);
    let path = written("empty", "id,type,cost_0,benefit_0\n");
    assert!(run(&path, &[]).2.contains("found no candidates"));
    let _ = std::fs::remove_file(path);
    assert!(
        run(&example(), &["--people=-1"])
            .2
            .contains("--people: found '-1', expected a number from nought up")
    );
    assert!(run(&example(), &["--within", "2"]).2.contains("expected a part from 0 to 1"));
}

#[test]
fn two_thousand_candidates_are_chosen_from_within_a_thousandth() {
    // A linear congruence is random enough for a file.
    let mut state = 7_u64;
    let mut next = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let mut text = "id,type,cost_0,benefit_0,benefit_1,people,attention\n".to_owned();
    for at in 0..2_000 {
        let cost = 5_000 + next(200_000);
        let (benefit, more) = (next(cost), cost / 2 + next(60_000));
        text += &format!("c{at},cash-releasing,{cost},{benefit},{more},{},{}\n", 1 + next(9), 1 + next(20));
    }
    let path = written("many", &text);
    let (code, out, err) =
        run(&path, &["--budget", "40000000", "--people", "2500", "--attention", "5000", "--format", "csv"]);
    let _ = std::fs::remove_file(path);
    assert_eq!((code, out.lines().count()), (Some(0), 2_001), "{err}");
    let percent = err.split_once(", ").and_then(|_| err.split("% more").next()?.rsplit(", ").next());
    let gap: f64 = if err.contains("No other choice") { 0.0 } else { percent.unwrap().parse().unwrap() };
    assert!(gap <= 0.1, "{err}");
}
