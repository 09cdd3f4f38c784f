//! `wholetime rates suppliers` on a real command line.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn run(args: &[&str], path: &Path) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .args(["rates", "suppliers"])
        .arg(path)
        .args(args)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// A folder of two trusts' files, one of which does not name its trust, and a table that lists no payments.
fn folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let write = |file: &str, text: &str| {
        let path = root.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "one/april.csv",
        "Entity,Date,Expense Type,Supplier,Amount\nOne NHS Trust,30/04/2020,Agency Nurse,NHS Professionals Ltd,\"1,000.10\"\n\
         One NHS Trust,30/04/2020,Agency Nurse,Nobody Knows Ltd,500\nOne NHS Trust,30/04/2020,Drugs,A Ltd,ten\n",
    );
    write("one/may.csv", "Paid Date,Supplier Name,AP Amount\n31/05/2020,247 TIME LTD,(2.50)\n");
    write("two/june.csv", "Date,Supplier,Amount\n30/06/2020,Gas Ltd,7\n");
    write("two/plan.csv", "Name,Sum\nA,1\n");
    root
}

#[test]
fn a_folder_becomes_four_piles_by_trust() {
    let (code, out, err) = run(&["--format", "csv"], &folder("by_trust"));
    assert_eq!(code, Some(0), "{err}");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with(
        "trust,trust_from,folder,files,rows,refused,pounds,staffing_rows,staffing_pounds,agency_rows,"
    ));
    assert_eq!(
        lines[1],
        "One NHS Trust,entity column; entity column of other files in the folder,one,2,4,1,1497.60,3,1497.60,1,500.00,1,\
         1000.10,1,-2.50,0,0.00"
    );
    assert_eq!(lines[2], "two,name of the folder or file,two,1,1,0,7.00,0,0.00,0,0.00,0,0.00,0,0.00,0,0.00");
    assert!(err.contains("3 files: 5 rows, of which 4 read and 1 refused"), "{err}");
    assert!(err.contains("april.csv, row 4, column Amount: found 'ten', expected pounds and pence"), "{err}");
    assert!(err.contains("Not read: plan.csv"), "{err}");
}

#[test]
fn rows_suppliers_and_piles_lead_back_to_the_source() {
    let folder = folder("others");
    let (_, out, _) = run(&["--by", "row", "--format", "json"], &folder);
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&rows[0]["file"], &rows[0]["row"]), (&serde_json::json!("april.csv"), &serde_json::json!(2)));
    assert_eq!(rows[0]["why"], "known supplier, though typed otherwise");
    let (_, out, _) = run(&["--by", "supplier", "--format", "csv"], &folder);
    assert!(out.contains("NHS Professionals Ltd,outsourced bank,90,"), "{out}");
    assert!(
        out.contains("Nobody Knows Ltd,agency,60,unknown supplier; the expense type says so,1,500.00,"),
        "{out}"
    );
    let (_, out, _) = run(&["--by", "pile", "--format", "csv"], &folder);
    assert_eq!(
        out,
        "pile,rows,pounds\nagency,1,500.00\noutsourced bank,1,1000.10\ndirect-engagement payroll,1,-2.50\n\
         cannot tell,0,0.00\nno temporary staff,1,7.00\n"
    );
}

#[test]
fn what_holds_no_payments_is_a_sentence() {
    let folder = folder("wrong");
    let (code, _, err) = run(&[], &folder.join("two/plan.csv"));
    assert_eq!(code, Some(2));
    assert!(err.contains("No row has the headings of published payments (Supplier, Amount"), "{err}");
    let (code, _, err) = run(&[], &folder.join("nowhere.csv"));
    assert!(code == Some(2) && err.contains("nowhere.csv"), "{err}");
}

#[test]
fn the_published_payments_of_london_are_read_whole() {
    let shared = std::env::var_os("WHOLETIME_SHARED").map(PathBuf::from);
    let folder = shared.map(|shared| shared.join("data/nhs/spend_over_25k_london_2020_21"));
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        eprintln!("skipped: WHOLETIME_SHARED does not say where the published payments are");
        return;
    };
    let (code, out, err) = run(&["--format", "csv"], &folder);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("77 files: 26787 rows, of which 26784 read and 3 refused"), "{err}");
    for words in [
        "Imperial College Healthcare NHS Trust,entity column,IMPC,6,1354,0,317450658.48,31,1720715.67,",
        "Barts Health NHS Trust,entity column,BART,6,1370,0,304055721.49,",
        "CROY,name of the folder or file,CROY,6,1012,0,42688832.00,671,10719911.00,5,156702.00,666,10563209.00,",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
}
