//! The waterfall adds up, counts each pound once, and says what changed.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::sync::Arc;

use proptest::prelude::*;
use wt_benchmark::metric::BenefitType;
use wt_benefits::claims::{Base, BaseRow, Kind, Stage};
use wt_benefits::ledger::{Ledger, entry, read};
use wt_benefits::waterfall::{STEPS, Waterfall, WaterfallError, changes};
use wt_units::{FinancialYear, Pence, Quantity};

const BOOK: &str = include_str!("../../../book/benefits.jsonl");
const CASH: BenefitType = BenefitType::CashReleasing;
const GAP: Option<Pence> = Some(Pence::new(100_000_000));

fn base() -> Arc<Base> {
    let row = |id: &str, kind, capacity: i64, cost: i64| BaseRow {
        id: id.into(),
        kind,
        capacity: Quantity::whole(capacity).unwrap(),
        cost: Some(Pence::new(cost * 100)),
        within: None,
    };
    Arc::new(
        Base::new([
            row("DEMO03 gloves 2026/27", Kind::OrderLine, 500_000, 60_000),
            row("DEMO03 rota office hours", Kind::Hours, 1_600, 40_000),
            row("DEMO07 ward 7 bank hours", Kind::Hours, 3_600, 90_000),
            row("DEMO07 ward 8 bank hours", Kind::Hours, 2_400, 60_000),
        ])
        .unwrap(),
    )
}

fn year() -> FinancialYear {
    FinancialYear::starting(2026)
}

fn of(ledger: &Ledger) -> Waterfall {
    Waterfall::of(ledger, &base(), year(), GAP).unwrap()
}

