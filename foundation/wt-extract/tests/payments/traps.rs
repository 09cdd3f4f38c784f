//! Each trap of the published files, alone.

use jiff::civil::date;
use rust_xlsxwriter::{Format, Workbook};
use wt_extract::payments::{Headings, read};
use wt_extract::table::{Limits, Source};

use crate::{headings, open};

#[test]
fn columns_are_known_by_what_they_are_called_in_any_order() {
    for head in [
        "Supplier,Department family,Date,Expense area,Expense type,Transaction Number,amount",
        "Dept Family,Entuty,Date Paid,Expenses Area,Expenses Type,Supplier Name,Their Reference, Amount ",
        "Amount,AP Amount,Vendor,Payment Date,9AN - Level 9 Account Name,Cost Centre Name,Transaction,Organisation Name",
    ] {
        let names: Vec<&str> = head.split(',').collect();
        let cell = |name: &str| match name.trim().to_lowercase().as_str() {
            "supplier" | "supplier name" | "vendor" => "A Ltd",
            "date" | "date paid" | "payment date" => "30/04/2020",
            "amount" => "25001.50",
            "ap amount" => "1",
            "expense area" | "expenses area" | "cost centre name" => "Ward",
            "expense type" | "expenses type" | "9an - level 9 account name" => "Agency Nurse",
            _ => "x",
        };
        let row: Vec<&str> = names.iter().map(|name| cell(name)).collect();
        let file = open("any.csv", format!("{head}\n{}\n", row.join(",")).as_bytes());
        let payment = &file.payments[0];
        assert_eq!((payment.amount.get(), payment.supplier.as_deref()), (2_500_150, Some("A Ltd")), "{head}");
        assert_eq!(payment.date, Some(date(2020, 4, 30)));
        assert_eq!(payment.expense_type.as_deref(), Some("Agency Nurse"));
        assert_eq!(payment.expense_area.as_deref(), Some("Ward"));
    }
}

#[test]
fn titles_headings_again_totals_and_notes_are_left_out_and_counted() {
    let text = "Payments over 25k,,\nApril 2020,,\n\nDate,Supplier,Amount\n30/04/2020,A,100\n,,\nDate,Supplier,Amount\n\
                02/04/2020,B,-40.50\n,Total,59.50\nPublished under the code of transparency,,\n";
    let file = open("preamble.csv", text.as_bytes());
    assert_eq!((file.rows(), file.total().get(), file.refused_rows), (2, 5_950, 0));
    let why: Vec<(u32, &str)> = file.left_out.iter().map(|row| (row.row, row.why)).collect();
    let title = "a title above the headings";
    assert_eq!(why, [(1, title), (2, title), (7, "the headings again"), (9, "a total"), (10, "a note")]);
    assert_eq!(file.payments.iter().map(|payment| payment.row).collect::<Vec<_>>(), [5, 8]);
    assert!(file.notes.is_empty());
}

#[test]
fn a_total_that_disagrees_is_told_and_one_without_a_word_is_known_by_its_sum() {
    let file = open("total.csv", b"Date,Supplier,Amount\n30/04/2020,A,100\nGrand Total,,90\n");
    assert_eq!(file.total().get(), 10_000);
    assert_eq!(file.notes, ["Row 3 says the total is £90.00; the rows above it come to £100.00."]);
    let file = open("sum.csv", b"Date,Supplier,Amount\n30/04/2020,A,100\n30/04/2020,B,5\n,,105\n");
    assert_eq!((file.rows(), file.left_out[0].why), (2, "a total without a word"));
    let file = open("odd.csv", b"Date,Supplier,Amount\n30/04/2020,A,100\n,,7\n");
    assert_eq!((file.payments.len(), file.refused_rows), (1, 1));
    let file = open("gas.csv", b"Date,Supplier,Amount\n30/04/2020,Total Gas & Power,100\n");
    assert_eq!(file.rows(), 1);
}

