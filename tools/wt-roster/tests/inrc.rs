//! The readers of both competitions: what they make of small instances, and what they say of bad ones.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_roster::formats::{inrc1, inrc2, rows};
use wt_roster::{Roster, check};

const FIRST: &str = "SCHEDULING_PERIOD;\n//\nsmall, 2010-01-01, 2010-01-07;\nSKILLS = 2;\nNurse;\nHead;\nSHIFT_TYPES = 2;\n\
    D, Day, 08:30:00, 16:30:00, 1, Nurse;\nN, Night, 22:30:00, 06:30:00, 1, Head;\nCONTRACTS = 1;\n\
    0, full, (1|1), (1|1|3), (1|2|1), (1|1|3), (0|0|0), (0|0|0), (0|0|0), (0|0|0), (0|0|0), (0|0|0), SaturdaySunday, \
    (1|5), (1|7), (1|3), (0|0), (1|9), 1, 0;\nPATTERNS = 1;\n0, 4, 2 (N|Friday) (D|Saturday);\nEMPLOYEES 2;\n\
    0, 0, 0, 1, Nurse;\n1, 1, 0, 2, Nurse Head;\nDAY_OF_WEEK_COVER = 2;\nFriday, N, 1;\nSaturday, D, 1;\n\
    DATE_SPECIFIC_COVER = 0;\nDAY_OFF_REQUESTS = 1;\n0, 2010-01-02, 6;\nDAY_ON_REQUESTS = 0;\nSHIFT_OFF_REQUESTS = 0;\n\
    SHIFT_ON_REQUESTS = 1;\n1, 2010-01-04, D, 8;\n";

fn judged(roster: &str) -> (u64, u64, Vec<(String, u64)>) {
    let problem = inrc1::read(FIRST).unwrap();
    let judged = check::judge(&problem, &rows::read(&problem, roster).unwrap());
    (judged.broken, judged.penalty, judged.parts.into_iter().collect())
}

#[test]
fn the_first_competitions_conditions_are_counted() {
    let problem = inrc1::read(FIRST).unwrap();
    // 1 January 2010 was a Friday; the night of the second duty ends after midnight.
    assert_eq!((problem.days, problem.first_weekday, problem.duties[1].minutes), (7, 4, 480));
    // The night without the skill, the pattern, half a weekend, the day asked off; the other wants a Monday.
    let (broken, penalty, parts) = judged("0,0,N\n0,1,D\n");
    assert_eq!((broken, penalty), (0, 9 + 4 + 5 + 6 + 8 + 2), "{parts:?}");
    // Two kinds on one weekend count two; cover is exact.
    let (broken, penalty, parts) = judged("1,0,N\n1,1,D\n1,2,N\n1,3,D\n0,4,D\n");
    assert_eq!(broken, 3, "three duties nobody asked for");
    assert_eq!(penalty, 4 + 2 * 7 + 1 + 1, "{parts:?}");
    let written = inrc1::write_solution(&problem, &Roster::empty(&problem), inrc1::first_day(FIRST).unwrap());
    assert!(written.contains("<SchedulingPeriodID>small</SchedulingPeriodID>"));
}

#[test]
fn what_the_first_format_cannot_hold_is_refused_with_its_line() {
    let refusal = |from: &str, to: &str| inrc1::read(&FIRST.replacen(from, to, 1)).unwrap_err().to_string();
    assert_eq!(
        refusal("2010-01-07", "2009-01-07"),
        "line 3: found '2009-01-07', expected a last day from 1 to 11000 days after the first"
    );
    assert_eq!(
        refusal("1, Head;", "1, Cook;"),
        "line 9: found 'Cook', expected a skill of the section SKILLS"
    );
    assert_eq!(
        refusal("(1|2|1)", "(1|2)"),
        "line 11: found '(1|2)', expected on, weight and value, such as (1|1|16)"
    );
    assert_eq!(
        refusal("1, 0;\nPATTERNS", "1, 5;\nPATTERNS"),
        "line 11: found '5', expected a pattern of the section PATTERNS"
    );
    assert_eq!(
        refusal("(D|Saturday)", "(D|Monday)"),
        "line 13: found '2 (N|Friday) (D|Monday)', expected weekdays that follow each other"
    );
    assert_eq!(
        refusal("Friday, N, 1", "Freitag, N, 1"),
        "line 18: found 'Freitag', expected a weekday, such as Monday"
    );
    assert_eq!(
        refusal("2010-01-04, D", "2011-01-04, D"),
        "line 26: found '2011-01-04', expected a day of the period"
    );
    assert_eq!(
        refusal("SKILLS = 2;", "SKILLS = 2"),
        "line 4: found 'SKILLS = 2', expected a line that ends in ;"
    );
    let cut = FIRST.split("SHIFT_ON").next().unwrap();
    assert!(
        inrc1::read(cut).unwrap_err().to_string().contains("the section SHIFT_ON_REQUESTS before the end")
    );
}

