//! An opened file: its sheets and its rows.

use std::ops::ControlFlow;

use crate::Fault;

use super::limits::Limits;
use super::parquet::Parquet;
use super::records::Trouble;
use super::sniff::{self, Family};
use super::text::TextFile;
use super::value::{Row, Value};
use super::{xls, xlsx};

/// What the file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Text with a delimiter.
    Csv {
        /// Encoding as a user knows it, such as `Windows-1252`.
        encoding: &'static str,
        /// What stands between cells: comma, semicolon or tab.
        delimiter: u8,
        /// Whether it began with a byte order mark.
        bom: bool,
    },
    /// Workbook of Excel 2007 and later.
    Xlsx,
    /// Workbook of Excel 97 to 2003.
    Xls,
    /// Table by columns.
    Parquet,
}

/// One sheet. A text file has one, without a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Position from 0, hidden sheets counted.
    pub index: usize,
    /// Name on its tab.
    pub name: String,
    /// False when its author hid it.
    pub visible: bool,
}

#[derive(Debug)]
enum Body<'a> {
    Text(TextFile<'a>),
    Xlsx(Box<xlsx::Book<'a>>),
    Xls(xls::Book),
    Parquet(Parquet),
}

/// Takes rows until it breaks.
pub(crate) type Each<'e> = dyn FnMut(Row<'_>) -> ControlFlow<()> + 'e;

/// An opened file.
#[derive(Debug)]
pub struct Source<'a> {
    name: String,
    format: Format,
    notes: Vec<String>,
    sheets: Vec<Sheet>,
    body: Body<'a>,
    limits: Limits,
}

impl<'a> Source<'a> {
    /// Opens a file by its content; `name` is only repeated in messages.
    ///
    /// # Errors
    /// A [`Fault`] when the file is too large, is no table, is damaged, or is protected by a password.
    pub fn open(name: &str, bytes: &'a [u8], limits: &Limits) -> Result<Self, Fault> {
        match sniff::family(name, bytes)? {
            Family::Zip => {
                check_size(name, bytes, limits.max_workbook_bytes)?;
                let book = xlsx::Book::open(name, bytes, limits)?;
                Self::workbook(name, Format::Xlsx, book.sheets(), Body::Xlsx(Box::new(book)), limits)
            }
            Family::Ole => {
                check_size(name, bytes, limits.max_workbook_bytes)?;
                let book = xls::Book::open(name, bytes)?;
                Self::workbook(name, Format::Xls, book.sheets(), Body::Xls(book), limits)
            }
            Family::Parquet => {
                check_size(name, bytes, limits.max_bytes)?;
                let table = Parquet::of_bytes(name, bytes, limits)?;
                let notes = table.notes().to_vec();
                let sheets = vec![Sheet { index: 0, name: String::new(), visible: true }];
                let (name, body) = (name.to_owned(), Body::Parquet(table));
                Ok(Self { name, format: Format::Parquet, notes, sheets, body, limits: *limits })
            }
            Family::Text => Self::open_text(name, bytes, limits),
        }
    }

    fn open_text(name: &str, bytes: &'a [u8], limits: &Limits) -> Result<Self, Fault> {
        check_size(name, bytes, limits.max_bytes)?;
        let file = TextFile::open(name, bytes)?;
        sniff::refuse_markup(name, file.text().bytes())?;
        let format = Format::Csv { encoding: file.encoding, delimiter: file.delimiter, bom: file.bom };
        let notes = match file.encoding {
            "UTF-8" => Vec::new(),
            other => vec![format!("Read as {other}.")],
        };
        let sheets = vec![Sheet { index: 0, name: String::new(), visible: true }];
        Ok(Self { name: name.to_owned(), format, notes, sheets, body: Body::Text(file), limits: *limits })
    }

