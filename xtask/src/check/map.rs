//! The map: ARCHITECTURE.md names every crate, and no ghost.

use std::collections::BTreeSet;

use super::Finding;
use crate::workspace::Workspace;

const MAP: &str = "ARCHITECTURE.md";

/// Crates missing from the map, and names on the map without a crate.
pub(super) fn check(tree: &Workspace) -> Vec<Finding> {
    let Some(text) = tree.text(MAP) else {
        return vec![Finding::fault(format!("{MAP} is missing"))];
    };
    let on_map = names(text);
    let mut found = Vec::new();
    for member in &tree.members {
        if !on_map.contains(member.name.as_str()) {
            found.push(Finding::fault(format!("{MAP} does not name {} ({})", member.name, member.folder)));
        }
    }
    for ghost in on_map.iter().filter(|name| name.starts_with("wt-")) {
        if !tree.members.iter().any(|member| member.name == *ghost) {
            found.push(Finding::fault(format!("{MAP} names {ghost}, which is no crate of the workspace")));
        }
    }
    found
}

fn names(text: &str) -> BTreeSet<&str> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')).collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::Workspace;
    use crate::workspace::planted::{files, member};

    fn tree(map: &str) -> Workspace {
        Workspace { members: vec![member("foundation/wt-units", &[])], ..files(&[("ARCHITECTURE.md", map)]) }
    }

    #[test]
    fn missing_crates_and_ghosts_are_found() {
        assert!(check(&tree("- `wt-units`: units")).is_empty());
        assert_eq!(check(&tree("nothing here")).len(), 1);
        assert_eq!(check(&tree("wt-units and wt-ghost")).len(), 1);
        assert_eq!(check(&files(&[])).len(), 1);
    }
}