const SCENARIO: &str = "SCENARIO = small\n\nWEEKS = 1\n\nSKILLS = 2\nHead\nNurse\n\nSHIFT_TYPES = 2\nEarly (1,5)\nNight (2,5)\n\n\
    FORBIDDEN_SHIFT_TYPES_SUCCESSIONS\nEarly 0\nNight 1 Early\n\nCONTRACTS = 1\nFull (1,3) (2,4) (1,3) 1 1\n\nNURSES = 2\n\
    Ann Full 2 Head Nurse\nBob Full 1 Nurse\n";
const HISTORY: &str = "HISTORY\n0 small\n\nNURSE_HISTORY\nAnn 2 1 Night 1 3 0\nBob 0 0 None 0 0 2\n";
const WEEK: &str = "WEEK_DATA\nsmall\n\nREQUIREMENTS\nEarly Head (0,0) (0,1) (0,0) (0,0) (0,0) (0,0) (0,0)\n\n\
    SHIFT_OFF_REQUESTS = 1\nBob Any Tue\n";

#[test]
fn the_second_competitions_history_counts() {
    let problem = inrc2::read(SCENARIO, HISTORY, &[WEEK]).unwrap();
    let judged = |roster: &str| {
        let judged = check::judge(&problem, &rows::read(&problem, roster).unwrap());
        (judged.broken, judged.penalty, judged.parts)
    };
    // Ann's night before was one of at least two; four free days too many for her, six for Bob (two before); one head short;
    // Bob has no assignment.
    assert_eq!(judged("").1, 15 + 30 * 4 + 30 * 6 + 30 + 20, "{:?}", judged(""));
    // Early after the night of the day before is forbidden.
    assert_eq!(judged("Ann,0,Early,Head\n").0, 1);
    // Bob cannot lead.
    assert_eq!(judged("Bob,1,Early,Head\n").0, 1);
}

#[test]
fn what_the_second_format_cannot_hold_is_refused_with_its_file_and_line() {
    let refusal = |scenario: &str, history: &str, week: &str| {
        let e = inrc2::read(scenario, history, &[week]).unwrap_err();
        format!("{:?} {e}", e.part)
    };
    let scenario = |from: &str, to: &str| refusal(&SCENARIO.replacen(from, to, 1), HISTORY, WEEK);
    assert_eq!(
        scenario("(1,3) (2,4)", "(3,1) (2,4)"),
        "Scenario line 18: found '(3,1)', expected no more at least than at most"
    );
    assert_eq!(
        scenario("Bob Full 1 Nurse", "Bob Part 1 Nurse"),
        "Scenario line 22: found 'Part', expected a contract of CONTRACTS"
    );
    assert_eq!(
        scenario("Night 1 Early", "Night 1 Late"),
        "Scenario line 15: found 'Late', expected a shift of SHIFT_TYPES"
    );
    let history = refusal(SCENARIO, &HISTORY.replace("Bob", "Rob"), WEEK);
    assert_eq!(history, "History line 6: found 'Rob', expected a nurse of the scenario");
    let week = refusal(SCENARIO, HISTORY, &WEEK.replace("(0,1)", "0,1"));
    assert_eq!(week, "Week(0) line 5: found '0,1', expected least and optimal number, such as (1,2)");
    assert_eq!(refusal(SCENARIO, HISTORY, ""), "Week(0) line 1: found nothing, expected WEEK_DATA");
    assert!(inrc2::read(SCENARIO, HISTORY, &[]).is_err());
}
