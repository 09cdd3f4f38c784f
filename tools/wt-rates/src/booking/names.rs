//! Names as small numbers: a region has few employers, units and tiers, and millions of rows that name them.

use rustc_hash::FxHashMap;

/// A name's number, of the [`Names`] it was given by. 0 is the empty name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    /// From 0.
    #[must_use]
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

/// Every name once.
#[derive(Debug, Clone)]
pub struct Names {
    list: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, u32>,
}

impl Default for Names {
    fn default() -> Self {
        Self { list: vec!["".into()], numbers: [("".into(), 0)].into_iter().collect() }
    }
}

impl Names {
    /// The number of a name, old or new.
    pub fn id(&mut self, name: &str) -> Id {
        if let Some(known) = self.numbers.get(name) {
            return Id(*known);
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(name.into());
        self.numbers.insert(name.into(), number);
        Id(number)
    }

    /// The number of a name that is known.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Id> {
        self.numbers.get(name).copied().map(Id)
    }

    /// The name; empty for a number that another list gave.
    #[must_use]
    pub fn name(&self, id: Id) -> &str {
        self.list.get(id.number()).map_or("", |name| name)
    }

    /// Takes the names of another list over: where each of its numbers stands here.
    pub fn absorb(&mut self, other: &Self) -> Vec<Id> {
        other.list.iter().map(|name| self.id(name)).collect()
    }
}
