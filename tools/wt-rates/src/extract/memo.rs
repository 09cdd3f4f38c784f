//! What a text was read as, remembered: columns of few words are parsed once a word.

use rustc_hash::FxHashMap;

/// More texts than this are read anew each time: a column of few words never comes near.
const KEPT: usize = 100_000;

/// A column's memory.
#[derive(Debug)]
pub(crate) struct Memo<T> {
    last: Option<(Vec<u8>, T)>,
    known: FxHashMap<Vec<u8>, T>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { last: None, known: FxHashMap::default() }
    }
}

impl<T: Copy> Memo<T> {
    /// What the cell means, read by `parse` the first time.
    pub(crate) fn of(&mut self, cell: &[u8], parse: impl FnOnce(&str) -> T) -> T {
        if let Some((text, value)) = &self.last
            && text == cell
        {
            return *value;
        }
        let value = match self.known.get(cell) {
            Some(known) => *known,
            None => {
                let value = parse(&String::from_utf8_lossy(cell));
                if self.known.len() < KEPT {
                    self.known.insert(cell.to_vec(), value);
                }
                value
            }
        };
        match &mut self.last {
            Some((text, last)) => {
                text.clear();
                text.extend_from_slice(cell);
                *last = value;
            }
            last => *last = Some((cell.to_vec(), value)),
        }
        value
    }
}
