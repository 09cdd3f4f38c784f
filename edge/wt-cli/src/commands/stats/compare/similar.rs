//! The most similar units, from a file of what they are like: standardised variables at equal weights.

use std::collections::HashMap;
use std::path::Path;

use wt_stats::similar::{Variables, equal};

use super::super::super::Failure;
use super::super::columns::Columns;
use super::figures::Group;

/// For each unit the `count` nearest of those with figures; none for a unit the file does not have.
pub(super) fn nearest(
    file: &Path,
    unit: &str,
    variables: &[String],
    group: &Group,
    count: usize,
) -> Result<Vec<Vec<usize>>, Failure> {
    let columns = Columns::read(file)?;
    let refused = |why: String| Failure::Input(format!("{}: {why}.", file.display()));
    let names = columns.texts(unit)?;
    let all: Vec<String> = match variables {
        [] => columns.headings().iter().filter(|h| !h.eq_ignore_ascii_case(unit)).cloned().collect(),
        some => some.to_vec(),
    };
    let read = all.iter().map(|h| columns.numbers(h)).collect::<Result<Vec<_>, _>>()?;
    let rows: Vec<Option<f64>> = (0..columns.len()).flat_map(|i| read.iter().map(move |v| v[i])).collect();
    let described = Variables::standardise(&rows, all.len()).map_err(|why| refused(why.to_string()))?;
    let mut place_of = HashMap::new();
    for (i, name) in names.iter().enumerate() {
        if place_of.insert(name.as_str(), i).is_some() {
            return Err(refused(format!("row {}: '{name}' stands there a second time", columns.row(i))));
        }
    }
    // Which of the group's units each row of the file is, of those with figures.
    let with: HashMap<usize, usize> = (0..group.units.len())
        .filter(|i| group.value(*i).is_some())
        .filter_map(|i| Some((*place_of.get(group.units[i].as_str())?, i)))
        .collect();
    let mut among: Vec<usize> = with.keys().copied().collect();
    among.sort_unstable();
    let weights = equal(all.len());
    let list = |name: &String| {
        let Some(place) = place_of.get(name.as_str()) else { return Ok(Vec::new()) };
        let peers = described.peers_among(*place, &among, &weights, count);
        let peers = peers.map_err(|why| refused(why.to_string()))?;
        Ok(peers.iter().filter_map(|p| with.get(&p.place).copied()).collect())
    };
    group.units.iter().map(list).collect()
}
