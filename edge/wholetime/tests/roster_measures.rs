//! `wholetime roster measures` on a real command line.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("wholetime-measures-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime")).args(args).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

fn measures(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    run(folder, &[&["roster", "measures"], args].concat())
}

#[test]
fn the_templates_are_measured_and_their_measures_imported_and_compared() {
    let folder = folder("extracts");
    let names = ["lines", "contracts", "leave", "headroom", "patients"];
    for name in names {
        let (code, out, err) = measures(&folder, &["--template", name]);
        assert_eq!(code, Some(0), "{err}");
        std::fs::write(folder.join(format!("{name}.csv")), out).unwrap();
    }
    let files = names.map(|name| format!("{name}.csv"));
    let mut all: Vec<&str> = files.iter().map(String::as_str).collect();
    all.extend(["--month", "2026-03"]);
    let (code, out, err) = measures(&folder, &[&all[..], &["--format", "csv"]].concat());
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("Ward 7,2026-03,roster-lead-time,46,days,46,1,within,"), "{out}");
    assert!(out.contains("ward-fill-rn-day,100,percent,11.5,11.5,within"), "{out}");
    let (_, json, _) = measures(&folder, &[&all[..], &["--format", "json"]].concat());
    let said: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(said.as_array().unwrap().len(), out.lines().count() - 1);
    let (_, worth, err) =
        measures(&folder, &[&all[..], &["--show", "opportunities", "--format", "csv"]].concat());
    assert!(worth.contains("Ward 7,unused-hours,unused-hours,time released,"), "{worth}{err}");
    let (code, rows, err) =
        measures(&folder, &[&all[..], &["--show", "import", "--org", "RJ6", "--format", "csv"]].concat());
    assert_eq!(code, Some(0), "{err}");
    assert!(rows.contains("RJ6,Ward 7,2026-03,unused-hours,"), "{rows}");
    std::fs::write(folder.join("returns.csv"), rows).unwrap();
    let (code, _, err) = run(&folder, &["import", "--store", "S", "returns.csv"]);
    assert_eq!(code, Some(0), "{err}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn settings_are_thresholds_and_what_there_is_not_is_said() {
    let folder = folder("settings");
    std::fs::write(folder.join("policy.txt"), "# our own\nlead-time-days = 84\nunused-percent = 1\n")
        .unwrap();
    let (_, lines, _) = measures(&folder, &["--template", "lines"]);
    std::fs::write(folder.join("lines.csv"), lines).unwrap();
    let ask = ["lines.csv", "--settings", "policy.txt", "--set", "unused-percent=3"];
    let (code, out, err) =
        measures(&folder, &[&ask[..], &["--show", "settings", "--format", "csv"]].concat());
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("lead-time-days,84\n") && out.contains("unused-percent,3\n"), "{out}");
    let (_, out, _) = measures(&folder, &[&ask[..], &["--format", "csv"]].concat());
    assert!(out.contains("roster-lead-time,46,days,46,1,outside,"), "{out}");
    let (code, _, err) = measures(&folder, &["lines.csv", "--set", "tea=1"]);
    assert!(code == Some(2) && err.contains("lead-time-days"), "{err}");
    let (code, _, err) = measures(&folder, &["lines.csv", "--month", "2020-01"]);
    assert!(code == Some(2) && err.contains("No shift or ward of January 2020"), "{err}");
    std::fs::write(
        folder.join("bad.csv"),
        "unit,role,start,end,kind,status\nWard 7,rn,soon,2026-03-02T08:00,unfilled,rostered\n",
    )
    .unwrap();
    let (code, _, err) = measures(&folder, &["bad.csv"]);
    assert!(code == Some(2) && err.contains("row 2, column start"), "{err}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_published_ward_file_is_measured_imported_and_compared_across_wards() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let shared = std::env::var_os("WHOLETIME_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let file = shared.join("data/nhs/safe_staffing_wards_medway/Safe_Staffing_Data_2020-04_2022-12.csv");
    if !file.is_file() {
        println!("skipped: {} is not there", file.display());
        return;
    }
    let folder = folder("wards");
    let file = file.to_string_lossy();
    let (code, out, err) = measures(&folder, &[&file, "--month", "2022-12", "--format", "csv"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("taken as one ward") && err.contains("counted once"), "{err}");
    let all: Vec<&str> = out.lines().filter(|line| line.starts_with("all wards,")).collect();
    assert!(
        all[0].starts_with("all wards,2022-12,ward-fill-rn-day,76.758826,percent,45462.94,59228.29,outside"),
        "{all:?}"
    );
    assert!(all[4].starts_with("all wards,2022-12,chppd,6.40902"), "{all:?}");
    let map = ["import", "--store", "S", "--kind", "ward-staffing", "--map", "organisation='RPA'", &file];
    let (code, _, err) = run(&folder, &map);
    assert_eq!(code, Some(0), "{err}");
    let compare = [
        "compare",
        "chppd",
        "--store",
        "S",
        "--units-of",
        "RPA",
        "--from",
        "2022-01",
        "--to",
        "2022-12",
        "--format",
        "csv",
    ];
    let (code, out, err) = run(&folder, &compare);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("N - Tennyson Ward"), "{out}");
    std::fs::remove_dir_all(folder).unwrap();
}