fn with(events: &[&str]) -> Ledger {
    let mut ledger = read(BOOK, Vec::new()).unwrap();
    for event in events {
        let (by, event) = event.split_once(' ').unwrap();
        let line = format!(r#"{{"on":"2026-11-23","by":"{by}","event":{event}}}"#);
        ledger.apply(entry(&line).unwrap()).unwrap();
    }
    ledger
}

#[test]
fn the_example_runs_down_from_its_gap() {
    let waterfall = of(&with(&[]));
    // L1: 16,200 verified, 11,800 delivered, 30,000 to come of 72,000; L2: 6,500 verified, a forecast of 30,000;
    // L3: 2,000 verified, 3,000 delivered, 5,000 to come. L4 wants half of the same gloves: what it
    // delivered comes before what L3 plans, and nothing is left for what L4 plans.
    assert_eq!(waterfall.reached(CASH, Stage::Verified).plain(), "24700.00");
    assert_eq!(waterfall.left().unwrap().plain(), "975300.00");
    let at = |id: &str, stage| {
        waterfall.positions.iter().find(|p| p.id == id && p.stage == stage).map(|p| p.counted.get() / 100)
    };
    assert_eq!([at("L3", Stage::Delivered), at("L3", Stage::Planned)], [Some(3_000), Some(4_500)]);
    assert_eq!((at("L4", Stage::Delivered), at("L4", Stage::Planned)), (Some(500), Some(0)));
    assert_eq!((at("O4", Stage::Identified), at("O2", Stage::Identified)), (None, Some(0)));
    let steps = STEPS.map(|step| waterfall.reached(CASH, step));
    assert!(steps.windows(2).all(|pair| pair[0] >= pair[1]), "{steps:?}");
    let by_org = waterfall.by_org(CASH);
    for (at, sum) in steps.iter().enumerate() {
        assert_eq!(by_org.values().map(|row| row[at]).sum::<Pence>(), *sum);
    }
    assert_eq!(
        waterfall.shared(),
        ["L3 of DEMO03 and L4 of DEMO17 claim the same rows, and what they share is counted once."]
    );
    assert!(
        waterfall.sentences()[1]
            .starts_with("Of the gap of £1,000,000.00, £24,700.00 is closed and £975,300.00 is left:")
    );
}

#[test]
fn a_loss_counts_in_full() {
    let ledger =
        with(&[r#"omar {"actual":{"line":"L2","month":"2026-10","pounds":"-2000","reason":"Agency."}}"#]);
    let (before, after) = (of(&with(&[])), of(&ledger));
    let delivered = |w: &Waterfall| w.reached(CASH, Stage::Delivered);
    assert_eq!(delivered(&after) - delivered(&before), Pence::new(-200_000));
}

#[test]
fn a_merger_moves_benefits_and_no_total() {
    let (before, after) =
        (of(&with(&[])), of(&with(&[r#"dana {"merger":{"from":"DEMO17","into":"DEMO03"}}"#])));
    assert_eq!(STEPS.map(|s| before.reached(CASH, s)), STEPS.map(|s| after.reached(CASH, s)));
    let orgs = |w: &Waterfall| w.by_org(CASH).keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        (orgs(&before), orgs(&after)),
        (vec!["DEMO03".into(), "DEMO07".into(), "DEMO17".into()], vec!["DEMO03".into(), "DEMO07".into()])
    );
    assert_eq!(after.shared(), Vec::<String>::new());
    let since =
        [entry(r#"{"on":"2026-11-23","by":"dana","event":{"merger":{"from":"DEMO17","into":"DEMO03"}}}"#)
            .unwrap()];
    assert_eq!(changes(&before, &after, &since), []);
}

#[test]
fn what_changed_is_said_and_adds_up() {
    let ledger = with(&[
        r#"fay {"verified":{"line":"L1","through":"2026-10"}}"#,
        r#"pia {"withdrawn":{"line":"L4","reason":"Counted in L3."}}"#,
    ]);
    let then = ledger.at_end_of("2026-10-31".parse().unwrap());
    let since = &ledger.entries()[then.entries().len()..];
    let said: Vec<String> =
        changes(&of(&then), &of(&ledger), since).iter().map(ToString::to_string).collect();
    assert_eq!(
        said.last().unwrap(),
        "Verified cash-releasing pounds rose by £11,800.00 to £36,500.00: L1 +£11,800.00 (October 2026 brought £6,000.00; \
         verified to October 2026 by fay on 2026-11-23)."
    );
    assert!(
        said.iter().any(|s| s.starts_with("Delivered cash-releasing pounds rose by £6,500.00")
            && s.contains("L4 −£500.00 (withdrawn: Counted in L3)")),
        "{said:#?}"
    );
}

#[test]
fn hours_and_items_are_shared_by_cost() {
    let text = BOOK.replacen(
        r#"{"row":"DEMO07 ward 8 bank hours","quantity":"2400"}"#,
        r#"{"row":"DEMO03 gloves 2026/27","quantity":"100000"}"#,
        1,
    );
    let ledger = read(&text, Vec::new()).unwrap();
    assert!(Waterfall::of(&ledger, &base(), year(), None).is_ok());
    let bare = base();
    let rows = [
        "DEMO03 gloves 2026/27",
        "DEMO03 rota office hours",
        "DEMO07 ward 7 bank hours",
        "DEMO07 ward 8 bank hours",
    ];
    let rows = rows.map(|id| BaseRow { cost: None, ..bare.get(id).unwrap().clone() });
    let bare = Arc::new(Base::new(rows).unwrap());
    assert_eq!(Waterfall::of(&ledger, &bare, year(), None), Err(WaterfallError::Kinds("O1".into())));
    let none = Arc::new(Base::default());
    let why = Waterfall::of(&ledger, &none, year(), None).unwrap_err().to_string();
    assert!(why.contains("which is not in the base"), "{why}");
}

/// Entries that a month may bring, of which some are refused.
fn events() -> impl Strategy<Value = Vec<String>> {
    let line = prop::sample::select(vec!["L1", "L2", "L3", "L4"]);
    let month = prop::sample::select(vec!["2026-07", "2026-08", "2026-09", "2026-10"]);
    let one = (0..6usize, line, month, -3_000..9_000i64).prop_map(|(which, line, month, pounds)| match which {
        0 | 1 => format!(r#"omar {{"actual":{{"line":"{line}","month":"{month}","pounds":"{pounds}","reason":"r","in_full":true}}}}"#),
        2 => format!(r#"fay {{"verified":{{"line":"{line}","through":"{month}","proof":{{"virement":{{"reference":"V","cost_centre":"1","account_code":"2"}}}}}}}}"#),
        3 => format!(r#"fay {{"returned":{{"line":"{line}","reason":"r"}}}}"#),
        4 => format!(r#"omar {{"withdrawn":{{"line":"{line}","reason":"r"}}}}"#),
        _ => format!(r#"dana {{"forecast":{{"line":"{line}","year":2026,"outturn":"{}"}}}}"#, pounds * 9),
    });
    prop::collection::vec(one, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn changes_add_up_whatever_happens(events in events()) {
        let mut ledger = read(BOOK, Vec::new()).unwrap();
        let before = of(&ledger);
        let first = ledger.entries().len();
        for event in &events {
            let (by, event) = event.split_once(' ').unwrap();
            let line = format!(r#"{{"on":"2026-11-23","by":"{by}","event":{event}}}"#);
            let _ = ledger.apply(entry(&line).unwrap());
        }
        let after = of(&ledger);
        let told = changes(&before, &after, &ledger.entries()[first..]);
        for step in STEPS {
            let moved: Pence = told.iter().filter(|c| c.step == step).flat_map(|c| &c.moved).map(|m| m.pounds).sum();
            prop_assert_eq!(after.reached(CASH, step) - before.reached(CASH, step), moved);
        }
        for change in &told {
            prop_assert!(change.moved.iter().all(|m| !m.why.is_empty()));
        }
        // What stands on a row never exceeds what it costs, whatever was claimed.
        let gains: i64 = after.positions.iter().map(|p| p.counted.get().max(0)).sum();
        prop_assert!(gains <= 25_000_000, "{gains}");
        prop_assert!(after.positions.iter().all(|p| p.counted <= p.claimed));
    }
}