    fn workbook(
        name: &str,
        format: Format,
        sheets: Vec<Sheet>,
        body: Body<'a>,
        limits: &Limits,
    ) -> Result<Self, Fault> {
        if sheets.is_empty() {
            return Err(Fault::new(
                name,
                "The workbook holds no sheet with cells.",
                "Check which file was meant.",
            ));
        }
        Ok(Self { name: name.to_owned(), format, notes: Vec::new(), sheets, body, limits: *limits })
    }

    /// File name as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the file turned out to be.
    pub fn format(&self) -> &Format {
        &self.format
    }

    /// What the user should know about how it was read, as sentences.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Sheets in the order of their tabs.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Calls `each` for every row that is not blank, in order, until it breaks.
    ///
    /// # Errors
    /// A [`Fault`] when the sheet does not exist, is damaged, or passes a limit. Rows before the fault have been
    /// handed over.
    pub fn rows(&mut self, sheet: usize, each: &mut Each<'_>) -> Result<(), Fault> {
        let Some(tab) = self.sheets.get(sheet) else {
            return Err(no_sheet(&self.name, sheet));
        };
        match &mut self.body {
            Body::Xlsx(book) => book.rows(&self.name, &tab.name, &self.limits, each),
            Body::Xls(book) => book.rows(&self.name, sheet, &self.limits, each),
            Body::Parquet(table) => table.rows(each),
            Body::Text(file) => text_rows(&self.name, file, &self.limits, each),
        }
    }

    /// The first `n` rows that are not blank, for recognising what a sheet holds.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn head(&mut self, sheet: usize, n: usize) -> Result<Vec<(u32, Vec<Value<'static>>)>, Fault> {
        let mut rows = Vec::new();
        if n == 0 {
            return Ok(rows);
        }
        self.rows(sheet, &mut |row| {
            rows.push((row.number, row.cells.iter().cloned().map(Value::into_owned).collect()));
            if rows.len() < n { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(rows)
    }
}

fn text_rows(name: &str, file: &TextFile<'_>, limits: &Limits, each: &mut Each<'_>) -> Result<(), Fault> {
    let mut records = file.records(limits.max_columns);
    let mut cells = Vec::new();
    let mut rows = 0;
    while let Some(number) = records.next_record(&mut cells).map_err(|t| trouble(name, t, limits))? {
        rows += 1;
        if rows > limits.max_rows {
            return Err(too_many_rows(name, limits));
        }
        if each(Row { number, cells: &cells }).is_break() {
            break;
        }
    }
    Ok(())
}

fn check_size(name: &str, bytes: &[u8], limit: u64) -> Result<(), Fault> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size <= limit {
        return Ok(());
    }
    // Rounded away from the limit, so that a file just over it does not read "200 MB, the limit is 200 MB".
    let (size, limit) = (size.div_ceil(1024 * 1024), limit / (1024 * 1024));
    let what = format!("The file is {size} MB. The limit is {limit} MB: split it by month.");
    Err(Fault::new(name, what, "Load the parts one after another."))
}

fn no_sheet(name: &str, sheet: usize) -> Fault {
    Fault::new(
        name,
        format!("There is no sheet number {}.", sheet.saturating_add(1)),
        "Name one that exists.",
    )
}

pub(crate) fn too_many_rows(name: &str, limits: &Limits) -> Fault {
    Fault::new(name, format!("There are more than {} rows.", limits.max_rows), "Split the file by month.")
}

fn trouble(name: &str, trouble: Trouble, limits: &Limits) -> Fault {
    match trouble {
        Trouble::Unclosed { row, column } => Fault::new(
            name,
            format!("The quotation mark that opens column {column} of row {row} is never closed."),
            "Close or remove it, or open the file in Excel and save it as CSV again.",
        ),
        Trouble::TooWide { row } => too_wide(name, row, limits),
    }
}

pub(crate) fn too_wide(name: &str, row: u32, limits: &Limits) -> Fault {
    Fault::new(
        name,
        format!("Row {row} has more than {} columns.", limits.max_columns),
        "Keep one table, without stray cells to its right.",
    )
}
