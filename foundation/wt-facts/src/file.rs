//! What a fact file looks like, and how its tables become facts.
//!
//! Sources stand once per file under `[source.<key>]`; each value names one by key, or its fact names one for all.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::fact::{Fact, Source, Status, Stretch};
use crate::price::PriceRecipe;
use crate::set::CodeList;

/// A fact file that can't be used: which, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct FactError {
    /// Path of the file as given.
    pub file: String,
    /// The key at fault and what is wrong with it.
    pub message: String,
}

/// A whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactFile {
    #[serde(default)]
    source: BTreeMap<String, Source>,
    #[serde(default)]
    fact: Vec<FactTable>,
    #[serde(default)]
    pub(crate) price: Vec<PriceRecipe>,
    #[serde(default)]
    codes: Vec<CodesTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactTable {
    id: String,
    title: String,
    unit: String,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    carries_forward: bool,
    #[serde(default)]
    note: Option<String>,
    values: Vec<ValueTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueTable {
    from: Date,
    #[serde(default)]
    to: Option<Date>,
    /// Text, so that a decimal never passes through a float.
    value: String,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesTable {
    id: String,
    title: String,
    status: Status,
    source: String,
    codes: Vec<crate::set::NamedCode>,
}

impl FactFile {
    /// Reads a file's text; the message names line and key.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string().trim_end().to_owned())
    }

    /// The facts of the file, or the first thing wrong with each.
    pub(crate) fn facts(&self) -> Vec<Result<Fact, String>> {
        self.fact.iter().map(|f| self.fact(f).map_err(|e| format!("{}: {e}", f.id))).collect()
    }

    /// The code lists of the file.
    pub(crate) fn code_lists(&self) -> Vec<Result<CodeList, String>> {
        self.codes
            .iter()
            .map(|c| {
                let source = self.source(Some(&c.source)).map_err(|e| format!("{}: {e}", c.id))?;
                let (id, title) = (c.id.clone(), c.title.clone());
                Ok(CodeList { id, title, status: c.status, source, codes: c.codes.clone() })
            })
            .collect()
    }

    fn source(&self, key: Option<&String>) -> Result<Source, String> {
        let key = key.ok_or("source: every value names where it was read")?;
        let source = self.source.get(key).ok_or_else(|| format!("source: there is no [source.{key}]"))?;
        if source.title.trim().is_empty() {
            Err(format!("source.{key}: no title"))
        } else {
            Ok(source.clone())
        }
    }

    fn fact(&self, f: &FactTable) -> Result<Fact, String> {
        let mut stretches = f.values.iter().map(|v| self.stretch(f, v)).collect::<Result<Vec<_>, _>>()?;
        stretches.sort_by_key(|s| s.from);
        if stretches.is_empty() {
            return Err("values: a fact needs at least one".into());
        }
        for pair in stretches.windows(2) {
            if pair[0].to.is_none_or(|to| to >= pair[1].from) {
                return Err(format!("values: from {} overlaps the one before it", pair[1].from));
            }
        }
        Ok(Fact {
            id: f.id.clone(),
            title: f.title.clone(),
            unit: f.unit.clone(),
            carries_forward: f.carries_forward,
            note: f.note.clone(),
            stretches,
        })
    }

    fn stretch(&self, f: &FactTable, v: &ValueTable) -> Result<Stretch, String> {
        let at = |e: String| format!("from {}: {e}", v.from);
        if v.to.is_some_and(|to| to < v.from) {
            return Err(at("to: before from".into()));
        }
        Ok(Stretch {
            from: v.from,
            to: v.to,
            value: v.value.parse().map_err(|e| at(format!("value: {e}")))?,
            status: v.status.or(f.status).ok_or_else(|| at("status: none given".into()))?,
            source: self.source(v.source.as_ref().or(f.source.as_ref())).map_err(at)?,
            note: v.note.clone(),
        })
    }
}
