//! Which kind a file is.

use super::*;

#[test]
fn a_wrong_file_is_a_sentence() {
    let fault = auto("a,b,c\n1,2,3\n").err().unwrap();
    assert_eq!(fault.what, "This file is not one that Wholetime recognises.");
    let how = How::Kind(KindId::SicknessOrgMonth);
    let fault = read_bytes("x.csv", b"a,b,c\n1,2,3\n", how, &context()).err().unwrap();
    assert!(fault.what.contains("FTE_DAYS_LOST") && fault.what.contains("a, b, c"), "{fault}");
}

#[test]
fn code_1e5_turned_into_a_number_by_excel_is_refused() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let headings = ["organisation", "period", "metric", "numerator", "denominator"];
    for (at, heading) in (0_u16..).zip(headings) {
        sheet.write(0, at, heading).unwrap();
    }
    sheet.write(1, 0, 1e5).unwrap();
    sheet.write(1, 1, "2024-04").unwrap();
    sheet.write(1, 2, "x").unwrap();
    sheet.write(1, 3, 1).unwrap();
    sheet.write(1, 4, 2).unwrap();
    let (summary, kept) =
        read_bytes("x.xlsx", &book.save_to_buffer().unwrap(), How::Auto, &context()).unwrap();
    assert_eq!(summary.rows_refused, 1);
    assert!(kept.refusals[0].fix.contains("Format the column as text"), "{}", kept.refusals[0]);
}

#[test]
fn kinds_have_names_that_read_back() {
    for kind in KindId::ALL {
        assert_eq!(kind.id().parse::<KindId>(), Ok(kind));
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.id()));
    }
    assert!("sickness".parse::<KindId>().unwrap_err().contains("sickness-org-month"));
}
