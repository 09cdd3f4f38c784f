//! A generated region, read back.

#![allow(dead_code, reason = "each test file uses its part")]

use std::convert::Infallible;

use jiff::civil::Date;
use wt_facts::FactSet;
use wt_rates::booking::{Booking, Names};
use wt_rates::extract::{Layout, Mapping, Reading, RowReader, block};
use wt_rates::simulate::{Recipe, Region, Truth, write};

/// The facts of the program.
pub fn facts() -> FactSet {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../facts");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
    }
    FactSet::parse(&files).unwrap()
}

/// A region with its bookings.
pub struct Made {
    pub region: Region,
    pub truth: Truth,
    pub bookings: Vec<Booking>,
    pub names: Names,
}

/// A region of so many employers, months and percent of the usual shifts, with a defector.
pub fn made(seed: u64, employers: u8, months: u8, percent: u32) -> Made {
    let region = Region::new(&Recipe { seed, employers, months, percent, defector: true }).unwrap();
    let facts = facts();
    let holidays: Vec<Date> = facts
        .codes("public-holidays-england-wales")
        .unwrap()
        .codes
        .iter()
        .map(|day| day.code.parse().unwrap())
        .collect();
    let mut text = String::new();
    let truth = write::<Infallible>(&region, &holidays, &mut |piece| {
        text.push_str(piece);
        Ok(())
    });
    let (headings, rows) = text.split_once('\n').unwrap();
    let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
    let layout = Layout::find("bookings.csv", &headings, &Mapping::default()).unwrap();
    let reading = Reading::default();
    let mut reader = RowReader::new(0, "bookings.csv", &layout, &reading, &facts);
    let mut bookings = Vec::new();
    block(&mut reader, rows.as_bytes(), 2, b',', &mut |booking, _| bookings.push(*booking));
    assert_eq!(reader.findings.refused, 0, "{:?}", reader.findings.refusals.first());
    Made { region, truth: truth.unwrap(), bookings, names: reader.names }
}
