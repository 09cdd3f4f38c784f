//! Where each column stands in a file, by its headings and what a user mapped.

use std::collections::BTreeMap;

use wt_extract::Fault;
use wt_extract::columns::plain;

use super::column::{COLUMNS, Column, SPECS};

/// Column name of ours → heading of the file: what a user said once.
pub type Mapping = BTreeMap<String, String>;

/// Where each column stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    places: [Option<usize>; COLUMNS],
    headings: Vec<String>,
}

impl Layout {
    /// Finds the columns in a row of headings.
    ///
    /// # Errors
    /// A [`Fault`] that names the missing columns, or the mapping that fits nothing.
    pub fn find(file: &str, headings: &[String], mapping: &Mapping) -> Result<Self, Fault> {
        let plain_headings: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
        let place = |name: &str| plain_headings.iter().position(|heading| *heading == plain(name));
        for (ours, theirs) in mapping {
            if !SPECS.iter().any(|spec| spec.name == ours) {
                let names: Vec<&str> = SPECS.iter().map(|spec| spec.name).collect();
                return Err(Fault::new(
                    file,
                    format!("The mapping names a column '{ours}' that there is not."),
                    format!("Columns are: {}.", names.join(", ")),
                ));
            }
            if place(theirs).is_none() {
                return Err(Fault::new(
                    file,
                    format!(
                        "The mapping says that {ours} stands under '{theirs}', but no heading is called so."
                    ),
                    format!("The headings are: {}.", headings.join(", ")),
                ));
            }
        }
        let mut places = [None; COLUMNS];
        for spec in &SPECS {
            let mapped = mapping.get(spec.name).and_then(|theirs| place(theirs));
            let by_name = || [spec.name].iter().chain(spec.synonyms).find_map(|name| place(name));
            places[spec.column as usize] = mapped.or_else(by_name);
        }
        let missing: Vec<&str> = SPECS
            .iter()
            .filter(|spec| spec.required && places[spec.column as usize].is_none())
            .map(|spec| spec.name)
            .collect();
        if !missing.is_empty() {
            return Err(Fault::new(
                file,
                format!(
                    "There is no column for {}. The headings are: {}.",
                    missing.join(", "),
                    headings.join(", ")
                ),
                "Say which heading is which with --map, such as --map 'worker_pay=Gross'.",
            ));
        }
        Ok(Self { places, headings: headings.to_vec() })
    }

    /// Where a column stands, from 0.
    #[must_use]
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// The column's heading in the file; its own name where the file has none.
    #[must_use]
    pub fn heading(&self, column: Column) -> &str {
        let found = self.place(column).and_then(|at| self.headings.get(at));
        found.map_or(column.spec().name, String::as_str)
    }

    /// Headings that no column took.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let taken = |at: &usize| self.places.contains(&Some(*at));
        let all = self.headings.iter().enumerate();
        all.filter(move |(at, heading)| !taken(at) && !heading.is_empty())
            .map(|(_, heading)| heading.as_str())
    }
}
