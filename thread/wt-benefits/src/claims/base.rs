//! The rows that claims stand on: hours, shifts, order lines, posts, each with what it holds.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use wt_units::{Pence, Quantity};

/// What a row is, and so what it is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Hours of work.
    Hours,
    /// Days of whole-time equivalents, as a cell of a published metric holds them.
    FteDays,
    /// Shifts.
    Shifts,
    /// Items of an order line.
    OrderLine,
    /// Posts, in whole-time equivalents.
    Posts,
    /// Pounds spent, where a published metric counts pounds and nothing smaller.
    Spend,
}

impl Kind {
    /// What a quantity of it is counted in.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::FteDays => "FTE days",
            Self::Shifts => "shifts",
            Self::OrderLine => "items",
            Self::Posts => "WTE",
            Self::Spend => "pounds spent",
        }
    }
}

/// A row that is part of a larger one, as a shift is of a ward's hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// Id of the larger row.
    pub row: String,
    /// How many of its units one unit of this row is: 12 for a shift of twelve hours within hours.
    pub each: Quantity,
}

/// One row of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseRow {
    /// Its own name in the base.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// How much of it there is, in the unit of its kind.
    pub capacity: Quantity,
    /// What all of it costs. Claims on it count no more pounds than that; none where it is not known.
    pub cost: Option<Pence>,
    /// The larger row it is part of.
    pub within: Option<Within>,
}

/// Why rows are no base, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseError {
    /// Two rows of one name.
    #[error("row '{0}' is in the base twice, expected each once")]
    Twice(String),
    /// The larger row is not there.
    #[error("row '{row}' is within '{within}', which is not in the base")]
    NoSuch {
        /// The row.
        row: String,
        /// What it names.
        within: String,
    },
    /// Rows that hold each other.
    #[error("row '{0}' is within rows that are within each other in a circle")]
    Circle(String),
    /// Less than nothing.
    #[error("row '{row}': found {found} for {what}, expected {expected}")]
    Amount {
        /// The row.
        row: String,
        /// Which figure.
        what: &'static str,
        /// As it stood.
        found: String,
        /// What would do.
        expected: &'static str,
    },
    /// More rows than can be numbered.
    #[error("more than four thousand million rows")]
    TooMany,
}

/// The place of a row in the base: its rank by id.
pub(super) type Place = u32;

/// How many rows after the last one are looked at for the next.
const NEAR: usize = 4;

/// What serving needs of a row, close together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) kind: Kind,
    /// In millionths.
    pub(super) capacity: i64,
    /// In pence; `i64::MAX` where it is not known.
    pub(super) cost: i64,
    /// The larger row, and how many millionths of its units one unit is.
    pub(super) parent: Option<(Place, i64)>,
    /// The outermost row.
    pub(super) root: Place,
}

/// Rows that were checked, each found by its id.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// By id.
    rows: Vec<BaseRow>,
    places: HashMap<Box<str>, Place, Quick>,
    links: Vec<Link>,
}

impl Base {
    /// Checks the rows, in any order.
    ///
    /// # Errors
    /// The first row by id that can't be used, and why.
    pub fn new(rows: impl IntoIterator<Item = BaseRow>) -> Result<Self, BaseError> {
        let mut rows: Vec<BaseRow> = rows.into_iter().collect();
        // Stable, because rows mostly come in order and then cost one comparison each.
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = rows.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(BaseError::Twice(pair[0].id.clone()));
        }
        let mut places = HashMap::with_capacity_and_hasher(rows.len(), Quick);
        for (at, row) in rows.iter().enumerate() {
            amounts(row)?;
            places.insert(row.id.as_str().into(), Place::try_from(at).map_err(|_| BaseError::TooMany)?);
        }
        let link = |row: &BaseRow| {
            let parent = match &row.within {
                None => None,
                Some(within) => {
                    let place = places.get(within.row.as_str()).ok_or_else(|| BaseError::NoSuch {
                        row: row.id.clone(),
                        within: within.row.clone(),
                    })?;
                    Some((*place, within.each.millionths()))
                }
            };
            let (capacity, cost) = (row.capacity.millionths(), row.cost.map_or(i64::MAX, Pence::get));
            Ok(Link { kind: row.kind, capacity, cost, parent, root: UNKNOWN })
        };
        let mut links: Vec<Link> = rows.iter().map(link).collect::<Result<_, _>>()?;
        if let Some(circle) = roots(&mut links) {
            return Err(BaseError::Circle(rows[circle].id.clone()));
        }
        Ok(Self { rows, places, links })
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row by its id.
    pub fn get(&self, id: &str) -> Option<&BaseRow> {
        self.place(id).map(|place| self.row(place))
    }

