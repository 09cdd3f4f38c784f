//! The records of an `.xls` workbook (BIFF8): a list of type, length and data.
//!
//! Source: Microsoft, \[MS-XLS\] Excel Binary File Format; section numbers stand beside each record.

use super::ole::{u16_at, u32_at};

/// Beginning of a substream (2.4.21).
pub(crate) const BOF: u16 = 0x0809;
/// End of a substream (2.4.103).
pub(crate) const EOF: u16 = 0x000A;
/// More of the record before (2.4.58).
pub(crate) const CONTINUE: u16 = 0x003C;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'b> {
    /// Type.
    pub(crate) kind: u16,
    /// Content.
    pub(crate) data: &'b [u8],
}

/// Walks the records of a stream, up to its end or to a record that is cut short.
#[derive(Debug, Clone)]
pub(crate) struct Records<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Records<'b> {
    /// Records from byte `at` on.
    pub(crate) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// The content of the `CONTINUE` records that stand next, which it steps over.
    pub(crate) fn continued(&mut self) -> Vec<&'b [u8]> {
        let mut parts = Vec::new();
        while u16_at(self.bytes, self.at) == Some(CONTINUE) {
            match self.next() {
                Some(record) => parts.push(record.data),
                None => break,
            }
        }
        parts
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = Record<'b>;

    fn next(&mut self) -> Option<Record<'b>> {
        let kind = u16_at(self.bytes, self.at)?;
        let length = u16_at(self.bytes, self.at.checked_add(2)?)?;
        let start = self.at.checked_add(4)?;
        let end = start.checked_add(usize::from(length))?;
        let data = self.bytes.get(start..end)?;
        self.at = end;
        Some(Record { kind, data })
    }
}

/// Reads across the parts of a record and its continuations.
#[derive(Debug)]
pub(crate) struct Parts<'b> {
    parts: Vec<&'b [u8]>,
    part: usize,
    at: usize,
}

impl<'b> Parts<'b> {
    /// A record and what continues it.
    pub(crate) fn new(first: &'b [u8], rest: Vec<&'b [u8]>) -> Self {
        let mut parts = vec![first];
        parts.extend(rest);
        Self { parts, part: 0, at: 0 }
    }

    fn rest(&self) -> &'b [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// Steps into the next part when this one is used up; false at the end.
    fn advance(&mut self) -> bool {
        while self.rest().is_empty() {
            if self.part >= self.parts.len() {
                return false;
            }
            (self.part, self.at) = (self.part + 1, 0);
        }
        true
    }

    fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        self.advance();
        let taken = self.rest().get(..n)?;
        self.at += n;
        Some(taken)
    }

    fn skip(&mut self, mut n: usize) -> Option<()> {
        while n > 0 {
            if !self.advance() {
                return None;
            }
            let step = n.min(self.rest().len());
            (self.at, n) = (self.at + step, n - step);
        }
        Some(())
    }

    /// A number of two bytes.
    pub(crate) fn u16(&mut self) -> Option<u16> {
        u16_at(self.take(2)?, 0)
    }

    /// A number of four bytes.
    pub(crate) fn u32(&mut self) -> Option<u32> {
        u32_at(self.take(4)?, 0)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A string with its length in two bytes (XLUnicodeString 2.5.294, XLUnicodeRichExtendedString 2.5.293).
    pub(crate) fn string(&mut self) -> Option<String> {
        let length = usize::from(self.u16()?);
        self.string_of(length)
    }

    /// A string with its length in one byte (ShortXLUnicodeString 2.5.240).
    pub(crate) fn short_string(&mut self) -> Option<String> {
        let length = usize::from(self.u8()?);
        self.string_of(length)
    }

    fn string_of(&mut self, length: usize) -> Option<String> {
        let flags = self.u8()?;
        let runs = if flags & 0x08 != 0 { usize::from(self.u16()?) * 4 } else { 0 };
        let extra = if flags & 0x04 != 0 { usize::try_from(self.u32()?).ok()? } else { 0 };
        let text = self.characters(length, flags & 0x01 != 0)?;
        self.skip(runs)?;
        self.skip(extra)?;
        Some(text)
    }

    /// Characters, which may change between one and two bytes each where a part ends: the next part says so first.
    fn characters(&mut self, length: usize, mut wide: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::new();
        while units.len() < length {
            if self.rest().is_empty() {
                if !self.advance() {
                    return None;
                }
                wide = self.u8()? & 0x01 != 0;
            }
            let left = length - units.len();
            let rest = self.rest();
            if wide {
                let n = left.min(rest.len() / 2);
                if n == 0 && !rest.is_empty() {
                    return None;
                }
                units.extend(rest.chunks_exact(2).take(n).filter_map(|pair| u16_at(pair, 0)));
                self.at += n * 2;
            } else {
                let n = left.min(rest.len());
                units.extend(rest.iter().take(n).map(|b| u16::from(*b)));
                self.at += n;
            }
        }
        Some(String::from_utf16_lossy(&units))
    }
}

/// Whether a number format shows a date (2.4.126; \[ECMA-376\] Part 1, 18.8.30 and 18.8.31 for the codes).
pub(crate) fn is_date_format(code: &str) -> bool {
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        match c {
            // The next character is shown as it is, or only its width.
            '\\' | '_' | '*' => drop(characters.next()),
            '"' => drop(characters.by_ref().find(|c| *c == '"')),
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                let letters = inside.to_ascii_lowercase();
                if !letters.is_empty() && letters.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                    return false;
                }
            }
            // Only the first section matters: the others are for negative numbers and text.
            ';' => return false,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            // "General" holds no letter of a date but could be followed by some.
            _ => {}
        }
    }
    false
}

/// Whether a built-in number format shows a date or time. 46 is `[h]:mm:ss`, a duration.
pub(crate) fn is_builtin_date(id: u16) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}
