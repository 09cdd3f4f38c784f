//! Text files: which encoding, which delimiter.

use crate::Fault;

use super::records::Records;

/// Delimiters in order of preference, for where two fit equally well.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// Records looked at to find the delimiter.
const SAMPLE_RECORDS: usize = 100;
/// Bytes looked at to tell text from other content.
const SAMPLE_BYTES: usize = 64 * 1024;

/// Text that can be cut at ASCII characters. All three encodings leave ASCII as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Text<'t> {
    /// Checked UTF-8.
    Utf8(&'t str),
    /// Windows-1252: decoded cell by cell, so that the file is not held twice.
    Windows1252(&'t [u8]),
}

impl<'t> Text<'t> {
    /// The bytes to cut.
    pub(crate) fn bytes(self) -> &'t [u8] {
        match self {
            Self::Utf8(text) => text.as_bytes(),
            Self::Windows1252(bytes) => bytes,
        }
    }
}

/// What holds the text.
#[derive(Debug)]
enum Body<'a> {
    Utf8(&'a str),
    Windows1252(&'a [u8]),
    Decoded(String),
}

/// An opened text file.
#[derive(Debug)]
pub(crate) struct TextFile<'a> {
    body: Body<'a>,
    /// Name of the encoding as a user knows it.
    pub(crate) encoding: &'static str,
    /// Whether it began with a byte order mark.
    pub(crate) bom: bool,
    /// What stands between cells.
    pub(crate) delimiter: u8,
    /// Where the first record starts.
    start: usize,
}

impl<'a> TextFile<'a> {
    /// Finds encoding and delimiter.
    pub(crate) fn open(name: &str, bytes: &'a [u8]) -> Result<Self, Fault> {
        let (body, encoding, bom) = decode(name, bytes)?;
        let mut file = Self { body, encoding, bom, delimiter: b',', start: 0 };
        if file.text().bytes().iter().all(u8::is_ascii_whitespace) {
            return Err(empty(name));
        }
        refuse_binary(name, file.text().bytes())?;
        if let Some((delimiter, start)) = declared_delimiter(file.text().bytes()) {
            (file.delimiter, file.start) = (delimiter, start);
        } else {
            file.delimiter = likely_delimiter(file.text());
        }
        Ok(file)
    }

    /// The text.
    pub(crate) fn text(&self) -> Text<'_> {
        match &self.body {
            Body::Utf8(text) => Text::Utf8(text),
            Body::Windows1252(bytes) => Text::Windows1252(bytes),
            Body::Decoded(text) => Text::Utf8(text),
        }
    }

    /// A reader from the first record on.
    pub(crate) fn records(&self, max_columns: usize) -> Records<'_> {
        Records::new(self.text(), self.start, self.delimiter, max_columns)
    }
}

/// The fault of a file without content.
pub(crate) fn empty(name: &str) -> Fault {
    Fault::new(name, "The file is empty.", "Check that it was saved or downloaded in full.")
}

fn decode<'a>(name: &str, bytes: &'a [u8]) -> Result<(Body<'a>, &'static str, bool), Fault> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = std::str::from_utf8(rest).map_err(|_| damaged(name, "UTF-8"))?;
        return Ok((Body::Utf8(text), "UTF-8", true));
    }
    for (mark, encoding, label) in [
        (b"\xFF\xFE", encoding_rs::UTF_16LE, "UTF-16"),
        (b"\xFE\xFF", encoding_rs::UTF_16BE, "UTF-16 (big endian)"),
    ] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            let text = text.ok_or_else(|| damaged(name, label))?;
            return Ok((Body::Decoded(text.into_owned()), label, true));
        }
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => (Body::Utf8(text), "UTF-8", false),
        Err(_) => (Body::Windows1252(bytes), "Windows-1252", false),
    })
}

fn damaged(name: &str, encoding: &str) -> Fault {
    Fault::new(
        name,
        format!("The file says that it is {encoding} text, but parts of it are not."),
        "Open it in Excel and save it as 'CSV UTF-8'.",
    )
}

/// Text holds no NUL, and hardly any other control characters. (UTF-16 without its mark ends here too.)
fn refuse_binary(name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let odd = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A);
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    let many_odd = sample.iter().filter(|b| odd(b)).count() * 100 > sample.len();
    if many_odd || bytes.contains(&0) {
        return Err(Fault::new(
            name,
            "This is neither a table in text form nor a workbook.",
            "Open it in the program that made it and save it as XLSX or 'CSV UTF-8'.",
        ));
    }
    Ok(())
}

/// Excel's own line `sep=;`, which it does not show as a row.
fn declared_delimiter(bytes: &[u8]) -> Option<(u8, usize)> {
    let rest = bytes.strip_prefix(b"sep=")?;
    let delimiter = *rest.first().filter(|b| DELIMITERS.contains(b))?;
    match rest.get(1..)? {
        [b'\r', b'\n', ..] => Some((delimiter, 7)),
        [b'\r' | b'\n', ..] => Some((delimiter, 6)),
        _ => None,
    }
}

/// The delimiter that cuts most of the first records into the same, largest number of cells.
fn likely_delimiter(text: Text<'_>) -> u8 {
    let mut best = (0, b',');
    for delimiter in DELIMITERS {
        let fit = fit(text, delimiter);
        if fit > best.0 {
            best = (fit, delimiter);
        }
    }
    best.1
}

/// How many cuts are repeated from record to record. They count double where the quotation marks match.
fn fit(text: Text<'_>, delimiter: u8) -> usize {
    let mut records = Records::new(text, 0, delimiter, usize::MAX);
    let mut cells = Vec::new();
    let mut counts = Vec::with_capacity(SAMPLE_RECORDS);
    let mut weight = 2;
    while counts.len() < SAMPLE_RECORDS && records.position() < SAMPLE_BYTES {
        match records.next_record(&mut cells) {
            Ok(Some(_)) => counts.push(cells.len()),
            Ok(None) => break,
            Err(_) => {
                weight = 1;
                break;
            }
        }
    }
    let repeated = counts.iter().map(|n| {
        let same = counts.iter().filter(|m| *m == n).count();
        same * n.saturating_sub(1)
    });
    weight * repeated.max().unwrap_or(0)
}
