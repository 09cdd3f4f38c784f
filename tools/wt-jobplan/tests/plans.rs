//! Job plans counted by hand, and against the sessions that are needed.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use jiff::civil::date;
use wt_facts::{FactSet, Ratio};
use wt_jobplan::{
    Candidate, Category, Note, Open, OpportunityKind, Part, Room, Stretch, Terms, compare, hundredths,
    pas_of, place, read_demand, read_plans,
};

fn terms() -> Terms {
    let text = include_str!("../../../facts/consultants.toml");
    let facts = FactSet::parse(&[("facts/consultants.toml", text)]).unwrap();
    assert!(Terms::on(&facts, date(2003, 1, 1)).is_err(), "the contract is of October 2003");
    Terms::on(&facts, date(2026, 4, 6)).unwrap()
}

fn pas(num: i128, den: i128) -> Ratio {
    Ratio::new(num, den).unwrap()
}

fn at(day: u32, hour: u32, minutes: u32) -> Stretch {
    Stretch { start: day * 1440 + hour * 60, minutes }
}

#[test]
fn hours_become_activities_as_the_contract_says() {
    let of = |at| pas_of(at, &terms()).unwrap();
    assert_eq!(of(at(0, 9, 240)), Ratio::ONE, "four hours on a Monday morning");
    assert_eq!(of(at(5, 9, 180)), Ratio::ONE, "three on a Saturday");
    assert_eq!(of(at(2, 18, 240)), pas(5, 4), "18:00 to 22:00: one hour of four, three of three");
    assert_eq!(of(at(0, 5, 240)), pas(7, 6), "05:00 to 09:00: two premium, two plain");
    assert_eq!(of(at(6, 20, 720)), pas(47, 12), "Sunday night to Monday 08:00: eleven premium, one plain");
    assert_eq!(of(at(4, 20, 720)), pas(4, 1), "Friday night to Saturday 08:00 is premium to the end");
}

#[test]
fn a_plan_is_counted_and_its_oddities_named() {
    let plans = read_plans(
        "consultant,contracted,weekday,start,end,category,activity,weeks,pas\n\
         Ada,10,mon,09:00,13:00,DCC,Clinic,,1\n\
         Ada,,mon,14:00,18:00,DCC,theatre,1/2,\n\
         Ada,,Monday,14:00,18:00,SPA,audit,1/2,\n\
         Ada,,tue,09:00,13:00,dcc,clinic,,1.25\n\
         Ada,,tue,12:00,14:00,DCC,ward round,,\n\
         Ada,,sat,09:00,12:00,on-call,ward round,1/4,\n\
         Ada,,,,,SPA,core,,2.5\n",
    )
    .unwrap();
    let empty = read_demand("activity,weekday,start,end,sessions\nclinic,mon,09:00,13:00,1\n").unwrap();
    let report = compare(&plans, &empty, &terms(), &mut || false).unwrap();
    let ada = &report.plans[0];
    assert_eq!(ada.by_category[Category::Dcc as usize], pas(3, 1), "1 + half of 1 + 1 + a half");
    assert_eq!(ada.by_category[Category::Spa as usize], pas(3, 1));
    assert_eq!(ada.by_category[Category::OnCall as usize], pas(1, 4));
    assert_eq!((ada.total, ada.clinical().unwrap()), (pas(25, 4), pas(13, 4)));
    assert_eq!(ada.premium, pas(1, 4));
    assert_eq!(ada.typical_spa, pas(5, 2));
    let words: Vec<String> = ada.notes.iter().map(Note::to_string).collect();
    assert_eq!(
        words,
        [
            "Two things at once: clinic tue 09:00-13:00 (line 5) and ward round tue 12:00-14:00 (line 6).",
            "The plan says 1.25 PAs for clinic (line 5), and its times come to 1.00; the times are counted.",
            "3.75 PAs of the contract are not in the plan.",
        ]
    );
    assert_eq!(
        report.unnamed.len(),
        2,
        "theatre and ward rounds are not in the demand: {:?}",
        report.unnamed
    );
}

