//! What measures are worth: hours by hand, pounds by the pay engine.

#![allow(clippy::unwrap_used, reason = "a test says so by stopping")]

use wt_facts::FactSet;
use wt_measures::extract::read;
use wt_measures::opportunity::{Claim, Opportunity, Prices, opportunities};
use wt_measures::sound::sound;
use wt_measures::{Rosters, Settings, Span};
use wt_pay::Zone;

fn facts() -> FactSet {
    FactSet::parse(&[
        ("rostering.toml", include_str!("../../../facts/rostering.toml")),
        ("afc.toml", include_str!("../../../facts/agenda-for-change.toml")),
        ("caps.toml", include_str!("../../../facts/agency-caps.toml")),
        ("costs.toml", include_str!("../../../facts/on-costs.toml")),
        ("london.toml", include_str!("../../../facts/london-supplement.toml")),
        ("unsocial.toml", include_str!("../../../facts/unsocial-hours.toml")),
        ("holidays.toml", include_str!("../../../facts/public-holidays.toml")),
    ])
    .unwrap()
}

fn worth(texts: &[&str], span: (&str, &str)) -> (Vec<Opportunity>, Vec<String>) {
    let facts = facts();
    let span = Span::new(span.0.parse().unwrap(), span.1.parse().unwrap()).unwrap();
    let settings = Settings::on(&facts, span.from()).unwrap();
    let mut rosters = Rosters::default();
    for text in texts {
        let found = read("f.csv", text.as_bytes(), settings.contract_most, &mut rosters).unwrap();
        assert!(found.refusals.is_empty(), "{found:?}");
    }
    let (rosters, aside) = sound(rosters);
    assert!(aside.is_empty(), "{aside:?}");
    let mut prices = Prices::new(&facts, wt_pay::Settings::default(), Zone::None);
    let (found, without) = opportunities(&rosters, &"Ward 7".parse().unwrap(), span, &settings, &mut prices);
    (found, without.iter().map(ToString::to_string).collect())
}

fn of(found: &[Opportunity], claim: Claim) -> &Opportunity {
    found.iter().find(|one| one.claim == claim).unwrap()
}

/// Two weeks: p-1 owes 15 hours in the first; an agency worked 12 hours in each.
const CONTRACTS: &str = "unit,person,role,band,contracted_hours\nWard 7,p-1,rn,5,37.5\n";
const LINES: &str = "unit,person,role,band,start,end,kind,status,cost\n\
    Ward 7,p-1,rn,5,2026-03-03T08:00,2026-03-03T20:00,substantive,worked,\n\
    Ward 7,p-1,rn,5,2026-03-04T08:00,2026-03-04T18:30,substantive,worked,\n\
    Ward 7,p-1,rn,5,2026-03-09T08:00,2026-03-09T20:30,substantive,worked,\n\
    Ward 7,p-1,rn,5,2026-03-10T08:00,2026-03-10T20:30,substantive,worked,\n\
    Ward 7,p-1,rn,5,2026-03-11T08:00,2026-03-11T20:30,substantive,worked,\n\
    Ward 7,a-1,rn,5,2026-03-05T08:00,2026-03-05T20:00,agency,worked,480\n\
    Ward 7,a-1,rn,5,2026-03-12T08:00,2026-03-12T20:00,agency,worked,480\n";

#[test]
fn agency_hours_that_own_staff_could_have_worked() {
    let (found, without) = worth(&[CONTRACTS, LINES], ("2026-03-02", "2026-03-15"));
    assert!(without.is_empty(), "{without:?}");
    let agency = of(&found, Claim::AgencyOwnStaff);
    let hours = [agency.hours.low, agency.hours.central, agency.hours.high].map(|h| h.to_string());
    assert_eq!(hours, ["12", "13.5", "15"], "within week one 12 of 15; over both 15 of 24");
    assert_eq!(
        (agency.pounds.low.get(), agency.pounds.central.get(), agency.pounds.high.get()),
        (48_000, 54_000, 60_000)
    );
    assert_eq!(agency.rows, [("lines", 7), ("lines", 8)]);
}

