//! Which heading names which column, from a data file.

use serde::Deserialize;

use crate::columns::plain;
use crate::read::head_text;
use crate::table::Value;

/// A column of published payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// Who paid.
    Entity,
    /// Day of payment.
    Date,
    /// What it was for.
    ExpenseType,
    /// Which part of the organisation.
    ExpenseArea,
    /// A further word on what it was for.
    Description,
    /// Who was paid.
    Supplier,
    /// The payer's number.
    Reference,
    /// Pounds and pence.
    Amount,
}

/// How many columns there are.
pub(crate) const COLUMNS: usize = 8;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingsFile {
    #[serde(default)]
    source: Option<toml::Table>,
    column: Vec<ColumnTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnTable {
    id: Column,
    required: bool,
    #[serde(default)]
    about: String,
    headings: Vec<String>,
}

/// The names that columns go by.
#[derive(Debug, Clone)]
pub struct Headings {
    columns: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    column: Column,
    required: bool,
    /// As the first of them is written.
    title: String,
    /// As [`plain`] writes them, in order of preference.
    names: Vec<String>,
}

/// A row of headings: where each column stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Found {
    places: [Option<usize>; COLUMNS],
    /// As in the file, by place.
    titles: Vec<String>,
}

impl Found {
    pub(crate) fn at(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// The heading as in the file; the column's own word where the file has none.
    pub(crate) fn title(&self, column: Column) -> Option<&str> {
        self.at(column).and_then(|at| self.titles.get(at)).map(String::as_str)
    }

    fn count(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// Whether `cells` hold the same headings again.
    pub(crate) fn repeated_in(&self, cells: &[Value<'_>]) -> bool {
        self.places.iter().flatten().all(|&at| {
            let said = cells.get(at).map(head_text).unwrap_or_default();
            self.titles.get(at).is_some_and(|title| plain(title) == plain(&said))
        })
    }

    /// Headings that name no column.
    pub(crate) fn ignored(&self) -> Vec<String> {
        let rest = self.titles.iter().enumerate().filter(|(at, _)| !self.places.contains(&Some(*at)));
        rest.map(|(_, title)| title.clone()).filter(|title| !title.is_empty()).collect()
    }
}

impl Headings {
    /// Reads the data file.
    ///
    /// # Errors
    /// A sentence: not TOML, an unknown key, a column or heading that stands twice, no column that a file must have.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: HeadingsFile = toml::from_str(text).map_err(|e| e.to_string())?;
        let _ = file.source;
        let mut columns: Vec<Known> = Vec::new();
        for table in file.column {
            let _ = table.about;
            if columns.iter().any(|known| known.column == table.id) {
                return Err(format!("the column {:?} stands twice", table.id));
            }
            let names: Vec<String> = table.headings.iter().map(|heading| plain(heading)).collect();
            let taken = |name: &String| columns.iter().any(|known| known.names.contains(name));
            if let Some(twice) = names.iter().find(|name| taken(name)) {
                return Err(format!("the heading '{twice}' names two columns"));
            }
            let Some(title) = table.headings.first().cloned() else {
                return Err(format!("the column {:?} has no heading", table.id));
            };
            columns.push(Known { column: table.id, required: table.required, title, names });
        }
        if !columns.iter().any(|known| known.required) {
            return Err("no column is required, so any row would be headings".to_owned());
        }
        Ok(Self { columns })
    }

    /// The headings that a file must have, as it would be asked for them.
    pub(crate) fn required(&self) -> Vec<&str> {
        self.columns.iter().filter(|known| known.required).map(|known| known.title.as_str()).collect()
    }

    /// The row of headings among the first rows of a sheet: the one that names most columns, if it names all required.
    pub(crate) fn locate(&self, head: &[(u32, Vec<Value<'static>>)]) -> Option<(u32, Found)> {
        let mut best: Option<(u32, Found)> = None;
        for (number, cells) in head {
            let Some(found) = self.find(cells) else { continue };
            if best.as_ref().is_none_or(|(_, known)| found.count() > known.count()) {
                best = Some((*number, found));
            }
        }
        best
    }

    fn find(&self, cells: &[Value<'_>]) -> Option<Found> {
        let titles: Vec<String> = cells.iter().map(head_text).collect();
        let plains: Vec<String> = titles.iter().map(|title| plain(title)).collect();
        let mut found = Found { places: [None; COLUMNS], titles };
        for known in &self.columns {
            let place = known.names.iter().find_map(|name| plains.iter().position(|plain| plain == name));
            if known.required && place.is_none() {
                return None;
            }
            found.places[known.column as usize] = place;
        }
        Some(found)
    }
}
