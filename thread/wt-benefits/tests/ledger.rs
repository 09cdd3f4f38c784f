//! The ledger: what it takes, and every abuse with the sentence that refuses it.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_benefits::ledger::{Ceiling, Ledger, entry, read, written};
use wt_units::{FinancialYear, Pence};

const BOOK: &str = include_str!("../../../book/benefits.jsonl");

fn ledger() -> Ledger {
    read(BOOK, Vec::new()).unwrap()
}

fn line(on: &str, by: &str, event: &str) -> String {
    format!(r#"{{"on":"{on}","by":"{by}","event":{event}}}"#)
}

/// What comes of one more entry; the ledger is unchanged where it is refused.
fn tried(ledger: &mut Ledger, on: &str, by: &str, event: &str) -> Result<(), String> {
    let before = ledger.clone();
    let done = ledger.apply(entry(&line(on, by, event)).unwrap()).map_err(|refusal| refusal.to_string());
    if done.is_err() {
        assert_eq!(*ledger, before);
    }
    done
}

fn refused(on: &str, by: &str, event: &str) -> String {
    tried(&mut ledger(), on, by, event).unwrap_err()
}

const DAY: &str = "2026-11-23";
const PROOF: &str = r#""proof":{"virement":{"reference":"V","cost_centre":"1","account_code":"2"}}"#;

fn verify(name: &str, through: &str) -> String {
    format!(r#"{{"verified":{{"line":"{name}","through":"{through}",{PROOF}}}}}"#)
}

#[test]
fn the_example_comes_to_what_it_says() {
    let ledger = ledger();
    let year = FinancialYear::starting(2026);
    let of = |id: &str| {
        let state = &ledger.lines()[id];
        let pounds =
            [state.planned(year), state.year_to_date(year), state.verified_in(year), state.outturn(year)];
        pounds.map(|pence| pence.get() / 100)
    };
    // Ten of twelve months; five came, of which three are verified; the rest of the plan is to come.
    assert_eq!(of("L1"), [60_000, 28_000, 16_200, 28_000 + 72_000 * 5 / 12]);
    assert_eq!(of("L2"), [36_000, 6_500, 6_500, 30_000]);
    assert_eq!(of("L4"), [5_000, 500, 0, 500 + 6_000 * 9 / 12]);
    let words: Vec<&str> = ledger.lines().values().map(|state| state.words()).collect();
    assert_eq!(words, ["awaits finance", "verified", "awaits finance", "awaits finance"]);
    let late: Vec<&str> =
        ledger.actions()["A1"].late("2026-11-23".parse().unwrap()).map(|m| m.name.as_str()).collect();
    assert_eq!(late, ["All wards out on time"]);
    let text: String = ledger.entries().iter().map(|entry| written(entry) + "\n").collect();
    assert_eq!(text, BOOK);
    assert_eq!(ledger.at_end_of("2026-09-30".parse().unwrap()).last(), Some("2026-09-21".parse().unwrap()));
}

#[test]
fn nobody_verifies_their_own() {
    let mut ledger = ledger();
    assert_eq!(
        tried(&mut ledger, DAY, "omar", &verify("L1", "2026-10")),
        Err("Omar is owner: this is for finance.".into())
    );
    let actual = r#"{"actual":{"line":"L4","month":"2026-08","pounds":"500"}}"#;
    tried(&mut ledger, DAY, "finn", actual).unwrap();
    assert_eq!(
        tried(&mut ledger, DAY, "finn", &verify("L4", "2026-08")),
        Err("Finn entered actuals of this line, and nobody verifies their own. Ask another colleague in finance.".into())
    );
    tried(&mut ledger, DAY, "fay", &verify("L4", "2026-08")).unwrap();
    let own = r#"{"person":{"id":"x","name":"X","role":"finance"}}"#;
    assert_eq!(
        tried(&mut ledger, DAY, "x", own),
        Err("Nobody enters themselves as finance. Let somebody else enter x.".into())
    );
}

#[test]
fn nothing_is_backdated() {
    assert_eq!(
        refused("2026-10-31", "omar", r#"{"actual":{"line":"L1","month":"2026-09","pounds":"1"}}"#),
        "It is dated 2026-10-31, before the last entry of 2026-11-05: entries are not backdated. Date it the day it is entered."
    );
    let baseline = |version: u32, to: &str, reason: &str| {
        format!(
            r#"{{"baseline":{{"line":"L1","version":{version},"from":"2025-01","to":"{to}","figure":"3,900 hours"{reason}}}}}"#
        )
    };
    let why = r#","reason":"Ward 9 moved in.""#;
    assert_eq!(
        refused(DAY, "dana", &baseline(1, "2025-12", why)),
        "Line 'L1' has baseline version 1: a changed baseline is version 2, with a reason, and version 1 stays visible."
    );
    assert!(refused(DAY, "dana", &baseline(2, "2025-12", "")).contains("is version 2, with a reason"));
    assert_eq!(
        refused(DAY, "dana", &baseline(2, "2026-06", why)),
        "The last month of the baseline is 2026-06: expected a month from 2025-01 on, over, and before the action's start in 2026-06."
    );
    // A new version stands beside the old one, and what was verified against the old is verified anew.
    let mut ledger = ledger();
    tried(&mut ledger, DAY, "dana", &baseline(2, "2025-12", why)).unwrap();
    let state = &ledger.lines()["L1"];
    assert_eq!((state.baselines.len(), state.words()), (2, "returned by finance"));
    assert_eq!(state.verified_in(FinancialYear::starting(2026)), Pence::ZERO);
    assert_eq!(
        state.returned.as_deref(),
        Some("It was verified against version 1 of the baseline; version 2 needs verifying anew.")
    );
    tried(&mut ledger, DAY, "fay", &verify("L1", "2026-10")).unwrap();
    assert_eq!(ledger.lines()["L1"].verified.as_ref().unwrap().baseline, 2);
}

#[test]
fn a_closed_benefit_stays() {
    let close = r#"{"closed":{"line":"L2","lesson":"Tell wards the date of the next roster first."}}"#;
    assert!(
        refused(DAY, "omar", r#"{"closed":{"line":"L1","lesson":"x"}}"#)
            .contains("stands at 'awaits finance'. It is closed when")
    );
    assert!(
        refused(DAY, "omar", r#"{"closed":{"line":"L2","lesson":" "}}"#).starts_with("What you would tell")
    );
    let mut ledger = ledger();
    tried(&mut ledger, DAY, "omar", close).unwrap();
    let sentence = "Line 'L2' is closed. A closed benefit stays in the ledger as it is: it is neither deleted nor changed.";
    for event in [
        r#"{"withdrawn":{"line":"L2","reason":"x"}}"#.to_owned(),
        r#"{"returned":{"line":"L2","reason":"x"}}"#.to_owned(),
        r#"{"actual":{"line":"L2","month":"2026-10","pounds":"4000"}}"#.to_owned(),
        r#"{"forecast":{"line":"L2","year":2026,"outturn":"1"}}"#.to_owned(),
        verify("L2", "2026-10"),
    ] {
        assert_eq!(tried(&mut ledger, DAY, "fay", &event), Err(sentence.to_owned()), "{event}");
    }
    assert_eq!(
        refused(DAY, "omar", r#"{"withdrawn":{"line":"L1","reason":"x"}}"#),
        "Line 'L1' holds verified pounds. They stay: close it, or let finance return it first."
    );
}

#[test]
fn cash_needs_proof() {
    let bare = r#"{"verified":{"line":"L4","through":"2026-07"}}"#;
    assert_eq!(
        refused(DAY, "fay", bare),
        "Line 'L4' is cash-releasing: it needs a budget virement or a deleted post, with cost centre and account code."
    );
    let blank = r#"{"verified":{"line":"L4","through":"2026-07","proof":{"deleted-post":{"post":"1138","cost_centre":"","account_code":"2"}}}}"#;
    assert_eq!(refused(DAY, "fay", blank), "The cost centre is missing: say it in words.");
    assert!(
        refused(DAY, "fay", &verify("L1", "2026-08"))
            .contains("after 2026-08, to which it is verified already")
    );
    assert!(refused(DAY, "fay", &verify("L1", "2026-11")).contains("expected a month with an actual"));
    assert_eq!(
        refused(
            DAY,
            "omar",
            r#"{"actual":{"line":"L1","month":"2026-07","pounds":"6000","reason":"late bill"}}"#
        ),
        "July 2026 of line 'L1' is verified. Finance returns it first, with a reason."
    );
}

/// The example up to its start, with one entry changed.
fn changed(from: &str, to: &str) -> String {
    assert!(BOOK.contains(from), "{from}");
    read(&BOOK.replacen(from, to, 1), Vec::new()).unwrap_err().to_string()
}

#[test]
fn savings_are_above_nought_and_in_full() {
    let why = changed(r#""full_year":"72000""#, r#""full_year":"-72000""#);
    assert!(
        why.starts_with("line 17: Line 'L1' has −£72,000.00 in a full year: a saving is above nought."),
        "{why}"
    );
    let why = changed(r#""full_year":"72000""#, r#""full_year":"72""#);
    assert!(
        why.contains("£72.00 beside the opportunity's £150,000.00 looks like thousands written as pounds."),
        "{why}"
    );
    let why = changed(r#""full_year":"12000""#, r#""full_year":"12000000""#);
    assert!(why.contains("looks like pounds multiplied by a thousand"), "{why}");
    let why = changed(r#""full_year":"72000""#, r#""full_year":"72k""#);
    assert!(why.contains("found '72k', expected pounds in full, such as 120000.50"), "{why}");
    assert!(
        refused(DAY, "omar", r#"{"actual":{"line":"L1","month":"2026-10","pounds":"6","reason":"r"}}"#)
            .contains("£6.00 beside an expected £6,000.00 looks like thousands")
    );
    assert!(
        refused(DAY, "omar", r#"{"actual":{"line":"L2","month":"2026-10","pounds":"-700"}}"#)
            .starts_with("The reason for a correction or a month below nought is missing")
    );
    let mut ledger = ledger();
    let full = r#"{"actual":{"line":"L2","month":"2026-10","pounds":"6","in_full":true}}"#;
    tried(&mut ledger, DAY, "omar", full).unwrap();
}

#[test]
fn an_action_starts_with_everything_approved() {
    let last = r#"{"on":"2026-05-12","by":"mo","event":{"approved":{"action":"A2","impact":"equality"}}}"#;
    let why = changed(last, "");
    assert!(
        why.ends_with("Action 'A2' lacks the equality impact assessment approved by the medical director. It can start when they are there."),
        "{why}"
    );
    let why = changed(r#""by":"mo","event":{"approved""#, r#""by":"fay","event":{"approved""#);
    assert!(why.ends_with("Fay is finance: this is for the chief nurse and the medical director."), "{why}");
    let why = changed(r#""balance_staff":"Complaints about gloves""#, r#""balance_staff":"""#);
    assert!(why.ends_with("A balancing measure for staff is missing: say it in words."), "{why}");
    let why = changed(
        r#"{"on":"2026-04-22","by":"dana","event":{"baseline":{"line":"L4""#,
        r#"{"on":"2026-04-22","by":"dana","event":{"baseline":{"line":"L5""#,
    );
    assert!(why.ends_with("There is no line 'L5' in this ledger."), "{why}");
    let why = changed(r#"{"on":"2026-04-10","by":"dana","event":{"accepted":{"opportunity":"O3"}}}"#, "");
    assert!(why.ends_with("Opportunity 'O3' is not accepted yet. Accept it first."), "{why}");
    let why = changed(r#""reason":"Nobody to lead it this year.""#, r#""reason":"""#);
    assert!(why.ends_with("The reason for parking is missing: say it in words."), "{why}");
    let late = r#"{"line":{"id":"L9","name":"n","action":"A1","org":"DEMO07","benefit":"quality","account":"pay","recurrent":true,"full_year":"0","start":"2026-12","certainty":1,"rows":[]}}"#;
    assert!(refused(DAY, "omar", late).contains("what was found later is an action of its own"));
    assert!(refused(DAY, "nobody", late).starts_with("'nobody' is not among the people of this ledger."));
}

#[test]
fn a_merger_moves_benefits_to_the_successor() {
    let mut ledger = ledger();
    let merge = r#"{"merger":{"from":"DEMO17","into":"DEMO03"}}"#;
    tried(&mut ledger, DAY, "dana", merge).unwrap();
    let org = ledger.lines()["L4"].line.org;
    assert_eq!((org.as_str(), ledger.today(org).as_str()), ("DEMO17", "DEMO03"));
    assert_eq!(
        tried(&mut ledger, DAY, "dana", merge),
        Err("DEMO17 is part of DEMO03 now: enter it for DEMO03.".into())
    );
    let back = r#"{"merger":{"from":"DEMO03","into":"DEMO17"}}"#;
    assert_eq!(
        tried(&mut ledger, DAY, "dana", back),
        Err("DEMO17 is part of DEMO03 now: enter it for DEMO03.".into())
    );
    let own = r#"{"merger":{"from":"DEMO03","into":"DEMO03"}}"#;
    assert!(tried(&mut ledger, DAY, "dana", own).unwrap_err().contains("expected another organisation"));
}

#[test]
fn a_withdrawn_measure_proves_nothing_more() {
    let text = BOOK.replacen(r#""certainty":80,"#, r#""certainty":80,"metric":"bank-fill","#, 1);
    let mut ledger = read(&text, Vec::new()).unwrap();
    let gone = r#"{"metric-withdrawn":{"metric":"bank-fill","reason":"its source has stopped"}}"#;
    tried(&mut ledger, DAY, "dana", gone).unwrap();
    let sentence = "Line 'L1' is proved by 'bank-fill', which was withdrawn (its source has stopped). What was verified stays; \
                    withdraw the line and enter a new one with another measure.";
    let actual = r#"{"actual":{"line":"L1","month":"2026-10","pounds":"6000","reason":"again"}}"#;
    assert_eq!(tried(&mut ledger, DAY, "omar", actual), Err(sentence.to_owned()));
    assert_eq!(tried(&mut ledger, DAY, "fay", &verify("L1", "2026-10")), Err(sentence.to_owned()));
    assert_eq!(ledger.lines()["L1"].verified_in(FinancialYear::starting(2026)), Pence::new(1_620_000));
}

#[test]
fn a_claim_above_what_the_nation_could_save_is_flagged() {
    let ceiling = |pounds| {
        vec![Ceiling { area: "procurement".into(), pounds: Pence::new(pounds), source: "made up".into() }]
    };
    assert_eq!(read(BOOK, ceiling(1_200_000)).unwrap().lines()["L3"].flag, None);
    let unread = read(BOOK, ceiling(1_199_999)).unwrap_err();
    assert_eq!(
        unread.to_string(),
        "line 47: Line 'L3' is above its national ceiling: finance must pass it with a reason before it is verified."
    );
    let until: String = BOOK.lines().take(unread.line - 1).map(|line| format!("{line}\n")).collect();
    let mut ledger = read(&until, ceiling(1_199_999)).unwrap();
    assert_eq!(
        ledger.lines()["L3"].flag.as_deref(),
        Some(
            "£12,000.00 a year is more than all of England could save on procurement: £11,999.99 (made up)."
        )
    );
    let pass = |reason: &str| format!(r#"{{"passed":{{"line":"L3","reason":"{reason}"}}}}"#);
    assert!(tried(&mut ledger, DAY, "pia", &pass("r")).unwrap_err().contains("this is for finance"));
    assert!(tried(&mut ledger, DAY, "finn", &pass("")).unwrap_err().contains("The reason is missing"));
    tried(&mut ledger, DAY, "finn", &pass("The table is of 2016.")).unwrap();
    tried(&mut ledger, DAY, "finn", &verify("L3", "2026-07")).unwrap();
}

#[test]
fn what_is_no_entry_is_said_by_line() {
    let at = |text: &str| read(text, Vec::new()).unwrap_err().to_string();
    assert!(
        at("\n\nnonsense").starts_with("line 3: It is not an entry of a ledger:"),
        "{}",
        at("\n\nnonsense")
    );
    let unknown = line("2026-04-01", "a", r#"{"person":{"id":"a","name":"A","role":"owner","age":3}}"#);
    assert!(at(&unknown).contains("unknown field `age`"), "{}", at(&unknown));
    let no_event = line("2026-04-01", "a", r#"{"deleted":{"line":"L1"}}"#);
    assert!(at(&no_event).contains("unknown variant `deleted`"), "{}", at(&no_event));
}
