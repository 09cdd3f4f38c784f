//! Bad input: each has a sentence, with its row and column.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_facts::FactSet;
use wt_rates::booking::{Booking, Channel, TimeBand, Zone};
use wt_rates::extract::{Findings, Layout, Mapping, Money, Reading, RowReader, SPECS, Workers, block};

const GOOD: &str = "DEMO01,S1,inner,Ward 7,Nursing,Band 5,general,2026-03-02T07:30,2026-03-02T20:00,30,worked,,,sickness,agency,240.00,348.00,0.00,yes,no,,2026-03-01T07:30,,w-1";

/// The good row with some of its cells changed.
fn with(changes: &[(&str, &str)]) -> String {
    let mut cells: Vec<&str> = GOOD.split(',').collect();
    for (name, value) in changes {
        cells[SPECS.iter().position(|spec| spec.name == *name).unwrap()] = value;
    }
    cells.join(",")
}

fn read(rows: &[String], reading: &Reading) -> (Vec<Booking>, Findings) {
    let headings: Vec<String> = SPECS.iter().map(|spec| spec.name.to_owned()).collect();
    let layout = Layout::find("b.csv", &headings, &Mapping::default()).unwrap();
    let facts = FactSet::default();
    let mut reader = RowReader::new(0, "b.csv", &layout, reading, &facts);
    let mut found = Vec::new();
    block(&mut reader, rows.join("\n").as_bytes(), 2, b',', &mut |booking, _| found.push(*booking));
    (found, reader.findings)
}

/// What a single changed row is refused with.
fn refusal(changes: &[(&str, &str)]) -> String {
    let (found, findings) = read(&[with(changes)], &Reading::default());
    assert!(found.is_empty() && findings.refused == 1, "{changes:?}");
    findings.refusals[0].to_string()
}

#[test]
fn a_good_row_is_a_booking() {
    let (found, findings) = read(&[GOOD.to_owned()], &Reading::default());
    assert_eq!((found.len(), findings.rows, findings.refused), (1, 1, 0));
    let one = found[0];
    assert_eq!((one.row, one.minutes, one.channel), (2, 720, Channel::Agency));
    assert_eq!((one.cell.time, one.cell.zone), (TimeBand::Day, Zone::Inner));
    assert_eq!(
        (one.pay.unwrap().get(), one.charge.unwrap().get(), one.lead_hours),
        (24_000, 34_800, Some(24))
    );
    assert!(findings.sentences(Money::Pounds).is_empty());
}

#[test]
fn what_can_not_be_is_refused_with_its_cell() {
    for (changes, words) in [
        (
            vec![("agency_charge", "200")],
            "row 2, column agency_charge: found '200', expected a charge of at least the worker's pay",
        ),
        (vec![("hours_authorised", "-3")], "hours can't be negative"),
        (vec![("end", "2026-03-02T07:00")], "found '2026-03-02T07:00', expected an end after the start"),
        (vec![("end", "2026-03-03T08:00")], "expected at most 24 hours in one shift"),
        (vec![("unpaid_break_minutes", "750")], "a break shorter than the shift"),
        (vec![("worker_pay", "-1")], "an amount of 0 or more"),
        (vec![("worker_pay", "")], "the worker's pay"),
        (vec![("agency_charge", "")], "what the company charged before VAT"),
        (vec![("worker_pay", "24000"), ("agency_charge", "34800")], "over £1,000 an hour: pence?"),
        (vec![("grade", "E grade")], "Grades A to I ended with Agenda for Change"),
        (vec![("grade", "tea")], "a band of Agenda for Change"),
        (vec![("start", "soon")], "such as 2026-03-02T07:30"),
        (vec![("employer", "?")], "an organisation code"),
        (vec![("channel", "carrier pigeon")], "own bank, outsourced bank, agency"),
        (vec![("zone", "moon")], "none, inner, outer or fringe"),
    ] {
        let found = refusal(&changes);
        assert!(found.contains(words), "{found}");
    }
}

#[test]
fn a_file_that_mixes_is_told_so() {
    let rows = [
        GOOD.to_owned(),
        with(&[("worker_pay", "24000"), ("agency_charge", "34800")]),
        with(&[("grade", "D grade")]),
    ];
    let (_, findings) = read(&rows, &Reading::default());
    let said = findings.sentences(Money::Pounds).join(" ");
    assert!(
        said.contains("of the rows read, 1 in pounds, and 1 (first: row 3) that look written in pence"),
        "{said}"
    );
    assert!(said.contains("Grades are named by two lists: bands of Agenda for Change and grades A to I (rows: 2 and 1, the first 2 and 4)"), "{said}");
    let (_, findings) = read(&rows[1..2], &Reading::default());
    assert!(findings.sentences(Money::Pounds)[0].starts_with("All money looks written in pence"));
    let pence = Reading { money: Money::Pence, ..Reading::default() };
    let (found, _) = read(&rows[1..2], &pence);
    assert_eq!(found[0].pay.unwrap().get(), 24_000);
}

#[test]
fn unknown_vat_and_zones_are_counted_not_guessed_silently() {
    let rows = [with(&[("vat", "unknown"), ("zone", "")]), with(&[("vat", "")]), with(&[("zone", "outer")])];
    let (found, findings) = read(&rows, &Reading::default());
    assert_eq!(found.len(), 3);
    let said = findings.sentences(Money::Pounds).join(" ");
    assert!(said.contains("VAT is unknown for 2 charges"), "{said}");
    assert!(said.contains("The pay zone is unknown for 1 bookings"), "{said}");
    assert!(said.contains("the file names two for S1"), "{said}");
}

#[test]
fn names_stop_the_file_and_a_key_lets_it_in_without_them() {
    let rows = [GOOD.to_owned(), with(&[("worker", "Jane Smith")]), GOOD.to_owned()];
    let (found, findings) = read(&rows, &Reading::default());
    let fault = findings.fault.unwrap().to_string();
    assert!(
        fault.contains("Column worker, row 3: workers look like names") && !fault.contains("Jane"),
        "{fault}"
    );
    assert_eq!(found.len(), 2, "the reader stops; its caller throws the file away");
    let keyed = Reading { workers: Workers::Hashed(b"key".to_vec()), ..Reading::default() };
    let (found, findings) = read(&rows, &keyed);
    assert!(findings.fault.is_none());
    assert_eq!(found[0].worker, found[2].worker);
    assert_ne!(found[0].worker, found[1].worker);
}

#[test]
fn headings_are_found_by_other_names_and_by_what_a_user_mapped() {
    let headings = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let own = headings(&[
        "Trust",
        "Staff Type",
        "Band",
        "Shift Start",
        "Shift End",
        "Status",
        "Filled By",
        "Gross Pay",
        "Charge",
    ]);
    let fault = Layout::find("b.csv", &own, &Mapping::default()).unwrap_err().to_string();
    assert!(fault.contains("There is no column for vat"), "{fault}");
    let mapping = Mapping::from([("vat".to_owned(), "Tax".to_owned())]);
    assert!(
        Layout::find("b.csv", &own, &mapping).unwrap_err().to_string().contains("no heading is called so")
    );
    let mut own = own;
    own.extend(headings(&["Tax", "Remarks"]));
    let layout = Layout::find("b.csv", &own, &mapping).unwrap();
    assert_eq!(layout.ignored().collect::<Vec<_>>(), ["Remarks"]);
}
