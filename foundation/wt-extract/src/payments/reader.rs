//! Every sheet of a file, row by row: read, refused, or left out with a word why.

use std::ops::ControlFlow;

use wt_units::Pence;

use crate::columns::{self, Problem, show};
use crate::read::HEAD_ROWS;
use crate::table::{Row, Source, Value};
use crate::{Cell, Fault, Refusal};

use super::amount::{missing, pence};
use super::days::Order;
use super::headings::{Column, Found, Headings};
use super::row::{LeftOut, Payment, PaymentFile};

/// Words that stand where a name would in a row that adds up the others.
const TOTALS: [&str; 8] =
    ["total", "totals", "grandtotal", "subtotal", "overalltotal", "reporttotal", "totalamount", "totalspend"];

/// Reads a file of published payments: every visible sheet that has the columns.
///
/// # Errors
/// A [`Fault`] when no sheet has the required headings, or the file is damaged.
pub fn read(source: &mut Source<'_>, headings: &Headings) -> Result<PaymentFile, Fault> {
    let tabs = source.sheets().to_vec();
    let mut file = PaymentFile {
        file: source.name().to_owned(),
        sheets: tabs.iter().map(|tab| tab.name.clone()).collect(),
        notes: source.notes().to_vec(),
        ..PaymentFile::default()
    };
    let mut layouts = Vec::with_capacity(tabs.len());
    for tab in &tabs {
        let head = source.head(tab.index, HEAD_ROWS)?;
        layouts.push(if tab.visible { headings.locate(&head) } else { None });
    }
    if layouts.iter().all(Option::is_none) {
        let wanted = headings.required().join(", ");
        return Err(Fault::new(
            source.name(),
            format!("No row has the headings of published payments ({wanted}, or other names they go by)."),
            "Check that the file lists payments, and that its row of headings was not cut off.",
        ));
    }
    for (tab, layout) in tabs.iter().zip(layouts) {
        match layout {
            Some((header, found)) => sheet(source, tab.index, header, &found, &mut file)?,
            None => {
                let why = if tab.visible { "a sheet without headings of payments" } else { "a hidden sheet" };
                let left_out = &mut file.left_out;
                source.rows(tab.index, &mut |row| {
                    left_out.push(LeftOut { sheet: tab.index, row: row.number, why });
                    ControlFlow::Continue(())
                })?;
            }
        }
    }
    Ok(file)
}

fn sheet(
    source: &mut Source<'_>,
    sheet: usize,
    header: u32,
    found: &Found,
    file: &mut PaymentFile,
) -> Result<(), Fault> {
    let mut order = Order::default();
    if let Some(at) = found.at(Column::Date) {
        source.rows(sheet, &mut |row| {
            if row.number > header {
                row.cells.get(at).into_iter().for_each(|cell| order.look(cell));
            }
            ControlFlow::Continue(())
        })?;
    }
    file.notes.extend(order.note().map(str::to_owned));
    file.ignored.extend(found.ignored());
    let mut reader = Reader { sheet, found, order, file, sum: Pence::ZERO };
    source.rows(sheet, &mut |row| {
        if row.number < header {
            reader.leave_out(row.number, "a title above the headings");
        } else if row.number > header {
            reader.row(&row);
        }
        ControlFlow::Continue(())
    })
}

struct Reader<'r> {
    sheet: usize,
    found: &'r Found,
    order: Order,
    file: &'r mut PaymentFile,
    /// Of the rows read so far, which a total must repeat.
    sum: Pence,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row<'_>) {
        if self.found.repeated_in(row.cells) {
            return self.leave_out(row.number, "the headings again");
        }
        let amount = pence(self.cell(row, Column::Amount));
        if let Some(why) = self.no_payment(row, amount.as_ref().ok().copied().flatten()) {
            return self.leave_out(row.number, why);
        }
        let supplier = self.words(row, Column::Supplier);
        let mut bad = Vec::new();
        let amount = match amount {
            Ok(Some(amount)) => Some(amount),
            Ok(None) => {
                bad.push((Column::Amount, missing()));
                None
            }
            Err(problem) => {
                bad.push((Column::Amount, problem));
                None
            }
        };
        let date = self.order.day(self.cell(row, Column::Date)).unwrap_or_else(|problem| {
            bad.push((Column::Date, problem));
            None
        });
        let expense_type = self.words(row, Column::ExpenseType);
        if supplier.is_none() && expense_type.is_none() {
            let expected = "who was paid, or what it was for";
            bad.push((Column::Supplier, Problem::new("nothing", expected, "Fill one of the two in.")));
        }
        let (Some(amount), true) = (amount, bad.is_empty()) else {
            return self.refuse(row.number, bad);
        };
        self.sum = self.sum + amount;
        self.file.payments.push(Payment {
            sheet: self.sheet,
            row: row.number,
            entity: self.words(row, Column::Entity),
            date,
            expense_type,
            expense_area: self.words(row, Column::ExpenseArea),
            description: self.words(row, Column::Description),
            supplier,
            reference: self.words(row, Column::Reference),
            amount,
        });
    }

    /// Why a row is no payment; none where it is one, or is to be refused.
    fn no_payment(&mut self, row: &Row<'_>, amount: Option<Pence>) -> Option<&'static str> {
        let blank = |column| self.cell(row, column).is_empty();
        // A total or a note may begin in the column of dates.
        let no_day = !matches!(self.order.day(self.cell(row, Column::Date)), Ok(Some(_)));
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let total = row
            .cells
            .iter()
            .any(|cell| matches!(cell, Value::Text(text) if TOTALS.contains(&columns::plain(text).as_str())));
        if total && no_day && blank(Column::Reference) {
            if let Some(said) = amount.filter(|said| *said != self.sum) {
                self.file.notes.push(format!(
                    "Row {} says the total is £{}; the rows above it come to £{}.",
                    row.number,
                    said.plain(),
                    self.sum.plain()
                ));
            }
            return Some("a total");
        }
        if filled == 1 && amount.is_some_and(|said| said == self.sum) {
            return Some("a total without a word");
        }
        (filled == 1 && blank(Column::Amount) && no_day).then_some("a note")
    }

    fn cell<'c>(&self, row: &Row<'c>, column: Column) -> &'c Value<'c> {
        static EMPTY: Value<'static> = Value::Empty;
        self.found.at(column).and_then(|at| row.cells.get(at)).unwrap_or(&EMPTY)
    }

    /// Words on one line; none where there is nothing.
    fn words(&self, row: &Row<'_>, column: Column) -> Option<String> {
        let text = match self.cell(row, column) {
            Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Value::Empty | Value::Error(_) => String::new(),
            other => show(other),
        };
        (!text.is_empty()).then_some(text)
    }

    fn leave_out(&mut self, row: u32, why: &'static str) {
        self.file.left_out.push(LeftOut { sheet: self.sheet, row, why });
    }

    fn refuse(&mut self, row: u32, bad: Vec<(Column, Problem)>) {
        self.file.refused_rows += 1;
        let sheet = self.file.sheets.get(self.sheet).filter(|name| !name.is_empty());
        for (column, problem) in bad {
            self.file.refusals.push(Refusal {
                at: Cell {
                    file: self.file.file.clone(),
                    sheet: sheet.cloned(),
                    row: Some(row),
                    column: self.found.title(column).map(str::to_owned),
                },
                found: problem.found,
                expected: problem.expected,
                fix: problem.fix,
            });
        }
    }
}
