//! What is claimed of a region's history holds against what was planted in it.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use std::collections::BTreeMap;

use wt_rates::agreement::Events;
use wt_rates::gather::Gather;
use wt_rates::history::{History, NoSaving, elasticities, saved};
use wt_rates::simulate::events;

#[test]
fn elasticities_and_the_saving_are_near_the_truth() {
    let made = region::made(2, 36, 24, 100);
    let events = Events::parse("EVENTS.csv", events(&made.region).as_bytes()).unwrap();
    let mut history = History::default();
    made.bookings.iter().for_each(|booking| history.take(booking, &made.names));
    let found = elasticities(&history, &made.names, &events);
    assert_eq!(found.len(), 6);
    let mut inside = 0;
    for one in &found {
        let planted = made
            .truth
            .families
            .iter()
            .find(|family| (family.group, family.tier) == (one.group.words(), one.tier.as_str()))
            .unwrap();
        let said = one.found.as_ref().unwrap();
        inside += usize::from((said.own_interval.low..=said.own_interval.high).contains(&planted.own_price));
        assert!((said.own - planted.own_price).abs() < 0.6, "{one:?} {planted:?}");
        assert!(said.naive < said.own, "shortages pull the naive answer down: {one:?}");
    }
    assert!(inside >= 5, "{inside} of 6");
    let defector = made.truth.defector.clone().unwrap();
    let (year, month) = defector.month.split_once('-').unwrap();
    let left = year.parse::<i32>().unwrap() * 12 + month.parse::<i32>().unwrap() - 1;
    let said = saved(&history, &made.names, &events, &BTreeMap::from([(defector.employer, left)])).unwrap();
    assert!(
        (said.low.get()..=said.high.get()).contains(&made.truth.saved_pence),
        "{said:?} {}",
        made.truth.saved_pence
    );
}

#[test]
fn without_events_nothing_is_claimed() {
    let made = region::made(2, 9, 12, 30);
    let mut history = History::default();
    made.bookings.iter().for_each(|booking| history.take(booking, &made.names));
    for one in elasticities(&history, &made.names, &Events::default()) {
        assert!(one.found.unwrap_err().starts_with("Nothing identifies it"));
    }
    let none = saved(&history, &made.names, &Events::default(), &BTreeMap::new());
    assert_eq!(none, Err(NoSaving::NoAdoption));
}
