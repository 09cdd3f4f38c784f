//! Wards solved: lawful by the judge of duties, and told alike by two judges that share nothing with the search.

use std::collections::BTreeMap;

use wt_roster::check;
use wt_roster::ward::judge::judge;
use wt_roster::ward::model::{Leave, LeaveKind};
use wt_roster::ward::{Compiled, FLOOR, Prices, Rows, decide, solve};

use super::{FIRST, Still, facts, moves, ward};

/// Rosters of some wards: solved, and changed by hand.
fn rosters() -> Vec<(wt_roster::ward::Ward, Rows)> {
    let facts = facts();
    let mut found = Vec::new();
    for seed in 1..=4 {
        let ward = ward(seed, 16);
        let solved = solve(&ward, &facts, FIRST, &moves(400), &Still).unwrap();
        let (ward, _) = decide(&ward);
        let rows = solved.rows.unwrap();
        let mut torn = rows.clone();
        for at in 0..60_usize {
            let (person, day) = ((at * 7 + seed as usize) % ward.staff.len(), (at * 11) % ward.days);
            torn.set(person, day, (at % 3 > 0).then_some(at % ward.shifts.len()));
        }
        found.extend([(ward.clone(), rows), (ward, torn)]);
    }
    found
}

#[test]
fn solved_wards_are_lawful_and_say_the_same_again() {
    let facts = facts();
    for seed in 1..=4 {
        let ward = ward(seed, 16);
        let one = solve(&ward, &facts, FIRST, &moves(300), &Still).unwrap();
        let judged = one.judged.unwrap();
        assert_eq!(judged.unlawful, [], "seed {seed}");
        assert_eq!(judged.cost.unpriced, 0, "seed {seed}");
        let two = solve(&ward, &facts, FIRST, &moves(300), &Still).unwrap();
        assert!(one.rows == two.rows, "seed {seed}");
    }
}

#[test]
fn two_judges_count_local_rules_and_the_floor_alike() {
    let facts = facts();
    for (ward, rows) in rosters() {
        let compiled = Compiled::new(&ward, &mut Prices::new(&facts, &ward)).unwrap();
        let by_search = check::judge(&compiled.problem, &compiled.roster(&ward, &rows));
        let judged = judge(&ward, &rows, &facts, FIRST).unwrap();
        let mut by_rule: BTreeMap<String, u64> = BTreeMap::new();
        for bent in &judged.bent {
            *by_rule.entry(bent.rule.to_owned()).or_default() += u64::from(bent.pounds);
        }
        for (rule, ..) in wt_roster::ward::model::LOCAL_RULES {
            let (search, ours) = (by_search.parts.get(rule), by_rule.get(rule));
            assert_eq!(search.unwrap_or(&0), ours.unwrap_or(&0), "{}: {rule}", ward.name);
        }
        // The search counts one short of a role at every rank from there down.
        let floors =
            by_search.violations.iter().filter(|v| v.rule == "under cover" && v.cost % u64::from(FLOOR) == 0);
        let search_short = floors.filter(|v| v.cost > 0).count() > 0;
        assert_eq!(search_short, judged.below_floor() > 0, "{}", ward.name);
    }
}

#[test]
fn a_night_on_which_clocks_go_forward_leaves_no_short_rest() {
    // 29 March 2026: a late that ends at 20:30 and an early at 07:30 are 10 hours apart, on other days 11.
    let facts = facts();
    let mut ward = ward(5, 16);
    for shift in ward.shifts.iter_mut().filter(|shift| shift.id == "LD") {
        shift.minutes = 780;
    }
    let solved = solve(&ward, &facts, FIRST, &moves(300), &Still).unwrap();
    assert_eq!(solved.judged.unwrap().unlawful, []);
}

#[test]
fn leave_is_granted_until_the_day_is_full_and_then_refused_in_words() {
    let mut ward = ward(1, 20);
    ward.leave.clear();
    let nurses: Vec<usize> = (0..ward.staff.len()).filter(|p| ward.staff[*p].role == "registered").collect();
    for person in &nurses {
        let (from, to) = (ward.date(3), ward.date(6));
        ward.leave.push(Leave { person: *person, from, to, kind: LeaveKind::Annual, granted: false });
    }
    let (decided, decisions) = decide(&ward);
    let granted = decisions.iter().filter(|one| one.granted).count();
    assert!(granted >= 1 && granted < nurses.len(), "{granted} of {}", nurses.len());
    assert!(
        decisions[0].granted && decisions.last().unwrap().words.contains("is not granted: on 2026-03-05")
    );
    let hours = |granted: bool| -> u32 {
        decided.leave.iter().filter(|l| l.granted == granted).map(|l| ward.staff[l.person].contracted).sum()
    };
    assert!(hours(true) * 100 <= (hours(true) + hours(false)) * 17);
}

#[test]
fn somebody_on_leave_or_under_an_agreement_is_never_given_the_shift() {
    let ward = ward(6, 16);
    let mut rows = Rows::empty(&ward);
    let away = ward.leave.iter().find(|leave| leave.granted && ward.day(leave.from).is_some()).unwrap();
    rows.set(away.person, ward.day(away.from).unwrap(), Some(0));
    let judged = judge(&ward, &rows, &facts(), FIRST).unwrap();
    assert_eq!(judged.unlawful.len(), 1);
    let words = &judged.unlawful[0].words;
    assert!(words.ends_with("unavailable: leave.") || words.ends_with("unavailable: absence."), "{words}");
    assert!(!words.contains("sick"), "the cause is nobody's business");
}
