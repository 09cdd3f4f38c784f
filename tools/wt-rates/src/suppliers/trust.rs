//! Who paid: from the file's own column where it has one, else from its neighbours or the folder's name, and it says which.

use std::collections::BTreeMap;

use super::name::{likeness, spellings};
use super::words::Words;

/// Names of payers in one folder at least so alike are of one body.
const ONE_BODY: u8 = 75;

/// Where the name of a payer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// The row says so.
    Column,
    /// The row does not say; all others of the folder name this body.
    SameFolder,
    /// No row of the folder says; its name, or the file's, stands in.
    FolderName,
}

impl Who {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Column => "entity column",
            Self::SameFolder => "entity column of other files in the folder",
            Self::FolderName => "name of the folder or file",
        }
    }
}

/// The payers of some folders.
#[derive(Debug, Clone, Default)]
pub struct Trusts {
    /// Folder → spelling as written → the spelling it is shown under.
    shown: BTreeMap<String, BTreeMap<String, String>>,
}

impl Trusts {
    /// From every row's folder and entity, as written. Within a folder, spellings that are alike are one body, shown under
    /// the one most rows use.
    pub fn new<'e>(rows: impl IntoIterator<Item = (&'e str, &'e str)>, words: &Words) -> Self {
        let mut counts: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        for (folder, entity) in rows {
            *counts.entry(folder).or_default().entry(entity).or_default() += 1;
        }
        let mut shown = BTreeMap::new();
        for (folder, entities) in counts {
            let mut order: Vec<(&str, u64)> = entities.into_iter().collect();
            order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
            let mut leaders: Vec<&str> = Vec::new();
            let mut spelt = BTreeMap::new();
            for (entity, _) in order {
                let leader = leaders.iter().copied().find(|leader| one_body(leader, entity, words));
                if leader.is_none() {
                    leaders.push(entity);
                }
                spelt.insert(entity.to_owned(), leader.unwrap_or(entity).to_owned());
            }
            shown.insert(folder.to_owned(), spelt);
        }
        Self { shown }
    }

    /// Who paid a row of `folder` whose entity is as written, or none.
    pub fn of<'t>(&'t self, folder: &'t str, entity: Option<&'t str>) -> (&'t str, Who) {
        let spelt = self.shown.get(folder);
        if let Some(entity) = entity {
            return (spelt.and_then(|spelt| spelt.get(entity)).map_or(entity, String::as_str), Who::Column);
        }
        let mut bodies: Vec<&str> =
            spelt.into_iter().flat_map(|spelt| spelt.values().map(String::as_str)).collect();
        bodies.sort_unstable();
        bodies.dedup();
        match bodies[..] {
            [one] => (one, Who::SameFolder),
            _ => (folder, Who::FolderName),
        }
    }
}

fn one_body(a: &str, b: &str, words: &Words) -> bool {
    let (a, b) = (spellings(a, words), spellings(b, words));
    let pair = a.first().zip(b.first());
    pair.and_then(|(a, b)| likeness(a, b, words)).is_some_and(|alike| alike.score >= ONE_BODY)
}
