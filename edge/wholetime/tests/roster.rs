//! `wholetime roster` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Three people, a week, one early shift a day; A wants Thursday off, and one person may work Saturday for each.
const WARD: &str = "SECTION_HORIZON\n7\n\nSECTION_SHIFTS\nE,480,\n\nSECTION_STAFF\n\
    A,E=7,2400,0,3,1,1,1\nB,E=7,2400,0,3,1,1,1\nC,E=7,2400,0,3,1,1,1\n\nSECTION_DAYS_OFF\nA,3\n\n\
    SECTION_SHIFT_ON_REQUESTS\nB,2,E,2\n\nSECTION_SHIFT_OFF_REQUESTS\nC,1,E,1\n\nSECTION_COVER\n\
    0,E,1,100,1\n1,E,1,100,1\n2,E,1,100,1\n3,E,1,100,1\n4,E,1,100,1\n5,E,1,100,1\n6,E,1,100,1\n";

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("wholetime-roster-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn roster(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime"))
        .arg("roster")
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn a_ward_is_solved_checked_and_solved_again_the_same() {
    let folder = folder("solve");
    std::fs::write(folder.join("ward.txt"), WARD).unwrap();
    let solve =
        ["solve", "ward.txt", "--time", "60s", "--threads", "2", "--moves", "3000", "--format", "json"];
    let (code, out, err) = roster(&folder, &[&solve[..], &["--out", "R.csv"]].concat());
    assert_eq!(code, Some(0), "{err}");
    let said: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&said["objective"], &said["bound"]), (&0.into(), &0.into()), "{out}");
    let first = std::fs::read_to_string(folder.join("R.csv")).unwrap();
    assert!(first.starts_with("employee,day,shift\n") && first.lines().count() == 8, "{first}");
    let (code, out, err) = roster(&folder, &["check", "ward.txt", "R.csv"]);
    assert_eq!((code, out.lines().count()), (Some(0), 1), "{out}");
    assert!(err.contains("penalty 0"), "{err}");
    roster(&folder, &[&solve[..], &["--out", "S.csv"]].concat());
    assert_eq!(first, std::fs::read_to_string(folder.join("S.csv")).unwrap());

    // A works the day off that was fixed: the judge names the person, the day and the rule.
    let broken =
        first.lines().filter(|line| !line.contains(",3,")).fold(String::new(), |all, l| all + l + "\n");
    std::fs::write(folder.join("B.csv"), broken + "A,3,E\n").unwrap();
    let (code, out, _) = roster(&folder, &["check", "ward.txt", "B.csv", "--format", "csv"]);
    assert_eq!(code, Some(1));
    assert!(out.lines().any(|line| line.starts_with("A,3,")), "{out}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn wards_are_solved_side_by_side_and_a_bad_one_is_told_beside_the_good() {
    let folder = folder("batch");
    std::fs::write(folder.join("one.txt"), WARD).unwrap();
    std::fs::write(folder.join("two.txt"), WARD.replace("0,E,1,100,1", "0,E,2,100,1")).unwrap();
    std::fs::write(folder.join("three.txt"), WARD.replace("6,E,1,", "6,N,1,")).unwrap();
    let files = ["one.txt", "two.txt", "three.txt"];
    let flags = ["--time", "300ms", "--jobs", "2", "--out", "rosters", "--format", "csv"];
    let (code, out, err) = roster(&folder, &[&["batch"], &files[..], &flags].concat());
    assert_eq!(code, Some(1), "{err}");
    assert_eq!(err.lines().filter(|line| line.contains(".txt: ")).count(), 3, "{err}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "instance,objective,bound,seconds,words");
    assert!(lines[1].starts_with("one.txt,0,0,") && lines[2].starts_with("two.txt,"), "{out}");
    assert!(lines[3].starts_with("three.txt,,,") && lines[3].contains("line"), "{out}");
    assert!(folder.join("rosters/one.csv").is_file() && !folder.join("rosters/three.csv").exists());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn bad_files_get_a_sentence() {
    let folder = folder("bad");
    for (name, text, expected) in [
        ("empty.txt", String::new(), "expected"),
        ("horizon.txt", WARD.replace("HORIZON\n7", "HORIZON\n0"), "line 2"),
        ("cover.txt", WARD.replace("6,E,1,100,1", "6,E,-1,100,1"), "-1"),
        ("shift.txt", WARD.replace("B,2,E,2", "B,2,N,2"), "N"),
        ("cut.txt", WARD[..WARD.len() / 2].to_owned(), "expected"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
        let (code, _, err) = roster(&folder, &["solve", name, "--time", "100ms"]);
        assert_eq!(code, Some(2), "{name}: {err}");
        assert!(err.contains(name) && err.contains(expected) && !err.contains("panicked"), "{name}: {err}");
    }
    let (code, _, err) = roster(&folder, &["solve", "nowhere.txt"]);
    assert_eq!(code, Some(2), "{err}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_gap_that_no_roster_can_fill_is_proved_with_who_and_what() {
    let folder = folder("shortage");
    // Everybody but C is away on Tuesday, when two are wanted.
    let ward = WARD.replace("A,3\n", "A,1\nB,1\n").replace("1,E,1,100,1", "1,E,2,100,1");
    std::fs::write(folder.join("ward.txt"), ward).unwrap();
    let (code, out, err) = roster(&folder, &["shortage", "ward.txt", "--time", "30s", "--format", "json"]);
    assert_eq!(code, Some(0), "{err}");
    let said: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(said["least"], 1, "{out}");
    assert_eq!(said["conflict"]["covers"], serde_json::json!([{"day": 1, "duties": "E"}]));
    assert_eq!(said["conflict"]["people"], serde_json::json!(["C"]));
    let (_, words, _) = roster(&folder, &["shortage", "ward.txt", "--time", "30s"]);
    assert!(words.contains("at least 1 person short"), "{words}");
    std::fs::write(folder.join("fine.txt"), WARD).unwrap();
    let (code, words, _) = roster(&folder, &["shortage", "fine.txt", "--time", "30s"]);
    assert_eq!(code, Some(1));
    assert!(words.contains("No shortage is proved"), "{words}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// A week of two nurses, in the text of the first competition.
const INRC1: &str = "SCHEDULING_PERIOD;\nsmall, 2010-01-04, 2010-01-10;\nSKILLS = 1;\nNurse;\nSHIFT_TYPES = 1;\n\
    D, Day, 08:30:00, 16:30:00, 1, Nurse;\nCONTRACTS = 1;\n\
    0, full, (1|1), (1|1|5), (0|0|0), (1|1|5), (0|0|0), (0|0|0), (0|0|0), (0|0|0), (0|0|0), (0|0|0), SaturdaySunday, (0|0), (0|0), (0|0), (0|0), (0|0), 0, ;\n\
    PATTERNS = 0;\nEMPLOYEES = 2;\n0, 0, 0, 1, Nurse;\n1, 1, 0, 1, Nurse;\nDAY_OF_WEEK_COVER = 1;\nMonday, D, 1;\n\
    DATE_SPECIFIC_COVER = 0;\nDAY_OFF_REQUESTS = 1;\n1, 2010-01-04, 1;\nDAY_ON_REQUESTS = 0;\nSHIFT_OFF_REQUESTS = 0;\nSHIFT_ON_REQUESTS = 0;\n";

/// A week of two nurses, in the texts of the second competition.
const INRC2: [(&str, &str); 3] = [
    (
        "Sc.txt",
        "SCENARIO = n002w1\n\nWEEKS = 1\n\nSKILLS = 1\nNurse\n\nSHIFT_TYPES = 1\nDay (1,5)\n\n\
         FORBIDDEN_SHIFT_TYPES_SUCCESSIONS\nDay 0\n\nCONTRACTS = 1\nFull (0,7) (1,5) (1,7) 1 0\n\n\
         NURSES = 2\nA Full 1 Nurse\nB Full 1 Nurse\n",
    ),
    ("H0.txt", "HISTORY\n0 n002w1\n\nNURSE_HISTORY\nA 0 0 None 0 0 1\nB 0 0 None 0 0 1\n"),
    (
        "WD.txt",
        "WEEK_DATA\nn002w1\n\nREQUIREMENTS\nDay Nurse (1,1) (1,1) (1,1) (1,1) (1,1) (1,1) (1,1)\n\n\
         SHIFT_OFF_REQUESTS = 1\nA Any Tue\n",
    ),
];

#[test]
fn rosters_are_written_and_read_in_the_form_of_their_format() {
    let folder = folder("native");
    std::fs::write(folder.join("ward.txt"), WARD).unwrap();
    std::fs::write(folder.join("sprint.txt"), INRC1).unwrap();
    for (name, text) in INRC2 {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let (code, _, err) = roster(&folder, &["convert", "ward.txt", "--out", "plain"]);
    assert_eq!(code, Some(0), "{err}");
    let (code, _, err) = roster(&folder, &["convert", "ward.txt", "--out", "plain"]);
    assert_eq!((code, err.contains("ward.csv is there already")), (Some(2), true), "{err}");
    let second = ["Sc.txt", "--history", "H0.txt", "--weeks", "WD.txt"];
    let cases: [(&[&str], &str, &str, &str); 4] = [
        (&["ward.txt"], "R.xml", "R.xml", "<Employee ID=\"A\">"),
        (&["sprint.txt"], "S.xml", "S.xml", "<Assignment><Date>2010-01-04</Date>"),
        (&second, "weeks", "weeks/Sol-n002w1-0.txt", "SOLUTION"),
        (&["plain"], "P.csv", "P.csv", "employee,day,shift"),
    ];
    for (instance, native, file, holds) in cases {
        let flags =
            ["--time", "20s", "--threads", "1", "--moves", "500", "--format", "json", "--native", native];
        let (code, out, err) = roster(&folder, &[&["solve"], instance, &flags].concat());
        assert_eq!(code, Some(0), "{instance:?}: {err}");
        let found: serde_json::Value = serde_json::from_str(&out).unwrap();
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(holds), "{text}");
        let check = [&["check"], &instance[..1], &[file], &instance[1..], &["--format", "json"]].concat();
        let (code, out, err) = roster(&folder, &check);
        assert_eq!(code, Some(0), "{instance:?}: {err}");
        let judged: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(judged["penalty"], found["objective"], "{instance:?}");
    }
    // The folder is the same ward: the same roster costs the same in both.
    let (_, one, _) = roster(&folder, &["check", "ward.txt", "P.csv", "--format", "json"]);
    let (_, other, _) = roster(&folder, &["check", "plain", "P.csv", "--format", "json"]);
    assert_eq!(one, other);
    let (code, _, err) = roster(&folder, &["check", "ward.txt", "S.xml"]);
    assert_eq!(
        (code, err.contains("this is a solution of INRC-I, and the instance is none")),
        (Some(2), true),
        "{err}"
    );
    std::fs::write(
        folder.join("T.xml"),
        "<Roster>\n<Employee ID=\"A\">\n<Assign><Day>9</Day><Shift>E</Shift></Assign></Employee></Roster>",
    )
    .unwrap();
    let (code, _, err) = roster(&folder, &["check", "ward.txt", "T.xml"]);
    assert_eq!(
        (code, err.contains("line 3: found '9', expected a day from 0 to 6")),
        (Some(2), true),
        "{err}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn fixed_days_that_cannot_be_kept_are_named_before_the_search() {
    let folder = folder("fixed");
    std::fs::write(
        folder.join("ward.txt"),
        WARD.replace("A,E=7,2400,0,", "A,E=7,2400,2400,").replace("A,3\n", "A,3,4,5\n"),
    )
    .unwrap();
    let (code, _, err) = roster(&folder, &["solve", "ward.txt", "--time", "60s"]);
    assert_eq!((code, err.contains("A can't keep 'minutes' over all days")), (Some(2), true), "{err}");
    std::fs::remove_dir_all(folder).unwrap();
}
