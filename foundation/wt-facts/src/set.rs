//! All facts, prices and code lists by id.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use wt_units::FinancialYear;

use crate::fact::{Fact, Figure, NoFigure, Source, Status};
use crate::file::{FactError, FactFile};
use crate::price::{Price, PriceRecipe};

/// Codes and what they stand for, such as the regions of NHS England.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// Slug: `nhs-england-regions`.
    pub id: String,
    /// Name for a heading.
    pub title: String,
    /// How sure we are.
    pub status: Status,
    /// Where it was read.
    pub source: Source,
    /// The codes.
    pub codes: Vec<NamedCode>,
}

/// A code and its name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedCode {
    /// Such as Y56.
    pub code: String,
    /// Such as London.
    pub name: String,
}

/// All facts, prices and code lists.
#[derive(Debug, Clone, Default)]
pub struct FactSet {
    pub(crate) facts: BTreeMap<String, Fact>,
    prices: BTreeMap<String, PriceRecipe>,
    pub(crate) lists: BTreeMap<String, CodeList>,
}

impl FactSet {
    /// Reads fact files given as (path, text).
    ///
    /// # Errors
    /// Everything wrong with any of them: unknown keys, missing sources or statuses, overlapping dates, an id that
    /// stands twice, a price of figures that don't exist.
    pub fn parse<P: AsRef<str>, T: AsRef<str>>(files: &[(P, T)]) -> Result<Self, Vec<FactError>> {
        let mut set = Self::default();
        let mut errors = Vec::new();
        for (file, text) in files {
            let mut fault = |message| errors.push(FactError { file: file.as_ref().to_owned(), message });
            match FactFile::read(text.as_ref()) {
                Ok(read) => set.add(&read, &mut fault),
                Err(message) => fault(message),
            }
        }
        for recipe in set.prices.values() {
            for id in recipe.figures().filter(|id| !set.facts.contains_key(*id)) {
                let message = format!("there is no fact '{id}'");
                errors.push(FactError { file: format!("price {}", recipe.id), message });
            }
        }
        if errors.is_empty() { Ok(set) } else { Err(errors) }
    }

    fn add(&mut self, file: &FactFile, fault: &mut dyn FnMut(String)) {
        let twice = |id: &str| format!("{id}: stands twice");
        for fact in file.facts() {
            match fact {
                Ok(fact) if self.facts.contains_key(&fact.id) => fault(twice(&fact.id)),
                Ok(fact) => drop(self.facts.insert(fact.id.clone(), fact)),
                Err(message) => fault(message),
            }
        }
        for price in &file.price {
            match price.check() {
                Ok(()) if self.prices.contains_key(&price.id) => fault(twice(&price.id)),
                Ok(()) => drop(self.prices.insert(price.id.clone(), price.clone())),
                Err(message) => fault(format!("{}: {message}", price.id)),
            }
        }
        for list in file.code_lists() {
            match list {
                Ok(list) if self.lists.contains_key(&list.id) => fault(twice(&list.id)),
                Ok(list) => drop(self.lists.insert(list.id.clone(), list)),
                Err(message) => fault(message),
            }
        }
    }

    /// The figure `id` on `date`.
    ///
    /// # Errors
    /// A sentence, when there is no such figure or its table doesn't hold that day.
    pub fn at(&self, id: &str, date: Date) -> Result<Figure, NoFigure> {
        self.facts.get(id).ok_or_else(|| NoFigure::Unknown(id.to_owned()))?.at(date)
    }

    /// The price `id` in a financial year.
    ///
    /// # Errors
    /// A sentence, when there is no such price or one of its figures has no value in that year.
    pub fn price(&self, id: &str, year: FinancialYear) -> Result<Price, NoFigure> {
        let recipe = self.prices.get(id).ok_or_else(|| NoFigure::Unknown(id.to_owned()))?;
        recipe.in_year(self, year)
    }

    /// The fact of that id, with all its values.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.get(id)
    }

    /// All facts in the order of their ids.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.facts.values()
    }

    /// All price recipes in the order of their ids.
    pub fn prices(&self) -> impl Iterator<Item = &PriceRecipe> {
        self.prices.values()
    }

    /// The code list of that id.
    pub fn codes(&self, id: &str) -> Option<&CodeList> {
        self.lists.get(id)
    }
}
