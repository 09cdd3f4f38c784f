//! `--format svg|png`: what is drawn holds what was found, and a file's name says its format.

use std::fmt::Write;
use std::process::{Command, Output};

use super::Sheet;

fn drawn(what: &str, sheet: &Sheet, flags: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .args(["stats", what])
        .arg(&sheet.0)
        .args(flags.split_whitespace())
        .output()
        .unwrap()
}

/// Twelve trusts over 36 months, the first of which steps down by a third since month 25; bands of age from 0 to 90.
fn made(name: &str) -> Sheet {
    let mut csv = "org,month,year,x,n,share,age,low,high,treated\n".to_owned();
    for unit in 0..12 {
        for i in 0..36 {
            let since = u32::from(unit == 0 && i >= 24);
            let x = 60 + (i * 7 + unit * 5) % 11 - 20 * since;
            let share = f64::from(x) / 1000.0;
            let (year, month) = (2023 + i / 12, 1 + i % 12);
            writeln!(
                csv,
                "T{unit},{year}-{month:02}-01,{year},{x},1000,{share},{},{},{},{since}",
                i * 3,
                share - 0.01,
                share + 0.01
            )
            .unwrap();
        }
    }
    Sheet::new(name, &csv)
}

#[test]
fn each_subcommand_that_draws_gives_a_drawing_and_a_picture() {
    let sheet = made("drawn-each");
    let synthetic = "--value share --unit org --date month --org T0 --since 2025-01";
    for (what, flags, holds) in [
        ("spc", "--value x --date month --facet org", "T11"),
        ("spc", "--value share --date month --facet org --mode corrected", "T11"),
        ("chart", "--type p --value x --denominator n --date month --facet org", "T11"),
        ("funnel", "--unit age --numerator x --denominator n --type PR", "T"),
        ("rate", "--kind proportion --numerator x --denominator n --group org", "95% interval"),
        ("compare", "--unit org --numerator x --denominator n --benchmark mean", "Mean 0.0644"),
        ("life", "--startage age --population n --deaths x --group org --le-age 0", "from age"),
        (
            "sii",
            "--quantile age --population n --value share --lower-cl low --upper-cl high --group org",
            "T11",
        ),
        ("effect", "--kind its --value share --date month --facet org --break-after 24", "Expected without"),
        ("effect", "--kind did --value share --unit org --date month --treated treated", "No effect"),
        ("effect", &format!("--kind synthetic {synthetic}"), "Expected without"),
        (
            "effect",
            &format!("--kind its {synthetic} --mode corrected --improvement decrease"),
            "Expected without",
        ),
    ] {
        let svg = drawn(what, &sheet, &format!("{flags} --format svg"));
        let (text, err) = (String::from_utf8(svg.stdout).unwrap(), String::from_utf8(svg.stderr).unwrap());
        assert_eq!(svg.status.code(), Some(0), "{what} {flags}: {err}");
        assert!(text.starts_with("<svg") || text.starts_with("<?xml"), "{what} {flags}: {text:.60}");
        assert!(text.trim_end().ends_with("</svg>") && text.contains("Source: "), "{what} {flags}");
        assert!(
            text.contains(holds) && !text.contains("T…") && !text.contains("NaN"),
            "{what} {flags}: no {holds} in it"
        );
        let png = drawn(what, &sheet, &format!("{flags} --format png"));
        assert!(png.stdout.starts_with(b"\x89PNG") && png.stdout.len() > 5_000, "{what} {flags}");
    }
}

#[test]
fn the_name_of_the_file_says_how() {
    let sheet = made("drawn-name");
    let out = sheet.0.with_extension("picture.png");
    let done = drawn("spc", &sheet, &format!("--value x --date month --facet org --out {}", out.display()));
    let written = std::fs::read(&out).unwrap();
    std::fs::remove_file(&out).unwrap();
    assert!(done.status.success() && done.stdout.is_empty() && written.starts_with(b"\x89PNG"));
    let crowd = (0..30).fold("unit,x\n".to_owned(), |csv, i| csv + &format!("U{i},1\nU{i},2\n"));
    let crowd = Sheet::new("drawn-crowd", &crowd);
    let done = drawn("spc", &crowd, "--value x --facet unit --format svg");
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{err}");
    assert!(err.contains("30 series don't fit on one drawing, which holds 24"), "{err}");
}
