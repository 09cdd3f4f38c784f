//! Published files, where the shared folder is there. Expected figures are those a person sees in Excel.

use std::path::PathBuf;

use wt_extract::table::{Format, Limits, Source, Value};

use crate::rows_of;

/// A folder of the shared data, or `None` after saying that the test is skipped.
pub fn folder(name: &str) -> Option<PathBuf> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared = std::env::var_os("WHOLETIME_SHARED").map_or_else(|| PathBuf::from(root), PathBuf::from);
    let folder = shared.join("data/nhs").join(name);
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

/// The files of a folder with one of these endings, in order.
pub fn files(name: &str, endings: &[&str]) -> Vec<(String, Vec<u8>)> {
    let Some(folder) = folder(name) else { return Vec::new() };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let wanted = |path: &PathBuf| endings.iter().any(|end| path.extension().is_some_and(|e| e == *end));
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().filter(|p| wanted(p)).map(|p| (name(p), std::fs::read(p).unwrap())).collect()
}

#[test]
fn every_accident_and_emergency_workbook_opens() {
    let files = files("ae_provider_workbooks", &["xls", "xlsx"]);
    assert!(files.is_empty() || files.len() == 18);
    for (name, bytes) in &files {
        let mut source = Source::open(name, bytes, &Limits::default()).unwrap();
        let expected = if name.ends_with("xlsx") { Format::Xlsx } else { Format::Xls };
        assert_eq!(*source.format(), expected, "{name}");
        let sheet = source.sheets().iter().position(|s| s.name == "Provider Level Data").unwrap();
        let rows = rows_of(&mut source, sheet).unwrap();
        let row = |number| rows.iter().find(|(n, _)| *n == number).map(|(_, cells)| cells);
        let has = |number, word| row(number).unwrap().iter().any(|cell| cell.as_text() == Some(word));
        // Headings in row 16, England in 17, a blank 18, providers from 19: the folder's README.
        assert!(has(16, "Code"), "{name}");
        assert!(has(17, "England") && has(17, "-"), "{name}");
        assert!(row(18).is_none(), "{name}");
        let code = row(19).unwrap().iter().find_map(Value::as_text).unwrap();
        assert!((3..=5).contains(&code.len()), "{name}: {code}");
        assert!(rows.len() > 150, "{name}: {} rows", rows.len());
        for sheet in 0..source.sheets().len() {
            rows_of(&mut source, sheet).unwrap();
        }
    }
}

#[test]
fn providers_add_up_to_england() {
    // Column of the first count to the right of the name; the README says that the sums agree in every workbook.
    for (name, bytes) in files("ae_provider_workbooks", &["xls", "xlsx"]) {
        let mut source = Source::open(&name, &bytes, &Limits::default()).unwrap();
        let sheet = source.sheets().iter().position(|s| s.name == "Provider Level Data").unwrap();
        let rows = rows_of(&mut source, sheet).unwrap();
        let (_, england) = rows.iter().find(|(n, _)| *n == 17).unwrap();
        let column = england.iter().position(|cell| matches!(cell, Value::Number(_))).unwrap();
        let number = |cells: &[Value<'_>]| match cells.get(column) {
            Some(Value::Number(number)) => *number,
            _ => 0.0,
        };
        let sum: f64 = rows.iter().filter(|(n, _)| *n >= 19).map(|(_, cells)| number(cells)).sum();
        assert!(number(england) > 100_000.0, "{name}");
        assert!((sum - number(england)).abs() < 0.5, "{name}: {sum} is not {}", number(england));
    }
}

#[test]
fn dates_of_the_sickness_reasons_are_month_ends() {
    for (name, bytes) in files("sickness_reason_national", &["xlsx"]) {
        if !name.starts_with("nhs_sickness_reason") {
            continue;
        }
        let mut source = Source::open(&name, &bytes, &Limits::default()).unwrap();
        let rows = rows_of(&mut source, 0).unwrap();
        assert_eq!(rows[0].1[0].as_text(), Some("DATE"), "{name}");
        // 25 reasons a month; one month or twelve: the folder's README.
        assert!(matches!(rows.len(), 26 | 301), "{name}: {}", rows.len());
        for (number, cells) in &rows[1..] {
            let Value::Date(date) = cells[0] else { panic!("{name}, row {number}: {:?}", cells[0]) };
            assert_eq!(date.last_of_month(), date, "{name}, row {number}");
            assert!(matches!(cells[3], Value::Number(_)), "{name}, row {number}");
        }
    }
}

#[test]
fn every_shared_csv_reads_to_its_end() {
    for folder in
        ["sickness_org_month", "workforce_turnover_org_staffgroup", "ae_monthly_csv", "org_reference"]
    {
        for (name, bytes) in files(folder, &["csv"]) {
            let mut source = Source::open(&name, &bytes, &Limits::default()).unwrap();
            assert!(rows_of(&mut source, 0).unwrap().len() > 1, "{name}");
        }
    }
}
