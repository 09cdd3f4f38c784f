//! Suppliers of temporary staff that are known by name, from a dated data file.

use std::collections::BTreeMap;

use serde::Deserialize;
use wt_facts::{Source, Status};

use super::FileError;
use super::name::{How, likeness, spellings};
use super::tally::Pile;
use super::words::Words;

/// Names less alike than this are not matched.
const ENOUGH: u8 = 80;
/// Names at least so alike are worth a person's look.
const NEAR: u8 = 60;

/// What a supplier is known for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// An agency.
    Agency,
    /// Runs a bank for its clients.
    OutsourcedBank,
    /// Pays workers whom the client engages itself.
    DirectEngagement,
    /// Several of these: the row's words decide.
    Words,
}

impl Nature {
    /// Its pile; none where words decide.
    pub fn pile(self) -> Option<Pile> {
        match self {
            Self::Agency => Some(Pile::Agency),
            Self::OutsourcedBank => Some(Pile::OutsourcedBank),
            Self::DirectEngagement => Some(Pile::DirectEngagement),
            Self::Words => None,
        }
    }
}

/// A known supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplier {
    /// Slug: `nhs-professionals`.
    pub id: String,
    /// Name as it is shown.
    pub name: String,
    /// What it is known for.
    pub nature: Nature,
    /// It also sells what is no staff, so a row counts only where its words say so.
    pub other_business: bool,
    /// First day for which the entry was looked at, as in the file.
    pub from: String,
    /// How sure the entry is.
    pub status: Status,
    /// Where it was read.
    pub source: Source,
    /// What a reader should know.
    pub note: Option<String>,
    names: Vec<(Vec<String>, bool)>,
}

/// A name and the known supplier it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match<'r> {
    /// Which.
    pub supplier: &'r Supplier,
    /// 70 to 100, set by rule: no probability. Ten less where the entry is unconfirmed; 60 to 79 for a near name.
    pub score: u8,
    /// How the names were found to be the same.
    pub how: How,
}

/// All known suppliers.
#[derive(Debug, Clone)]
pub struct Register {
    suppliers: Vec<Supplier>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterFile {
    source: BTreeMap<String, Source>,
    supplier: Vec<SupplierTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SupplierTable {
    id: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    pile: Nature,
    #[serde(default)]
    other_business: bool,
    from: String,
    status: Status,
    source: String,
    #[serde(default)]
    note: Option<String>,
}

impl Register {
    /// Reads the data file.
    ///
    /// # Errors
    /// Not TOML, an unknown key, a source that isn't there, an id or a name that stands twice.
    pub fn parse(file: &str, text: &str, words: &Words) -> Result<Self, FileError> {
        let error = |what: String| FileError { file: file.to_owned(), what };
        let read: RegisterFile = toml::from_str(text).map_err(|e| error(e.to_string()))?;
        let mut suppliers: Vec<Supplier> = Vec::new();
        for table in read.supplier {
            let Some(source) = read.source.get(&table.source) else {
                return Err(error(format!("supplier '{}': there is no source '{}'", table.id, table.source)));
            };
            if suppliers.iter().any(|known| known.id == table.id) {
                return Err(error(format!("the supplier '{}' stands twice", table.id)));
            }
            let mut names: Vec<(Vec<String>, bool)> = Vec::new();
            let whole = |name: &String| spellings(name, words).into_iter().next();
            for (name, alias) in
                std::iter::once((&table.name, false)).chain(table.aliases.iter().map(|name| (name, true)))
            {
                let cut =
                    whole(name).ok_or_else(|| error(format!("supplier '{}' has an empty name", table.id)))?;
                if let Some(other) =
                    suppliers.iter().find(|known| known.names.iter().any(|(known, _)| *known == cut))
                {
                    return Err(error(format!("'{name}' names both '{}' and '{}'", other.id, table.id)));
                }
                if !names.iter().any(|(known, _)| *known == cut) {
                    names.push((cut, alias));
                }
            }
            suppliers.push(Supplier {
                id: table.id,
                name: table.name,
                nature: table.pile,
                other_business: table.other_business,
                from: table.from,
                status: table.status,
                source: source.clone(),
                note: table.note,
                names,
            });
        }
        Ok(Self { suppliers })
    }

    /// All of them, in the order of the file.
    pub fn suppliers(&self) -> &[Supplier] {
        &self.suppliers
    }

    /// The known supplier that `name` stands for: none where no name is enough alike.
    pub fn find(&self, name: &str, words: &Words) -> Option<Match<'_>> {
        self.best(name, words).filter(|found| found.score >= ENOUGH).map(sure)
    }

    /// A known supplier whose name is near, but not enough to be taken for the same.
    pub fn near(&self, name: &str, words: &Words) -> Option<Match<'_>> {
        self.best(name, words).filter(|found| (NEAR..ENOUGH).contains(&found.score))
    }

    fn best(&self, name: &str, words: &Words) -> Option<Match<'_>> {
        let spellings = spellings(name, words);
        let mut best: Option<Match<'_>> = None;
        for supplier in &self.suppliers {
            for (known, alias) in &supplier.names {
                for (at, spelling) in spellings.iter().enumerate() {
                    let Some(alike) = likeness(spelling, known, words) else { continue };
                    let how = if *alias && alike.how == How::Same { How::Alias } else { alike.how };
                    // A listed other name, or one that is only part of what was written, is a little less sure.
                    let less = u8::from(*alias) + u8::from(at > 0) * 2;
                    let score = alike.score.saturating_sub(less);
                    if best.is_none_or(|known| score > known.score) {
                        best = Some(Match { supplier, score, how });
                    }
                }
            }
        }
        best
    }
}

fn sure(found: Match<'_>) -> Match<'_> {
    let less = if found.supplier.status.unconfirmed() { 10 } else { 0 };
    Match { score: found.score.saturating_sub(less), ..found }
}
