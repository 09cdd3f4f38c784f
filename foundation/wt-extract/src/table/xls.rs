//! XLS of Excel 97 to 2003, streamed from its records. Formula cells give the value Excel kept beside the formula.

use std::ops::ControlFlow;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use crate::Fault;

use super::biff::{self, BOF, EOF, Parts, Record, Records};
use super::gather::Gather;
use super::guard::damaged;
use super::limits::Limits;
use super::ole::{Ole, u16_at, u32_at, u64_at};
use super::source::{Each, Sheet};
use super::value::{Value, date};

/// An opened workbook.
#[derive(Debug)]
pub(crate) struct Book {
    stream: Vec<u8>,
    strings: Vec<String>,
    /// For each cell format: does it show a date?
    dates: Vec<bool>,
    is_1904: bool,
    /// Sheets and where each begins in the stream.
    sheets: Vec<(Sheet, usize)>,
}

/// What the first substream says about the whole workbook.
#[derive(Debug, Default)]
struct Globals {
    strings: Vec<String>,
    format_of: Vec<u16>,
    date_formats: Vec<(u16, bool)>,
    is_1904: bool,
    sheets: Vec<(Sheet, usize)>,
}

impl Book {
    /// Opens a workbook, or says what the container holds instead.
    pub(crate) fn open(name: &str, bytes: &[u8]) -> Result<Self, Fault> {
        let ole = Ole::open(bytes).ok_or_else(|| damaged(name))?;
        refuse_other_kinds(name, &ole)?;
        let stream = ole.stream("Workbook").ok_or_else(|| damaged(name))?;
        let globals = globals(name, &stream)?;
        let known = |id: &u16| globals.date_formats.iter().rev().find(|(other, _)| other == id);
        let dates = globals.format_of.iter();
        let dates = dates.map(|id| known(id).map_or_else(|| biff::is_builtin_date(*id), |(_, date)| *date));
        let dates = dates.collect();
        Ok(Self { stream, strings: globals.strings, dates, is_1904: globals.is_1904, sheets: globals.sheets })
    }

    /// Its worksheets; charts and macros on tabs of their own are left out.
    pub(crate) fn sheets(&self) -> Vec<Sheet> {
        self.sheets.iter().map(|(sheet, _)| sheet.clone()).collect()
    }

    /// Streams the rows of one sheet.
    pub(crate) fn rows(
        &self,
        name: &str,
        sheet: usize,
        limits: &Limits,
        each: &mut Each<'_>,
    ) -> Result<(), Fault> {
        let start = self.sheets.get(sheet).map(|(_, start)| *start).ok_or_else(|| damaged(name))?;
        let mut records = Records::new(&self.stream, start);
        let mut gather = Gather::new(name, limits);
        // Charts inside a sheet are substreams of their own with records that look like cells.
        let mut depth = 0u32;
        let mut waiting = None;
        while let Some(record) = records.next() {
            match record.kind {
                BOF => depth += 1,
                EOF if depth <= 1 => return gather.finish(each),
                EOF => depth -= 1,
                _ if depth == 1 => {
                    let mut flow = ControlFlow::Continue(());
                    self.cells(record, &mut records, &mut waiting, &mut |at, value| {
                        if flow.is_continue() {
                            flow = gather.put(at, value, each)?;
                        }
                        Ok(())
                    })
                    .map_err(|stop| stop.unwrap_or_else(|| damaged(name)))?;
                    if flow.is_break() {
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
        // The stream ended without the sheet's end.
        Err(damaged(name))
    }

    /// Hands over the cells of one record, none for the records that hold none.
    fn cells<'s>(
        &'s self,
        record: Record<'s>,
        records: &mut Records<'s>,
        waiting: &mut Option<(u32, u32)>,
        put: &mut dyn FnMut((u32, u32), Value<'s>) -> Result<(), Fault>,
    ) -> Result<(), Option<Fault>> {
        let data = record.data;
        let at = || Some((u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?)));
        let format = || u16_at(data, 4);
        let value = match record.kind {
            // Number (2.4.180), RK (2.4.220)
            0x0203 => self.number(f64::from_bits(u64_at(data, 6).ok_or(None)?), format()),
            0x027E => self.number(rk(u32_at(data, 6).ok_or(None)?), format()),
            // MulRk (2.4.175)
            0x00BD => return self.many(data, put),
            // LabelSst (2.4.149), Label (2.4.148) and its rich form
            0x00FD => self.shared(data).ok_or(None)?,
            0x0204 | 0x00D6 => {
                let text = data.get(6..).unwrap_or_default();
                Value::text(Parts::new(text, records.continued()).string().ok_or(None)?)
            }
            // BoolErr (2.4.24)
            0x0205 => truth_or_error(*data.get(6).ok_or(None)?, data.get(7) == Some(&1)),
            // Formula (2.4.127); a text result follows in a String record (2.4.268)
            0x0006 => match self.formula(data).ok_or(None)? {
                Some(value) => value,
                None => {
                    *waiting = at();
                    return Ok(());
                }
            },
            0x0207 => {
                let text = Parts::new(data, records.continued()).string().ok_or(None)?;
                return match waiting.take() {
                    Some(at) => put(at, Value::text(text)).map_err(Some),
                    None => Ok(()),
                };
            }
            _ => return Ok(()),
        };
        put(at().ok_or(None)?, value).map_err(Some)
    }

    fn number(&self, number: f64, format: Option<u16>) -> Value<'static> {
        let shown_as_date = format.and_then(|id| self.dates.get(usize::from(id))).is_some_and(|date| *date);
        let when = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.is_1904);
        match date(&when) {
            Some(day) if shown_as_date => day,
            _ => Value::Number(number),
        }
    }

    fn many<'s>(
        &'s self,
        data: &'s [u8],
        put: &mut dyn FnMut((u32, u32), Value<'s>) -> Result<(), Fault>,
    ) -> Result<(), Option<Fault>> {
        let row = u32::from(u16_at(data, 0).ok_or(None)?);
        let first = u32::from(u16_at(data, 2).ok_or(None)?);
        // The last two bytes repeat the last column.
        let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        for (column, cell) in (first..).zip(cells.chunks_exact(6)) {
            let number = rk(u32_at(cell, 2).ok_or(None)?);
            put((row, column), self.number(number, u16_at(cell, 0))).map_err(Some)?;
        }
        Ok(())
    }

    fn shared(&self, data: &[u8]) -> Option<Value<'_>> {
        let index = usize::try_from(u32_at(data, 6)?).ok()?;
        Some(Value::text(self.strings.get(index)?.as_str()))
    }

