//! `wholetime rates` on bookings, on a real command line: generated, compared, held against caps and card.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn run(args: &[&str], paths: &[&Path]) -> (Option<i32>, String, String) {
    let done =
        Command::new(env!("CARGO_BIN_EXE_wholetime")).arg("rates").args(args).args(paths).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// A generated region in a folder of its own.
fn region(name: &str) -> PathBuf {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let args =
        ["simulate", "--seed", "11", "--employers", "12", "--months", "20", "--percent", "40", "--out"];
    let (code, _, err) = run(&args, &[&out]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("generated bookings"), "{err}");
    out
}

#[test]
fn a_region_is_compared_and_its_total_is_said() {
    let out = region("rates_compare");
    let (bookings, card) = (out.join("bookings.csv"), out.join("CARD.csv"));
    let card = card.to_str().unwrap();
    let (code, text, err) = run(&["compare", "--card", card, "--format", "csv"], &[&bookings]);
    assert_eq!(code, Some(0), "{err}");
    let mut lines = text.lines();
    assert!(
        lines.next().unwrap().starts_with(
            "staff_group,grade,tier,time_band,zone,employers,bookings,hours,agency_hours,pay_10,"
        )
    );
    assert_eq!(lines.count(), 11 * 3 * 3);
    assert!(err.contains("of which 0 were refused") && err.contains("Over the cells shown"), "{err}");
    // One thread and four say the same.
    let with = |threads| {
        run(&["compare", "--card", card, "--show", "employers", "--threads", threads], &[&bookings]).1
    };
    assert_eq!(with("1"), with("4"));
    let shared = ["compare", "--shared", "--on", "2026-11-23", "--format", "csv"];
    let (_, text, err) = run(&shared, &[&bookings]);
    assert!(
        text.contains("employers: not shown") && err.contains("are not shown, and are in no total"),
        "{err}"
    );
    let (code, _, err) = run(&["compare", "--shared", "--show", "employers"], &[&bookings]);
    assert_eq!(code, Some(2));
    assert!(err.contains("no employer sees another's line"), "{err}");
}

#[test]
fn breaches_and_the_one_that_left_are_named() {
    let out = region("rates_watch");
    let truth: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("truth.json")).unwrap()).unwrap();
    let bookings = out.join("bookings.csv");
    let caps = out.join("CAPS.csv");
    let args = ["breaches", "--show", "rows", "--format", "csv", "--caps", caps.to_str().unwrap()];
    let (code, text, err) = run(&args, &[&bookings]);
    assert_eq!(code, Some(0), "{err}");
    let above = text.lines().filter(|line| line.contains(",above cap,")).count();
    assert_eq!(above, truth["cap_breaches"].as_array().unwrap().len());
    let (_, text, err) = run(&["breaches", "--show", "overrides"], &[&bookings]);
    assert!(
        err.contains("those of 2015 and 2016 outside London apply") && text.contains("never_ended"),
        "{err}"
    );

    let (code, text, err) = run(&["watch", "--format", "csv"], &[&out.join("CARD.csv"), &bookings]);
    assert_eq!(code, Some(0), "{err}");
    let (who, since) =
        (truth["defector"]["employer"].as_str().unwrap(), truth["defector"]["month"].as_str().unwrap());
    assert!(err.contains(&format!("{who} left the card in {since}")), "{err}");
    assert!(text.lines().any(|line| line.starts_with(&format!("{who},left the card,"))), "{text}");
    let events = out.join("EVENTS.csv");
    let args = ["elasticity", "--format", "csv", "--events", events.to_str().unwrap()];
    let (code, text, err) = run(&args, &[&bookings]);
    assert_eq!((code, text.lines().count()), (Some(0), 7), "{err}");
    let (_, text, _) = run(&["elasticity", "--format", "csv"], &[&bookings]);
    assert_eq!(text.matches("Nothing identifies it").count(), 6);
}

#[test]
fn savings_are_ranges_with_their_rows_and_can_be_imported() {
    let out = region("rates_savings");
    let (bookings, card, caps) = (out.join("bookings.csv"), out.join("CARD.csv"), out.join("CAPS.csv"));
    let (card, caps) = (card.to_str().unwrap(), caps.to_str().unwrap());
    let show = ["compare", "--show", "opportunities", "--format", "json"];
    let (code, _, err) = run(&show, &[&bookings]);
    assert_eq!(code, Some(2));
    assert!(err.contains("need the card: --card CARD.csv"), "{err}");
    let (code, text, err) = run(&[show.as_slice(), &["--card", card]].concat(), &[&bookings]);
    assert_eq!(code, Some(0), "{err}");
    let lines: serde_json::Value = serde_json::from_str(&text).unwrap();
    for line in lines.as_array().unwrap() {
        let pounds = |name: &str| line[name].as_f64().unwrap();
        assert!(
            pounds("pounds_low") <= pounds("pounds") && pounds("pounds") <= pounds("pounds_high"),
            "{line}"
        );
        assert_eq!(line["overlap_group"], "temporary-staffing-rates");
        assert!(line["source_rows"].as_str().unwrap().starts_with("bookings.csv: "), "{line}");
    }
    let returned = ["compare", "--show", "import", "--format", "csv", "--card", card];
    let (code, text, err) = run(&returned, &[&bookings]);
    assert_eq!(code, Some(0), "{err}");
    let rows = out.join("returns.csv");
    std::fs::write(&rows, &text).unwrap();
    let (code, caps, err) =
        run(&["breaches", "--show", "import", "--format", "csv", "--caps", caps], &[&bookings]);
    assert_eq!(code, Some(0), "{err}");
    assert!(caps.contains(",agency-cap-breach,") && caps.contains(",off-framework,"), "{caps}");
    let caps_rows = out.join("caps-returns.csv");
    std::fs::write(&caps_rows, caps).unwrap();
    let store = out.join("store");
    let _ = std::fs::remove_dir_all(&store);
    let import = Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .args(["import", "--all-or-nothing", "--store"])
        .args([&store, &rows, &caps_rows])
        .output()
        .unwrap();
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
    let told = String::from_utf8(import.stdout).unwrap();
    assert!(told.contains(&format!("{} rows", text.lines().count() - 1)), "{told}");
}

#[test]
fn bad_files_get_a_sentence_with_row_and_column() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rates_bad");
    std::fs::create_dir_all(&folder).unwrap();
    let (_, template, err) = run(&["template"], &[]);
    assert!(err.contains("worker_pay"), "{err}");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let good = write("good.csv", &template);
    assert_eq!(run(&["compare"], &[&good]).0, Some(0));
    let names = write("names.csv", &template.replace("w-5f21c9", "Jane Smith"));
    let (code, _, err) = run(&["compare"], &[&names]);
    assert_eq!(code, Some(2));
    assert!(err.contains("row 2: workers look like names") && !err.contains("Jane"), "{err}");
    let key = write("key", "a key of one's own, long enough");
    let (code, ..) = run(&["compare", "--worker-key", key.to_str().unwrap()], &[&names]);
    assert_eq!(code, Some(0));
    let long = write("long.csv", &template.replace("2026-03-02T20:00", "2026-03-04T20:00"));
    let (_, _, err) = run(&["compare"], &[&long]);
    assert!(
        err.contains("long.csv, row 2, column end: found '2026-03-04T20:00', expected at most 24 hours"),
        "{err}"
    );
    let (code, _, err) = run(&["compare"], &[&write("other.csv", "a,b\n1,2\n")]);
    assert_eq!(code, Some(2));
    assert!(err.contains("There is no column for employer"), "{err}");
}
