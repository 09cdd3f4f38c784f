//! One column of a Parquet file: what its numbers mean, a batch of it, a cell of the batch.

use std::borrow::Cow;

use jiff::civil::date;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescriptor;

use super::super::value::Value;
use super::england::{civil, clock};

/// Whole numbers up to here are exact as floating point.
const EXACT: u128 = 1 << 53;

/// What the values of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Numbers, truths or text, as they stand.
    Plain,
    /// Whole numbers without a sign.
    Unsigned,
    /// Whole numbers with so many decimal places.
    Decimal(u32),
    /// Days since 1970.
    Day,
    /// Times in so many parts of a second since 1970; moments in Greenwich, or readings of a clock.
    Time {
        /// Parts of a second.
        parts: i64,
        /// Whether the numbers count from 1970 in Greenwich.
        moment: bool,
    },
    /// Nothing that a table can hold.
    Unreadable,
}

impl Meaning {
    /// What a column means, or why it can't be read.
    pub(super) fn of(column: &ColumnDescriptor) -> Result<Self, &'static str> {
        let parts = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        };
        let decimal = |scale: i32| match u32::try_from(scale) {
            Ok(scale @ 0..=18) => Ok(Self::Decimal(scale)),
            _ => Err("it has more than 18 decimal places"),
        };
        if column.physical_type() == Type::INT96 {
            return Err(
                "its times (INT96) do not say whether they are Greenwich time; write them as TIMESTAMP",
            );
        }
        // Files of older writers have the converted type alone; its times count from 1970 in Greenwich.
        match (column.logical_type_ref(), column.converted_type()) {
            (Some(LogicalType::Timestamp(time)), _) => {
                Ok(Self::Time { parts: parts(&time.unit), moment: time.is_adjusted_to_u_t_c })
            }
            (None, ConvertedType::TIMESTAMP_MILLIS) => Ok(Self::Time { parts: 1_000, moment: true }),
            (None, ConvertedType::TIMESTAMP_MICROS) => Ok(Self::Time { parts: 1_000_000, moment: true }),
            (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) => Ok(Self::Day),
            (Some(LogicalType::Decimal(kind)), _) => decimal(kind.scale),
            (None, ConvertedType::DECIMAL) => decimal(column.type_scale()),
            (Some(LogicalType::Integer(kind)), _) if !kind.is_signed => Ok(Self::Unsigned),
            (Some(LogicalType::Time(_)), _) => Err("it holds times of day without a day"),
            (Some(LogicalType::Uuid | LogicalType::Float16), _) | (None, ConvertedType::INTERVAL) => {
                Err("its kind of value is not known here")
            }
            _ if column.physical_type() == Type::FIXED_LEN_BYTE_ARRAY => {
                Err("its kind of value is not known here")
            }
            _ => Ok(Self::Plain),
        }
    }
}

