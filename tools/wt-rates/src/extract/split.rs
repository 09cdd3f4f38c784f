//! Bytes of a text file → records of cells (RFC 4180), in blocks that threads can share out.

use std::ops::Range;

/// Where a block of a file may be cut, and how many records lie before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Bytes up to and with the last line end outside quotation marks.
    pub end: usize,
    /// Records among them, blank lines counted.
    pub records: u32,
}

/// Finds the last record end of a block that begins at a record; none where no record ends in it.
#[must_use]
pub fn cut(block: &[u8], delimiter: u8) -> Option<Cut> {
    if !block.contains(&b'"') {
        let end = block.iter().rposition(|byte| *byte == b'\n')? + 1;
        let records = block[..end].iter().filter(|byte| **byte == b'\n').count();
        return Some(Cut { end, records: u32::try_from(records).ok()? });
    }
    // A mark opens only at the start of a cell, and closes unless it is doubled.
    let (mut quoted, mut start) = (false, true);
    let (mut records, mut found, mut at) = (0, None, 0);
    while let Some(byte) = block.get(at) {
        if quoted {
            if *byte == b'"' {
                let doubled = block.get(at + 1) == Some(&b'"');
                quoted = doubled;
                at += usize::from(doubled);
            }
        } else if *byte == b'"' && start {
            (quoted, start) = (true, false);
        } else {
            start = *byte == delimiter || *byte == b'\n';
            if *byte == b'\n' {
                records += 1;
                found = Some(Cut { end: at + 1, records });
            }
        }
        at += 1;
    }
    found
}

/// What stands between cells, by the row of headings: comma, semicolon or tab.
#[must_use]
pub fn delimiter(headings: &[u8]) -> u8 {
    let count = |wanted: u8| headings.iter().filter(|byte| **byte == wanted).count();
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

/// One record's cells, trimmed, in place where they hold no quotation mark.
#[derive(Debug, Default)]
pub struct Record {
    cells: Vec<Range<usize>>,
    /// Cells that had quotation marks in them.
    unquoted: Vec<u8>,
    /// Cells from this place on lie in `unquoted`, by cell.
    moved: Vec<bool>,
}

impl Record {
    /// The cell at a place; empty beyond the last.
    #[must_use]
    pub fn cell<'a>(&'a self, block: &'a [u8], at: usize) -> &'a [u8] {
        let Some(range) = self.cells.get(at) else { return b"" };
        let of = if self.moved.get(at).copied().unwrap_or(false) { &self.unquoted } else { block };
        of.get(range.clone()).unwrap_or_default().trim_ascii()
    }

    /// How many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether no cell holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Range::is_empty)
    }

    /// Reads the record that begins at `from`; gives back where the next one begins.
    pub fn read(&mut self, block: &[u8], from: usize, delimiter: u8) -> usize {
        self.cells.clear();
        self.moved.clear();
        self.unquoted.clear();
        let (mut start, mut at) = (from, from);
        while at < block.len() {
            let byte = block[at];
            if byte == delimiter {
                self.cells.push(start..at);
                at += 1;
                start = at;
            } else if byte == b'\n' {
                self.cells.push(start..at);
                return at + 1;
            } else if byte == b'"' && at == start {
                at = self.quoted(block, at + 1, delimiter);
                match block.get(at) {
                    Some(byte) if *byte == delimiter => {
                        at += 1;
                        start = at;
                        if at == block.len() {
                            self.cells.push(at..at);
                        }
                    }
                    Some(_) => return at + 1,
                    None => return at,
                }
            } else {
                at += 1;
            }
        }
        if start < at {
            self.cells.push(start..at);
        }
        at
    }

    /// Reads a cell whose opening mark stands before `at`; gives back where its delimiter or line end is.
    fn quoted(&mut self, block: &[u8], mut at: usize, delimiter: u8) -> usize {
        let start = self.unquoted.len();
        while let Some(byte) = block.get(at) {
            if *byte == b'"' {
                if block.get(at + 1) != Some(&b'"') {
                    at += 1;
                    break;
                }
                at += 1;
            }
            self.unquoted.push(block[at]);
            at += 1;
        }
        while block.get(at).is_some_and(|byte| *byte != delimiter && *byte != b'\n') {
            self.unquoted.push(block[at]);
            at += 1;
        }
        self.moved.resize(self.cells.len(), false);
        self.moved.push(true);
        self.cells.push(start..self.unquoted.len());
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let (block, mut record) = (text.as_bytes(), Record::default());
        let (mut at, mut found) = (0, Vec::new());
        while at < block.len() {
            at = record.read(block, at, b',');
            let cell = |i| String::from_utf8_lossy(record.cell(block, i)).into_owned();
            found.push((0..record.len()).map(cell).collect());
        }
        found
    }

    #[test]
    fn records_with_and_without_quotation_marks() {
        assert_eq!(all("a,b\r\n1, 2 \n,\n"), [["a", "b"], ["1", "2"], ["", ""]]);
        assert_eq!(
            all("\"a,1\",b\n\"say \"\"x\"\"\",\"two\nlines\"\nlast,\"q\""),
            [["a,1", "b"], ["say \"x\"", "two\nlines"], ["last", "q"]]
        );
        assert_eq!(all("a,\"b\",c\n"), [["a", "b", "c"]]);
        assert_eq!(all("\"open")[0], ["open"]);
    }

    #[test]
    fn blocks_are_cut_at_the_end_of_a_record() {
        assert_eq!(cut(b"a\nb\nc", b','), Some(Cut { end: 4, records: 2 }));
        let block = b"a\n\"b\n\"\"c\",d\ne\"\n\"x\n";
        assert_eq!(cut(block, b','), Some(Cut { end: 15, records: 3 }), "a mark within a cell opens nothing");
        assert_eq!(cut(b"abc", b','), None);
        assert_eq!((delimiter(b"a;b,c;d"), delimiter(b"a"), delimiter(b"a\tb")), (b';', b',', b'\t'));
    }
}
