//! Safe staffing: the real ward file with all its traps, and each trap by itself.

use super::*;
use wt_extract::wards::{Census, Part, WardFile, WardMonth, read as read_wards};

const HEAD: &str = "Name,Site Name,Day Reg Planned Hrs,Day Reg Actual Hrs,Day Unreg Planned Hrs,Day Unreg Actual Hrs,\
    Night Reg Planned Hrs,Night Reg Actual Hrs,Night Unreg Planned Hrs,Night Unreg Actual Hrs,\
    Patient Count At Midnight,Missing Census Count,CHPPD,Month\n";

fn wards(rows: &str) -> WardFile {
    let text = format!("{HEAD}{rows}");
    let mut source = Source::open("wards.csv", text.as_bytes(), &Limits::default()).unwrap();
    read_wards(&mut source, None, TODAY).unwrap()
}

fn real() -> Option<Vec<u8>> {
    let file = files("safe_staffing_wards_medway", "Safe_Staffing").into_iter().next()?;
    Some(std::fs::read(file).unwrap())
}

fn real_file() -> Option<WardFile> {
    let bytes = real()?;
    let mut source = Source::open("medway.csv", &bytes, &Limits::default()).unwrap();
    Some(read_wards(&mut source, None, TODAY).unwrap())
}

/// Planned and worked hours by part, patients, then hours and patient days of complete counts: summed with Python's csv.
const TOTALS: [(&str, [&str; 11]); 5] = [
    (
        "2020-04",
        [
            "52128.02", "37994.32", "28105.31", "23133.13", "39363.5", "31720.42", "19536.75", "17721.25",
            "7279", "13870.8", "1776",
        ],
    ),
    (
        "2020-11",
        [
            "53531.09", "37027.59", "29644.69", "23032.53", "40532.45", "30877.39", "20699.75", "20006.75",
            "12525", "50494.23", "5834",
        ],
    ),
    (
        "2021-07",
        [
            "56611.89", "43276.61", "32323.62", "26463.16", "44505", "37456", "23213.25", "24625.5", "13279",
            "0", "0",
        ],
    ),
    (
        "2022-01",
        [
            "59276.68", "42536.22", "34373.8", "24439.93", "46025.25", "38020.83", "24983.25", "23907.83",
            "11115", "15485.58", "2167",
        ],
    ),
    (
        "2022-12",
        [
            "59228.29", "45462.94", "35112.68", "25511.22", "43409.08", "38127.4", "23980.75", "23718.34",
            "9651", "15580.34", "2431",
        ],
    ),
];

#[test]
fn totals_of_the_real_file_by_month() {
    let Some(file) = real_file() else { return };
    for (month, want) in TOTALS {
        let of: Vec<&WardMonth> = file.wards.iter().filter(|ward| ward.month == m(month)).collect();
        let mut got: Vec<Quantity> = Vec::new();
        for part in Part::ALL {
            got.push(of.iter().filter_map(|w| w.part(part).planned).map(|h| h.quantity()).sum());
            got.push(of.iter().filter_map(|w| w.part(part).worked).map(|h| h.quantity()).sum());
        }
        got.push(of.iter().filter_map(|w| w.patients).sum());
        let complete = || of.iter().filter(|w| w.patient_days().is_ok());
        got.push(complete().map(|w| w.worked().quantity()).sum());
        got.push(complete().filter_map(|w| w.patients).sum());
        for (at, (got, want)) in got.iter().zip(want).enumerate() {
            let off = (got.to_f64() - q(want).to_f64()).abs();
            assert!(off < 0.011, "{month}, figure {at}: {got}, want {want}");
        }
    }
}

#[test]
fn traps_of_the_real_file_are_named() {
    let Some(file) = real_file() else { return };
    assert_eq!((file.rows, file.wards.len(), file.refusals.len()), (6_168, 905, 0));
    let names: std::collections::BTreeSet<_> = file.wards.iter().map(|w| w.ward.as_str()).collect();
    assert_eq!(names.len(), 31, "34 names, of which three pairs are one ward");
    assert!(names.contains("N - Bronte Ward") && !names.contains("N - Bronte"));
    assert_eq!(file.notes.iter().filter(|n| n.contains("counted once")).count(), 2, "{:?}", file.notes);
    assert_eq!(file.notes.iter().filter(|n| n.contains("taken as one ward")).count(), 3, "{:?}", file.notes);
    assert!(file.notes.iter().any(|n| n.contains("offices, clinics and teams left out")));
    let said = file.wards.iter().filter_map(WardMonth::chppd).collect::<Vec<_>>();
    assert_eq!(said.len(), 223, "ward-months with patients and no count missing");
    let largest = said.iter().max().unwrap().to_f64();
    assert!((largest - 30.826_439).abs() < 1e-6, "{largest}; with missing counts it would be 440");
    let unknown =
        file.wards.iter().filter(|w| w.census == Census::Unknown && w.patients != Some(Quantity::ZERO));
    assert_eq!(unknown.count(), 16, "May 2020 and July 2021 hold a dash where missing counts should stand");
}

