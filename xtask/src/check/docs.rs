//! Module docs: every Rust file begins by saying what it is for.

use super::Finding;
use crate::workspace::Workspace;

/// Files whose first words are not `//!`.
pub(super) fn check(tree: &Workspace) -> Vec<Finding> {
    tree.rust()
        .filter(|file| !says_its_plan(&file.text))
        .map(|file| Finding::fault(format!("{}:1 has no module words: begin it with `//! …`", file.path)))
        .collect()
}

fn says_its_plan(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("#!["));
    lines.next().and_then(|line| line.strip_prefix("//!")).is_some_and(|words| !words.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::planted::files;

    #[test]
    fn a_file_without_words_is_found() {
        assert_eq!(check(&files(&[("a.rs", "fn a() {}\n")])).len(), 1);
        assert_eq!(check(&files(&[("a.rs", "//!\nfn a() {}\n")])).len(), 1);
        assert_eq!(check(&files(&[("a.rs", "#![allow(x)]\n//! Words.\n"), ("b.md", "")])).len(), 0);
    }
}
