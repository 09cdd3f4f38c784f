//! `wholetime gainshare` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::Path;
use std::process::Command;

fn example() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/gain-share.toml")
}

fn run(file: &Path, flags: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .arg("gainshare")
        .arg(file)
        .args(flags)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn the_example_says_who_pays_who_gains_and_what_is_fair() {
    let (code, out, err) = run(&example(), &["--format", "csv"]);
    assert_eq!(code, Some(0));
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("organisation,kind,cost_before_pence,cost_after_pence,staff_cash_pence,"));
    assert_eq!(lines[1], "board,commissioner,0,0,0,0,0,6450000,6450000,0,19350000,1077466,-18272534,0,holds");
    assert_eq!(lines.len(), 4);
    assert!(err.contains("Over 3 years all parties together gain £52,324.00 in cash"), "{err}");
    assert!(err.contains("no party is worse off than before"), "{err}");
    let (_, out, _) = run(&example(), &["--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(list[2]["share_pence"], 2_077_467);
    let (_, out, _) = run(&example(), &[]);
    assert!(out.contains("Example Hospital"), "{out}");
}

#[test]
fn the_agreement_is_two_pages_with_its_arithmetic() {
    let (code, out, _) = run(&example(), &["--format", "md"]);
    assert_eq!(code, Some(0));
    for words in [
        "Every figure here is generated",
        "20 min × 120% = 960.0 h × £98.50 | £94,560.00",
        "3 × −£54,740.00 − £12,000.00 | −£176,220.00",
        "Time is capacity",
        "£100,000.00: too low, goes up a level",
        "The longest way through takes 19 weeks.",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
    assert!(out.lines().count() < 100, "two pages of paper");
    let (_, out, _) = run(&example(), &["--format", "html"]);
    assert!(
        out.starts_with("<!doctype html>")
            && out.contains("<html lang=\"en-GB\">")
            && !out.contains("<script")
    );
}

#[test]
fn a_bad_model_names_file_line_found_and_expected() {
    let text = std::fs::read_to_string(example()).unwrap();
    let path = std::env::temp_dir().join(format!("wholetime-gainshare-{}.toml", std::process::id()));
    std::fs::write(
        &path,
        text.replace("minutes = 25", "minutes = -25").replace("role = \"nurse\"", "role = \"nurze\""),
    )
    .unwrap();
    let (code, out, err) = run(&path, &[]);
    let _ = std::fs::remove_file(&path);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    let name = path.display();
    assert!(err.contains(&format!("{name}, line 75: found 'nurze', expected one of consultant")), "{err}");
    assert!(err.contains(&format!("{name}, line 76: found -25, expected nought or more.")), "{err}");
    let (code, _, err) = run(Path::new("no-such-model.toml"), &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("no-such-model.toml"), "{err}");
}
