//! Breaches found are breaches planted.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use jiff::civil::date;
use wt_pay::Band;
use wt_rates::agreement::Caps;
use wt_rates::booking::{Grade, Group, TimeBand, Zone};
use wt_rates::breaches::{Breaches, Kind, history, implausible, runs};
use wt_rates::extract::day_of;
use wt_rates::gather::Gather;
use wt_rates::simulate::caps;

#[test]
fn every_planted_breach_is_found_and_nothing_else() {
    let made = region::made(11, 12, 20, 60);
    let caps = Caps::parse("CAPS.csv", caps(&made.region).as_bytes()).unwrap();
    let mut breaches = Breaches::new(&caps);
    made.bookings.iter().for_each(|booking| breaches.take(booking, &made.names));
    let found = |kind| breaches.found.iter().filter(move |breach| breach.kind == kind);
    let above: Vec<(u32, i64, bool)> = found(Kind::AboveCap)
        .map(|b| (b.booking.row, b.charge - b.allowed.unwrap(), b.booking.override_rate))
        .collect();
    let planted: Vec<_> =
        made.truth.cap_breaches.iter().map(|b| (b.row, b.above_pence, b.overridden)).collect();
    assert!(planted.len() > 20);
    assert_eq!(above, planted);
    assert_eq!(
        found(Kind::OffFramework).map(|b| b.booking.row).collect::<Vec<_>>(),
        made.truth.off_framework
    );
    assert_eq!(breaches.uncapped, 0);
}

#[test]
fn overrides_that_never_ended_are_told_from_those_that_did() {
    let made = region::made(4, 12, 20, 100);
    let caps = Caps::default();
    let mut breaches = Breaches::new(&caps);
    made.bookings.iter().for_each(|booking| breaches.take(booking, &made.names));
    let found: Vec<(String, String, String)> = runs(&breaches, &made.names)
        .into_iter()
        .filter(|run| run.never_ended)
        .map(|run| (run.employer, run.grade.to_string(), run.tier))
        .collect();
    let mut planted: Vec<_> = made
        .truth
        .overrides
        .iter()
        .filter(|run| run.to.is_none())
        .map(|run| (run.employer.clone(), run.grade.clone(), run.tier.to_owned()))
        .collect();
    planted.sort();
    assert_eq!(found, planted);
}

#[test]
fn shipped_caps_are_those_published_and_the_formula_finds_a_slip() {
    let facts = region::facts();
    let mut caps = history(&facts);
    let cell = |band| {
        let tier = wt_rates::booking::Id::default();
        wt_rates::booking::Cell {
            group: Group::Support,
            grade: Grade::Band(band),
            tier,
            time: TimeBand::Day,
            zone: Zone::None,
        }
    };
    let on = |band, day| wt_rates::agreement::in_force(&caps.rates(&cell(band)), day_of(day));
    // Nursing in Practice, 2015: band 2 £18.19, then £14.10.
    assert_eq!(
        (on(Band::Two, date(2015, 12, 1)), on(Band::Two, date(2016, 4, 1))),
        (Some(1_819), Some(1_410))
    );
    assert_eq!(on(Band::Two, date(2015, 11, 22)), None);
    caps.set(Group::Nursing, Grade::Band(Band::Five), TimeBand::Day, Zone::None, date(2025, 4, 1), 29_000);
    let (slips, checked) = implausible(&caps, &facts);
    assert!(checked > 0);
    let slip = slips.iter().find(|slip| slip.from == date(2025, 4, 1)).unwrap();
    assert!(
        (slip.grade, slip.cap) == (Grade::Band(Band::Five), 29_000) && (2_500..3_500).contains(&slip.formula),
        "{slip:?}"
    );
}

#[test]
fn long_bookings_are_found_with_what_a_post_would_cost() {
    use wt_rates::posts::{Posts, Rule, long};
    let made = region::made(8, 12, 20, 60);
    let facts = region::facts();
    let mut posts = Posts::new(&facts);
    made.bookings.iter().for_each(|booking| posts.take(booking, &made.names));
    let rule = Rule::of(&facts, date(2026, 11, 23)).unwrap();
    let found = long(&posts, &made.names, &facts, rule);
    let mut planted: Vec<(&str, u64)> =
        made.truth.long_bookings.iter().map(|one| (one.employer.as_str(), one.minutes)).collect();
    let mut said: Vec<(&str, u64)> =
        found.iter().map(|line| (line.employer.as_str(), line.minutes)).collect();
    planted.sort_unstable();
    said.sort_unstable();
    assert!(!planted.is_empty());
    assert_eq!(said, planted);
    // A band 5 post costs the trust £23 to £30 an hour outside London before absence; the agency charges £28 and more.
    for line in &found {
        let hour = line.as_post.unwrap() * 60 / line.minutes as i64;
        assert!((2_600..4_300).contains(&hour), "{hour} {line:?}");
    }
}

#[test]
fn workers_at_two_rates_are_found() {
    use wt_rates::workers::{Workers, different};
    let made = region::made(8, 12, 20, 60);
    let mut workers = Workers::default();
    made.bookings.iter().for_each(|booking| workers.take(booking, &made.names));
    let found = different(&workers, &made.names);
    assert!(found.len() > 5);
    assert!(found.windows(2).all(|pair| pair[0].above_lowest >= pair[1].above_lowest));
    assert!(found.iter().all(|line| line.employers.len() > 1 && line.difference_thousandths > 10));
}
