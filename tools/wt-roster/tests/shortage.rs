//! What is proved about cover that can't be met: planted gaps are found with what makes them, and no roster is ever better.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_roster::formats::curtois;
use wt_roster::{Problem, Settings, Watch, shortage, solve};

/// Time never passes.
struct Still;

impl Watch for Still {
    fn spent(&self) -> u32 {
        0
    }
}

const SETTINGS: Settings = Settings { seed: 1, threads: 1, moves: Some(20_000) };

/// `people` people who may work two shifts in a row, a fortnight, early and late, one of each a day but for what is `extra`.
fn ward(people: usize, extra: &[(usize, &str, u32)], off: &[(usize, usize)]) -> Problem {
    let mut text = "SECTION_HORIZON\n14\nSECTION_SHIFTS\nE,480,\nL,480,E\nSECTION_STAFF\n".to_owned();
    (0..people).for_each(|at| text += &format!("P{at},E=14|L=14,6720,0,2,1,1,2\n"));
    text += "SECTION_DAYS_OFF\n";
    off.iter().for_each(|(person, day)| text += &format!("P{person},{day}\n"));
    text += "SECTION_SHIFT_ON_REQUESTS\nP0,3,E,2\nSECTION_SHIFT_OFF_REQUESTS\nP1,4,E,3\nSECTION_COVER\n";
    for day in 0..14 {
        for shift in ["E", "L"] {
            let more = extra.iter().find(|one| (one.0, one.1) == (day, shift)).map_or(1, |one| one.2);
            text += &format!("{day},{shift},{more},100,1\n");
        }
    }
    curtois::read("made", &text).unwrap()
}

#[test]
fn a_gap_by_leave_is_proved_and_put_down_to_its_day() {
    // Six people, of whom five are away on day 6: one of two is missing.
    let off: Vec<(usize, usize)> = (0..5).map(|person| (person, 6)).collect();
    let problem = ward(6, &[], &off);
    let found = shortage(&problem, &SETTINGS, &Still).unwrap();
    assert_eq!(found.least, 1);
    let conflict = found.conflict.unwrap();
    let days: Vec<usize> = conflict.covers.iter().map(|at| problem.cover[*at].day).collect();
    assert_eq!((days, conflict.wanted, conflict.short), (vec![6, 6], 2, 1));
    assert_eq!((conflict.people, conflict.rules), (vec![5], vec![]));
}

#[test]
fn a_gap_by_a_rule_names_the_rule() {
    // All four are wanted early on three days in a row, nobody late, and nobody may work three days in a row.
    let late = |day| (day, "L", 0);
    let problem = ward(4, &[(4, "E", 4), (5, "E", 4), (6, "E", 4), late(4), late(5), late(6)], &[]);
    let found = shortage(&problem, &SETTINGS, &Still).unwrap();
    let conflict = found.conflict.unwrap();
    let days: Vec<usize> = conflict.covers.iter().map(|at| problem.cover[*at].day).collect();
    // Three days in a row, of which one may lie outside: that is as small.
    assert!(days.len() == 3 && days[0] + 2 == days[2] && (3..=5).contains(&days[0]), "{days:?}");
    assert!(conflict.short >= 1 && conflict.wanted > 8);
    assert_eq!(conflict.rules, ["days worked in a row"]);
    assert_eq!(conflict.people, [0, 1, 2, 3]);
    let answer = solve(&problem, &SETTINGS, &Still).unwrap();
    assert!(answer.progress.objective.unwrap() >= 100 * found.least);
}

#[test]
fn what_can_be_met_is_not_called_short_and_no_roster_beats_the_proof() {
    assert_eq!(shortage(&ward(8, &[], &[]), &SETTINGS, &Still).unwrap().least, 0);
    for seed in 0..10 {
        let extra: Vec<(usize, &str, u32)> =
            (0..6).map(|at| ((seed * 5 + at * 3) % 14, ["E", "L"][(seed + at) % 2], 3)).collect();
        let off: Vec<(usize, usize)> = (0..6).map(|at| (at, (at * seed + 2) % 14)).collect();
        let problem = ward(6, &extra, &off);
        let least = shortage(&problem, &SETTINGS, &Still).unwrap().least;
        let found = solve(&problem, &SETTINGS, &Still).unwrap().roster.unwrap();
        let short: u64 = problem
            .cover
            .iter()
            .map(|cover| {
                let there = (0..6).filter(|at| cover.symbols.contains(&found.row(*at)[cover.day])).count();
                u64::from(cover.limits[0].min.unwrap().at).saturating_sub(there as u64)
            })
            .sum();
        assert!(least <= short, "ward {seed}: at least {least} proved, {short} found");
    }
}