#[test]
fn unused_hours_are_a_valuation_and_the_same_hours_count_once() {
    let (found, _) = worth(&[CONTRACTS, LINES], ("2026-03-02", "2026-03-15"));
    let unused = of(&found, Claim::UnusedHours);
    // 15 of 75 contracted hours; 2% of them are usual.
    assert_eq!(
        (unused.hours.central.to_string().as_str(), unused.hours.high.to_string().as_str()),
        ("13.5", "15")
    );
    assert!(unused.pounds.low < unused.pounds.central && unused.pounds.central < unused.pounds.high);
    // Between £15 and £30 an hour at band 5 in 2025/26.
    let hour = unused.pounds.central.get() * 2 / 27;
    assert!((1_500..3_000).contains(&hour), "{hour}");
    assert_eq!(found.iter().filter(|one| one.left_out.is_none()).count(), 1, "one claim of the unit counts");
    assert!(unused.left_out.as_ref().unwrap().contains("larger claim"));
}

#[test]
fn headroom_above_budget_counts_what_can_be_planned_as_its_low_end() {
    let leave = "unit,person,component,first_day,last_day,hours\n\
        Ward 7,p-1,annual leave,2026-03-03,2026-03-03,9\nWard 7,p-1,study,2026-03-05,2026-03-05,6\n";
    let budget = "unit,component,budget_percent\nWard 7,annual leave,8\nWard 7,study,4\n";
    let lines = "unit,person,role,start,end,kind,status\nWard 7,p-1,rn,2026-03-10T08:00,2026-03-10T20:00,substantive,worked\n";
    let (found, _) = worth(&[CONTRACTS, leave, budget, lines], ("2026-03-02", "2026-03-15"));
    let headroom = of(&found, Claim::HeadroomAboveBudget);
    // 15 hours away of 75; the budget is 12%, 9 hours: 6 and 3.
    assert_eq!(
        (headroom.hours.low.to_string().as_str(), headroom.hours.central.to_string().as_str()),
        ("3", "6")
    );
    assert_eq!(headroom.rows, [("leave", 2), ("leave", 3), ("headroom", 2), ("headroom", 3)]);
}

#[test]
fn leave_that_other_weeks_had_room_for() {
    // 20 of 37.5 hours of leave in week one, none in week two: 13.625 above 17%, 6.375 of room in week two.
    let leave =
        "unit,person,component,first_day,last_day,hours\nWard 7,p-1,annual leave,2026-03-02,2026-03-08,20\n";
    let lines = "unit,person,role,band,start,end,kind,status,cost\n\
        Ward 7,a-1,rn,5,2026-03-05T08:00,2026-03-05T20:00,agency,worked,480\n\
        Ward 7,a-1,rn,5,2026-03-12T08:00,2026-03-12T20:00,agency,worked,480\n";
    let (found, _) = worth(&[CONTRACTS, leave, lines], ("2026-03-02", "2026-03-15"));
    let spikes = of(&found, Claim::LeaveSpikes);
    assert_eq!(
        (spikes.hours.low.to_string().as_str(), spikes.hours.central.to_string().as_str()),
        ("0", "6.375")
    );
    assert_eq!(spikes.pounds.central.get(), 25_500);
}

#[test]
fn agency_without_cost_is_priced_at_its_cap_and_without_band_not_at_all() {
    let lines = LINES.replace(",480\n", ",\n");
    let (found, _) = worth(&[CONTRACTS, &lines], ("2026-03-02", "2026-03-15"));
    let agency = of(&found, Claim::AgencyOwnStaff);
    assert!(agency.method.contains("price caps") && agency.pounds.low.get() == 12 * 2_232, "{agency:?}");
    let (_, without) =
        worth(&[CONTRACTS, &lines.replace("a-1,rn,5", "a-1,rn,")], ("2026-03-02", "2026-03-15"));
    assert!(
        without[0].contains("Ward 7: the agency shift of row 7 has neither cost nor band"),
        "{without:?}"
    );
}
