//! What bookings say a card and caps are worth: to the penny of what was planted in a generated region.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use std::collections::BTreeMap;

use wt_benchmark::metric::Metric;
use wt_rates::agreement::{Agreement, Caps};
use wt_rates::booking::{Names, Reason, price};
use wt_rates::breaches::{Breaches, Kind};
use wt_rates::gather::Gather;
use wt_rates::opportunity::AgainstCard;
use wt_rates::simulate::{caps, card};

fn metric() -> Metric {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../metrics/rate-premium.toml");
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_card_is_worth_what_each_booking_lies_off_it() {
    let made = region::made(5, 6, 14, 20);
    let agreement = Agreement::parse("CARD.csv", card(&made.region).as_bytes()).unwrap();
    // Read in two parts, as threads do, the second of which met other names first.
    let (mut whole, mut late) = (AgainstCard::new(&agreement), AgainstCard::new(&agreement));
    let half = made.bookings.len() / 2;
    made.bookings[..half].iter().for_each(|booking| whole.take(booking, &made.names));
    made.bookings[half..].iter().for_each(|booking| late.take(booking, &made.names));
    let mut names = Names::default();
    let to = names.absorb(&made.names);
    let mut all = AgainstCard::new(&agreement);
    all.absorb(whole, &to);
    all.absorb(late, &to);
    let found = all.opportunities(&names, &metric()).unwrap();
    let mut truth: BTreeMap<&str, (i64, i64, i64, usize)> = BTreeMap::new();
    for booking in made.bookings.iter().filter(|booking| booking.worked()) {
        let Some(rate) = agreement.rate(&booking.cell, &made.names, booking.day) else { continue };
        let off = booking.pay.unwrap().get() - price(rate, booking.minutes);
        let sum = truth.entry(made.names.name(booking.employer)).or_default();
        let cover = matches!(booking.reason, Reason::Vacancy | Reason::Sickness | Reason::Leave);
        *sum = (
            sum.0 + off,
            sum.1 + off.max(0),
            sum.2 + if cover { off } else { 0 },
            sum.3 + usize::from(off != 0),
        );
    }
    assert_eq!(found.len(), truth.len());
    for one in &found {
        let (net, above, cover, rows) = truth[one.employer.as_str()];
        let (low, central, high) = one.pounds;
        assert_eq!(
            (central.get(), high.get(), one.rows.len()),
            (net, above.max(net), rows),
            "{}",
            one.employer
        );
        assert_eq!((low.get(), one.shared.unwrap().get()), ((net - cover).min(net), cover));
        assert!(low <= central && central <= high);
        assert_eq!(one.overlap_group.as_deref(), Some("temporary-staffing-rates"));
        assert!(one.rows.is_sorted());
    }
    assert!(
        found.iter().any(|one| one.shared.unwrap().get() != 0),
        "no booking covers anything: the test says little"
    );
    let returned: i64 = all.months(&names).iter().map(|month| month.numerator).sum();
    assert_eq!(returned, truth.values().map(|sums| sums.1).sum::<i64>());
}

#[test]
fn caps_are_worth_what_charges_lie_above_them() {
    let made = region::made(5, 6, 14, 20);
    let caps = Caps::parse("CAPS.csv", caps(&made.region).as_bytes()).unwrap();
    let mut breaches = Breaches::new(&caps);
    made.bookings.iter().for_each(|booking| breaches.take(booking, &made.names));
    let above: Vec<_> = breaches.found.iter().filter(|one| one.kind == Kind::AboveCap).collect();
    let all: i64 = above.iter().map(|one| one.charge - one.allowed.unwrap()).sum();
    let allowed = above.iter().filter(|one| one.booking.override_rate);
    let overridden: i64 = allowed.map(|one| one.charge - one.allowed.unwrap()).sum();
    let found = breaches.opportunities(&made.names, &metric()).unwrap();
    let sum = |of: fn(&wt_rates::opportunity::Opportunity) -> i64| found.iter().map(of).sum::<i64>();
    assert!(all > 0);
    assert_eq!((sum(|one| one.pounds.1.get()), sum(|one| one.pounds.0.get())), (all, all - overridden));
    let months = breaches.months(&made.names, Kind::AboveCap);
    assert_eq!(months.iter().map(|month| month.numerator).sum::<i64>(), above.len() as i64);
    let agency = i64::try_from(breaches.agency).unwrap();
    assert_eq!(months.iter().map(|month| month.denominator).sum::<i64>(), agency);
    let off = breaches.months(&made.names, Kind::OffFramework);
    assert_eq!(off.is_empty(), breaches.framework_unknown > 0);
}
