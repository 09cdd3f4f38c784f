//! CHANGELOG.md has an Unreleased part, in the reader's words, and it is not empty.

use super::Finding;
use crate::workspace::Workspace;

/// What is wrong with it.
pub(super) fn check(tree: &Workspace) -> Vec<Finding> {
    let Some(text) = tree.text("CHANGELOG.md") else {
        return vec![Finding::fault("CHANGELOG.md is missing")];
    };
    let Some((_, after)) = text.split_once("## Unreleased") else {
        return vec![Finding::fault("CHANGELOG.md has no `## Unreleased` part")];
    };
    let part = after.split("\n## ").next().unwrap_or_default();
    if part.lines().any(|line| line.trim_start().starts_with("- ")) {
        return Vec::new();
    }
    vec![Finding::fault("CHANGELOG.md says nothing under `## Unreleased`")]
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::planted::files;

    #[test]
    fn an_empty_changelog_is_found() {
        let found = |text: &str| check(&files(&[("CHANGELOG.md", text)])).len();
        assert_eq!(found("# Changelog\n\n## Unreleased\n\n- Comparisons.\n"), 0);
        assert_eq!(found("# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n- Old.\n"), 1);
        assert_eq!(found("# Changelog\n"), 1);
        assert_eq!(check(&files(&[])).len(), 1);
    }
}