#[test]
fn a_row_in_doubt_is_refused_with_its_cell() {
    let file =
        open("bad.csv", b"Date Paid,Supplier Name,AP Amount\nsoon,A,1.005\n30/04/2020,B,\n30/04/2020,C,1\n");
    assert_eq!((file.rows(), file.payments.len(), file.refused_rows, file.refusals.len()), (3, 1, 2, 3));
    let said: Vec<String> = file.refusals.iter().map(ToString::to_string).collect();
    assert!(
        said[0].starts_with("bad.csv, row 2, column AP Amount: found '1.005', expected pounds and pence")
    );
    assert!(said[1].starts_with("bad.csv, row 2, column Date Paid: found 'soon', expected a day"));
    assert!(said[2].starts_with("bad.csv, row 3, column AP Amount: found 'nothing'"));
}

#[test]
fn text_of_another_encoding_and_a_byte_order_mark_are_read() {
    let mut bytes = b"Date,Supplier,Amount\n30/04/2020,Caf\xe9 Ltd,\"\xa31,000.00\"\n".to_vec();
    let file = open("old.csv", &bytes);
    assert_eq!((file.payments[0].supplier.as_deref(), file.total().get()), (Some("Café Ltd"), 100_000));
    bytes = b"\xef\xbb\xbfDate,Supplier,Amount\n30/04/2020,A,1\n".to_vec();
    assert_eq!(open("bom.csv", &bytes).rows(), 1);
}

#[test]
fn every_sheet_is_read_serials_and_texts_are_days_and_a_first_column_may_be_empty() {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let head = ["Entity", "Payment Date", "Supplier", "Amount"];
    let first = book.add_worksheet().set_name("April").unwrap();
    for (at, name) in (1u16..).zip(head) {
        first.write(0, at, name).unwrap();
    }
    first.write(1, 1, "A Trust").unwrap();
    first.write_with_format(1, 2, 43_924, &day).unwrap();
    first.write(1, 3, "A Ltd").unwrap();
    first.write(1, 4, 0.1 + 0.2).unwrap();
    let second = book.add_worksheet().set_name("May").unwrap();
    for (at, name) in (0u16..).zip(head) {
        second.write(0, at, name).unwrap();
        second.write(1, at, ["A Trust", "12-May-20", "B Ltd", "(2.50)"][usize::from(at)]).unwrap();
    }
    book.add_worksheet().set_name("Notes").unwrap().write(0, 0, "See our site").unwrap();
    let hidden = book.add_worksheet().set_name("Old").unwrap();
    hidden.set_hidden(true);
    for (at, name) in (0u16..).zip(head) {
        hidden.write(0, at, name).unwrap();
    }
    let file = open("book.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!((file.rows(), file.total().get()), (2, 30 - 250));
    let days: Vec<_> = file.payments.iter().map(|payment| (payment.sheet, payment.date.unwrap())).collect();
    assert_eq!(days, [(0, date(2020, 4, 3)), (1, date(2020, 5, 12))]);
    let why: Vec<_> = file.left_out.iter().map(|row| (row.sheet, row.why)).collect();
    assert_eq!(why, [(2, "a sheet without headings of payments"), (3, "a hidden sheet")]);
}

#[test]
fn a_file_without_the_headings_says_which_were_looked_for() {
    let mut source = Source::open("x.csv", b"Name,Sum\nA,1\n", &Limits::default()).unwrap();
    let fault = read(&mut source, &headings()).unwrap_err().to_string();
    assert!(
        fault.starts_with("x.csv: No row has the headings of published payments (Supplier, Amount"),
        "{fault}"
    );
}

#[test]
fn a_file_of_headings_that_contradicts_itself_is_refused() {
    let column =
        |id: &str, heading: &str| format!("[[column]]\nid='{id}'\nrequired=true\nheadings=['{heading}']\n");
    for (text, why) in [
        (column("supplier", "A") + &column("supplier", "B"), "stands twice"),
        (column("supplier", "A b") + &column("amount", "AB"), "names two columns"),
        (column("payee", "A"), "unknown variant"),
    ] {
        assert!(Headings::parse(&text).unwrap_err().contains(why), "{why}");
    }
}
