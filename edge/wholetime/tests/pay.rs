//! `wholetime pay` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::process::Command;

const SHIFTS: &str = "shift,band,point,zone,start,end,employment,unpaid_break_minutes\n\
    a,5,top,inner,2026-01-10T20:00+00:00,2026-01-11T08:00+00:00,substantive,60\n\
    b,5,top,none,2026-11-10T20:00+00:00,2026-11-11T08:00+00:00,bank,\n\
    c,8a,top,none,2026-01-10T20:00+00:00,2026-01-11T08:00+00:00,overtime,\n\
    d,5,top,none,2026-01-10T20:00,2026-01-11T08:00+00:00,overtime,\n";

fn run(text: &str, name: &str, flags: &[&str]) -> (Option<i32>, String, String) {
    let path = std::env::temp_dir().join(format!("wholetime-pay-{}-{name}.csv", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .args(["pay", "price"])
        .arg(&path)
        .args(flags)
        .output()
        .unwrap();
    let _ = std::fs::remove_file(&path);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn shifts_are_priced_and_refusals_told_beside_them() {
    let (code, out, err) = run(SHIFTS, "usual", &["--format", "csv"]);
    assert_eq!(code, Some(2));
    let lines: Vec<&str> = out.lines().collect();
    assert!(
        lines[0]
            .starts_with("shift,hours,plain_hours,first_column_hours,second_column_hours,hourly_rate_pence,")
    );
    assert!(
        lines[0].ends_with(",pension_local_pence,pension_total_pence,trust_cost_pence,public_cost_pence")
    );
    assert_eq!(lines[1], "a,11,0,3.666667,7.333333,1933,21263,2126,8505,0,4252,36146,5198,8596,46344,49742");
    assert_eq!(lines[2], "b,12,0,12,0,1933,23196,6959,0,0,0,30155,4336,7171,38554,41389");
    assert_eq!(lines.len(), 3, "good rows are printed all the same");
    for words in [
        "1 of 2 shifts are later than the newest pay table and priced at 2025/26 rates",
        "unconfirmed defaults",
        "row 4: band 8a has no overtime rate",
        "row 5: column start: found '2026-01-10T20:00', expected a time with its offset",
    ] {
        assert!(err.contains(words), "{words}: {err}");
    }
}

#[test]
fn so_many_refusals_are_told_and_the_rest_are_counted() {
    let row = "r,2,top,none,2026-01-10T20:00+00:00,2026-01-11T08:00+00:00,bank,\n";
    let text = format!("{}{}", SHIFTS.lines().next().unwrap().to_owned() + "\n", row.repeat(30));
    let (code, _, err) = run(&text, "many", &["--format", "csv"]);
    assert_eq!(code, Some(2));
    assert_eq!(err.matches("row ").count(), 20, "{err}");
    assert!(
        err.contains("there is no figure for 2026-01-10.\n")
            && err.contains("10 further rows have no price."),
        "{err}"
    );
}

#[test]
fn a_reading_can_be_chosen_and_a_missing_column_is_named() {
    let (code, out, _) = run(SHIFTS, "reading", &["--format", "csv", "--set", "unpaid-break=plain-first"]);
    assert_eq!((code, out.lines().nth(1).unwrap().split(',').nth(3)), (Some(2), Some("3")));
    let (code, _, err) = run("shift,band\na,5\n", "missing", &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no column 'point'. The headings are: shift, band."), "{err}");
    let (code, _, err) = run(SHIFTS, "unknown", &["--set", "unpaid-break=never"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("found 'never', expected proportional, plain-first"), "{err}");
}

#[test]
fn newer_tables_of_ones_own_are_laid_over_those_that_ship() {
    let folder = std::env::temp_dir().join(format!("wholetime-pay-facts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let flag = format!("--facts={}", folder.display());
    let (code, _, err) = run(SHIFTS, "no-facts", &[&flag]);
    assert_eq!(code, Some(2));
    assert!(err.contains("holds no TOML file"), "{err}");
    let fact = "[source.ours]\ntitle = 'Our table'\n[[fact]]\nid = 'afc-band-5-top'\ntitle = 'Band 5, top'\n\
        unit = 'GBP a year'\nvalues = [{ from = '2026-04-01', to = '2027-03-31', value = '39108', status = 'own', source = 'ours' }]\n";
    std::fs::write(folder.join("ours.toml"), fact).unwrap();
    let (_, out, err) = run(SHIFTS, "facts", &["--format", "csv", &flag]);
    assert!(err.contains("Loaded over the figures that ship: afc-band-5-top."), "{err}");
    assert!(!err.contains("priced at 2025/26 rates"), "{err}");
    let rate = |row: usize| out.lines().nth(row).unwrap().split(',').nth(5).unwrap().to_owned();
    assert_eq!((rate(1), rate(2)), ("1933".to_owned(), "2000".to_owned()), "the year before keeps its table");
    std::fs::write(folder.join("ours.toml"), fact.replace("GBP a year", "GBP a week")).unwrap();
    let (_, _, err) = run(SHIFTS, "units", &[&flag]);
    assert!(err.contains("afc-band-5-top: found unit 'GBP a week', expected 'GBP a year'"), "{err}");
    let _ = std::fs::remove_dir_all(&folder);
}