#[derive(Default)]
enum Values {
    #[default]
    None,
    Bool(Vec<bool>),
    Whole(Vec<i64>),
    Float(Vec<f64>),
    Text(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

/// Some rows of a column.
#[derive(Default)]
pub(super) struct Batch {
    values: Values,
    levels: Vec<i16>,
    /// Where each row's value stands; none for an empty cell.
    places: Vec<Option<usize>>,
}

impl Batch {
    /// Reads the next rows of a column.
    pub(super) fn fill(&mut self, column: &mut ColumnReader, rows: usize) -> Result<(), ParquetError> {
        self.levels.clear();
        let levels = &mut self.levels;
        self.values = match column {
            ColumnReader::BoolColumnReader(reader) => Values::Bool(take(reader, rows, levels)?),
            ColumnReader::Int32ColumnReader(reader) => {
                Values::Whole(take(reader, rows, levels)?.into_iter().map(i64::from).collect())
            }
            ColumnReader::Int64ColumnReader(reader) => Values::Whole(take(reader, rows, levels)?),
            ColumnReader::FloatColumnReader(reader) => {
                // By way of its digits: 240.1 shall not become 240.10000610351562.
                let digits = |value: f32| value.to_string().parse().unwrap_or(f64::NAN);
                Values::Float(take(reader, rows, levels)?.into_iter().map(digits).collect())
            }
            ColumnReader::DoubleColumnReader(reader) => Values::Float(take(reader, rows, levels)?),
            ColumnReader::ByteArrayColumnReader(reader) => Values::Text(take(reader, rows, levels)?),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => Values::Fixed(take(reader, rows, levels)?),
            ColumnReader::Int96ColumnReader(_) => Values::None,
        };
        self.places.clear();
        let mut next = 0..rows;
        if self.levels.is_empty() {
            self.places.extend(next.map(Some));
        } else {
            self.places.extend(self.levels.iter().map(|level| if *level > 0 { next.next() } else { None }));
        }
        Ok(())
    }

    /// The cell of a row of the batch.
    pub(super) fn value(&self, row: usize, meaning: Meaning) -> Value<'_> {
        let Some(at) = self.places.get(row).copied().flatten() else { return Value::Empty };
        let found = match &self.values {
            Values::None => None,
            Values::Bool(list) => list.get(at).map(|truth| Value::Bool(*truth)),
            Values::Whole(list) => list.get(at).map(|number| whole(*number, meaning)),
            Values::Float(list) => list.get(at).map(|number| float(*number)),
            Values::Text(list) => list.get(at).map(|text| bytes(text.data(), meaning)),
            Values::Fixed(list) => list.get(at).map(|text| bytes(text.data(), meaning)),
        };
        found.unwrap_or(Value::Empty)
    }
}

/// Reads exactly so many rows: fewer means a damaged file.
fn take<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    levels: &mut Vec<i16>,
) -> Result<Vec<T::T>, ParquetError> {
    let (mut values, mut read) = (Vec::with_capacity(rows), 0);
    while read < rows {
        let (records, ..) = reader.read_records(rows - read, Some(levels), None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::EOF("fewer rows than were promised".to_owned()));
        }
        read += records;
    }
    Ok(values)
}

fn whole(number: i64, meaning: Meaning) -> Value<'static> {
    match meaning {
        Meaning::Day => i32::try_from(number)
            .ok()
            .and_then(|days| date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok())
            .map_or(Value::Error("#DATE"), Value::Date),
        Meaning::Time { parts, moment } => {
            let seconds = number.div_euclid(parts);
            let shown = if moment {
                clock(seconds).map(|(time, ahead)| Value::DateTime(time, Some(ahead)))
            } else {
                civil(seconds).map(|time| Value::DateTime(time, None))
            };
            shown.unwrap_or(Value::Error("#DATE"))
        }
        Meaning::Decimal(scale) => decimal(i128::from(number), scale),
        // What the format stores as a negative number is one above the largest with a sign.
        Meaning::Unsigned => decimal(i128::from(number.cast_unsigned()), 0),
        Meaning::Plain | Meaning::Unreadable => decimal(i128::from(number), 0),
    }
}

fn float(number: f64) -> Value<'static> {
    match number {
        _ if number.is_nan() => Value::Empty,
        _ if number.is_infinite() => Value::Error("#NUM!"),
        _ => Value::Number(number),
    }
}

/// A number of decimal places, exact: as text where floating point would round it.
fn decimal(unscaled: i128, scale: u32) -> Value<'static> {
    if unscaled.unsigned_abs() <= EXACT {
        return Value::Number(unscaled as f64 / 10_f64.powi(scale.cast_signed()));
    }
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = scale as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - scale as usize);
    let sign = if unscaled < 0 { "-" } else { "" };
    let point = if part.is_empty() { "" } else { "." };
    Value::Text(Cow::Owned(format!("{sign}{whole}{point}{part}")))
}

fn bytes(data: &[u8], meaning: Meaning) -> Value<'_> {
    let Meaning::Decimal(scale) = meaning else { return Value::text(String::from_utf8_lossy(data)) };
    // A number of two's complement, the highest byte first.
    let Some(first) = data.first().filter(|_| data.len() <= 16) else { return Value::Error("#NUM!") };
    let mut number = if *first >= 0x80 { -1_i128 } else { 0 };
    for byte in data {
        number = (number << 8) | i128::from(*byte);
    }
    decimal(number, scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_on_either_side_of_what_floating_point_holds() {
        assert_eq!(decimal(24_015, 2), Value::Number(240.15));
        assert_eq!(decimal(-90_071_992_547_409_931, 2), Value::Text("-900719925474099.31".into()));
        assert_eq!(bytes(&[0xFF, 0x38], Meaning::Decimal(2)), Value::Number(-2.0));
        assert_eq!(whole(-1, Meaning::Unsigned), Value::Text("18446744073709551615".into()));
        assert_eq!(float(f64::NAN), Value::Empty);
    }
}
