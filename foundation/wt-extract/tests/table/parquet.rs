//! Parquet: files made here, with every kind of value that a table may hold, and damaged ones.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use wt_extract::table::Format;

use super::{open, read, words};

const SCHEMA: &str = "message bookings {
    optional binary employer (UTF8);
    optional int64 clock (TIMESTAMP(MICROS, false));
    optional int64 moment (TIMESTAMP(NANOS, true));
    optional int32 day (DATE);
    optional int64 pay (DECIMAL(12, 2));
    optional double charge;
    optional boolean framework;
    optional int64 older (TIMESTAMP_MILLIS);
    optional group nested { optional int32 inside; }
}";

/// Two row groups: two rows with a blank one between, then one more.
fn made(compression: Compression) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    for levels in [&[1, 0, 1][..], &[1]] {
        let count = levels.iter().filter(|level| **level == 1).count();
        // 2 July 2026, 06:30 in Greenwich, and the same reading of a clock.
        let seconds = 1_782_973_800_i64;
        let mut group = writer.next_row_group().unwrap();
        let mut place = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            let levels = Some(levels);
            let whole = |value: i64| vec![value; count];
            let written = match place {
                0 => column.typed::<ByteArrayType>().write_batch(
                    &vec![ByteArray::from("RJ6"); count],
                    levels,
                    None,
                ),
                1 => column.typed::<Int64Type>().write_batch(&whole(seconds * 1_000_000), levels, None),
                2 => column.typed::<Int64Type>().write_batch(&whole(seconds * 1_000_000_000), levels, None),
                3 => column.typed::<Int32Type>().write_batch(&vec![20_636; count], levels, None),
                4 => column.typed::<Int64Type>().write_batch(&whole(24_015), levels, None),
                5 => column.typed::<DoubleType>().write_batch(&vec![348.5; count], levels, None),
                6 => column.typed::<BoolType>().write_batch(&vec![true; count], levels, None),
                7 => column.typed::<Int64Type>().write_batch(&whole(seconds * 1_000), levels, None),
                _ => column.typed::<Int32Type>().write_batch(&vec![7; count], levels, None),
            };
            written.unwrap();
            column.close().unwrap();
            place += 1;
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

#[test]
fn every_kind_of_value_reads_the_same_however_it_is_packed() {
    let row = "RJ6|2026-07-02T06:30:00|2026-07-02T07:30:00+01:00|2026-07-02|240.15|348.5|TRUE|2026-07-02T07:30:00+01:00|#TYPE";
    let expected = [
        "1: employer|clock|moment|day|pay|charge|framework|older|nested".to_owned(),
        format!("2: {row}"),
        format!("4: {row}"),
        format!("5: {row}"),
    ];
    for packed in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(Default::default())] {
        let bytes = made(packed);
        assert_eq!(words(&read(&bytes)), expected, "{packed:?}");
        let source = open(&bytes).unwrap();
        assert_eq!(*source.format(), Format::Parquet);
        assert_eq!(
            source.notes(),
            ["Column \"nested.inside\" can't be read: it holds several values in a cell."]
        );
    }
}

#[test]
fn a_damaged_file_is_a_sentence() {
    let bytes = made(Compression::SNAPPY);
    for cut in (4..bytes.len()).step_by(7) {
        let fault = open(&bytes[..cut]).unwrap_err();
        assert_eq!(fault.what, "The Parquet file is incomplete or damaged.", "{cut}");
    }
    // Each byte changed in turn: read or refused, never a panic.
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        if let Ok(mut source) = open(&changed) {
            let _ = super::rows_of(&mut source, 0);
        }
    }
}
