//! Rotas of doctors: found, judged, and proved impossible.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use jiff::civil::{Date, date};
use wt_facts::FactSet;
use wt_rota::{
    Leave, Pattern, Search, Slots, Terms, check, impossible, read_pattern, read_slots, solve, write_pattern,
};
use wt_worktime::{Rules, Settings};

/// A ward's day: normal days, one long day and one night every day of the week.
const SLOTS: &str = "shift,start,end,mon,tue,wed,thu,fri,sat,sun,normal\n\
    D,08:30,16:30,3,3,3,3,3,,,yes\n\
    L,08:30,21:00,1,1,1,1,1,1,1,\n\
    N,20:30,09:00,1,1,1,1,1,1,1,\n";

const FIRST: Date = date(2026, 4, 6);

fn facts() -> FactSet {
    let text = include_str!("../../../facts/working-time.toml");
    FactSet::parse(&[("facts/working-time.toml", text)]).unwrap()
}

fn rules() -> Rules {
    Rules::on(&facts(), "resident-doctors-2016", FIRST, Settings::default()).unwrap()
}

fn slots() -> Slots {
    read_slots(SLOTS).unwrap()
}

fn never() -> impl FnMut() -> bool {
    || false
}

#[test]
fn a_lawful_pattern_is_found_and_covers_everything() {
    let (slots, rules) = (slots(), rules());
    let terms = Terms { rules: &rules, first: FIRST, leave: Some(Leave { days: 27, normal_day: 480 }) };
    for seed in 1..=3 {
        let search = Search { seed, moves: 6_000, target: 44 * 60 };
        let found = solve(&slots, 10, &terms, search, &mut never()).unwrap();
        assert!(found.verdict.is_fine(), "{:?} {:?}", found.verdict.findings, found.verdict.cover);
        assert!(found.verdict.weekends <= 3, "one in three");
        let again = solve(&slots, 10, &terms, search, &mut never()).unwrap();
        assert_eq!(again, found, "same seed, same pattern");
        let text = write_pattern(&slots, &found.pattern);
        assert_eq!(read_pattern(&slots, &text).unwrap(), found.pattern);
    }
}

#[test]
fn leave_raises_the_average() {
    // 42 hours in each of 10 weeks, 27 days of leave of 8 hours: (420 - 27 × 10/52 × 8) / (10 - 27 × 10/52 / 5).
    let slots = read_slots(
        "shift,start,end,mon,tue,wed,thu,fri,sat,sun\nL,08:00,20:00,10,10,10,,,,\nE,08:00,14:00,,,,10,,,\n",
    )
    .unwrap();
    let week = [Some(0), Some(0), Some(0), Some(1), None, None, None];
    let rules = rules();
    let terms = Terms { rules: &rules, first: FIRST, leave: Some(Leave { days: 27, normal_day: 480 }) };
    let verdict = check(&slots, &Pattern { weeks: vec![week; 10] }, &terms).unwrap();
    let hours = verdict.average_with_leave.unwrap();
    let expected = (420.0 - 27.0 * 10.0 / 52.0 * 8.0) / (10.0 - 27.0 * 10.0 / 52.0 / 5.0);
    let found = hours.numerator() as f64 / hours.denominator() as f64;
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    assert!(verdict.is_fine(), "{verdict:?}");
}

#[test]
fn broken_rules_and_cover_are_named() {
    let (slots, rules) = (slots(), rules());
    let terms = Terms { rules: &rules, first: FIRST, leave: None };
    let text = "week,mon,tue,wed,thu,fri,sat,sun\n1,N,N,N,N,N,N,N\n2,off,D,D,L,L,L,L\n3,L,L,L,D,D,off,off\n";
    let verdict = check(&slots, &read_pattern(&slots, text).unwrap(), &terms).unwrap();
    let broken: Vec<&str> = verdict.findings.iter().filter(|f| f.breach).map(|f| f.rule).collect();
    for rule in ["rd-72-in-168", "rd-consecutive-night", "rd-rest-after-nights", "rd-weekend-frequency"] {
        assert!(broken.contains(&rule), "{rule}: {broken:?}");
    }
    let short: Vec<_> = verdict.cover.iter().map(|s| (s.shift.as_str(), s.day, s.needed, s.found)).collect();
    assert!(short.contains(&("D", "mon", 3, 0)) && !short.iter().any(|s| s.0 == "N"), "{short:?}");
}

#[test]
fn too_few_doctors_is_proved() {
    let facts = facts();
    let why = impossible(&slots(), 4, &facts, FIRST).unwrap();
    assert_eq!(
        why,
        [
            "5 doctors are needed on a mon, and the rota has 4.",
            "5 doctors are needed on a tue, and the rota has 4.",
            "5 doctors are needed on a wed, and the rota has 4.",
            "5 doctors are needed on a thu, and the rota has 4.",
            "5 doctors are needed on a fri, and the rota has 4.",
            "The shifts come to 73.8 hours a week for each of 4 doctors, and 48 is the most on average: 7 doctors are the fewest.",
            "2 doctors work each weekend, and one weekend in 3 is the most: 6 doctors are the fewest.",
        ]
    );
    assert!(impossible(&slots(), 10, &facts, FIRST).unwrap().is_empty());
}

#[test]
fn bad_input_is_a_sentence() {
    let refused = |text: &str| read_slots(text).unwrap_err().to_string();
    let head = "shift,start,end,mon,tue,wed,thu,fri,sat,sun,normal\n";
    assert!(
        refused("shift,start\n")
            .contains("column end: found 'shift,start', expected the columns shift,start,end,mon")
    );
    assert_eq!(
        refused(&format!("{head}D,8.30,16:30,1,,,,,,,\n")),
        "line 2, column start: found '8.30', expected a time such as 08:30"
    );
    assert!(
        refused(&format!("{head}D,08:30,16:30,-1,,,,,,,\n"))
            .contains("a whole number of people, at most 200")
    );
    assert!(
        refused(&format!("{head}D,08:30,16:30,1,,,,,,,\nD,08:30,16:30,1,,,,,,,\n"))
            .contains("line 3, column shift")
    );
    assert!(refused(head).contains("at least one shift"));
    let pattern = |text: &str| read_pattern(&slots(), text).unwrap_err().to_string();
    assert_eq!(
        pattern("week,mon,tue,wed,thu,fri,sat,sun\n1,X,,,,,,\n"),
        "line 2, column mon: found 'X', expected off or one of D, L, N"
    );
    assert!(pattern("week,mon,tue,wed,thu,fri,sat,sun\n2,N,,,,,,\n").contains("expected 1, the next week"));
    let rules = rules();
    let terms = Terms { rules: &rules, first: date(2026, 4, 7), leave: None };
    let week = Pattern { weeks: vec![[None; 7]] };
    assert!(check(&slots(), &week, &terms).unwrap_err().to_string().contains("expected a Monday"));
    let terms = Terms { first: FIRST, ..terms };
    assert!(check(&slots(), &Pattern { weeks: vec![] }, &terms).is_err());
    let clash = read_pattern(&slots(), "week,mon,tue,wed,thu,fri,sat,sun\n1,N,D,,,,,\n").unwrap();
    assert!(check(&slots(), &clash, &terms).unwrap_err().to_string().starts_with("week 1, tue: the duty"));
}
