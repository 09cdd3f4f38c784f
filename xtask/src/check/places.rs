//! No machine's own paths and no package registry's address in the tree: both break on somebody else's machine.

use super::Finding;
use crate::workspace::Workspace;

/// Put together from halves, so that this file does not find itself.
const PATTERNS: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/tm", "p/"), "a path of one machine: use mktemp or the target folder"),
    (concat!("C:\\Us", "ers\\"), "a path of one machine"),
    (concat!("registry.npm", "js.org"), "a registry's address: lock files are kept without"),
    (concat!("registry.ya", "rnpkg.com"), "a registry's address"),
    (concat!("static.crates", ".io"), "a registry's address"),
    (concat!("index.crates", ".io"), "a registry's address"),
    (concat!("pypi", ".org"), "a registry's address"),
    (concat!("files.python", "hosted.org"), "a registry's address"),
    (concat!("deb.deb", "ian.org"), "a registry's address"),
    (concat!("proxy.go", "lang.org"), "a registry's address"),
];

/// Every line that holds one. `Cargo.lock` names cargo's own index in each entry, and is cargo's to write.
pub(super) fn check(tree: &Workspace) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.path != "Cargo.lock") {
        for (at, line) in file.text.lines().enumerate() {
            for (pattern, why) in PATTERNS.iter().filter(|(pattern, _)| stands(line, pattern)) {
                found.push(Finding::fault(format!("{}:{} holds {pattern}: {why}", file.path, at + 1)));
            }
        }
    }
    found
}

/// A path counts only where it begins: `framework/` and `e2e/tmp/` are innocent.
fn stands(line: &str, pattern: &str) -> bool {
    line.match_indices(pattern).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !pattern.starts_with('/')
            || !before.is_some_and(|letter| letter.is_alphanumeric() || "._-})".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::planted::files;

    #[test]
    fn planted_places_are_found() {
        let found = |text: &str| check(&files(&[("a.md", text)])).len();
        assert_eq!(found(concat!("cd /wo", "rk/main")), 1);
        assert_eq!(found(concat!("open \"/tm", "p/a.csv\"")), 1);
        assert_eq!(found(concat!("\"resolved\": \"https://registry.npm", "js.org/a\"")), 1);
        assert_eq!(found(concat!("the frame", "wo", "rk/main and e2e/tm", "p/a")), 0);
    }
}
