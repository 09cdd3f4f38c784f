//! Files for people to fill in, and to mend: the empty template of a kind, and the list of what was refused.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::Refusal;
use crate::kinds::KindSpec;
use crate::read::{csv_line, write_csv};

/// The headings of a kind and one example row, as CSV.
pub fn template_csv(spec: &KindSpec) -> String {
    write_csv(spec, std::iter::once(spec.columns.iter().map(|column| column.example.to_owned()).collect()))
}

/// The same as a workbook, with a second sheet that explains every column.
///
/// # Errors
/// If the workbook can't be written to memory.
pub fn template_xlsx(spec: &KindSpec) -> Result<Vec<u8>, XlsxError> {
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Data")?;
    for (at, column) in (0_u16..).zip(spec.columns) {
        sheet.write_with_format(0, at, column.heading, &bold)?;
        // As text, so that a spreadsheet makes no number of a code and no date of a month.
        sheet.set_column_format(at, &text)?;
        sheet.write_with_format(1, at, column.example, &text)?;
        sheet.set_column_width(at, 20)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let notes = book.add_worksheet().set_name("Notes")?;
    for (at, heading) in (0_u16..).zip(["Column", "Needed", "Meaning", "Accepted"]) {
        notes.write_with_format(0, at, heading, &bold)?;
    }
    for (row, column) in (1_u32..).zip(spec.columns) {
        notes.write(row, 0, column.heading)?;
        notes.write(row, 1, if column.required { "yes" } else { "no" })?;
        notes.write(row, 2, column.about)?;
        notes.write(row, 3, column.kind.expected())?;
    }
    let end = u32::try_from(spec.columns.len()).unwrap_or(0) + 2;
    notes.write(end, 0, spec.about)?;
    notes.write(
        end + 1,
        0,
        "Replace the example row in the sheet Data. Names of persons must not be entered.",
    )?;
    book.save_to_buffer()
}

/// What was refused, as CSV: where, what was found, what was expected, how to mend it.
pub fn problem_file(refusals: &[Refusal]) -> String {
    let mut text = String::new();
    let headings = ["file", "sheet", "row", "column", "found", "expected", "how to fix"];
    csv_line(&mut text, headings.into_iter());
    for refusal in refusals {
        let row = refusal.at.row.map(|row| row.to_string()).unwrap_or_default();
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        let (sheet, column) = (or_empty(&refusal.at.sheet), or_empty(&refusal.at.column));
        let values =
            [&refusal.at.file, &sheet, &row, &column, &refusal.found, &refusal.expected, &refusal.fix];
        let values = values.map(|value| harmless(value));
        csv_line(&mut text, values.iter().map(String::as_str));
    }
    text
}

/// A cell that begins like a formula would be worked out by the spreadsheet that opens the file.
fn harmless(value: &str) -> String {
    let is_number = value.parse::<f64>().is_ok();
    if value.starts_with(['=', '+', '-', '@']) && !is_number { format!("'{value}") } else { value.to_owned() }
}
