//! A folder of plain files holds every public instance, and what is wrong in one is named.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};

use wt_roster::formats::{curtois, folder, inrc1, inrc2};
use wt_roster::{Problem, contradictions};

fn shared() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = std::env::var_os("WHOLETIME_SHARED").map_or(here, PathBuf::from).join("data/rostering");
    if found.is_dir() {
        Some(found)
    } else {
        println!("skipped: there are no shared instances");
        None
    }
}

fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| {
            (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// Written and read back, it is the same problem.
fn comes_back(problem: &Problem) {
    let files = folder::write(problem).unwrap_or_else(|e| panic!("{}: {e}", problem.name));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut again = folder::read(&files).unwrap_or_else(|e| panic!("{}: {e}", problem.name));
    again.name.clone_from(&problem.name);
    assert!(again == *problem, "{}: another problem came back", problem.name);
}

#[test]
fn public_instances_come_back_the_same() {
    let Some(shared) = shared() else { return };
    let mut count = 0;
    for (name, text) in texts(&shared.join("curtois")) {
        comes_back(&curtois::read(&name, &text).unwrap());
        count += 1;
    }
    for (_, text) in texts(&shared.join("inrc1")) {
        comes_back(&inrc1::read(&text).unwrap());
        count += 1;
    }
    let n030 = shared.join("inrc2/n030w4");
    let read = |name: &str| std::fs::read_to_string(n030.join(name)).unwrap();
    let weeks: Vec<String> = [6, 2, 9, 1].iter().map(|week| read(&format!("WD-n030w4-{week}.txt"))).collect();
    let weeks: Vec<&str> = weeks.iter().map(String::as_str).collect();
    comes_back(&inrc2::read(&read("Sc-n030w4.txt"), &read("H0-n030w4-1.txt"), &weeks).unwrap());
    assert!(count > 20, "{count}");
}

const GOOD: [(&str, &str); 7] = [
    ("ward.csv", "days,first_weekday,name\n7,Mon,small\n"),
    ("shifts.csv", "shift,minutes,start\nD,480,07:30\nN,600,21:00\n"),
    (
        "rules.csv",
        "rule,kind,name,duties,max,max_weight\nrest,succession,rest,N>D=hard,,\nruns,run,days in a row,any,5,hard\n",
    ),
    ("people.csv", "person,cannot,rules\nAnn,,rest|runs\nBob,N,rest|runs\n"),
    ("cover.csv", "day,duties,min,min_weight\n0,D,1,hard\n0,D|N,2,10\n"),
    ("requests.csv", "person,day,duties,wanted,weight\nAnn,1,N,yes,hard\nBob,2,off,yes,5\n"),
    ("history.csv", "person,done\nAnn,off=2|N=1\n"),
];

fn with(file: &str, text: &str) -> String {
    let files: Vec<(&str, &str)> =
        GOOD.iter().map(|(name, good)| (*name, if *name == file { text } else { *good })).collect();
    folder::read(&files).map(|_| String::new()).unwrap_or_else(|e| e.to_string())
}

#[test]
fn a_folder_is_read() {
    let ward = folder::read(&GOOD).unwrap();
    assert_eq!((ward.days, ward.people.len(), ward.rules.len(), ward.cover.len()), (7, 2, 2, 2));
    assert_eq!(ward.people[0].past, [0, 0, 2]);
    assert_eq!(
        (ward.duties[1].start, ward.people[1].can.as_slice()),
        (Some(21 * 60), &[true, true, false][..])
    );
    comes_back(&ward);
}

#[test]
fn what_is_wrong_is_named() {
    for (file, text, words) in [
        ("ward.csv", "days\n0\n", "ward.csv, line 2: found '0', expected a number of days from 1 to 11000"),
        ("ward.csv", "days\n", "ward.csv, line 2: found nothing, expected the number of days of the ward"),
        (
            "shifts.csv",
            "shift,minutes\noff,480\n",
            "shifts.csv, line 2: found 'off', expected a name without",
        ),
        (
            "shifts.csv",
            "shift,colour\nD,red\n",
            "shifts.csv, line 1: found 'colour', expected a heading out of",
        ),
        (
            "rules.csv",
            "rule,kind,duties\nrest,succession,N>X=hard\n",
            "rules.csv, line 2: found 'X', expected a shift",
        ),
        (
            "rules.csv",
            "rule,kind\nrest,sleep\n",
            "rules.csv, line 2: found 'sleep', expected a kind out of tally",
        ),
        (
            "people.csv",
            "person,rules\nAnn,rest\nAnn,rest\n",
            "people.csv, line 3: found 'Ann', expected each person once",
        ),
        (
            "people.csv",
            "person,rules\nAnn,sleep\n",
            "people.csv, line 2: found 'sleep', expected a rule of rules.csv",
        ),
        ("people.csv", "person,cannot\nAnn,any\n", "expected at least one shift that the person can work"),
        (
            "cover.csv",
            "day,duties,min,min_weight\n0,D,-1,hard\n",
            "cover.csv, line 2: found '-1', expected a whole number from 0",
        ),
        (
            "cover.csv",
            "day,duties,min,min_weight\n7,D,1,hard\n",
            "cover.csv, line 2: found '7', expected a day from 0 to 6",
        ),
        (
            "requests.csv",
            "person,day,duties,wanted,weight\nAnn,1,N,yes,hard\nAnn,1,D,yes,hard\n",
            "requests.csv, line 3: found 'D', expected no fixed days that contradict each other",
        ),
        (
            "requests.csv",
            "person,day,duties,wanted,weight\nAnn,1,N,yes,hard\nAnn,1,off,yes,hard\n",
            "requests.csv, line 3",
        ),
        (
            "requests.csv",
            "person,day,duties,wanted,weight\nEve,1,N,yes,hard\n",
            "found 'Eve', expected a person of people.csv",
        ),
        ("history.csv", "person,done\nAnn,X=2\n", "history.csv, line 2: found 'X', expected a shift"),
        ("cover.csv", "day,duties\n0,\"D\n", "expected a closing quote on the same line"),
    ] {
        let refused = with(file, text);
        assert!(refused.contains(words), "{refused}\nnot: {words}");
    }
    let without: Vec<(&str, &str)> = GOOD.into_iter().filter(|(name, _)| *name != "cover.csv").collect();
    let refused = folder::read(&without).unwrap_err().to_string();
    assert_eq!(refused, "cover.csv, line 1: found nothing, expected this file in the folder");
    assert!(folder::read(&GOOD[..5]).is_ok(), "requests and history may be left out");
}

#[test]
fn what_is_fixed_and_cannot_be_kept_is_named() {
    let named = |requests: &str| {
        let head = "person,day,duties,wanted,weight\n";
        let requests = format!("{head}{requests}");
        let files: Vec<(&str, &str)> = GOOD
            .iter()
            .map(|(name, text)| (*name, if *name == "requests.csv" { requests.as_str() } else { *text }))
            .collect();
        let ward = folder::read(&files).unwrap();
        contradictions(&ward).iter().map(|one| one.words(&ward)).collect::<Vec<String>>()
    };
    assert_eq!(
        named("Ann,1,N,yes,hard\nAnn,2,D,yes,hard\n"),
        ["Ann can't keep 'rest' on day 2, whatever is done on the days that are not fixed."]
    );
    let six: String = (0..6).map(|day| format!("Bob,{day},any,yes,hard\n")).collect();
    assert_eq!(
        named(&six),
        ["Bob can't keep 'days in a row' on day 5, whatever is done on the days that are not fixed."]
    );
    // Ann's history ends with a night, after which there is no early shift.
    assert_eq!(named("Ann,0,D,yes,hard\n").len(), 1);
    assert_eq!(named("Ann,1,N,yes,hard\nAnn,2,D,yes,5\n"), Vec::<String>::new(), "a wish is no must");
}

#[test]
fn public_instances_contradict_nothing() {
    let Some(shared) = shared() else { return };
    for (name, text) in texts(&shared.join("curtois")).into_iter().filter(|(_, text)| text.len() < 100_000) {
        assert_eq!(contradictions(&curtois::read(&name, &text).unwrap()), [], "{name}");
    }
}
