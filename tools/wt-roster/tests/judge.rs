//! The judge against the price of the rules' own automata, and against what others published.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use wt_roster::formats::{curtois, inrc1, inrc2};
use wt_roster::{Problem, Roster, check, score};

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("WHOLETIME_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let found = Some(shared.join("data/rostering")).filter(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: WHOLETIME_SHARED does not say where the benchmark instances are");
    }
    found
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn inrc2_case(folder: &Path, history: usize, weeks: &[usize]) -> Problem {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let week = |week: &usize| text(&folder.join(format!("WD-{name}-{week}.txt")));
    let weeks: Vec<String> = weeks.iter().map(week).collect();
    let weeks: Vec<&str> = weeks.iter().map(String::as_str).collect();
    let scenario = text(&folder.join(format!("Sc-{name}.txt")));
    inrc2::read(&scenario, &text(&folder.join(format!("H0-{name}-{history}.txt"))), &weeks).unwrap()
}

#[test]
fn the_official_validators_report_is_met_part_by_part() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("inrc2/n005w4");
    let problem = inrc2_case(&folder, 0, &[1, 2, 3, 3]);
    let solutions = ["1-0", "2-1", "3-2", "3-3"]
        .map(|one| text(&folder.join(format!("Solution_H_0-WD_1-2-3-3/Sol-n005w4-{one}.txt"))));
    let roster = inrc2::read_solution(&problem, &solutions.each_ref().map(String::as_str)).unwrap();
    let judged = check::judge(&problem, &roster);
    assert_eq!((judged.broken, judged.penalty), (0, 1695), "{:?}", judged.parts);
    let part = |start: &[&str]| -> u64 {
        judged
            .parts
            .iter()
            .filter(|(name, _)| start.iter().any(|s| name.starts_with(s)))
            .map(|(_, p)| p)
            .sum()
    };
    assert_eq!(part(&["assignments"]), 320);
    assert_eq!(part(&["days of ", "days worked"]), 465);
    assert_eq!(part(&["days off"]), 330);
    assert_eq!(part(&["requests off"]), 70);
    assert_eq!(part(&["weekends worked"]), 210);
    assert_eq!(part(&["whole weekends"]), 60);
    assert_eq!(part(&["under cover"]), 240);
    assert_eq!(score(&problem, &roster).total(), 1695);
    // Written and read again it is the same.
    let written: Vec<String> = (0..4).map(|week| inrc2::write_solution(&problem, &roster, week)).collect();
    let written: Vec<&str> = written.iter().map(String::as_str).collect();
    assert_eq!(inrc2::read_solution(&problem, &written).unwrap(), roster);
}

/// Random rosters of every density, from nearly empty to nearly full.
fn agree(problem: &Problem, rosters: usize, seed: u64) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    for at in 0..rosters {
        let mut roster = Roster::empty(problem);
        let density = rng.random_range(0.05..0.95);
        for person in 0..problem.people.len() {
            for cell in roster.row_mut(person) {
                // Runs of the same duty, as rosters have them.
                if rng.random_bool(density) {
                    *cell = u8::try_from(rng.random_range(1..problem.symbols())).unwrap();
                }
            }
            let row = roster.row_mut(person);
            for day in 1..row.len() {
                if rng.random_bool(0.5) {
                    row[day] = row[day - 1];
                }
            }
        }
        let (judged, scored) = (check::judge(problem, &roster), score(problem, &roster));
        assert_eq!(
            (judged.penalty, judged.broken),
            (scored.total(), scored.broken),
            "{}, roster {at}: {:?}",
            problem.name,
            judged.parts
        );
    }
}

#[test]
fn judge_and_price_agree_on_random_rosters_of_every_family() {
    let Some(shared) = shared() else { return };
    let mut files: Vec<PathBuf> = ["curtois", "inrc1"]
        .iter()
        .flat_map(|family| std::fs::read_dir(shared.join(family)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    for (seed, path) in (0..).zip(files) {
        let content = text(&path);
        let problem = if inrc1::is_like(&content) {
            inrc1::read(&content).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
        } else {
            curtois::read("", &content).unwrap()
        };
        agree(&problem, if problem.days > 100 { 2 } else { 40 }, seed);
    }
    for (seed, name) in (100..).zip(["n005w4", "n012w8", "n021w4", "n030w4", "n120w8"]) {
        for history in 0..3 {
            agree(&inrc2_case(&shared.join("inrc2").join(name), history, &[1, 2, 3, 3]), 40, seed);
        }
    }
}
