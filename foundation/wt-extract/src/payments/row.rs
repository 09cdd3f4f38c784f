//! What is read from a file of payments.

use jiff::civil::Date;
use wt_units::Pence;

use crate::Refusal;

/// One payment as published, with the row it stood in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Sheet of the file's [`PaymentFile::sheets`].
    pub sheet: usize,
    /// Row as a spreadsheet program counts it, from 1.
    pub row: u32,
    /// Who paid, as written; none where the file has no such column or the cell is blank.
    pub entity: Option<String>,
    /// Day of payment.
    pub date: Option<Date>,
    /// What it was for, as written.
    pub expense_type: Option<String>,
    /// Which part of the organisation, as written.
    pub expense_area: Option<String>,
    /// A further word on what it was for.
    pub description: Option<String>,
    /// Who was paid, as written; some payers leave it out.
    pub supplier: Option<String>,
    /// The payer's number.
    pub reference: Option<String>,
    /// Below zero for a credit.
    pub amount: Pence,
}

/// A row that is no payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Sheet of the file's [`PaymentFile::sheets`].
    pub sheet: usize,
    /// Row as a spreadsheet program counts it.
    pub row: u32,
    /// Why.
    pub why: &'static str,
}

/// A file of payments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaymentFile {
    /// File name as given.
    pub file: String,
    /// Names of its sheets; a text file has one without a name.
    pub sheets: Vec<String>,
    /// Rows that were read.
    pub payments: Vec<Payment>,
    /// Rows that were refused; a row may have several refusals.
    pub refused_rows: u64,
    /// Why, cell by cell.
    pub refusals: Vec<Refusal>,
    /// Titles, headings again, totals, notes, hidden sheets.
    pub left_out: Vec<LeftOut>,
    /// Headings of columns that were not read.
    pub ignored: Vec<String>,
    /// What a reader should know, as sentences.
    pub notes: Vec<String>,
}

impl PaymentFile {
    /// Rows of the table: payments and refused rows.
    pub fn rows(&self) -> u64 {
        u64::try_from(self.payments.len()).unwrap_or(u64::MAX).saturating_add(self.refused_rows)
    }

    /// The sum of the rows that were read.
    pub fn total(&self) -> Pence {
        self.payments.iter().map(|payment| payment.amount).sum()
    }
}
