//! The table layer against small files made here, real published files, and noise.

// Clippy's leave for tests does not reach the helpers beside them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod make;
mod parquet;
mod random;
mod real;
mod refused;
mod text;
mod workbook;

use std::ops::ControlFlow;

use wt_extract::Fault;
use wt_extract::table::{Limits, Source, Value};

type Rows = Vec<(u32, Vec<Value<'static>>)>;

fn open(bytes: &[u8]) -> Result<Source<'_>, Fault> {
    Source::open("file.xls", bytes, &Limits::default())
}

fn rows_of(source: &mut Source<'_>, sheet: usize) -> Result<Rows, Fault> {
    let mut rows = Vec::new();
    source.rows(sheet, &mut |row| {
        rows.push((row.number, row.cells.iter().cloned().map(Value::into_owned).collect()));
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

fn read(bytes: &[u8]) -> Rows {
    rows_of(&mut open(bytes).unwrap(), 0).unwrap()
}

/// Cells as words, for short comparisons: `·` is an empty cell.
fn words(rows: &Rows) -> Vec<String> {
    let word = |value: &Value<'_>| match value {
        Value::Empty => "·".to_owned(),
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string().to_uppercase(),
        other @ (Value::Date(_) | Value::DateTime(..)) => wt_extract::columns::show(other),
        Value::Error(error) => (*error).to_owned(),
    };
    let line = |(number, cells): &(u32, Vec<Value<'_>>)| {
        format!("{number}: {}", cells.iter().map(word).collect::<Vec<_>>().join("|"))
    };
    rows.iter().map(line).collect()
}
