//! A&E workbooks and CSV files of all eras.

use super::*;
use rust_xlsxwriter::Workbook;

/// England's attendances and of these over four hours, by file; read with xlrd and openpyxl.
const ENGLAND: [(&str, &str, &str); 5] = [
    ("2019-04", "2112165", "314181"),
    ("2020-04", "916575", "78135"),
    ("2021-04", "1866232", "242921"),
    ("2022-04", "2028796", "503748"),
    ("June-2025", "2350478", "574809"),
];

#[test]
fn all_shared_workbooks_import_and_add_up_to_the_england_row() {
    let mut n = 0;
    for path in files("ae_provider_workbooks", ".xls") {
        let (summary, kept) = read_file(&path);
        assert_eq!(
            (summary.kind, summary.rows_refused, summary.sheet.as_deref()),
            (KindId::AeWorkbook, 0, Some("Provider Level Data")),
            "{}",
            path.display()
        );
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some((_, attendances, over)) = ENGLAND.iter().find(|(file, ..)| name.starts_with(file)) {
            assert_eq!(kept.sum("ae_attendances"), q(attendances), "{name}");
            assert_eq!(kept.sum("ae_over_4h"), q(over), "{name}");
        }
        if let Some(month) = name.get(..7).filter(|start| start.starts_with("20")) {
            assert_eq!(summary.months, [m(month)], "{name}");
        }
        assert!(
            summary.skipped_rows.iter().any(|s| s.reason.contains("England") && s.rows == [17]),
            "{name}"
        );
        n += 1;
    }
    assert!(n == 0 || n == 18, "{n}");
}

#[test]
fn trap_dash_is_not_reported_and_leaves_the_denominator() {
    for path in files("ae_provider_workbooks", "2022-04") {
        let (_, kept) = read_file(&path);
        let pilots: Vec<_> = kept.measures().filter(|m| figure(m, "ae_over_4h").is_none()).collect();
        assert_eq!(pilots.len(), 14);
        assert!(pilots.iter().all(|m| figure(m, "ae_attendances_with_4h").is_none()));
        // England's printed percentage within four hours leaves them out too: 72.248347289554... %.
        let share = 1.0 - kept.sum("ae_over_4h").to_f64() / kept.sum("ae_attendances_with_4h").to_f64();
        assert!((share - 0.722_483_472_895_548_7).abs() < 1e-12, "{share}");
        assert_eq!(kept.of("RC9")[0].fields[0], ("ae_attendances", q("17570")));
    }
}

#[test]
fn all_shared_csv_months_import_and_add_up_to_the_total_row() {
    for path in files("ae_monthly_csv", "ae_activity") {
        let (summary, kept) = read_file(&path);
        assert_eq!((summary.kind, summary.rows_refused), (KindId::AeCsv, 0), "{}", path.display());
        assert!(summary.skipped_rows.iter().any(|s| s.reason.contains("total of England")));
        if path.to_string_lossy().contains("2024-04") {
            assert_eq!(summary.months, [m("2024-04")]);
            // The 'Total ' row: 1341059 + 50804 + 771286 + 30969 + 691 + 45859; over: 534979 + 1866 + 26223 + 7976 + 12 + 629.
            assert_eq!(kept.sum("ae_attendances"), q("2240668"));
            assert_eq!(kept.sum("ae_over_4h"), q("571685"));
            assert_eq!(kept.sum("ae_emergency_admissions"), q("544113"));
            assert!(kept.measures().any(|m| m.org.as_str() == "8J094"));
        }
    }
}

#[test]
fn the_file_of_2016_to_2019_imports_by_month() {
    for path in files("ae_monthly_csv", "nhsr") {
        let (summary, kept) = read_file(&path);
        assert_eq!((summary.kind, summary.rows_refused), (KindId::AeCsv, 0));
        assert_eq!(summary.months.len(), 36);
        let row = kept.of("RF4").into_iter().find(|row| row.month == m("2017-03")).unwrap();
        assert_eq!(figure(row, "ae_attendances"), Some(q("24952")));
        assert_eq!(figure(row, "ae_over_4h"), Some(q("2907")));
        assert_eq!(figure(row, "ae_type1_over_4h"), Some(q("2879")));
    }
}

