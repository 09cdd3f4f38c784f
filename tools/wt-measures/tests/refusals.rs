//! Bad input: each named with its cell, and nothing else lost.

#![allow(clippy::unwrap_used, reason = "a test says so by stopping")]

use wt_measures::Rosters;
use wt_measures::extract::{Extract, read};
use wt_measures::sound::sound;
use wt_units::Quantity;

const LINES: &str = "unit,person,role,start,end,kind,status,unpaid_break_minutes,hours_worked\n";
const CONTRACTS: &str = "unit,person,role,band,contracted_hours,from,to\n";
const LEAVE: &str = "unit,person,component,first_day,last_day,hours\n";

fn add(into: &mut Rosters, text: &str) -> Vec<String> {
    let most = Quantity::whole(48).unwrap();
    read("f.csv", text.as_bytes(), most, into).unwrap().refusals.iter().map(ToString::to_string).collect()
}

#[test]
fn each_bad_cell_is_named_and_the_good_rows_stay() {
    for (row, column, says) in [
        ("Ward 7,p-1,rn,2026-03-02T07:30,2026-03-03T09:30,substantive,worked,,", "end", "26 hours"),
        ("Ward 7,p-1,rn,2026-03-02T07:30,2026-03-02T07:30,substantive,worked,,", "end", "after the start"),
        (
            "Ward 7,p-1,rn,2026-03-02,2026-03-02T20:00,substantive,worked,,",
            "start",
            "such as 2026-03-02T07:30",
        ),
        (
            "Ward 7,p-1,porter,2026-03-02T07:30,2026-03-02T20:00,substantive,worked,,",
            "role",
            "registered nurse",
        ),
        ("Ward 7,p-1,rn,2026-03-02T07:30,2026-03-02T20:00,lent,worked,,", "kind", "bank, agency"),
        (
            "Ward 7,p-1,rn,2026-03-02T07:30,2026-03-02T20:00,substantive,worked,750,",
            "unpaid_break_minutes",
            "shorter",
        ),
        (
            "Ward 7,p-1,rn,2026-03-02T07:30,2026-03-02T20:00,substantive,worked,,13",
            "hours_worked",
            "start to end",
        ),
        ("Ward 7,,rn,2026-03-02T07:30,2026-03-02T20:00,unfilled,worked,,", "status", "nobody worked"),
        ("Ward 7,,rn,2026-03-02T07:30,2026-03-02T20:00,bank,worked,,", "person", "pseudonym"),
        (",p-1,rn,2026-03-02T07:30,2026-03-02T20:00,bank,worked,,", "unit", "ward"),
    ] {
        let mut rosters = Rosters::default();
        let good = "Ward 7,p-9,rn,2026-03-02T07:30,2026-03-02T20:00,bank,worked,30,";
        let refused = add(&mut rosters, &format!("{LINES}{row}\n{good}\n"));
        assert_eq!((refused.len(), rosters.lines.len()), (1, 1), "{row}: {refused:?}");
        assert!(
            refused[0].contains(&format!("row 2, column {column}")) && refused[0].contains(says),
            "{refused:?}"
        );
    }
}

#[test]
fn names_of_people_are_refused_and_not_repeated() {
    let mut rosters = Rosters::default();
    let refused = add(&mut rosters, &format!("{CONTRACTS}Ward 7,Amber Jones,rn,5,37.5,,\n"));
    assert!(refused[0].contains("pseudonym") && !refused[0].contains("Amber"), "{refused:?}");
}

#[test]
fn a_contract_of_sixty_hours_is_refused() {
    let mut rosters = Rosters::default();
    let refused = add(
        &mut rosters,
        &format!("{CONTRACTS}Ward 7,p-1,rn,5,60,,\nWard 7,p-2,rn,5,37.5,2026-04-01,2026-03-01\n"),
    );
    assert!(
        refused[0].contains("at most 48 hours a week") && refused[1].contains("not before the first"),
        "{refused:?}"
    );
    assert!(rosters.contracts.is_empty());
}

#[test]
fn rows_that_contradict_each_other_are_set_aside_with_the_other_row() {
    let mut rosters = Rosters::default();
    let contracts =
        "Ward 7,p-1,rn,5,37.5,,2026-03-31\nWard 7,p-1,rn,5,30,2026-03-15,\nWard 7,p-1,rn,6,30,2026-04-01,\n";
    assert!(add(&mut rosters, &format!("{CONTRACTS}{contracts}")).is_empty());
    let leave = "Ward 7,p-1,annual leave,2026-03-30,2026-04-02,30\nWard 7,p-1,annual leave,2026-03-30,2026-04-01,30\n\
                 Ward 7,p-7,sickness,2026-03-30,2026-04-02,30\n";
    assert!(add(&mut rosters, &format!("{LEAVE}{leave}")).is_empty());
    let lines = "Ward 7,p-1,rn,2026-03-02T07:30,2026-03-02T20:00,substantive,worked,30,\n\
                 Ward 8,p-1,rn,2026-03-02T19:00,2026-03-03T08:00,bank,worked,30,\n\
                 Ward 8,p-1,rn,2026-03-02T19:00,2026-03-03T08:00,bank,cancelled,30,\n";
    assert!(add(&mut rosters, &format!("{LINES}{lines}")).is_empty());
    let patients = "unit,day,patients\nWard 7,2026-03-02,20\nWard 7,2026-03-02,21\n";
    assert!(add(&mut rosters, patients).is_empty());
    let (kept, aside) = sound(rosters);
    assert_eq!(
        (kept.contracts.len(), kept.leave.len(), kept.lines.len(), kept.midnights.len()),
        (2, 1, 2, 1)
    );
    let said: Vec<String> = aside.iter().map(|a| format!("{} {} {}", a.extract, a.row, a.why)).collect();
    for want in [
        "contracts 3",
        "leave 3 row 2 says",
        "leave 4 p-7 has no contract",
        "lines 3 p-1 is on another shift",
        "patients 3 row 2",
    ] {
        assert!(said.iter().any(|one| one.contains(want)), "{want}: {said:?}");
    }
}

#[test]
fn headings_of_no_extract_are_told_what_is_needed() {
    let fault =
        read("f.csv", b"a,b\n1,2\n", Quantity::whole(48).unwrap(), &mut Rosters::default()).unwrap_err();
    assert!(fault.fix.contains("lines needs unit, role, start, end, kind, status"), "{}", fault.fix);
    for extract in Extract::ALL {
        assert!(fault.fix.contains(extract.name()), "{}", fault.fix);
    }
}
