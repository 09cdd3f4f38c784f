//! The reader of the Curtois and Qu format: what it makes of an instance, and what it says of a bad one.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
use wt_roster::formats::{curtois, rows};
use wt_roster::{Roster, score};

const SMALL: &str = "SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nN,600,D\nSECTION_STAFF\n\
    A,D=7|N=2,2400,960,5,2,2,1\nB,D=7,2400,0,5,2,2,0\nSECTION_DAYS_OFF\nA,0\nSECTION_SHIFT_ON_REQUESTS\nA,2,D,3\n\
    SECTION_SHIFT_OFF_REQUESTS\nB,1,D,2\nSECTION_COVER\n0,D,1,100,1\n1,D,1,100,1\n1,N,0,100,4\n";

fn scored(rows_text: &str) -> (u64, [u64; 4]) {
    let problem = curtois::read("small", SMALL).unwrap();
    let roster = rows::read(&problem, rows_text).unwrap();
    assert_eq!(rows::read(&problem, &rows::write(&problem, &roster)), Ok(roster.clone()));
    let penalty = score(&problem, &roster);
    (penalty.broken, [penalty.requests_on, penalty.requests_off, penalty.under, penalty.over])
}

#[test]
fn a_roster_is_priced_in_parts() {
    assert_eq!(scored("employee,day,shift\nA,1,D\nA,2,D\nB,0,D\nB,1,D\n"), (0, [0, 2, 0, 1]));
    assert_eq!(scored("A,1,N\nA,2,N\n"), (0, [3, 0, 200, 4]));
    // Day 0 is fixed off; night then day; B can't work nights; 480 of 960 minutes are missing.
    assert_eq!(scored("A,0,D\n").0, 480 + 1);
    assert_eq!(scored("A,1,N\nA,2,D\n").0, 1);
    assert_eq!(scored("A,1,D\nA,2,D\nB,3,N\n").0, 1 + 1);
}

#[test]
fn bad_input_is_refused_with_its_line() {
    let refusal =
        |from: &str, to: &str| curtois::read("bad", &SMALL.replacen(from, to, 1)).unwrap_err().to_string();
    assert_eq!(refusal("\n7\n", "\n0\n"), "line 2: found '0', expected the number of days, from 1 to 11000");
    assert_eq!(refusal("N,600,D", "N,600,X"), "line 5: found 'X', expected a shift of SECTION_SHIFTS");
    assert_eq!(refusal("0,D,1,100,1", "0,D,-1,100,1"), "line 16: found '-1', expected how many are needed");
    assert_eq!(refusal("A,0\n", "Z,0\n"), "line 10: found 'Z', expected an employee of SECTION_STAFF");
    assert_eq!(refusal("B,1,D,2", "B,7,D,2"), "line 14: found '7', expected a day from 0 to 6");
    let cut = SMALL.split("SECTION_COVER").next().unwrap();
    assert_eq!(
        curtois::read("cut", cut).unwrap_err().to_string(),
        "line 15: found nothing, expected SECTION_COVER before the end of the file"
    );
}

#[test]
fn the_shared_instances_are_read() {
    let Some(shared) = std::env::var_os("WHOLETIME_SHARED") else {
        eprintln!("skipped: WHOLETIME_SHARED does not say where the benchmark instances are");
        return;
    };
    let folder = std::path::Path::new(&shared).join("data/rostering/curtois");
    let text = std::fs::read_to_string(folder.join("Instance8.txt")).unwrap();
    let problem = curtois::read("Instance8", &text).unwrap();
    assert_eq!((problem.days, problem.people.len(), problem.duties.len()), (28, 30, 4));
    let empty = score(&problem, &Roster::empty(&problem));
    assert!(empty.broken > 0 && empty.under > 0);
}
