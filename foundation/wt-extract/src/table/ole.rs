//! The older Office container: a small file system in a file.
//!
//! Ours rather than the workbook library's, because that one sets memory aside for whatever a damaged file announces,
//! which ends the program instead of the import. Every length here is checked against the bytes that exist.
//! Source: Microsoft, \[MS-CFB\] Compound File Binary File Format.

/// Sector numbers from here on are marks, not sectors (\[MS-CFB\] 2.1).
const FIRST_MARK: u32 = 0xFFFF_FFFA;
/// Streams shorter than this live in the mini stream (\[MS-CFB\] 2.2).
const MINI_CUTOFF: usize = 4096;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;

#[derive(Debug)]
struct Entry {
    name: String,
    start: u32,
    size: usize,
}

/// A container whose directory has been read.
#[derive(Debug)]
pub(crate) struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

impl<'a> Ole<'a> {
    /// Reads the directory; `None` when the container is incomplete or damaged.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let empty = Vec::new;
        let mut ole =
            Self { bytes, sector, fat: empty(), mini_fat: empty(), mini: Vec::new(), entries: Vec::new() };
        ole.fat = ole.read_fat()?;
        let directory = ole.chain(u32_at(bytes, 48)?, usize::MAX)?;
        if directory.len() % sector != 0 {
            return None;
        }
        ole.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        if u32_at(bytes, 64)? > 0 {
            ole.mini_fat = words(&ole.chain(u32_at(bytes, 60)?, usize::MAX)?);
            let root = ole.entries.first()?;
            ole.mini = ole.chain(root.start, root.size)?;
        }
        Some(ole)
    }

    /// Whether there is a stream or folder of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The content of a stream; `None` when it is absent or cut short.
    pub(crate) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if entry.size >= MINI_CUTOFF {
            return self.chain(entry.start, entry.size);
        }
        let piece =
            |id: u32| slice(&self.mini, usize::try_from(id).ok()?.checked_mul(MINI_SECTOR)?, MINI_SECTOR);
        follow(&self.mini_fat, entry.start, entry.size, piece)
    }

    fn piece(&self, id: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        // Writers may leave the last sector unpadded.
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|piece| !piece.is_empty())
    }

    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        follow(&self.fat, start, size, |id| self.piece(id))
    }

    /// The table of which sector follows which: 109 of its sectors are named in the header, the rest in a chain.
    fn read_fat(&self) -> Option<Vec<u32>> {
        let mut ids = words(slice(self.bytes, 76, 436)?);
        let mut next = u32_at(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector + 1;
        let mut steps = 0;
        while next < FIRST_MARK {
            steps += 1;
            if steps > most {
                return None;
            }
            let mut more = words(self.piece(next)?);
            next = more.pop()?;
            ids.extend(more);
        }
        ids.retain(|id| *id < FIRST_MARK);
        if ids.len() > most {
            return None;
        }
        let mut fat = Vec::new();
        for id in ids {
            fat.extend(words(self.piece(id).filter(|piece| piece.len() == self.sector)?));
        }
        Some(fat)
    }
}

/// Joins the sectors of one chain; `None` when it runs in a circle or ends before `size` (unless that is unknown).
fn follow<'p>(
    table: &[u32],
    start: u32,
    size: usize,
    piece: impl Fn(u32) -> Option<&'p [u8]>,
) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut id = start;
    let mut steps = 0;
    while id < FIRST_MARK && whole.len() < size {
        steps += 1;
        if steps > table.len() {
            return None;
        }
        whole.extend_from_slice(piece(id)?);
        id = *table.get(usize::try_from(id).ok()?)?;
    }
    if size != usize::MAX {
        if whole.len() < size {
            return None;
        }
        whole.truncate(size);
    }
    Some(whole)
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).min(64);
    if length < 2 {
        return None;
    }
    let units: Vec<u16> = slice(bytes, 0, length - 2)?.chunks_exact(2).filter_map(|c| u16_at(c, 0)).collect();
    let size = usize::try_from(u32_at(bytes, 120)?).ok()?;
    Some(Entry { name: String::from_utf16_lossy(&units), start: u32_at(bytes, 116)?, size })
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)).collect()
}

fn slice(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// A little-endian number of two bytes.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(slice(bytes, at, 2)?.try_into().ok()?))
}

/// A little-endian number of four bytes.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(slice(bytes, at, 4)?.try_into().ok()?))
}

/// A little-endian number of eight bytes.
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(slice(bytes, at, 8)?.try_into().ok()?))
}
