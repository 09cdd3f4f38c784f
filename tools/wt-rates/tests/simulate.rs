//! A generated region reads back as it was planted.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::convert::Infallible;

use jiff::civil::date;
use wt_facts::FactSet;
use wt_rates::booking::{Booking, Names};
use wt_rates::extract::{Findings, Layout, Mapping, Reading, RowReader, block};
use wt_rates::simulate::{Recipe, Region, Truth, caps, card, events, write};

fn region(seed: u64) -> Region {
    Region::new(&Recipe { seed, employers: 9, months: 16, percent: 40, defector: true }).unwrap()
}

fn text(region: &Region) -> (String, Truth) {
    let mut text = String::new();
    let truth = write::<Infallible>(region, &[date(2024, 5, 6)], &mut |piece| {
        text.push_str(piece);
        Ok(())
    });
    (text, truth.unwrap())
}

fn read(text: &str) -> (Vec<Booking>, Names, Findings) {
    let (headings, rows) = text.split_once('\n').unwrap();
    let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
    let layout = Layout::find("bookings.csv", &headings, &Mapping::default()).unwrap();
    let (reading, facts) = (Reading::default(), FactSet::default());
    let mut reader = RowReader::new(0, "bookings.csv", &layout, &reading, &facts);
    let mut found = Vec::new();
    block(&mut reader, rows.as_bytes(), 2, b',', &mut |booking, _| found.push(*booking));
    (found, reader.names, reader.findings)
}

#[test]
fn every_line_is_a_booking_and_nothing_is_refused() {
    let (text, truth) = text(&region(11));
    let (found, names, findings) = read(&text);
    assert_eq!(findings.refused, 0, "{:?}", findings.refusals.first());
    assert_eq!((found.len() as u64, truth.bookings), (truth.bookings, findings.rows));
    assert!(found.iter().all(|booking| names.name(booking.employer).starts_with("DEMO")));
    // The share filled is near what the kinds say, and the long bookings are whole.
    let filled = found.iter().filter(|booking| booking.worked()).count() as f64 / found.len() as f64;
    assert!((0.5..0.72).contains(&filled), "{filled}");
    assert!(truth.long_bookings.iter().all(|one| one.minutes > 90 * 450), "{:?}", truth.long_bookings);
}

#[test]
fn planted_rows_are_where_the_truth_says() {
    let (text, truth) = text(&region(5));
    let (found, ..) = read(&text);
    for breach in &truth.cap_breaches {
        let booking = found.iter().find(|booking| booking.row == breach.row).unwrap();
        assert_eq!(booking.override_rate, breach.overridden);
    }
    let off: Vec<u32> = found.iter().filter(|b| b.framework == Some(false)).map(|b| b.row).collect();
    assert_eq!(off, truth.off_framework);
    assert!(!truth.cap_breaches.is_empty() && !off.is_empty() && truth.saved_pence != 0);
}

#[test]
fn the_same_seed_says_the_same_and_another_something_else() {
    assert_eq!(text(&region(3)), text(&region(3)));
    assert_ne!(text(&region(3)).0, text(&region(4)).0);
    let region = region(3);
    assert!(
        card(&region).lines().count() > 1
            && caps(&region).contains("Band 5")
            && events(&region).contains("adoption,DEMO01")
    );
}

#[test]
fn regions_that_can_not_be_are_refused_in_words() {
    let recipe = Recipe { seed: 1, employers: 3, months: 24, percent: 100, defector: false };
    assert_eq!(Region::new(&recipe).unwrap_err().to_string(), "a region has 4 to 99 employers, not 3");
    let recipe = Recipe { employers: 4, months: 60, ..recipe };
    assert!(Region::new(&recipe).is_err());
}
