//! The watch names who left the card and since when, and says so early.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use wt_rates::agreement::{Agreement, Events};
use wt_rates::gather::Gather;
use wt_rates::simulate::{card, events};
use wt_rates::watch::{Assessed, State, Thresholds, Watch, assess};

fn assessed(made: &region::Made, told: bool) -> Vec<Assessed> {
    let card = Agreement::parse("CARD.csv", card(&made.region).as_bytes()).unwrap();
    let events = Events::parse("EVENTS.csv", events(&made.region).as_bytes()).unwrap();
    let mut watch = Watch::new(&card);
    made.bookings.iter().for_each(|booking| watch.take(booking, &made.names));
    assess(&watch, &made.names, told.then_some(&events.adoption), Thresholds::default())
}

#[test]
fn the_defector_is_named_with_its_month_and_by_how_much() {
    for seed in [1, 2, 3] {
        let made = region::made(seed, 18, 24, 60);
        let planted = made.truth.defector.clone().unwrap();
        let found = assessed(&made, false);
        let left: Vec<&Assessed> =
            found.iter().filter(|one| matches!(one.state, State::Left { .. })).collect();
        assert_eq!(left.len(), 1, "seed {seed}");
        let State::Left { since, above_thousandths, .. } = left[0].state else { unreachable!() };
        let month = format!("{}-{:02}", since / 12, since % 12 + 1);
        assert_eq!(
            (left[0].employer.as_str(), month),
            (planted.employer.as_str(), planted.month.clone()),
            "seed {seed}"
        );
        assert!(
            (above_thousandths as f64 / 1_000.0 - planted.above).abs() < 0.012,
            "{above_thousandths} {planted:?}"
        );
        let warned = left[0].warning.unwrap();
        assert!(warned.month < since && warned.month >= since - 2, "seed {seed}: {warned:?}");
        // Who stayed outside is nobody's defector.
        for outside in &made.truth.outside {
            let state = found.iter().find(|one| one.employer == *outside).unwrap().state;
            assert_eq!(state, State::Outside, "seed {seed}");
        }
    }
}

#[test]
fn adoption_read_from_bookings_is_near_what_was_told() {
    let made = region::made(6, 18, 24, 60);
    let (told, read) = (assessed(&made, true), assessed(&made, false));
    let since = |state| match state {
        State::Outside => None,
        State::Keeps { since } | State::Left { kept_from: since, .. } => Some(since),
    };
    for (told, read) in told.iter().zip(&read) {
        match (since(told.state), since(read.state)) {
            (Some(told), Some(read)) => assert!((told - read).abs() <= 1, "{told} {read}"),
            (told, read) => assert_eq!(told, read),
        }
    }
}