    /// The value kept beside a formula; the inner `None` is a text that follows.
    fn formula(&self, data: &[u8]) -> Option<Option<Value<'static>>> {
        let kept = data.get(6..14)?;
        if u16_at(kept, 6)? != 0xFFFF {
            return Some(Some(self.number(f64::from_bits(u64_at(kept, 0)?), u16_at(data, 4))));
        }
        let byte = *kept.get(2)?;
        match kept.first()? {
            0 => Some(None),
            1 => Some(Some(truth_or_error(byte, false))),
            2 => Some(Some(truth_or_error(byte, true))),
            _ => Some(Some(Value::Empty)),
        }
    }
}

/// A number in four bytes (RkNumber 2.5.217).
fn rk(bits: u32) -> f64 {
    let number = if bits & 0x02 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & 0xFFFF_FFFC) << 32)
    };
    if bits & 0x01 != 0 { number / 100.0 } else { number }
}

/// Bes (2.5.10), with the codes of BErr (2.5.9).
fn truth_or_error(byte: u8, is_error: bool) -> Value<'static> {
    if !is_error {
        return Value::Bool(byte != 0);
    }
    Value::Error(match byte {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#GETTING_DATA",
    })
}

fn globals(name: &str, stream: &[u8]) -> Result<Globals, Fault> {
    let mut globals = Globals::default();
    let mut records = Records::new(stream, 0);
    while let Some(record) = records.next() {
        let data = record.data;
        match record.kind {
            BOF if u16_at(data, 0) != Some(0x0600) => return Err(too_old(name)),
            EOF => return Ok(globals),
            // FilePass (2.4.117)
            0x002F => return Err(password(name)),
            // Date1904 (2.4.77)
            0x0022 => globals.is_1904 = u16_at(data, 0) == Some(1),
            // Format (2.4.126)
            0x041E => globals.add_format(data),
            // XF (2.4.353)
            0x00E0 => globals.format_of.push(u16_at(data, 2).unwrap_or(0)),
            // BoundSheet8 (2.4.28)
            0x0085 => globals.add_sheet(data).ok_or_else(|| damaged(name))?,
            // SST (2.4.265)
            0x00FC => {
                let mut parts = Parts::new(data, records.continued());
                globals.strings = strings(&mut parts).ok_or_else(|| damaged(name))?;
            }
            _ => {}
        }
    }
    Err(damaged(name))
}

impl Globals {
    fn add_format(&mut self, data: &[u8]) {
        let text = Parts::new(data.get(2..).unwrap_or_default(), Vec::new()).string();
        if let (Some(id), Some(code)) = (u16_at(data, 0), text) {
            self.date_formats.push((id, biff::is_date_format(&code)));
        }
    }

    fn add_sheet(&mut self, data: &[u8]) -> Option<()> {
        let start = usize::try_from(u32_at(data, 0)?).ok()?;
        let visible = data.get(4)? & 0x03 == 0;
        let is_worksheet = *data.get(5)? == 0;
        let name = Parts::new(data.get(6..)?, Vec::new()).short_string()?;
        if is_worksheet {
            self.sheets.push((Sheet { index: self.sheets.len(), name, visible }, start));
        }
        Some(())
    }
}

fn strings(parts: &mut Parts<'_>) -> Option<Vec<String>> {
    let _uses = parts.u32()?;
    let count = parts.u32()?;
    // Not set aside beforehand: the count may be false.
    let mut strings = Vec::new();
    for _ in 0..count {
        strings.push(parts.string()?);
    }
    Some(strings)
}

fn refuse_other_kinds(name: &str, ole: &Ole<'_>) -> Result<(), Fault> {
    let ask = "Ask for the table itself as XLSX or CSV.";
    let (what, fix) = if ole.has("EncryptedPackage") {
        return Err(password(name));
    } else if ole.has("Workbook") {
        return Ok(());
    } else if ole.has("Book") {
        return Err(too_old(name));
    } else if ole.has("WordDocument") {
        ("This is a Word document.", "Copy its table into a spreadsheet and save that as XLSX.")
    } else if ole.has("PowerPoint Document") {
        ("This is a PowerPoint presentation.", ask)
    } else if ole.has("__properties_version1.0") {
        ("This is an e-mail message.", "Save its attachment and load that.")
    } else {
        ("This is an Office file without a workbook in it.", ask)
    };
    Err(Fault::new(name, what, fix))
}

fn password(name: &str) -> Fault {
    Fault::new(
        name,
        "The workbook is protected by a password.",
        "Open it in Excel, remove the password (File, Info, Protect Workbook), save it and load it again.",
    )
}

fn too_old(name: &str) -> Fault {
    Fault::new(
        name,
        "The workbook was saved by Excel 95 or earlier, which is not read here.",
        "Open it in Excel and save it as XLSX.",
    )
}