    pub(super) fn place(&self, id: &str) -> Option<Place> {
        self.places.get(id).copied()
    }

    /// Looks up ids one after the other: mostly neighbours, in which case the next is just after the last.
    pub(super) fn finder(&self) -> impl FnMut(&str) -> Option<Place> {
        let (mut from, mut neighbours) = (0, false);
        move |id| {
            let near = self.rows.iter().skip(from).take(if neighbours { NEAR } else { 0 });
            let found = near.enumerate().find(|(_, row)| row.id == id).map(|(n, _)| (from + n) as Place);
            let place = found.or_else(|| self.place(id))?;
            neighbours = (from..from + NEAR).contains(&(place as usize));
            from = place as usize + 1;
            Some(place)
        }
    }

    pub(super) fn row(&self, place: Place) -> &BaseRow {
        &self.rows[place as usize]
    }

    pub(super) fn links(&self) -> &[Link] {
        &self.links
    }

    pub(super) fn link(&self, place: Place) -> &Link {
        &self.links[place as usize]
    }

    /// A row and those it is within, innermost first.
    pub(super) fn path(&self, place: Place) -> impl Iterator<Item = Place> + '_ {
        std::iter::successors(Some(place), |at| self.link(*at).parent.map(|(parent, _)| parent))
    }
}

fn amounts(row: &BaseRow) -> Result<(), BaseError> {
    let refuse =
        |what, found: String, expected| Err(BaseError::Amount { row: row.id.clone(), what, found, expected });
    match (row.cost, &row.within) {
        _ if row.capacity.is_negative() => {
            refuse("what it holds", row.capacity.to_string(), "nought or more")
        }
        (Some(cost), _) if cost < Pence::ZERO => refuse("its cost", cost.to_string(), "nought or more"),
        (_, Some(within)) if within.each <= Quantity::ZERO => {
            refuse("units of the larger row", within.each.to_string(), "more than nought")
        }
        _ => Ok(()),
    }
}

const UNKNOWN: Place = Place::MAX;

/// Finds the outermost row of each, every row walked once; a row that has none, if there is one.
fn roots(links: &mut [Link]) -> Option<usize> {
    let mut walked = Vec::new();
    for start in 0..links.len() {
        let mut at = start;
        let root = loop {
            if links[at].root != UNKNOWN {
                break links[at].root;
            }
            walked.push(at);
            if walked.len() > links.len() {
                return Some(start);
            }
            match links[at].parent {
                Some((parent, _)) => at = parent as usize,
                None => break at as Place,
            }
        };
        for one in walked.drain(..) {
            links[one].root = root;
        }
    }
    None
}

/// Hashes ids by multiplying and folding eight bytes at a time: a million rows are looked up millions of times.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quick;

/// A hash on its way.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Folded(u64);

impl BuildHasher for Quick {
    type Hasher = Folded;

    fn build_hasher(&self) -> Folded {
        Folded::default()
    }
}

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            // The fraction of the golden ratio, whose multiples spread evenly (Knuth, volume 3, §6.4).
            let mixed = u128::from(self.0 ^ u64::from_le_bytes(word)) * 0x9e37_79b9_7f4a_7c15;
            self.0 = (mixed as u64) ^ ((mixed >> 64) as u64);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
