//! Licences of everything we stand on, against a list, and crates we refuse.

use super::{Finding, Verdict};
use crate::Outcome;
use crate::packages::{self, Package};
use crate::workspace::Workspace;

/// Licences that let an NHS body run, change and share the program with no duty but to keep the notice.
///
/// MPL-2.0 is the one with a duty beyond that: who changes *that library's own files* shares the change. We
/// change none, so it binds nobody here; it comes with one small helper of a development tool.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that need a C toolchain or a system library beyond what SQLite needs, so they break quiet builds on
/// laptops and on Windows.
const BANNED: &[&str] = &["openssl-sys", "aws-lc-sys", "native-tls"];

/// Asks cargo and judges.
pub(super) fn check(tree: &Workspace) -> Outcome<Verdict> {
    Ok(Verdict::Ran(judge(&packages::everything(&tree.root)?)))
}

fn judge(packages: &[Package]) -> Vec<Finding> {
    let mut found = Vec::new();
    for package in packages {
        if BANNED.contains(&package.name.as_str()) {
            found.push(Finding::fault(format!("{} {} is a crate we refuse", package.name, package.version)));
        }
        if !allowed(&package.licence) {
            let words = format!(
                "{} {}: licence '{}' is not on the list",
                package.name, package.version, package.licence
            );
            found.push(Finding::fault(words));
        }
    }
    found
}

/// Whether an SPDX expression can be met with allowed licences alone: OR takes either side, AND needs both, and
/// the old `/` means OR. An exception (`WITH …`) only ever adds permission.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let answer = either(&words, &mut at);
    answer && at == words.len()
}

fn either(words: &[&str], at: &mut usize) -> bool {
    let mut answer = both(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        // Not `answer || both(…)`: the right side must be read past even when the left is enough.
        answer |= both(words, at);
    }
    answer
}

fn both(words: &[&str], at: &mut usize) -> bool {
    let mut answer = single(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        answer &= single(words, at);
    }
    answer
}

fn single(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let answer = either(words, at);
        *at += 1;
        return answer;
    }
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    ALLOWED.contains(word)
}

#[cfg(test)]
mod tests {
    use super::{allowed, judge};
    use crate::packages::Package;

    #[test]
    fn expressions_are_weighed() {
        for good in
            ["MIT", "MIT/GPL-3.0", "(MIT OR GPL-2.0) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]
        {
            assert!(allowed(good), "{good}");
        }
        for bad in ["GPL-3.0", "", "MIT AND GPL-3.0", "(MIT OR ISC) AND AGPL-3.0", "MIT MIT"] {
            assert!(!allowed(bad), "{bad}");
        }
    }

    #[test]
    fn planted_packages_are_found() {
        let package = |name: &str, licence: &str| Package {
            name: name.into(),
            version: "1.0.0".into(),
            licence: licence.into(),
            folder: String::new(),
        };
        assert!(judge(&[package("serde", "MIT OR Apache-2.0")]).is_empty());
        assert_eq!(judge(&[package("openssl-sys", "MIT")]).len(), 1);
        assert_eq!(judge(&[package("mystery", "")]).len(), 1);
    }
}