#[test]
fn what_lacks_is_placed_then_moved_then_bought_and_each_once() {
    // Bo has room for two PAs and is free on Tuesday; Cy's plan is full. Three clinics are wanted on Tuesday, nobody does any;
    // on Monday one more is planned than wanted.
    let plans = read_plans(
        "consultant,contracted,weekday,start,end,category,activity,pas\n\
         Bo,4,mon,09:00,13:00,DCC,clinic,\nBo,,,,,SPA,core,1\n\
         Cy,2,mon,09:00,13:00,DCC,clinic,\nCy,,,,,SPA,core,1\n",
    )
    .unwrap();
    let demand = read_demand(
        "activity,weekday,start,end,sessions\nclinic,mon,09:00,13:00,1\nCLINIC,tue,09:00,13:00,3\n",
    )
    .unwrap();
    let report = compare(&plans, &demand, &terms(), &mut || false).unwrap();
    let cell = report.cells.iter().find(|cell| cell.day == 1).unwrap();
    assert_eq!(
        (cell.part, cell.wanted, cell.planned, cell.gap),
        (Part::Morning, pas(3, 1), Ratio::ZERO, pas(3, 1))
    );
    assert_eq!(report.open.len(), 3);
    assert_eq!(
        report.placed.placings.len(),
        1,
        "three clinics at one time, and one who is free: {:?}",
        report.placed
    );
    assert_eq!(report.placed.bound, report.placed.size, "proved");
    let found: Vec<(OpportunityKind, Ratio)> = report.opportunities.iter().map(|o| (o.kind, o.pas)).collect();
    assert_eq!(
        found,
        [
            (OpportunityKind::Place, Ratio::ONE),
            (OpportunityKind::Move, Ratio::ONE),
            (OpportunityKind::Buy, Ratio::ONE),
            (OpportunityKind::Unplanned, Ratio::ONE),
        ]
    );
    let days = report.by_day().unwrap();
    assert_eq!(days[0], [pas(1, 1), pas(2, 1), Ratio::ZERO, pas(1, 1)]);
    assert_eq!(days[1], [pas(3, 1), Ratio::ZERO, pas(3, 1), Ratio::ZERO]);
    // Up to the usual most Cy could do one too.
    let wide = Terms { room: Room::UsualMost, ..terms() };
    let report = compare(&plans, &demand, &wide, &mut || false).unwrap();
    assert_eq!(report.placed.placings.len(), 2);
}

#[test]
fn weeks_that_are_not_worked_thin_out_what_is_planned() {
    let plans = read_plans(
        "consultant,contracted,weekday,start,end,category,activity\nBo,1,mon,09:00,13:00,DCC,clinic\n",
    )
    .unwrap();
    let demand = read_demand("activity,weekday,start,end,sessions\nclinic,mon,09:00,13:00,1\n").unwrap();
    let terms = Terms { weeks_worked: 39, ..terms() };
    let report = compare(&plans, &demand, &terms, &mut || false).unwrap();
    assert_eq!(report.cells[0].gap, pas(1, 4));
    // A quarter of a clinic all year is a third of one in the 39 weeks that somebody works.
    assert_eq!(
        (report.opportunities[0].kind, report.opportunities[0].pas),
        (OpportunityKind::Buy, pas(1, 3))
    );
}

#[test]
fn placing_agrees_with_every_way_there_is() {
    // A small generator of its own: what matters is that the cases differ.
    let mut state = 7_u64;
    let mut dice = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut cut = 0;
    for _ in 0..400 {
        let open: Vec<Open> = (0..1 + dice(6))
            .map(|_| Open {
                work: dice(2) as usize,
                at: at(dice(2) as u32, 9 + 2 * dice(3) as u32, 240),
                size: 3 + dice(2),
            })
            .collect();
        let candidates: Vec<Candidate> = (0..1 + dice(3))
            .map(|_| Candidate {
                room: dice(10),
                works: (0..2).filter(|_| dice(3) > 0).map(|w| w as usize).collect(),
                busy: (0..dice(2)).map(|_| at(dice(2) as u32, 9, 240)).collect(),
            })
            .collect();
        let found = place(&open, &candidates, &mut || false);
        let most = every(&open, &candidates, 0, &mut Vec::new());
        assert_eq!((found.size, found.bound), (most, most), "{open:?} {candidates:?}");
        cut += u64::from(most < open.iter().map(|o| o.size).sum());
    }
    assert!(cut > 100, "most cases must have something that can't be placed: {cut}");
}

