//! `wholetime pack` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::Path;
use std::process::Command;

fn run(args: &[&str]) -> (Option<i32>, String) {
    let book = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book").join(name);
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .arg("pack")
        .arg(book("benefits.jsonl"))
        .arg("--base")
        .arg(book("benefits-base.csv"))
        .args(args)
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8(done.stderr).unwrap())
}

#[test]
fn the_pack_is_a_tagged_pdf() {
    let path = std::env::temp_dir().join(format!("wholetime-pack-{}.pdf", std::process::id()));
    let out = path.display().to_string();
    let (code, err) = run(&["--month", "2026-10", "--gap", "1000000", "--out", &out]);
    assert_eq!((code, err.trim()), (Some(0), format!("{out} is written.").as_str()));
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    // The same pack, the same bytes.
    assert_eq!(run(&["--month", "2026-10", "--gap", "1000000", "--out", &out]).0, Some(0));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    let (code, _) = run(&["--month", "2026-10", "--org", "DEMO07", "--out", &out]);
    assert_eq!(code, Some(0));
    assert!(std::fs::read(&path).unwrap().len() < bytes.len());
    let _ = std::fs::remove_file(path);
}

#[test]
fn charts_and_tables_come_for_slides_too() {
    let folder = std::env::temp_dir().join(format!("wholetime-pack-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let at = |name: &str| folder.join(name).display().to_string();
    let (out, svg, xlsx) = (at("pack.pdf"), at("charts"), at("pack.xlsx"));
    let (code, err) =
        run(&["--month", "2026-10", "--gap", "1000000", "--out", &out, "--svg", &svg, "--xlsx", &xlsx]);
    assert_eq!(code, Some(0), "{err}");
    let chart = std::fs::read_to_string(folder.join("charts/gap.svg")).unwrap();
    assert!(chart.starts_with("<?xml") && chart.contains("Delivered, not verified"), "{chart}");
    assert!(std::fs::read(&xlsx).unwrap().starts_with(b"PK"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_cant_be_packed_is_said() {
    let (code, err) = run(&["--month", "2026-02", "--out", "nowhere.pdf"]);
    assert!(code == Some(2) && err.contains("nothing was entered by the end of February 2026."), "{err}");
    let (code, err) = run(&["--month", "2026-10", "--gap", "1bn", "--out", "nowhere.pdf"]);
    assert!(code == Some(2) && err.contains("--gap: found '1bn', expected pounds in full"), "{err}");
    let (code, err) = run(&["--month", "2026-10", "--out", "no-such-folder/nowhere.pdf"]);
    assert!(code == Some(2) && err.contains("nowhere.pdf"), "{err}");
}
