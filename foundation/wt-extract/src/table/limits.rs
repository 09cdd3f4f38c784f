//! How large a file may be.

const MIB: u64 = 1024 * 1024;

/// How large a file may be before it is refused. These are our own limits, chosen so that a laptop stays usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a text file.
    pub max_bytes: u64,
    /// Bytes of a workbook, as it lies on the disk.
    pub max_workbook_bytes: u64,
    /// Bytes of a workbook once unzipped.
    pub max_unzipped: u64,
    /// Rows of one sheet that are not blank.
    pub max_rows: u64,
    /// Columns of one row.
    pub max_columns: usize,
}

impl Default for Limits {
    /// - text 256 MiB: a year of national monthly files is under 100 MB, and the largest we were asked to survive is
    ///   200 MB; the bytes are held once and not copied;
    /// - workbooks 100 MiB: the largest sheet Excel can hold (1,048,576 rows) of 20 numbers is about that size;
    /// - unzipped 1 GiB: such a sheet is about 800 MB of XML. It is streamed, so this bounds time, not memory;
    /// - rows 10 million: what 256 MiB of short rows can hold;
    /// - columns 1,024: the widest national workbook has fewer than 300.
    fn default() -> Self {
        Self {
            max_bytes: 256 * MIB,
            max_workbook_bytes: 100 * MIB,
            max_unzipped: 1024 * MIB,
            max_rows: 10_000_000,
            max_columns: 1_024,
        }
    }
}
