//! Sickness absence by organisation and month.

use super::*;

const HEAD: &str = "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT\r\n";

fn row(date: &str, code: &str, lost: &str, available: &str, rate: &str) -> String {
    format!(
        "{date},Y56,London,QWE,South West London,{code},\"St George's, Trust\",Acute,{lost},{available},{rate}\r\n"
    )
}

fn file(rows: &[String]) -> String {
    format!("{HEAD}{}", rows.concat())
}

#[test]
fn all_shared_months_import_without_refusals() {
    let (mut lost, mut available, mut n) = (Quantity::ZERO, Quantity::ZERO, 0);
    for path in files("sickness_org_month", ".csv") {
        let (summary, kept) = read_file(&path);
        assert_eq!((summary.kind, summary.rows_refused), (KindId::SicknessOrgMonth, 0), "{}", path.display());
        assert_eq!((summary.months.len(), summary.ignored_columns.len()), (1, 0));
        assert!((280..=285).contains(&summary.rows_accepted), "{}", summary.rows_accepted);
        for row in kept.of("RJ6") {
            lost = lost + figure(row, "fte_days_lost").unwrap();
            available = available + figure(row, "fte_days_available").unwrap();
        }
        n += 1;
    }
    if n > 0 {
        // reference: issue 2, figures for Croydon; the file's floats are rounded to five decimals.
        assert_eq!(n, 9);
        assert_eq!(format!("{:.4}", lost.to_f64()), "65229.0891");
        assert_eq!(format!("{:.4}", available.to_f64()), "1202278.1451");
    }
}

#[test]
fn trap_date_is_the_last_day_of_the_month_and_names_hold_commas() {
    let (summary, kept) = auto(&file(&[row("30/04/2024", "RJ7", "10", "200", "5")])).unwrap();
    assert_eq!(summary.months, [m("2024-04")]);
    let org = kept.org("RJ7");
    assert_eq!(org.name.as_deref(), Some("St George's, Trust"));
    assert_eq!((org.region.as_deref(), org.org_type), (Some("London"), Some(OrgType::Acute)));
    assert_eq!(org.month, Some(m("2024-04")));
    assert_eq!(kept.measures().next().unwrap().row, 2);
}

#[test]
fn trap_calendar_days_not_working_days() {
    // available / days of the month = FTE: 200 FTE of April are 6,000 FTE days, kept as they stand.
    let (_, kept) = auto(&file(&[row("30/04/2024", "RJ7", "300", "6000", "5")])).unwrap();
    let row = kept.of("RJ7")[0];
    let available = wt_units::FteDays::new(figure(row, "fte_days_available").unwrap());
    assert_eq!(available.per_days(u32::from(row.month.days())).unwrap().to_f64(), 200.0);
}

#[test]
fn trap_codes_of_five_characters_and_of_other_bodies() {
    let codes = ["G6V2S", "0AR", "QKK", "AXA", "NNV"];
    let rows: Vec<_> = codes.iter().map(|code| row("30/11/2024", code, "1", "20", "5")).collect();
    let (_, kept) = auto(&file(&rows)).unwrap();
    assert_eq!(kept.measures().map(|m| m.org.to_string()).collect::<Vec<_>>(), codes);
}

#[test]
fn trap_printed_rate_must_be_lost_over_available() {
    let (summary, kept) = auto(&file(&[
        row("30/04/2024", "RJ1", "5", "100", "5"),
        row("30/04/2024", "RJ2", "5", "100", "5.02"),
    ]))
    .unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused), (1, 1));
    let refusal = &kept.refusals[0];
    assert_eq!((refusal.at.row, refusal.found.as_str()), (Some(3), "5.02"));
    assert_eq!(refusal.at.column.as_deref(), Some("SICKNESS_ABSENCE_RATE_PERCENT"));
}

#[test]
fn bad_rows_are_refused_with_their_address() {
    let (summary, kept) = auto(&file(&[
        row("30/04/2024", "RJ1", "150", "100", ""),
        row("30/04/2024", "RJ2", "-5", "100", ""),
        row("30/04/2024", "R J3", "5", "100", ""),
        row("30/04/2024", "RJ4", "five", "100", ""),
        row("30/04/2024", "RJ5", "5", "100", ""),
        row("30/04/2024", "RJ5", "5", "100", ""),
    ]))
    .unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused), (1, 5));
    let at: Vec<_> =
        kept.refusals.iter().map(|r| (r.at.row.unwrap(), r.at.column.clone().unwrap())).collect();
    let column = |name: &str| name.to_owned();
    let wanted = [
        (2, column("FTE_DAYS_LOST")),
        (3, column("FTE_DAYS_LOST")),
        (4, column("ORG_CODE")),
        (5, column("FTE_DAYS_LOST")),
        (7, column("ORG_CODE")),
    ];
    assert_eq!(at, wanted);
    assert!(kept.refusals[4].fix.contains("Row 6"), "{}", kept.refusals[4]);
}

#[test]
fn a_month_in_the_future_is_refused() {
    let (summary, kept) = auto(&file(&[row("31/12/2026", "RJ1", "5", "100", "5")])).unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused), (0, 1));
    assert!(kept.refusals[0].fix.contains("December 2026 lies in the future"));
}

#[test]
fn two_months_in_one_file_are_a_fault() {
    let both = file(&[row("30/04/2024", "RJ1", "5", "100", "5"), row("31/05/2024", "RJ1", "5", "100", "5")]);
    let fault = auto(&both).err().unwrap();
    assert!(fault.what.starts_with("This file holds two months: April 2024 (row 2) and May 2024 (row 3)"));
}

#[test]
fn a_total_row_inside_the_data_is_left_out() {
    let (summary, kept) = auto(&file(&[
        row("30/04/2024", "RJ1", "5", "100", "5"),
        row("30/04/2024", "Total", "5", "100", "5"),
    ]))
    .unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused, kept.measures().count()), (1, 0, 1));
    assert!(summary.skipped_rows[0].reason.contains("total row"));
    assert_eq!(summary.skipped_rows[0].rows, [3]);
}

#[test]
fn suppressed_is_missing_not_zero() {
    let (_, kept) = auto(&file(&[row("30/04/2024", "RJ1", "*", "*", "*")])).unwrap();
    assert_eq!((kept.measures().count(), kept.orgs().count(), kept.refusals.len()), (0, 1, 0));
}
