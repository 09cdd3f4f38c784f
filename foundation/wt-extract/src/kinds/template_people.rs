//! Person-level extracts, mapped to the template: rows are posts, and rows about the same thing are added up.
//!
//! A numerator or denominator is the sum of a column, the number of rows, or the number of *persons*. A person with
//! several posts has one staff number with a suffix for each post (`12345678`, `12345678-2`): heads count once, whole-time
//! equivalents add up. Staff numbers are hashed with a key as they are read and are in memory only until the file ends.

use std::collections::{BTreeMap, HashMap, HashSet};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use wt_units::Quantity;

use crate::Fault;
use crate::columns::{self, Amount, Problem};
use crate::read::cells::Cells;
use crate::read::out::Out;
use crate::read::{Col, Layout, ReadContext, aside};
use crate::table::{Row, Value};

use super::template::{About, DENOMINATOR, Key, NUMERATOR, Subjects, measure};
use super::{Reader, Verdict};

/// How rows of the same key become one figure.
enum Count {
    Sum(Col),
    Rows,
    Heads(Col),
    Nothing,
}

impl Count {
    fn new(layout: &Layout, name: &str) -> Self {
        let col = layout.col(name);
        let heads = layout.col(&format!("{name}_heads"));
        match (heads.is_there(), layout.col(&format!("{name}_rows")).is_there(), col.is_there()) {
            (true, _, _) => Self::Heads(heads),
            (_, true, _) => Self::Rows,
            (_, _, true) => Self::Sum(col),
            _ => Self::Nothing,
        }
    }

    fn col(&self) -> Option<&Col> {
        match self {
            Self::Sum(col) | Self::Heads(col) => Some(col),
            Self::Rows | Self::Nothing => None,
        }
    }
}

struct Pile {
    about: About,
    row: u32,
    sums: [Option<Quantity>; 2],
}

/// Reads the rows.
pub(super) struct People<'c> {
    subjects: Subjects<'c>,
    counts: [Count; 2],
    key: &'c [u8],
    piles: Vec<Pile>,
    index: HashMap<Key, usize>,
    /// Persons by pile and figure, hashed.
    heads: [HashSet<(usize, u128)>; 2],
    posts: BTreeMap<usize, u64>,
}

impl<'c> People<'c> {
    pub(super) fn new(layout: &Layout, context: &'c ReadContext<'c>) -> Self {
        Self {
            subjects: Subjects::new(layout, context),
            counts: ["numerator", "denominator"].map(|name| Count::new(layout, name)),
            key: context.pseudonym_key,
            piles: Vec::new(),
            index: HashMap::new(),
            heads: [HashSet::new(), HashSet::new()],
            posts: BTreeMap::new(),
        }
    }

    fn pile(&mut self, about: About, row: u32) -> usize {
        let next = self.piles.len();
        let at = *self.index.entry(about.key()).or_insert(next);
        if at == next {
            self.piles.push(Pile { about, row, sums: [None, None] });
        }
        at
    }

    /// What one row adds to figure `i` of a pile.
    fn added(
        &mut self,
        i: usize,
        pile: usize,
        cells: &Cells<'_, '_, '_>,
        amounts: [Amount; 2],
    ) -> Option<Quantity> {
        let one = Quantity::whole(1);
        match &self.counts[i] {
            Count::Sum(_) => amounts[i].known(),
            Count::Rows => one,
            Count::Heads(col) => {
                let person = person(self.key, col.of(cells.row))?;
                if self.heads[i].insert((pile, person)) { one } else { Some(Quantity::ZERO) }
            }
            Count::Nothing => None,
        }
    }
}

/// The person behind a staff number, without the suffix of the post; hashed with the key.
fn person(key: &[u8], value: &Value<'_>) -> Option<u128> {
    let number = columns::text(value)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(without_post(&number).as_bytes());
    let digest = mac.finalize().into_bytes();
    let first: [u8; 16] = digest.get(..16)?.try_into().ok()?;
    Some(u128::from_be_bytes(first))
}

/// `12345678-2` without `-2`.
fn without_post(number: &str) -> &str {
    match number.rsplit_once('-') {
        Some((person, post))
            if !person.is_empty()
                && (1..=2).contains(&post.len())
                && post.bytes().all(|b| b.is_ascii_digit()) =>
        {
            person
        }
        _ => number,
    }
}

impl Reader for People<'_> {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        let figures: Vec<&Col> = self.counts.iter().filter_map(Count::col).collect();
        if let Some(reason) = aside(row, &self.subjects.org, &figures) {
            // With a constant organisation every row passes this test, so a row without figures is a note.
            return Ok(Verdict::Skipped(reason));
        }
        let mut cells = Cells::new(row, out);
        let about = self.subjects.read(&mut cells);
        let mut amounts = [Amount::Missing; 2];
        for (i, kind) in [NUMERATOR, DENOMINATOR].into_iter().enumerate() {
            match &self.counts[i] {
                Count::Sum(col) => amounts[i] = cells.amount(col, kind),
                Count::Heads(col) if col.of(row).is_empty() => {
                    cells.refuse(
                        col,
                        Problem::new("nothing", "a staff number", "Fill it in, or take the row out."),
                    );
                }
                _ => {}
            }
        }
        if let (Some(about), Count::Sum(col)) = (&about, &self.counts[0]) {
            self.subjects.check_sign(&mut cells, col, about, amounts[0]);
        }
        let (Some(about), false) = (about, cells.bad) else { return Ok(Verdict::Refused) };
        let pile = self.pile(about, row.number);
        for i in 0..2 {
            if let Some(added) = self.added(i, pile, &cells, amounts) {
                let sum = self.piles[pile].sums[i].unwrap_or_default();
                self.piles[pile].sums[i] = Some(sum + added);
            }
        }
        *self.posts.entry(pile).or_default() += 1;
        Ok(Verdict::Accepted)
    }

    fn finish(&mut self, out: &mut Out<'_>) -> Result<(), Fault> {
        let rows: u64 = self.posts.values().sum();
        let piles = std::mem::take(&mut self.piles);
        out.note(format!("{rows} rows of persons or posts were added up to {} rows.", piles.len()));
        for Pile { about, row, sums } in piles {
            let [numerator, denominator] = sums.map(|sum| sum.map_or(Amount::Missing, Amount::Is));
            if let Some(accepted) = measure(row, about, numerator, denominator) {
                out.accept(accepted);
            }
        }
        Ok(())
    }
}