#[test]
fn the_real_file_becomes_figures_of_wards_and_of_the_employer() {
    let Some(bytes) = real() else { return };
    let mapping = Mapping::parse(KindId::WardStaffing, "organisation='RPA'").unwrap();
    let how = How::Mapped(KindId::WardStaffing, &mapping);
    let (summary, kept) = read_bytes("medway.csv", &bytes, how, &context()).unwrap();
    assert_eq!((summary.rows_read, summary.rows_refused, summary.months.len()), (6_168, 0, 33));
    let whole: Vec<&MeasureRow> = kept
        .measures()
        .filter(|row| row.unit.is_none() && row.month == m("2020-04"))
        .filter(|row| row.metric.as_ref().is_some_and(|metric| metric.as_str() == "chppd"))
        .collect();
    assert_eq!(whole.len(), 1);
    assert_eq!(
        (figure(whole[0], "numerator").unwrap(), figure(whole[0], "denominator").unwrap()),
        (q("13870.8"), q("1776"))
    );
    let without = auto(std::str::from_utf8(&bytes).unwrap()).err().unwrap();
    assert!(without.what.contains("does not say whose wards"), "{without}");
    let owner = "RPA".parse().ok();
    let (of_owner, again) =
        read_bytes("medway.csv", &bytes, How::Auto, &ReadContext { owner, ..context() }).unwrap();
    assert_eq!((of_owner.kind, again.rows), (KindId::WardStaffing, kept.rows));
}

#[test]
fn a_row_twice_with_other_figures_is_refused_on_both_rows() {
    let file = wards("A,S,1,1,1,1,1,1,1,1,10,0,,01/04/2026\nA,S,2,1,1,1,1,1,1,1,10,0,,01/04/2026\n");
    assert_eq!((file.wards.len(), file.refusals.len()), (0, 2));
    assert!(file.refusals[0].to_string().contains("Row 3 says something else"), "{}", file.refusals[0]);
}

#[test]
fn published_care_hours_must_be_those_of_the_row() {
    let good = wards("A,S,600,600,300,300,600,600,300,300,300,0,6.0,01/04/2026\n");
    assert_eq!((good.wards.len(), good.refusals.len()), (1, 0));
    let daily_average = wards("A,S,600,600,300,300,600,600,300,300,10,0,6.0,01/04/2026\n");
    let refused = daily_average.refusals[0].to_string();
    assert!(daily_average.wards.is_empty() && refused.contains("daily average"), "{refused}");
}

#[test]
fn care_hours_are_said_only_of_complete_counts() {
    let of = |patients: &str, missing: &str| {
        let file = wards(&format!(
            "A,S,600,600,300,300,600,600,300,300,{patients},{missing},,01/04/2026\nA,S,1,1,1,1,1,1,1,1,9,0,,01/05/2026\n"
        ));
        file.wards[0].patient_days().map(|days| days.to_string())
    };
    assert_eq!(of("300", "0"), Ok("300".to_owned()));
    assert!(of("300", "2").unwrap_err().contains("missing"));
    assert!(of("300", "-").unwrap_err().contains("does not say"));
    assert!(of("0", "0").unwrap_err().contains("no patient"));
    assert!(of("30", "0").unwrap_err().contains("error of the count"), "1,800 / 30 is 60");
    assert!(of("", "0").unwrap_err().contains("not given"));
}

#[test]
fn hours_below_zero_and_words_are_refused_with_their_cell() {
    let file = wards(
        "A,S,-5,600,x,300,600,600,300,300,300,0,,01/04/2026\nA,S,5,6,7,8,9,10,11,12,30,0,,01/13/2026\n",
    );
    let said: Vec<String> = file.refusals.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].contains("row 2, column Day Reg Planned Hrs: found '-5'"), "{said:?}");
}
