//! Parquet: a table by columns, read row group by row group, one batch of rows in memory at a time.
//!
//! A row of headings is handed over first, so that whoever reads a table by its headings needs to know nothing of Parquet; rows
//! are numbered as if the headings were row 1. Columns that are no simple table (nested, repeated) and times that do not say
//! what they mean (INT96) are handed over as the error `#TYPE`, and a note says why.

mod column;
mod england;

use std::ops::ControlFlow;

use bytes::Bytes;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};

use crate::Fault;

use super::guard::caught;
use super::limits::Limits;
use super::source::{Each, too_many_rows};
use super::value::{Row, Value};
use column::{Batch, Meaning};

/// Rows of a batch.
const BATCH: usize = 4096;

/// An opened Parquet file. Several threads may read row groups of one at a time.
pub struct Parquet {
    name: String,
    reader: Box<dyn FileReader + Send + Sync>,
    headings: Vec<String>,
    meanings: Vec<Meaning>,
    places: Vec<usize>,
    notes: Vec<String>,
    /// Rows before each row group, and after the last.
    before: Vec<u64>,
}

impl std::fmt::Debug for Parquet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Parquet")
    }
}

fn damaged(name: &str) -> Fault {
    Fault::new(
        name,
        "The Parquet file is incomplete or damaged.",
        "Export or copy it again, or export it as CSV.",
    )
}

impl Parquet {
    /// Opens bytes that are held already, copying them once.
    ///
    /// # Errors
    /// As [`Parquet::open`].
    pub fn of_bytes(name: &str, bytes: &[u8], limits: &Limits) -> Result<Self, Fault> {
        Self::open(name, Bytes::copy_from_slice(bytes), limits)
    }

    /// Opens a file or bytes; rows are read as they are asked for.
    ///
    /// # Errors
    /// A [`Fault`] where it is damaged, has no simple column, or passes a limit.
    pub fn open<R: ChunkReader + 'static>(name: &str, from: R, limits: &Limits) -> Result<Self, Fault> {
        let reader = caught(|| SerializedFileReader::new(from)).ok_or_else(|| damaged(name))?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let (mut headings, mut meanings, mut places, mut notes) = (vec![], vec![], vec![], vec![]);
        for (place, column) in schema.columns().iter().enumerate() {
            let simple = column.path().parts().len() == 1 && column.max_rep_level() == 0;
            let meaning = if simple { Meaning::of(column) } else { Err("it holds several values in a cell") };
            if let Err(why) = meaning {
                notes.push(format!("Column \"{}\" can't be read: {why}.", column.path().string()));
            }
            headings.push(column.path().parts().first().cloned().unwrap_or_default());
            meanings.push(meaning.unwrap_or(Meaning::Unreadable));
            places.push(place);
        }
        if headings.len() > limits.max_columns {
            let what = format!("The table has more than {} columns.", limits.max_columns);
            return Err(Fault::new(name, what, "Export the columns that are needed."));
        }
        if meanings.iter().all(|meaning| *meaning == Meaning::Unreadable) {
            return Err(Fault::new(
                name,
                "The file holds no simple column.",
                "Export one table without nested columns.",
            ));
        }
        let mut before = vec![0_u64];
        for group in reader.metadata().row_groups() {
            let rows = u64::try_from(group.num_rows()).map_err(|_| damaged(name))?;
            before.push(before.last().copied().unwrap_or(0).saturating_add(rows));
        }
        if before.last().is_some_and(|rows| *rows > limits.max_rows.min(u64::from(u32::MAX - 2))) {
            return Err(too_many_rows(name, limits));
        }
        let name = name.to_owned();
        Ok(Self { name, reader: Box::new(reader), headings, meanings, places, notes, before })
    }

    /// Names of the columns.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// What could not be read, as sentences.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How many row groups there are.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.before.len() - 1
    }

    /// Leaves all columns out but those at the places wanted: their cells are empty from here on, and not read.
    #[must_use]
    pub fn only(mut self, wanted: &dyn Fn(usize) -> bool) -> Self {
        self.places.retain(|place| wanted(*place));
        self
    }

    /// Calls `each` for every row of a row group that is not blank, until it breaks.
    ///
    /// # Errors
    /// A [`Fault`] where the group is damaged; rows before have been handed over.
    pub fn group(&self, group: usize, each: &mut Each<'_>) -> Result<ControlFlow<()>, Fault> {
        let broken = || damaged(&self.name);
        let (Some(first), Some(end)) = (self.before.get(group), self.before.get(group + 1)) else {
            return Ok(ControlFlow::Continue(()));
        };
        let reader = caught(|| self.reader.get_row_group(group)).ok_or_else(broken)?;
        let mut columns = Vec::with_capacity(self.places.len());
        for place in &self.places {
            let meaning = self.meanings[*place];
            if meaning != Meaning::Unreadable {
                let column = caught(|| reader.get_column_reader(*place)).ok_or_else(broken)?;
                columns.push((*place, meaning, column, Batch::default()));
            }
        }
        let mut number = u32::try_from(*first).map_err(|_| broken())?.saturating_add(2);
        let mut left = usize::try_from(end - first).map_err(|_| broken())?;
        while left > 0 {
            let rows = left.min(BATCH);
            for (_, _, column, batch) in &mut columns {
                caught(|| batch.fill(column, rows)).ok_or_else(broken)?;
            }
            let mut cells = Vec::with_capacity(self.headings.len());
            for row in 0..rows {
                cells.clear();
                cells.extend(self.meanings.iter().map(|meaning| match meaning {
                    Meaning::Unreadable => Value::Error("#TYPE"),
                    _ => Value::Empty,
                }));
                for (place, meaning, _, batch) in &columns {
                    cells[*place] = batch.value(row, *meaning);
                }
                let blank = columns.iter().all(|(place, ..)| cells[*place].is_empty());
                if !blank && each(Row { number, cells: &cells }).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                number = number.saturating_add(1);
            }
            left -= rows;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The headings as a row, then all rows, until `each` breaks.
    pub(crate) fn rows(&self, each: &mut Each<'_>) -> Result<(), Fault> {
        let headings: Vec<Value<'_>> =
            self.headings.iter().map(|heading| Value::text(heading.as_str())).collect();
        if each(Row { number: 1, cells: &headings }).is_break() {
            return Ok(());
        }
        for group in 0..self.groups() {
            if self.group(group, each)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
