//! The search on made wards: every answer passes the judge, bounds hold, and the same moves give the same roster.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use wt_roster::check::judge;
use wt_roster::formats::curtois;
use wt_roster::{Problem, Progress, Settings, Watch, solve};

/// Time never passes; what was found is written down.
#[derive(Default)]
struct Still(Mutex<Vec<Progress>>);

impl Watch for Still {
    fn spent(&self) -> u32 {
        0
    }

    fn improved(&self, progress: &Progress) {
        self.0.lock().unwrap().push(*progress);
    }
}

/// Ten people, two weeks, early and late; requests by a seed.
fn made(seed: u64) -> Problem {
    let mut text = "SECTION_HORIZON\n14\n\nSECTION_SHIFTS\nE,480,\nL,480,E\n\nSECTION_STAFF\n".to_owned();
    let mut next = seed;
    let mut dice = |of: u64| {
        next = next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (next >> 33) % of
    };
    let names = ["A", "B", "C", "D", "F", "G", "H", "I", "J", "K"];
    for name in names {
        text += &format!("{name},E=14|L={},4800,3360,5,2,2,1\n", if dice(2) == 0 { 14 } else { 4 });
    }
    text += "\nSECTION_DAYS_OFF\n";
    names.iter().for_each(|name| text += &format!("{name},{}\n", dice(14)));
    text += "\nSECTION_SHIFT_ON_REQUESTS\n";
    for name in names {
        text += &format!("{name},{},{},{}\n", dice(14), ["E", "L"][dice(2) as usize], 1 + dice(3));
    }
    text += "\nSECTION_SHIFT_OFF_REQUESTS\n";
    for name in names {
        text += &format!("{name},{},{},{}\n", dice(14), ["E", "L"][dice(2) as usize], 1 + dice(3));
    }
    text += "\nSECTION_COVER\n";
    for day in 0..14 {
        for shift in ["E", "L"] {
            text += &format!("{day},{shift},{},100,1\n", 2 + dice(3));
        }
    }
    curtois::read("made", &text).unwrap()
}

#[test]
fn answers_pass_the_judge_and_bounds_hold() {
    for seed in 1..=12 {
        let problem = made(seed);
        let watch = Still::default();
        let settings = Settings { seed, threads: 2, moves: Some(4_000) };
        let found = solve(&problem, &settings, &watch).unwrap();
        let roster = found.roster.unwrap();
        let judged = judge(&problem, &roster);
        assert_eq!((judged.broken, Some(judged.penalty)), (0, found.progress.objective), "seed {seed}");
        assert!(found.progress.bound <= judged.penalty, "seed {seed}: {:?}", found.progress);
        let told = watch.0.into_inner().unwrap();
        assert!(told.windows(2).all(|two| two[1].bound >= two[0].bound), "a bound got worse");
        assert_eq!(told.iter().filter_map(|p| p.objective).min(), Some(judged.penalty));
    }
}

#[test]
fn the_same_moves_give_the_same_roster_on_two_threads() {
    for seed in [3, 4] {
        let problem = made(seed);
        let settings = Settings { seed, threads: 2, moves: Some(3_000) };
        let again = |_| solve(&problem, &settings, &Still::default()).unwrap();
        let found: Vec<_> = (0..3).map(again).collect();
        assert!(found.windows(2).all(|two| two[0].roster == two[1].roster && two[0].moves == two[1].moves));
    }
}

/// A ward on which nobody may work at all still has a roster: all of its cover is short, and that is the bound.
#[test]
fn a_ward_that_nobody_can_cover_is_proved_so() {
    let text = "SECTION_HORIZON\n14\n\nSECTION_SHIFTS\nE,480,\n\nSECTION_STAFF\nA,E=0,0,0,5,1,1,1\n\nSECTION_DAYS_OFF\n\n\
        SECTION_SHIFT_ON_REQUESTS\n\nSECTION_SHIFT_OFF_REQUESTS\n\nSECTION_COVER\n0,E,2,100,1\n";
    let problem = curtois::read("nobody", text).unwrap();
    let settings = Settings { seed: 1, threads: 1, moves: Some(500) };
    let found = solve(&problem, &settings, &Still::default()).unwrap();
    assert_eq!(found.progress, Progress { objective: Some(200), bound: 200 });
}

/// The smallest public instances, of which the optimum is published (Curtois and Qu 2014; schedulingbenchmarks.org).
#[test]
fn small_public_instances_come_close_to_the_published_optimum() {
    let shared = std::env::var_os("WHOLETIME_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("data/rostering/curtois");
    for (name, best) in [("Instance1", 607), ("Instance2", 828), ("Instance4", 1716)] {
        let Ok(text) = std::fs::read_to_string(folder.join(name).with_extension("txt")) else {
            println!("skipped: {name} is not here");
            return;
        };
        let problem = curtois::read(name, &text).unwrap();
        let settings = Settings { seed: 1, threads: 2, moves: Some(20_000) };
        let found = solve(&problem, &settings, &Still::default()).unwrap();
        let penalty = found.progress.objective.unwrap();
        assert!(penalty >= best && penalty * 100 <= best * 103, "{name}: {penalty}, published {best}");
        assert!(found.progress.bound <= best, "{name}: bound {}", found.progress.bound);
    }
}
