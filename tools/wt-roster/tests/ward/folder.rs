//! The folder of a ward: what is written is read again, what can't be right is named.

use wt_roster::ward::folder::{read, read_rows, write, write_rows};
use wt_roster::ward::{Rows, Ward};

fn texts(ward: &Ward) -> Vec<(&'static str, String)> {
    write(ward)
}

fn again(files: &[(&'static str, String)]) -> Result<Ward, String> {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    read(&files).map_err(|errors| errors.to_string())
}

/// A ward with one line added to a file.
fn with(file: &str, line: &str) -> Result<Ward, String> {
    let mut files = texts(&super::ward(1, 12));
    let (_, text) = files.iter_mut().find(|(name, _)| *name == file).unwrap();
    text.push_str(line);
    text.push('\n');
    again(&files)
}

#[test]
fn what_is_written_is_read_again() {
    for seed in 1..6 {
        let ward = super::ward(seed, 20);
        assert_eq!(again(&texts(&ward)).unwrap(), ward, "seed {seed}");
    }
}

#[test]
fn the_same_seed_makes_the_same_ward_and_another_another() {
    assert_eq!(super::ward(3, 15), super::ward(3, 15));
    assert_ne!(super::ward(3, 15), super::ward(4, 15));
}

#[test]
fn what_cannot_be_right_is_named_with_file_and_line() {
    for (file, line, expected) in [
        ("staff.csv", "P1,registered,5,30", "staff.csv, line 14: found 'P1', expected each person once"),
        ("staff.csv", "P99,registered,5,60", "found '60', expected contracted hours a week from 0 to 48"),
        ("staff.csv", "P99,porter,5,30", "found 'porter', expected a role out of registered"),
        ("staff.csv", "P99,registered,12,30", "found '12', expected a band of Agenda for Change"),
        ("shifts.csv", "X,07:00,33:00,0", "found '33:00', expected a shift of less than 24 hours"),
        ("shifts.csv", "X,07:00,08:00,60", "found '60', expected an unpaid break shorter than the shift"),
        ("demand.csv", "all,N,,,surgeon,1,1", "found 'surgeon', expected a role or skill that somebody"),
        (
            "demand.csv",
            "all,N,,,registered,3,2",
            "expected a number wanted that is at least the safe-staffing floor",
        ),
        ("demand.csv", "all,Q,,,registered,1,2", "found 'Q', expected a shift out of"),
        ("leave.csv", "P2,2026-03-09,2026-03-05,annual,granted", "expected a last day on or after the first"),
        (
            "leave.csv",
            "P2,2026-03-09,2026-03-12,cruise,granted",
            "found 'cruise', expected a word under kind",
        ),
        ("requests.csv", "P2,2027-03-09,off,yes,low", "found '2027-03-09', expected a date of the roster"),
        ("history.csv", "P2,2026-03-09,N", "found '2026-03-09', expected a date before the roster"),
        ("policies.csv", "weekends,2,9000", "found '9000', expected pounds from 0 to 2000"),
        ("temporary.csv", "support,agency,2,1,1,", "expected pounds_per_hour of an agency"),
        ("agreements.csv", "P2,Someday,off", "found 'Someday', expected all, or Mon to Sun"),
    ] {
        let refused = with(file, line).expect_err(line);
        assert!(refused.contains(expected), "{file}: {line}\n  {refused}");
        assert!(refused.starts_with(file), "{refused}");
    }
}

#[test]
fn every_refusal_is_told_at_once() {
    let refused = with("staff.csv", "P98,porter,5,30\nP99,registered,5,60").unwrap_err();
    assert_eq!(refused.lines().count(), 2, "{refused}");
}

#[test]
fn leave_outside_employment_is_refused() {
    let files = texts(&super::ward(1, 12)).into_iter().map(|(name, text)| match name {
        "staff.csv" => (name, text + "P99,registered,5,30,,,2026-03-10,,,,,,\n"),
        "leave.csv" => (name, text + "P99,2026-03-09,2026-03-12,annual,granted\n"),
        _ => (name, text),
    });
    let refused = again(&files.collect::<Vec<_>>()).unwrap_err();
    assert!(refused.contains("leave within employment"), "{refused}");
}

#[test]
fn a_roster_is_written_and_read_again() {
    let ward = super::ward(2, 12);
    let mut rows = Rows::empty(&ward);
    rows.set(0, 0, Some(0));
    rows.set(11, 27, Some(1));
    assert_eq!(read_rows(&ward, &write_rows(&ward, &rows)).unwrap(), rows);
    let twice = read_rows(&ward, "person,date,shift\nP1,2026-03-02,N\nP1,2026-03-02,E\n").unwrap_err();
    assert_eq!(twice.to_string(), "line 3: found 'P1', expected one duty a day for each person");
}
