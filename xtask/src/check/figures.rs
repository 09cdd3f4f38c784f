//! Domain figures: every file under `facts/`, `metrics/` and `evidence/` can be read, and names its source and status.
//!
//! The product's own readers judge, so that the check and the program can't disagree; what spans two folders (a
//! metric's price, an item's metrics) is judged here.

use wt_benchmark::MetricSet;
use wt_benchmark::metric::Value;
use wt_evidence::Library;
use wt_facts::FactSet;

use super::Finding;
use crate::workspace::Workspace;

/// Everything wrong with any of them.
pub(super) fn check(tree: &Workspace) -> Vec<Finding> {
    let mut found = Vec::new();
    let facts = read(tree, "facts/", &mut found, FactSet::parse);
    let metrics = read(tree, "metrics/", &mut found, |files| {
        MetricSet::parse(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    });
    let library = read(tree, "evidence/", &mut found, Library::parse);
    if let (Some(facts), Some(metrics)) = (&facts, &metrics) {
        found.extend(prices(facts, metrics));
    }
    if let (Some(library), Some(metrics)) = (&library, &metrics) {
        found.extend(strangers(library, metrics));
    }
    found
}

/// Reads the files of a folder; a folder without any is a finding too.
fn read<T, E: std::fmt::Display>(
    tree: &Workspace,
    folder: &str,
    found: &mut Vec<Finding>,
    parse: impl FnOnce(&[(String, String)]) -> Result<T, Vec<E>>,
) -> Option<T> {
    let files = tree.under(folder, ".toml");
    if files.is_empty() {
        found.push(Finding::fault(format!("{folder} holds no file")));
        return None;
    }
    match parse(&files) {
        Ok(set) => Some(set),
        Err(errors) => {
            found.extend(errors.iter().map(|error| Finding::fault(error.to_string())));
            None
        }
    }
}

/// Metrics whose price is no price.
fn prices(facts: &FactSet, metrics: &MetricSet) -> Vec<Finding> {
    let mut found = Vec::new();
    for metric in metrics.iter() {
        if let Value::Priced(by) = &metric.pounds
            && !facts.prices().any(|price| price.id == by.price)
        {
            found.push(Finding::fault(format!(
                "metrics: {} is priced by '{}', which facts/ does not hold",
                metric.id, by.price
            )));
        }
    }
    found
}

/// Metrics that evidence bears on and nobody can compute yet: worth knowing, no fault.
fn strangers(library: &Library, metrics: &MetricSet) -> Vec<Finding> {
    let unknown: Vec<String> = library
        .metric_ids()
        .into_iter()
        .filter(|id| metrics.get(id).is_none())
        .map(ToString::to_string)
        .collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    vec![Finding::warning(format!(
        "evidence bears on metrics that metrics/ does not hold: {}",
        unknown.join(", ")
    ))]
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::{Workspace, planted};

    fn words(tree: &Workspace) -> Vec<String> {
        check(tree).into_iter().filter(|finding| !finding.warning).map(|finding| finding.words).collect()
    }

    #[test]
    fn an_empty_tree_has_no_figures() {
        assert_eq!(words(&planted::files(&[])).len(), 3);
    }

    #[test]
    fn planted_files_without_source_or_sense_are_found() {
        let tree = planted::files(&[
            ("facts/a.toml", "[[fact]]\nid = \"a\"\ntitle = \"A\"\nunit = \"GBP\"\nstatus = \"verified\"\n"),
            ("metrics/b.toml", "id = \"b\"\nname = \"B\"\n"),
            ("evidence/items/c.toml", "id = \"c\"\ntitle = \"C\"\n"),
        ]);
        let found = words(&tree);
        for file in ["facts/a.toml", "metrics/b.toml", "evidence/items/c.toml"] {
            assert!(found.iter().any(|words| words.contains(file)), "{file} in {found:?}");
        }
    }
}
