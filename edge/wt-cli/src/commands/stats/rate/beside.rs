//! Columns that stand in another file: a standard or reference population by age band, totals by group.

use std::collections::HashMap;
use std::path::Path;

use super::super::super::Failure;
use super::super::columns::Columns;

/// A row's value from another file: by the text of its age band, else by its place within its group.
pub(super) fn by_band(
    file: &Path,
    heading: &str,
    band: Option<&str>,
    columns: &Columns,
    groups: &[(String, Vec<usize>)],
) -> Result<Vec<Option<f64>>, Failure> {
    let other = Columns::read(file)?;
    let values = other.numbers(heading)?;
    let refused = |why: String| Failure::Input(format!("{}: {why}", file.display()));
    let mut found = vec![None; columns.len()];
    if let Some(band) = band {
        let known: HashMap<String, Option<f64>> = other.texts(band)?.into_iter().zip(values).collect();
        for (cell, name) in found.iter_mut().zip(columns.texts(band)?) {
            *cell = *known
                .get(&name)
                .ok_or_else(|| refused(format!("there is no row whose {band} is '{name}'.")))?;
        }
        return Ok(found);
    }
    for (name, rows) in groups {
        if rows.len() != values.len() {
            return Err(refused(format!(
                "it holds {} rows and the group '{name}' {}. Name the column of age bands with --band.",
                values.len(),
                rows.len()
            )));
        }
        for (row, value) in rows.iter().zip(&values) {
            found[*row] = *value;
        }
    }
    Ok(found)
}

/// Events of each group from another file; rows of a group are added up, and a missing one makes it missing.
pub(super) fn by_group(
    file: &Path,
    heading: &str,
    group: &[String],
) -> Result<HashMap<String, Option<f64>>, Failure> {
    let other = Columns::read(file)?;
    let values = other.numbers(heading)?;
    let groups = other.groups_of(group)?;
    Ok(groups.into_iter().map(|(name, rows)| (name, rows.iter().map(|i| values[*i]).sum())).collect())
}