const CSV: &str = "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,Attendances over 4hrs Type 1,Attendances over 4hrs Type 2\n";

#[test]
fn trap_total_row_that_does_not_agree_refuses_the_file() {
    let total = |n: u32| {
        auto(&format!(
            "{CSV}MSitAE-APRIL-2024,RJ6,NHS ENGLAND LONDON ,A,10,0,2,0\nMSitAE-APRIL-2024,8J094,X,B,5,0,-,-\nTotal ,Total ,Total ,Total ,{n},0,2,0\n"
        ))
    };
    let (_, kept) = total(15).unwrap();
    assert_eq!((kept.sum("ae_attendances"), kept.sum("ae_attendances_with_4h")), (q("15"), q("10")));
    let fault = total(16).err().unwrap();
    assert!(fault.what.contains("16 for England") && fault.what.contains("add up to 15"), "{fault}");
}

/// A workbook as of 2026: other sheet order and names, helper numbers in row 1, 'April 26', blank formatted foot.
fn workbook(period: &str, sheet: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let table = |book: &mut Workbook, name: &str, factor: f64| {
        let tab = book.add_worksheet().set_name(name).unwrap();
        for (column, n) in [(4, 4.0), (5, 5.0), (6, 6.0)] {
            tab.write(0, column, n).unwrap();
        }
        tab.write(5, 1, "Period:").unwrap();
        tab.write(5, 2, period).unwrap();
        tab.write(14, 4, "A&E attendances").unwrap();
        tab.write(14, 7, "A&E attendances greater than 4 hours from arrival").unwrap();
        tab.write(14, 10, "Percentage of attendances within 4 hours").unwrap();
        let types = ["Type 1 Departments - Major A&E", "Type 2 Departments - Single Specialty"];
        let headings = [
            "",
            "Code",
            "Region",
            "Name",
            types[0],
            types[1],
            "Total attendances",
            types[0],
            types[1],
            "Total Attendances > 4 hours",
            "Percentage in 4 hours or less (all)",
        ];
        for (column, heading) in (0_u16..).zip(headings) {
            tab.write(15, column, heading).unwrap();
        }
        let rows =
            [(16, "-", [30.0, 2.0, 32.0]), (18, "RJ6", [20.0, 2.0, 22.0]), (19, "RC9", [10.0, 0.0, 10.0])];
        for (row, code, figures) in rows {
            tab.write(row, 1, code).unwrap();
            tab.write(row, 3, if code == "-" { "England" } else { "A trust" }).unwrap();
            for (column, n) in (4_u16..).zip(figures) {
                tab.write(row, column, n * factor).unwrap();
            }
            for column in 7..10_u16 {
                if code == "RC9" {
                    tab.write(row, column, "-").unwrap();
                } else {
                    tab.write(row, column, if column == 8 { 0.0 } else { 4.0 * factor }).unwrap();
                }
            }
            tab.write(row, 10, 0.87).unwrap();
        }
        let bold = rust_xlsxwriter::Format::new().set_bold();
        for row in 20..300 {
            tab.write_blank(row, 1, &bold).unwrap();
        }
    };
    table(&mut book, "System Level Data", 3.0);
    table(&mut book, "Booked Appointments Data", 0.5);
    book.add_worksheet().set_name("QA").unwrap().write(0, 0, "pass").unwrap();
    table(&mut book, sheet, 1.0);
    book.save_to_buffer().unwrap()
}

#[test]
fn trap_sheets_change_and_row_one_holds_helper_numbers() {
    for (period, sheet) in
        [("April 26", "Provider Level Data"), ("April 2026", "Providers 2026"), ("Apr-26", "Data")]
    {
        let bytes = workbook(period, sheet);
        let (summary, kept) = read_bytes("x.xlsx", &bytes, How::Auto, &context()).unwrap();
        assert_eq!((summary.sheet.as_deref(), summary.months.as_slice()), (Some(sheet), &[m("2026-04")][..]));
        assert_eq!((kept.sum("ae_attendances"), kept.sum("ae_over_4h")), (q("32"), q("4")));
        assert_eq!(kept.sum("ae_attendances_with_4h"), q("22"));
        assert_eq!(summary.rows_refused, 0, "{:?}", kept.refusals);
    }
}