/// The most by trying everything.
fn every(open: &[Open], who: &[Candidate], from: usize, taken: &mut Vec<(usize, usize)>) -> u64 {
    let Some(session) = open.get(from) else {
        return taken.iter().map(|(at, _)| open[*at].size).sum();
    };
    let mut best = every(open, who, from + 1, taken);
    for (place, one) in who.iter().enumerate() {
        let theirs = || taken.iter().filter(|(_, who)| *who == place).map(|(at, _)| &open[*at]);
        let used: u64 = theirs().map(|o| o.size).sum();
        let busy = theirs().map(|o| o.at).chain(one.busy.iter().copied()).any(|at| at.overlaps(session.at));
        if !busy && one.works.contains(&session.work) && used + session.size <= one.room {
            taken.push((from, place));
            best = best.max(every(open, who, from + 1, taken));
            taken.pop();
        }
    }
    best
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let plan = "consultant,weekday,start,end,category,activity,weeks,pas,contracted\n";
    for (row, said) in [
        ("A,mon,9,13:00,DCC,clinic,,,", "line 2, column start: found '9', expected a time such as 08:30"),
        ("A,mo,09:00,13:00,DCC,clinic,,,", "line 2, column weekday: found 'mo', expected a weekday"),
        (
            "A,mon,09:00,13:00,DC,clinic,,,",
            "line 2, column category: found 'DC', expected DCC, SPA, ANR, ED or on-call",
        ),
        ("A,,,,SPA,audit,,,", "line 2, column pas: found '', expected PAs a week"),
        ("A,mon,09:00,09:00,DCC,clinic,,,", "line 2, column end: found '09:00', expected another time"),
        ("A,mon,09:00,13:00,DCC,clinic,3/2,,", "line 2, column weeks: found '3/2'"),
        ("A,mon,09:00,13:00,DCC,clinic,1/11,,", "line 2, column weeks: found '1/11'"),
        ("A,,,,SPA,audit,,-1,", "line 2, column pas: found '-1', expected a number from 0 to 200"),
        (
            "A,,,,SPA,audit,,1,10\nA,,,,SPA,audit,,1,9",
            "line 3, column contracted: found '9', expected the same PAs",
        ),
        (",,,,SPA,audit,,1,10", "line 2, column consultant: found '', expected who it is"),
        ("", "line 2, column consultant: found '', expected at least one row"),
    ] {
        let why = read_plans(&format!("{plan}{row}\n")).unwrap_err().to_string();
        assert!(why.starts_with(said), "{why}");
    }
    let why = read_plans("name\nA\n").unwrap_err().to_string();
    assert!(
        why.starts_with("line 1, column consultant: found 'name', expected the columns consultant,"),
        "{why}"
    );
    let why = read_demand("activity,weekday,start,end,sessions\nclinic,mon,09:00,13:00,0\n").unwrap_err();
    assert!(why.to_string().contains("column sessions: found '0', expected a number above 0"), "{why}");
}

#[test]
fn decimals_are_rounded_once_halves_away_from_nought() {
    for (num, den, said) in [
        (1, 3, "0.33"),
        (5, 8, "0.63"),
        (-5, 8, "-0.63"),
        (1, 400, "0.00"),
        (-1, 400, "0.00"),
        (12, 1, "12.00"),
    ] {
        assert_eq!(hundredths(pas(num, den)), said);
    }
}
