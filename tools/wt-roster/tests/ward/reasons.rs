//! Repairs and reasons of solved wards.

use wt_roster::ward::explain::{self, Obstacle};
use wt_roster::ward::judge::judge;
use wt_roster::ward::repair::{Mender, Step};
use wt_roster::ward::{Compiled, Prices, Rows, Ward, decide, solve};
use wt_worktime::Time;

use super::{FIRST, Still, facts, moves, ward};

fn solved(seed: u64) -> (Ward, Rows) {
    let ward = ward(seed, 18);
    let rows = solve(&ward, &facts(), FIRST, &moves(400), &Still).unwrap().rows.unwrap();
    (decide(&ward).0, rows)
}

/// The roster that a way makes.
fn mended(rows: &Rows, gaps: &[wt_roster::ward::repair::Gap], steps: &[Step]) -> Rows {
    let mut mended = rows.clone();
    gaps.iter().for_each(|gap| mended.set(gap.person, gap.day, None));
    for step in steps {
        if let Step::Works { person, day, shift, let_off, .. } = step {
            mended.set(*person, *day, Some(*shift));
            if let Some((other, _)) = let_off {
                mended.set(*person, *other, None);
            }
        }
    }
    mended
}

#[test]
fn every_way_to_mend_is_lawful_spares_the_absent_and_counts_its_changes() {
    let facts = facts();
    let mut filled = 0;
    for seed in 1..=2 {
        let (ward, rows) = solved(seed);
        let mut prices = Prices::new(&facts, &ward);
        let compiled = Compiled::new(&ward, &mut prices).unwrap();
        let mut mender = Mender::new(&ward, &compiled, &rows, &facts).unwrap();
        for day in 0..24 {
            let at_work: Vec<usize> = (0..ward.staff.len()).filter(|p| rows.at(*p, day).is_some()).collect();
            let absent: Vec<usize> = at_work.into_iter().take(1 + day % 2).collect();
            let found = mender.repair(&absent, Time::on(ward.date(day), 360), 1, &mut prices);
            for way in &found.ways {
                let after = mended(&rows, &found.gaps, &way.steps);
                let judged = judge(&ward, &after, &facts, FIRST).unwrap();
                assert_eq!(judged.unlawful, [], "seed {seed}, day {day}: {way:?}");
                let changes = rows.changes(&after);
                let others = changes.iter().filter(|(person, _)| !absent.contains(person)).count();
                assert_eq!(others as u32, way.changed, "seed {seed}, day {day}: {way:?}");
                assert!(
                    changes.iter().all(|(_, changed)| *changed >= day),
                    "nothing before that morning changes"
                );
                if way.is_whole() && found.gaps.iter().any(|gap| gap.missed) {
                    let before = judge(&ward, &rows, &facts, FIRST).unwrap();
                    assert!(judged.below_wanted() <= before.below_wanted() && way.changed >= found.least);
                    filled += 1;
                }
            }
            // The same question has the same answer: nothing stays on the desk.
            assert_eq!(mender.repair(&absent, Time::on(ward.date(day), 360), 1, &mut prices), found);
        }
    }
    assert!(filled > 5, "{filled} ways of own staff");
}

#[test]
fn reasons_agree_with_the_judge() {
    let facts = facts();
    let (ward, rows) = solved(3);
    let compiled = Compiled::new(&ward, &mut Prices::new(&facts, &ward)).unwrap();
    let before = judge(&ward, &rows, &facts, FIRST).unwrap();
    let (mut bound, mut local) = (0, 0);
    for day in 0..ward.days {
        for shift in 0..ward.shifts.len() {
            let of = explain::shift(&ward, &compiled, &rows, (day, shift), "support");
            for (person, obstacle) in of.people {
                let mut with = rows.clone();
                with.set(person, day, Some(shift));
                let after = judge(&ward, &with, &facts, FIRST).unwrap();
                match obstacle {
                    Obstacle::Unavailable(_) => {
                        assert!(after.unlawful.iter().any(|one| one.rule == "unavailable"));
                    }
                    Obstacle::Bound(_) => bound += 1,
                    Obstacle::Local(rules, _) => {
                        assert_eq!(after.unlawful, [], "day {day}, {person}");
                        let pounds = |judged: &wt_roster::ward::judge::Judged, rule: &str| -> i64 {
                            judged.bent.iter().filter(|b| b.rule == rule).map(|b| i64::from(b.pounds)).sum()
                        };
                        for (rule, more) in rules.iter().filter(|(rule, _)| rule != "request") {
                            assert_eq!(pounds(&after, rule) - pounds(&before, rule), *more, "{rule}");
                        }
                        local += 1;
                    }
                    Obstacle::Works(_) | Obstacle::Unskilled => {}
                }
            }
        }
    }
    assert!(bound > 50 && local > 20, "{bound} bound, {local} local");
}

#[test]
fn a_person_is_set_beside_a_team_of_eight_or_more_only() {
    let facts = facts();
    let (ward, rows) = solved(4);
    let judged = judge(&ward, &rows, &facts, FIRST).unwrap();
    let person = (0..ward.staff.len()).find(|p| !ward.staff[*p].has_agreement()).unwrap();
    let found = explain::person(&ward, &judged, person).unwrap();
    let [nights, ..] = found.middle.expect("more than eight registered nurses");
    assert!(nights.0 <= nights.1);
    let mut few = ward;
    few.staff.iter_mut().skip(6).for_each(|staff| staff.role = "support".to_owned());
    few.staff.iter_mut().take(6).for_each(|staff| staff.role = "registered".to_owned());
    assert_eq!(explain::person(&few, &judged, person).unwrap().middle, None);
}

#[test]
fn a_floor_that_cannot_be_met_is_proved() {
    let facts = facts();
    let mut ward = ward(5, 12);
    for demand in ward.demand.iter_mut().filter(|one| one.needs == "in-charge") {
        (demand.floor, demand.wanted) = (9, 9);
    }
    let compiled = Compiled::new(&ward, &mut Prices::new(&facts, &ward)).unwrap();
    let problem = explain::floor_alone(&compiled);
    let proved = wt_roster::shortage(&problem, &moves(200), &Still).unwrap();
    assert!(proved.least > 0 && proved.conflict.is_some());
}
